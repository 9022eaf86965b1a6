"""Trainings along time: the first day of each against its dollars or its students.

Places are parts of the drawing, from 0 to 1, rightwards and upwards: the page's script stretches
them to the width it has, the SVG to its own. Dollars and students differ ten-thousandfold and stand
on a logarithmic scale; a zero, which has no place there, stands below it in a row of its own.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.measures.marks import FIRST_DAY
from foja.site.charts.marks import colours_of, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.site.charts.marks import Mark
    from foja.site.charts.model import Question
    from foja.site.charts.series import Drawn
    from foja.site.language import Language

ORIGIN: Final = dt.date.fromisoformat(FIRST_DAY)
FINE: Final = 10_000
"""Places are sent as whole numbers, of which so many make the whole."""
FLOOR: Final = 0.07
"""Where the logarithmic scale begins; below it stand zeros."""
ZERO: Final = 0.02
ROOM: Final = 0.98
OCTOBER: Final = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of an axis: its place and its words."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year of the axis of days, or a calendar year where these are meant."""

    year: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ScatterData:
    """What the drawing shows: `marks` with a place each, in the order of their days."""

    measure: str
    marks: list[Mark]
    x: list[float]
    y: list[float]
    days: list[Tick]
    values: list[Tick]
    periods: list[Period]
    colours: list[Drawn]
    has_zero: bool


def value_of(mark: Mark, measure: str) -> float | None:
    """Return a mark's dollars or students; None where none is printed."""
    return mark.cost if measure == "cost" else mark.students


def gather(question: Question, marks: Sequence[Mark], measure: str) -> ScatterData:
    """Return the marks that have a first day and a value, each in its place.

    `measure` is `cost` or `students`.
    """
    shown = [
        mark for mark in marks if mark.start is not None and value_of(mark, measure) is not None
    ]
    shown.sort(key=lambda mark: (mark.start, value_of(mark, measure), mark.key))
    days = [mark.start or 0 for mark in shown]
    calendar = question.filters.year_basis == "calendar"
    first, last = _whole_years(min(days, default=0), max(days, default=0), calendar=calendar)
    across = max(1, last - first)
    values = [float(value_of(mark, measure) or 0) for mark in shown]
    above = [value for value in values if value > 0]
    low = math.floor(math.log10(min(above, default=1)))
    high = max(low + 1.0, math.log10(max(above, default=10)))
    return ScatterData(
        measure,
        shown,
        [(day - first) / across for day in days],
        [_height(value, low, high) for value in values],
        _day_ticks(first, last),
        _value_ticks(low, high, measure, question.language),
        _periods(first, last, calendar=calendar),
        colours_of(question, shown),
        len(above) < len(values),
    )


def _height(value: float, low: float, high: float) -> float:
    if value <= 0:
        return ZERO
    return FLOOR + (ROOM - FLOOR) * (math.log10(value) - low) / (high - low)


def _whole_years(first: int, last: int, *, calendar: bool) -> tuple[int, int]:
    """Return the days on which the first year begins and the last one has ended."""
    start, end = ORIGIN + dt.timedelta(first), ORIGIN + dt.timedelta(last)
    month = 1 if calendar else OCTOBER
    begin = dt.date(start.year - (start.month < month), month, 1)
    close = dt.date(end.year + (end.month >= month), month, 1)
    return (begin - ORIGIN).days, (close - ORIGIN).days


def _day_ticks(first: int, last: int) -> list[Tick]:
    """Return the first day of each calendar year, as many named as have room."""
    start, end = ORIGIN + dt.timedelta(first), ORIGIN + dt.timedelta(last)
    return [
        Tick(((dt.date(year, 1, 1) - ORIGIN).days - first) / max(1, last - first), str(year))
        for year in range(start.year, end.year + 1)
        if start <= dt.date(year, 1, 1) <= end
    ]


def _value_ticks(low: float, high: float, measure: str, language: Language) -> list[Tick]:
    powers = range(math.ceil(low), math.floor(high) + 1)
    write = language.money if measure == "cost" else language.number
    return [
        Tick(_height(10.0**power, low, high), write(10**power)) for power in powers if power >= 0
    ]


def _periods(first: int, last: int, *, calendar: bool) -> list[Period]:
    start, end = ORIGIN + dt.timedelta(first), ORIGIN + dt.timedelta(last)
    month = 1 if calendar else OCTOBER
    across = max(1, last - first)
    found = []
    for year in range(start.year, end.year):
        begin, close = dt.date(year, month, 1), dt.date(year + 1, month, 1)
        found.append(
            Period(
                year if calendar else year + 1,
                ((begin - ORIGIN).days - first) / across,
                ((close - ORIGIN).days - first) / across,
            )
        )
    return found


def drawing(
    data: ScatterData, language: Language, period_address: Callable[[], str]
) -> dict[str, Any]:
    """Return what the page's script draws; `period_address` has `{from}` and `{to}` for years."""
    return {
        "fine": FINE,
        "measure": data.measure,
        "x": [round(one * FINE) for one in data.x],
        "y": [round(one * FINE) for one in data.y],
        "start": [mark.start for mark in data.marks],
        "year": [mark.year for mark in data.marks],
        "days": [[round(tick.at * FINE), tick.text] for tick in data.days],
        "values": [[round(tick.at * FINE), tick.text] for tick in data.values],
        "zero": [round(ZERO * FINE), zero_text(data, language)] if data.has_zero else None,
        "periods": [
            [one.year, round(one.start * FINE), round(one.end * FINE)] for one in data.periods
        ],
        "period": period_address(),
        "colours": [{"slot": colour.slot, "name": colour.name} for colour in data.colours],
        **columns_of(data.marks),
    }


def zero_text(data: ScatterData, language: Language) -> str:
    """Return what stands at the axis beside the row of zeros."""
    return language.money(0) if data.measure == "cost" else language.number(0)


def csv_rows(question: Question, data: ScatterData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: a row for each mark, the first day first."""
    named = {value.slot: value.name for value in data.colours}
    year = "calendar_year" if question.filters.year_basis == "calendar" else "fiscal_year"
    names = [
        "start_date",
        year,
        "training_id",
        "course_title",
        "student_unit",
        question.by,
        f"{question.by}_colour",
        "students",
        "cost_usd",
    ]
    return names, [
        [
            (ORIGIN + dt.timedelta(mark.start or 0)).isoformat(),
            mark.year,
            mark.key,
            mark.name,
            mark.unit,
            mark.code,
            named.get(mark.slot, ""),
            mark.students,
            mark.cost,
        ]
        for mark in data.marks
    ]
