"""Where each bubble of a tree ring stands: pure geometry, the same for the same bubbles.

Years grow outwards. Each lays its bubbles on the line that the year before has left, colour after
colour clockwise from the top, in columns that point away from the middle. A year's own line is a
circle but for the bubbles that are larger than the year is wide: the line bends around them, as
the rings of a tree do around a knot, and the years that follow fill the bend up.

No two bubbles touch: those of a year have angles of their own, those of the next stand beyond the
line. A wedge at the top, narrowing outwards, is left free for the names of the years.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.charts.ring_year import BINS, FILLED, TURN, Measures, Year, line_around

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE: Final = 1000.0
"""Width and height of the square that the layout fills."""
GAP: Final = 0.34
"""Room between two bubbles, in radii of the middle one of all bubbles ordered by size."""
NOTHING: Final = 0.6
"""Radius of a bubble without students, or with none printed, in radii of one of one student."""
LABEL: Final = 0.028
"""Half the width of the free wedge, of the radius of all rings."""
LEAST: Final = 0.42
FEW: Final = 8
"""Least width of a year, of what each would have if all were as wide, and there were some."""
EMPTY: Final = 0.034
"""Width of a year without bubbles, of the radius of all rings."""
LAYER: Final = 0.45
"""A year wider than this part of its distance from the middle is laid in layers."""
PITH: Final = 0.13
ALONE: Final = 0.4
"""Distance from the middle at which the first year begins, of the radius of all rings, and what
is added to it shared by the years: one alone is a ring too."""
SINES: Final = tuple(math.sin(TURN * (place + 0.5) / BINS) for place in range(BINS))
COSINES: Final = tuple(math.cos(TURN * (place + 0.5) / BINS) for place in range(BINS))


@dataclass(frozen=True, slots=True)
class Ring:
    """One year: its bubbles as colour and students, in any order; without a report it has none."""

    year: int
    bubbles: Sequence[tuple[int, int | None]]
    reported: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """A year's place: where its first bubble stands in the lists, its lines, its name.

    `inner` and `outer` hold the distance from the middle at each of the `BINS`; `label` is the
    distance of the middle of the band at the top.
    """

    year: int
    reported: bool
    first: int
    count: int
    inner: tuple[float, ...]
    outer: tuple[float, ...]

    @property
    def label(self) -> float:
        """The distance from the middle at which the year's name stands, straight up."""
        return (self.inner[0] + self.outer[0]) / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where all bubbles stand, in the order of the rings and of each ring's bubbles.

    `unit` is the radius of a bubble of one student: an area is proportional to its students.
    `wedge` is half the width of the wedge at the top that is left free.
    `middle` is the point around which the years grew: as in a tree, not that of the square.
    """

    unit: float
    wedge: float
    middle: tuple[float, float]
    x: tuple[float, ...]
    y: tuple[float, ...]
    radius: tuple[float, ...]
    bands: tuple[Band, ...]


def radius_of(students: int | None) -> float:
    """Return the radius of a bubble in radii of a bubble of one student."""
    return math.sqrt(students) if students else NOTHING


def lay_out(rings: Sequence[Ring]) -> Layout:
    """Return the place of every bubble; the outermost line reaches the edge of the square."""
    all_sizes = sorted(radius_of(one[1]) for ring in rings for one in ring.bubbles) or [1.0]
    gap = GAP * max(NOTHING, all_sizes[len(all_sizes) // 2])
    boxes = sum((2 * size + gap) ** 2 for size in all_sizes)
    knots = sum(max((radius_of(n) for _, n in ring.bubbles), default=0) for ring in rings)
    about = max(math.sqrt(boxes / FILLED / math.pi) + 1.0, 1.5 * knots)
    nothing = sum(not ring.bubbles for ring in rings)
    empty = EMPTY * about / max(0.4, 1 - EMPTY * nothing)
    measures = Measures(gap, LEAST * about / max(FEW, len(rings)), LABEL * about)
    front = [max(2.0, (PITH + ALONE / max(1, len(rings))) * about)] * BINS
    circle = front[0]
    angles: list[float] = []
    distances: list[float] = []
    radii: list[float] = []
    bands: list[tuple[Ring, int, list[float], list[float]]] = []
    for ring in rings:
        inner, first = front, len(radii)
        sizes = [radius_of(students) for _slot, students in ring.bubbles]
        if ring.bubbles:
            placed = _layered(ring, sizes, front, circle, measures)
            angles.extend(placed.angles)
            distances.extend(placed.distances)
            circle, front = placed.level, placed.line
        else:
            circle += empty
            front = line_around([max(one + empty, circle) for one in inner])
        radii.extend(sizes)
        bands.append((ring, first, inner, front))
    scale, across, down = _fitted(front)
    return Layout(
        scale,
        scale * measures.wedge,
        (across, down),
        tuple(
            across + scale * far * math.sin(angle)
            for angle, far in zip(angles, distances, strict=True)
        ),
        tuple(
            down - scale * far * math.cos(angle)
            for angle, far in zip(angles, distances, strict=True)
        ),
        tuple(scale * one for one in radii),
        tuple(
            Band(
                ring.year,
                ring.reported,
                first,
                len(ring.bubbles),
                tuple(scale * one for one in inner),
                tuple(scale * one for one in outer),
            )
            for ring, first, inner, outer in bands
        ),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a year's bubbles stand, the circle that it reaches, and its line."""

    angles: list[float]
    distances: list[float]
    level: float
    line: list[float]


def _layered(
    ring: Ring, sizes: list[float], front: list[float], circle: float, measures: Measures
) -> _Placed:
    """Set a year's bubbles in as many layers as it is wide, seen from the middle.

    Columns point away from the middle and leave more room outside than inside: a wide year near
    the middle is laid as several narrower ones, each with its part of every colour.
    """
    boxes = sum((2 * size + measures.gap) ** 2 for size in sizes)
    end = math.sqrt(circle**2 + boxes / FILLED / math.pi)
    thin = max(LAYER * circle, 1.2 * (2 * max(sizes) + measures.gap))
    count = max(1, min(len(sizes), round((end - circle) / thin)))
    layers: list[list[int]] = [[] for _each in range(count)]
    step = (end - circle) / count
    # What a layer takes grows with its distance; each bubble goes where most is still to take.
    parts = [circle + step * (each + 0.5) for each in range(count)]
    taken = [0.0] * count
    for one in sorted(range(len(sizes)), key=lambda one: (ring.bubbles[one][0], -sizes[one], one)):
        least = min(range(count), key=lambda each: taken[each] / parts[each])
        layers[least].append(one)
        taken[least] += (2 * sizes[one] + measures.gap) ** 2
    placed = _Placed([0.0] * len(sizes), [0.0] * len(sizes), circle, front)
    for number, layer in enumerate(layers):
        year = Year(
            [ring.bubbles[one][0] for one in layer],
            [sizes[one] for one in layer],
            ring.year + number,
            placed.line,
            placed.level,
            measures,
        )
        year.place()
        for place, one in enumerate(layer):
            placed.angles[one], placed.distances[one] = year.angles[place], year.distances[place]
        placed = _Placed(placed.angles, placed.distances, year.level, year.line)
    return placed


def _fitted(line: list[float]) -> tuple[float, float, float]:
    """Return the scale and the place of the middle that make a line fill the square."""
    right = [far * SINES[place] for place, far in enumerate(line)]
    up = [far * COSINES[place] for place, far in enumerate(line)]
    scale = SIZE / max(max(right) - min(right), max(up) - min(up))
    across = SIZE / 2 - scale * (max(right) + min(right)) / 2
    down = SIZE / 2 + scale * (max(up) + min(up)) / 2
    return scale, across, down
