"""What both HTML layouts share: the account of the words, and what of a web page is no report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from foja.layouts.base import PageReading
from foja.model import PageCoverage, Word

if TYPE_CHECKING:
    from foja.documents.html import Block, HtmlDocument

THE_PAGE: Final = 1  # an HTML document is one page, without size
NOWHERE: Final = (0.0, 0.0, 0.0, 0.0)

# By the elements around it: what a web page says about itself and its site.
FURNITURE: Final[dict[str, frozenset[str]]] = {
    "navigation": frozenset({"a", "nav", "header", "footer", "aside", "form", "noscript"}),
    # The State Department's own frame: on top of what it archived in 2001, details of a release.
    "archive_banner": frozenset({"#archivebanner"}),
    "release_details": frozenset({"#top-meta"}),
}


def furniture_rule(block: Block) -> str | None:
    """Return the rule by which the block is no part of the report, None where it is one."""
    return next((rule for rule, tags in FURNITURE.items() if tags & block.inside), None)


class WordCount:
    """Where the words of a document go, so that none is lost and none counted twice."""

    def __init__(self, document: HtmlDocument) -> None:
        self.words = sum(len(block.text.split()) for block in document.blocks)
        self.used = 0
        self.ignored: Counter[str] = Counter()
        self.left_over: list[Word] = []

    def use(self, text: str) -> None:
        """Count words that went into a row, a total or a heading."""
        self.used += len(text.split())

    def ignore(self, rule: str, text: str) -> None:
        """Count words that a named rule leaves out."""
        if text:
            self.ignored[rule] += len(text.split())

    def leave(self, text: str) -> None:
        """Count words that nothing takes up."""
        self.left_over.extend(Word(word, *NOWHERE) for word in text.split())

    def page(self) -> PageReading:
        """Return the document's one page with its account."""
        coverage = PageCoverage(
            THE_PAGE, None, self.words, self.used, dict(self.ignored), tuple(self.left_over)
        )
        return PageReading(THE_PAGE, 0, 0, coverage)
