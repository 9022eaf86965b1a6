"""What a chart is made of, before it is drawn: texts, bars, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from foja.measures.figures import Cube, Matrix
    from foja.measures.filters import Filters
    from foja.site.charts.series import Divided, Measure
    from foja.site.language import Language
    from foja.site.value_names import ValueNames
    from foja.tables.engine import Tables

Theme = Literal["light", "dark", "print"]
Spec = dict[str, Any]
"""A Vega-Lite specification."""


@dataclass(frozen=True, slots=True)
class ChartTexts:
    """The words around a drawing: a title that states what it shows, the unit, the source.

    `description` is read out in place of the drawing. `brief` is the subtitle for a page that says
    itself which years are meant.
    """

    title: str
    subtitle: str
    source: str
    description: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column of the table that says the same as a chart; `address` leads to its trainings."""

    text: str
    numeric: bool = False
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ChartCell:
    """A cell of that table; `address` leads to the trainings behind it.

    `printed` text is the report's own, in English.
    """

    text: str
    numeric: bool = False
    address: str | None = None
    printed: bool = False


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same as the chart in words and numbers, every series named."""

    columns: list[ChartColumn]
    rows: list[list[ChartCell]]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One colour of a chart, told by its number, with the address that chooses what it shows."""

    name: str
    slot: int
    address: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a chart is asked: a choice of trainings, and what its words and links need.

    `by` says what bars are divided by; `matrices` hold the figures of columns that the page has
    asked already, `divided` the choice where another chart has divided it. `years_line` says which
    years are meant and what that changes. `link` makes the address of the page for another choice.
    `covered` are the fiscal years whose reports were read for this choice; a year between them that
    is not one of them is a gap, which the chart shows, and never a zero. `unmatched` are gaps of
    another kind: a report was read, but prints nothing that the choice could match, such as a unit.
    `partial` are, of all countries together, the years of which only some regions were read, each
    with those regions in words; `like` returns the years that can be compared with one, None where
    every two can.

    `parts` tells whether bars are as high as their sums or as their `share` of the year. `prices`
    make each year's dollars those of `foja.measures.prices.BASE_YEAR`; None leaves them as printed.
    `measure` is what a chart shows that has no measure of its own.
    """

    tables: Tables
    filters: Filters
    cube: Cube
    covered: Sequence[int]
    unmatched: Sequence[int]
    names: ValueNames
    language: Language
    link: Callable[[Filters], str]
    by: str
    matrices: Mapping[str, Matrix]
    years_line: str
    divided: Divided | None = None
    parts: str = "sums"
    prices: Mapping[int, Decimal] | None = None
    measure: Measure = "cost_usd"
    partial: Mapping[int, str] = field(default_factory=dict)
    like: Callable[[int], Sequence[int]] | None = None

    @property
    def by_share(self) -> bool:
        """Whether bars are parts of a hundred."""
        return self.parts == "share"

    def compared(self, year: int, years: Iterable[int]) -> list[int]:
        """Return those of the years that can be compared with one."""
        return [other for other in years if self.like is None or other in self.like(year)]

    @property
    def place(self) -> str:
        """The country's name, or that of all together."""
        if self.filters.country is None:
            return self.language.gettext("All countries")
        return self.names.country(self.filters.country)
