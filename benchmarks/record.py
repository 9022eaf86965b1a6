"""The whole record, from documents to tables, beside the bare reading of the same words.

Documents are taken from FOJA_DOCUMENTS (or the user's data folder). Printed in one run: the bare
reading of every word with its box by PDFium in one process; a build with two processes and nothing
kept; the same build again with its readings kept and nothing changed; the largest memory of a
reading process after a quarter and after all of the documents.
"""

from __future__ import annotations

import ctypes
import re
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from foja.catalog import load_catalog
from foja.catalog.folder import documents_folder
from foja.tables.build import build

if TYPE_CHECKING:
    from collections.abc import Sequence

PROCESSES = 2
WORD = re.compile(r"\S+")


def bare_reading(paths: Sequence[Path]) -> tuple[int, int, float]:
    """Read every word's text and box; return pages, words and seconds."""
    started = time.perf_counter()
    pages = words = 0
    box = pdfium_c.FS_RECTF()
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for number in range(len(document)):
            page = document[number]
            text_page = pdfium_c.FPDFText_LoadPage(page.raw)
            count = pdfium_c.FPDFText_CountChars(text_page)
            buffer = (ctypes.c_ushort * (count + 1))()
            pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            for match in WORD.finditer(text):
                pdfium_c.FPDFText_GetLooseCharBox(text_page, match.start(), box)
                pdfium_c.FPDFText_GetLooseCharBox(text_page, match.end() - 1, box)
                words += 1
            pages += 1
            pdfium_c.FPDFText_ClosePage(text_page)
            page.close()
        document.close()
    return pages, words, time.perf_counter() - started


def main() -> int:
    """Print the figures; 1 where documents are missing or a build did not read them all."""
    folder = documents_folder()
    here = [item for item in load_catalog().documents if (folder / item.path).exists()]
    pdfs = [folder / item.path for item in here if item.path.endswith(".pdf")]
    if not pdfs:
        print(f"{folder} holds no documents: run `foja fetch`, or set FOJA_DOCUMENTS.")
        return 1
    pages, words, bare = bare_reading(pdfs)
    print(f"bare reading of words   {bare:7.1f} s  {pages:,} PDF pages, {words:,} words, 1 process")
    work = Path(tempfile.mkdtemp(prefix="foja-benchmark-"))
    try:
        started = time.perf_counter()
        summary = build(folder, work / "tables", jobs=PROCESSES, kept=work / "kept")
        cold = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        read = summary.total("pages")
        print(
            f"documents to tables     {cold:7.1f} s  {read:,} pages,"
            f" {summary.total('rows'):,} rows,"
            f" {PROCESSES} processes: {read / cold:.0f} pages a second,"
            f" {bare / cold:.2f} times as fast as the bare reading in one process"
        )
        started = time.perf_counter()
        again = build(folder, work / "tables", jobs=PROCESSES, kept=work / "kept")
        warm = time.perf_counter() - started
        print(f"nothing changed         {warm:7.1f} s  all readings taken from those kept")
        print(f"largest reading process {memory:7.0f} MB")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0 if len(again.with_status("read")) == len(here) else 1


if __name__ == "__main__":
    sys.exit(main())
