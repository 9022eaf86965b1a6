"""The maps there are: the world, a country, Mexico and the United States by their states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from foja.site.maps.drawing import cut, path, simplified
from foja.site.maps.projections import azimuthal, conic, equal_earth
from foja.site.maps.shapes import MEXICO, UNITED_STATES, WORLD, Shape, angle, outlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from foja.site.maps.drawing import Point
    from foja.site.maps.projections import Projection
    from foja.site.maps.shapes import Outlines

    Drawing = Callable[[int], "list[Point] | None"]

ANTARCTICA: Final = "ATA"
SOUTH, NORTH = -56.0, 80.0
"""The world's map ends before Antarctica and the far north, where no training was held."""

SMALLEST_EXTENT: Final = 2.3
"""Degrees; a country that is smaller than this has too few points for a map of its own."""
NARROWEST: Final = 6.0
"""Degrees; a map of a country shows at least so much of its surroundings."""
FAR: Final = 28.0
"""Degrees from the main land beyond which an island is not on the map of its country."""
FARTHEST: Final = 75.0
"""Degrees from its middle beyond which nothing is drawn on a map of a country.

The projection turns what lies opposite inside out.
"""
NEAR_EDGE: Final = 150.0
"""Degrees: a ring that stays within them does not cross the date line."""
EDGE: Final = 180.0
"""Degrees: where the map of the world begins and ends."""
BEYOND: Final = 4.0
"""Pixels by which outlines go on beyond the edge, so that their line is not seen there."""
MARGIN: Final = 12.0
"""Pixels left free at the edges."""
LOWEST, HIGHEST = 0.55, 0.95
"""Height of a country's map, by its width."""


@dataclass(frozen=True)
class Piece:
    """A part of a map with a projection of its own, such as Alaska beside the other states.

    It shows what lies between its edges, degrees; `west` may be below -180.
    """

    project: Projection
    west: float = -181.0
    south: float = -90.0
    east: float = 181.0
    north: float = 90.0
    scale: float = 1.0
    shift: Point = (0.0, 0.0)

    def place(self, longitude: float, latitude: float) -> Point | None:
        """Return where a point stands, None where it belongs to another piece."""
        if longitude > self.east and self.west <= longitude - 360 <= self.east:
            longitude -= 360
        if not (self.west <= longitude <= self.east and self.south <= latitude <= self.north):
            return None
        x, y = self.project(longitude, latitude)
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]

    def fitted(
        self, points: Iterable[Point], box: tuple[float, float, float, float]
    ) -> tuple[Piece, float]:
        """Return the piece enlarged and moved to fill a box, and how high it then is.

        `points` are degrees that should be seen; the box is left, top, width, height.
        """
        placed = [self.project(*point) for point in points]
        left, right = min(x for x, _ in placed), max(x for x, _ in placed)
        top, bottom = min(y for _, y in placed), max(y for _, y in placed)
        box_left, box_top, box_width, box_height = box
        scale = min(box_width / (right - left), box_height / (bottom - top))
        shift = (
            box_left + (box_width - scale * (right - left)) / 2 - scale * left,
            box_top + (box_height - scale * (bottom - top)) / 2 - scale * top,
        )
        edges = (self.west, self.south, self.east, self.north)
        return Piece(self.project, *edges, scale, shift), scale * (bottom - top)


@dataclass(frozen=True)
class Area:
    """A map without anything on it: its size in pixels, its land, and where a point stands.

    `land` is the `d` of one path for all; `shapes` those of each country or state by its code, of
    the file `outlines`; both are drawn when they are first asked for.
    `only` are the countries whose places are shown, all if empty. `center` is the middle of a map
    that shows a part of the globe, cut off at its edges; outlines farther away than `horizon`,
    degrees, are left out.
    """

    key: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    only: frozenset[str] = frozenset()
    center: Point | None = None
    horizon: float = 180.0
    outlines: str = WORLD

    @cached_property
    def shapes(self) -> dict[str, str]:
        """Each country or state."""
        return _shapes(self, outlines(self.outlines))

    @cached_property
    def land(self) -> str:
        """All land together."""
        return "".join(self.shapes.values())

    def place(self, longitude: float, latitude: float, country: str | None = None) -> Point | None:
        """Return where a point stands, None where it is not on this map."""
        if self.only and country not in self.only:
            return None
        point = self.on_plane(longitude, latitude)
        if point is None or not (0 <= point[0] <= self.width and 0 <= point[1] <= self.height):
            return None
        return point

    def on_plane(self, longitude: float, latitude: float) -> Point | None:
        """Return where a point stands, be it beyond the edge; None where no piece has it."""
        for piece in self.pieces:
            point = piece.place(longitude, latitude)
            if point is not None:
                return point
        return None


@cache
def world(width: float) -> Area:
    """Return the map of the world, without Antarctica."""
    piece = Piece(equal_earth, south=SOUTH, north=NORTH)
    edge = [(180.0, 0.0), (-180.0, 0.0), (0.0, SOUTH), (0.0, NORTH)]
    fitted, height = piece.fitted(edge, (4, 4, width - 8, width))
    fitted = Piece(
        equal_earth,
        scale=fitted.scale,
        shift=(fitted.shift[0], 4 - equal_earth(0, NORTH)[1] * fitted.scale),
    )
    return Area("world", width, height + 8, (fitted,))


@cache
def mexico(width: float) -> Area:
    """Return the map of Mexico by its states."""
    points = [point for arc in outlines(MEXICO).arcs for point in arc]
    piece = Piece(conic(17.5, 29.5, -102, 24))
    fitted, height = _onto_width(piece, points, width)
    return Area("mexico", width, height, (fitted,), frozenset({"MEX"}), outlines=MEXICO)


@cache
def united_states(width: float, only: frozenset[str]) -> Area:
    """Return the map of the United States by its states; Alaska, Hawaii, Puerto Rico set in."""
    points = [point for arc in outlines(UNITED_STATES).arcs for point in arc]
    height = 0.68 * width
    parts = (
        # West, south, east, north; projection; left, top, width, height by the map's width.
        ((-125.5, 24.0, -66.5, 50.0), conic(29.5, 45.5, -96, 37.5), (0.02, 0.02, 0.96, 0.6)),
        ((-190.0, 50.5, -129.0, 72.0), conic(55, 65, -154, 60), (0.01, 0.5, 0.2, 0.17)),
        ((-161.0, 18.5, -154.5, 22.6), conic(8, 18, -157.5, 20.5), (0.22, 0.56, 0.12, 0.09)),
        ((-68.0, 17.4, -64.3, 18.8), conic(8, 18, -66.2, 18.1), (0.86, 0.6, 0.11, 0.06)),
    )
    pieces = []
    for (west, south, east, north), projection, box in parts:
        piece = Piece(projection, west, south, east, north)
        within = [point for point in _turned(points, piece) if piece.place(*point) is not None]
        left, top, wide, high = (each * width for each in box)
        pieces.append(piece.fitted(within, (left, top, wide, high))[0])
    return Area("united_states", width, height, tuple(pieces), only, outlines=UNITED_STATES)


@lru_cache(maxsize=256)
def country(iso3: str, width: float) -> Area | None:
    """Return the map of a country among its neighbours; None where the outlines are too coarse."""
    drawn = outlines(WORLD)
    shape = next((each for each in drawn.shapes if each.code == iso3), None)
    if shape is None:
        return None
    rings = [drawn.ring(ring) for ring in shape.rings]
    main = max(rings, key=_spread)
    if max(_extents(main)) < SMALLEST_EXTENT:
        return None
    middle = _middle(main)
    near = [
        point
        for ring in rings
        if max(abs(a - b) for a, b in zip(_middle(ring), middle, strict=True)) <= FAR
        for point in ring
    ]
    x, y = _middle(near)
    missing = max(0.0, NARROWEST - max(_extents(near))) / 2
    west, east = min(lon for lon, _ in near) - missing, max(lon for lon, _ in near) + missing
    south, north = min(lat for _, lat in near) - missing, max(lat for _, lat in near) + missing
    # The sides of a frame in degrees bend on the map: their middles reach as far as they do.
    seen = [*near, (west, y), (east, y), (x, south), (x, north)]
    fitted, height = _onto_width(Piece(azimuthal(x, y)), seen, width)
    horizon = max(angle((x, y), (lon, lat)) for lon in (west, east) for lat in (south, north))
    # The frame may be twice as long as the country in one direction.
    horizon = min(FARTHEST, 2 * horizon + NARROWEST)
    return Area("country", width, height, (fitted,), frozenset({iso3}), (x, y), horizon)


def _onto_width(piece: Piece, points: list[Point], width: float) -> tuple[Piece, float]:
    """Return a piece that fills a width, and the height it takes, within bounds."""
    inner = width - 2 * MARGIN
    _fitted, high = piece.fitted(points, (0, 0, inner, 10 * width))
    height = min(max(high, LOWEST * width), HIGHEST * width)
    return piece.fitted(points, (MARGIN, MARGIN, inner, height))[0], height + 2 * MARGIN


def _shapes(area: Area, drawn: Outlines) -> dict[str, str]:
    """Return the outlines of an area as paths, by the codes of what they surround."""
    lines: dict[int, list[Point] | None] = {}

    def line(number: int) -> list[Point] | None:
        if number not in lines:
            placed = [area.on_plane(*point) for point in drawn.arcs[number]]
            known = [point for point in placed if point is not None]
            lines[number] = simplified(known) if len(known) == len(placed) else None
        return lines[number]

    shapes: dict[str, str] = {}
    for shape in drawn.shapes:
        if shape.code == ANTARCTICA:
            continue
        written = path(_rings(shape, drawn, area, line))
        if written:
            # Two outlines have no code; they are drawn all the same.
            shapes[shape.code or f"no code {len(shapes)}"] = written
    return shapes


def _rings(shape: Shape, drawn: Outlines, area: Area, line: Drawing) -> list[list[Point]]:
    """Return the rings of a shape as they stand in the frame of an area."""
    rings = []
    for numbers in shape.rings:
        if area.center is not None:
            middle, reach = drawn.reaches[numbers]
            if angle(middle, area.center) - reach > area.horizon:
                continue
        elif abs(drawn.reaches[numbers][0][0]) + drawn.reaches[numbers][1] > NEAR_EDGE:
            degrees = drawn.ring(numbers)
            if max(abs(longitude) for longitude, _ in degrees) > EDGE:
                rings.extend(_beyond_the_date_line(degrees, area))
                continue
        points = _joined(numbers, line)
        if area.center is not None:
            points = cut(points, (-BEYOND, -BEYOND, area.width + BEYOND, area.height + BEYOND))
        if points:
            rings.append(points)
    return rings


def _joined(numbers: tuple[int, ...], line: Drawing) -> list[Point]:
    """Return a ring of arcs already drawn; empty where one of them is not on the map."""
    points: list[Point] = []
    for number in numbers:
        arc = line(number if number >= 0 else ~number)
        if arc is None:
            return []
        turned = arc if number >= 0 else arc[::-1]
        points.extend(turned[1:] if points else turned)
    return points


def _beyond_the_date_line(degrees: list[Point], area: Area) -> list[list[Point]]:
    """Return the parts of a ring on each side of the date line."""
    rings = []
    for turn in (-360, 0, 360):
        turned = [(longitude + turn, latitude) for longitude, latitude in degrees]
        part = cut(turned, (-EDGE, -90, EDGE, 90))
        points = [at for point in part if (at := area.on_plane(*point)) is not None]
        if points:
            rings.append(simplified(points))
    return rings


def _turned(points: list[Point], piece: Piece) -> list[Point]:
    """Return points with the longitudes that a piece beyond the date line counts in."""
    return [(lon - 360 if lon - 360 >= piece.west else lon, lat) for lon, lat in points]


def _extents(points: list[Point]) -> tuple[float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) - min(xs), max(ys) - min(ys)


def _spread(points: list[Point]) -> float:
    across, up = _extents(points)
    return across * up


def _middle(points: list[Point]) -> Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
