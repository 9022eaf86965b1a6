"""PostgreSQL: the tables of one of its schemas, asked over a few connections that cannot write."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any, Final

from foja.errors import MissingExtraError, TablesError
from foja.tables.engines import (
    Compiled,
    not_reached,
    reason_of,
    split_schema,
    without_password,
)
from foja.tables.engines_answers import as_arrow, changes_of, told
from foja.tables.engines_order import in_order, without_order
from foja.tables.marks import with_marks
from foja.tables.published import PUBLISHED, checked_version
from foja.tables.time_limit import AGAIN, stoppable

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir
    import psycopg
    import pyarrow as pa
    from sqlglot import expressions as sge

    from foja.tables.engines import Row, Values

CONNECTIONS: Final = 8
"""At most so many questions are asked at once; the next one waits."""
READ_ONLY: Final = "-c default_transaction_read_only=on -c jit=off"
"""No compiling to machine code: it takes longer than the short questions of a page."""
LETTERS: Final = ("pg_c_utf8", "C.utf8", "C.UTF-8", "und-x-icu")
"""Collations that know the small and capital letters of every language; the first there is."""


def connect_to(address: str, options: str = "") -> psycopg.Connection[Any]:
    """Connect to a PostgreSQL server, each statement a transaction of its own.

    Raises `TablesError` where it cannot be reached, `MissingExtraError` without the driver.
    """
    try:
        import psycopg  # noqa: PLC0415 - only for those who have one
        from psycopg.conninfo import conninfo_to_dict, make_conninfo  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtraError("PostgreSQL", "postgres") from error
    try:
        # A silent server is given up after ten seconds, unless the address says otherwise.
        given: dict[str, Any] = {"connect_timeout": 10, **conninfo_to_dict(address)}
        given["options"] = f"{given.get('options', '')} {options}".strip()
        return psycopg.connect(make_conninfo("", **given), autocommit=True)
    except (psycopg.Error, UnicodeError) as error:
        raise not_reached("PostgreSQL", address, error) from error


def published_rows(connection: psycopg.Connection[Any], schema: str) -> list[Row]:
    """Return the rows of `foja_version` in a schema that has it."""
    from psycopg import sql  # noqa: PLC0415 - as above
    from psycopg.rows import dict_row  # noqa: PLC0415 - as above

    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, PUBLISHED))
        )
        return list(found)


class PostgresEngine:
    """The tables published into a schema of PostgreSQL. See `foja.tables.engines.Engine`."""

    keeps_order = False

    def __init__(self, address: str) -> None:
        address, schema = split_schema(address)
        self._address: Final = address
        self._schema: Final = schema
        self._free: Final[queue.LifoQueue[psycopg.Connection[Any] | None]] = queue.LifoQueue()
        self._open: Final[set[psycopg.Connection[Any] | None]] = set()
        self._lock: Final = threading.Lock()
        first = connect_to(address, READ_ONLY)
        try:
            self.where: Path | str = f"{without_password(address)}, schema {schema}"
            found = first.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = %s",
                (schema,),
            )
            there = {str(name) for (name,) in found}
            rows = published_rows(first, schema) if PUBLISHED in there else []
            self.version, self.counts = checked_version(rows, there, str(self.where))
            letters = first.execute(
                "SELECT collname FROM pg_collation WHERE collname = ANY(%s)", (list(LETTERS),)
            ).fetchall()
            known = {str(name) for (name,) in letters}
            self._letters: Final = next((name for name in LETTERS if name in known), None)
            self.backend: Any = _backend(first)
        except BaseException:
            first.close()
            raise
        # The first connection stays with Ibis, for expressions that are asked by themselves.
        self._first: Final = first
        for _ in range(CONNECTIONS):
            self._free.put(None)

    def table(self, name: str) -> ir.Table:
        """Return a table as an expression."""
        return without_order(self.backend.table(name, database=self._schema))

    def compile(self, expression: ir.Table) -> Compiled:
        """Return the question that an expression is."""
        from sqlglot import ErrorLevel  # noqa: PLC0415 - comes with Ibis

        tree = self.backend.compiler.to_sqlglot(in_order(expression)).transform(self._by_letter)
        sql = tree.sql(dialect="postgres", unsupported_level=ErrorLevel.RAISE)
        # A value that is given has no type of its own.
        sql = with_marks(sql.replace("%", "%%"), r"CAST(%(\2)s AS TEXT)", r"CAST(%(\2)s AS BIGINT)")
        return Compiled(sql, expression.schema(), changes_of(expression))

    def _by_letter(self, node: sge.Expression) -> sge.Expression:
        """Write capitals by the letters of every language; the columns compare octets, as DuckDB.

        Under the collation `C`, which that needs, only the letters from A to Z have capitals.
        """
        from sqlglot import expressions as sge  # noqa: PLC0415 - comes with Ibis

        if self._letters is None or not isinstance(node, sge.Upper | sge.Lower):
            return node
        inner = sge.Collate(
            this=node.this, expression=sge.to_identifier(self._letters, quoted=True)
        )
        whole = type(node)(this=inner)
        return sge.Collate(
            this=sge.Paren(this=whole), expression=sge.to_identifier("C", quoted=True)
        )

    def ask(self, question: Compiled, values: Values) -> list[Row]:
        """Return the answer's rows."""
        return told(question, self._fetch(question, values))

    def arrow(self, question: Compiled) -> pa.Table:
        """Return the answer with the types of the expression."""
        return as_arrow(question, self._fetch(question, {}))

    def close(self) -> None:
        """Close every connection."""
        for connection in [*self._open, self._first]:
            if connection is not None:
                connection.close()

    def _fetch(self, question: Compiled, values: Values) -> list[tuple[Any, ...]]:
        import psycopg  # noqa: PLC0415 - only for those who have one

        sql = question.sql.encode()
        connection = self._taken()
        try:
            if connection is None or connection.closed:
                connection = self._connected(connection)
            try:
                return _run(connection, sql, values)
            except psycopg.OperationalError:
                if not connection.broken:
                    raise
                # A server that was started again has closed its connections.
                connection = self._connected(connection)
                return _run(connection, sql, values)
        except psycopg.OperationalError as error:
            raise TablesError(f"{self.where} does not answer: {reason_of(error)}.") from error
        finally:
            self._free.put(connection)

    def _taken(self) -> psycopg.Connection[Any] | None:
        """Wait for a connection that nobody uses, no longer than the time limit allows."""
        over = threading.Event()
        with stoppable(over.set):
            while True:
                try:
                    return self._free.get(timeout=AGAIN)
                except queue.Empty:
                    # The limit makes of this what it says of a question that took too long.
                    if over.is_set():
                        raise

    def _connected(self, lost: psycopg.Connection[Any] | None) -> psycopg.Connection[Any]:
        connection = connect_to(self._address, READ_ONLY)
        with self._lock:
            self._open.discard(lost)
            self._open.add(connection)
        return connection


def _run(connection: psycopg.Connection[Any], sql: bytes, values: Values) -> list[tuple[Any, ...]]:
    with stoppable(connection.cancel):
        return connection.execute(sql, values).fetchall()


def _backend(connection: psycopg.Connection[Any]) -> Any:  # noqa: ANN401 - Ibis has no types
    try:
        import ibis  # noqa: PLC0415 - a quarter of a second

        return ibis.postgres.from_connection(connection)
    except ImportError as error:
        raise MissingExtraError("PostgreSQL", "postgres") from error
