"""Where trainings were held: sums by place, and by what else tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from foja.measures.figures import Figures, figures_of, measures

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """The sums of one place and one value of another column.

    `place` is None where no place is known; `rule` then says why, and is None otherwise.
    """

    place: str | None
    rule: str | None
    value: str | None
    figures: Figures


def by_place(
    tables: Tables, filters: Filters, column: str, *, groups: bool = False
) -> list[PlaceCell]:
    """Return the chosen trainings by place and the values of a column of `trainings`.

    One question, for a map whose circles are coloured by that column. `groups` sums dotted codes
    up to their first part.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        rule = rows.place_id.isnull().ifelse(rows.place_rule, ibis.null("string"))
        value = rows[column].split(".")[0] if groups else rows[column]
        keys = [rows.place_id, rule.name("rule"), value.name("value")]
        return rows.group_by(keys).aggregate(**measures(rows))

    found = [
        PlaceCell(row["place_id"], row["rule"], row["value"], figures_of(row))
        for row in _ask(tables, filters, ("where", column, groups, filters.shape), build)
    ]
    # The database returns groups in any order; what is made of them should not change with it.
    found.sort(key=lambda cell: (cell.place or "", cell.rule or "", cell.value or ""))
    return found


def by_recipient(tables: Tables, filters: Filters) -> dict[str, Figures]:
    """Return the chosen trainings of each country that has a code."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        return rows.group_by(rows.country_iso3.name("value")).aggregate(**measures(rows))

    found = _ask(tables, filters, ("where recipients", filters.shape), build)
    return {row["value"]: figures_of(row) for row in found if row["value"]}


def _ask(
    tables: Tables, filters: Filters, key: Hashable, build: Callable[[], ir.Table]
) -> list[dict[str, Any]]:
    """Ask a question; what is asked of the whole record is the same for every reader."""
    return tables.ask(key, build, filters.values) if filters.values else tables.once(key, build)
