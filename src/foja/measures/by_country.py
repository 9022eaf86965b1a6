"""Sums of all countries asked at once and kept, so that a whole country's page asks for none.

Most pages are of a country as a whole, or of some of its years, and all rest on the same few sums.
These are small: for every country together some megabytes as Arrow tables, in the order of the
countries. A choice of anything else is asked of the tables.
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
    """A column for each sum and what it is grouped by; `places` tells each country's rows."""

    table: pa.Table
    places: dict[str, tuple[int, int]]

    def of(self, country: str) -> list[Row]:
        """Return a country's rows, none where nothing was done there."""
        first, count = self.places.get(country, (0, 0))
        part = self.table.slice(first, count)
        names = part.column_names
        columns = [column.to_pylist() for column in part.columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


_LOCK: Final = threading.Lock()
_KEPT: Final[WeakKeyDictionary[Tables, dict[Hashable, _Sums]]] = WeakKeyDictionary()


def is_whole_country(choice: Filters) -> bool:
    """Say whether a choice is all that was done in one country."""
    return choice.country is not None and choice == Filters(country=choice.country)


def kept_sums(tables: Tables, kind: Hashable, choice: Filters) -> list[Row] | None:
    """Return the sums of a kind for a whole country; None where they have to be asked for."""
    if choice.country is None or not is_whole_country(choice):
        return None
    with _LOCK:
        kept = _KEPT.get(tables, {}).get(kind)
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
    places: dict[str, tuple[int, int]] = {}
    first = 0
    for country, lines in groupby(found[COUNTRY].to_pylist()):
        count = sum(1 for _line in lines)
        places[country] = (first, count)
        first += count
    made = _Sums(found.drop_columns([COUNTRY]).combine_chunks(), places)
    with _LOCK:
        _KEPT.setdefault(tables, {})[kind] = made
