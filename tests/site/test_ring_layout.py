"""The places of a tree ring's bubbles: apart from each other, in their years, true to size."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.site.charts.ring_layout import (
    SIZE,
    Band,
    Layout,
    Ring,
    lay_out,
    radius_of,
)
from foja.site.charts.ring_year import BINS

bubbles = st.lists(
    st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 3), st.integers(0, 4000))),
    max_size=60,
)
years = st.lists(bubbles, min_size=1, max_size=8).map(
    lambda found: [Ring(2000 + place, one, bool(one)) for place, one in enumerate(found)]
)


def overlapping(layout: Layout) -> list[tuple[int, int]]:
    """Return the pairs of bubbles that overlap by more than rounding."""
    cell = max((2 * radius for radius in layout.radius), default=1.0)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one, (x, y) in enumerate(zip(layout.x, layout.y, strict=True)):
        cells[int(x // cell), int(y // cell)].append(one)
    found = []
    for (column, row), here in cells.items():
        near = [
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in cells.get((column + across, row + down), ())
        ]
        for one in here:
            for other in near:
                if one < other:
                    apart = math.hypot(
                        layout.x[one] - layout.x[other], layout.y[one] - layout.y[other]
                    )
                    if apart < layout.radius[one] + layout.radius[other] - 1e-6:
                        found.append((one, other))
    return found


def at(line: tuple[float, ...], angle: float) -> float:
    """Return the distance of a line in some direction, turned clockwise from the top."""
    return line[int(angle / math.tau * BINS) % BINS]


def from_middle(layout: Layout, one: int) -> tuple[float, float]:
    """Return the angle of a bubble, clockwise from the top, and its distance from the middle."""
    across, down = layout.middle
    x, y = layout.x[one] - across, down - layout.y[one]
    return math.atan2(x, y) % math.tau, math.hypot(x, y)


@settings(max_examples=40, deadline=None)
@given(years)
def test_bubbles_stand_apart_each_within_the_lines_of_its_year(rings: list[Ring]) -> None:
    layout = lay_out(rings)
    assert overlapping(layout) == []
    assert [band.year for band in layout.bands] == [ring.year for ring in rings]
    assert [band.count for band in layout.bands] == [len(ring.bubbles) for ring in rings]
    assert len(layout.x) == sum(len(ring.bubbles) for ring in rings)
    for band in layout.bands:
        assert all(a < b for a, b in zip(band.inner, band.outer, strict=True)) or not band.count
        for one in range(band.first, band.first + band.count):
            _within(layout, band, one)


def _within(layout: Layout, band: Band, one: int) -> None:
    angle, far = from_middle(layout, one)
    radius = layout.radius[one]
    assert at(band.inner, angle) <= far - radius + 1e-6
    assert far + radius <= at(band.outer, angle) + 1e-6


@settings(max_examples=25, deadline=None)
@given(years)
def test_an_area_is_proportional_to_its_students(rings: list[Ring]) -> None:
    layout = lay_out(rings)
    students = [each for ring in rings for _slot, each in ring.bubbles]
    for number, radius in zip(students, layout.radius, strict=True):
        if number:
            assert math.pi * radius**2 == pytest.approx(math.pi * layout.unit**2 * number)
        else:
            assert 0 < radius < layout.unit, "one without students is smaller than one with one"


def test_the_same_bubbles_have_the_same_places() -> None:
    rings = [Ring(year, [(n % 5, n % 40) for n in range(80)]) for year in (1999, 2000, 2001)]
    assert lay_out(rings) == lay_out(rings)


def test_the_rings_fill_the_square_and_leave_the_names_of_the_years_free() -> None:
    rings = [
        Ring(year, [(n % 6, 1 + (n * n) % 90) for n in range(150)]) for year in range(2000, 2012)
    ]
    layout = lay_out(rings)
    circles = list(zip(layout.x, layout.y, layout.radius, strict=True))
    assert min(x - r for x, _y, r in circles) >= 0
    assert max(x + r for x, _y, r in circles) <= SIZE
    assert min(y - r for _x, y, r in circles) >= 0
    assert max(y + r for _x, y, r in circles) <= SIZE
    outermost = layout.bands[-1].outer
    assert max(outermost) > SIZE * 0.45, "the outermost line reaches the edges"
    across, down = layout.middle
    for band in layout.bands[1:]:
        y = down - band.label
        for cx, cy, r in circles:
            if abs(cy - y) < 3:
                assert abs(cx - across) > r, f"a bubble covers the name of {band.year}"


def test_a_year_without_report_is_a_narrow_ring_of_its_own() -> None:
    rings = [Ring(2000, [(0, 5)] * 30), Ring(2001, (), reported=False), Ring(2002, [(0, 5)] * 30)]
    first, gap, last = lay_out(rings).bands
    assert (gap.count, gap.reported) == (0, False)
    assert all(a < b for a, b in zip(gap.inner, gap.outer, strict=True))
    assert gap.inner == first.outer
    assert last.inner == gap.outer


def test_nothing_without_a_bubble_is_no_error() -> None:
    layout = lay_out([Ring(2000, ()), Ring(2001, (), reported=False)])
    assert (layout.x, layout.radius) == ((), ())
    assert len(layout.bands) == 2


def test_a_year_alone_is_laid_around_the_middle() -> None:
    layout = lay_out([Ring(2016, [(n % 7, 1 + n % 60) for n in range(400)])])
    angles = sorted(from_middle(layout, one)[0] for one in range(400))
    widest = max(b - a for a, b in pairwise(angles))
    assert overlapping(layout) == []
    assert widest < 0.5, "no side of the circle stays empty"
    filled = sum(r * r for r in layout.radius) / (SIZE / 2) ** 2
    assert filled > 0.2, "bubbles are not lost in an empty circle"


def test_a_training_without_students_has_a_dot() -> None:
    assert radius_of(None) == radius_of(0) < radius_of(1) == 1
    assert radius_of(49) == 7
