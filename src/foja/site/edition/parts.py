"""In which part of a long page each of its lines is listed.

A report published as a web page is one page of thousands of lines, which the site lists in parts;
a link to a line has to name its part, which a plain file server cannot look up.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from foja.site.pages.document import LINES, in_order

if TYPE_CHECKING:
    from foja.site.reading import Reading
    from foja.tables.engine import Tables

Page = tuple[str, int]
"""A page of a document: the document's key, the number of the page in its file."""

_PAGES: Final[WeakKeyDictionary[Tables, dict[Page, int]]] = WeakKeyDictionary()
_LINES: Final[WeakKeyDictionary[Tables, dict[str, int]]] = WeakKeyDictionary()
"""What has been counted of some tables, which never change while they are open."""


def parts_of_pages(reading: Reading) -> dict[Page, int]:
    """Return in how many parts the lines of each page are listed that has more than one."""
    known = _PAGES.get(reading.tables)
    if known is None:
        table = reading.tables.table("trainings")
        counted = table.group_by("document", "page").aggregate(lines=table.count())
        lines: Counter[Page] = Counter()
        for row in reading.tables.rows(counted):
            lines[row["document"], row["page"]] = row["lines"]
        for page, totals in reading.totals_by_page.items():
            lines[page] += len(totals)
        known = {page: -(-number // LINES) for page, number in lines.items() if number > LINES}
        _PAGES[reading.tables] = known
    return known


def parts_of_lines(reading: Reading) -> dict[str, int]:
    """Return the part of each training and printed total that its page lists after the first."""
    known = _LINES.get(reading.tables)
    if known is None:
        known = {}
        for document, page in parts_of_pages(reading):
            totals = reading.totals_by_page.get((document, page), [])
            placed = in_order(reading.page_rows(document, page), totals)
            for place, (_height, is_total, _number, row) in enumerate(placed[LINES:], LINES):
                known[row["total_id" if is_total else "training_id"]] = 1 + place // LINES
        _LINES[reading.tables] = known
    return known
