"""From outlines to paths of an SVG: points placed in a frame, simplified, cut off at its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Point = tuple[float, float]
    Placing = Callable[[float, float], Point | None]

STEP: Final = 0.7
"""Pixels that a point lies off the line before it is worth keeping."""


def simplified(line: Sequence[Point], step: float = STEP) -> list[Point]:
    """Return a line without the points that lie nearer than `step` to it; its ends stay.

    The manner of Ramer, Douglas and Peucker. Neighbours share their arcs, so that no gap opens.
    """
    if len(line) <= 2:  # noqa: PLR2004 - nothing between two ends
        return list(line)
    kept = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        start, end = open_parts.pop()
        farthest, distance = 0, step
        for at in range(start + 1, end):
            off = _distance(line[at], line[start], line[end])
            if off > distance:
                farthest, distance = at, off
        if farthest:
            kept.add(farthest)
            open_parts += [(start, farthest), (farthest, end)]
    return [line[at] for at in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the line between two others."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((x - x0) * dx + (y - y0) * dy) / square)) if square else 0.0
    off_x, off_y = x - x0 - along * dx, y - y0 - along * dy
    return float((off_x * off_x + off_y * off_y) ** 0.5)


def cut(ring: Sequence[Point], frame: tuple[float, float, float, float]) -> list[Point]:
    """Return the part of a ring within a frame, whose left, top, right and bottom are given.

    The manner of Sutherland and Hodgman.
    """
    points = list(ring)
    left, top, right, bottom = frame
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        given, points = points, []
        for at, point in enumerate(given):
            before = given[at - 1]
            inside = (point[axis] - limit) * sign >= 0
            if inside != ((before[axis] - limit) * sign >= 0):
                share = (limit - before[axis]) / (point[axis] - before[axis])
                points.append(
                    (
                        before[0] + share * (point[0] - before[0]),
                        before[1] + share * (point[1] - before[1]),
                    )
                )
            if inside:
                points.append(point)
    return points


def path(rings: Sequence[Sequence[Point]]) -> str:
    """Write rings as the `d` of an SVG path: whole tenths of a pixel, each from the one before."""
    written = []
    for ring in rings:
        steps: list[str] = []
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        if len(tenths) > 1 and tenths[0] == tenths[-1]:
            tenths.pop()
        for at, (x, y) in enumerate(tenths):
            if not at:
                steps.append(f"M{_number(x)} {_number(y)}l")
                continue
            dx, dy = x - tenths[at - 1][0], y - tenths[at - 1][1]
            if dx or dy:
                steps.append(f"{_number(dx)} {_number(dy)} ")
        if len(steps) > 2:  # noqa: PLR2004 - a surface has three corners
            written.append("".join(steps).rstrip() + "z")
    return "".join(written)


def _number(tenths: int) -> str:
    """Write tenths as short as can be: 0.5 is `.5`, 12.0 is `12`."""
    text = f"{abs(tenths) / 10:g}"
    if text.startswith("0."):
        text = text[1:]
    return f"-{text}" if tenths < 0 else text
