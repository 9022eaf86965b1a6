"""The files behind a chart: its Vega-Lite specification, its drawing, its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from foja.site.addresses import embed_address
from foja.site.charts import CHARTS, ChartTable, ChartView, draw, view
from foja.site.charts.render import DrawingError
from foja.site.charts.series import COUNTRIES, MEASURES
from foja.site.choice import COLOURED_BY, NEWEST_FIRST, OVERVIEW, SIZES, Choice
from foja.site.downloads import BYTE_ORDER_MARK, file_name
from foja.site.gaps import unmatched
from foja.site.offered import countries_of, offered
from foja.site.pages.asked import asked_choice, country_code
from foja.site.problems import RefusalError, language_of, not_drawn
from foja.site.state import Site, site_of
from foja.site.world_words import chart_words
from foja.site.world_years import world_years

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.measures.filters import Filters
    from foja.site.charts.model import LegendEntry
    from foja.site.language import Language
    from foja.site.offered import Offered

ANCHOR: Final = "trainings"
HERE: Final = "charts"
ALONG_YEARS: Final = ("spending_by_fiscal_year", "students_by_fiscal_year")
OF_ONE_YEAR: Final = ("spending_of_one_year", "students_of_one_year")
"""Charts for choices of several fiscal years, and of one."""
COURSES: Final = "biggest_courses"
_TABLE_AS_FIRST: Final[dict[str, Any]] = {"sort": NEWEST_FIRST, "size": SIZES[0], "page": 1}
KEPT: Final = "public, max-age=300"
MEDIA_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart as the page's template shows it."""

    name: str
    title: str
    subtitle: str
    source: str
    table: ChartTable
    legend: list[LegendEntry]
    spec: str
    svg: str
    png: str
    csv: str

    @property
    def embed(self) -> str:
        """The address of the page that shows the chart in a frame of another site."""
        return embed_address(self.spec)


@dataclass(frozen=True, slots=True)
class Colouring:
    """One of what the charts can be coloured by, and the address that does; none where it is on."""

    text: str
    address: str


def colourings(choice: Choice, language: Language) -> list[Colouring]:
    """Return what the charts can be coloured by."""
    _ = language.gettext
    texts = {
        "type": _("training type"),
        "recipient": _("recipient country") if choice.is_world else _("recipient force"),
        "authority": _("programme"),
        "delivery": _("place of delivery"),
    }
    return [
        Colouring(
            texts[by],
            "" if by == choice.by else replace(choice, by=by).address(language, anchor=HERE),
        )
        for by in COLOURED_BY
    ]


def chart_of(
    name: str,
    choice: Choice,
    site: Site,
    language: Language,
    asked: Offered | None = None,
    beside: ChartView | None = None,
) -> ChartView:
    """Return a chart of a choice; its links lead to the trainings behind each bar.

    `asked` is what the page has asked already, `beside` a chart along the years of the same choice.
    """
    reading = site.reading
    filters = choice.filters
    tables = reading.tables
    asked = asked or offered(tables, filters)
    cube = asked.cube
    world = world_years(reading, filters) if choice.is_world else None
    covered = (
        [one.year for one in world.years]
        if world
        else reading.covered_years(choice.country, filters.stage)
    )
    left_out = unmatched(cube, filters, reading)

    @cache
    def link(filters: Filters) -> str:
        """Return the page of another choice, shown the same."""
        country = filters.country or choice.country
        other = replace(choice, country=country, filters=filters, **_TABLE_AS_FIRST)
        return other.address(language, anchor=ANCHOR if choice.view == OVERVIEW else HERE)

    matrices = {"training_type": asked.types}
    if choice.is_world and (CHARTS[name].by or choice.by) == COUNTRIES.key:
        matrices[COUNTRIES.column] = countries_of(tables, filters)

    return view(
        name,
        tables,
        filters,
        language.code,
        link=link,
        covered=[year for year in covered if year not in left_out],
        unmatched=left_out,
        cube=cube,
        by=choice.by,
        parts=choice.parts,
        dollars=choice.dollars,
        measure=MEASURES[choice.measure],
        matrices=matrices,
        spread=asked.spread,
        divided=beside.data.divided if beside else None,
        years_text=beside.question.years_line if beside else None,
        partial=chart_words(world, covered, language) if world else None,
        like=world.like if world else None,
    )


def shown_charts(
    choice: Choice, site: Site, language: Language, asked: Offered
) -> list[ShownChart]:
    """Return the charts of a country's page, in their order.

    A single year would be one bar of each: it is shown as the bars of what it is divided by.
    """
    along_years: dict[str, ChartView] = {}
    for name in ALONG_YEARS:
        beside = along_years.get(ALONG_YEARS[0])
        along_years[name] = chart_of(name, choice, site, language, asked, beside)
    first = along_years[ALONG_YEARS[0]]
    one_year = len(first.data.years) == 1
    shown = []
    for name in (*(OF_ONE_YEAR if one_year else ALONG_YEARS), COURSES):
        chart = along_years.get(name) or chart_of(name, choice, site, language, asked, first)
        shown.append(shown_chart(chart, choice, language))
    return shown


def shown_chart(chart: ChartView, choice: Choice, language: Language) -> ShownChart:
    """Return a chart for a page, which says itself which years are meant."""
    return ShownChart(
        chart.name,
        chart.texts.title,
        chart.texts.brief,
        chart.texts.source,
        chart.table,
        chart.legend,
        *(
            choice.file(language, f"chart/{chart.name}.{kind}")
            for kind in ("json", "svg", "png", "csv")
        ),
    )


def chart_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/chart/<name>.<json, svg, png or csv>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name not in CHARTS or kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    from foja.site.views import VIEWS  # noqa: PLC0415 - the views are made of charts

    choice = asked_choice(request, country_code(request), table=False, views=tuple(VIEWS))
    chart = chart_of(name, choice, site, language)
    named = file_name(choice, f".{kind}", name.replace("_", "-"))
    headers = {"cache-control": KEPT, "content-disposition": f'inline; filename="{named}"'}
    if kind == "json":
        return JSONResponse(chart.spec(), headers=headers)
    if kind == "csv":
        content = f"{BYTE_ORDER_MARK}{chart.csv()}".encode()
    else:
        try:
            content = draw(chart.spec(), kind)
        except DrawingError as error:
            raise not_drawn(language) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)
