"""A folder of tables: where it is, whether it is whole, and how DuckDB loads it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from platformdirs import user_cache_path, user_data_path

from foja.errors import TablesError
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from foja.tables.columns import Table

MANIFEST: Final = "tables.json"
SCHEMA_NUMBER: Final = 1
SNAPSHOT: Final = Path(__file__).resolve().parent.parent / "data" / "snapshot"

_HOW_TO_BUILD: Final = "make tables with `foja build`, or give no folder to use the snapshot"
_DUCKDB_TYPES: Final = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "bool": "BOOLEAN",
    "decimal128(14, 2)": "DECIMAL(14,2)",
    "decimal128(18, 4)": "DECIMAL(18,4)",
}


class TableFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One Parquet file of a tables folder: its SHA-256 in hexadecimal and its number of rows."""

    sha256: str
    rows: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `tables.json` says: schema number, content hash of the tables, Foja version, files.

    `sha256` is that of all the rest of it (see `digest`), so that a manifest that was changed is
    found out as a file is; None in one that was written by hand.
    """

    schema: int
    version: str
    built_with: str
    files: dict[str, TableFile]
    sha256: str | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of what the manifest says besides, as JSON with sorted keys."""
        said = msgspec.to_builtins(msgspec.structs.replace(self, sha256=None))
        return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


@dataclass(frozen=True, slots=True)
class TablesFolder:
    """A folder whose `tables.json` names every file of every table, each file unchanged since."""

    path: Path
    manifest: Manifest

    def files(self, table: Table) -> list[Path]:
        """Return the table's files: `<table>.parquet`, or its parts `<table>.<report>.parquet`."""
        return [
            self.path / name
            for name in sorted(self.manifest.files)
            if name == f"{table.name}.parquet"
            or (name.startswith(f"{table.name}.") and name.endswith(".parquet"))
        ]


def built_tables() -> Path:
    """Return the folder in the user's data folder where `foja build` puts its tables."""
    return user_data_path("foja") / "tables"


def kept_readings() -> Path:
    """Return the folder of readings that later builds may take; it can be deleted at any time."""
    return user_cache_path("foja") / "readings"


def find_tables(path: Path | str | None = None) -> Path:
    """Return the folder of tables to use.

    The folder given, else the one `FOJA_TABLES` names, else the tables built in the user's data
    folder, else the snapshot in the package. Raises `TablesError` where the folder given, or none
    at all, holds tables.
    """
    chosen = path if path is not None else os.environ.get("FOJA_TABLES") or None
    if chosen is not None:
        folder = Path(chosen).expanduser()
        if not folder.is_dir():
            raise TablesError(f"No folder of tables at {folder}; {_HOW_TO_BUILD}.")
        if not (folder / MANIFEST).is_file():
            raise TablesError(f"The folder {folder} holds no {MANIFEST}; {_HOW_TO_BUILD}.")
        return folder
    for folder in (built_tables(), SNAPSHOT):
        if (folder / MANIFEST).is_file():
            return folder
    raise TablesError("No tables yet: run `foja fetch`, then `foja build`.")


def open_folder(path: Path) -> TablesFolder:
    """Read the folder's `tables.json` and check every file against it.

    Raises `TablesError` where the manifest cannot be read, is of another schema, leaves out a
    table, or a file is absent or changed.
    """
    try:
        raw = (path / MANIFEST).read_bytes()
        manifest = msgspec.json.decode(raw, type=Manifest)
    except OSError as error:
        raise TablesError(f"Cannot read {path / MANIFEST}: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TablesError(f"{path / MANIFEST} is damaged ({error}); {_HOW_TO_BUILD}.") from error
    if manifest.schema != SCHEMA_NUMBER:
        raise TablesError(
            f"The tables in {path} have schema {manifest.schema} and this Foja reads schema "
            f"{SCHEMA_NUMBER}; build them again with `foja build`."
        )
    if manifest.sha256 not in {None, manifest.digest}:
        raise TablesError(
            f"{path / MANIFEST} is not as it was written (its SHA-256 differs); {_HOW_TO_BUILD}."
        )
    folder = TablesFolder(path, manifest)
    for table in TABLES:
        if not folder.files(table):
            raise TablesError(f"The tables in {path} lack `{table.name}`; {_HOW_TO_BUILD}.")
    for name, stated in manifest.files.items():
        _check_file(path, name, stated)
    return folder


def _check_file(path: Path, name: str, stated: TableFile) -> None:
    if Path(name).name != name:
        raise TablesError(f"{path / MANIFEST} names {name!r}, which is not a plain file name.")
    try:
        with (path / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TablesError(f"Cannot read {path / name}: {error.strerror}.") from error
    if found != stated.sha256:
        raise TablesError(
            f"{path / name} is not the file that {MANIFEST} names (its SHA-256 differs); "
            "build the tables again with `foja build`."
        )


COMPRESSED: Final = "compressed"
"""The database in memory that holds the tables."""


def connect() -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory that loads no extension and sees no Python variable."""
    import duckdb  # noqa: PLC0415 - a tenth of a second, not wanted by `import foja`

    return duckdb.connect(
        ":memory:",
        config={
            "threads": str(max(1, min(4, os.cpu_count() or 1))),
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
        },
    )


def load(connection: duckdb.DuckDBPyConnection, folder: TablesFolder) -> dict[str, int]:
    """Load every table into the database and return each one's number of rows.

    In memory a country's figures take a third of the time they take from Parquet; compressed, the
    tables need an eighth of the memory and sums take no longer. They lie in a database of their
    own, which alone can be compressed, and are asked through views of the same names. Raises
    `TablesError` where a file is no Parquet or has other columns.
    """
    import duckdb  # noqa: PLC0415 - as in `connect`

    counts = {}
    connection.execute(f"ATTACH ':memory:' AS {COMPRESSED} (COMPRESS)")
    for table in TABLES:
        files = folder.files(table)
        names = [str(file) for file in files]
        try:
            found = connection.execute("DESCRIBE FROM read_parquet(?)", [names]).fetchall()
            _check_columns(folder, table, {row[0]: row[1] for row in found})
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            connection.execute(
                f'CREATE TABLE {COMPRESSED}."{table.name}" AS '  # noqa: S608 - names of our own schema
                f"SELECT {columns} FROM read_parquet(?)",
                [names],
            )
            connection.execute(
                f'CREATE VIEW "{table.name}" AS FROM {COMPRESSED}.main."{table.name}"'
            )
        except duckdb.Error as error:
            # DuckDB may give no reason at all.
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise TablesError(f"Cannot load `{table.name}` from {folder.path}: {first}") from error
        row = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608 - as above
        counts[table.name] = int(row[0]) if row else 0
        stated = sum(folder.manifest.files[file.name].rows for file in files)
        if counts[table.name] != stated:
            raise TablesError(
                f"`{table.name}` in {folder.path} has {counts[table.name]} rows and {MANIFEST} "
                f"says {stated}; build the tables again with `foja build`."
            )
    # Only what a checkpoint has written is compressed.
    connection.execute(f"CHECKPOINT {COMPRESSED}")
    return counts


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Close the database to files, network and settings; what is loaded is all it can see."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _check_columns(folder: TablesFolder, table: Table, found: dict[str, str]) -> None:
    expected = {column.name: duckdb_type(column.type) for column in table.columns}
    wrong = sorted(
        {name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)}
    )
    if wrong:
        raise TablesError(
            f"`{table.name}` in {folder.path} has other columns than this Foja expects "
            f"({', '.join(wrong)}); build the tables again with `foja build`."
        )


def duckdb_type(arrow: pa.DataType) -> str:
    """Return how DuckDB calls the type of a column."""
    text = str(arrow)
    if text.startswith("list<"):
        return _DUCKDB_TYPES[str(arrow.value_type)] + "[]"
    return _DUCKDB_TYPES[text]
