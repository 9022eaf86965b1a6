"""What can be measured of trainings, by name, and what it can be grouped by.

One place for the site, takeaways, claims and whoever asks from code: each measure is an Ibis
expression over the trainings that `Filters` choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import ibis

from foja.errors import QueryError
from foja.measures.beside_series import (
    FACTOR,
    INHABITANTS,
    require_inhabitants,
    with_inhabitants,
    with_prices,
)
from foja.measures.prices import DECIMALS
from foja.measures.prices import INHABITANTS as FOR_EACH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Unit = Literal[
    "students",
    "usd",
    "usd_constant",
    "trainings",
    "usd_per_student",
    "students_per_100000",
    "count",
]
"""What a measure's values are: `usd` nominal dollars, `usd_constant` those of `BASE_YEAR`."""
Beside = Literal["prices", "inhabitants"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over trainings: its name, its unit and how it is reckoned.

    `beside` is what the rows are first joined with from the table `series`; `of` then is the
    measure that it converts.
    """

    name: str
    unit: Unit
    expression: Callable[[ir.Table], ir.Scalar]
    beside: Beside | None = None
    of: str | None = None


def _cost_per_student(rows: ir.Table) -> ir.Scalar:
    """Divide dollars by students over the trainings that print both, students above none."""
    both = rows.quantity.notnull() & (rows.quantity > 0) & rows.cost_usd.notnull()
    students = rows.quantity.sum(where=both)
    # Divided as floating point everywhere: some databases divide decimals as decimals.
    return rows.cost_usd.sum(where=both).cast("float64") / students.nullif(0)


def _constant_dollars(rows: ir.Table) -> ir.Scalar:
    """Add up dollars at constant prices, exact to the cent; null where a cost cannot be converted.

    A year without a price index, or a training without a year, would make the sum too small.
    """
    converted = (rows.cost_usd * rows[FACTOR]).sum().round(DECIMALS).cast("decimal(18, 2)")
    lost = (rows.cost_usd.notnull() & rows[FACTOR].isnull()).any()
    return lost.fill_null(False).ifelse(ibis.null(), converted)


def _per_100_000(rows: ir.Table) -> ir.Scalar:
    """Divide students by the inhabitants joined to the rows, to two places."""
    rate = rows.quantity.sum().cast("float64") * FOR_EACH / rows[INHABITANTS].max()
    return rate.round(DECIMALS).cast("decimal(18, 2)")


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
        Measure("cost_usd_constant", "usd_constant", _constant_dollars, "prices", "cost_usd"),
        Measure(
            "students_per_100_000", "students_per_100000", _per_100_000, "inhabitants", "students"
        ),
    )
}
"""Every measure by its name. Students are seats in courses.

Dollars are nominal but for `cost_usd_constant`: each year's by CPI-U in those of the calendar year
`foja.measures.prices.BASE_YEAR`. `students_per_100_000` are students a year for each 100,000
inhabitants at mid-year, of a country whose inhabitants the table `series` has.
"""

ADDITIVE: Final = ("students", "cost_usd", "trainings")
"""Measures whose values of several years may be added."""

Together = dict[int | None, dict[str, "int | Decimal | None"]]
"""Each of `ADDITIVE` by year; None is the year of rows that have none."""

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
    "agency": lambda rows, _filters: rows.agency,
}
"""What a measure can be grouped by. The year is the one that the filters' basis means."""


def measured(tables: Tables, filters: Filters, name: str, *by: str) -> ir.Table:
    """Return a measure of the choice, in all or for each value of what it is grouped by.

    The choice's values are given when it is asked (`Filters.values`). Raises `QueryError` for a
    measure or a grouping there is not, and for a rate of a country without known inhabitants.
    """
    if name not in MEASURES:
        raise QueryError(f"No measure “{name[:40]}”; give one of {', '.join(MEASURES)}.")
    for group in by:
        if group not in GROUPS:
            raise QueryError(f"No grouping “{group[:40]}”; give one of {', '.join(GROUPS)}.")
    rows = _rows(tables, filters, MEASURES[name], by)
    value = MEASURES[name].expression(rows).name("value")
    if not by:
        return rows.aggregate(value)
    keys = [GROUPS[group](rows, filters).name(group) for group in by]
    return rows.group_by(keys).aggregate(value).order_by([ibis.asc(group) for group in by])


def _rows(tables: Tables, filters: Filters, chosen: Measure, by: Sequence[str]) -> ir.Table:
    rows = filters.apply_later(tables.table("trainings"))
    if chosen.beside == "prices":
        return with_prices(tables, filters, rows)
    if chosen.beside == "inhabitants":
        require_inhabitants(tables, filters, by)
        return with_inhabitants(tables, filters, rows, by)
    return rows


def measure(tables: Tables, filters: Filters, name: str, *by: str) -> list[dict[str, Any]]:
    """Return the rows of `measured`: a `value` for each combination of what it is grouped by."""
    if name in MEASURES and MEASURES[name].beside == "inhabitants":
        # A question kept from another country would not be refused again.
        require_inhabitants(tables, filters, by)
    return tables.ask(
        ("measure", name, by, filters.shape),
        lambda: measured(tables, filters, name, *by),
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


def by_year_together(tables: Tables, filters: Filters) -> Together:
    """Return all of `ADDITIVE` for each year in which the choice has rows, in one question."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        values = {name: MEASURES[name].expression(rows) for name in ADDITIVE}
        return rows.group_by(year=filters.year(rows)).aggregate(**values)

    found = tables.ask(("measures by year", filters.shape), build, filters.values)
    return {row["year"]: {name: row[name] for name in ADDITIVE} for row in found}
