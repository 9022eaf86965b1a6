"""Every country in the tables, ranked for a measure and a year, and the form that leads to one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.responses import JSONResponse, RedirectResponse, Response

from foja.measures.filters import Filters
from foja.site import country_rank as ranking
from foja.site.addresses import country_address, report_address
from foja.site.charts.finish import finish
from foja.site.charts.model import ChartTable, ChartTexts
from foja.site.charts.ranked import RankedBar, ranked_bars
from foja.site.charts.render import DrawingError, draw
from foja.site.charts.words import percent
from foja.site.chips import code_chips
from foja.site.choice import (
    CHART_NAMES,
    FILTER_NAMES,
    OVERVIEW,
    TABLE_NAMES,
    Choice,
    Parameters,
    read_choice,
)
from foja.site.downloads import BYTE_ORDER_MARK
from foja.site.entities import types_of
from foja.site.language import years_in_words
from foja.site.pages.asked import refuse_unknown_codes
from foja.site.pages.charts import KEPT, MEDIA_TYPES, ShownChart
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.reading import WORLD
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.tracking import is_tracking
from foja.site.value_names import value_names
from foja.site.views import VIEWS
from foja.tables.selection import UNKNOWN, plain

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.charts.model import Spec
    from foja.site.chips import Chip
    from foja.site.language import Language
    from foja.site.reading import Reading

CHART: Final = "rank"
BARS: Final = 10
"""Countries that the chart shows."""


def countries_page(request: Request) -> Response:
    """Answer `/<language>/countries`: all countries for a measure and a fiscal year."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    choice = _asked(request, reading, language)
    made = ranking.rank(choice, reading, language)
    absent = sum(row["status"] != "read" for row in reading.documents.values())
    return page(
        request,
        language,
        "countries.html",
        section="countries",
        here=choice.address(language),
        title=_("Countries"),
        description=_("Every country whose training the reports list."),
        summary=_summary(made, language),
        choice=choice,
        regions=ranking.only_regions(made, language),
        columns=_columns(made, language),
        countries=[_row(one, made, language) for one in made.listed],
        total={
            "figures": made.total,
            "address": Choice(WORLD, choice.in_years).address(language),
        },
        organisations=made.organisations,
        idle=[(one.name, country_address(language, one.code)) for one in made.idle],
        unknown=[(one.name, country_address(language, one.code)) for one in made.unknown],
        lists=_lists(choice, reading, language),
        on=_chips(choice, reading, language),
        clear=choice.address(language, filters=Filters()),
        chart=_shown(made, reading, language) if made.first else None,
        others=[_other(row, language) for row in reading.unplaced],
        incomplete=language.ngettext(
            "%(num)s document of the reports is not in these tables, so the years differ from "
            "country to country and the sums cannot be compared.",
            "%(num)s documents of the reports are not in these tables, so the years differ from "
            "country to country and the sums cannot be compared.",
            absent,
        )
        if absent and not made.comparable
        else "",
        charts_script=script("js/charts.js") if made.first else "",
        charts_library=script("js/vega-bundle.js"),
    )


def countries_file(request: Request) -> Response:
    """Answer `/<language>/countries/chart/rank.<json, svg, png or csv>`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name != CHART or kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    made = asked_rank(request)
    choice = made.choice
    stem = f"foja-countries-{choice.measure.replace('_', '-')}-{choice.year or ranking.ALL_YEARS}"
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{stem}.{kind}"'}
    if kind == "json":
        return JSONResponse(_spec(made, reading, language), headers=headers)
    if kind == "csv":
        content = f"{BYTE_ORDER_MARK}{ranking.as_csv(made)}".encode()
    else:
        try:
            content = draw(_spec(made, reading, language), kind)
        except DrawingError as error:
            raise not_drawn(language) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def asked_rank(request: Request) -> ranking.Rank:
    """Return the rank that an address asks for; RefusalError (400) for what cannot be meant."""
    language, reading = language_of(request), site_of(request).reading
    return ranking.rank(_asked(request, reading, language), reading, language)


def _asked(request: Request, reading: Reading, language: Language) -> ranking.RankChoice:
    """Return what an address asks; RefusalError (400) for anything that cannot be meant."""
    given = Parameters(request.query_params, language, ranking.PARAMETERS)
    measures = ranking.measures_of(reading)
    sorts = tuple(f"{turn}{name}" for name in ranking.SORTS for turn in ("", "-"))
    default = ranking.default_year(reading)
    year = default
    if given.text("year"):
        year = None if given.text("year") == ranking.ALL_YEARS else given.year("year")
    filters = Filters(programs=given.texts("program"), training_types=given.texts("type"))
    refuse_unknown_codes(Choice(WORLD, filters), reading, language)
    return ranking.RankChoice(
        year,
        filters,
        default,
        given.one_of("measure", measures),
        given.one_of("sort", ("", *sorts)),
    )


def _summary(made: ranking.Rank, language: Language) -> str:
    """Say how many countries have trainings, and which is first."""
    _ = language.gettext
    choice = made.choice
    if choice.year is None:
        text = language.ngettext(
            "%(num)s country with trainings in the tables.",
            "%(num)s countries with trainings in the tables.",
            len(made.listed),
        )
    else:
        text = language.ngettext(
            "%(num)s country with trainings in fiscal year %(year)s.",
            "%(num)s countries with trainings in fiscal year %(year)s.",
            len(made.listed),
            year=choice.year,
        )
    if not made.first or not made.comparable:
        return text
    first = made.first[0]
    said = ranking.in_words(first.amount(choice.measure), choice.measure, language)
    leads = _("First is %(country)s: %(amount)s.", country=first.name, amount=said)
    return f"{text} {leads}"


def _columns(made: ranking.Rank, language: Language) -> list[dict[str, Any]]:
    """Return the columns that can be sorted: words from A, numbers from the largest."""
    _ = language.gettext
    choice = made.choice
    now = choice.sort or f"-{choice.measure}"
    columns = []
    shown = [key for key in ranking.SORTS if key != ranking.RATE or choice.measure == ranking.RATE]
    for key in shown:
        first = key if key == "name" else f"-{key}"
        other = key if first.startswith("-") else f"-{key}"
        sort = other if now == first else first
        text = _("Country") if key == "name" else ranking.measure_words(key, language)
        down = "descending" if now.startswith("-") else "ascending"
        columns.append(
            {
                "key": key,
                "text": text,
                "hint": _("Sort by: %(column)s", column=text),
                "address": choice.address(
                    language, sort="" if sort == f"-{choice.measure}" else sort
                ),
                "sorted": down if now.removeprefix("-") == key else "",
            }
        )
    return columns


def _row(one: ranking.Ranked, made: ranking.Rank, language: Language) -> dict[str, Any]:
    choice = made.choice
    share = made.share(one)
    filters = Choice(one.code, choice.in_years).filtered(country=one.code)
    return {
        "rank": "" if one.rank is None else language.number(one.rank),
        "name": one.name,
        "address": filters.address(language),
        "bar": made.bar(one),
        "share": "" if share is None else percent(Decimal(share) * ranking.WHOLE, language),
        "years": years_in_words(list(one.years)),
        "values": [
            ranking.written(one.amount(column), column, language)
            for column in ranking.SORTS[1:]
            if column != ranking.RATE or choice.measure == ranking.RATE
        ],
    }


def _lists(
    choice: ranking.RankChoice, reading: Reading, language: Language
) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the lists of the form: value, text, whether it is on."""
    _ = language.gettext
    filters = choice.filters
    years = [(str(year), str(year), year == choice.year) for year in reversed(reading.years)]
    programs = [
        (code, str(row[f"name_{language.code}"]), code in filters.programs[:1])
        for code, row in reading.programs.items()
    ]
    return {
        "years": [
            *years,
            (ranking.ALL_YEARS, _("all years read"), choice.year is None),
        ],
        "measures": [
            (key, ranking.measure_words(key, language), key == choice.measure)
            for key in ranking.measures_of(reading)
        ],
        "programs": sorted(programs, key=lambda one: plain(one[1])),
        "types": [
            (key, str(row[f"name_{language.code}"]), key in filters.training_types[:1])
            for key, row in types_of(reading).items()
            if "." not in key or key in filters.training_types
        ],
    }


def _chips(choice: ranking.RankChoice, reading: Reading, language: Language) -> list[Chip]:
    def without(**off: object) -> str:
        other = Choice(WORLD, choice.filters).filtered(**off).filters
        return choice.address(language, filters=other)

    return code_chips(choice.filters, reading, language, without)


def rank_texts(made: ranking.Rank, reading: Reading, language: Language) -> ChartTexts:
    """Return the words around the chart of a rank, which has a first country."""
    _ = language.gettext
    choice, first = made.choice, made.first[0]
    names = value_names(reading.tables, language)
    said = ranking.in_words(first.amount(choice.measure), choice.measure, language)
    year = choice.year
    when = _("all years read") if year is None else _("fiscal year %(year)s", year=year)
    title = _("%(country)s: %(amount)s, %(when)s", country=first.name, amount=said, when=when)
    if made.comparable:
        title = _("%(title)s, the most of all countries read", title=title)
    measure = ranking.measure_words(choice.measure, language)
    subtitle = _(
        "%(measure)s; the first %(num)s countries.",
        measure=measure,
        num=min(BARS, len(made.first)),
    )
    if choice.measure == "cost":
        printed = _("Dollars as printed.")
        subtitle = f"{subtitle} {printed}"
    if restricted := ranking.restricted(made, names, language):
        subtitle = f"{subtitle} {restricted}"
    if year is None and not made.comparable:
        differ = _("The years read differ from country to country.")
        subtitle = f"{subtitle} {differ}"
    source = _(
        "Source: Foreign Military Training Report, U.S. Departments of State and Defense. "
        "Foja, tables %(version)s.",
        version=reading.tables.version,
    )
    return ChartTexts(title, subtitle, source, f"{title}. {subtitle}")


def _spec(made: ranking.Rank, reading: Reading, language: Language) -> Spec:
    if not made.first:
        _ = language.gettext
        raise RefusalError(404, _("No country has trainings that fit what is chosen."))
    measure = made.choice.measure
    bars = []
    for one in made.first[:BARS]:
        value = one.amount(measure)
        said = ranking.in_words(value, measure, language)
        bars.append(
            RankedBar(
                title=one.name,
                value=float(value or 0),
                label=ranking.written(value, measure, language),
                href=_row(one, made, language)["address"],
                text=f"{one.name}: {said}",
            )
        )
    return finish(ranked_bars(bars), rank_texts(made, reading, language), "light", language)


def _shown(made: ranking.Rank, reading: Reading, language: Language) -> ShownChart:
    texts = rank_texts(made, reading, language)
    files = (
        made.choice.address(language, f"chart/{CHART}.{kind}")
        for kind in ("json", "svg", "png", "csv")
    )
    return ShownChart(
        CHART, texts.title, texts.subtitle, texts.source, ChartTable([], []), [], *files
    )


def _other(row: dict[str, Any], language: Language) -> dict[str, Any]:
    _ = language.gettext
    year = row["years"][-1]
    return {
        **row,
        "name": row["country"] or _("Country not printed"),
        "address": report_address(language, f"{year}-{year + 1}"),
    }


def choose_country(request: Request) -> Response:
    """Answer the form, `/<language>/country?country=...`: send the reader to the country's page.

    A country can be given by its code or its name in either language; empty fields are dropped, so
    that the address the reader shares is short.
    """
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    names = ("country", "view", *FILTER_NAMES, *CHART_NAMES, *TABLE_NAMES)
    given = Parameters(request.query_params, language, names)
    asked = given.text("country")
    view = given.one_of("view", (OVERVIEW, *(name for name in VIEWS if name != OVERVIEW)))
    found = reading.find_country(asked) if asked else ["MEX"]
    if len(found) != 1:
        steps = tuple(
            (reading.country_name(code, code, language), country_address(language, code))
            for code in found[:20]
        )
        message = (
            _("Several countries could be meant by “%(name)s”.", name=asked)
            if found
            else _("No country is called “%(name)s”.", name=asked)
        )
        raise RefusalError(404, message, steps)
    rest = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"country", "view"} and value.strip() and not is_tracking(name)
    ]
    code = found[0]
    if (code != WORLD and code not in reading.listed_countries) or _other_country(request, code):
        # Programmes and forces of one country can be unknown in the next.
        rest = [(name, value) for name, value in rest if name != "force"]
    if code == WORLD and not VIEWS[view].world:
        view = OVERVIEW
    choice = read_choice(code, type(request.query_params)(urlencode(rest)), language, view=view)
    return RedirectResponse(choice.address(language), 303)


def _other_country(request: Request, code: str) -> bool:
    """Whether a chosen force belongs to another country than the one chosen."""
    return code != WORLD and any(
        force not in {"", UNKNOWN} and not force.startswith(f"{code}.")
        for force in request.query_params.getlist("force")
    )
