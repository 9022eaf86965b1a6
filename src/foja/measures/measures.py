"""What can be measured of trainings, by name, and what it can be grouped by.

One place for the site, takeaways, claims and whoever asks from code: each measure is an Ibis
expression over the trainings that `Filters` choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import ibis

from foja.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Unit = Literal["students", "usd", "trainings", "usd_per_student", "count"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over trainings: its name, its unit and how it is reckoned."""

    name: str
    unit: Unit
    expression: Callable[[ir.Table], ir.Scalar]


def _cost_per_student(rows: ir.Table) -> ir.Scalar:
    """Divide dollars by students over the trainings that print both, students above none."""
    both = rows.quantity.notnull() & (rows.quantity > 0) & rows.cost_usd.notnull()
    students = rows.quantity.sum(where=both)
    return rows.cost_usd.sum(where=both) / students.nullif(0)


def _distinct(column: str) -> Callable[[ir.Table], ir.Scalar]:
    return lambda rows: rows[column].nunique()


MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure("students", "students", lambda rows: rows.quantity.sum()),
        Measure("cost_usd", "usd", lambda rows: rows.cost_usd.sum()),
        Measure("trainings", "trainings", lambda rows: rows.count()),
        Measure("cost_per_student", "usd_per_student", _cost_per_student),
        Measure("courses", "count", lambda rows: rows.course_title.upper().nunique()),
        Measure("units", "count", _distinct("unit_id")),
        Measure("places", "count", _distinct("place_id")),
        Measure("countries", "count", _distinct("country_iso3")),
    )
}
"""Every measure by its name. Dollars are nominal; students are seats in courses."""

GROUPS: Final[dict[str, Callable[[ir.Table, Filters], ir.Value]]] = {
    "fiscal_year": lambda rows, filters: filters.year(rows),
    "country": lambda rows, _filters: rows.country_iso3,
    "program": lambda rows, _filters: rows.program,
    "recipient_force": lambda rows, _filters: rows.recipient_force,
    "training_type": lambda rows, _filters: rows.training_type,
    "training_group": lambda rows, _filters: rows.training_type.split(".")[0],
    "delivery": lambda rows, _filters: rows.delivery,
    "place": lambda rows, _filters: rows.place_id,
    "unit": lambda rows, _filters: rows.unit_id,
    "course": lambda rows, _filters: rows.course_title.upper(),
}
"""What a measure can be grouped by. The year is the one that the filters' basis means."""


def measured(filters: Filters, rows: ir.Table, name: str, *by: str) -> ir.Table:
    """Return a measure of the chosen `rows`, in all or for each value of what it is grouped by.

    Raises `QueryError` for a measure or a grouping there is not.
    """
    if name not in MEASURES:
        raise QueryError(f"No measure “{name[:40]}”; there are {', '.join(MEASURES)}.")
    for group in by:
        if group not in GROUPS:
            raise QueryError(
                f"Nothing is grouped by “{group[:40]}”; there are {', '.join(GROUPS)}."
            )
    value = MEASURES[name].expression(rows).name("value")
    if not by:
        return rows.aggregate(value)
    keys = [GROUPS[group](rows, filters).name(group) for group in by]
    return rows.group_by(keys).aggregate(value).order_by([ibis.asc(group) for group in by])


def measure(tables: Tables, filters: Filters, name: str, *by: str) -> list[dict[str, Any]]:
    """Return the rows of `measured`: a `value` for each combination of what it is grouped by."""
    return tables.ask(
        ("measure", name, by, filters.shape),
        lambda: measured(filters, filters.apply_later(tables.table("trainings")), name, *by),
        filters.values,
    )


def total(tables: Tables, filters: Filters, name: str) -> int | Decimal | None:
    """Return a measure over the whole choice; None where no row prints what it needs."""
    return cast("int | Decimal | None", measure(tables, filters, name)[0]["value"])


def by_year(tables: Tables, filters: Filters, name: str) -> dict[int, int | Decimal]:
    """Return a measure for each year in which the choice has rows that print it."""
    rows = measure(tables, filters, name, "fiscal_year")
    return {
        row["fiscal_year"]: row["value"]
        for row in rows
        if row["fiscal_year"] is not None and row["value"] is not None
    }
