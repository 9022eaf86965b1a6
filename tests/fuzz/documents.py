"""Damaged documents through `foja build`: what is read, what is refused, and that nothing breaks.

    python -m tests.fuzz.documents --documents DIR [--number 10000] [--first 0] [--seed 1]

Cuts small documents from the official ones, damages each in a seeded way, builds them in batches as
`foja build` does, and holds the tables against the documents: no build fails, none waits longer
than 30 s for a document, no reading process has more than 1 GB, every refusal names its document,
and no training has an address where it does not stand. Exits 1 where one of these is not so; the
damaged document is then left in the folder that `--keep` names.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq
from tests.fuzz.addresses import wrong_addresses
from tests.fuzz.mutations import HTML, PDF
from tests.fuzz.specimens import Specimen, shelved, specimens

from foja.errors import FojaError
from foja.tables.build import build

if TYPE_CHECKING:
    from foja.catalog import Catalog
    from foja.tables.build import BuildSummary

LONGEST: Final = 30.0
MOST_MEMORY: Final = 10**9
BATCH: Final = 250
OF_EACH: Final = 2
# What a row says, without what names the document it stands in.
NAMES: Final = frozenset({"training_id", "report", "document"})

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Seen:
    """What came of damaged documents, counted by how they were damaged, and what broke."""

    read: Counter[str] = field(default_factory=Counter)
    differ: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    trainings: int = 0
    peak_memory: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the summary, a line for each kind of damage."""
        kinds = sorted(self.read | self.refused)
        told = [f"{'damage':<22}{'read':>7}{'differ':>8}{'refused':>9}{'stopped':>9}"]
        told += [
            f"{kind:<22}{self.read[kind]:>7,}{self.differ[kind]:>8,}{self.refused[kind]:>9,}"
            f"{self.stopped[kind]:>9,}"
            for kind in kinds
        ]
        told.append(
            f"{'together':<22}{self.read.total():>7,}{self.differ.total():>8,}"
            f"{self.refused.total():>9,}{self.stopped.total():>9,}"
        )
        told.append(
            f"{self.trainings:,} trainings, each looked up at its address; most memory of a "
            f"reading process {self.peak_memory / 1e6:,.0f} MB; longest wait for a document "
            f"{self.longest:.1f} s; {len(self.faults)} faults"
        )
        return [*told, *self.faults]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A specimen, how it was damaged, and what is left of it."""

    specimen: Specimen
    kind: str
    content: bytes


def damaged(number: int, seed: int, whole: list[Specimen]) -> Damaged:
    """Damage one of the specimens; the same number and seed do it the same way."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - no secret
    specimen = chance.choice(whole)
    other = chance.choice([each for each in whole if each.is_html == specimen.is_html])
    kinds = HTML if specimen.is_html else PDF
    kind = chance.choice(sorted(kinds))
    content = kinds[kind](specimen.content, other.content, chance)
    return Damaged(specimen, kind, content or b"\n")


def try_batch(
    batch: dict[str, Damaged], whole: dict[str, Rows], folder: Path, seen: Seen, pool: Executor
) -> None:
    """Build the damaged documents of one batch, by region key, and add to what was seen.

    `pool` looks the addresses up: what a damaged file does to native code ends one of its processes
    and not this one.
    """
    files = {name: (each.specimen, each.content) for name, each in batch.items()}
    documents = folder / "documents"
    catalog = shelved(files, documents)
    before = time.monotonic()

    def tell(_outcome: object) -> None:
        nonlocal before
        seen.longest = max(seen.longest, time.monotonic() - before)
        before = time.monotonic()

    try:
        summary = build(
            documents, folder / "tables", catalog=catalog, jobs=os.cpu_count(), on_progress=tell
        )
    except FojaError as error:
        seen.faults.append(f"the build of {next(iter(batch))} and those after failed: {error}")
        return
    seen.peak_memory = max(seen.peak_memory, summary.peak_memory)
    _hold_against(summary, catalog, batch, whole, seen, documents, pool)


def _hold_against(
    summary: BuildSummary,
    catalog: Catalog,
    batch: dict[str, Damaged],
    whole: dict[str, Rows],
    seen: Seen,
    documents: Path,
    pool: Executor,
) -> None:
    rows = rows_by_document(summary.out)
    to_look_up = []
    for outcome in summary.outcomes:
        document = catalog.document(outcome.document)
        kind = batch[document.region_key].kind
        if outcome.status == "refused":
            seen.refused[kind] += 1
            reason = outcome.reason or ""
            seen.stopped[kind] += "reading it " in reason
            if document.region_key not in reason or "\n" in reason or "fault of Foja's" in reason:
                seen.faults.append(f"{document.key} ({kind}): {reason}")
        else:
            seen.read[kind] += 1
            found = rows.get(document.key, [])
            source = batch[document.region_key].specimen
            seen.differ[kind] += without_names(found) != whole.get(name_of(source), [])
            seen.trainings += len(found)
            to_look_up.append((documents / document.path, found))
    for wrong in pool.map(_looked_up, to_look_up, chunksize=8):
        seen.faults += wrong


def _looked_up(given: tuple[Path, Rows]) -> list[str]:
    return wrong_addresses(*given)


def rows_by_document(tables: Path) -> dict[str, Rows]:
    """Return the trainings of a folder of tables by document."""
    found: dict[str, Rows] = {}
    for row in pq.read_table(tables / "trainings.parquet").to_pylist():
        found.setdefault(row["document"], []).append(row)
    return found


def without_names(rows: Rows) -> Rows:
    """Return what rows say, whatever the document is called."""
    return [{name: row[name] for name in row.keys() - NAMES} for row in rows]


def name_of(specimen: Specimen) -> str:
    """Return a name for a specimen: where it is from and which part."""
    return f"{specimen.source.key} {hash(specimen.content)}"


def read_whole(whole: list[Specimen], folder: Path) -> dict[str, Rows]:
    """Return what stands in the specimens while they are whole, by name."""
    files = {f"whole{n:03d}": (each, each.content) for n, each in enumerate(whole)}
    catalog = shelved(files, folder / "documents")
    build(folder / "documents", folder / "tables", catalog=catalog, jobs=os.cpu_count())
    rows = rows_by_document(folder / "tables")
    by_key = {each.region_key: rows.get(each.key, []) for each in catalog.documents}
    return {name_of(each): without_names(by_key[key]) for key, (each, _) in files.items()}


def run(documents: Path, numbers: range, seed: int, batch: int, keep: Path | None) -> Seen:
    """Damage, build and look up all of `numbers`, telling progress on standard error."""
    seen = Seen()
    context = get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as name,
        ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool,
    ):
        work = Path(name)
        small = specimens(documents, work, seed, OF_EACH)
        whole = read_whole(small, work / "whole")
        for first in range(numbers.start, numbers.stop, batch):
            here = range(first, min(first + batch, numbers.stop))
            made = {f"m{number:05d}": damaged(number, seed, small) for number in here}
            faults = len(seen.faults)
            with tempfile.TemporaryDirectory(dir=work) as room:
                try_batch(made, whole, Path(room), seen, pool)
            if keep is not None and len(seen.faults) > faults:
                _keep(made, seen.faults[faults:], keep)
            done = here.stop - numbers.start
            sys.stderr.write(
                f"\r{done:,} of {len(numbers):,}, {seen.refused.total():,} refused, "
                f"{len(seen.faults)} faults"
            )
            sys.stderr.flush()
        sys.stderr.write("\n")
    if seen.longest > LONGEST:
        seen.faults.append(f"a document took {seen.longest:.1f} s, more than {LONGEST:g}")
    if seen.peak_memory > MOST_MEMORY:
        seen.faults.append(f"a reading process had {seen.peak_memory / 1e6:,.0f} MB")
    return seen


def _keep(made: dict[str, Damaged], faults: list[str], keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    for name, each in made.items():
        if any(name in fault for fault in faults):
            (keep / f"{name}.{each.kind}{each.specimen.suffix}").write_bytes(each.content)


def main() -> int:
    """Run as the arguments say; print what was seen by kind of damage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=os.environ.get("FOJA_DOCUMENTS"))
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.documents is None:
        parser.error("name the folder of official documents with --documents or FOJA_DOCUMENTS")
    numbers = range(given.first, given.first + given.number)
    seen = run(Path(given.documents), numbers, given.seed, given.batch, given.keep)
    sys.stdout.write("\n".join(seen.lines()) + "\n")
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
