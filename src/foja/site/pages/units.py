"""Units below a force: the search by any spelling, and one unit with its trainings in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from foja.meaning.text import fold
from foja.measures.entities import units_by_country, units_of_country
from foja.measures.units import find_unit, search_units, unit_history
from foja.site.addresses import country_address, unit_address, units_address
from foja.site.choice import Choice, Parameters
from foja.site.entities import ROWS, Option, known_country, page_citation
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.unit_file import history_csv
from foja.site.unit_view import (
    Asked,
    history_parts,
    match_words,
    spelling_lines,
    straddling,
    unit_figures,
    years_of,
)
from foja.tables.selection import plain

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.measures.units import UnitHistory
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

MOST_FOUND: Final = 50
ON_A_PAGE: Final = 200
FIRST_DAY: Final = dt.date(1990, 1, 1)
LAST_DAY: Final = dt.date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit in a list, with what of it the words met."""

    name: str
    address: str
    country: str
    force: str
    match: str
    spelling: str
    spellings: int
    trainings: int
    students: int | None
    years: str


def units_page(request: Request) -> Response:
    """Answer `/<language>/units`: the search, a country's units, or the countries."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    path = units_address(language)
    given = Parameters(request.query_params, language, ("q", "country", "page"))
    words = given.text("q")
    country = known_country(given.text("country"), reading, language, path)
    if words and not fold(words):
        raise RefusalError(
            400,
            _("“%(text)s” has no letter or digit to look for.", text=words[:40]),
            ((_("Look for a unit"), path),),
        )
    counts = units_by_country(reading.tables)
    found: list[Found] = []
    steps: dict[str, str] = {}
    if words:
        found = [
            _found(match.unit, reading, language, match_words(match, language), match.spelling)
            for match in search_units(reading.tables, words, country, MOST_FOUND)
        ]
    elif country:
        found, steps = _page_of(
            units_of_country(reading.tables, country),
            given.whole("page", 1),
            country,
            reading,
            language,
        )
    name = reading.country_name(country, country or "", language) if country else ""
    return page(
        request,
        language,
        "units.html",
        section="units",
        title=_("Units"),
        description=_("Find a unit by any of its spellings, and every training it is listed for."),
        words=words,
        country=country,
        country_name=name,
        found=found,
        most=MOST_FOUND,
        count=counts.get(country or "", 0),
        steps=steps,
        wider=f"{path}?{urlencode({'q': words})}" if words and country else "",
        listed_address=f"{path}?country={country}" if country else "",
        words_address=_words_address(words, country, language),
        countries=_options(counts, country, reading, language),
        all_countries=[] if words or country else _counts(counts, reading, language),
        here_path=path,
    )


def _words_address(words: str, country: str | None, language: Language) -> str:
    """Return where the same words are looked for in everything that is printed."""
    if not (words and country):
        return ""
    choice = Choice(country)
    return choice.filtered(words=words).address(language)


def _found(
    unit: Row, reading: Reading, language: Language, match: str = "", spelling: str = ""
) -> Found:
    country = unit["country_iso3"]
    return Found(
        unit[f"name_{language.code}"],
        unit_address(language, unit["unit_id"]),
        reading.country_name(country, country, language),
        reading.force_name(unit["recipient_force"], language) if unit["recipient_force"] else "",
        match,
        spelling,
        len(unit["spellings"]),
        unit["trainings"],
        unit["students"],
        years_of(unit),
    )


def _page_of(
    units: list[dict[str, Any]], number: int, country: str, reading: Reading, language: Language
) -> tuple[list[Found], dict[str, str]]:
    """Return a page of a country's units, and the addresses of the pages beside it.

    Raises RefusalError (404) for a page that there is not.
    """
    _ = language.gettext
    last = max(1, -(-len(units) // ON_A_PAGE))
    path = f"{units_address(language)}?country={country}"
    if not 1 <= number <= last:
        raise RefusalError(
            404,
            _("The list has %(last)s pages, not %(page)s.", last=last, page=number),
            ((_("Open its first page"), path),),
        )
    start = (number - 1) * ON_A_PAGE
    steps = {
        "before": f"{path}&page={number - 1}" if number > 1 else "",
        "after": f"{path}&page={number + 1}" if number < last else "",
        "shown": _(
            "%(first)s to %(last)s of %(all)s",
            first=language.number(min(start + 1, len(units))),
            last=language.number(min(start + ON_A_PAGE, len(units))),
            all=language.number(len(units)),
        ),
    }
    return [_found(unit, reading, language) for unit in units[start : start + ON_A_PAGE]], steps


def _options(
    counts: dict[str, int], country: str | None, reading: Reading, language: Language
) -> list[Option]:
    options = [
        Option(code, reading.country_name(code, code, language), code == country)
        for code in {*counts, *([country] if country else [])}
    ]
    return sorted(options, key=lambda option: plain(option.text))


def _counts(counts: dict[str, int], reading: Reading, language: Language) -> list[dict[str, Any]]:
    listed = [
        {
            "name": reading.country_name(code, code, language),
            "address": f"{units_address(language)}?country={code}",
            "units": count,
        }
        for code, count in counts.items()
    ]
    return sorted(listed, key=lambda one: plain(str(one["name"])))


# One unit ----------------------------------------------------------------------------------------


def unit_page(request: Request) -> Response:
    """Answer `/<language>/unit/<unit_id>`."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    asked, history = history_of_address(request)
    unit = history.unit
    name = str(unit[f"name_{language.code}"])
    country = unit["country_iso3"]
    country_name = reading.country_name(country, country, language)
    force = unit["recipient_force"]
    return page(
        request,
        language,
        "unit.html",
        section="units",
        title=name,
        steps=[
            (_("Units"), units_address(language)),
            (country_name, f"{units_address(language)}?country={country}"),
            (name, ""),
        ],
        description=_(
            "Every training of %(unit)s (%(country)s) that the reports list, in time order.",
            unit=name,
            country=country_name,
        ),
        unit=unit,
        name=name,
        country_name=country_name,
        country_address=country_address(language, country),
        force=reading.force_name(force, language) if force else "",
        force_address=Choice(country).filtered(recipient_forces=(force,)).address(language)
        if force
        else "",
        asked=asked,
        path=asked.path(language),
        rows_address=Choice(country)
        .filtered(units=(asked.unit_id,))
        .address(language, anchor=ROWS),
        figures=unit_figures(history, language),
        straddling=straddling(history, language),
        spellings=spelling_lines(history, asked, language),
        taken_out=len(asked.without),
        all_in=asked.address(language, without=()),
        parts=history_parts(history, reading, language),
        csv=asked.address(language, file="trainings.csv"),
        citation=page_citation(request, name, site.version, language),
    )


def unit_csv(request: Request) -> Response:
    """Answer `/<language>/unit/<unit_id>/trainings.csv`."""
    language, site = language_of(request), site_of(request)
    asked, history = history_of_address(request)
    origin = str(request.base_url).rstrip("/")
    content = history_csv(site, history, asked, language, origin)
    day = f"-{asked.before.isoformat()}" if asked.before else ""
    name = f"foja-{asked.unit_id.replace('.', '-')}{day}-trainings.csv"[:160]
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def history_of_address(request: Request) -> tuple[Asked, UnitHistory]:
    """Return what an address asks of a unit, and the answer.

    Raises RefusalError: 404 for an unknown unit, 400 for a day or a spelling that cannot be meant.
    """
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    unit_id = str(request.path_params["unit_id"])
    given = Parameters(request.query_params, language, ("before", "without"), several=("without",))
    if find_unit(reading.tables, unit_id) is None:
        words = unit_id.partition(".")[2].replace("-", " ") or unit_id
        raise RefusalError(
            404,
            _("No unit has the identifier “%(id)s”; look for it by its name.", id=unit_id[:80]),
            ((_("Look for a unit"), f"{units_address(language)}?{urlencode({'q': words[:100]})}"),),
        )
    without = given.texts("without")
    asked = Asked(unit_id, None, without)
    asked = Asked(unit_id, _day(given.text("before"), asked, language), without)
    every = unit_history(reading.tables, unit_id) if without else None
    if every is not None:
        known = {spelling.printed for spelling in every.spellings}
        known |= {row["student_unit_printed"] for row in every.listed}
        for spelling in without:
            if spelling not in known:
                raise RefusalError(
                    400,
                    _(
                        "“%(text)s” is not printed for this unit; take a spelling out as it is "
                        "listed on the page of the unit.",
                        text=spelling[:80],
                    ),
                    ((_("Open the unit with all its spellings"), Asked(unit_id).path(language)),),
                )
    return asked, unit_history(reading.tables, unit_id, without=without, before=asked.before)


def _day(text: str, asked: Asked, language: Language) -> dt.date | None:
    """Read the day that splits the trainings."""
    if not text:
        return None
    _ = language.gettext
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != len("2011-01-31"):
        message = _(
            "“%(text)s” is not a day; write year, month and day, as in 2011-01-31.", text=text[:40]
        )
    elif not FIRST_DAY <= day <= LAST_DAY:
        message = _(
            "%(text)s is not a day that the reports could cover; give one from 1990 to 2100.",
            text=text,
        )
    else:
        return day
    raise RefusalError(400, message, ((_("Open the unit without a day"), asked.path(language)),))
