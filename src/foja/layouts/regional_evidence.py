"""Where the columns of a regional table stand, found from the words of its pages.

The tables draw no lines, and their headings stand over the middle of a column rather than at the
edge its text is set to. The edges are those at which most cells begin or end, on all pages at hand
whose headings and costs stand at the same places; the headings say between which of them to look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from foja.layouts.regional_columns import ALIGNED, COUNT, DAY, MONEY, ONE_SPACE, Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.model import Word

SAME_PLACE: Final = 0.5  # points by which places that two pages share can differ
# In parts of the height of the letters.
WIDE_GAP: Final = 1.2  # a word after such a gap begins a cell
TEXT_COLUMN: Final = 4.0  # no column of text is narrower
CLEAR: Final = 5  # weight of a word that begins a cell beside one that may
MUCH: Final = 3  # text begins at the edge of a column at least a third as often as elsewhere
DAYS: Final = 2  # first and last


class Bar(NamedTuple):
    """Centres of headings of columns, in points from the left edge of the page."""

    location: float
    student_unit: float
    us_unit: float
    start: float
    end: float


@dataclass(slots=True)
class Evidence:
    """What the words of some pages say about the places of their columns, as weights of places.

    `bar` is None where the pages have no headings.
    """

    bar: Bar | None = None
    height: float = 0.0
    cost_ends: Counter[float] = field(default_factory=Counter)
    count_ends: Counter[float] = field(default_factory=Counter)
    after_count: Counter[tuple[float, float]] = field(default_factory=Counter)
    starts: Counter[float] = field(default_factory=Counter)
    first_days: Counter[float] = field(default_factory=Counter)
    last_days: Counter[float] = field(default_factory=Counter)

    def look_at(self, line: Sequence[Word]) -> None:
        """Take in a line of a row or of a total."""
        days: list[float] = []
        before: Word | None = None
        for word in line:
            text, x0, y0, x1, y1 = word
            height = y1 - y0
            gap = x0 - before.x1 if before is not None else WIDE_GAP * height + 1
            weight = CLEAR if gap > WIDE_GAP * height else 1
            if gap > ONE_SPACE * height and text[0] != "$":
                self.starts[round(x0, 1)] += weight
            elif gap < 0:
                # Drawn over the word before it: nothing to learn from either.
                before = word
                continue
            if before is not None and gap < height and before.text[-1].isdigit():
                self.after_count[round(before.x1, 1), round(x0, 1)] += 1
            if text[-1].isdigit():
                if MONEY.match(text):
                    self.cost_ends[round(x1, 1)] += 1
                    self.height = height
                elif DAY.match(text):
                    days.append((x0 + x1) / 2)
                elif before is not None and COUNT.match(text):
                    # Titles end in figures too: "SPAN UH-1 HELO RPR CN 1004" (FY2002, p. IV-209).
                    self.count_ends[round(x1, 1)] += weight
            before = word
        if len(days) >= DAYS:
            self.first_days[round(days[-2])] += 1
            self.last_days[round(days[-1])] += 1

    def fits(self, other: Evidence) -> bool:
        """Say whether headings stand at the same places, or costs where one has no headings."""
        if self.bar and other.bar:
            apart = (abs(mine - its) for mine, its in zip(self.bar, other.bar, strict=True))
            return max(apart) < SAME_PLACE
        mine, its = strongest(self.cost_ends), strongest(other.cost_ends)
        return mine is None or its is None or abs(mine - its) < SAME_PLACE

    def add(self, other: Evidence) -> None:
        """Pool the evidence of another page."""
        self.bar = self.bar or other.bar
        self.height = self.height or other.height
        self.cost_ends.update(other.cost_ends)
        self.count_ends.update(other.count_ends)
        self.after_count.update(other.after_count)
        self.starts.update(other.starts)
        self.first_days.update(other.first_days)
        self.last_days.update(other.last_days)

    def columns(self) -> Columns | None:
        """Return the columns, None as long as no number of students and no cost was seen."""
        cost = strongest(self.cost_ends)
        quantity = strongest(self.count_ends, right=cost)
        if cost is None or quantity is None:
            return None
        after = Counter(
            {x0: n for (x1, x0), n in self.after_count.items() if abs(x1 - quantity) < ALIGNED}
        )
        location = strongest(after) or quantity + ALIGNED
        student_unit, us_unit = self._units(location, cost - TEXT_COLUMN * self.height)
        start, end = strongest(self.first_days, cost), strongest(self.last_days, cost)
        if start is None or end is None:
            start, end = (self.bar.start, self.bar.end) if self.bar else (cost, cost)
        return Columns(quantity, location, student_unit, us_unit, cost, start, end)

    def _units(self, location: float, right: float) -> tuple[float, float | None]:
        """Return where the columns of students' and US units begin, not beyond `right`."""
        bar, narrowest = self.bar, TEXT_COLUMN * self.height
        if bar is None:
            # Of what stands to the right of the location, most is the student's unit.
            student = self._first_strong(location + narrowest, right) or right
            return student, strongest(self.starts, student + narrowest, right, CLEAR)
        # Both columns of units are as wide, and their headings stand over the middle.
        apart = bar.us_unit - bar.student_unit
        student_unit = self._first_strong(max(location + narrowest, bar.location), bar.student_unit)
        if student_unit is None:
            us_unit = strongest(self.starts, bar.student_unit, bar.us_unit, CLEAR)
            return (us_unit or bar.us_unit) - apart, us_unit
        about, near = student_unit + apart, self.height / 2
        return student_unit, strongest(self.starts, about - near, about + near, CLEAR) or about

    def _first_strong(self, left: float, right: float) -> float | None:
        """Return the leftmost place where much text begins: tabs push text to the right only."""
        best = strongest(self.starts, left, right)
        if best is None:
            return None
        weight = sum(n for x, n in self.starts.items() if abs(x - best) < ALIGNED / 2)
        first = (x for x in sorted(self.starts) if left < x <= best)
        found = (x for x in first if self.starts[x] * MUCH >= weight)
        return next(found, best)


def strongest(
    weights: Counter[float], left: float = 0.0, right: float | None = None, least: int = 1
) -> float | None:
    """Return the place between `left` and `right` that carries the most weight, give or take a bit.

    A place counts with what lies less than half `ALIGNED` from it. None where no place carries
    `least`; of places with equal weight the leftmost.
    """
    places = sorted(
        (x, weight) for x, weight in weights.items() if x > left and (right is None or x < right)
    )
    best, best_weight, first = None, least - 1, 0
    for x, _ in places:
        while places[first][0] < x - ALIGNED / 2:
            first += 1
        around = []
        for place in places[first:]:
            if place[0] > x + ALIGNED / 2:
                break
            around.append(place)
        weight = sum(n for _, n in around)
        if weight > best_weight:
            best, best_weight = max(around, key=lambda place: place[1])[0], weight
    return best
