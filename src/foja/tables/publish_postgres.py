"""Tables into a schema of PostgreSQL: one transaction, which readers see at its end or never."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyarrow import csv

from foja.errors import TablesError
from foja.tables.engines import reason_of, without_password
from foja.tables.engines_order import ORDER
from foja.tables.engines_postgres import connect_to, published_rows
from foja.tables.publish import Published
from foja.tables.publish_rights import grant, rights
from foja.tables.published import (
    PUBLISHED,
    VERSION,
    batches,
    beside,
    ordered_schema,
    refuse_others,
    version_rows,
)
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder
    from foja.tables.publish import Progress

INDEXED: Final = {
    "trainings": (("country_iso3", "fiscal_year"), ("unit_id",), ("document", "page")),
    "printed_totals": (("document", "country"),),
    "units": (("country_iso3",),),
}
"""Columns by which the site looks rows up, beside the keys."""
_TYPES: Final = {
    "string": 'TEXT COLLATE "C"',
    "int32": "INTEGER",
    "double": "DOUBLE PRECISION",
    "date32[day]": "DATE",
    "bool": "BOOLEAN",
}
"""Texts compare by their octets, so that they stand in one order on every server."""


def publish_postgres(address: str, schema: str, folder: TablesFolder, tell: Progress) -> Published:
    """Load a folder of tables into a schema; see `foja.tables.publish.publish`."""
    where = without_password(address)
    with connect_to(address) as connection:
        import psycopg  # noqa: PLC0415 - only for those who have one

        try:
            with connection.transaction():
                rows = _load(connection, schema, folder, tell, where)
        except psycopg.Error as error:
            raise TablesError(
                f"The tables cannot be loaded into {where}, schema {schema}: {reason_of(error)}; "
                "what was there is unchanged."
            ) from error
    return Published(where, schema, folder.manifest.version, rows)


def _load(
    connection: psycopg.Connection[Any],
    schema: str,
    folder: TablesFolder,
    tell: Progress,
    where: str,
) -> dict[str, int]:
    from psycopg import sql  # noqa: PLC0415 - as above

    # Two loads at once would write beside each other under the same names.
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"foja publish {schema}",))
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (schema,)
    )
    there = {str(row[0]) for row in found}
    known: set[str] = set()
    if PUBLISHED in there:
        known = {str(row["table_name"]) for row in published_rows(connection, schema)}
    refuse_others(there, known, f"{where}, schema {schema}")
    rows = {}
    for table in TABLES:
        _create(connection, schema, table)
        rows[table.name] = _copy(connection, schema, table, folder, tell)
    _create(connection, schema, VERSION, ordered=False)
    stated = version_rows(folder)
    _copy_batch(
        connection,
        sql.Identifier(schema, beside(PUBLISHED)),
        pa.RecordBatch.from_pylist(stated, VERSION.arrow),
    )
    granted = rights(connection, schema)
    for table in (*TABLES, VERSION):
        if table.name in there:
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schema, table.name)))
        connection.execute(
            sql.SQL("ALTER TABLE {} RENAME TO {}").format(
                sql.Identifier(schema, beside(table.name)), sql.Identifier(table.name)
            )
        )
    grant(connection, schema, granted)
    for table in TABLES:
        _index(connection, schema, table)
    return rows


def _create(
    connection: psycopg.Connection[Any], schema: str, table: Table, *, ordered: bool = True
) -> None:
    from psycopg import sql  # noqa: PLC0415 - as above

    arrow = ordered_schema(table) if ordered else table.arrow
    columns = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(field.name),
            sql.SQL(_type(field.type)),
            sql.SQL("" if field.nullable else " NOT NULL"),
        )
        for field in arrow
    ]
    connection.execute(
        sql.SQL("CREATE TABLE {} ({})").format(
            sql.Identifier(schema, beside(table.name)), sql.SQL(", ").join(columns)
        )
    )


def _type(arrow: pa.DataType) -> Any:  # noqa: ANN401 - psycopg wants a literal text
    if pa.types.is_decimal(arrow):
        return f"NUMERIC({arrow.precision}, {arrow.scale})"
    if pa.types.is_list(arrow):
        return 'TEXT[] COLLATE "C"'
    return _TYPES[str(arrow)]


def _copy(
    connection: psycopg.Connection[Any],
    schema: str,
    table: Table,
    folder: TablesFolder,
    tell: Progress,
) -> int:
    from psycopg import sql  # noqa: PLC0415 - as above

    name = sql.Identifier(schema, beside(table.name))
    rows = 0
    for batch in batches(folder, table):
        _copy_batch(connection, name, batch)
        rows += batch.num_rows
        tell(table.name, batch.num_rows)
    return rows


def _copy_batch(
    connection: psycopg.Connection[Any], name: sql.Identifier, batch: pa.RecordBatch
) -> None:
    from psycopg import sql  # noqa: PLC0415 - as above

    columns = [
        _array_texts(column) if pa.types.is_list(column.type) else column
        for column in batch.columns
    ]
    written = io.BytesIO()
    csv.write_csv(
        pa.RecordBatch.from_arrays(columns, names=batch.schema.names),
        written,
        # Texts stand in quotes, so that an empty one is told from none.
        csv.WriteOptions(include_header=False, quoting_style="needed"),
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT CSV)").format(name)) as copy,
    ):
        copy.write(written.getbuffer())


def _array_texts(lists: pa.Array) -> pa.Array:
    """Return lists of texts as PostgreSQL writes arrays."""
    return pa.array(
        [
            None if each is None else "{" + ",".join(map(_quoted, each)) + "}"
            for each in lists.to_pylist()
        ],
        pa.string(),
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _index(connection: psycopg.Connection[Any], schema: str, table: Table) -> None:
    from psycopg import sql  # noqa: PLC0415 - as above

    name = sql.Identifier(schema, table.name)
    key = sql.SQL(", ").join(map(sql.Identifier, table.key))
    connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(name, key))
    for columns in (*INDEXED.get(table.name, ()), (ORDER,)):
        chosen = sql.SQL(", ").join(map(sql.Identifier, columns))
        connection.execute(sql.SQL("CREATE INDEX ON {} ({})").format(name, chosen))
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(name, sql.Literal(table.row)))
    for column in table.columns:
        connection.execute(
            sql.SQL("COMMENT ON COLUMN {} IS {}").format(
                sql.Identifier(schema, table.name, column.name), sql.Literal(column.meaning)
            )
        )
    connection.execute(sql.SQL("ANALYZE {}").format(name))
