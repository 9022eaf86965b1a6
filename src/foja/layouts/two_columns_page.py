"""A page in two text columns as lines, each with its title, number of students and cost.

All is read from the page: the gutter between the text columns is the band in which no word stands;
the numbers of a text column and its costs each end at one right edge.
"""

from __future__ import annotations

import re
from operator import itemgetter
from statistics import median_low
from typing import TYPE_CHECKING, Final

from foja.layouts.lines import Run
from foja.model import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All in parts of the height of the letters, so that they hold for any size of print.
GUTTER: Final = 3.0  # at least so wide is the white band between two text columns
SAME_LINE: Final = 0.3  # words of one line share a lower edge within this
CELL_GAP: Final = 0.5  # at least so far apart stand two cells; two words of one cell less
ALIGNED: Final = 0.3  # text set to an edge ends this near to it
BLOCK_GAP: Final = 0.4  # lines of one heading, or of one cell, stand less than this apart

LEFT: Final = itemgetter(Word._fields.index("x0"))
BOTTOM: Final = itemgetter(Word._fields.index("y1"))

BAR_BEGINS: Final = "Title"
BAR: Final = re.compile(r"^Title of\b.* # Cost$")
NUMBERS: Final = re.compile(r"^(?:#|Cost|\$.*|.*\d.*)$")
COUNT: Final = re.compile(r"^[\d,]+$")


class Line:
    """A line of a text column: the runs of its title, its number of students, its cost."""

    __slots__ = ("cost", "over_the_edge", "quantity", "title", "word_count", "y0", "y1")

    def __init__(self, words: Sequence[Word]) -> None:
        self.title = _runs(words)
        self.quantity: Run | None = None
        self.cost: Run | None = None
        self.over_the_edge = False
        self.word_count = len(words)
        self.y0 = min([run.y0 for run in self.title])
        self.y1 = max([run.y1 for run in self.title])

    @property
    def height(self) -> float:
        """Height of the line's letters."""
        return self.y1 - self.y0

    @property
    def text(self) -> str:
        """Text of the title."""
        title = self.title
        return title[0].text if len(title) == 1 else " ".join([run.text for run in title])

    @property
    def runs(self) -> list[Run]:
        """All runs of the line."""
        return [*self.title, *[run for run in (self.quantity, self.cost) if run]]

    @property
    def words(self) -> list[Word]:
        """All words of the line."""
        return [word for run in self.runs for word in run.words]

    @property
    def is_bar(self) -> bool:
        """Say whether these are the headings of the columns."""
        first = self.title[0]
        return (
            first.words[0].text == BAR_BEGINS
            and BAR.match(" ".join([run.text for run in self.runs])) is not None
        )

    @property
    def is_text(self) -> bool:
        """Say whether the line prints neither a number of students nor a cost."""
        return self.quantity is None and self.cost is None

    def touches(self, below: Line) -> bool:
        """Say whether the line below goes on with this one's heading or cell."""
        return below.y0 - self.y1 < BLOCK_GAP * self.height


def box_of(lines: Sequence[Line]) -> Box:
    """Return the box that holds the lines."""
    return Box(
        min([line.title[0].x0 for line in lines]),
        lines[0].y0,
        max([(line.cost or line.quantity or line.title[-1]).x1 for line in lines]),
        lines[-1].y1,
    )


def text_columns(words: Iterable[Word]) -> list[list[Line]]:
    """Return the lines of each text column, left to right, each from top to bottom."""
    columns = []
    for part in _parted(words):
        lines = [Line(line) for line in _lines(part)]
        _take_numbers(lines)
        columns.append(lines)
    return columns


def _parted(words: Iterable[Word]) -> list[list[Word]]:
    """Part the words of a page where a white band runs through it from top to bottom.

    Right of a band that parts only the numbers of a short text column from its titles stand numbers
    and their headings alone: they stay with the titles.
    """
    columns: list[list[Word]] = []
    column: list[Word] = []
    right = float("-inf")
    for word in sorted(words, key=LEFT):
        if not column or word.x0 - right > GUTTER * (word.y1 - word.y0):
            column = []
            columns.append(column)
        column.append(word)
        right = max(right, word.x1)
    parted = columns[:1]
    for column in columns[1:]:
        if all(NUMBERS.match(word.text) for word in column):
            parted[-1].extend(column)
        else:
            parted.append(column)
    return parted


def _lines(words: list[Word]) -> list[list[Word]]:
    """Sort the words of a text column, which come from left to right, into its lines."""
    lines: list[list[Word]] = []
    line: list[Word] = []
    limit = float("-inf")
    for word in sorted(words, key=BOTTOM):
        if word.y1 > limit:
            line = []
            lines.append(line)
            limit = word.y1 + SAME_LINE * (word.y1 - word.y0)
        line.append(word)
    for line in lines:
        line.sort(key=LEFT)
    return lines


def _runs(words: Sequence[Word]) -> list[Run]:
    first = words[0]
    gap = CELL_GAP * (first.y1 - first.y0)
    run = Run(first)
    runs = [run]
    for word in words[1:]:
        if word.x0 - run.x1 < gap:
            run.add(word)
        else:
            run = Run(word)
            runs.append(run)
    return runs


def _take_numbers(lines: Sequence[Line]) -> None:
    """Give every line of a text column its number of students and its cost."""
    cost_edge, quantity_edge = _edges([line.title for line in lines if len(line.title) > 1])
    for line in lines:
        runs = line.title
        if len(runs) > 1 and _ends_at(cost_edge, runs[-1]):
            line.cost = runs.pop()
        last = runs[-1]
        if _ends_at(quantity_edge, last):
            if len(runs) > 1:
                line.quantity = runs.pop()
            elif line.cost and len(last.words) > 1 and COUNT.match(last.words[-1].text):
                # A title so long that it reaches the number.
                line.quantity = Run(last.words[-1])
                line.title = _runs(last.words[:-1])
                line.over_the_edge = True


def _ends_at(edge: float | None, run: Run) -> bool:
    return edge is not None and abs(run.x1 - edge) < ALIGNED * run.height


def _edges(lines: Sequence[list[Run]]) -> tuple[float | None, float | None]:
    """Return where the costs and where the numbers of students end, None where there are none."""
    costs = [runs[-1].x1 for runs in lines if runs[-1].text.startswith("$")]
    before = [runs[:-1] if runs[-1].text.startswith("$") else runs for runs in lines]
    counts = [runs[-1].x1 for runs in before if len(runs) > 1 and COUNT.match(runs[-1].text)]
    return (median_low(costs) if costs else None), (median_low(counts) if counts else None)
