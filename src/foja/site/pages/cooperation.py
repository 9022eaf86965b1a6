"""Aid beside what happened: the page of Mexico and of every other country, and its files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, RedirectResponse, Response

from foja.meaning.series_points import all_events
from foja.measures.claims import ledger_verdict
from foja.measures.prices import BASE_YEAR
from foja.site import cooperation_words as words
from foja.site.addresses import claim_address, country_address
from foja.site.charts.model import ChartTexts
from foja.site.charts.render import DrawingError, draw
from foja.site.claim_words import in_language, verdict_name
from foja.site.cooperation_answers import answers
from foja.site.cooperation_choice import (
    EARLIEST,
    HOME,
    CooperationChoice,
    read_cooperation_choice,
)
from foja.site.cooperation_panels import (
    CooperationPage,
    missing_panels,
    panel_views,
    read_page,
)
from foja.site.downloads import BYTE_ORDER_MARK
from foja.site.pages.asked import country_code
from foja.site.pages.charts import KEPT, MEDIA_TYPES
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.series_words import publisher_of
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from foja.site.charts.panels import Frame
    from foja.site.language import Language
    from foja.site.reading import Reading
    from foja.site.state import Site

OVERVIEW: Final = "overview"
CSV_COLUMNS: Final = (
    "panel",
    "series",
    "name",
    "country_iso3",
    "year",
    "year_kind",
    "value",
    "unit",
    "base_year",
    "status",
    "definition",
    "publisher",
    "vintage",
    "licence",
    "source_url",
    "note",
)


def cooperation_home(request: Request) -> Response:
    """Answer `/<language>/cooperation`: Mexico."""
    return _page(request, HOME)


def cooperation_page(request: Request) -> Response:
    """Answer `/<language>/cooperation/<country>`."""
    code = country_code(request)
    if code == HOME:
        language = language_of(request)
        choice = read_cooperation_choice(code, request.query_params, language)
        return RedirectResponse(choice.address(language), 301)
    return _page(request, code)


def _page(request: Request, code: str) -> Response:
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    choice = read_cooperation_choice(code, request.query_params, language)
    shown = read_page(choice, site, language)
    views = panel_views(shown, language)
    name = site.reading.country_name(code, code, language)
    heading, standfirst = _headings(code, name, language)
    sections = [
        (key, title, [view for view in views if view.section == key])
        for key, title in (
            ("money", _("What was spent")),
            ("outcomes", _("What happened meanwhile")),
            ("more", _("Other definitions, editions and parts of the same")),
        )
    ]
    return page(
        request,
        language,
        "cooperation.html",
        section="cooperation",
        title=heading,
        heading=heading,
        description=standfirst,
        standfirst=standfirst,
        here=choice.address(language),
        name=name,
        choice=choice,
        mexico=code == HOME,
        base_year=BASE_YEAR,
        switches=_switches(choice, shown, language),
        years=_years(shown),
        form=f"/{language.code}/cooperation" + ("" if code == HOME else f"/{code}"),
        answers=_answers(site.reading, language) if code == HOME else [],
        sections=[each for each in sections if each[2]],
        missing=missing_panels(shown, language),
        events=[_event(each, shown, language) for each in shown.events],
        overview=[(kind.upper(), choice.file(language, OVERVIEW, kind)) for kind in ("png", "svg")]
        if len(shown.overview) > 1
        else [],
        countries=_countries(code, site.reading, language),
        country=country_address(language, code),
        charts_script=script("js/charts.js") if views else "",
        charts_library=script("js/vega-bundle.js"),
    )


def _answers(reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the figures often quoted, each with the verdicts of the ledger on it."""
    return [
        {
            "key": answer.key,
            "quote": answer.quote,
            "sentences": answer.sentences,
            "links": answer.links,
            "claims": [_verdict(claim_id, reading, language) for claim_id in answer.claims],
        }
        for answer in answers(language)
    ]


def _verdict(claim_id: str, reading: Reading, language: Language) -> dict[str, str]:
    found = ledger_verdict(claim_id, reading.tables)
    return {
        "address": claim_address(language, claim_id),
        "claim": in_language(found.claim, "claim", language),
        "kind": found.kind,
        "verdict": verdict_name(found.kind, language),
    }


def card_words(code: str, reading: Reading, language: Language) -> tuple[str, str]:
    """Return the heading and the sentence below it that the card of a country's page has."""
    return _headings(code, reading.country_name(code, code, language), language)


def _headings(code: str, name: str, language: Language) -> tuple[str, str]:
    _ = language.gettext
    if code == HOME:
        return (
            _("U.S. aid to Mexico, and what happened meanwhile"),
            _(
                "What the United States asked for, gave and spent in Mexico, beside homicides and "
                "disappearances there and overdose deaths at home, on one axis of years."
            ),
        )
    return (
        _("%(country)s: U.S. aid beside training", country=name),
        _(
            "What the United States obligated by account, beside what its reports say was spent on "
            "training the country's forces, on one axis of years."
        ),
    )


def _switches(
    choice: CooperationChoice, shown: CooperationPage, language: Language
) -> list[dict[str, Any]]:
    """Return the choices that are links: of dollars, of counts or rates, of events."""
    _ = language.gettext
    groups: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [
        (
            "dollars",
            _("Dollars"),
            (
                ("nominal", _("of each year")),
                ("constant", _("constant, of %(year)s", year=BASE_YEAR)),
            ),
        )
    ]
    if choice.country == HOME:
        groups.append(
            (
                "amounts",
                _("Deaths and victims"),
                (("count", _("counts")), ("rate", _("per 100,000 inhabitants"))),
            )
        )
    if shown.events:
        groups.append(
            (
                "events",
                _("Events drawn"),
                (("main", _("main ones")), ("all", _("all")), ("none", _("none"))),
            )
        )
    return [
        {
            "name": name,
            "label": label,
            "options": [
                (
                    text,
                    choice.changed(**{name: value}).address(language),
                    getattr(choice, name) == value,
                )
                for value, text in options
            ],
        }
        for name, label, options in groups
    ]


def _years(shown: CooperationPage) -> list[int]:
    """Return the years that the form offers."""
    latest = max(event.date.year for event in all_events())
    return list(range(EARLIEST, max(latest, shown.drawing.last) + 1))


def _event(each: Any, shown: CooperationPage, language: Language) -> dict[str, Any]:  # noqa: ANN401 - a numbered event
    _ = language.gettext
    event = each.event
    publisher = words.host_of(event.source_url)
    kinds = {
        # The text is a government's; where another keeps it, the reader is told so.
        "official": _("official source")
        if words.is_government(publisher)
        else _("official text, kept elsewhere"),
        "press": _("press report"),
        "reference": _("reference work"),
    }
    return {
        "number": each.number,
        "key": event.event,
        "date": words.at_start(words.event_date(event, language)),
        "text": words.event_text(event, language),
        "source": event.source_url,
        "source_type": kinds[event.source_type],
        "publisher": publisher,
        "drawn": event.event in shown.drawn,
    }


def _countries(code: str, reading: Reading, language: Language) -> list[tuple[str, str, str]]:
    listed = {*reading.listed_countries, code, HOME}
    named = [
        (
            one,
            reading.country_name(one, one, language),
            CooperationChoice(one).address(language),
        )
        for one in listed
    ]
    return sorted(named, key=lambda each: plain(each[1]))


def cooperation_file(request: Request) -> Response:
    """Answer `/<language>/cooperation/<country>/panel/<name>.<json, svg, png or csv>`.

    `name` is a panel, a series that has a drawing of its own, or `overview`.
    """
    language = language_of(request)
    _ = language.gettext
    name, kind = request.path_params["name"], request.path_params["kind"]
    if kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    shown, frames, texts = asked_frames(request)
    choice = shown.choice
    stem = f"foja-{choice.country.lower()}-{name}".replace("_", "-").replace(".", "-")
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{stem}.{kind}"'}
    if kind == "csv":
        text = _csv(frames, choice.country, language)
        content = f"{BYTE_ORDER_MARK}{text}".encode()
        return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)
    drawing = shown.drawing
    spec = drawing.spec(frames[0]) if len(frames) == 1 else drawing.sheet(frames, texts)
    if kind == "json":
        return JSONResponse(spec, headers=headers)
    try:
        drawn = draw(spec, kind)
    except DrawingError as error:
        raise not_drawn(language) from error
    return Response(drawn, media_type=MEDIA_TYPES[kind], headers=headers)


def asked_frames(request: Request) -> tuple[CooperationPage, Sequence[Frame], ChartTexts]:
    """Return the page that an address is of, the drawings that it names, and the words around them.

    Raises RefusalError (404) for a name of none.
    """
    language, site = language_of(request), site_of(request)
    name = str(request.path_params["name"])
    choice = read_cooperation_choice(country_code(request), request.query_params, language)
    shown = read_page(choice, site, language)
    frames = _frames(name, shown)
    if not frames:
        _ = language.gettext
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=name[:60]))
    if len(frames) == 1:
        return shown, frames, shown.drawing.texts(frames[0])
    return shown, frames, _sheet_texts(name, shown, site, language)


def _frames(name: str, shown: CooperationPage) -> Sequence[Frame]:
    if name == OVERVIEW:
        return shown.overview
    frames = shown.frames
    if name in frames:
        return frames[name]
    return [frame for panel in frames.values() for frame in panel if frame.name == name]


def _sheet_texts(name: str, shown: CooperationPage, site: Site, language: Language) -> ChartTexts:
    """Return the words around a picture of several drawings."""
    _ = language.gettext
    frames = _frames(name, shown)
    country = site.reading.country_name(shown.choice.country, shown.choice.country, language)
    if name == OVERVIEW:
        title, subtitle = _headings(shown.choice.country, country, language)
        subtitle = f"{subtitle} {_no_cause(language)}"
    else:
        title = f"{country}: {words.title_of(frames[0].panel, language)}"
        subtitle = _("Each drawing has its own scale.")
    publishers = dict.fromkeys(
        publisher_of(one.definition, language) for frame in frames for one in frame.series
    )
    source = _(
        "Sources: %(publishers)s. %(foja)s",
        publishers="; ".join(publishers),
        foja=shown.drawing.source,
    )
    if shown.drawing.events:
        numbered = "; ".join(
            f"{each.number} {words.event_date(each.event, language)}, "
            f"{words.event_text(each.event, language).rstrip('.')}"
            for each in shown.drawing.events
        )
        listed = _("Events: %(events)s.", events=numbered)
        source = f"{source} {listed}"
    return ChartTexts(title, subtitle, source, f"{title}. {subtitle}")


def _no_cause(language: Language) -> str:
    return language.gettext("That they stand together does not show that one caused the other.")


def _csv(frames: Sequence[Frame], country: str, language: Language) -> str:
    """Return the points of some drawings, plain numbers, each with its definition and source."""
    spanish = language.code == "es"
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for frame in frames:
        panel = frame.panel
        for one in frame.series:
            entry = one.definition
            own = country if entry.geography == "all" else entry.geography
            for point in one.points:
                note = (point.note_es if spanish else point.note_en) or ""
                writer.writerow(
                    (
                        panel.key,
                        entry.key,
                        words.name_of(entry, language),
                        own,
                        point.year,
                        panel.basis,
                        point.value,
                        panel.unit,
                        panel.base_year or "",
                        point.status,
                        entry.definition_es if spanish else entry.definition_en,
                        publisher_of(entry, language),
                        entry.vintage_es if spanish else entry.vintage,
                        entry.licence_es if spanish else entry.licence,
                        point.source_url,
                        note,
                    )
                )
    return file.getvalue()
