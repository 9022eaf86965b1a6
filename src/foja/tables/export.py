"""Tables as files to take away: every export carries its dictionary, citation and licence."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow.parquet as pq

from foja import __version__
from foja.tables.export_sqlite import write_sqlite
from foja.tables.folder import open_folder
from foja.tables.folder_writer import replaced_folder, write_parquet
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder

FORMATS: Final = ("csv", "parquet", "sqlite")
DICTIONARY: Final = "data-dictionary.csv"
README: Final = "README.txt"
SEPARATOR: Final = "; "


def export(tables: Path, out: Path, file_format: str) -> dict[str, int]:
    """Write every table to `out` as CSV, Parquet or SQLite; return rows by file or table.

    SQLite is one file for all tables, see `foja.tables.export_sqlite`. In CSV, a list is one cell
    with "; " between its items and an absent value is an empty cell.
    Raises TablesError when `out` holds something other than an earlier export.
    """
    source = open_folder(tables)
    rows: dict[str, int] = {}
    with replaced_folder(out, mark=DICTIONARY) as folder:
        if file_format == "sqlite":
            rows = write_sqlite(source, folder)
        else:
            for table in TABLES:
                name = f"{table.name}.{file_format}"
                rows[name] = _write(source, table, folder / name, file_format)
        _write_dictionary(folder / DICTIONARY)
        (folder / README).write_text(_readme(source, rows), "utf-8")
    return rows


def _write(source: TablesFolder, table: Table, path: Path, file_format: str) -> int:
    files = source.files(table)
    if file_format == "parquet":
        if len(files) == 1:
            shutil.copyfile(files[0], path)
            return int(pq.read_metadata(path).num_rows)
        return write_parquet(path, table, (pq.read_table(file) for file in files))
    frame = pl.DataFrame(pq.read_table(files, schema=table.arrow))
    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    frame.with_columns(pl.col(lists).list.join(SEPARATOR)).write_csv(path)
    return frame.height


def _write_dictionary(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "column", "type", "never_empty", "values", "meaning"])
        for table in TABLES:
            writer.writerows(
                [
                    table.name,
                    column.name,
                    str(column.type),
                    "yes" if column.required else "no",
                    SEPARATOR.join(column.values),
                    column.meaning,
                ]
                for column in table.columns
            )


def _readme(source: TablesFolder, rows: dict[str, int]) -> str:
    version = source.manifest.version
    files = "\n".join(f"  {name}: {count:,} rows" for name, count in rows.items())
    return f"""Foja: what the United States gave to security forces abroad
Version of the tables: {version} (made with Foja {__version__})

Files
{files}
  {DICTIONARY}: every column of every table

Source
  U.S. Department of Defense and U.S. Department of State, Foreign Military Training and DoD
  Engagement Activities of Interest, joint reports to Congress. Each row names document, page and
  box. The trainings that a report only plans have the stage "planned": leave them out of sums.

How to cite
  Foja, tables {version}, with the training_id of each row you quote.

Licence
  Facts read from works of the United States government, which are in the public domain there.
  Foja adds no restriction.
"""
