"""Mexico's, or any country's, trainings typed again by another taxonomy, in memory."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from foja.meaning.training_types import read_taxonomy, training_type_of
from foja.measures.claim_answer import Asked, filters_of
from foja.tables.selection import is_part_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    import ibis.expr.types as ir

    from foja.meaning.claims import Way
    from foja.meaning.training_types import Taxonomy
    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Row = dict[str, Any]

Sums = dict[tuple[int, str], dict[str, Decimal]]
"""Each measure's sum by year and type."""

MEASURED: Final = ("students", "cost_usd", "trainings")


class Retyped(NamedTuple):
    """A training with its type by another taxonomy; `year` is None where it lies in none."""

    training_id: str
    year: int | None
    type: str


class _Kept(NamedTuple):
    """Trainings of all years, and the sums of those that have a year."""

    rows: tuple[Retyped, ...]
    sums: Sums


_KEPT: Final[WeakKeyDictionary[Tables, dict[Hashable, _Kept]]] = WeakKeyDictionary()


@cache
def taxonomy_named(name: str) -> Taxonomy:
    """Return a taxonomy that comes with the package, by the name of its file."""
    place = files("foja").joinpath("data", "taxonomies", f"{name}.toml")
    with as_file(place) as path:
        return read_taxonomy(path)


def retyped(asked: Asked, way: Way) -> tuple[Retyped, ...]:
    """Return the way's trainings of all years, typed by the way's own taxonomy."""
    return _kept(asked, way).rows


def _open(way: Way) -> Filters:
    return replace(filters_of(way), fiscal_year_from=None, fiscal_year_to=None, training_types=())


def retyped_sums(asked: Asked, way: Way) -> Sums:
    """Return the sums of `retyped` trainings that have a year; kept, so do not change them."""
    return _kept(asked, way).sums


def _kept(asked: Asked, way: Way) -> _Kept:
    filters = _open(way)
    kept = _KEPT.setdefault(asked.tables, {})
    if (filters, way.taxonomy) not in kept:
        kept[filters, way.taxonomy] = _read(asked.tables, filters, str(way.taxonomy))
    return kept[filters, way.taxonomy]


def _read(tables: Tables, filters: Filters, taxonomy_name: str) -> _Kept:
    def build() -> ir.Table:
        rows = filters.apply_later(tables.table("trainings"))
        return rows.select(
            "training_id",
            "course_title",
            "program",
            "quantity",
            "cost_usd",
            year=filters.year(rows),
        )

    taxonomy = taxonomy_named(taxonomy_name)
    rows = tables.ask(("retyped", filters.shape), build, filters.values)
    known: dict[tuple[str | None, str | None], str] = {}
    made: list[Retyped] = []
    sums: Sums = {}
    for row in rows:
        course = (row["course_title"], row["program"])
        if course not in known:
            known[course] = training_type_of(*course, taxonomy)[0]
        year, training_type = row["year"], known[course]
        made.append(Retyped(row["training_id"], year, training_type))
        if year is not None:
            found = sums.setdefault((year, training_type), dict.fromkeys(MEASURED, Decimal(0)))
            for name in MEASURED:
                found[name] += value_of(row, name)
    return _Kept(tuple(made), sums)


def value_of(row: Row, name: str) -> Decimal:
    """Return what a row adds to a measure: its students, its dollars, or one."""
    if name == "trainings":
        return Decimal(1)
    return Decimal(row["quantity" if name == "students" else "cost_usd"] or 0)


def retyped_by_year(asked: Asked, way: Way, types: tuple[str, ...]) -> dict[int, Decimal]:
    """Return the way's measure for each year over the rows of those types."""
    sums: dict[int, Decimal] = {}
    for (year, training_type), found in retyped_sums(asked, way).items():
        if is_any_of(training_type, types):
            sums[year] = sums.get(year, Decimal(0)) + found[way.measure]
    return sums


def is_any_of(training_type: str, types: tuple[str, ...]) -> bool:
    """Say whether a type is one of the types or a part of it."""
    return any(is_part_of(training_type, code) for code in types)
