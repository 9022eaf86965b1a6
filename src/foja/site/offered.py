"""What a country's page and its charts ask of the tables, kept for its next page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from foja.measures.figures import (
    DIMENSIONS,
    ask_cube,
    ask_matrix,
    keep_figures,
    keep_figures_together,
)
from foja.measures.filters import COLUMNS
from foja.measures.recipients import units_named, units_with_most
from foja.measures.spread import Spread, ask_spread, keep_spread
from foja.measures.training import keep_courses
from foja.site.charts.courses import SHOWN as COURSES_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from foja.measures.figures import Cube, Dimension, Matrix
    from foja.measures.filters import Filters
    from foja.measures.recipients import Naming, UnitSum
    from foja.tables.engine import Tables

Answer = TypeVar("Answer")

WITHOUT_FORCES: Final[tuple[Dimension, ...]] = ("fiscal_year", "program")
KEPT_COLUMNS: Final = ("training_type", "place_id", "unit_id")
"""Columns whose sums are kept for every country."""
KEPT_TOGETHER: Final = ("training_type", "place_id", "country_iso3")
"""Columns whose sums are kept for all countries together."""
MOST_KEPT: Final = 16
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


def units_of(tables: Tables, filters: Filters, most: int) -> tuple[list[UnitSum], Naming]:
    """Return the units of a choice with most students, and how many cells name none."""
    kept = _KEPT.setdefault(tables, _Kept())
    return kept.get(
        ("units", filters, most),
        lambda: (units_with_most(tables, filters, most), units_named(tables, filters)),
    )


def countries_of(tables: Tables, filters: Filters) -> Matrix:
    """Return the figures of a choice of all countries by year and country."""
    kept = _KEPT.setdefault(tables, _Kept())
    no_years = replace(filters, fiscal_year_from=None, fiscal_year_to=None)
    return kept.get(("countries", no_years), lambda: ask_matrix(tables, no_years, "country_iso3"))


def matrix_of(tables: Tables, filters: Filters, column: str) -> Matrix:
    """Return the figures of a choice by year and value of a column, its own choice left open."""
    kept = _KEPT.setdefault(tables, _Kept())
    field = next(name for name, chosen in COLUMNS.items() if chosen == column)
    open_choice = replace(filters, fiscal_year_from=None, fiscal_year_to=None, **{field: ()})  # type: ignore[arg-type]
    return kept.get((column, open_choice), lambda: ask_matrix(tables, open_choice, column))


def remembered(tables: Tables, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the answer kept under a key for some tables, asked for where there is none."""
    return _KEPT.setdefault(tables, _Kept()).get(key, ask)


def offered(tables: Tables, filters: Filters) -> Offered:
    """Return what is offered to a choice; years, programmes and forces ask nothing anew.

    A chart of a page asks the same as the page, a choice of other years as that of all.
    """
    kept = _KEPT.setdefault(tables, _Kept())
    base, dimensions = filters.base(), DIMENSIONS
    if filters.country is None:
        # All countries have some thousand forces; none is offered, so none is asked for.
        base = replace(base, recipient_forces=filters.recipient_forces)
        dimensions = WITHOUT_FORCES
    no_years = replace(filters, fiscal_year_from=None, fiscal_year_to=None)
    any_type = replace(no_years, training_types=())
    anywhere = replace(no_years, year_basis="report", deliveries=(), flags=())
    parts = kept.get(("spread", anywhere), lambda: ask_spread(tables, filters).parts)
    return Offered(
        kept.get(("cube", base), lambda: ask_cube(tables, filters, dimensions)),
        kept.get(("types", any_type), lambda: ask_matrix(tables, filters, "training_type")),
        Spread(filters, parts),
    )


def keep_countries(tables: Tables) -> None:
    """Ask at once for what the pages of whole countries and of all are made from, and keep it."""
    keep_spread(tables)
    keep_figures(tables, KEPT_COLUMNS)
    keep_figures_together(tables, WITHOUT_FORCES, KEPT_TOGETHER)
    keep_courses(tables, "students", COURSES_SHOWN)


def forget_answers(tables: Tables) -> None:
    """Drop the answers kept of some tables, so that the next page asks anew."""
    _KEPT.pop(tables, None)
