"""Columns of a regional table, and a line of it parted into cells.

Text is set to the left edge of its column, numbers of students and dollars end at one right edge,
dates share a centre. Most cells stand there; but the tables were set with tabs, so that a text too
long for its column pushes what follows off its place, or touches it without a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.layouts.lines import Run
from foja.model import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

MONEY: Final = re.compile(r"^\(?-?\$[\d,.]*\)?$")
COUNT: Final = re.compile(r"^\d[\d,]*$")
DAY: Final = re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4}$")

TEXT_ROLES: Final = ("location", "student_unit", "us_unit")
ROLES: Final = ("course_title", "quantity", *TEXT_ROLES, "cost", "start_date", "end_date")

RUNNING_ROLES: Final = frozenset({"course_title", *TEXT_ROLES})

ALIGNED: Final = 0.9  # points by which cells set to one edge can differ
# In parts of the height of the letters.
WORD_GAP: Final = 0.9  # words of a cell stand nearer
ONE_SPACE: Final = 0.35  # words of a cell parted by a single space stand nearer
OVERHANG: Final = 1.0  # a text can reach so far over the edge of the next column
OWN_PLACE: Final = 2.0  # a text that begins nearer to the next column was pushed off its place
GLUED_WITHIN: Final = 2  # letters by which the place where two cells touch can be off


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns in points from the left edge of the page.

    `quantity` and `cost` are right edges, `start_date` and `end_date` centres, the others left
    edges; `us_unit` is None where no cell of that column was seen.
    """

    quantity: float
    location: float
    student_unit: float
    us_unit: float | None
    cost: float
    start_date: float
    end_date: float

    def next_edge(self, role: str) -> float | None:
        """Return the left edge of the text column after the one of `role`."""
        if role == "location":
            return self.student_unit
        return self.us_unit if role == "student_unit" else None

    def split(self, line: Sequence[Word]) -> list[tuple[str, Run]]:
        """Return the cells that stand on a line, or the parts of them, in the order drawn."""
        cells: list[tuple[str, Run]] = []
        run: Run | None = None
        role = ""
        count_from, count_to = self.quantity - ALIGNED, self.quantity + ALIGNED
        cost_from = self.cost - ALIGNED
        for word in line:
            _, x0, y0, x1, y1 = word
            # Most words are text, as their right edge alone can say.
            number = ""
            if x1 > cost_from or count_from < x1 < count_to:
                number = self._number(word, role)
            if run is not None and not number and role in RUNNING_ROLES:
                near = WORD_GAP * (y1 - y0)
                if -near < x0 - run.x1 < near:
                    run.add(word)
                    continue
            role = number or self._text(x0)
            run = Run(word)
            cells.append((role, run))
        for role, run in cells:
            edge = self.next_edge(role)
            if edge is not None and run.x1 > edge - ALIGNED:
                return [part for cell in cells for part in self._cut(*cell)]
        return cells

    def _number(self, word: Word, role: str) -> str:
        """Return the role of a cell that is not of text, else nothing."""
        if word.x0 > self.cost + ALIGNED:
            middle = (word.x0 + word.x1) / 2
            nearer_end = abs(middle - self.end_date) < abs(middle - self.start_date)
            # What was pushed here can be of several words (FY2003, p. IV-45: "426th CA BN").
            return "end_date" if nearer_end else "start_date"
        if abs(word.x1 - self.cost) < ALIGNED and MONEY.match(word.text):
            return "cost"
        if (
            role in ("", "course_title")
            and abs(word.x1 - self.quantity) < ALIGNED
            and COUNT.match(word.text)
        ):
            return "quantity"
        return ""

    def _text(self, x0: float) -> str:
        if self.us_unit is not None and x0 > self.us_unit - ALIGNED:
            return "us_unit"
        if x0 > self.student_unit - ALIGNED:
            return "student_unit"
        return "location" if x0 > self.quantity else "course_title"

    def _cut(self, role: str, run: Run) -> list[tuple[str, Run]]:
        """Part a run where it goes over from its own column into the next ones."""
        edge = self.next_edge(role)
        if edge is None or run.x1 <= edge - ALIGNED or run.x0 > edge - OWN_PLACE * run.height:
            return [(role, run)]
        words, first = _over(run, edge)
        if not first:
            return [(role, run)]
        own, rest = words[:first], words[first:]
        apart = rest[0].x0 - own[-1].x1 > ONE_SPACE * run.height
        set_to_edge = apart and abs(rest[0].x0 - edge) < ALIGNED
        if run.x1 <= edge + OVERHANG * run.height and not set_to_edge:
            return [(role, run)]
        following = TEXT_ROLES[TEXT_ROLES.index(role) + 1]
        return [(role, _run(own)), *self._cut(following, _run(rest))]


def _run(words: Sequence[Word]) -> Run:
    run = Run(words[0])
    for word in words[1:]:
        run.add(word)
    return run


def _over(run: Run, edge: float) -> tuple[list[Word], int]:
    """Return the words of a run and the index of the first that begins at `edge` or beyond.

    The index is 0 where none does. A word that two touching cells share is parted in two:
    "AirCenter" (FY2002, p. IV-185) reaches further over the edge than a text can, "the7 SFG"
    (p. IV-232) changes from letters to figures there.
    """
    words = run.words
    for index, word in enumerate(words):
        if word.x0 > edge - ALIGNED:
            return words, index
        if word.x1 > edge + ALIGNED and run.x1 > edge + OVERHANG * run.height:
            goes_on = index + 1 < len(words)
            far = word.x1 > edge + OVERHANG * run.height
            at = _seam(word, edge, sure=not (goes_on and far))
            if at is not None:
                return [*words[:index], *_halves(word, at), *words[index + 1 :]], index + 1
    return words, 0


def _seam(word: Word, edge: float, *, sure: bool) -> int | None:
    """Return the index of the letter that begins the second cell.

    It is where capitals or figures begin next to the edge; failing that, unless it has to be
    `sure`, the letter that stands at the edge.
    """
    letters = word.text
    nearest = round((edge - word.x0) / (word.x1 - word.x0) * len(letters))
    nearest = min(max(nearest, 1), len(letters) - 1)
    for off in sorted(range(-GLUED_WITHIN, GLUED_WITHIN + 1), key=abs):
        at = nearest + off
        if 0 < at < len(letters):
            before, after = letters[at - 1], letters[at]
            if (after.isupper() and not before.isupper()) or (after.isdigit() and before.isalpha()):
                return at
    return None if sure else nearest


def _halves(word: Word, at: int) -> tuple[Word, Word]:
    text, x0, y0, x1, y1 = word
    middle = x0 + (x1 - x0) * at / len(text)
    return Word(text[:at], x0, y0, middle, y1), Word(text[at:], middle, y0, x1, y1)
