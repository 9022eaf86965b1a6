"""What a country's page and its charts ask of the tables, kept for its next page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from foja.measures.figures import ask_cube, ask_matrix
from foja.measures.spread import Spread, ask_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from foja.measures.figures import Cube, Matrix
    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Answer = TypeVar("Answer")

MOST_KEPT: Final = 60
"""Answers kept of some tables; one of a large country takes about half a megabyte."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The figures of a choice, each with its own choice left open: for lists, charts and sums."""

    cube: Cube
    types: Matrix
    spread: Spread


class _Kept:
    """The answers asked for last. The tables never change while they are open."""

    def __init__(self) -> None:
        self._answers: Final[OrderedDict[Hashable, Any]] = OrderedDict()
        self._lock: Final = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return the answer kept under a key, asked for where there is none."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                known: Answer = self._answers[key]
                return known
        answer = ask()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return answer


_KEPT: Final[WeakKeyDictionary[Tables, _Kept]] = WeakKeyDictionary()


def offered(tables: Tables, filters: Filters) -> Offered:
    """Return what is offered to a choice; years, programmes and forces ask nothing anew.

    A chart of a page asks the same as the page, a choice of other years as that of all.
    """
    kept = _KEPT.setdefault(tables, _Kept())
    no_years = replace(filters, fiscal_year_from=None, fiscal_year_to=None)
    any_type = replace(no_years, training_types=())
    anywhere = replace(no_years, year_basis="report", deliveries=(), flags=())
    parts = kept.get(("spread", anywhere), lambda: ask_spread(tables, filters).parts)
    return Offered(
        kept.get(("cube", filters.base()), lambda: ask_cube(tables, filters)),
        kept.get(("types", any_type), lambda: ask_matrix(tables, filters, "training_type")),
        Spread(filters, parts),
    )
