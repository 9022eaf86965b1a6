"""Figures of several countries, forces, units or programmes beside each other, on the same years.

Each item of a comparison is a choice of trainings of its own; what is compared are sums over the
years that all of them have, so that no item looks smaller for a report that was not read.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import ibis

from foja.measures.beside_series import countries_with_inhabitants
from foja.measures.figures import Figures, add_figures, add_up, figures_of, measures
from foja.measures.measures import measure
from foja.tables.selection import is_part_of, text_later

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from decimal import Decimal

    import ibis.expr.types as ir

    from foja.measures.filters import Filters
    from foja.tables.engine import Tables
    from foja.tables.search import Searched

Ranked = Literal["students", "cost_usd", "trainings", "students_per_100_000"]
ITEM: Final = "item"
TREES: Final = ("recipient_force",)
"""Columns whose codes have parts."""
FEWEST_RATES: Final = 2
"""A rate that one country has ranks nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one item in one year and one group of training types; None where none is told."""

    year: int | None
    group: str | None
    figures: Figures


@dataclass(frozen=True)
class Compared:
    """One item of a comparison: its sums, and the years that are known of it.

    In a year that is known a sum of nothing is nothing done; in any other nothing is known.
    """

    cells: tuple[Cell, ...]
    known: frozenset[int]

    @cached_property
    def _by_year(self) -> dict[int | None, Figures]:
        return add_figures((cell.year, cell.figures) for cell in self.cells)

    def in_year(self, year: int) -> Figures | None:
        """Return the figures of a year, None where it is not known."""
        if year not in self.known:
            return None
        return self._by_year.get(year) or nothing()

    def over(self, years: Collection[int]) -> Figures:
        """Return the figures of some years together."""
        return _sums(figures for year, figures in self._by_year.items() if year in years)

    def groups(self, years: Collection[int]) -> dict[str, Figures]:
        """Return the figures of each group of types in some years; the untold have an empty key."""
        found: dict[str, list[Figures]] = {}
        for cell in self.cells:
            if cell.year in years:
                found.setdefault(cell.group or "", []).append(cell.figures)
        return {group: _sums(parts) for group, parts in found.items()}


def _sums(found: Iterable[Figures]) -> Figures:
    """Add figures up; nothing done is none, not unknown."""
    figures = list(found)
    return add_up(figures) if figures else nothing()


def nothing() -> Figures:
    """Return the figures of a year of which a report was read that lists nothing."""
    from decimal import Decimal  # noqa: PLC0415 - as in `training`, wanted here alone

    return Figures(0, 0, Decimal(0))


def compared_cells(
    tables: Tables, filters: Filters, column: str, codes: Sequence[str]
) -> list[tuple[Cell, ...]]:
    """Return the sums of each item: the trainings of the choice that have its code in a column.

    They are those of the year that is meant and the group of their type. A code of a force stands
    for its parts as well; items may hold one another.
    """
    found: list[list[Cell]] = [[] for _code in codes]
    for together in _apart(codes):

        def build(count: int = len(together)) -> ir.Table:
            rows = _items(tables, filters, column, count)
            keys = [
                rows[ITEM],
                filters.year(rows).name("year"),
                rows.training_type.split(".")[0].name("group"),
            ]
            return rows.group_by(keys).aggregate(**measures(rows))

        key = ("compared", column, len(together), filters.shape)
        rows = tables.ask(
            key, build, _values(filters, column, [codes[place] for place in together])
        )
        rows.sort(key=lambda row: (row["year"] or 0, row["group"] or ""))
        for row in rows:
            cell = Cell(row["year"], row["group"], figures_of(row))
            found[together[row[ITEM]]].append(cell)
    return [tuple(cells) for cells in found]


@dataclass(frozen=True, slots=True)
class TopCourse:
    """A course of one item, and its students."""

    title: str
    students: int


def top_courses(
    tables: Tables, filters: Filters, column: str, codes: Sequence[str], limit: int = 5
) -> list[list[TopCourse]]:
    """Return the courses of each item with most students; titles are compared without case.

    Courses without students are left out; ties are in the order of the titles.
    """
    found: list[list[TopCourse]] = [[] for _code in codes]
    for together in _apart(codes):

        def build(count: int = len(together)) -> ir.Table:
            rows = _items(tables, filters, column, count)
            table = rows.group_by([rows[ITEM], rows.course_title.upper().name("course")]).aggregate(
                students=rows.quantity.sum(), title=rows.course_title.min()
            )
            table = table.filter(table.course.notnull() & (table.students > 0))
            place = ibis.row_number().over(
                group_by=table[ITEM], order_by=[ibis.desc(table.students), table.course]
            )
            table = table.mutate(place=place)
            return table.filter(table.place < limit).order_by([ITEM, "place"])

        key = ("top courses", column, len(together), limit, filters.shape)
        for row in tables.ask(
            key, build, _values(filters, column, [codes[place] for place in together])
        ):
            found[together[row[ITEM]]].append(TopCourse(row["title"], row["students"]))
    return found


def _apart(codes: Sequence[str]) -> list[list[int]]:
    """Return the places of codes in groups of which none holds another, each asked at once."""
    groups: list[list[int]] = []
    for place, code in enumerate(codes):
        for group in groups:
            if not any(
                is_part_of(code, codes[other]) or is_part_of(codes[other], code) for other in group
            ):
                group.append(place)
                break
        else:
            groups.append([place])
    return groups


def _items(tables: Tables, filters: Filters, column: str, count: int) -> ir.Table:
    """Return the chosen rows of the items, each with its place among them as `item`."""
    rows = filters.apply_later(tables.table("trainings"))
    codes = [text_later(f"item_{place}") for place in range(count)]
    if column not in TREES:
        # Rows of no item are left out before places are looked up.
        rows = rows.filter(rows[column].isin(codes))
        own = [rows[column] == code for code in codes]
    else:
        below = [text_later(f"below_{place}") for place in range(count)]
        own = [
            (rows[column] == code) | rows[column].startswith(start)
            for code, start in zip(codes, below, strict=True)
        ]
        rows = rows.filter(functools.reduce(operator.or_, own))
    return rows.mutate(**{ITEM: ibis.cases(*((mine, place) for place, mine in enumerate(own)))})


def _values(filters: Filters, column: str, codes: Sequence[str]) -> dict[str, str | int | Searched]:
    """Return what the values of a question about items are called; see `_items`."""
    given = filters.values
    for place, code in enumerate(codes):
        given[f"item_{place}"] = code
        if column in TREES:
            given[f"below_{place}"] = f"{code}."
    return given


def common_years(items: Sequence[Compared]) -> list[int]:
    """Return the years that are known of every item, ascending."""
    if not items:
        return []
    return sorted(frozenset.intersection(*(item.known for item in items)))


def by_country(tables: Tables, filters: Filters) -> dict[str | None, Figures]:
    """Return the chosen trainings by the code of their country, None for organisations."""

    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        return rows.group_by("country_iso3").aggregate(**measures(rows))

    rows = tables.ask(("by country", filters.shape), build, filters.values)
    return {row["country_iso3"]: figures_of(row) for row in rows}


def rates_by_country(tables: Tables, filters: Filters) -> dict[str, Decimal]:
    """Return students for each 100,000 inhabitants of the countries whose inhabitants are known."""
    rows = measure(tables, filters, "students_per_100_000", "country")
    return {
        row["country"]: row["value"]
        for row in rows
        if row["country"] is not None and row["value"] is not None
    }


def can_be_rated(tables: Tables, countries: Collection[str]) -> bool:
    """Say whether enough of the countries have inhabitants in the tables to be ranked by a rate."""
    return len({*countries_with_inhabitants(tables)}.intersection(countries)) >= FEWEST_RATES


def ranks(values: dict[str, Decimal | int]) -> dict[str, int]:
    """Return the place of each key by its value, the largest first; equal values share a place."""
    ordered = sorted(values.values(), reverse=True)
    places: dict[Decimal | int, int] = {}
    for place, value in enumerate(ordered, 1):
        places.setdefault(value, place)
    return {key: places[value] for key, value in values.items()}
