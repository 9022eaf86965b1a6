"""Words to runs and cells: plain geometry that knows nothing of any report."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from foja.model import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All in parts of the height of the letters, so that they hold for any size of print.
WORD_GAP: Final = 0.9
SAME_LINE: Final = 0.3
WIDEST_LETTER: Final = 0.9


class Run:
    """Words that follow each other on one line without the gap that parts two columns."""

    __slots__ = ("words", "x0", "x1", "y0", "y1")

    def __init__(self, word: Word) -> None:
        self.words = [word]
        _, self.x0, self.y0, self.x1, self.y1 = word

    def add(self, word: Word) -> None:
        """Append a word that stands to the right of the run."""
        self.words.append(word)
        self.x1 = max(self.x1, word.x1)
        self.y0 = min(self.y0, word.y0)
        self.y1 = max(self.y1, word.y1)

    @property
    def height(self) -> float:
        """Height of the run's letters."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Height of the run's centre line on the page."""
        return (self.y0 + self.y1) / 2

    @property
    def box(self) -> Box:
        """Where the run stands."""
        return Box(self.x0, self.y0, self.x1, self.y1)

    @property
    def text(self) -> str:
        """The run's words, parted by single spaces."""
        return join(self.words)


def box_around(parts: Sequence[Word | Run]) -> Box:
    """Return the smallest box that holds all of some words or runs."""
    return Box(
        min(part.x0 for part in parts),
        min(part.y0 for part in parts),
        max(part.x1 for part in parts),
        max(part.y1 for part in parts),
    )


def runs_of(words: Iterable[Word]) -> list[Run]:
    """Group words, in the order the page draws them, into runs."""
    runs: list[Run] = []
    run: Run | None = None
    for word in words:
        if run is not None:
            height = word.y1 - word.y0
            gap = word.x0 - run.x1
            if (
                -WORD_GAP * height < gap < WORD_GAP * height
                and abs(word.y1 + word.y0 - run.y1 - run.y0) < 2 * SAME_LINE * height
                and word.x0 > run.x0
            ):
                run.add(word)
                continue
        run = Run(word)
        runs.append(run)
    return runs


def join(words: Sequence[Word]) -> str:
    """Join words of one line by single spaces."""
    return " ".join([word.text for word in words])


def lines_of(runs: Sequence[Run]) -> list[list[Word]]:
    """Sort the words of a cell's runs into its lines, top to bottom, left to right."""
    if len(runs) == 1:
        return [runs[0].words]
    lines: list[list[Word]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if lines:
            last = lines[-1][0]
            height = last.y1 - last.y0
            if abs((last.y0 + last.y1) / 2 - run.middle) < SAME_LINE * height:
                lines[-1].extend(run.words)
                continue
        lines.append(list(run.words))
    for line in lines:
        line.sort(key=lambda word: word.x0)
    return lines


def cell_text(runs: Sequence[Run], width: float) -> str:
    """Return a cell's text, its lines joined by one space.

    No space is put where a line was broken inside a word: after a hyphen that does not stand alone,
    or where one word fills the cell's whole `width` (points) so that no letter more has room, which
    is the only case in which a table breaks a word.
    """
    lines = lines_of(runs)
    text = join(lines[0])
    for above, below in pairwise(lines):
        broken = text[-1] == "-" and len(above[-1].text) > 1
        if not broken and len(above) == 1 and len(above[0].text) > 1:
            _, x0, y0, x1, y1 = above[0]
            broken = x1 - x0 > width - WIDEST_LETTER * (y1 - y0)
        text += ("" if broken else " ") + join(below)
    return text
