"""What a choice adds up to over any years: one question for all years and all that may be added.

The ledger asks for the same trainings in one year after another, and for students, dollars and
trainings of each.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from foja.measures.measures import ADDITIVE, by_year_together

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.measures.filters import Filters
    from foja.measures.measures import Together
    from foja.tables.engine import Tables

MOST_KEPT: Final = 256
"""Choices whose years are kept while the tables are open; the one used longest ago goes first."""

_KEPT: Final[WeakKeyDictionary[Tables, OrderedDict[Filters, Together]]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


def sum_of(tables: Tables, filters: Filters, name: str) -> int | Decimal | None:
    """Return a measure of `ADDITIVE` over the choice; None where no row prints what it needs."""
    if name not in ADDITIVE:
        raise ValueError(f"years of {name} cannot be added")
    years = _years(tables, replace(filters, fiscal_year_from=None, fiscal_year_to=None))
    found = [
        value
        for year, values in years.items()
        if filters.has_year(year) and (value := values[name]) is not None
    ]
    return sum(found[1:], found[0]) if found else None


def _years(tables: Tables, filters: Filters) -> Together:
    with _LOCK:
        kept = _KEPT.setdefault(tables, OrderedDict())
        if filters in kept:
            kept.move_to_end(filters)
            return kept[filters]
    found = by_year_together(tables, filters)
    with _LOCK:
        kept[filters] = found
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return found
