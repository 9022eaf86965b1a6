"""Writing a folder of tables: every file beside, hashed, then the whole folder renamed."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from foja import __version__
from foja.errors import TablesError
from foja.tables.exchange import exchange
from foja.tables.folder import MANIFEST, SCHEMA_NUMBER, Manifest, TableFile
from foja.tables.only_writer import only_writer

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
        files[name] = TableFile(digest, rows[name])
    manifest = Manifest(SCHEMA_NUMBER, version, __version__, files)
    manifest = msgspec.structs.replace(manifest, sha256=manifest.digest)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / MANIFEST).write_bytes(text + b"\n")


@contextmanager
def replaced_folder(out: Path, mark: str = MANIFEST) -> Iterator[Path]:
    """Give an empty folder to write to; on success it takes the place of `out`, else it is removed.

    `mark` is the file by which an earlier result is known: what is in `out` is replaced only when
    the mark is there. Raises TablesError when `out` holds something else, cannot be written, or is
    being written by another process.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - a link stays what it is
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    before = out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        if out.exists() and not (out / mark).is_file() and (not out.is_dir() or any(out.iterdir())):
            raise TablesError(
                f"{out} holds something that Foja did not write; choose another --out."
            )
        out.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(out):
            try:
                _tidy(out)
                beside.mkdir()
                yield beside
                _put_in_place(beside, out, before)
            finally:
                _remove(beside)
                if os.path.exists(out):  # noqa: PTH110 - Path.exists() raises where we may not look
                    _remove(before)
    except OSError as error:
        # Of errors while writing Parquet, the number says in fewer words what went wrong.
        reason = os.strerror(error.errno) if error.errno else error
        raise TablesError(
            f"{error.filename or out} cannot be written ({reason}); "
            "free some space or choose another --out. Earlier tables are unchanged."
        ) from error


def _put_in_place(beside: Path, out: Path, before: Path) -> None:
    """Let the new folder be `out`; what was there is `beside` or `before` afterwards."""
    if not out.exists():
        beside.rename(out)
    elif not exchange(beside, out):
        try:
            out.rename(before)
            beside.rename(out)
        except BaseException:  # an interrupt between the two, too
            if before.exists() and not out.exists():
                before.rename(out)
            raise


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _tidy(out: Path) -> None:
    """Clear what builds that were killed left beside `out`; bring back what one had moved away.

    Only the one writer of `out` may do so: there is no other whose work this could be.
    """
    for left in out.parent.glob(f".{glob.escape(out.name)}.*.*"):
        process, _, kind = left.name.removeprefix(f".{out.name}.").partition(".")
        if kind not in {"new", "old"} or not process.isdecimal():
            continue
        if kind == "old" and not out.exists():
            left.rename(out)
        else:
            _remove(left)
