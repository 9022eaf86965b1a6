"""Tables into Spark: a warehouse folder of Parquet files, or the catalog of a Connect server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from foja.errors import TablesError
from foja.tables.engines import reason_of, without_password
from foja.tables.engines_spark import spark_session, warehouse
from foja.tables.folder_writer import COMPRESSION, replaced_folder
from foja.tables.publish import Published
from foja.tables.published import (
    PUBLISHED,
    VERSION,
    batches,
    beside,
    ordered_schema,
    refuse_beside,
    refuse_others,
    version_rows,
)
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder
    from foja.tables.publish import Progress

PART: Final = "part-00000.parquet"
AT_ONCE: Final = 100_000
"""Rows that a file's group, or one message to a server, has."""


def publish_spark(address: str, schema: str, folder: TablesFolder, tell: Progress) -> Published:
    """Load a folder of tables into Spark; see `foja.tables.publish.publish`.

    A warehouse folder is written beside and renamed. On a server each table is, and `foja_version`
    comes last: until then nobody can open what is half replaced.
    """
    if address.startswith("sc://"):
        return _to_server(address, schema, folder, tell)
    out = warehouse(address, schema)
    rows = {}
    with replaced_folder(out, mark=f"{PUBLISHED}/{PART}") as new:
        for table in TABLES:
            rows[table.name] = _write(new / table.name, table, folder, tell)
        (new / PUBLISHED).mkdir()
        stated = pa.Table.from_pylist(version_rows(folder), VERSION.arrow)
        pq.write_table(stated, new / PUBLISHED / PART, compression=COMPRESSION)
    return Published(str(out.parent), schema, folder.manifest.version, rows)


def _write(out: Path, table: Table, folder: TablesFolder, tell: Progress) -> int:
    out.mkdir()
    rows = 0
    with pq.ParquetWriter(out / PART, ordered_schema(table), compression=COMPRESSION) as writer:
        for batch in batches(folder, table, AT_ONCE):
            writer.write_batch(batch)
            rows += batch.num_rows
            tell(table.name, batch.num_rows)
    return rows


def _to_server(address: str, schema: str, folder: TablesFolder, tell: Progress) -> Published:
    session = spark_session(address)
    where = without_password(address)
    from pyspark.errors import PySparkException  # noqa: PLC0415 - only for those who have it

    try:
        rows = _load(session, schema, folder, tell, where)
    except PySparkException as error:
        raise TablesError(
            f"The tables cannot be loaded into {where}, schema {schema}: {reason_of(error)}; "
            "publish again."
        ) from error
    return Published(where, schema, folder.manifest.version, rows)


def _load(
    session: SparkSession, schema: str, folder: TablesFolder, tell: Progress, where: str
) -> dict[str, int]:
    session.sql(f"CREATE DATABASE IF NOT EXISTS `{schema}`")  # a name of letters and digits
    there = {table.name for table in session.catalog.listTables(schema)}
    known: set[str] = set()
    if PUBLISHED in there:
        found = session.table(f"{schema}.{PUBLISHED}").select("table_name").collect()
        known = {str(row[0]) for row in found}
    refuse_others(there, known, f"{where}, schema {schema}")
    refuse_beside(
        there, lambda name: session.table(f"{schema}.{name}").columns, f"{where}, schema {schema}"
    )
    rows = {}
    for table in TABLES:
        new = f"`{schema}`.`{beside(table.name)}`"
        session.sql(f"DROP TABLE IF EXISTS {new}")
        rows[table.name] = 0
        for batch in batches(folder, table, AT_ONCE):
            _append(session, new, pa.Table.from_batches([batch]))
            rows[table.name] += batch.num_rows
            tell(table.name, batch.num_rows)
        if not rows[table.name]:
            _append(session, new, ordered_schema(table).empty_table())
    session.sql(f"DROP TABLE IF EXISTS `{schema}`.`{PUBLISHED}`")
    for table in TABLES:
        name = f"`{schema}`.`{table.name}`"
        session.sql(f"DROP TABLE IF EXISTS {name}")
        session.sql(f"ALTER TABLE `{schema}`.`{beside(table.name)}` RENAME TO {name}")
    stated = pa.Table.from_pylist(version_rows(folder), VERSION.arrow)
    _append(session, f"`{schema}`.`{PUBLISHED}`", stated)
    return rows


def _append(session: SparkSession, table: str, rows: pa.Table) -> None:
    session.createDataFrame(rows).write.mode("append").saveAsTable(table)
