"""Circles and words on a map: areas true to what they stand for, words that never overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foja.site.maps.drawing import Point

LARGEST: Final = 27.0
"""Radius in pixels of the largest circle of a page."""
SMALLEST: Final = 2.2
"""Radius in pixels below which no circle is drawn."""
PHONE: Final = 358.0
"""Width in pixels of a map on a phone, on which words and circles are drawn larger."""
WORD: Final = 12.0
"""Height in pixels of the words, on each kind of screen."""
LETTER: Final = 0.54
"""Width of a letter on average, by the height of the words."""
EDGE: Final = 0.012
"""Of a map's width, what a name keeps from its sides: letters may be wider than the average."""
LONGEST: Final = 30
"""Letters in a line of a name on a map; a longer name stands in two lines."""
LEAD: Final = 1.08
"""From one line of a name to the next, by the height of the words."""
WORDS_ON_PHONE: Final = 6
CANDIDATES: Final = 40
"""Only so many of the largest circles are asked whether their name finds room."""
GAP: Final = 3.0
"""Pixels between a circle and its word."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large circles are: their areas are to each other as what they stand for.

    `most` is drawn with the radius `largest`, pixels.
    """

    most: float
    largest: float = LARGEST

    def radius(self, value: float) -> float:
        """Return a circle's radius in pixels; the smallest are drawn larger than they are."""
        if self.most <= 0:
            return SMALLEST
        return max(SMALLEST, self.largest * math.sqrt(max(0.0, value) / self.most))

    @property
    def smallest(self) -> float:
        """What the smallest circle stands for: as much or less."""
        return self.most * (SMALLEST / self.largest) ** 2

    def steps(self) -> list[float]:
        """Return up to three round values for the legend, the largest first."""
        found: list[float] = []
        for share in (1, 0.2, 0.03):
            step = rounded(self.most * share)
            if step >= 1 and step not in found:
                found.append(step)
        return found


def rounded(value: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, ... that is not more than a value; 0 below 1."""
    if value < 1:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9))


@dataclass(frozen=True, slots=True)
class Round:
    """A circle in its place, in pixels of the map."""

    x: float
    y: float
    radius: float

    def box(self, times: float = 1.0) -> Box:
        """Return the square around it, enlarged."""
        r = self.radius * times
        return self.x - r, self.y - r, self.x + r, self.y + r


@dataclass(frozen=True, slots=True)
class Word:
    """A name beside a circle; `anchor` tells which end of it stands at `x`.

    A line feed parts its lines; `y` is the foot of the first, `lead` the way to the next.
    """

    text: str
    x: float
    y: float
    anchor: str
    size: float

    @property
    def lead(self) -> float:
        """Pixels from the foot of a line to that of the next."""
        return round(self.size * LEAD, 1)


def enlarged(width: float) -> float:
    """Return how many times larger circles of a map so wide are drawn on a phone."""
    return max(1.0, min(1.9, 0.72 * width / PHONE))


def in_lines(name: str) -> str:
    """Return a name as a map has room for it: without what stands in brackets, in up to two lines.

    The lines are made as equal as the words allow; nothing is cut.
    """
    text = name.partition(" (")[0]
    if len(text) <= LONGEST:
        return text
    words_of = text.split(" ")
    broken = [(" ".join(words_of[:at]), " ".join(words_of[at:])) for at in range(1, len(words_of))]
    return "\n".join(min(broken, key=lambda two: max(map(len, two)), default=(text,)))


def words(
    circles: Sequence[tuple[Round, str]],
    frame: Point,
    *,
    size: float,
    most: int,
    times: float = 1.0,
) -> list[Word]:
    """Return names for the largest circles, as many as find room.

    `circles` come in the order in which they are to be named. `frame` is the map's width and
    height, `times` how much larger its circles are drawn. A name that would lie on another, on one
    of the circles named or on one that is as large as a letter is left out, and so is that of a
    circle on which another's name lies.
    """
    taken = [round_.box(times) for round_, _ in circles if round_.radius * times > size / 2]
    covered: list[Box] = []
    named: list[Word] = []
    for round_, name in circles[:CANDIDATES]:
        if len(named) >= most:
            break
        text = in_lines(name)
        own = round_.box(times)
        if _meets(own, covered):
            continue
        for word, box in _places(text, round_, size, times):
            others = (other for other in taken if other != own)
            if _inside(box, frame) and not _meets(box, others):
                named.append(replace(word, x=round(word.x, 1), y=round(word.y, 1)))
                taken += (own, box)
                covered.append(box)
                break
    return named


def _places(text: str, round_: Round, size: float, times: float) -> Iterable[tuple[Word, Box]]:
    """Yield where a name could stand: right, left, above, below."""
    r, x, y = round_.radius * times, round_.x, round_.y
    lines = text.split("\n")
    wide, half = size * LETTER * max(map(len, lines)), size * 0.36
    more = size * LEAD * (len(lines) - 1)
    gap = r + GAP * size / WORD
    right, left = x + gap, x - gap
    top, bottom, foot = y - (size + more) / 2, y + (size + more) / 2, y + half - more / 2
    yield Word(text, right, foot, "start", size), (right, top, right + wide, bottom)
    yield Word(text, left, foot, "end", size), (left - wide, top, left, bottom)
    above, below = y - gap, y + gap
    yield (
        Word(text, x, above - more, "middle", size),
        (x - wide / 2, above - more - size, x + wide / 2, above + size * 0.2),
    )
    yield (
        Word(text, x, below + size * 0.8, "middle", size),
        (x - wide / 2, below, x + wide / 2, below + more + size * 1.1),
    )


def _inside(box: Box, frame: Point) -> bool:
    edge = frame[0] * EDGE
    inside = box[0] >= edge and box[2] <= frame[0] - edge
    return inside and box[1] >= 0 and box[3] <= frame[1]


def _meets(box: Box, others: Iterable[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
