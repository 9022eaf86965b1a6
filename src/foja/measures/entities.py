"""Sums of what one programme, place or type of training has, by the values of any column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import ibis

from foja.measures.figures import Figures, add_up, figures_of, measures
from foja.tables.selection import text_later

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Order = Literal["trainings", "students", "cost_usd"]

YEAR: Final = "year"
"""The year that the choice's basis means, in place of a column."""
GROUP: Final = "training_group"
"""The group of the training's type, in place of a column."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sums of the trainings that share a value, and the fiscal years of their reports."""

    value: str | int | None
    figures: Figures
    years: tuple[int, ...]


def parts(
    tables: Tables,
    filters: Filters,
    column: str,
    *,
    order: Order = "trainings",
    limit: int | None = None,
) -> list[Part]:
    """Return the chosen trainings by the values of a column of `trainings`, the largest first.

    `column` may also be `YEAR`, in whose order the parts then stand, or `GROUP`.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        sums = rows.group_by(_key(rows, filters, column).name("value")).aggregate(
            **measures(rows), years=rows.fiscal_year.collect(distinct=True)
        )
        if column == YEAR:
            return sums.order_by("value")
        sums = sums.order_by([ibis.desc(order, nulls_first=False), "value"])
        return sums if limit is None else sums.limit(limit)

    key = ("parts", column, order, limit, filters.shape)
    values = filters.values
    # What is asked of the whole record is the same for every reader.
    rows = tables.ask(key, build, values) if values else tables.once(key, build)
    return [Part(row["value"], figures_of(row), tuple(sorted(row["years"]))) for row in rows]


def _key(rows: ir.Table, filters: Filters, column: str) -> ir.Value:
    if column == YEAR:
        return filters.year(rows)
    if column == GROUP:
        return rows.training_type.split(".")[0]
    return rows[column]


def by_columns(tables: Tables, filters: Filters, columns: tuple[str, ...]) -> dict[str, list[Part]]:
    """Return the chosen trainings by the values of several columns, most trainings first.

    One question for choices whose columns have few values together, such as a place's.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        keys = [_key(rows, filters, column).name(column) for column in columns]
        return rows.group_by(keys).aggregate(
            **measures(rows), years=rows.fiscal_year.collect(distinct=True)
        )

    found = tables.ask(("by_columns", columns, filters.shape), build, filters.values)
    return {column: _rolled_up(found, column) for column in columns}


def _rolled_up(found: list[dict[str, Any]], column: str) -> list[Part]:
    groups: dict[str | None, list[dict[str, Any]]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    summed = [
        Part(
            value,
            add_up(figures_of(row) for row in group),
            tuple(sorted({year for row in group for year in row["years"]})),
        )
        for value, group in groups.items()
    ]
    return sorted(summed, key=lambda part: (-part.figures.trainings, str(part.value)))


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one country, year of the choice's basis and fiscal year of the report."""

    country: str | None
    year: int | None
    fiscal_year: int
    figures: Figures


def cells(tables: Tables, filters: Filters) -> list[Cell]:
    """Return the chosen trainings by country and year: one question for a page's main tables."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        keys = [rows.country_iso3, filters.year(rows).name("year"), rows.fiscal_year]
        return rows.group_by(keys).aggregate(**measures(rows))

    return [
        Cell(row["country_iso3"], row["year"], row["fiscal_year"], figures_of(row))
        for row in tables.ask(("cells", filters.shape), build, filters.values)
    ]


def parts_of(
    found: Iterable[Cell], key: Literal["country", "year"], order: Order = "trainings"
) -> list[Part]:
    """Return cells summed by country, the largest first, or by year in the years' order."""
    groups: dict[str | int | None, list[Cell]] = {}
    for cell in found:
        groups.setdefault(getattr(cell, key), []).append(cell)
    summed = [
        Part(
            value,
            add_up(cell.figures for cell in group),
            tuple(sorted({cell.fiscal_year for cell in group})),
        )
        for value, group in groups.items()
    ]
    if key == YEAR:
        return sorted(summed, key=lambda part: (part.value is None, part.value))
    return sorted(
        summed, key=lambda part: (-float(getattr(part.figures, order) or 0), str(part.value))
    )


def total_of(found: Iterable[Part]) -> Figures:
    """Return the sums of all parts together; what no part prints stays None."""
    return add_up(part.figures for part in found)


def titles_with_types(tables: Tables, filters: Filters) -> list[dict[str, Any]]:
    """Return the sums of each title, programme, type and year of a choice.

    What a taxonomy needs to type the trainings anew: it looks at title and programme alone.
    """

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        keys = [
            rows.course_title,
            rows.program,
            rows.training_type,
            filters.year(rows).name("year"),
        ]
        return rows.group_by(keys).aggregate(**measures(rows))

    return tables.ask(("titles_with_types", filters.shape), build, filters.values)


def units_of_country(tables: Tables, country: str) -> list[dict[str, Any]]:
    """Return the units of a country, those with most trainings first."""

    def build() -> ir.Table:
        units = tables.table("units")
        own = units.filter(units.country_iso3 == text_later("country"))
        return own.order_by([ibis.desc("trainings"), "unit_id"])

    return tables.ask("units_of_country", build, {"country": country})


def units_by_country(tables: Tables) -> dict[str, int]:
    """Return how many units each country has."""

    def build() -> ir.Table:
        units = tables.table("units")
        return units.group_by("country_iso3").aggregate(units=units.count())

    rows = tables.once("units_by_country", build)
    return {row["country_iso3"]: row["units"] for row in rows}
