"""Mexico's, or any country's, trainings typed again by another taxonomy, in memory."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final
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

_KEPT: Final[WeakKeyDictionary[Tables, dict[Hashable, list[Row]]]] = WeakKeyDictionary()


@cache
def taxonomy_named(name: str) -> Taxonomy:
    """Return a taxonomy that comes with the package, by the name of its file."""
    place = files("foja").joinpath("data", "taxonomies", f"{name}.toml")
    with as_file(place) as path:
        return read_taxonomy(path)


def retyped(asked: Asked, way: Way) -> list[Row]:
    """Return the way's rows of all years, each with its `type` by the way's own taxonomy.

    They are kept while the tables are open: do not change them.
    """
    filters = replace(
        filters_of(way), fiscal_year_from=None, fiscal_year_to=None, training_types=()
    )
    kept = _KEPT.setdefault(asked.tables, {})
    if (filters, way.taxonomy) not in kept:
        kept[filters, way.taxonomy] = _read(asked.tables, filters, str(way.taxonomy))
    return kept[filters, way.taxonomy]


def _read(tables: Tables, filters: Filters, taxonomy_name: str) -> list[Row]:
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
    for row in rows:
        row["type"] = training_type_of(row["course_title"], row["program"], taxonomy)[0]
    return rows


def value_of(row: Row, name: str) -> Decimal:
    """Return what a row adds to a measure: its students, its dollars, or one."""
    if name == "trainings":
        return Decimal(1)
    return Decimal(row["quantity" if name == "students" else "cost_usd"] or 0)


def retyped_by_year(asked: Asked, way: Way, types: tuple[str, ...]) -> dict[int, Decimal]:
    """Return the way's measure for each year over the rows of those types."""
    sums: dict[int, Decimal] = {}
    for row in retyped(asked, way):
        if row["year"] is not None and is_any_of(row, types):
            sums[row["year"]] = sums.get(row["year"], Decimal(0)) + value_of(row, way.measure)
    return sums


def is_any_of(row: Row, types: tuple[str, ...]) -> bool:
    """Say whether a row is of one of the types or of a part of it."""
    return any(is_part_of(row["type"], code) for code in types)
