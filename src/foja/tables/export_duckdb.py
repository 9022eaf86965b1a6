"""The tables as one DuckDB file, each table and column with its meaning as a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.tables.export_about import DICTIONARY_HEADS, about, dictionary_rows
from foja.tables.folder import duckdb_type
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder

DATABASE: Final = "foja.duckdb"
OLDEST_READER: Final = "v1.0.0"
"""The version of DuckDB's file format: shells from 1.0 on open it."""


def write_duckdb(source: TablesFolder, folder: Path) -> dict[str, int]:
    """Write every table into one database in `folder`; return the rows by table.

    Types are those of the Parquet files, lists and dollars among them. The tables `about` and
    `data_dictionary` say where the figures are from and what each column means.
    """
    import duckdb  # noqa: PLC0415 - a tenth of a second, wanted by this format alone

    rows = {}
    with duckdb.connect(":memory:") as connection:
        file = _text(str(folder / DATABASE))
        connection.execute(f"ATTACH {file} AS foja (STORAGE_VERSION {_text(OLDEST_READER)})")
        connection.execute("USE foja")
        for table in TABLES:
            rows[table.name] = _write(connection, source, table)
        _write_pairs(connection, "about", ("what", "says"), about(source.manifest.version).items())
        _write_pairs(connection, "data_dictionary", DICTIONARY_HEADS, dictionary_rows())
        connection.execute("USE memory")
        connection.execute("DETACH foja")
    return rows


def _write(connection: duckdb.DuckDBPyConnection, source: TablesFolder, table: Table) -> int:
    columns = ", ".join(
        f'"{column.name}" {duckdb_type(column.type)}{" NOT NULL" if column.required else ""}'
        for column in table.columns
    )
    connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(
        f'INSERT INTO "{table.name}" SELECT {names} FROM read_parquet(?)',  # noqa: S608 - names of our own schema
        [[str(file) for file in source.files(table)]],
    )
    said = f"A row is {table.row}. Key: {', '.join(table.key)}."
    connection.execute(f'COMMENT ON TABLE "{table.name}" IS {_text(said)}')
    for column in table.columns:
        place = f'"{table.name}"."{column.name}"'
        connection.execute(f"COMMENT ON COLUMN {place} IS {_text(column.meaning)}")
    row = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608 - as above
    return int(row[0]) if row else 0


def _write_pairs(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
) -> None:
    columns = ", ".join(f'"{head}" VARCHAR' for head in heads)
    connection.execute(f'CREATE TABLE "{name}" ({columns})')
    given = [list(row) for row in rows]
    places = f"({', '.join('?' * len(heads))})"
    connection.execute(
        f'INSERT INTO "{name}" VALUES {", ".join([places] * len(given))}',  # noqa: S608 - names of our own
        [value for row in given for value in row],
    )


def _text(text: str) -> str:
    """Write a text of our own as SQL does; a comment cannot be given as a parameter."""
    return "'" + text.replace("'", "''") + "'"
