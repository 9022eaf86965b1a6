"""What `foja publish` writes beside the tables: their version, and the rows and hash of each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from foja import __version__
from foja.errors import TablesError
from foja.tables.columns import INT, STRING, Column, Table
from foja.tables.engines_order import ORDER
from foja.tables.folder import SCHEMA_NUMBER
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from foja.tables.folder import TablesFolder

PUBLISHED: Final = "foja_version"
VERSION: Final = Table(
    PUBLISHED,
    "one published table",
    ("table_name",),
    (
        Column("table_name", STRING, "name of the table", True),
        Column("rows", INT, "its rows", True, minimum=0),
        Column("sha256", STRING, "SHA-256 of its Parquet file, or of its parts' names and hashes"),
        Column("version", STRING, "content hash of all tables", True),
        Column("schema_number", INT, "number of the tables' schema", True),
        Column("built_with", STRING, "version of Foja that built them", True),
        Column("published_with", STRING, "version of Foja that published them", True),
    ),
    by_report=False,
)
"""The table that says what was published; by it Foja knows its own."""
BESIDE: Final = "foja_loading_"
"""How the name of a table begins until it is whole."""
BATCH: Final = 20_000
"""Rows written at once."""
_HOW: Final = "load them with `foja publish --to ADDRESS`"


def version_rows(folder: TablesFolder) -> list[dict[str, Any]]:
    """Return the rows of `foja_version` for a folder of tables."""
    manifest = folder.manifest
    return [
        {
            "table_name": table.name,
            "rows": sum(manifest.files[file.name].rows for file in folder.files(table)),
            "sha256": _hash(folder, table),
            "version": manifest.version,
            "schema_number": manifest.schema,
            "built_with": manifest.built_with,
            "published_with": __version__,
        }
        for table in TABLES
    ]


def _hash(folder: TablesFolder, table: Table) -> str:
    files = folder.files(table)
    hashes = {file.name: folder.manifest.files[file.name].sha256 for file in files}
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    listed = "".join(f"{one}  {name}\n" for name, one in hashes.items())
    return hashlib.sha256(listed.encode()).hexdigest()


def checked_version(
    rows: Iterable[dict[str, Any]], there: set[str], where: str
) -> tuple[str, dict[str, int]]:
    """Return the version that `foja_version` states, and the rows of each table.

    `there` are the tables that the engine has. Raises `TablesError` where none or not all of Foja's
    are among them, or they are of another schema.
    """
    stated = {str(row["table_name"]): row for row in rows}
    if not stated:
        raise TablesError(f"{where} holds no tables of Foja; {_HOW}.")
    absent = [table.name for table in TABLES if table.name not in stated or table.name not in there]
    if absent:
        raise TablesError(f"{where} lacks `{'`, `'.join(absent)}`; {_HOW}.")
    number = {int(row["schema_number"]) for row in stated.values()}
    if number != {SCHEMA_NUMBER}:
        raise TablesError(
            f"The tables in {where} have schema {', '.join(map(str, sorted(number)))} and this "
            f"Foja reads schema {SCHEMA_NUMBER}; {_HOW}."
        )
    version = {str(row["version"]) for row in stated.values()}
    if len(version) > 1:
        raise TablesError(f"The tables in {where} are of several versions; {_HOW}.")
    return version.pop(), {table.name: int(stated[table.name]["rows"]) for table in TABLES}


def refuse_others(there: set[str], known: set[str], where: str) -> None:
    """Raise `TablesError` where a name that Foja needs is taken by what Foja did not write.

    `there` is what stands in the schema, `known` what `foja_version` names of it.
    """
    ours = {table.name for table in TABLES} | {PUBLISHED}
    foreign = sorted((there & ours) - known - ({PUBLISHED} if known else set()))
    if foreign:
        raise TablesError(
            f"{where} holds `{'`, `'.join(foreign)}`, which Foja did not write; "
            "choose another --schema."
        )


def beside(name: str) -> str:
    """Return the name under which a table is written until it is whole."""
    return f"{BESIDE}{name}"


def refuse_beside(there: set[str], columns: Callable[[str], Collection[str]], where: str) -> None:
    """Raise `TablesError` where a name to write beside is taken by what Foja did not write.

    A load that broke off leaves tables under such names, which the next one replaces: they are
    known by a column that only Foja has. `columns` returns those of a table that is `there`.
    """
    for table in (*TABLES, VERSION):
        name = beside(table.name)
        own = ORDER if table is not VERSION else "published_with"
        if name in there and own not in columns(name):
            raise TablesError(
                f"{where} holds `{name}`, which Foja did not write and where it would write "
                f"`{table.name}` until that is whole; rename it, or choose another --schema."
            )


def ordered_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a published table: its own columns and the order of its rows."""
    return table.arrow.append(pa.field(ORDER, pa.int32(), nullable=False))


def batches(folder: TablesFolder, table: Table, rows: int = BATCH) -> Iterator[pa.RecordBatch]:
    """Return the rows of a table as they are published, in order, so many at once at most."""
    place = 0
    for file in folder.files(table):
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(rows, columns=[c.name for c in table.columns]):
                order = pa.array(range(place, place + batch.num_rows), pa.int32())
                place += batch.num_rows
                yield pa.RecordBatch.from_arrays(
                    [*batch.columns, order], schema=ordered_schema(table)
                )
