"""Outlines of countries and states, read from the package's TopoJSON, in degrees."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Line = tuple[tuple[float, float], ...]
"""Points as longitude and latitude, degrees."""

WORLD: Final = "world-110m"
UNITED_STATES: Final = "us-states"
MEXICO: Final = "mexico-states"
SMALL: Final = "small-countries.csv"


@dataclass(frozen=True, slots=True)
class Shape:
    """A country or state: its code, and its rings, each as numbers of arcs of the `Outlines`.

    A negative number is the arc `~number` read backwards; a ring's last point is its first.
    """

    code: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outlines:
    """A file of outlines: arcs, which neighbours share, and the shapes that they make."""

    arcs: tuple[Line, ...]
    shapes: tuple[Shape, ...]

    def ring(self, arcs: tuple[int, ...]) -> list[tuple[float, float]]:
        """Return the points of a ring; one that crosses the date line goes on beyond 180."""
        points: list[tuple[float, float]] = []
        for number in arcs:
            line = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            for longitude, latitude in line[1:] if points else line:
                turns = round((points[-1][0] - longitude) / 360) if points else 0
                points.append((longitude + 360 * turns, latitude))
        return points

    @cached_property
    def reaches(self) -> dict[tuple[int, ...], tuple[tuple[float, float], float]]:
        """The middle of each ring, and how many degrees it reaches from there at most."""
        found = {}
        for shape in self.shapes:
            for numbers in shape.rings:
                points = self.ring(numbers)
                xs, ys = [x for x, _ in points], [y for _, y in points]
                middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
                found[numbers] = middle, max(angle(middle, point) for point in points)
        return found


def angle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how many degrees of a great circle lie between two points of the globe."""
    (lon1, lat1), (lon2, lat2) = (map(math.radians, point) for point in (one, other))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(
        lon1 - lon2
    )
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


@cache
def outlines(name: str) -> Outlines:
    """Return the outlines of a file of `data/maps`; read once."""
    file = _folder() / f"{name}.json"
    read = json.loads(file.read_text(encoding="utf-8"))
    scale, shift = read["transform"]["scale"], read["transform"]["translate"]
    (collection,) = read["objects"].values()
    return Outlines(
        tuple(_line(arc, scale, shift) for arc in read["arcs"]),
        tuple(
            Shape(str(each.get("id", "")), _rings(each))
            for each in collection["geometries"]
            if each["type"] in {"Polygon", "MultiPolygon"}
        ),
    )


@cache
def small_countries() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of the seats of countries that the world's outlines lack."""
    text = (_folder() / SMALL).read_text(encoding="utf-8")
    return {
        row["country_iso3"]: (float(row["longitude"]), float(row["latitude"]))
        for row in csv.DictReader(text.splitlines())
    }


def _folder() -> Traversable:
    return resources.files("foja") / "data" / "maps"


def _line(arc: list[list[int]], scale: list[float], shift: list[float]) -> Line:
    """Return an arc's points; the file holds whole steps, each from the point before."""
    x = y = 0
    points = []
    for across, up in arc:
        x, y = x + across, y + up
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return tuple(points)


def _rings(geometry: dict[str, Any]) -> tuple[tuple[int, ...], ...]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return tuple(tuple(ring) for polygon in polygons for ring in polygon)
