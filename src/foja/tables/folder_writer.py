"""Writing a folder of tables: every file beside, hashed, then the whole folder renamed."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from foja import __version__
from foja.errors import TablesError
from foja.tables.folder import MANIFEST, SCHEMA_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foja.tables.columns import Table

COMPRESSION: Final = "zstd"
QUICK: Final = 3
SMALL: Final = 15  # for a snapshot, which is written seldom and carried by every installation


def write_parquet(path: Path, table: Table, batches: Iterable[pa.Table], level: int = QUICK) -> int:
    """Write a table's batches to one file, a row group each, and return the number of rows.

    The same batches give the same bytes. `level` is how hard to compress.
    """
    rows = 0
    with pq.ParquetWriter(
        path, table.arrow, compression=COMPRESSION, compression_level=level
    ) as writer:
        for batch in batches:
            if batch.num_rows:
                writer.write_table(batch)
                rows += batch.num_rows
    return rows


def write_manifest(folder: Path, rows: dict[str, int], version: str) -> None:
    """Write `tables.json`: the version of the tables and the hash and rows of each file."""
    files = {}
    for name in sorted(rows):
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files[name] = {"sha256": digest, "rows": rows[name]}
    manifest = {
        "schema": SCHEMA_NUMBER,
        "version": version,
        "built_with": __version__,
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


@contextmanager
def replaced_folder(out: Path, mark: str = MANIFEST) -> Iterator[Path]:
    """Give an empty folder to write to; on success it takes the place of `out`, else it is removed.

    `mark` is the file by which an earlier result is known: what is in `out` is replaced only when
    the mark is there. Raises TablesError when `out` holds something else, or cannot be written.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - a link stays what it is
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    before = out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        if out.exists() and not (out / mark).is_file() and (not out.is_dir() or any(out.iterdir())):
            raise TablesError(
                f"{out} holds something that Foja did not write; choose another --out."
            )
        _tidy(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        yield beside
        if out.exists():
            out.rename(before)
        try:
            beside.rename(out)
        except OSError:
            if before.exists():
                before.rename(out)
            raise
    except OSError as error:
        # Of errors while writing Parquet, the number says in fewer words what went wrong.
        reason = os.strerror(error.errno) if error.errno else error
        raise TablesError(
            f"{error.filename or out} cannot be written ({reason}); "
            "free some space or choose another --out. Tables built before are as they were."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if os.path.exists(out):  # noqa: PTH110 - Path.exists() raises where we may not look
            shutil.rmtree(before, ignore_errors=True)


def _tidy(out: Path) -> None:
    """Clear what builds that were killed left beside `out`; bring back what one had moved away."""
    for left in out.parent.glob(f".{glob.escape(out.name)}.*.*"):
        process, _, kind = left.name.removeprefix(f".{out.name}.").partition(".")
        if kind not in {"new", "old"} or not process.isdecimal() or _runs(int(process)):
            continue
        if kind == "old" and not out.exists():
            left.rename(out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
