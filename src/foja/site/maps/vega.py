"""Maps as Vega-Lite: the outlines and circles that the page draws, in the same places.

Outlines are GeoJSON in pixels of the map, drawn under the projection `identity`, which changes
nothing: the page's maps are put together of pieces, such as Alaska beside the other states, for
which Vega has no projection of one name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts.theme import COLOURS
from foja.site.maps.pictures import FILLS
from foja.site.maps.recipients import SQUARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foja.site.charts.model import LegendEntry, Spec
    from foja.site.maps.pictures import Circle, Picture, Step
    from foja.site.maps.recipients import Recipient, RecipientsPicture, ShadeStep

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.1.0.json"
LAND, HOME, FIRM = "#ece5d8", "#ddd0b8", "#8d8375"
"""The colours of land, of the country that is looked at, and of its outline, as in a file."""
_NUMBER: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_IDENTITY: Final = {"type": "identity", "scale": 1, "translate": [0, 0]}


def circles_spec(map_: Picture, legend: Sequence[LegendEntry]) -> Spec:
    """Return a map of places: land, a circle for each place, the largest ones' names, a legend."""
    width, height = round(map_.area.width), round(map_.height)
    names = {one.slot: one.name for one in legend}
    paper = COLOURS["light"].paper
    outlines = [_feature(map_.area.land, LAND, paper)]
    if map_.home:
        outlines.append(_feature(map_.home, HOME, FIRM))
    circles: dict[str, Any] = {
        "mark": {"type": "circle", "opacity": 1, "clip": False},
        "encoding": {
            **_place(width, height),
            "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
            "tooltip": {"field": "text"},
            "description": {"field": "text"},
            "href": {"field": "href"},
        },
    }
    coloured = {
        "field": "colour",
        "type": "nominal",
        "title": None,
        "scale": {
            "domain": [names[slot] for slot in sorted(names)],
            "range": [FILLS[slot] for slot in sorted(names)],
        },
        "legend": {"orient": "top", "symbolType": "circle", "columns": 3, "labelLimit": 0},
    }
    layers: list[dict[str, Any]] = [_outlines("outlines")]
    if any(one.state == "other" for one in map_.circles):
        other = {"color": {"value": FIRM}}
        layers.append(
            {
                "data": {"name": "others"},
                "mark": {**circles["mark"], "filled": False, "strokeWidth": 0.8},
                "encoding": {**circles["encoding"], **other},
            }
        )
    if names:
        layers.append(
            {
                "data": {"name": "places"},
                "mark": {
                    **circles["mark"],
                    "fillOpacity": 0.82,
                    "stroke": paper,
                    "strokeWidth": 0.8,
                },
                "encoding": {**circles["encoding"], "color": coloured},
            }
        )
    layers.extend(_words(map_, width, height))
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "layer": layers,
        "datasets": {
            "outlines": outlines,
            "others": [_circle(one, "") for one in map_.circles if one.state == "other"],
            "places": [
                _circle(one, names.get(one.slot, ""))
                for one in map_.circles
                if one.state != "other"
            ],
            "names": [
                {"x": word.x, "y": word.y, "align": _ALIGN[word.anchor], "name": word.text}
                for word in map_.wide
            ],
            "steps": [_step(one) for one in map_.legend],
        },
    }


def recipients_spec(map_: RecipientsPicture) -> Spec:
    """Return the map of the countries trained: a shade for each, squares for the smallest."""
    width, height = round(map_.area.width), round(map_.area.height)
    ink, paper = COLOURS["light"].ink, COLOURS["light"].paper
    shades = _shades(map_.steps)
    told = {
        "tooltip": {"field": "text"},
        "description": {"field": "text"},
        "href": {"field": "href"},
    }
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "layer": [
            _outlines("outlines"),
            {
                "data": {"name": "countries"},
                "mark": {"type": "geoshape", "stroke": paper, "strokeWidth": 0.6},
                "projection": _IDENTITY,
                "encoding": {"color": {**shades, "field": "properties.shade"}, **_inside(told)},
            },
            {
                "data": {"name": "squares"},
                "mark": {
                    "type": "square",
                    "size": SQUARE**2,
                    "opacity": 1,
                    "stroke": ink,
                    "strokeWidth": 0.7,
                },
                "encoding": {
                    **_place(width, height),
                    "color": {**shades, "field": "shade"},
                    **told,
                },
            },
        ],
        "datasets": {
            "outlines": [_feature(map_.rest, LAND, paper)],
            "countries": [
                {**_feature(one.path), "properties": _country(one, map_.steps)}
                for one in map_.countries
                if one.square is None
            ],
            "squares": [
                {"x": one.square[0], "y": one.square[1], **_country(one, map_.steps)}
                for one in map_.countries
                if one.square is not None
            ],
        },
    }


def rings_of(path: str) -> list[list[list[float]]]:
    """Return the rings of a path that `foja.site.maps.drawing.path` has written, in pixels.

    Each begins with `M` and a point; what follows `l` are steps from the point before. A ring is
    closed: its last point is its first.
    """
    rings = []
    for part in filter(None, path.split("z")):
        start, _l, steps = part.removeprefix("M").partition("l")
        x, y = (round(float(one) * 10) for one in _NUMBER.findall(start))
        ring = [[x / 10, y / 10]]
        numbers = [round(float(one) * 10) for one in _NUMBER.findall(steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append([x / 10, y / 10])
        rings.append([*ring, ring[0]])
    return rings


_ALIGN: Final = {"start": "left", "middle": "center", "end": "right"}


def _feature(path: str, fill: str = "", stroke: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"fill": fill, "stroke": stroke},
        "geometry": {"type": "Polygon", "coordinates": rings_of(path)},
    }


def _outlines(name: str) -> dict[str, Any]:
    return {
        "data": {"name": name},
        "mark": {"type": "geoshape", "strokeWidth": 0.6, "aria": False},
        "projection": _IDENTITY,
        "encoding": {
            "fill": {"field": "properties.fill", "type": "nominal", "scale": None},
            "stroke": {"field": "properties.stroke", "type": "nominal", "scale": None},
        },
    }


def _place(width: int, height: int) -> dict[str, Any]:
    """Return the channels of a place in pixels, downwards as on the page."""
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, width], "nice": False},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, height], "nice": False, "reverse": True},
        },
    }


def _inside(told: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {channel: {"field": f"properties.{one['field']}"} for channel, one in told.items()}


def _circle(one: Circle, colour: str) -> dict[str, Any]:
    # Vega's size is the area of the square around a circle.
    return {
        "x": one.round.x,
        "y": one.round.y,
        "size": round((2 * one.round.radius) ** 2, 2),
        "colour": colour,
        "text": one.told,
        "href": one.address,
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "x": one.round.x,
        "y": one.round.y,
        "size": round((2 * one.round.radius) ** 2, 2),
        "word": one.word.x,
        "name": one.word.text,
    }


def _words(map_: Picture, width: int, height: int) -> Iterable[dict[str, Any]]:
    place = _place(width, height)
    soft = COLOURS["light"].soft
    for align in ("left", "center", "right"):
        yield {
            "data": {"name": "names"},
            "transform": [{"filter": f"datum.align == '{align}'"}],
            "mark": {
                "type": "text",
                "style": "word",
                "align": align,
                "baseline": "alphabetic",
                "aria": False,
            },
            "encoding": {**place, "text": {"field": "name"}},
        }
    if map_.legend:
        size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
        yield {
            "data": {"name": "steps"},
            "mark": {"type": "circle", "filled": False, "stroke": soft, "opacity": 1},
            "encoding": {**place, "size": size},
        }
        yield {
            "data": {"name": "steps"},
            "mark": {"type": "text", "color": soft, "align": "left", "baseline": "middle"},
            "encoding": {**place, "x": {**place["x"], "field": "word"}, "text": {"field": "name"}},
        }


def _shades(steps: Sequence[ShadeStep]) -> dict[str, Any]:
    return {
        "type": "nominal",
        "title": None,
        "scale": {"domain": [one.text for one in steps], "range": [one.fill for one in steps]},
        "legend": {"orient": "top", "columns": 3, "labelLimit": 0},
    }


def _country(one: Recipient, steps: Sequence[ShadeStep]) -> dict[str, Any]:
    named = {step.shade: step.text for step in steps}
    return {
        "country_iso3": one.code,
        "shade": named[one.shade],
        "text": one.told,
        "href": one.address,
    }
