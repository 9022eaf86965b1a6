"""Sums of all countries asked at once and kept, so that a whole country's page asks for none.

Most pages are of a country as a whole, of all countries together, or of some of their years, and
all rest on the same few sums. These are small: for every country together some megabytes as Arrow
tables, in the order of the countries. A choice of anything else is asked of the tables.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from foja.measures.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import ibis.expr.types as ir
    import pyarrow as pa

    from foja.tables.engine import Tables

Row = dict[str, Any]

COUNTRY: Final = "country_iso3"


@dataclass(frozen=True, slots=True)
class _Sums:
    """A column for each sum and what it is grouped by; `places` tells each country's rows.

    Those of None are all countries and organisations together.
    """

    table: pa.Table
    places: dict[str | None, tuple[int, int]]

    def of(self, country: str | None) -> list[Row]:
        """Return a country's rows, none where nothing was done there."""
        first, count = self.places.get(country, (0, 0))
        part = self.table.slice(first, count)
        names = part.column_names
        columns = [column.to_pylist() for column in part.columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


_LOCK: Final = threading.Lock()
_KEPT: Final[WeakKeyDictionary[Tables, dict[tuple[Hashable, bool], _Sums]]] = WeakKeyDictionary()
"""By kind, and whether they are of all countries together."""


def is_whole(choice: Filters) -> bool:
    """Say whether a choice is all that was done in one country, or in all together."""
    return choice == Filters(country=choice.country)


def kept_sums(tables: Tables, kind: Hashable, choice: Filters) -> list[Row] | None:
    """Return the sums of a kind for a whole country, or for all; None where they are not kept."""
    if not is_whole(choice):
        return None
    with _LOCK:
        kept = _KEPT.get(tables, {}).get((kind, choice.country is None))
    return None if kept is None else kept.of(choice.country)


def keep_sums(
    tables: Tables,
    kind: Hashable,
    sums: Callable[[ir.Table, Sequence[ir.Value]], ir.Table],
) -> None:
    """Ask for the sums of a kind of every country and keep them while the tables are open.

    `sums` groups rows of `trainings` by what it is given before what it groups them by itself.
    """
    rows = Filters().apply(tables.table("trainings"))
    rows = rows.filter(rows[COUNTRY].notnull())
    found = tables.arrow(sums(rows, [rows[COUNTRY]]).order_by(COUNTRY))
    places: dict[str | None, tuple[int, int]] = {}
    first = 0
    for country, lines in groupby(found[COUNTRY].to_pylist()):
        count = sum(1 for _line in lines)
        places[country] = (first, count)
        first += count
    _keep(tables, (kind, False), _Sums(fitted(found.drop_columns([COUNTRY])), places))


def keep_sums_together(
    tables: Tables,
    kind: Hashable,
    sums: Callable[[ir.Table, Sequence[ir.Value]], ir.Table],
) -> None:
    """Ask for the sums of a kind of all countries together and keep them as `keep_sums` does."""
    found = tables.arrow(sums(Filters().apply(tables.table("trainings")), []))
    _keep(tables, (kind, True), _Sums(fitted(found), {None: (0, found.num_rows)}))


def fitted(table: pa.Table) -> pa.Table:
    """Return a table in as much memory as it fills: a database's answers have as much again."""
    import pyarrow as pa  # noqa: PLC0415 - comes with Ibis, wanted only by open tables

    whole = table.combine_chunks()
    size = pa.MockOutputStream()
    _write(whole, size)
    exact = pa.allocate_buffer(size.size())
    _write(whole, pa.FixedSizeBufferWriter(exact))
    return pa.ipc.open_stream(exact).read_all()


def _write(table: pa.Table, where: pa.NativeFile) -> None:
    import pyarrow as pa  # noqa: PLC0415 - as above

    with pa.ipc.new_stream(where, table.schema) as stream:
        stream.write_table(table)


def _keep(tables: Tables, key: tuple[Hashable, bool], made: _Sums) -> None:
    with _LOCK:
        _KEPT.setdefault(tables, {})[key] = made
