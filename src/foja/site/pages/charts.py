"""The files behind a chart: its Vega-Lite specification, its drawing, its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, Response

from foja.measures.figures import ask_cube
from foja.site.charts import CHARTS, ChartTable, ChartView, draw, view
from foja.site.charts.render import DrawingError
from foja.site.choice import Choice
from foja.site.downloads import BYTE_ORDER_MARK, file_name
from foja.site.gaps import unmatched
from foja.site.pages.asked import asked_choice, country_code
from foja.site.problems import RefusalError, language_of
from foja.site.state import Site, site_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.measures.figures import Cube
    from foja.measures.filters import Filters
    from foja.site.language import Language

ANCHOR: Final = "trainings"
STUDENTS: Final = "students_by_fiscal_year"
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
    spec: str
    svg: str
    png: str
    csv: str


def chart_of(
    name: str, choice: Choice, site: Site, language: Language, cube: Cube | None = None
) -> ChartView:
    """Return a chart of a choice; its links lead to the trainings behind each bar."""
    forces = choice.filters.recipient_forces

    def link(filters: Filters) -> str:
        """Return the page of another choice; the forces are said as the reader said them."""
        said = replace(filters, recipient_forces=forces)
        return Choice(choice.country, said).address(language, anchor=ANCHOR)

    reading = site.reading
    filters = reading.with_parts(choice.filters)
    cube = cube or ask_cube(reading.tables, filters)
    covered = reading.covered_years(choice.country, filters.stage)
    left_out = unmatched(cube, filters, reading)
    return view(
        name,
        reading.tables,
        filters,
        language.code,
        link=link,
        covered=[year for year in covered if year not in left_out],
        unmatched=left_out,
        cube=cube,
    )


def shown_charts(choice: Choice, site: Site, language: Language, cube: Cube) -> list[ShownChart]:
    """Return the charts of a country's page, in their order.

    The students of a single year are one number, which stands at the head of the page.
    """
    first, last = choice.filters.fiscal_year_from, choice.filters.fiscal_year_to
    one_year = first is not None and first == last
    shown = []
    for name in CHARTS:
        if one_year and name == STUDENTS:
            continue
        chart = chart_of(name, choice, site, language, cube)
        shown.append(
            ShownChart(
                name,
                chart.texts.title,
                chart.texts.subtitle,
                chart.texts.source,
                chart.table,
                *(
                    choice.file(language, f"chart/{name}.{kind}")
                    for kind in ("json", "svg", "png", "csv")
                ),
            )
        )
    return shown


def chart_file(request: Request) -> Response:
    """Answer `/<language>/country/<code>/chart/<name>.<json, svg, png or csv>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name not in CHARTS or kind not in {"json", *MEDIA_TYPES}:
        raise RefusalError(404, _("There is no chart “%(name)s”.", name=f"{name}.{kind}"[:60]))
    choice = asked_choice(request, country_code(request), table=False)
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
            raise RefusalError(
                503,
                _("The chart could not be drawn. Its table and its CSV hold the same figures."),
            ) from error
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)
