"""Tables as files to take away: every export carries its dictionary, citation and licence."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from foja.errors import TablesError
from foja.tables.export_about import DICTIONARY, SEPARATOR, write_about
from foja.tables.export_datapackage import write_datapackage
from foja.tables.export_duckdb import write_duckdb
from foja.tables.export_sqlite import write_sqlite
from foja.tables.export_workbook import write_excel
from foja.tables.folder import open_folder
from foja.tables.folder_writer import replaced_folder, write_parquet
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from foja.tables.columns import Table
    from foja.tables.folder import TablesFolder

    Writer = Callable[[TablesFolder, Path], Mapping[str, int]]

_CSV: Final = pacsv.WriteOptions(eol="\r\n")


def export(tables: Path, out: Path, file_format: str) -> dict[str, int]:
    """Write every table to `out` in one of `FORMATS`; return the rows by file or table.

    CSV (RFC 4180, UTF-8) and Parquet are a file for each table; a data package is the CSV files and
    the `datapackage.json` that describes them; SQLite, DuckDB and Excel are one file for all. In
    CSV, SQLite and Excel a list is one text with "; " between its items; in CSV a null is an empty
    cell without quotation marks. Raises TablesError when `out` holds something other than an
    earlier export, or the format is none of these.
    """
    if file_format not in _WRITERS:
        raise TablesError(f"No format `{file_format}`; give one of {', '.join(FORMATS)}.")
    source = open_folder(tables)
    with replaced_folder(out, mark=DICTIONARY) as folder:
        rows = dict(_WRITERS[file_format](source, folder))
        write_about(folder, source.manifest.version, rows)
    return rows


def _write_csv(source: TablesFolder, folder: Path) -> dict[str, int]:
    rows = {}
    for table in TABLES:
        name = f"{table.name}.csv"
        content = pq.read_table(source.files(table), schema=table.arrow)
        for place, field in enumerate(table.arrow):
            if pa.types.is_list(field.type):
                joined = pc.binary_join(content[field.name], SEPARATOR)
                content = content.set_column(place, pa.field(field.name, pa.string()), joined)
        pacsv.write_csv(content, folder / name, _CSV)
        rows[name] = content.num_rows
    return rows


def _write_parquet(source: TablesFolder, folder: Path) -> dict[str, int]:
    return {
        f"{table.name}.parquet": _one_parquet(source, table, folder / f"{table.name}.parquet")
        for table in TABLES
    }


def _one_parquet(source: TablesFolder, table: Table, path: Path) -> int:
    files = source.files(table)
    if len(files) == 1:
        shutil.copyfile(files[0], path)
        return int(pq.read_metadata(path).num_rows)
    return write_parquet(path, table, (pq.read_table(file) for file in files))


def _write_datapackage(source: TablesFolder, folder: Path) -> dict[str, int]:
    rows = _write_csv(source, folder)
    write_datapackage(folder, source.manifest.version, rows)
    return rows


_WRITERS: Final[dict[str, Writer]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "sqlite": write_sqlite,
    "xlsx": write_excel,
    "datapackage": _write_datapackage,
    "duckdb": write_duckdb,
}
FORMATS: Final = tuple(_WRITERS)
"""The formats of `foja export --format`."""
