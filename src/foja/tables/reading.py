"""One document read into parts of the tables, kept so that it need not be read again."""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import pyarrow as pa

from foja.catalog import verify
from foja.errors import DocumentError
from foja.layouts import read_document
from foja.meaning.training_types import read_taxonomy, taxonomy
from foja.tables.records import DocumentRecords, records_of
from foja.tables.schema import PRINTED_TOTALS, TABLES, TRAININGS
from foja.tables.validation import check_table

if TYPE_CHECKING:
    from foja.catalog import CatalogDocument
    from foja.meaning.training_types import Taxonomy

PACKAGE: Final = Path(__file__).resolve().parent.parent
READ_BY: Final = ("documents", "layouts", "checks", "meaning", "tables", "model.py", "data")
NOT_READ_BY: Final = (
    "data/snapshot",
    "data/catalog",
    "data/labels",
    "data/maps",
    "data/series",
    "data/claims",
)
PER_DOCUMENT: Final = tuple(
    table for table in TABLES if table.name in DocumentRecords.__dataclass_fields__
)
CHECKED_ALONE: Final = (TRAININGS, PRINTED_TOTALS)
"""What a page prints can break a rule of these, and costs its document then; the other tables are
checked once, as a whole."""
OUTCOME: Final = "outcome.json"

Status = Literal["read", "absent", "refused"]


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of one document, named by its key; the counts are 0 unless it was read.

    `digest` is the SHA-256 of everything it adds to the tables.
    """

    document: str
    status: Status
    reason: str | None = None
    layout: str | None = None
    pages: int = 0
    rows: int = 0
    totals: int = 0
    agree: int = 0
    misprinted: int = 0
    differ: int = 0
    issues: int = 0
    digest: str = ""


class Desk(msgspec.Struct, frozen=True):
    """Where documents are read: their folder, a folder for parts, one that outlives the build.

    `kept` is None where nothing is to be kept or taken from an earlier build. `taxonomy` is a
    user's own file by which trainings are typed.
    """

    documents: Path
    parts: Path
    kept: Path | None
    taxonomy: Path | None = None

    def part(self, table: str, key: str) -> Path:
        """Return the file of what a document adds to a table."""
        return self.folder(key) / f"{table}.arrow"

    def folder(self, key: str) -> Path:
        """Return the folder of a document's parts."""
        return self.parts / key.replace("/", ".")


def read_one(document: CatalogDocument, desk: Desk) -> Outcome:
    """Read one document and leave what it adds to each table in the desk's parts.

    An unchanged document that the same code has read before is taken from what was kept.
    """
    try:
        outcome = kept_reading(document, desk)
        if outcome is not None:
            return outcome
        outcome = _read(desk.documents / document.path, document, desk)
    except DocumentError as error:
        return Outcome(document.key, "refused", str(error))
    except (OSError, MemoryError):
        # Not the document's fault: going on would publish tables that lack it for a full disk.
        raise
    except Exception as error:  # noqa: BLE001 - named at the end; the others go on
        reason = (
            f"{document.key}: the reader failed ({error!r}); this is a fault of Foja's, report it."
        )
        return Outcome(document.key, "refused", reason)
    keep(document, desk, outcome)
    return outcome


def _read(path: Path, document: CatalogDocument, desk: Desk) -> Outcome:
    reading = read_document(path, document.key)
    records = records_of(reading, document, taxonomy_of(desk.taxonomy))
    desk.folder(document.key).mkdir()
    digest = hashlib.sha256()
    for table in PER_DOCUMENT:
        content = records.table(table.name)
        if table in CHECKED_ALONE:
            check_table(content, table)
        part = desk.part(table.name, document.key)
        with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, content.schema) as writer:
            writer.write_table(content)
        with part.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    statuses = [record["status"] for record in records.reconciliation]
    return Outcome(
        document.key,
        "read",
        layout=reading.layout,
        pages=len(reading.pages),
        rows=len(records.trainings),
        totals=len(records.printed_totals),
        agree=statuses.count("agrees"),
        misprinted=statuses.count("misprinted"),
        differ=statuses.count("differs"),
        issues=len(records.issues),
        digest=digest.hexdigest(),
    )


# -- what is kept between builds --------------------------------------------------------------


@cache
def reader_version() -> str:
    """Return a name for everything that decides how a document is read: code and data files."""
    digest = hashlib.sha256()
    for name in READ_BY:
        room = PACKAGE / name
        files = sorted(room.rglob("*")) if room.is_dir() else [room]
        for file in files:
            inside = file.relative_to(PACKAGE).as_posix()
            if file.suffix in {".py", ".toml", ".csv"} and not inside.startswith(NOT_READ_BY):
                digest.update(inside.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def kept_reading(document: CatalogDocument, desk: Desk) -> Outcome | None:
    """Bring to the desk what was kept of the document, if it was; raises DocumentError.

    None where nothing was kept of this file by this code, or not the whole of it.
    """
    verify(desk.documents / document.path, document)
    kept = _kept_folder(document, desk)
    return None if kept is None else _take(kept, document, desk)


def keep(document: CatalogDocument, desk: Desk, outcome: Outcome) -> None:
    """Keep a reading for the next build, where the desk keeps anything."""
    kept = _kept_folder(document, desk)
    if kept is not None:
        _keep(kept, document, desk, outcome)


def _kept_folder(document: CatalogDocument, desk: Desk) -> Path | None:
    if desk.kept is None:
        return None
    own = f".{_digest_of(desk.taxonomy)}" if desk.taxonomy else ""
    name = f"{document.key.replace('/', '.')}.{document.sha256[:16]}.{reader_version()}{own}"
    return desk.kept / name


@cache
def taxonomy_of(file: Path | None) -> Taxonomy:
    """Return the taxonomy in a user's file, the package's own for None; raises VocabularyError."""
    return read_taxonomy(file) if file else taxonomy()


@cache
def _digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _take(kept: Path, document: CatalogDocument, desk: Desk) -> Outcome | None:
    """Bring the kept parts to the desk; None where there are none, or not whole."""
    try:
        outcome = msgspec.json.decode((kept / OUTCOME).read_bytes(), type=Outcome)
        shutil.copytree(kept, desk.folder(document.key), copy_function=_link)
    except (OSError, msgspec.DecodeError):
        # Nothing is lost: the document is read again.
        shutil.rmtree(desk.folder(document.key), ignore_errors=True)
        return None
    return outcome


def _keep(kept: Path, document: CatalogDocument, desk: Desk, outcome: Outcome) -> None:
    """Keep the parts for the next build in place of those of older documents or code.

    A folder that cannot be written keeps nothing: the build does not need it.
    """
    beside = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        shutil.copytree(desk.folder(document.key), beside, copy_function=_link)
        (beside / OUTCOME).write_bytes(msgspec.json.encode(outcome))
        for older in kept.parent.glob(f"{document.key.replace('/', '.')}.*"):
            shutil.rmtree(older, ignore_errors=True)
        beside.rename(kept)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
    return target
