"""Words and cells to printed rows with addresses, one module per layout of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.documents.html import HtmlDocument
from foja.documents.pdf import PdfDocument
from foja.errors import LayoutError
from foja.layouts import (
    html_lists_1999,
    html_tables_2006,
    regional_tables_2001,
    ruled_tables_2007,
    two_columns_2000,
)

if TYPE_CHECKING:
    from pathlib import Path

    from foja.layouts.base import HtmlLayout, PdfLayout, Reading

PDF_LAYOUTS: Final[tuple[PdfLayout, ...]] = (
    ruled_tables_2007,
    two_columns_2000,
    regional_tables_2001,
)
HTML_LAYOUTS: Final[tuple[HtmlLayout, ...]] = (html_lists_1999, html_tables_2006)
HTML_NAMES: Final = frozenset({".htm", ".html"})
PAGES_TO_LOOK_AT: Final = 5


def read_document(path: Path, key: str) -> Reading:
    """Read a document with the layout its own headings call for; `key` is its key in the catalog.

    Raises DocumentError when the file cannot be opened, LayoutError when no layout knows it or when
    it does not keep to the layout it promises.
    """
    if path.suffix.casefold() in HTML_NAMES:
        return _read_html(path, key)
    return _read_pdf(path, key)


def _read_pdf(path: Path, key: str) -> Reading:
    with PdfDocument(path) as document:
        for number in range(1, min(PAGES_TO_LOOK_AT, document.page_count) + 1):
            page = document.page(number)
            for layout in PDF_LAYOUTS:
                if layout.recognizes(page):
                    return layout.read(document, key)
    raise LayoutError(
        f"{key}: none of the first {PAGES_TO_LOOK_AT} pages has the headings of a layout that Foja "
        "knows; if the report has a new layout, it needs a reader."
    )


def _read_html(path: Path, key: str) -> Reading:
    document = HtmlDocument(path)
    for layout in HTML_LAYOUTS:
        if layout.recognizes(document):
            return layout.read(document, key)
    raise LayoutError(
        f"{key}: the page has no headings of a layout that Foja knows; if the report has a new "
        "layout, it needs a reader."
    )
