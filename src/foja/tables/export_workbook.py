"""The tables as one Excel workbook: what it is, the dictionary, then a sheet for each table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from foja.errors import TablesError
from foja.tables.export_about import (
    DICTIONARY_HEADS,
    SEPARATOR,
    TITLE,
    about,
    dictionary_rows,
)
from foja.tables.schema import TABLES
from foja.tables.workbook import MOST_LETTERS, MOST_ROWS, Sheet, save_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder

WORKBOOK: Final = "foja.xlsx"
FIRST_DAY: Final = date(1900, 3, 1)
"""Excel counts days rightly from here on; an earlier one is written as text."""
ROWS_AT_ONCE: Final = 10_000


def write_excel(source: TablesFolder, folder: Path) -> dict[str, int]:
    """Write every table into one workbook in `folder`; return the rows by table.

    Lists are texts with "; " between their items, dates are Excel's days. A text longer than a cell
    can hold is cut, and the sheet `about` says how many were. Raises TablesError where a table has
    more rows than a sheet can hold.
    """
    for table in TABLES:
        rows = sum(pq.read_metadata(file).num_rows for file in source.files(table))
        if rows >= MOST_ROWS:
            raise TablesError(
                f"`{table.name}` has {rows:,} rows and a sheet of Excel holds {MOST_ROWS - 1:,}; "
                "choose csv, parquet, sqlite or duckdb."
            )
    said = about(source.manifest.version) | {"cells": _cells(source)}
    sheets = [
        Sheet("about", ("what", "says"), list(said.items())),
        Sheet("dictionary", DICTIONARY_HEADS, dictionary_rows()),
        *(
            Sheet(table.name, [column.name for column in table.columns], _rows(source, table))
            for table in TABLES
        ),
    ]
    counts = save_workbook(folder / WORKBOOK, sheets, TITLE)
    return {table.name: count for table, count in zip(TABLES, counts[2:], strict=True)}


def _rows(source: TablesFolder, table: Table) -> Iterator[tuple[Any, ...]]:
    names = [column.name for column in table.columns]
    for file in source.files(table):
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(ROWS_AT_ONCE, columns=names):
                columns = [_values(batch.column(name)) for name in names]
                yield from zip(*columns, strict=True)


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, SEPARATOR)
    values: list[Any] = column.to_pylist()
    if pa.types.is_date(column.type):
        return [day.isoformat() if day and day < FIRST_DAY else day for day in values]
    return values


def _cells(source: TablesFolder) -> str:
    """Say what a cell cannot hold, and how many texts are cut for it."""
    cut = 0
    for table in TABLES:
        for file in source.files(table):
            content = pq.read_table(file)
            for column in content.columns:
                if pa.types.is_list(column.type):
                    column = pc.binary_join(column, SEPARATOR)  # noqa: PLW2901 - as it is written
                if pa.types.is_string(column.type):
                    long = pc.greater(pc.utf8_length(column), MOST_LETTERS)
                    cut += pc.sum(long).as_py() or 0
    return (
        f'A list is one text with "{SEPARATOR}" between its items. Dates are days of Excel. A cell '
        f"holds {MOST_LETTERS:,} characters; {cut} longer texts of these tables were cut. Excel "
        "rounds a number of more than 15 digits. Characters that XML forbids are left out."
    )
