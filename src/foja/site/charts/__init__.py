"""Charts: one Vega-Lite specification for screen and paper, and the same as a table and as CSV.

A page makes a `ChartView` for each name in `CHARTS` and takes from it the texts, the table, the
specification; `draw` makes pictures of specifications.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from foja.catalog import load_catalog
from foja.measures.beside_series import FACTOR, constant_dollars_by_year, price_factors
from foja.measures.figures import Cube, ask_cube
from foja.measures.spread import ask_spread
from foja.measures.training import Course
from foja.site.charts import (
    courses,
    durations,
    multiples,
    multiples_drawing,
    one_year,
    years,
    years_drawing,
    years_words,
)
from foja.site.charts.finish import finish
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts, Question
from foja.site.charts.render import draw
from foja.site.language import LANGUAGES
from foja.site.reading import WORLD, Reading
from foja.site.value_names import value_names
from foja.site.year_words import counting, years_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from foja.catalog import Catalog
    from foja.measures.figures import Matrix
    from foja.measures.filters import Filters
    from foja.measures.spread import Spread
    from foja.site.charts.model import LegendEntry, Spec, Theme
    from foja.site.charts.series import Divided, Measure
    from foja.tables.engine import Tables

__all__ = [
    "CHARTS",
    "Chart",
    "ChartCell",
    "ChartColumn",
    "ChartTable",
    "ChartTexts",
    "ChartView",
    "build_spec",
    "chart_csv",
    "chart_table",
    "draw",
    "view",
]

PLAIN: Final = "sums"
Data = TypeVar("Data")
CsvRows = tuple[list[str], list[list[Any]]]


@dataclass(frozen=True)
class Chart(Generic[Data]):
    """A kind of chart: how its data are gathered, and what is made of them."""

    gather: Callable[[Question], Data]
    texts: Callable[[Question, Data], ChartTexts]
    table: Callable[[Question, Data], ChartTable]
    csv_rows: Callable[[Question, Data], CsvRows]
    spec: Callable[[Question, Data], Spec]
    legend: Callable[[Question, Data], list[LegendEntry]] = lambda _question, _data: []
    by: str | None = None
    """What its bars are divided by, where the reader does not choose it."""
    plain: bool = False
    """Whether it shows sums in dollars as printed, whatever the reader chose for others."""


def _by_year(measure: Measure) -> Chart[years.YearsData]:
    return Chart(
        gather=lambda question: years.gather(question, measure),
        texts=years_words.texts,
        table=years.table,
        csv_rows=years.csv_rows,
        spec=years_drawing.spec,
        legend=years.legend,
    )


def _of_one_year(measure: Measure | None, by: str | None = None) -> Chart[one_year.PartsData]:
    return Chart(
        gather=lambda question: one_year.gather(question, measure or question.measure),
        texts=one_year.texts,
        table=one_year.table,
        csv_rows=one_year.csv_rows,
        spec=one_year.spec,
        by=by,
        plain=by is not None,
    )


CHARTS: Final[dict[str, Chart[Any]]] = {
    "spending_by_fiscal_year": _by_year("cost_usd"),
    "spending_of_one_year": _of_one_year("cost_usd"),
    "students_by_fiscal_year": _by_year("students"),
    "students_of_one_year": _of_one_year("students"),
    "biggest_courses": Chart[list[Course]](
        gather=courses.gather,
        texts=courses.texts,
        table=courses.table,
        csv_rows=lambda _question, data: courses.csv_rows(data),
        spec=courses.spec,
    ),
    "trainings_by_fiscal_year": _by_year("trainings"),
    "trainings_of_one_year": _of_one_year("trainings"),
    "types_by_fiscal_year": Chart[multiples.PanelsData](
        gather=multiples.gather,
        texts=multiples.texts,
        table=multiples.table,
        csv_rows=lambda question, data: years.csv_rows(question, data.along),
        spec=multiples_drawing.spec,
        by="type",
        plain=True,
    ),
    "recipients": _of_one_year(None, "recipient"),
    "durations": Chart[durations.DurationsData](
        gather=durations.gather,
        texts=durations.texts,
        table=durations.table,
        csv_rows=durations.csv_rows,
        spec=durations.spec,
        legend=durations.legend,
        plain=True,
    ),
}
"""Every chart by its name. Those of recipients show the measure that the reader chose."""


class ChartView:
    """One chart of one choice: its data are gathered once, whatever is then made of them."""

    def __init__(self, name: str, question: Question) -> None:
        self.name: Final = name
        self.question: Final = question
        self._chart: Final = CHARTS[name]

    @cached_property
    def data(self) -> Any:  # noqa: ANN401 - each kind of chart has its own
        """What the chart shows."""
        return self._chart.gather(self.question)

    @cached_property
    def texts(self) -> ChartTexts:
        """The words around the chart."""
        return self._chart.texts(self.question, self.data)

    @cached_property
    def table(self) -> ChartTable:
        """The same as a table, with the same links."""
        return self._chart.table(self.question, self.data)

    @cached_property
    def legend(self) -> list[LegendEntry]:
        """The colours of the chart, each with its link; empty where bars have one colour."""
        return self._chart.legend(self.question, self.data)

    def csv(self) -> str:
        """Return the same as CSV: a line of column names, plain numbers, nothing where none is."""
        names, rows = self._chart.csv_rows(self.question, self.data)
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows(["" if value is None else value for value in row] for row in rows)
        return file.getvalue()

    def spec(self, theme: Theme = "light", texts: ChartTexts | None = None) -> Spec:
        """Return the Vega-Lite specification, with texts of the page's own if given."""
        made = self._chart.spec(self.question, self.data)
        return finish(made, texts or self.texts, theme, self.question.language)


def view(
    name: str,
    tables: Tables,
    filters: Filters,
    locale: str = "en",
    *,
    link: Callable[[Filters], str] | None = None,
    covered: Sequence[int] | None = None,
    unmatched: Sequence[int] = (),
    cube: Cube | None = None,
    by: str = "type",
    parts: str = "sums",
    dollars: str = "nominal",
    measure: Measure = "cost_usd",
    matrices: Mapping[str, Matrix] | None = None,
    spread: Spread | None = None,
    divided: Divided | None = None,
    years_text: str | None = None,
    partial: Mapping[int, str] | None = None,
    like: Callable[[int], Sequence[int]] | None = None,
) -> ChartView:
    """Return one chart of a choice in `en` or `es`.

    `link` makes the page's address for another choice, by default a query relative to the page.
    `covered` are the fiscal years whose report on the country was read, looked up if not given.
    `unmatched` are those in which nothing is printed that the choice could match.
    `by` is what bars are divided by: `type`, `recipient`, `authority` or `delivery`; `parts` are
    `sums` or the `share` of each year; `dollars` are `nominal`, as printed, or `constant`: those of
    `foja.measures.prices.BASE_YEAR`; `measure` is for charts without one of their own. `cube`,
    `matrices` and `spread` spare the queries where the page has asked them, `divided` and
    `years_text` what another chart of the page has made. `partial` and `like` are those of
    `Question`, for all countries together.

    Raises KeyError for an unknown name. Of all countries together not all reports may have been
    read for the same years: who shows such a chart has to say so.
    """
    language = LANGUAGES[locale]
    chart = CHARTS[name]
    constant = dollars == "constant" and not chart.plain
    if divided is None or years_text is None:
        spread = spread or ask_spread(tables, filters)
        matrices = {"delivery": spread.by_delivery(), **(matrices or {})}
        years_text = years_line(spread, language).short
    question = Question(
        tables=tables,
        filters=filters,
        cube=cube or ask_cube(tables, filters),
        covered=_covered(tables, filters) if covered is None else covered,
        unmatched=unmatched,
        names=value_names(tables, language),
        language=counting(language, filters),
        link=link or _relative_link,
        by=chart.by or by,
        parts=PLAIN if chart.plain else parts,
        prices=_prices(tables, filters) if constant else None,
        measure=measure,
        matrices=matrices or {},
        years_line=years_text,
        divided=divided,
        partial=partial or {},
        like=like,
    )
    return ChartView(name, question)


def _prices(tables: Tables, filters: Filters) -> dict[int, Decimal]:
    """Return what makes the dollars of each year those of the base year, for the years meant."""
    if filters.year_basis != "calendar":
        return constant_dollars_by_year(tables)
    rows = tables.once(("price factors", "calendar"), lambda: price_factors(tables, "calendar"))
    return {row["price_year"]: row[FACTOR] for row in rows if row[FACTOR] is not None}


def _covered(tables: Tables, filters: Filters) -> list[int]:
    return Reading(tables, _catalog()).covered_years(filters.country or WORLD, filters.stage)


@cache
def _catalog() -> Catalog:
    return load_catalog()


def _relative_link(filters: Filters) -> str:
    return f"?{urlencode(filters.to_query())}#trainings"


def build_spec(
    name: str, tables: Tables, filters: Filters, locale: str = "en", theme: Theme = "light"
) -> Spec:
    """Return the Vega-Lite specification of a chart; see `view` for more choices."""
    return view(name, tables, filters, locale).spec(theme)


def chart_table(name: str, tables: Tables, filters: Filters, locale: str = "en") -> ChartTable:
    """Return the same as the chart as a table; see `view` for more choices."""
    return view(name, tables, filters, locale).table


def chart_csv(name: str, tables: Tables, filters: Filters, locale: str = "en") -> str:
    """Return the same as the chart as CSV; see `view` for more choices."""
    return view(name, tables, filters, locale).csv()
