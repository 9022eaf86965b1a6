"""No reader's text becomes SQL: every statement that is not a plain text of ours was reviewed.

Values travel as parameters of a statement. A statement that is put together stands below with what
it is put together from; the tool that takes a reader's SQL is walled in by other means.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent.parent / "src" / "foja"
RUNS = frozenset(
    {"execute", "executemany", "executescript", "raw_sql", "sql", "query", "read_sql"}
    | {"extract_statements", "from_query", "copy"}
)
"""Names of functions that run their first argument as SQL."""
NO_SQL = frozenset({"Filters.from_query"})
"""Functions of those names that have nothing to do with it."""

COMPILED = "compiled by Ibis from an expression; a reader's values are given beside it"
OWN_NAMES = "names of our own schema"
OPERATOR = (
    "names of our own schema, and of the database or folder that whoever runs the command names"
)
READERS = "a reader's own SQL: one SELECT, read-only, closed to files and settings, within limits"

REVIEWED = {
    ("tables/engines_duckdb.py", "ask"): COMPILED,
    ("tables/engines_duckdb.py", "arrow"): COMPILED,
    ("tables/engines_postgres.py", "_run"): COMPILED,
    ("tables/engines_postgres.py", "published_rows"): OPERATOR,
    ("tables/engines_spark.py", "_fetch"): COMPILED,
    ("tables/export_duckdb.py", "_write"): OWN_NAMES,
    ("tables/export_duckdb.py", "_write_pairs"): OWN_NAMES,
    ("tables/export_duckdb.py", "write_duckdb"): OPERATOR,
    ("tables/export_sqlite.py", "_index"): OWN_NAMES,
    ("tables/export_sqlite.py", "_write"): OWN_NAMES,
    ("tables/export_sqlite.py", "_write_texts"): OWN_NAMES,
    ("tables/folder.py", "load"): OWN_NAMES,
    ("tables/publish_ibis.py", "_drop"): OPERATOR,
    ("tables/publish_ibis.py", "_replace"): OPERATOR,
    ("tables/publish_postgres.py", "_copy_batch"): OPERATOR,
    ("tables/publish_postgres.py", "_create"): OPERATOR,
    ("tables/publish_postgres.py", "_index"): OPERATOR,
    ("tables/publish_postgres.py", "_load"): OPERATOR,
    ("tables/publish_rights.py", "grant"): "names that PostgreSQL's own catalog gave, quoted",
    ("tables/publish_rights.py", "rights"): "constants of the module",
    ("tables/publish_spark.py", "_load"): OPERATOR,
    ("tables/query.py", "_ask"): READERS,
    ("tables/query.py", "run_query"): "constants of the module",
    ("tables/sql_check.py", "check_select"): READERS,
    ("tables/sql_copy.py", "write_copy"): OWN_NAMES,
    ("tables/sql_worker.py", "_open"): "constants of the module",
    ("tables/sql_worker.py", "answer"): READERS,
}
"""Statements that are not plain texts, by module and function: what they are put together from."""


class Statement(NamedTuple):
    """A call that runs SQL which is not a plain text."""

    path: str
    function: str
    line: int
    text: str


def statements(path: str, source: str) -> Iterator[Statement]:
    """Every call in a module that runs something else than a text written there."""
    yield from _within(path, "", ast.parse(source))


def _within(path: str, function: str, node: ast.AST) -> Iterator[Statement]:
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = child.name
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and child.func.attr in RUNS
            and ast.unparse(child.func) not in NO_SQL
            and child.args
            and not isinstance(child.args[0], ast.Constant)
        ):
            yield Statement(path, function, child.lineno, ast.unparse(child.args[0])[:80])
        yield from _within(path, inner, child)


@cache
def found() -> list[Statement]:
    """Those of the package."""
    return [
        statement
        for file in sorted(PACKAGE.rglob("*.py"))
        for statement in statements(file.relative_to(PACKAGE).as_posix(), file.read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    "call",
    [
        "cursor.execute(f'SELECT {x}')",
        "cursor.execute('SELECT ' + x)",
        "cursor.execute('SELECT %s' % x)",
        "cursor.execute('SELECT {}'.format(x))",
        "cursor.execute(x, [1])",
        "backend.raw_sql(x)",
        "tables.sql(x)",
    ],
)
def test_a_statement_that_is_put_together_is_found(call: str) -> None:
    source = f"def ask(cursor, x):\n    if x:\n        {call}\n"
    assert [(each.function, each.line) for each in statements("a.py", source)] == [("ask", 3)]


def test_a_plain_text_with_parameters_is_left_alone() -> None:
    source = "def ask(cursor, x):\n    cursor.execute('SELECT ?' ' + 1', [x])\n"
    assert list(statements("a.py", source)) == []


def test_every_statement_that_is_put_together_was_reviewed() -> None:
    unknown = [each for each in found() if (each.path, each.function) not in REVIEWED]
    assert unknown == [], "review it, and write here what it is put together from"


def test_only_the_tables_speak_sql() -> None:
    assert {each.path.partition("/")[0] for each in found()} == {"tables"}
