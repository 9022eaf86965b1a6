"""One question in SQL, asked of the tables within limits: nothing written, no file, no network."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.errors import QueryError
from foja.tables.folder import COMPRESSED, connect, find_tables, load, lock, open_folder

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

MEMORY: Final = "1GB"
LONGEST: Final = 100_000
"""Characters of SQL; more is a file given by mistake."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer: names and SQL types of the columns, the rows, whether more were left behind."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool
    seconds: float


def run_query(
    tables_path: Path | str | None,
    sql: str,
    *,
    limit_rows: int = 10_000,
    seconds: float = 30.0,
) -> QueryResult:
    """Answer one SELECT over the tables, at most `limit_rows` rows within `seconds`.

    Raises `QueryError` where the SQL is not exactly one SELECT, cannot be understood, needs more
    than its time or memory; `TablesError` where the tables cannot be used.
    """
    if limit_rows < 1 or seconds <= 0:
        raise QueryError("A query needs room for at least one row and more than no time.")
    if len(sql) > LONGEST:
        raise QueryError(f"The SQL has {len(sql):,} characters; the most is {LONGEST:,}.")
    connection = connect()
    try:
        load(connection, open_folder(find_tables(tables_path)))
        connection.execute(f"USE {COMPRESSED}")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET errors_as_json = true")
        lock(connection)
        _check_is_one_select(connection, sql)
        return _ask(connection, sql, limit_rows, seconds)
    finally:
        connection.close()


def _check_is_one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    import duckdb  # noqa: PLC0415 - as in `foja.tables.folder.connect`

    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(_sentence(error, sql)) from error
    if not statements:
        raise QueryError("The SQL is empty; one SELECT is expected.")
    if len(statements) > 1:
        raise QueryError(f"The SQL has {len(statements)} statements; one SELECT is expected.")
    kind = statements[0].type.name
    if kind != "SELECT":
        raise QueryError(f"The SQL is a statement of kind {kind}; only SELECT is answered.")


def _ask(
    connection: duckdb.DuckDBPyConnection, sql: str, limit_rows: int, seconds: float
) -> QueryResult:
    import duckdb  # noqa: PLC0415 - as in `foja.tables.folder.connect`

    started = time.monotonic()
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        # A SELECT may hold an INSERT in its WITH clause; the transaction refuses it.
        connection.execute("BEGIN TRANSACTION READ ONLY")
        result = connection.execute(sql)
        described = [(str(column[0]), str(column[1])) for column in result.description or ()]
        rows = result.fetchmany(limit_rows + 1)
    except duckdb.InterruptException as error:
        raise QueryError(
            f"The query took longer than {seconds:g} seconds and was stopped; "
            "ask for fewer rows or allow more time."
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise QueryError(f"The query needs more than {MEMORY} of memory; ask for less.") from error
    except duckdb.Error as error:
        # DuckDB hands over a time with a time zone by a library that Foja does not need.
        if "pytz" in str(error):
            raise QueryError(
                "The answer has a time with a time zone; cast it to TIMESTAMP or to text."
            ) from error
        raise QueryError(_sentence(error, sql)) from error
    finally:
        timer.cancel()
        timer.join()
    return QueryResult(
        columns=tuple(name for name, _ in described),
        types=tuple(kind for _, kind in described),
        rows=rows[:limit_rows],
        truncated=len(rows) > limit_rows,
        seconds=time.monotonic() - started,
    )


def _sentence(error: Exception, sql: str) -> str:
    """Put the database's error into one sentence, with the line and column it points to."""
    kind, _, rest = str(error).partition(" Error: ")
    try:
        details = json.loads(rest)
    except json.JSONDecodeError:
        return str(error).splitlines()[0]
    message = " ".join(str(details.get("exception_message", rest)).split())
    position = details.get("position")
    if position is None:
        return f"{kind} error: {message}"
    before = sql.encode()[: int(position)].decode(errors="ignore")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return f"{kind} error in line {line}, column {column}: {message}"
