"""How long trainings were: counts of days, and their medians and quarters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foja.tables.lengths import days_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Days = dict[int | None, int]
"""How many trainings lasted so many days, both ends included; None where a day is missing."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long some trainings were, in days, both ends included.

    `counted` have two possible days, `without` have not. The median and the quarters lie between
    two numbers of days where so many trainings are on either side, and are None where none counts.
    """

    counted: int
    without: int
    median: float | None
    lower: float | None
    upper: float | None
    longest: int | None


def ask_days_by(tables: Tables, filters: Filters, column: str) -> dict[Any, Days]:
    """Return the counts of days of each value of a column of `trainings`.

    The column `year` is the one that the choice's `year_basis` means.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        value = filters.year(rows) if column == "year" else rows[column]
        keys = [value.name("value"), days_of(rows).name("days")]
        return rows.group_by(keys).aggregate(trainings=rows.count())

    found: dict[Any, Days] = {}
    for row in tables.ask(("days by", column, filters.shape), build, filters.values):
        found.setdefault(row["value"], {})[row["days"]] = row["trainings"]
    return found


def added(parts: list[Days]) -> Days:
    """Return the counts of several together."""
    sums: Days = {}
    for part in parts:
        for days, count in part.items():
            sums[days] = sums.get(days, 0) + count
    return sums


def span_of(days: Mapping[int | None, int]) -> Span:
    """Return the median, quarters and longest of some counts of days."""
    known = sorted((one, count) for one, count in days.items() if one is not None)
    counted = sum(count for _one, count in known)
    return Span(
        counted,
        days.get(None, 0),
        _quantile(known, counted, 0.5),
        _quantile(known, counted, 0.25),
        _quantile(known, counted, 0.75),
        known[-1][0] if known else None,
    )


def _quantile(known: list[tuple[int, int]], counted: int, part: float) -> float | None:
    """Return the value below which a part of them lies, between two where it falls there."""
    if not counted:
        return None
    place = part * (counted - 1)
    low = int(place)
    return _at(known, low) + (place - low) * (
        _at(known, min(low + 1, counted - 1)) - _at(known, low)
    )


def _at(known: list[tuple[int, int]], place: int) -> int:
    for one, count in known:
        if place < count:
            return one
        place -= count
    raise IndexError(place)
