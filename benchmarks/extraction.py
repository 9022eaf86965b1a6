"""Extraction to rows beside bare words and beside pdfplumber, on the FY2020 report, in one process.

Documents are taken from FOJA_DOCUMENTS (or the user's data folder): the report's six files, 304
pages. Printed in one run: seconds of processor time, so that other work on the machine counts for
little; their ratios; the peak of memory; whether the aims are met. Time depends on the machine, the
rows do not: only rows that are lost or made up end the run with an error.
"""

from __future__ import annotations

import ctypes
import re
import resource
import sys
from time import process_time
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from foja.catalog import load_catalog, verify
from foja.catalog.folder import documents_folder
from foja.errors import FojaError
from foja.layouts import read_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from foja.catalog import CatalogDocument

REPORT: Final = "2020-2021"
PAGES: Final = 304
ROWS: Final = 9_771
TOTALS: Final = 835
ROUNDS: Final = 3
SAMPLE: Final = 60

MOST_TIMES_BARE_WORDS: Final = 2.0
LEAST_TIMES_FASTER: Final = 20.0
MOST_MEGABYTES: Final = 300

WORD: Final = re.compile(r"\S+")


class Document(NamedTuple):
    """A document of the report and its file."""

    key: str
    path: Path


def bare_words(document: Document) -> int:
    """Read every word with its box from its first and last character: the least work there is."""
    found = []
    box = pdfium_c.FS_RECTF()
    reference = ctypes.byref(box)
    pdf = pdfium.PdfDocument(document.path)
    for index in range(len(pdf)):
        page = pdf[index]
        text_page = pdfium_c.FPDFText_LoadPage(page.raw)
        count = pdfium_c.FPDFText_CountChars(text_page)
        buffer = (ctypes.c_ushort * (count + 1))()
        pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "replace")
        for match in WORD.finditer(text, 0, count):
            first, end = match.span()
            pdfium_c.FPDFText_GetLooseCharBox(text_page, first, reference)
            left, top, bottom = box.left, box.top, box.bottom
            pdfium_c.FPDFText_GetLooseCharBox(text_page, end - 1, reference)
            found.append((match.group(), left, top, box.right, bottom))
        pdfium_c.FPDFText_ClosePage(text_page)
        page.close()
    pdf.close()
    return len(found)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    start = process_time()
    work()
    return process_time() - start


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / (1 << 10)


def time_pdfplumber(documents: list[Document]) -> tuple[float, int]:
    """Return seconds for all pages, scaled from a sample spread over them, and its pages."""
    # Loaded here so that its memory does not count as Foja's.
    import pdfplumber  # noqa: PLC0415

    spent = 0.0
    read = 0
    place = 0
    for document in documents:
        with pdfplumber.open(document.path) as pdf:
            for page in pdf.pages:
                if place * SAMPLE % PAGES < SAMPLE:
                    spent += seconds(page.extract_table)
                    read += 1
                    page.close()
                place += 1
    return spent * PAGES / read, read


def report_documents() -> list[Document]:
    """Return the report's documents, each verified to be the official file."""
    folder = documents_folder()
    documents: tuple[CatalogDocument, ...] = load_catalog().report(REPORT).documents
    try:
        for document in documents:
            verify(folder / document.path, document)
    except FojaError as error:
        sys.exit(str(error))
    return [Document(document.key, folder / document.path) for document in documents]


def main() -> int:
    """Measure, print, and return 1 if rows are not those of the report."""
    documents = report_documents()
    bare: list[float] = []
    extraction: list[float] = []
    pages = rows = totals = words = 0
    for _ in range(ROUNDS):
        start = process_time()
        words = sum(bare_words(document) for document in documents)
        bare.append(process_time() - start)
        start = process_time()
        pages = rows = totals = 0
        for document in documents:
            reading = read_document(document.path, document.key)
            pages += len(reading.pages)
            rows += len(reading.rows)
            totals += len(reading.totals)
        extraction.append(process_time() - start)
    peak = peak_megabytes()
    plumber, sample = time_pdfplumber(documents)

    times_bare = min(extraction) / min(bare)
    times_faster = plumber / min(extraction)
    print(f"FY2020 report: {pages} pages, {words:,} words, {rows:,} rows, {totals} printed totals")
    print(f"bare words, pypdfium2         {min(bare):8.2f} s   (best of {ROUNDS})")
    print(f"extraction to rows, Foja      {min(extraction):8.2f} s   (best of {ROUNDS})")
    print(f"extract_table, pdfplumber     {plumber:8.2f} s   (scaled from {sample} pages)")
    slow = times_bare > MOST_TIMES_BARE_WORDS
    beaten = times_faster < LEAST_TIMES_FASTER
    heavy = peak >= MOST_MEGABYTES
    aims = (
        ("Foja to bare words", times_bare, "times", slow, f"at most {MOST_TIMES_BARE_WORDS:g}"),
        ("pdfplumber to Foja", times_faster, "times", beaten, f"at least {LEAST_TIMES_FASTER:g}"),
        ("peak memory", peak, "MB", heavy, f"under {MOST_MEGABYTES}"),
    )
    for name, value, unit, missed, aim in aims:
        print(f"{name:<29} {value:8.2f} {unit:<5} aim {aim}: {'MISSED' if missed else 'met'}")

    if (pages, rows, totals) != (PAGES, ROWS, TOTALS):
        print(
            f"expected {PAGES} pages, {ROWS:,} rows and {TOTALS} totals: the reading is wrong.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
