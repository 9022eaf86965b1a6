"""Who was trained: the units of a choice with most students, and how many cells name none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import ibis

from foja.measures.figures import Figures, figures_of, measures

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

NOTHING_PRINTED: Final = ("", "-")
"""What a cell of the students' unit prints that says nothing."""


@dataclass(frozen=True, slots=True)
class UnitSum:
    """A unit below a force with its figures over a choice, and the years in which it appears."""

    unit_id: str
    country_iso3: str
    recipient_force: str | None
    name_en: str
    name_es: str
    figures: Figures
    first_year: int | None
    last_year: int | None


class Counted(NamedTuple):
    """How many trainings, and how many students they print."""

    trainings: int
    students: int


@dataclass(frozen=True, slots=True)
class Naming:
    """What the cells of the students' units say in a choice.

    `units` counts the units named. Of the trainings, `named` are those whose cell names a unit
    below a force, `unnamed` those that print something else, such as the force alone, and `empty`
    those that print nothing.
    """

    units: int
    named: Counted
    unnamed: Counted
    empty: Counted

    @property
    def without(self) -> Counted:
        """The trainings whose cell names no unit, printed or not."""
        first, second = self.unnamed, self.empty
        return Counted(first.trainings + second.trainings, first.students + second.students)


def units_with_most(tables: Tables, filters: Filters, limit: int) -> list[UnitSum]:
    """Return the units of a choice that have most students, at most `limit`."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        named = rows.filter(rows.unit_id.notnull())
        year = filters.year(named)
        sums = named.group_by("unit_id").aggregate(
            **measures(named), first_year=year.min(), last_year=year.max()
        )
        order = [ibis.desc("students", nulls_first=False), ibis.desc("trainings"), "unit_id"]
        most = sums.order_by(order).limit(limit)
        units = tables.table("units").select(
            "unit_id", "country_iso3", "recipient_force", "name_en", "name_es"
        )
        return most.join(units, "unit_id").order_by(order)

    found = tables.ask(("units with most", limit, filters.shape), build, filters.values)
    return [
        UnitSum(
            row["unit_id"],
            row["country_iso3"],
            row["recipient_force"],
            row["name_en"],
            row["name_es"],
            figures_of(row),
            row["first_year"],
            row["last_year"],
        )
        for row in found
    ]


def units_named(tables: Tables, filters: Filters) -> Naming:
    """Return how many cells of a choice name a unit below a force, and how many do not."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        printed = rows.student_unit_printed
        kind = ibis.cases(
            (rows.unit_id.notnull(), "named"),
            (printed.isnull() | printed.isin(NOTHING_PRINTED), "empty"),
            else_="unnamed",
        )
        return rows.group_by(kind.name("kind")).aggregate(
            trainings=rows.count(), students=rows.quantity.sum(), units=rows.unit_id.nunique()
        )

    found = tables.ask(("units named", filters.shape), build, filters.values)
    by_kind = {row["kind"]: Counted(row["trainings"], row["students"] or 0) for row in found}
    named, unnamed, empty = (
        by_kind.get(kind, Counted(0, 0)) for kind in ("named", "unnamed", "empty")
    )
    return Naming(sum(row["units"] for row in found), named, unnamed, empty)
