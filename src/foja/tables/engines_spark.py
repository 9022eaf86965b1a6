"""Spark: the tables of a warehouse folder, on this machine, or of a Connect server's catalog."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from foja.errors import MissingExtraError, SettingsError, TablesError
from foja.tables.engines import (
    Compiled,
    not_reached,
    reason_of,
    split_schema,
    without_password,
)
from foja.tables.engines_answers import changes_of, told
from foja.tables.engines_order import in_order, without_order
from foja.tables.marks import with_marks
from foja.tables.published import PUBLISHED, checked_version, ordered_schema
from foja.tables.schema import TABLES
from foja.tables.time_limit import stoppable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from sqlglot import expressions as sge

    from foja.tables.engines import Row, Values

LOCAL: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
    "spark.sql.parquet.aggregatePushdown": "true",
}
"""Settings of Spark on this machine; those in an address's query override them."""
_TYPES: Final = {
    "string": "STRING",
    "int32": "INT",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "bool": "BOOLEAN",
}


def warehouse(address: str, schema: str) -> Path:
    """Return the folder in which a schema's tables stand, for an address `spark:///folder`.

    Raises `SettingsError` where the address names a host or no folder.
    """
    parts = urlsplit(address)
    if parts.netloc or not parts.path.strip("/"):
        raise SettingsError(
            f"{without_password(address)!r} names no folder; write spark:///folder with three "
            "slashes, or sc://host:port for a Connect server."
        )
    return Path(unquote(parts.path)) / f"{schema}.db"


def spark_session(address: str) -> SparkSession:
    """Return a session of the Spark at an address: started here, or of a Connect server.

    Raises `MissingExtraError` without PySpark, `SettingsError` without Java, `TablesError` where
    Spark cannot be started or reached.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - only for those who have it
        from pyspark.sql import SparkSession  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtraError("Spark", "engines") from error
    try:
        if address.startswith("sc://"):
            return SparkSession.builder.remote(address.partition("?")[0]).getOrCreate()
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise SettingsError(
                "Spark runs on Java, which is not installed: on Debian, "
                "apt-get install openjdk-17-jre-headless."
            )
        settings = dict(parse_qsl(urlsplit(address).query))
        builder = SparkSession.builder.appName("foja").master(settings.pop("master", "local[*]"))
        for name, value in {**LOCAL, **settings}.items():
            builder = builder.config(name, value)
        # Others in this process may have a session with names of their own.
        return builder.getOrCreate().newSession()
    except ImportError as error:
        raise MissingExtraError("Spark Connect", "engines") from error
    except (PySparkException, OSError) as error:
        raise not_reached("Spark", address, error) from error


class SparkEngine:
    """The tables published to Spark. See `foja.tables.engines.Engine`."""

    keeps_order = False

    def __init__(self, address: str) -> None:
        address, schema = split_schema(address)
        self._database: str | None = schema if address.startswith("sc://") else None
        folder = None if self._database else warehouse(address, schema)
        if folder is not None and not (folder / PUBLISHED).is_dir():
            raise TablesError(
                f"{folder} holds no tables of Foja; load them with `foja publish --to {address}`."
            )
        session = spark_session(address)
        self._session: Final = session
        self.where: Path | str = folder or f"{without_password(address)}, schema {schema}"
        if folder is not None:
            rows, there = _folder_tables(session, folder)
        else:
            rows, there = _catalog_tables(session, schema)
        self.version, self.counts = checked_version(rows, there, str(self.where))
        self.backend: Any = _backend(session)

    def table(self, name: str) -> ir.Table:
        """Return a table as an expression."""
        return without_order(self.backend.table(name, database=self._database))

    def compile(self, expression: ir.Table) -> Compiled:
        """Return the question that an expression is."""
        from sqlglot import ErrorLevel  # noqa: PLC0415 - comes with Ibis

        tree = self.backend.compiler.to_sqlglot(in_order(expression)).transform(_taken_as_it_is)
        sql = tree.sql(dialect=self.backend.dialect, unsupported_level=ErrorLevel.RAISE)
        # A text of None would have a type of its own.
        sql = with_marks(sql, r"CAST(:\2 AS STRING)", r"CAST(:\2 AS BIGINT)")
        return Compiled(sql, expression.schema(), changes_of(expression))

    def ask(self, question: Compiled, values: Values) -> list[Row]:
        """Return the answer's rows."""
        found = self._fetch(question, values)
        columns = [column.to_pylist() for column in found.columns]
        return told(question, zip(*columns, strict=True))

    def arrow(self, question: Compiled) -> pa.Table:
        """Return the answer with the types of the expression."""
        return self._fetch(question, {}).cast(question.schema.to_pyarrow())

    def close(self) -> None:
        """Leave Spark to the process, in which others may use it."""

    def _fetch(self, question: Compiled, values: Values) -> pa.Table:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - only for those who have it

        tag = f"foja-{uuid.uuid4()}"
        self._session.addTag(tag)
        try:
            with stoppable(lambda: self._session.interruptTag(tag)):
                frame: DataFrame = self._session.sql(question.sql, args=values or None)
                return frame.toArrow()
        except PySparkException as error:
            raise TablesError(f"{self.where} does not answer: {reason_of(error)}.") from error
        finally:
            self._session.removeTag(tag)


def _taken_as_it_is(node: sge.Expression) -> sge.Expression:
    """Let a text be split at the very characters given: Spark takes them for a pattern."""
    from sqlglot import expressions as sge  # noqa: PLC0415 - comes with Ibis

    if isinstance(node, sge.RegexpSplit) and isinstance(node.expression, sge.Literal):
        pattern = sge.Literal.string(re.escape(node.expression.this))
        return sge.RegexpSplit(this=node.this, expression=pattern)
    return node


def _folder_tables(session: SparkSession, folder: Path) -> tuple[list[Row], set[str]]:
    """Give the tables of a folder their names; return what was published and what is there."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - wanted by those who open such a folder

    there = {each.name for each in folder.iterdir() if each.is_dir()}
    for table in TABLES:
        if table.name in there:
            # Told its columns, Spark need not look for them in the files.
            columns = ", ".join(f"`{f.name}` {_type(f.type)}" for f in ordered_schema(table))
            frame = session.read.schema(columns).parquet(str(folder / table.name))
            frame.createOrReplaceTempView(table.name)
    return pq.read_table(folder / PUBLISHED).to_pylist(), there


def _type(arrow: pa.DataType) -> str:
    text = str(arrow)
    if text.startswith("decimal128"):
        return text.replace("decimal128", "DECIMAL")
    return "ARRAY<STRING>" if text.startswith("list") else _TYPES[text]


def _catalog_tables(session: SparkSession, schema: str) -> tuple[list[Row], set[str]]:
    """Return what was published into a schema of a server, and what is there."""
    if not session.catalog.databaseExists(schema):
        return [], set()
    there = {table.name for table in session.catalog.listTables(schema)}
    if PUBLISHED not in there:
        return [], there
    return [row.asDict() for row in session.table(f"{schema}.{PUBLISHED}").collect()], there


def _backend(session: SparkSession) -> Any:  # noqa: ANN401 - Ibis has no types
    try:
        import ibis  # noqa: PLC0415 - a quarter of a second

        return ibis.pyspark.connect(session)
    except ImportError as error:
        raise MissingExtraError("Spark", "engines") from error
