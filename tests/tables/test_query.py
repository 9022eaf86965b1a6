"""One question in SQL: what is answered, what is refused, and in which words."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.errors import QueryError, TablesError
from foja.tables.query import LONGEST, run_query

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("tables"))


def test_a_select_is_answered_with_names_types_and_values(folder: Path) -> None:
    result = run_query(
        folder,
        "SELECT fiscal_year, sum(cost_usd) AS cost FROM trainings "
        "WHERE country_iso3 = 'MEX' AND stage = 'actual' GROUP BY ALL ORDER BY ALL;",
    )
    assert result.columns == ("fiscal_year", "cost")
    assert result.types == ("INTEGER", "DECIMAL(38,2)")
    assert result.rows[-1] == (2020, Decimal("820500.25"))
    assert not result.truncated
    assert 0 < result.seconds < 30


@pytest.mark.parametrize(
    "sql",
    [
        "FROM countries",
        "WITH c AS (SELECT * FROM countries) SELECT * FROM c",
        "(SELECT 1) UNION ALL SELECT 2",
        "DESCRIBE trainings",
        "SHOW TABLES",
        "SUMMARIZE countries",
        "VALUES (1), (2)",
        "-- a comment; with a semicolon\nSELECT ';' AS text",
    ],
)
def test_every_form_of_select_is_answered(folder: Path, sql: str) -> None:
    assert run_query(folder, sql).rows


def test_rows_beyond_the_limit_are_left_and_said_to_be(folder: Path) -> None:
    result = run_query(folder, "SELECT * FROM trainings", limit_rows=5)
    assert len(result.rows) == 5
    assert result.truncated
    exact = run_query(folder, "SELECT * FROM countries", limit_rows=2)
    assert len(exact.rows) == 2
    assert not exact.truncated


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("", "The SQL is empty; one SELECT is expected."),
        ("  -- nothing\n", "The SQL is empty; one SELECT is expected."),
        ("SELECT 1; SELECT 2", "The SQL has 2 statements; one SELECT is expected."),
        ("DROP TABLE trainings", "kind DROP; only SELECT is answered."),
        ("DELETE FROM trainings", "kind DELETE; only SELECT is answered."),
        ("UPDATE trainings SET cost_usd = 0", "kind UPDATE; only SELECT is answered."),
        ("CREATE TABLE t AS SELECT 1", "kind CREATE; only SELECT is answered."),
        ("COPY trainings TO 'out.csv'", "kind COPY; only SELECT is answered."),
        ("ATTACH 'other.db'", "kind ATTACH; only SELECT is answered."),
        ("SET threads = 1", "kind SET; only SELECT is answered."),
        ("EXPLAIN SELECT 1", "kind EXPLAIN; only SELECT is answered."),
        ("selec 1", 'Parser error in line 1, column 1: syntax error at or near "selec"'),
        ("SELECT 'é',\n  nope FROM countries", "Binder error in line 2, column 3: "),
        ("SELECT * FROM training", "There is no table training here"),
        ("SELECT CAST('x' AS INT)", "Conversion error in line 1, column 8: "),
        ("SELECT error('boo')", "boo"),
        ("SELECT TIMESTAMPTZ '2020-01-01 00:00:00+00'", "a time with a time zone; cast it"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    folder: Path, sql: str, sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(folder, sql)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM '{path}'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM parquet_metadata('{folder}/trainings.parquet')",
    ],
)
def test_no_file_is_read(folder: Path, sql: str) -> None:
    path = folder / "tables.json"
    with pytest.raises(QueryError, match=r"cannot be queried like a table|There is no table"):
        run_query(folder, sql.format(path=path, folder=folder))


def test_no_python_variable_is_read(folder: Path) -> None:
    secret = [1]
    with pytest.raises(QueryError, match="There is no table secret"):
        run_query(folder, "SELECT * FROM secret")
    assert secret == [1]


def test_a_select_that_writes_is_refused(folder: Path) -> None:
    sql = "WITH w AS (INSERT INTO countries VALUES ('XXX', 'x', 'x') RETURNING *) SELECT * FROM w"
    with pytest.raises(QueryError, match="a part that is not answered: insert"):
        run_query(folder, sql)
    assert run_query(folder, "SELECT count(*) FROM countries").rows == [(2,)]


def test_a_query_is_stopped_after_its_time(folder: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.3 seconds and was stopped"):
        run_query(
            folder,
            "SELECT sum(a.range * b.range) FROM range(3000000) a, range(3000000) b",
            seconds=0.3,
        )
    assert time.monotonic() - started < 20


def test_limits_that_allow_nothing_are_refused(folder: Path) -> None:
    with pytest.raises(QueryError, match="at least one row"):
        run_query(folder, "SELECT 1", limit_rows=0)
    with pytest.raises(QueryError, match="and some time"):
        run_query(folder, "SELECT 1", seconds=0)
    with pytest.raises(QueryError, match=r"characters; the limit is 100,000\."):
        run_query(folder, "SELECT 1" + " " * LONGEST)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="holds no"):
        run_query(tmp_path, "SELECT 1")
