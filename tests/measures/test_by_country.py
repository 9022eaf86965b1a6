"""Sums kept for every country are those that the tables answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.measures.by_country import kept_sums
from foja.measures.figures import ask_cube, ask_matrix, keep_figures
from foja.measures.filters import Filters
from foja.measures.spread import ask_spread, keep_spread
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = ("training_type", "place_id", "unit_id")


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    # Tables of its own: what is kept of them is seen by whoever asks them.
    with Tables(write_tables(tmp_path)) as opened:
        yield opened


def _answers(tables: Tables, filters: Filters) -> list[object]:
    matrices = [ask_matrix(tables, filters, column).cells for column in COLUMNS]
    return [ask_cube(tables, filters).cells, ask_spread(tables, filters).parts, *matrices]


def test_kept_sums_are_those_that_are_asked(tables: Tables) -> None:
    choices = [Filters(row["country_iso3"]) for row in tables.whole("countries")]
    choices += [
        Filters("MEX", 2019, 2019),
        Filters("MEX", programs=("IMET",)),
        Filters("MEX", words="naval"),
        Filters("MEX", stage="all"),
        Filters("MEX", year_basis="start"),
        Filters(),
    ]
    asked = [_answers(tables, choice) for choice in choices]
    assert kept_sums(tables, "spread", Filters("MEX")) is None
    keep_spread(tables)
    keep_figures(tables, COLUMNS)
    assert kept_sums(tables, "spread", Filters("MEX"))
    assert [_answers(tables, choice) for choice in choices] == asked


def test_any_other_choice_is_asked_of_the_tables(tables: Tables) -> None:
    keep_spread(tables)
    for other in (Filters(), Filters("MEX", words="naval"), Filters("MEX", stage="planned")):
        assert kept_sums(tables, "spread", other) is None
