"""Official documents to a folder of tables: several processes, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from foja.catalog import load_catalog
from foja.errors import TablesError
from foja.tables import vocabularies
from foja.tables.cluster import read_on_cluster
from foja.tables.folder_writer import replaced_folder, write_manifest, write_parquet
from foja.tables.overlap import PrintedPages
from foja.tables.readers import Readers
from foja.tables.reading import CHECKED_ALONE, PER_DOCUMENT, Desk, Outcome, read_one, taxonomy_of
from foja.tables.schema import COVERAGE, DOCUMENTS, TABLES, TRAININGS
from foja.tables.schema_vocabularies import UNITS
from foja.tables.units import UNIT_COLUMNS, unit_records
from foja.tables.validation import check_table

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from foja.catalog import Catalog, CatalogDocument
    from foja.meaning.training_types import Taxonomy
    from foja.tables.reading import Status

    Read = Callable[[Sequence[CatalogDocument], Desk], Generator[Outcome]]

COUNTS_TO_SHOW: Final = 3


@dataclass(slots=True)
class BuildSummary:
    """What a build did: one outcome for each document asked for, in catalog order.

    `peak_memory` is the most that one reading process had, in bytes; 0 where none was started here.
    """

    out: Path
    outcomes: list[Outcome] = field(default_factory=list)
    version: str = ""
    peak_memory: int = 0

    def with_status(self, status: Status) -> list[Outcome]:
        """Return the outcomes with that status: read, absent or refused."""
        return [outcome for outcome in self.outcomes if outcome.status == status]

    def total(self, name: str) -> int:
        """Add up a number over all documents read."""
        return sum(getattr(outcome, name) for outcome in self.outcomes)


def build(
    documents_folder: Path,
    out: Path,
    *,
    reports: Sequence[str] | None = None,
    jobs: int | None = None,
    catalog: Catalog | None = None,
    kept: Path | None = None,
    taxonomy: Path | None = None,
    scheduler: str | None = None,
    on_progress: Callable[[Outcome], None] | None = None,
) -> BuildSummary:
    """Read the catalog's documents in `documents_folder` and write the tables to `out`.

    `reports` names the reports to read (all that Foja can read unless given). `jobs` is the number
    of reading processes, each within limits of time and memory; with 0 this process reads itself,
    without limits. `scheduler` is the address of a Dask cluster that reads in their place. `kept`
    is a folder in which readings outlive the build, so that an unchanged
    document is not read again; `taxonomy` is a user's own file by which trainings are typed, in
    place of the package's. A document that is absent or refused does not stop the others, nor does
    one that ends the process that reads it, or asks for too much time or memory: it is refused.
    Raises TablesError when no document at all could be read or `out` cannot be written; tables that
    were there before are then untouched. CatalogError when a report is not in the catalog,
    VocabularyError when the taxonomy is wrong.
    """
    catalog = catalog or load_catalog()
    types = taxonomy_of(taxonomy)
    documents = _chosen(catalog, reports)
    _check_folder(documents_folder)
    summary = BuildSummary(out)
    with replaced_folder(out) as folder, tempfile.TemporaryDirectory(dir=folder) as parts:
        desk = Desk(documents_folder, Path(parts), kept, taxonomy)
        outcomes_of: Read = _read_here if jobs == 0 else partial(_read_apart, summary, jobs)
        if scheduler is not None:
            outcomes_of = partial(read_on_cluster, address=scheduler)
        outcomes = _read_all(documents, desk, outcomes_of, on_progress)
        summary.outcomes = [outcomes[document.key] for document in documents]
        _refuse_nothing(summary, documents_folder)
        rows = _merge(folder, desk, summary, catalog)
        whole = _whole_tables(catalog, summary, types)
        units = {UNITS.name: unit_records(_trainings(folder))}
        for table in TABLES:
            records = (whole | units).get(table.name)
            if records is not None:
                name = f"{table.name}.parquet"
                content = pa.Table.from_pylist(records, schema=table.arrow)
                check_table(content, table)
                rows[name] = write_parquet(folder / name, table, [content])
        summary.version = _version(summary, whole)
        write_manifest(folder, rows, summary.version)
    return summary


def documents_to_read(
    catalog: Catalog, reports: Sequence[str] | None, documents_folder: Path
) -> list[CatalogDocument]:
    """Return the documents that a build of these reports finds in the folder."""
    return [
        document
        for document in _chosen(catalog, reports)
        if _is_there(documents_folder / document.path)
    ]


def _chosen(catalog: Catalog, reports: Sequence[str] | None) -> list[CatalogDocument]:
    if reports:
        wanted = [catalog.report(name) for name in dict.fromkeys(reports)]
        chosen = {report.report for report in wanted}
    else:
        chosen = {report.report for report in catalog.reports if report.status == "read"}
    return [document for document in catalog.documents if document.report in chosen]


def _check_folder(documents_folder: Path) -> None:
    try:
        next(documents_folder.iterdir(), None)
    except OSError as error:
        raise TablesError(
            f"{documents_folder} is not a folder that can be opened ({error.strerror}); name the "
            "documents folder with --documents or FOJA_DOCUMENTS, or bring the documents with "
            "`foja fetch`."
        ) from error


def _is_there(path: Path) -> bool:
    """Say whether there is a file; one that may not be looked at is refused when it is read."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _refuse_nothing(summary: BuildSummary, documents_folder: Path) -> None:
    if summary.with_status("read"):
        return
    refused = summary.with_status("refused")
    if refused:
        reasons = " ".join(str(outcome.reason) for outcome in refused[:COUNTS_TO_SHOW])
        raise TablesError(f"No document could be read. {reasons}")
    raise TablesError(
        f"{documents_folder} holds none of the {len(summary.outcomes)} documents asked for; "
        "bring them with `foja fetch`."
    )


# -- reading ----------------------------------------------------------------------------------


def _read_all(
    documents: Sequence[CatalogDocument],
    desk: Desk,
    outcomes_of: Read,
    on_progress: Callable[[Outcome], None] | None,
) -> dict[str, Outcome]:
    """Read every document, the largest first, and return the outcomes by document key."""
    outcomes = {document.key: Outcome(document.key, "absent") for document in documents}
    queue = sorted(
        (document for document in documents if _is_there(desk.documents / document.path)),
        key=lambda document: -document.bytes,
    )
    # Closed at once when this ends early: no reader may write to a folder that is being removed.
    with closing(outcomes_of(queue, desk)) as told:
        for outcome in told:
            outcomes[outcome.document] = outcome
            if on_progress:
                on_progress(outcome)
    return outcomes


def _read_here(queue: Sequence[CatalogDocument], desk: Desk) -> Generator[Outcome]:
    return (read_one(document, desk) for document in queue)


def _read_apart(
    summary: BuildSummary, jobs: int | None, queue: Sequence[CatalogDocument], desk: Desk
) -> Generator[Outcome]:
    with Readers(min(jobs or os.cpu_count() or 1, len(queue))) as readers:
        yield from readers.outcomes(queue, desk)
        summary.peak_memory = readers.peak


# -- writing ----------------------------------------------------------------------------------


def _merge(folder: Path, desk: Desk, summary: BuildSummary, catalog: Catalog) -> dict[str, int]:
    """Write the parts of all documents read, in catalog order, one file a table."""
    keys = [outcome.document for outcome in summary.with_status("read")]
    printed = PrintedPages.of(
        (catalog.document(key), _part(desk, COVERAGE.name, key)) for key in keys
    )
    rows = {}
    for table in PER_DOCUMENT:
        batches = (_part(desk, table.name, key) for key in keys)
        if table is TRAININGS:
            batches = (printed.once(batch) for batch in batches)
        name = f"{table.name}.parquet"
        rows[name] = write_parquet(folder / name, table, batches)
        if table not in CHECKED_ALONE:
            check_table(pq.read_table(folder / name, schema=table.arrow), table)
    return rows


def _part(desk: Desk, table: str, key: str) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(desk.part(table, key)))).read_all()


def _trainings(folder: Path) -> pa.Table:
    """Return what the units are made from of the trainings just written."""
    return pq.read_table(folder / f"{TRAININGS.name}.parquet", columns=list(UNIT_COLUMNS))


def _whole_tables(
    catalog: Catalog, summary: BuildSummary, taxonomy: Taxonomy
) -> dict[str, list[dict[str, Any]]]:
    """Return the records of the tables that are not made document by document."""
    documents = [_document(catalog, outcome) for outcome in summary.outcomes]
    return {DOCUMENTS.name: documents, **vocabularies.records(taxonomy)}


def _version(summary: BuildSummary, whole: dict[str, list[dict[str, Any]]]) -> str:
    """Name the content of the tables: the same content has the same name in any kind of file."""
    digests = [outcome.digest for outcome in summary.outcomes]
    content = json.dumps([digests, whole], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _document(catalog: Catalog, outcome: Outcome) -> dict[str, Any]:
    document = catalog.document(outcome.document)
    report = catalog.report(document.report)
    read = outcome.status == "read"
    return {
        "document": document.key,
        "report": document.report,
        "report_title": report.title,
        "region": document.region,
        "region_key": document.region_key,
        "publisher": report.publisher,
        "path": document.path,
        "source_url": document.source_url,
        "rendition": document.rendition,
        "bytes": document.bytes,
        "sha256": document.sha256,
        "status": outcome.status,
        "reason": outcome.reason,
        "layout": outcome.layout,
        "pages": outcome.pages if read else None,
        "rows": outcome.rows if read else None,
        "totals": outcome.totals if read else None,
    }
