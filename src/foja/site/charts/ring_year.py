"""One year of a tree ring: its bubbles in columns on the line that the year before has left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

BINS: Final = 360
"""Places of a year's line: one for each degree, clockwise from the top."""
FILLED: Final = 0.72
"""How much of a year's band its bubbles, each in its square, are expected to fill."""
SKIRT: Final = 3
"""Places by which a bend of the line is rounded, twice."""
TURN: Final = 2 * math.pi
GOLDEN: Final = (math.sqrt(5) - 1) / 2
ENOUGH: Final = 0.9
"""Part of the circle that columns take at least where their height could be less."""
BENT: Final = 1.2
"""A bubble so many times higher than its year is wide bends the line enough to choose its place."""
KNOT: Final = 0.42
"""A year is at least as wide as this part of its largest bubble."""
FURTHER: Final = 1.01
"""Where columns do not fit around a circle, by how much more they begin outside of it."""
TRIES: Final = 5
"""Widths of a year that are tried at most."""
SCATTERINGS: Final = 2
"""Ways to scatter a year's bubbles that are tried, to keep the tree round."""

Column = tuple[int, int, float]
"""Bubbles above each other: the first and beyond the last in their order, the angle they need."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What all years have in common: room between bubbles, least width, half the wedge."""

    gap: float
    least: float
    wedge: float


class Year:
    """Lays the bubbles of one year on the line of the year before.

    `slots` are the numbers of the bubbles' colours; `number` tells apart how years are scattered.
    `level` is the circle that the year reaches where no bubble is larger, `line` its own line.
    """

    def __init__(
        self,
        slots: list[int],
        sizes: list[float],
        number: int,
        front: list[float],
        circle: float,
        measures: Measures,
    ) -> None:
        self._gap = measures.gap
        self._number = number
        self._sizes = sizes
        self._slots = slots
        self._ranked = sorted(range(len(sizes)), key=lambda one: (slots[one], -sizes[one], one))
        self._given = front
        self._front = front
        self._circle = circle
        self._least = measures.least
        self._from = math.asin(min(0.6, measures.wedge / max(circle, measures.wedge)))
        self._room = TURN - 2 * self._from
        self.level = circle + measures.least
        self.line = front
        self._tops = front
        self.angles = [0.0] * len(sizes)
        self.distances = [0.0] * len(sizes)

    def place(self) -> Year:
        """Set the year's bubbles around the circle.

        Its columns are as high as makes them fill the circle. Where bubbles are larger than that,
        a few ways to scatter them are tried, and the one kept that bends the line least.
        """
        largest = 2 * max(self._sizes)
        width = self._width()
        self.level = max(self.level, self._circle + max(width, KNOT * largest))
        bent = largest > BENT * (self.level - self._circle)
        scattered = []
        for scattering in range(SCATTERINGS if bent else 1):
            self._set(*self._fitting(scattering, width))
            over = sum((one - self.level) ** 2 for one in self._tops)
            scattered.append((over, scattering, self._tops, self.angles, self.distances))
        _over, _scattering, tops, self.angles, self.distances = min(scattered)
        self.line = line_around(tops)
        return self

    def _width(self) -> float:
        """Return how wide the year has to be for its columns to go once around the circle."""
        boxes = sum((2 * size + self._gap) ** 2 for size in self._sizes)
        width = math.sqrt(self._circle**2 + boxes / FILLED / math.pi) - self._circle
        best = 0.0
        for _try in range(TRIES):
            columns = self._columns(self._order(0, width), self._circle + width)
            part = sum(column[2] for column in columns) / self._room
            if part > 1:
                if best:
                    break
                width *= max(1.04, 1.02 * part)
                continue
            best = width
            if part > ENOUGH or width < self._least / 2:
                break
            width *= max(0.6, 1.02 * part)
        return best or width

    def _fitting(self, scattering: int, width: float) -> tuple[list[int], list[Column]]:
        """Return an order and its columns of about a height, which go around the circle.

        Where they do not, they are made higher, and begin further out.
        """
        self._front = self._given
        while True:
            order = self._order(scattering, width)
            columns = self._columns(order, self._circle + width)
            if sum(column[2] for column in columns) <= self._room:
                return order, columns
            width *= 1.06
            further = FURTHER * min(self._front)
            self._front = [max(one, further) for one in self._front]

    def _order(self, scattering: int, width: float) -> list[int]:
        """Return the bubbles colour by colour; in a colour, heaps of one size each, scattered.

        A heap holds about as many as stand above each other, so that columns are of one size and
        large bubbles do not all stand at one side of the tree.
        """
        slots, sizes, gap = self._slots, self._sizes, self._gap
        ordered: list[int] = []
        heaps: list[list[int]] = []
        slot, high = -1, 0.0
        for one in [*self._ranked, -1]:
            here = slots[one] if one >= 0 else -1
            if here != slot or one < 0:
                turn = self._number * GOLDEN + scattering / SCATTERINGS
                keys = [(turn + place * GOLDEN) % 1 for place in range(len(heaps))]
                for place in sorted(range(len(heaps)), key=keys.__getitem__):
                    ordered.extend(heaps[place])
                heaps, slot, high = [], here, 0.0
                if one < 0:
                    break
            height = 2 * sizes[one] + gap
            if not heaps or high + height > width:
                heaps.append([])
                high = 0.0
            heaps[-1].append(one)
            high += height
        return ordered

    def _columns(self, order: list[int], level: float) -> list[Column]:
        """Return columns of the order: first bubble, beyond the last, the angle they need.

        A column holds bubbles of one colour, none larger than its first, up to the level; a bubble
        higher than that stands alone.
        """
        front, gap, least = self._front, self._gap, self._least
        sizes = [self._sizes[one] for one in order]
        slots = [self._slots[one] for one in order]
        columns: list[Column] = []
        angle, place, last = self._from, 0, len(order)
        asin, per_bin = math.asin, BINS / TURN
        while place < last:
            first, size, slot = place, sizes[place], slots[place]
            low = int(angle * per_bin) % BINS
            base = front[low]
            half = size + gap / 2
            width = 2 * asin(half / (base + half))
            spanned = int(width * per_bin) + 1
            highest = max(front[low : low + spanned + 1])
            if low + spanned >= BINS:
                highest = max(highest, *front[: low + spanned + 1 - BINS])
            if highest > base:
                base = highest
                width = 2 * asin(half / (base + half))
            top = base + 2 * size + gap
            room = max(level, base + least / 2)
            place += 1
            while place < last and slots[place] == slot and sizes[place] <= size:
                top += 2 * sizes[place] + gap
                if top > room:
                    break
                place += 1
            columns.append((first, place, width))
            angle += width
        return columns

    def _set(self, order: list[int], columns: list[Column]) -> None:
        """Set the columns around the circle, what angle is left over shared among them."""
        front, sizes, least, gap = self._front, self._sizes, self._least, self._gap
        spread = self._room / sum(column[2] for column in columns)
        per_bin = BINS / TURN
        tops = [max(self.level, one + least / 2) for one in front]
        self.angles = [0.0] * len(sizes)
        self.distances = [0.0] * len(sizes)
        angle = self._from
        for first, last, width in columns:
            allotted = width * spread
            low, high = int(angle * per_bin), int((angle + allotted) * per_bin)
            base = max(front[each % BINS] for each in range(low, high + 1))
            size = sizes[order[first]]
            if allotted < math.pi:
                # Where the line lies lower than it did, the bubble needs more of an angle there.
                base = max(base, (size + gap / 2) / math.sin(allotted / 2) - size - gap / 2)
            heights = [2 * sizes[order[each]] + gap for each in range(first, last)]
            room = max(self.level, base + least / 2)
            slack = max(0.0, room - base - sum(heights)) / (len(heights) + 1)
            far = base
            for each, height in zip(range(first, last), heights, strict=True):
                far += slack
                self.angles[order[each]] = angle + allotted / 2
                self.distances[order[each]] = far + height / 2
                far += height
            for each in range(low, high + 1):
                tops[each % BINS] = max(tops[each % BINS], far)
            angle += allotted
        self._tops = tops


def line_around(tops: list[float]) -> list[float]:
    """Return a smooth line that lies nowhere within the tops.

    Each place takes the highest of its neighbours, then their mean: as each of these neighbours was
    raised to the place's own height at least, so is the mean.
    """
    if max(tops) - min(tops) < 1e-9:  # noqa: PLR2004 - a circle but for rounding
        return [max(tops)] * BINS
    raised = _wrapped(tops, 2 * SKIRT)
    raised = [max(raised[place : place + 4 * SKIRT + 1]) for place in range(BINS)]
    for _time in range(2):
        summed = _wrapped(raised, SKIRT)
        raised = [
            sum(summed[place : place + 2 * SKIRT + 1]) / (2 * SKIRT + 1) for place in range(BINS)
        ]
    return raised


def _wrapped(line: list[float], more: int) -> list[float]:
    """Return the line with so many of its places repeated before its start and after its end."""
    return [*line[-more:], *line, *line[:more]]
