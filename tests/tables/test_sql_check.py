"""What a question in SQL may be made of: what is let through, what is refused, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from foja.tables.sql_allowed import CHANGING, FUNCTIONS, OPERATORS
from foja.tables.sql_check import check_select
from foja.tables.sql_errors import SENTENCES, SqlError

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = ("trainings", "countries")
WRITTEN_BY_THE_PARSER = {"!", "->", "grouping", "ifnull"}
"""Operators and forms that DuckDB's parser knows and its catalog does not."""


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"errors_as_json": "true"}) as made:
        yield made


@pytest.mark.parametrize(
    "sql",
    [
        "FROM trainings",
        "SELECT * FROM Trainings t JOIN COUNTRIES c USING (country_iso3);",
        "WITH a AS (FROM trainings), b AS (FROM a) SELECT * FROM b",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) FROM n",
        "WITH trainings AS (SELECT 1) FROM trainings",
        "SELECT count(*) FILTER (WHERE a = 1), sum(b) OVER (PARTITION BY c) FROM trainings",
        "SELECT * FROM trainings, unnest(flags) f(flag)",
        "SELECT [x + 1 FOR x IN range(3)], {'a': 1}.a, 'abc'.upper(), 'a' ILIKE 'A%'",
        "SELECT extract(year FROM start_date), start_date::VARCHAR FROM trainings",
        "SELECT CASE WHEN EXISTS (FROM countries) THEN 1 END, coalesce(NULL, 1) IN (1, 2)",
        "SELECT a, rank() OVER (ORDER BY b) FROM trainings QUALIFY rank() OVER (ORDER BY b) < 3",
        "FROM (PIVOT trainings ON stage IN ('actual', 'planned') USING sum(quantity))",
        "FROM trainings USING SAMPLE reservoir(10 ROWS) REPEATABLE (1)",
        "SELECT * FROM range(3) UNION ALL VALUES (1)",
        "SHOW TABLES",
        "DESCRIBE trainings",
        "SUMMARIZE countries",
    ],
)
def test_questions_to_the_tables_are_let_through(
    sql: str, connection: duckdb.DuckDBPyConnection
) -> None:
    assert connection.extract_statements(sql)
    check_select(connection, sql, TABLES)


@pytest.mark.parametrize(
    ("sql", "code", "subject", "place"),
    [
        ("-- nothing", "empty", "", (0, 0)),
        ("SELECT 1; SELECT 2", "statements", "2", (0, 0)),
        ("DELETE FROM trainings", "kind", "DELETE", (0, 0)),
        ("PIVOT trainings ON stage USING sum(quantity)", "form", "a statement", (0, 0)),
        ("SELECT 1\nFROM units", "table", "units", (2, 6)),
        ("FROM main.trainings", "table", "main.trainings", (1, 6)),
        ("FROM duckdb_settings()", "table_function", "duckdb_settings", (1, 6)),
        ("SELECT 'é', getenv('a')", "changing", "getenv", (1, 13)),
        ("SELECT x.y.getenv('a')", "changing", "getenv", (1, 8)),
        ("SELECT current_user", "changing", "current_user", (1, 8)),
        ("SELECT 'a'.read_text()", "function", "read_text", (1, 12)),
        ("SELECT nextval('a') OVER ()", "function", "nextval", (1, 8)),
        ("SELECT list_transform([1], x -> nextval('a'))", "function", "nextval", (1, 33)),
        ("SELECT 1 ORDER BY random()", "changing", "random", (1, 19)),
        ("SELECT 1 LIMIT (SELECT nextval('a'))", "function", "nextval", (1, 24)),
        ("FROM trainings TABLESAMPLE reservoir(9 ROWS)", "sample", "", (1, 6)),
        ("SELECT $1", "parameter", "$1", (1, 8)),
        ("WITH d AS (DELETE FROM trainings RETURNING *) FROM d", "form", "delete", (0, 0)),
        ("SHOW DATABASES", "form", "show", (0, 0)),
        ("DESCRIBE pg_catalog.pg_settings", "table", "pg_catalog.pg_settings", (0, 0)),
        ("DESCRIBE SELECT getenv('a')", "changing", "getenv", (1, 17)),
        ("WITH a AS (FROM b), b AS (SELECT 1) FROM a", "table", "b", (1, 17)),
        (
            "WITH a AS (SELECT 1) SELECT * FROM (WITH b AS (FROM a) FROM b), b",
            "table",
            "b",
            (1, 65),
        ),
        (
            "WITH RECURSIVE pg_am AS (FROM pg_am UNION ALL FROM pg_am) FROM pg_am",
            "table",
            "pg_am",
            (1, 31),
        ),
        ("selec 1", "database", 'Parser error: syntax error at or near "selec"', (1, 1)),
        (f"SELECT {'not ' * 900}true", "deep", "", (0, 0)),
    ],
)
def test_everything_else_is_refused_with_its_place(
    sql: str,
    code: str,
    subject: str,
    place: tuple[int, int],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(SqlError) as caught:
        check_select(connection, sql, TABLES)
    error = caught.value
    assert error.code == code
    assert error.subject.startswith(subject)
    assert (error.line, error.column) == place
    assert "\n" not in str(error)


def test_every_function_that_is_allowed_exists(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    known = {name.lower() for (name,) in rows}
    written = {"cume_dist", "lag", "lead"} & FUNCTIONS  # Windows are in no catalog.
    windows = FUNCTIONS - OPERATORS - known - WRITTEN_BY_THE_PARSER
    for name in sorted(windows):
        over = f"{name}(1, 1)" if name == "nth_value" else f"{name}(1)"
        connection.execute(
            f"SELECT {over if name in _WITH_A_VALUE else f'{name}()'} OVER (ORDER BY 1)"
        )
    assert written == {"cume_dist", "lag", "lead"}


_WITH_A_VALUE = {"fill", "first_value", "lag", "last_value", "lead", "nth_value", "ntile"}


def test_no_function_that_reads_or_changes_is_allowed(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert not FUNCTIONS & CHANGING
    rows = connection.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() "
        "WHERE stability <> 'CONSISTENT' OR function_type IN ('table', 'table_macro', 'pragma')"
    ).fetchall()
    loud = {name.lower() for (name,) in rows}
    scalars = {"range", "generate_series", "unnest", "repeat", "histogram"}
    assert FUNCTIONS & loud <= scalars | {"error"}


def test_every_code_has_a_sentence_that_ends() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.endswith((".", "}")), code
        assert str(SqlError(code, "x", most="y"))
