"""The tables as one SQLite file, ready for Datasette: search, indexes, and what columns mean."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from foja.tables.export_about import (
    DICTIONARY_HEADS,
    LICENCE,
    LICENCE_URL,
    PLANNED,
    SEPARATOR,
    SOURCE,
    TITLE,
    about,
    dictionary_rows,
)
from foja.tables.references import references_of
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder

DATABASE: Final = "foja.db"
METADATA: Final = "metadata.json"
"""What Datasette reads with `--metadata`: source, licence, what each column means."""
ROWS_AT_ONCE: Final = 20_000
SEARCHED: Final = (
    "course_title_readable",
    "course_title",
    "student_unit",
    "us_unit",
    "location_printed",
    "program_printed",
)
"""Columns of `trainings` that are searched; identifiers and addresses would only be in the way."""
FACETS: Final = ("fiscal_year", "program", "recipient_force", "training_type", "delivery")
INDEXED: Final = (
    "country_iso3",
    "fiscal_year",
    "program",
    "recipient_force",
    "unit_id",
    "place_id",
    "document",
    "training_type",
    "delivery",
)
LABELS: Final = {
    "countries": "name_en",
    "documents": "report_title",
    "places": "name_en",
    "programs": "name_en",
    "recipients": "name_en",
    "series_definitions": "name_en",
    "training_types": "name_en",
    "units": "name_en",
}
"""The column by which Datasette names a row that another table leads to."""


def write_sqlite(source: TablesFolder, folder: Path) -> dict[str, int]:
    """Write every table into one database in `folder`, with its metadata; return rows by table.

    Dates are texts as ISO 8601 writes them, dollars numbers, a list one text with "; " between its
    items. `trainings` can be searched through the table `trainings_fts`. The tables `about` and
    `data_dictionary` say where the figures are from and what each column means.
    """
    rows = {}
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        # The file is written beside and takes its place when whole: no journal is needed.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for table in TABLES:
            rows[table.name] = _write(database, source, table)
        _write_texts(database, "about", ("what", "says"), about(source.manifest.version).items())
        _write_texts(database, "data_dictionary", DICTIONARY_HEADS, dictionary_rows())
        _index(database)
        database.commit()
        database.execute("ANALYZE")
        database.execute("VACUUM")
    metadata = json.dumps(_metadata(source), ensure_ascii=False, indent=2)
    (folder / METADATA).write_text(metadata + "\n", "utf-8")
    return rows


def _write(database: sqlite3.Connection, source: TablesFolder, table: Table) -> int:
    columns = ", ".join(f'"{column.name}" {_type(column.type)}' for column in table.columns)
    key = ", ".join(f'"{name}"' for name in table.key)
    leads = "".join(
        f', FOREIGN KEY ("{each.column}") REFERENCES "{each.to_table}" ("{each.to_column}")'
        for each in references_of(table.name)
    )
    database.execute(f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ({key}){leads})')
    places = ", ".join("?" * len(table.columns))
    insert = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608 - names of our own schema
    count = 0
    for file in source.files(table):
        for batch in _batches(file, table):
            database.executemany(insert, batch)
            count += len(batch)
    return count


def _write_texts(
    database: sqlite3.Connection,
    name: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
) -> None:
    columns = ", ".join(f'"{head}" TEXT' for head in heads)
    database.execute(f'CREATE TABLE "{name}" ({columns})')
    places = ", ".join("?" * len(heads))
    database.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608 - as above


def _batches(file: Path, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    names = [column.name for column in table.columns]
    with pq.ParquetFile(file) as parquet:
        for batch in parquet.iter_batches(ROWS_AT_ONCE, columns=names):
            columns = [batch.column(name).to_pylist() for name in names]
            yield [tuple(map(_value, row)) for row in zip(*columns, strict=True)]


def _value(value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything that a table does
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    return value


def _type(kind: pa.DataType) -> str:
    text = str(kind)
    if text.startswith(("int", "bool")):
        return "INTEGER"
    return "REAL" if text.startswith(("double", "float", "decimal")) else "TEXT"


def _index(database: sqlite3.Connection) -> None:
    for column in INDEXED:
        database.execute(f'CREATE INDEX "trainings_{column}" ON trainings ("{column}")')
    names = ", ".join(SEARCHED)
    database.execute(
        f"CREATE VIRTUAL TABLE trainings_fts USING fts5({names}, content='trainings', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    database.execute(
        f"INSERT INTO trainings_fts (rowid, {names}) SELECT rowid, {names} FROM trainings"  # noqa: S608 - as above
    )


def _metadata(source: TablesFolder) -> dict[str, Any]:
    tables: dict[str, Any] = {
        table.name: {
            "description": table.row,
            "columns": {column.name: column.meaning for column in table.columns},
            **({"label_column": LABELS[table.name]} if table.name in LABELS else {}),
        }
        for table in TABLES
    }
    tables["trainings"] |= {
        "facets": list(FACETS),
        "fts_table": "trainings_fts",
        "fts_pk": "rowid",
        "sort_desc": "fiscal_year",
        "label_column": "course_title_readable",
    }
    return {
        "title": TITLE,
        "description": f"Tables {source.manifest.version}. {PLANNED} {LICENCE}",
        "license": "Public domain (CC0 1.0)",
        "license_url": LICENCE_URL,
        "source": SOURCE,
        "databases": {DATABASE.removesuffix(".db"): {"tables": tables}},
    }
