"""Sums kept for every country are those that the tables answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.support.tables import write_tables

from foja.measures.by_country import fitted, kept_sums
from foja.measures.entities import parts
from foja.measures.figures import (
    ask_cube,
    ask_matrix,
    keep_figures,
    keep_figures_together,
    kept_by_value,
)
from foja.measures.filters import Filters
from foja.measures.spread import ask_spread, keep_spread
from foja.measures.training import biggest_courses, keep_courses
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.measures.figures import Dimension

COLUMNS = ("training_type", "place_id", "unit_id")
MOST_COURSES = 3
TOGETHER: tuple[Dimension, ...] = ("fiscal_year", "program")
WHOLE = (Filters("MEX"), Filters())


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    # Tables of its own: what is kept of them is seen by whoever asks them.
    with Tables(write_tables(tmp_path)) as opened:
        yield opened


def _answers(tables: Tables, filters: Filters) -> list[object]:
    matrices = [ask_matrix(tables, filters, column).cells for column in COLUMNS]
    cubes = [ask_cube(tables, filters).cells, ask_cube(tables, filters, TOGETHER).cells]
    courses = biggest_courses(tables, filters, limit=MOST_COURSES)
    return [*cubes, ask_spread(tables, filters).parts, courses, *matrices]


def test_kept_sums_are_those_that_are_asked(tables: Tables) -> None:
    choices = [Filters(row["country_iso3"]) for row in tables.whole("countries")]
    choices += [
        Filters("MEX", 2019, 2019),
        Filters("MEX", programs=("IMET",)),
        Filters("MEX", words="naval"),
        Filters("MEX", stage="all"),
        Filters("MEX", year_basis="start"),
        Filters(),
        Filters(None, 2019, 2020),
        Filters(programs=("IMET",)),
    ]
    asked = [_answers(tables, choice) for choice in choices]
    kept = [(kind, choice) for kind in ("spread", ("matrix", "place_id")) for choice in WHOLE]
    assert all(kept_sums(tables, *one) is None for one in kept)
    keep_spread(tables)
    keep_figures(tables, COLUMNS)
    keep_figures_together(tables, TOGETHER, COLUMNS)
    keep_courses(tables, "students", MOST_COURSES)
    assert all(kept_sums(tables, *one) for one in kept)
    assert [_answers(tables, choice) for choice in choices] == asked


def test_sums_of_a_column_are_kept_with_those_of_its_years(tables: Tables) -> None:
    columns = ("program", "recipient_force", "training_type")
    assert [kept_by_value(tables, Filters("MEX"), column) for column in columns] == [None] * 3
    keep_figures(tables, COLUMNS)
    for column in columns:
        asked = {part.value: part.figures for part in parts(tables, Filters("MEX"), column)}
        assert kept_by_value(tables, Filters("MEX"), column) == asked
        assert kept_by_value(tables, Filters("MEX", words="naval"), column) is None


def test_any_other_choice_is_asked_of_the_tables(tables: Tables) -> None:
    keep_spread(tables)
    for other in (
        Filters(words="naval"),
        Filters("MEX", words="naval"),
        Filters("MEX", stage="planned"),
    ):
        assert kept_sums(tables, "spread", other) is None


def test_what_is_kept_takes_no_more_memory_than_it_fills() -> None:
    loose = pa.chunked_array([pa.array(range(1000)).slice(0, 10), pa.array([11, None])])
    table = pa.table({"number": loose})
    made = fitted(table)
    assert made == table
    assert made["number"].num_chunks == 1
    assert made.get_total_buffer_size() < 500 < table.get_total_buffer_size()
