"""Figures that stand for a middle: medians and quarters of days, dollars and students.

A median lies between two values where as many trainings are on either side. Rows that print no
value, or whose days are impossible, are left out; `None` where that leaves none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import ibis

from foja.errors import QueryError
from foja.measures.measures import GROUPS
from foja.tables.lengths import days_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

HALF, FIRST_QUARTER, LAST_QUARTER = 0.5, 0.25, 0.75


@dataclass(frozen=True, slots=True)
class Middle:
    """A figure by its name: of which value of each training, in which unit, and how."""

    name: str
    unit: Literal["days", "usd", "students"]
    value: Callable[[ir.Table], ir.NumericColumn]
    reckoned: Callable[[ir.NumericColumn], ir.Scalar]


def _below(part: float) -> Callable[[ir.NumericColumn], ir.Scalar]:
    return lambda values: values.cast("float64").quantile(part)


MIDDLES: Final[dict[str, Middle]] = {
    one.name: one
    for one in (
        Middle("days_median", "days", days_of, _below(HALF)),
        Middle("days_lower_quartile", "days", days_of, _below(FIRST_QUARTER)),
        Middle("days_upper_quartile", "days", days_of, _below(LAST_QUARTER)),
        Middle("days_longest", "days", days_of, lambda values: values.max()),
        Middle("cost_usd_median", "usd", lambda rows: rows.cost_usd, _below(HALF)),
        Middle("students_median", "students", lambda rows: rows.quantity, _below(HALF)),
    )
}
"""Every such figure by its name; days count the first and the last, dollars are nominal."""


def middled(tables: Tables, filters: Filters, name: str, *by: str) -> ir.Table:
    """Return a figure of the choice, in all or for each value of what it is grouped by.

    As `foja.measures.measures.measured`, whose `GROUPS` there are. Raises `QueryError` for a figure
    or a grouping there is not.
    """
    if name not in MIDDLES:
        raise QueryError(f"No figure “{name[:40]}”; give one of {', '.join(MIDDLES)}.")
    for group in by:
        if group not in GROUPS:
            raise QueryError(f"No grouping “{group[:40]}”; give one of {', '.join(GROUPS)}.")
    rows = filters.apply_later(tables.table("trainings"))
    value = MIDDLES[name].reckoned(MIDDLES[name].value(rows)).name("value")
    if not by:
        return rows.aggregate(value)
    keys = [GROUPS[group](rows, filters).name(group) for group in by]
    return rows.group_by(keys).aggregate(value).order_by([ibis.asc(group) for group in by])


def middle(tables: Tables, filters: Filters, name: str, *by: str) -> list[dict[str, Any]]:
    """Return the rows of `middled`: a `value` for each combination of what it is grouped by."""
    return tables.ask(
        ("middle", name, by, filters.shape),
        lambda: middled(tables, filters, name, *by),
        filters.values,
    )
