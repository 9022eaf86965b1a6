"""Every measure's question written in the SQL of engines that no test can start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ibis.backends.sql import compilers
from tests.engines.every_measure import ASKED_OF_A_CHOICE, ASKED_ONCE, SHAPES, answer

from foja.tables.engine import Tables
from foja.tables.engines_duckdb import DuckDBEngine
from foja.tables.marks import with_values

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir

DIALECTS = {"clickhouse": compilers.clickhouse.compiler, "bigquery": compilers.bigquery.compiler}
CANNOT: dict[str, set[str]] = {
    "clickhouse": set(),
    # BigQuery has no exact median as a sum over a group.
    "bigquery": {"middles.middle", "middles.middled"},
}
"""Measures of which a question cannot be written in a dialect; `docs/engines.md` says so."""


class _EveryValue(dict[str, Any]):
    """A value for any name, as a question may be asked with."""

    def __missing__(self, name: str) -> Any:
        return 2010 if name in {"first_year", "last_year", "year", "page"} else "it's"


@pytest.fixture(scope="module")
def questions(folder: Path) -> dict[str, list[ir.Table]]:
    """What each measure asks, of one choice after the other, as expressions."""
    asked: list[ir.Table] = []
    compile_here = DuckDBEngine.compile

    def noting(engine: DuckDBEngine, expression: ir.Table) -> Any:
        asked.append(expression)
        return compile_here(engine, expression)

    found = {}
    with pytest.MonkeyPatch.context() as patch, Tables(folder) as tables:
        patch.setattr(DuckDBEngine, "compile", noting)
        for name, ask in ASKED_ONCE.items():
            asked.clear()
            answer(tables, ask(tables))
            found[name] = [*asked]
        shapes = [*SHAPES.values()]
        for place, (name, ask_of) in enumerate(ASKED_OF_A_CHOICE.items()):
            asked.clear()
            answer(tables, ask_of(tables, shapes[place % len(shapes)]))
            found[name] = [*asked]
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_question_can_be_written(dialect: str, questions: dict[str, list[ir.Table]]) -> None:
    cannot: dict[str, str] = {}
    for name, expressions in questions.items():
        for expression in expressions:
            whole = with_values(expression, _EveryValue()).unbind()
            try:
                sql = DIALECTS[dialect].to_sqlglot(whole).sql(dialect)
            except Exception as error:  # noqa: BLE001 - what cannot be written is what is asked here
                cannot[name] = f"{type(error).__name__}: {error}"
                continue
            assert "FOJA_" not in sql
    assert cannot.keys() == CANNOT[dialect], cannot
    assert sum(map(len, questions.values())) > len(questions) / 2
