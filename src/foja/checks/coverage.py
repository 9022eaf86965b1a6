"""What became of the words of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.errors import Issue, LayoutError
from foja.model import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.layouts.base import Reading


def left_over(reading: Reading, document: str) -> Iterator[Issue]:
    """Yield an issue for every word that was neither used nor ignored by a named rule.

    Raises LayoutError when a page's words do not add up: the layout then lost or doubled a word.
    """
    for page in reading.pages:
        coverage = page.coverage
        ignored = sum(coverage.ignored.values())
        if coverage.words != coverage.used + ignored + len(coverage.left_over):
            raise LayoutError(
                f"{document}, page {page.number}: of {coverage.words} words {coverage.used} were "
                f"used, {ignored} ignored and {len(coverage.left_over)} left over; "
                "the layout lost count, please report it."
            )
        for word in coverage.left_over:
            box = Box(*word[1:]) if page.width else None
            yield Issue("word_left_over", document, page.number, word.text, box)
