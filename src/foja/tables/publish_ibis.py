"""Tables into an engine that Ibis writes to: each beside, then renamed, `foja_version` last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from foja.errors import TablesError
from foja.tables.engines import without_password
from foja.tables.engines_ibis import connect_by_ibis
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
    from foja.tables.folder import TablesFolder
    from foja.tables.publish import Progress

AT_ONCE: Final = 100_000
"""Rows of one insertion."""


def publish_ibis(address: str, schema: str, folder: TablesFolder, tell: Progress) -> Published:
    """Load a folder of tables through Ibis; see `foja.tables.publish.publish`.

    Until `foja_version` is written, last of all, nobody can open what is half replaced.
    """
    where = without_password(address)
    backend = connect_by_ibis(address)
    try:
        rows = load_by_ibis(backend, schema, folder, tell, where)
    finally:
        backend.disconnect()
    return Published(where, schema, folder.manifest.version, rows)


def load_by_ibis(
    backend: Any,  # noqa: ANN401 - Ibis has no types
    schema: str,
    folder: TablesFolder,
    tell: Progress,
    where: str,
) -> dict[str, int]:
    """Load a folder of tables over an open connection; return the rows of each table."""
    if schema not in backend.list_databases():
        backend.create_database(schema)
    there = {str(name) for name in backend.list_tables(database=schema)}
    known: set[str] = set()
    if PUBLISHED in there:
        stated = backend.table(PUBLISHED, database=schema).to_pyarrow()
        known = set(stated["table_name"].to_pylist())
    refuse_others(there, known, f"{where}, schema {schema}")
    refuse_beside(
        there,
        lambda name: backend.table(name, database=schema).columns,
        f"{where}, schema {schema}",
    )
    rows = {}
    for table in TABLES:
        new = beside(table.name)
        _create(backend, schema, new, ordered_schema(table))
        rows[table.name] = 0
        for batch in batches(folder, table, AT_ONCE):
            part = pa.Table.from_batches([batch])
            backend.insert(new, part, database=schema)
            rows[table.name] += batch.num_rows
            tell(table.name, batch.num_rows)
        written = backend.table(new, database=schema).count().to_pyarrow().as_py()
        if written != rows[table.name]:
            raise TablesError(
                f"{where} took {written:,} of {rows[table.name]:,} rows of `{table.name}`; "
                "what was there is unchanged; publish again."
            )
    _drop(backend, schema, PUBLISHED)
    for table in TABLES:
        _replace(backend, schema, table.name)
    _create(backend, schema, beside(PUBLISHED), VERSION.arrow)
    stated = pa.Table.from_pylist(version_rows(folder), VERSION.arrow)
    backend.insert(beside(PUBLISHED), stated, database=schema)
    _replace(backend, schema, PUBLISHED)
    return rows


def _create(backend: Any, schema: str, name: str, arrow: pa.Schema) -> None:  # noqa: ANN401 - as above
    import ibis  # noqa: PLC0415 - a quarter of a second

    _drop(backend, schema, name)
    backend.create_table(name, schema=ibis.Schema.from_pyarrow(arrow), database=schema)


def _drop(backend: Any, schema: str, name: str) -> None:  # noqa: ANN401 - as above
    backend.raw_sql(f"DROP TABLE IF EXISTS {_quoted(backend, schema, name)}")


def _replace(backend: Any, schema: str, name: str) -> None:  # noqa: ANN401 - as above
    """Give the table beside the name of the one it replaces, in the engine's own words."""
    _drop(backend, schema, name)
    new, whole = (_quoted(backend, schema, each) for each in (beside(name), name))
    if backend.name == "clickhouse":
        backend.raw_sql(f"RENAME TABLE {new} TO {whole}")
    else:
        backend.raw_sql(f"ALTER TABLE {new} RENAME TO {_quoted(backend, None, name)}")


def _quoted(backend: Any, schema: str | None, name: str) -> str:  # noqa: ANN401 - as above
    from sqlglot import expressions as sge  # noqa: PLC0415 - comes with Ibis

    return sge.table_(name, db=schema, quoted=True).sql(dialect=backend.dialect)
