"""What drawings with one mark for each training, or each country's year, are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Row = dict[str, Any]

FIRST_DAY: Final = "2000-01-01"
"""Days are counted from here; earlier ones are negative."""


def ask_marks(tables: Tables, filters: Filters, column: str) -> list[Row]:
    """Return one row for each chosen training, in the order of their identifiers.

    `year` is the one that the choice's `year_basis` means, None where it has none; `code` the value
    of `column`; `students` and `cost_usd` (nominal US dollars) None where none is printed; `start`
    and `end` days from `FIRST_DAY`, None where the day is absent or impossible; `course` and `unit`
    as the table of trainings shows them.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        return rows.select(*_columns(rows, filters, column)).order_by("training_id")

    return tables.ask(("marks", column, filters.shape), build, filters.values)


def ask_country_marks(tables: Tables, filters: Filters, column: str) -> list[Row]:
    """Return one row for each country, year and value of `column` of a choice of all countries.

    `country` is None for organisations and names without a code; `trainings`, `students` and
    `cost_usd` (nominal US dollars) are sums.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        keys = [
            rows.country_iso3.name("country"),
            filters.year(rows).name("year"),
            rows[column].name("code"),
        ]
        sums = rows.group_by(keys).aggregate(
            trainings=rows.count(),
            students=rows.quantity.sum(),
            cost_usd=rows.cost_usd.sum().cast("float64"),
        )
        return sums.order_by(["country", "year", "code"])

    return tables.ask(("country marks", column, filters.shape), build, filters.values)


def largest_marks(
    tables: Tables, filters: Filters, column: str, measure: str, limit: int
) -> list[Row]:
    """Return the rows of `ask_marks` that have a first day and the most dollars or students.

    `measure` is `cost_usd` or `students`; of trainings with the same, the first identifiers count.
    Only the `limit` largest are returned, with `country`.
    """

    def build() -> ir.Table:
        trainings = tables.table("trainings")
        rows = filters.apply_later(trainings)
        value = rows.cost_usd if measure == "cost_usd" else rows.quantity
        rows = rows.filter(rows.start_date.notnull(), value.notnull())
        value = rows.cost_usd if measure == "cost_usd" else rows.quantity
        largest = rows.order_by([value.desc(), rows.training_id]).limit(limit)
        return largest.select(
            *_columns(largest, filters, column), largest.country_iso3.name("country")
        )

    key = ("largest marks", column, measure, limit, filters.shape)
    return sorted(tables.ask(key, build, filters.values), key=lambda row: str(row["training_id"]))


def ask_days(tables: Tables, filters: Filters) -> Row:
    """Return how many of the chosen trainings have days, and why others have none.

    `trainings`; `started`: with a first day; `unprinted`: without one, where none is printed;
    `impossible`: without one, though one is printed; `dated`: with a first and a last day, the last
    not before the first; `turned`: with both, the last before the first; `without_cost` and
    `without_students`, `zero_cost` and `zero_students`: of those that have a first day.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        started, ended = rows.start_date.notnull(), rows.end_date.notnull()
        printed = rows.start_date_printed.notnull()
        turned = started & ended & (rows.end_date < rows.start_date)
        return rows.aggregate(
            trainings=rows.count(),
            started=started.sum(),
            unprinted=(~started & ~printed).sum(),
            impossible=(~started & printed).sum(),
            dated=(started & ended & (rows.end_date >= rows.start_date)).sum(),
            turned=turned.sum(),
            without_cost=(started & rows.cost_usd.isnull()).sum(),
            without_students=(started & rows.quantity.isnull()).sum(),
            zero_cost=(started & (rows.cost_usd == 0)).sum(),
            zero_students=(started & (rows.quantity == 0)).sum(),
        )

    row = tables.ask(("days", filters.shape), build, filters.values)[0]
    return {name: value or 0 for name, value in row.items()}


def _columns(rows: ir.Table, filters: Filters, column: str) -> list[ir.Value]:
    """Return what a mark is drawn from, as `ask_marks` tells it."""
    origin = ibis.date(FIRST_DAY)
    return [
        rows.training_id,
        filters.year(rows).name("year"),
        rows[column].name("code"),
        rows.quantity.name("students"),
        rows.cost_usd.cast("float64").name("cost_usd"),
        rows.start_date.delta(origin, unit="day").name("start"),
        rows.end_date.delta(origin, unit="day").name("end"),
        ibis.coalesce(rows.course_title_readable, rows.course_title).name("course"),
        rows.student_unit.name("unit"),
    ]
