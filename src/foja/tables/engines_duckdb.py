"""DuckDB, in memory, closed to the world: where the tables of a folder are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.errors import TablesError
from foja.tables.engines import Compiled
from foja.tables.folder import COMPRESSED, lock
from foja.tables.loading import load_folder
from foja.tables.marks import with_marks
from foja.tables.time_limit import stoppable

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir
    import pyarrow as pa
    import sqlglot.expressions as sge

    from foja.tables.engines import Row, Values
    from foja.tables.loading import Loading


class DuckDBEngine:
    """The tables of a folder, loaded into memory. See `foja.tables.engines.Engine`."""

    keeps_order = True

    def __init__(self, path: Path | str | None, loading: Loading | None = None) -> None:
        # A quarter of a second each, wanted only by open tables, and read while those are loaded.
        import ibis  # noqa: PLC0415
        import ibis.backends.duckdb  # noqa: PLC0415

        loaded = load_folder(path) if loading is None else loading.result()
        connection = loaded.connection
        try:
            # A page's queries are short and pages are asked for at the same time: a second thread
            # for one query makes the slowest of them slower and the others no faster.
            connection.execute("SET threads = 1")
            # To find a list's rows first and their columns after takes tables of this size longer.
            connection.execute("SET disabled_optimizers = 'late_materialization'")
            # What questions leave behind goes back to the system while nobody asks.
            connection.execute("SET allocator_background_threads = true")
            self.backend: Any = ibis.duckdb.from_connection(connection)
            lock(connection)
        except BaseException:
            connection.close()
            raise
        self.counts: dict[str, int] = loaded.counts
        self.where: Path | str = loaded.folder.path
        self.version: str = loaded.folder.manifest.version
        self.connection: Final = connection
        self._closed = False

    def table(self, name: str) -> ir.Table:
        """Return a table as an expression."""
        return self.backend.table(name)

    def compile(self, expression: ir.Table) -> Compiled:
        """Return the question that an expression is."""
        # Comes with Ibis, wanted only by open tables.
        from sqlglot import ErrorLevel  # noqa: PLC0415

        from foja.tables.flat_sql import flattened  # noqa: PLC0415

        tree = flattened(self.backend.compiler.to_sqlglot(expression)).transform(self._in_place)
        sql = tree.sql(dialect=self.backend.dialect, unsupported_level=ErrorLevel.RAISE)
        return Compiled(with_marks(sql, r"$\2", r"$\2"), expression.schema())

    def _in_place(self, node: sge.Expression) -> sge.Expression:
        """Name a table where it lies: through its view every question names all its columns."""
        is_table = type(node).__name__ == "Table" and not node.args.get("db")
        if is_table and node.name in self.counts:
            node.set("db", "main")
            node.set("catalog", COMPRESSED)
        return node

    def ask(self, question: Compiled, values: Values) -> list[Row]:
        """Return the answer's rows."""
        cursor = self._cursor()
        try:
            with stoppable(cursor.interrupt):
                result = cursor.execute(question.sql, values)
                names = [column[0] for column in result.description]
                return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        finally:
            cursor.close()

    def arrow(self, question: Compiled) -> pa.Table:
        """Return the answer with the types of the expression."""
        cursor = self._cursor()
        try:
            with stoppable(cursor.interrupt):
                table = cursor.sql(question.sql).to_arrow_table()
            # DuckDB sums whole numbers in a type that Arrow knows only as a decimal.
            return table.cast(question.schema.to_pyarrow())
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the database."""
        if not self._closed:
            self._closed = True
            self.connection.close()

    def _cursor(self) -> Any:  # noqa: ANN401 - DuckDB's connection, whose `description` is untyped
        if self._closed:
            raise TablesError("These tables are closed; open them again.")
        return self.connection.cursor()
