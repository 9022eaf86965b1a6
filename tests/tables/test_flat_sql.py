"""Queries within queries are joined where that cannot change the answer, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
import sqlglot

from foja.tables.flat_sql import flattened

if TYPE_CHECKING:
    from collections.abc import Iterator

JOINED = {
    "a filter below a sum": """
        SELECT "t1"."a" AS "v", COUNT(*) AS "n"
        FROM (SELECT * FROM "x" AS "t0" WHERE "t0"."b" > 1) AS "t1" GROUP BY 1""",
    "filters on filters, with either and or": """
        SELECT SUM("t2"."b") AS "s"
        FROM (SELECT * FROM (SELECT * FROM "x" AS "t0" WHERE "t0"."a" = 1 OR "t0"."b" = 30) AS "t1"
              WHERE "t1"."b" < 25 OR "t1"."c" = 'q') AS "t2"
        WHERE "t2"."b" > 10 OR "t2"."c" = 'p'""",
    "a list of some columns": """
        SELECT "t2"."b", "t2"."a"
        FROM (SELECT * FROM (SELECT * FROM "x" AS "t0" WHERE "t0"."b" > 5) AS "t1"
              ORDER BY "t1"."c" DESC, "t1"."b" LIMIT 2 OFFSET 1) AS "t2\"""",
    "a query within the filter that uses another name": """
        SELECT COUNT(*) AS "n"
        FROM (SELECT * FROM "x" AS "t0"
              WHERE "t0"."a" IN (SELECT "t9"."k" FROM "y" AS "t9" WHERE "t9"."k" > 1)) AS "t1\"""",
    "a filter within a query that another reads": """
        SELECT MAX("t2"."n") AS "most"
        FROM (SELECT "t1"."a", COUNT(*) AS "n"
              FROM (SELECT * FROM "x" AS "t0" WHERE "t0"."b" > 1) AS "t1" GROUP BY 1) AS "t2\"""",
}
LEFT = {
    "a cut below a filter": """
        SELECT "t1"."b" FROM (SELECT * FROM "x" AS "t0" ORDER BY "t0"."b" LIMIT 3) AS "t1"
        WHERE "t1"."b" > 10""",
    "a cut below a sum": """
        SELECT SUM("t1"."b") AS "s"
        FROM (SELECT * FROM "x" AS "t0" ORDER BY "t0"."b" LIMIT 3) AS "t1\"""",
    "a cut below what is reckoned": """
        SELECT "t1"."b" + 1 AS "c"
        FROM (SELECT * FROM "x" AS "t0" ORDER BY "t0"."c" LIMIT 2) AS "t1"
        ORDER BY "t1"."b\"""",
    "only once each": """
        SELECT COUNT(*) AS "n" FROM (SELECT DISTINCT * FROM "x" AS "t0") AS "t1\"""",
    "some of the columns": """
        SELECT COUNT(*) AS "n"
        FROM (SELECT "t0"."a" FROM "x" AS "t0" WHERE "t0"."b" > 1) AS "t1\"""",
    "columns and one more": """
        SELECT SUM("t1"."d") AS "s"
        FROM (SELECT *, "t0"."b" * 2 AS "d" FROM "x" AS "t0") AS "t1\"""",
    "a table joined to it": """
        SELECT "t1"."b", "t2"."w"
        FROM (SELECT * FROM "x" AS "t0" WHERE "t0"."b" > 1) AS "t1"
        FULL JOIN "y" AS "t2" ON "t1"."a" = "t2"."k\"""",
    "a query within that uses the same name": """
        SELECT COUNT(*) AS "n"
        FROM (SELECT * FROM "x" AS "t0"
              WHERE "t0"."a" IN (SELECT "t0"."k" FROM "y" AS "t0" WHERE "t0"."k" > 1)) AS "t1\"""",
    "a column that does not say of which table it is": """
        SELECT COUNT(*) AS "n"
        FROM (SELECT * FROM "x" AS "t0" WHERE "a" > 1) AS "t1\"""",
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE x (a INT, b INT, c TEXT)")
        opened.execute(
            "INSERT INTO x VALUES (1, 10, 'p'), (1, 20, 'q'), (2, 30, 'p'), "
            "(3, 4, NULL), (3, 4, NULL), (NULL, 7, 'r')"
        )
        opened.execute("CREATE TABLE y (k INT, w TEXT)")
        opened.execute("INSERT INTO y VALUES (1,'one'),(2,'two'),(9,'nine')")
        yield opened


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[str]]:
    found = connection.execute(sql)
    return [name for name, *_ in found.description], sorted(map(repr, found.fetchall()))


def _flat(sql: str) -> str:
    return flattened(sqlglot.parse_one(sql, dialect="duckdb")).sql(dialect="duckdb")


@pytest.mark.parametrize("case", JOINED)
def test_layers_that_only_filter_or_list_are_joined(
    case: str, connection: duckdb.DuckDBPyConnection
) -> None:
    flat = _flat(JOINED[case])
    assert "SELECT *" not in flat
    assert _answer(connection, flat) == _answer(connection, JOINED[case])


@pytest.mark.parametrize("case", LEFT)
def test_any_other_layer_stays(case: str, connection: duckdb.DuckDBPyConnection) -> None:
    flat = _flat(LEFT[case])
    assert flat == sqlglot.parse_one(LEFT[case], dialect="duckdb").sql(dialect="duckdb")
    assert _answer(connection, flat) == _answer(connection, LEFT[case])


def test_the_new_name_is_nobodys() -> None:
    flat = _flat('SELECT "f1"."a" FROM (SELECT * FROM "f0" WHERE "f0"."b" > 1) AS "f1"')
    assert flat == 'SELECT "f2"."a" FROM "f0" AS "f2" WHERE "f2"."b" > 1'
