"""A folder of tables small enough for slow engines: three countries and some of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from foja.tables.folder import SNAPSHOT, open_folder
from foja.tables.folder_writer import write_manifest, write_parquet
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

COUNTRIES = ("MEX", "BLZ", "URY")
REPORTS = ("1999-2000", "2003-2004", "2007-2008", "2015-2016", "2018-2019", "2020-2021")
OF_COUNTRIES = ("trainings", "units", "recipients", "printed_totals")
OF_REPORTS = ("trainings", "printed_totals", "reconciliation", "documents", "coverage", "issues")


def write_some_tables(folder: Path) -> Path:
    """Write the tables of the three countries and the reports; return their folder."""
    source = open_folder(SNAPSHOT)
    written: dict[str, int] = {}
    total_ids: Any = None
    for table in TABLES:
        content = pq.read_table(source.files(table), schema=table.arrow)
        if table.name in OF_COUNTRIES:
            # Rows of organisations have no code; some are kept, since their nulls are what differs.
            without = pc.and_(pc.is_null(content["country_iso3"]), pc.equal(_numbered(content), 0))
            own = pc.is_in(content["country_iso3"], _values(COUNTRIES))
            content = content.filter(pc.or_(own, without))
        if table.name in OF_REPORTS:
            content = content.filter(pc.is_in(content["report"], _values(REPORTS)))
        if table.name == "series":
            content = content.filter(
                pc.is_in(content["country_iso3"], _values((*COUNTRIES, "USA")))
            )
        if table.name == "printed_totals":
            total_ids = content["total_id"]
        if table.name == "reconciliation":
            content = content.filter(pc.is_in(content["total_id"], total_ids.combine_chunks()))
        name = f"{table.name}.parquet"
        written[name] = write_parquet(folder / name, table, [content])
    write_manifest(folder, written, "some-tables")
    return folder


def _values(texts: tuple[str, ...]) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - as `pc` above, which has no name for it

    return pa.array(texts, pa.string())


def _numbered(content: pa.Table) -> pa.Array:
    """Return a number for each row that is 0 for every fiftieth."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    return pa.array([place % 50 for place in range(content.num_rows)])
