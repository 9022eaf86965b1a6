"""Engines that are asked through Ibis alone: ClickHouse and BigQuery.

Values are literals of the expression, which Ibis writes in the engine's own SQL; so every question
is compiled when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.errors import MissingExtraError
from foja.tables.engines import Compiled, kind_of, not_reached, split_schema, without_password
from foja.tables.engines_answers import changes_of, told
from foja.tables.engines_order import in_order, without_order
from foja.tables.marks import with_values
from foja.tables.published import PUBLISHED, checked_version

if TYPE_CHECKING:
    from pathlib import Path

    import ibis.expr.types as ir
    import pyarrow as pa

    from foja.tables.engines import Row, Values

EXTRAS: Final = {"ClickHouse": "clickhouse", "BigQuery": "bigquery"}
"""What Ibis calls the driver of each, as in `pip install 'ibis-framework[clickhouse]'`."""


def open_ibis_engine(address: str) -> IbisEngine:
    """Open the tables published at an address that Ibis can connect to."""
    address, schema = split_schema(address)
    where = f"{without_password(address)}, schema {schema}"
    return IbisEngine(connect_by_ibis(address), schema, where)


def connect_by_ibis(address: str) -> Any:  # noqa: ANN401 - Ibis has no types
    """Connect to the engine at an address.

    Raises `MissingExtraError` without its driver, `TablesError` where it cannot be reached.
    """
    import ibis  # noqa: PLC0415 - a quarter of a second

    kind = kind_of(address)
    try:
        return ibis.connect(address)
    except ImportError as error:
        # The drivers of these are no extra of ours: nothing here could try them.
        raise MissingDriverError(kind) from error
    except Exception as error:
        raise not_reached(kind, address, error) from error


class MissingDriverError(MissingExtraError):
    """An engine whose driver is no extra of Foja; Ibis installs it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind, EXTRAS[kind])
        self.args = (str(self).replace("foja[", "ibis-framework["),)


class IbisEngine:
    """The tables published into a schema of any engine. See `foja.tables.engines.Engine`."""

    keeps_order = False

    def __init__(self, backend: Any, schema: str, where: str) -> None:  # noqa: ANN401 - as above
        self.backend: Any = backend
        self.where: Path | str = where
        self._schema: Final = schema
        there = set()
        if schema in backend.list_databases():
            there = {str(name) for name in backend.list_tables(database=schema)}
        rows: list[Row] = []
        if PUBLISHED in there:
            rows = backend.table(PUBLISHED, database=schema).to_pyarrow().to_pylist()
        self.version, self.counts = checked_version(rows, there, where)

    def table(self, name: str) -> ir.Table:
        """Return a table as an expression."""
        return without_order(self.backend.table(name, database=self._schema))

    def compile(self, expression: ir.Table) -> Compiled:
        """Return the question that an expression is, with the marks of values given later."""
        ordered = in_order(expression)
        sql = str(self.backend.compile(ordered))
        return Compiled(sql, ordered.schema(), changes_of(expression), ordered)

    def ask(self, question: Compiled, values: Values) -> list[Row]:
        """Return the answer's rows."""
        found = self._fetch(question, values)
        columns = [column.to_pylist() for column in found.columns]
        return told(question, zip(*columns, strict=True))

    def arrow(self, question: Compiled) -> pa.Table:
        """Return the answer with the types of the expression."""
        return self._fetch(question, {}).cast(question.schema.to_pyarrow())

    def close(self) -> None:
        """Let go of the connection."""
        self.backend.disconnect()

    def _fetch(self, question: Compiled, values: Values) -> pa.Table:
        if question.expression is None:
            raise AssertionError("this engine's questions keep their expression")
        return self.backend.to_pyarrow(with_values(question.expression, values))
