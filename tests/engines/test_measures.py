"""Every measure gives the same answer in every engine, row by row and type by type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.engines import every_measure
from tests.engines.every_measure import (
    ASKED_OF_A_CHOICE,
    ASKED_ONCE,
    NOT_ASKED,
    SHAPES,
    UNORDERED,
    answer,
    asking,
    same,
)

from foja.measures.filters import COLUMNS
from foja.measures.search import count
from foja.tables.engine import Tables
from foja.tables.engines import Compiled
from foja.tables.engines_spark import SparkEngine
from foja.tables.marks import with_marks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import ibis.expr.types as ir
    import pyarrow as pa

    from foja.tables.engines import Values
    from foja.tables.engines_duckdb import DuckDBEngine

LONG = ("measures.measure", "middles.middle", "rows.list_trainings")
"""Measures that ask dozens of questions; `whole.py` asks each of every choice."""


def _some_shapes(name: str, most: int) -> list[str]:
    """Return some choices for a measure, other ones for each, so that all have their turn."""
    place = [*ASKED_OF_A_CHOICE].index(name) * most
    shapes = [*SHAPES]
    return [shapes[(place + each) % len(shapes)] for each in range(1 if name in LONG else most)]


def test_every_measure_is_asked() -> None:
    """A measure that is added has to be named, or has a reason not to be."""
    named = {*ASKED_OF_A_CHOICE, *ASKED_ONCE, *NOT_ASKED}
    assert set(asking()) == named
    assert named >= {*UNORDERED}


def test_every_kind_of_filter_is_asked() -> None:
    chosen = {field for filters in SHAPES.values() for field in COLUMNS if getattr(filters, field)}
    assert chosen == {*COLUMNS}
    assert {filters.year_basis for filters in SHAPES.values()} == {"report", "start", "calendar"}
    assert {filters.stage for filters in SHAPES.values()} == {"actual", "planned", "all"}


def test_nearly_every_choice_finds_trainings(tables: Tables) -> None:
    without = [shape for shape, filters in SHAPES.items() if not count(tables, filters)]
    assert without == ["text that is no code"]


def _check(name: str, ask: Callable[[Tables], object], one: Tables, other: Tables) -> None:
    found, wanted = answer(one, ask(one)), answer(other, ask(other))
    assert same(name, found, wanted), (name, found, wanted)


def test_fewer_layers_of_sql_answer_as_ibis_wrote_them(
    folder: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_measure, "SPARING", True)
    layered = 0

    def as_written(engine: DuckDBEngine, expression: ir.Table) -> Compiled:
        nonlocal layered
        sql = engine.backend.compile(expression)
        layered += sql != tables.sql(expression)
        return Compiled(with_marks(sql, r"$\2", r"$\2"), expression.schema())

    with Tables(folder) as plain:
        monkeypatch.setattr(plain._engine, "compile", partial(as_written, plain._engine))
        unlike = _unlike(plain, tables)
    assert layered > len(ASKED_OF_A_CHOICE)
    assert not unlike


@pytest.mark.postgres
@pytest.mark.parametrize("name", ASKED_ONCE)
def test_postgres_answers_as_duckdb(name: str, postgres_tables: Tables, tables: Tables) -> None:
    _check(name, ASKED_ONCE[name], postgres_tables, tables)


@pytest.mark.postgres
@pytest.mark.parametrize("name", ASKED_OF_A_CHOICE)
def test_postgres_answers_as_duckdb_for_some_choices(
    name: str, postgres_tables: Tables, tables: Tables
) -> None:
    for shape in _some_shapes(name, 3):
        _check(name, partial(_of, name, shape), postgres_tables, tables)


@pytest.mark.postgres
@pytest.mark.parametrize("shape", SHAPES)
def test_postgres_answers_as_duckdb_for_every_choice(
    shape: str, postgres_tables: Tables, tables: Tables
) -> None:
    _check("figures.ask_cube", partial(_of, "figures.ask_cube", shape), postgres_tables, tables)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_answers_as_duckdb(
    spark_tables: Tables, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One test for all measures, so that one worker starts Spark and no other.

    PySpark leaves the sockets to Python over which it is handed answers. A question that several
    measures ask is asked once.
    """
    monkeypatch.setattr(every_measure, "SPARING", True)
    known: dict[object, pa.Table] = {}
    fetch = SparkEngine._fetch

    def fetch_once(engine: SparkEngine, question: Compiled, values: Values) -> pa.Table:
        key = (question.sql, *sorted(values.items()))
        if key not in known:
            known[key] = fetch(engine, question, values)
        return known[key]

    monkeypatch.setattr(SparkEngine, "_fetch", fetch_once)
    assert not _unlike(spark_tables, tables)


def _of(name: str, shape: str, asked: Tables) -> object:
    return ASKED_OF_A_CHOICE[name](asked, SHAPES[shape])


def _unlike(one: Tables, other: Tables) -> list[tuple[str, str]]:
    """Return each measure, with its choice, that two engines answer differently."""
    unlike = []
    for name, ask in ASKED_ONCE.items():
        if not same(name, *(answer(each, ask(each)) for each in (one, other))):
            unlike.append((name, ""))
    for name in ASKED_OF_A_CHOICE:
        for shape in _some_shapes(name, 1):
            found = (answer(each, _of(name, shape, each)) for each in (one, other))
            if not same(name, *found):
                unlike.append((name, shape))
    return unlike
