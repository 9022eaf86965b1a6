"""One question in SQL, asked of the tables within limits: nothing written, no file, no network."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.tables.folder import COMPRESSED, connect, find_tables, load, lock, open_folder
from foja.tables.sql_check import check_select, error_of
from foja.tables.sql_errors import SqlError

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

    The SQL is refused as on the site (`foja.tables.sql_check`). Raises `SqlError` where it is not
    exactly one SELECT of what is allowed, cannot be understood, needs more than its time or memory;
    `TablesError` where the tables cannot be used.
    """
    if limit_rows < 1 or seconds <= 0:
        raise SqlError("limits")
    if len(sql) > LONGEST:
        raise SqlError("long", f"{len(sql):,}", most=f"{LONGEST:,}")
    connection = connect()
    try:
        counts = load(connection, open_folder(find_tables(tables_path)))
        connection.execute(f"USE {COMPRESSED}")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET errors_as_json = true")
        lock(connection)
        check_select(connection, sql, counts)
        return _ask(connection, sql, limit_rows, seconds)
    finally:
        connection.close()


def _ask(
    connection: duckdb.DuckDBPyConnection, sql: str, limit_rows: int, seconds: float
) -> QueryResult:
    import duckdb  # noqa: PLC0415 - as in `foja.tables.folder.connect`

    started = time.monotonic()
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        # A second wall: what writes is refused before.
        connection.execute("BEGIN TRANSACTION READ ONLY")
        result = connection.execute(sql)
        described = [(str(column[0]), str(column[1])) for column in result.description or ()]
        rows = result.fetchmany(limit_rows + 1)
    except duckdb.InterruptException as error:
        raise SqlError("time", f"{seconds:g}") from error
    except duckdb.OutOfMemoryException as error:
        raise SqlError("memory", MEMORY) from error
    except duckdb.Error as error:
        raise error_of(error, sql) from error
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
