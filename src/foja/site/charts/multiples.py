"""Small multiples: each type of training along the years in a panel of its own, on one scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.figures import Figures
from foja.site.charts import one_year, words, years
from foja.site.charts.model import ChartCell, ChartTable, ChartTexts
from foja.site.charts.series import DIMENSIONS, amount_of, choosing, root_of
from foja.tables.selection import is_part_of

if TYPE_CHECKING:
    from foja.site.charts.model import Question
    from foja.site.charts.series import Amount, Measure, Value
    from foja.site.charts.years import YearsData

_ROUND: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
"""What the end of a scale may be, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its type, what it has in all years together, and in each.

    `address` is that of the choice it shows, `addresses` those of the years in which it has any
    training.
    """

    value: Value
    total: Amount
    by_year: dict[int, Amount]
    address: str
    addresses: dict[int, str]


@dataclass(frozen=True, slots=True)
class PanelsData:
    """What the panels show.

    `along` is the chart along the years that they take apart, `empty` the names of the types that
    have nothing. All panels have the years of `along` and a scale that ends at `top`: the highest
    bar of all, rounded up.
    """

    along: YearsData
    panels: list[Panel]
    empty: list[str]
    top: Decimal

    @property
    def measure(self) -> Measure:
        """What is shown."""
        return self.along.measure

    @property
    def unknown(self) -> list[int]:
        """The years of which nothing is known."""
        return [year for year in self.along.years if year not in self.along.by_year]


def rounded_up(most: Decimal) -> Decimal:
    """Return the first round number that is no less: 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return Decimal(1)
    power = Decimal(10) ** most.adjusted()
    return next(factor * power for factor in _ROUND if factor * power >= most)


def gather(question: Question) -> PanelsData:
    """Take the choice apart by groups of types; where one group is chosen, by its types."""
    along = years.gather(question, question.measure)
    sums = along.divided.sums()
    panels = []
    for value in along.divided.values:
        chosen = choosing(question, value.codes)
        panels.append(
            Panel(
                value,
                amount_of(sums.get(value.code, Figures()), along.measure),
                {
                    year: along.divided.amount(year, value.code, along.measure)
                    for year in along.by_year
                },
                question.link(chosen),
                {
                    year: question.link(chosen.in_year(year))
                    for year in along.by_year
                    if (year, value.code) in along.divided.cells
                },
            )
        )
    most = max((value or 0 for panel in panels for value in panel.by_year.values()), default=0)
    empty = _empty(question, {panel.value.code for panel in panels})
    return PanelsData(along, panels, empty, rounded_up(Decimal(most)))


def _empty(question: Question, present: set[str]) -> list[str]:
    """Name the groups, or the types of the group chosen, that have no training in the choice."""
    root = root_of(question.filters, DIMENSIONS["type"])
    column = DIMENSIONS["type"].column
    listed = [
        code
        for code in sorted(question.names.codes(column))
        if code not in present
        and (is_part_of(code, root) and code != root if root else "." not in code)
    ]
    return [question.names.of(column, code) for code in listed]


def texts(question: Question, data: PanelsData) -> ChartTexts:
    """Return the words around the panels."""
    asked = replace(question, divided=data.along.divided)
    title = one_year.title_of(asked, one_year.gather(asked, data.measure))
    brief = words.sentences(
        _unit(question, data),
        _of_gaps(question, data),
        _of_parts(question, data),
        words.restrictions(question),
    )
    subtitle = words.sentences(brief, question.years_line)
    description = words.sentences(f"{title}.", subtitle)
    return ChartTexts(title, subtitle, words.source(question), description, brief)


def _unit(question: Question, data: PanelsData) -> str:
    _ = question.language.gettext
    unit = unit_of(question, data)
    if root_of(question.filters, DIMENSIONS["type"]):
        return _(
            "%(unit)s per fiscal year; a panel for each type, all on the same scale.", unit=unit
        )
    return _(
        "%(unit)s per fiscal year; a panel for each group of types, all on the same scale.",
        unit=unit,
    )


def _of_gaps(question: Question, data: PanelsData) -> str:
    """Say what the bands are in the panels, where there are any."""
    if not data.unknown:
        return ""
    return question.language.gettext(
        "A grey band is a year of which nothing is known, not a year without training."
    )


def _of_parts(question: Question, data: PanelsData) -> str:
    """Say what pale bars are, where there are any."""
    if question.partial.keys().isdisjoint(data.along.printed):
        return ""
    return question.language.gettext("A pale bar is a year of which only some regions were read.")


def unit_of(question: Question, data: PanelsData) -> str:
    """Name what the scale counts in."""
    _ = question.language.gettext
    if data.measure == "cost_usd":
        return words.dollar_scale(data.top, question.language).unit
    return _("Students") if data.measure == "students" else _("Trainings")


def divisor_of(question: Question, data: PanelsData) -> int:
    """Return what the values are divided by where they are written beside the scale."""
    if data.measure != "cost_usd":
        return 1
    return words.dollar_scale(data.top, question.language).divisor


def table(question: Question, data: PanelsData) -> ChartTable:
    """Return the same as a table: a row for each year, each number with the way to its trainings.

    The bars lead there too, but are passed over by the keyboard.
    """
    made = years.table(question, data.along)
    rows = []
    for year, row in zip(data.along.years, made.rows, strict=True):
        first = len(row) - len(data.panels)
        cells = [
            ChartCell(cell.text, numeric=True, address=panel.addresses.get(year))
            for cell, panel in zip(row[first:], data.panels, strict=True)
        ]
        rows.append([*row[:first], *cells])
    return ChartTable(made.columns, rows)


def spoken(question: Question, data: PanelsData, panel: Panel, year: int) -> str:
    """Say what one bar shows."""
    value = panel.by_year[year]
    written = words.counted(value or 0, data.measure, question)
    regions = question.partial.get(year)
    return f"{year}, {panel.value.name}: {written}{f' ({regions})' if regions else ''}"
