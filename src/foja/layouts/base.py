"""What every layout gives back, whatever its report looks like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from foja.documents.html import HtmlDocument
    from foja.documents.pdf import Page, PdfDocument
    from foja.errors import Issue
    from foja.model import PageCoverage, PrintedRow, PrintedTotal


@dataclass(slots=True)
class PageReading:
    """One page as read: size in points (0 where there is none), words accounted for."""

    number: int
    width: float
    height: float
    coverage: PageCoverage


@dataclass(slots=True)
class Reading:
    """A document as read by a layout, in the order in which it is printed."""

    layout: str
    rows: list[PrintedRow] = field(default_factory=list)
    totals: list[PrintedTotal] = field(default_factory=list)
    pages: list[PageReading] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


class PdfLayout(Protocol):
    """A reader of one layout of the report printed as PDF."""

    NAME: str

    def recognizes(self, page: Page) -> bool:
        """Say whether the page carries the headings of this layout."""

    def read(self, document: PdfDocument, key: str) -> Reading:
        """Read the whole document; `key` is its key in the catalog."""


class HtmlLayout(Protocol):
    """A reader of one layout of the report published as HTML."""

    NAME: str

    def recognizes(self, document: HtmlDocument) -> bool:
        """Say whether the document carries the headings of this layout."""

    def read(self, document: HtmlDocument, key: str) -> Reading:
        """Read the whole document; `key` is its key in the catalog."""
