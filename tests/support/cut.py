"""A small folder of real tables: one country, two reports, the vocabularies whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tests.support.tables import write_manifest

from foja.tables.export_about import hashed
from foja.tables.folder import SNAPSHOT, open_folder
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from foja.tables.columns import Table

REPORTS = ("2018-2019", "2019-2020")
COUNTRY = "MEX"
ROWS = 400
"""Rows at most of a table that nothing leads to."""


def cut_tables(folder: Path) -> Path:
    """Write the small tables and their `tables.json`; return the folder."""
    folder.mkdir(parents=True)
    source = open_folder(SNAPSHOT)
    files = {}
    for table in TABLES:
        content = _cut(table, pq.read_table(source.files(table), schema=table.arrow))
        path = folder / f"{table.name}.parquet"
        pq.write_table(content, path)
        files[path.name] = {"sha256": hashed(path)["sha256"], "rows": content.num_rows}
    write_manifest(folder, files)
    return folder


def _cut(table: Table, content: pa.Table) -> pa.Table:
    names = content.column_names
    if "report" in names and table.name != "documents":
        content = content.filter(pc.is_in(content["report"], pa.array(REPORTS)))
    if table.name in {"trainings", "units", "recipients"}:
        content = content.filter(pc.equal(content["country_iso3"], COUNTRY))
    return content.slice(0, ROWS) if table.name in {"coverage", "series"} else content
