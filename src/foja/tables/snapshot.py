"""The snapshot that comes with the package: a build, with one part per report.

A part whose content has not changed keeps its bytes, so that a mended reader changes only the parts
it touched. `python -m foja.tables.snapshot` builds it anew from the documents folder.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from foja.catalog.folder import documents_folder
from foja.errors import FojaError
from foja.tables.build import build
from foja.tables.folder import SNAPSHOT, open_folder
from foja.tables.folder_writer import SMALL, replaced_folder, write_manifest, write_parquet
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


def write_snapshot(tables: Path, snapshot: Path = SNAPSHOT) -> str:
    """Write a folder of tables again with one part per report; return the new version."""
    source = open_folder(tables)
    with replaced_folder(snapshot) as folder:
        rows = {}
        for table in TABLES:
            content = pq.read_table(source.files(table), schema=table.arrow)
            parts = _by_report(content) if table.by_report else [("", content)]
            for report, part in parts:
                name = f"{table.name}.{report}.parquet" if report else f"{table.name}.parquet"
                rows[name] = write_parquet(folder / name, table, [part], SMALL)
        write_manifest(folder, rows, source.manifest.version)
    return source.manifest.version


def _by_report(content: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    reports = sorted(pc.unique(content["report"]).to_pylist())
    if not reports:
        yield "", content
    for report in reports:
        yield report, content.filter(pc.equal(content["report"], report))


def main() -> int:
    """Build the snapshot from the documents folder; say what it holds."""
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "tables"
        try:
            summary = build(documents_folder(), out)
            version = write_snapshot(out)
        except FojaError as error:
            sys.stderr.write(f"foja: {error}\n")
            return 1
    size = sum(file.stat().st_size for file in SNAPSHOT.iterdir())
    sys.stdout.write(
        f"{SNAPSHOT}: version {version}, {summary.total('rows'):,} trainings of "
        f"{len(summary.with_status('read'))} documents, {size / 1e6:.1f} MB\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
