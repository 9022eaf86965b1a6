"""Items beside each other: a measure along the years on one scale, and the mix of their types.

Each item has a band of one drawing, and all bands count in the same unit to the same length, so
that bars can be compared from band to band as within one. What is written here are dictionaries:
Vega-Lite has no such bands, and Altair would check every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, log10
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts.room import room, where_there_is_room
from foja.site.charts.theme import WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from foja.site.charts.model import Spec

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.1.0.json"
BAND: Final = 112
"""Height in pixels of the band of one item: its name, and below it its bars."""
BARS: Final = 0.7
"""Part of a band that the highest bar of all takes."""
UNKNOWN: Final = 46
"""Pixels that the word in place of an unknown year takes, downwards from its top."""
ABOVE: Final = 18
"""Pixels that a sum takes above its bar."""
OVER_A_NUMBER: Final = 3
"""Pixels that a bar has to end above a number of the axis for its sum to clear it."""
TO_THE_AXIS: Final = 0.6
"""From the middle of the first year to the axis, in years."""
NAME: Final = 12
"""Height in pixels of the names of items."""
LETTER: Final = 0.64
"""Width of a bold letter on average in parts of its height."""
PALE: Final = 0.45
ROW: Final = 46
"""Height in pixels of an item's bar of types, with its name."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """What one item has in one year: its amount, None where nothing is known.

    `text` is read out in its place; `short` is written above it, if anything; `pale` where the year
    holds only some regions.
    """

    item: int
    year: int
    value: float | None
    text: str
    short: str = ""
    href: str = ""
    pale: bool = False


def years_spec(
    names: Sequence[str],
    years: Sequence[int],
    bars: Sequence[YearBar],
    *,
    divisor: int,
    unknown: str,
    year_title: str,
) -> Spec:
    """Return the bands of items along the years, without texts and settings, data in place."""
    most = max((bar.value or 0.0 for bar in bars), default=0.0) or 1.0
    bases = {item: len(names) - 1 - item for item in range(len(names))}
    x = {
        "field": "year",
        "type": "ordinal",
        "title": year_title,
        "scale": {"domain": list(years), "paddingInner": 0.22, "paddingOuter": 0.12},
        "axis": {"labelAngle": 0, "grid": False, "labelOverlap": "greedy", "ticks": False},
    }
    ticks = _ticks(most)
    y = {
        "field": "top",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, len(names)], "nice": False},
        "axis": {
            "values": [base + tick / most * BARS for base in bases.values() for tick in ticks],
            "labelExpr": (
                f"format((datum.value - floor(datum.value + 1e-6)) * {most / BARS / divisor!r}"
                ", ',.3~r')"
            ),
            "domain": False,
            "ticks": False,
        },
    }
    heights = {item: dict.fromkeys(years, 0.0) for item in bases}
    for bar in bars:
        heights[bar.item][bar.year] = bar.value or 0.0
    unknown_years = {
        item: [bar.year for bar in bars if bar.item == item and bar.value is None] for item in bases
    }
    drawn = [
        {
            "year": bar.year,
            "item": names[bar.item],
            "value": bar.value,
            "from": bases[bar.item],
            "top": bases[bar.item] + (bar.value or 0.0) / most * BARS,
            "text": bar.text,
            "short": bar.short,
            "room": _room(bar, heights[bar.item], unknown_years[bar.item], most)
            if bar.short
            else 0,
            "href": bar.href,
            "pale": bar.pale,
        }
        for bar in bars
        if bar.value is not None
    ]
    gaps = [
        {
            "year": bar.year,
            "from": bases[bar.item],
            "top": bases[bar.item] + BARS,
            "word": unknown,
            "text": bar.text,
        }
        for bar in bars
        if bar.value is None
    ]
    bands = [{"top": base + 0.98, "name": names[item]} for item, base in bases.items()]
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": BAND * max(1, len(names)),
        "layer": [
            {
                "data": {"name": "gaps"},
                "mark": {
                    "type": "bar",
                    "style": "gap",
                    "filled": False,
                    "strokeDash": [3, 3],
                    "aria": False,
                },
                "encoding": {"x": x, "y": y, "y2": {"field": "from"}},
            },
            {
                "data": {"name": "gaps"},
                "mark": {
                    "type": "text",
                    "style": "gap-word",
                    "angle": 270,
                    "align": "right",
                    "dx": -4,
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "word"},
                    "description": {"field": "text"},
                },
            },
            {
                "data": {"name": "bars"},
                "mark": {"type": "bar", "style": "single", "cursor": "pointer"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "y2": {"field": "from"},
                    "opacity": {
                        "condition": {"test": "datum.pale", "value": PALE},
                        "value": 1,
                    },
                    "href": {"field": "href"},
                    "tooltip": {"field": "text"},
                    "description": {"field": "text"},
                },
            },
            {
                "data": {"name": "bars"},
                "mark": {
                    "type": "text",
                    "style": "sum",
                    "dy": -7,
                    "aria": False,
                    "opacity": {"expr": where_there_is_room("short")},
                },
                "encoding": {"x": x, "y": y, "text": {"field": "short"}},
            },
            _names_layer("bands", y, baseline="top", dy=5),
        ],
        "datasets": {"bars": drawn, "gaps": gaps, "bands": bands},
    }


def _room(
    bar: YearBar,
    heights: Mapping[int, float],
    unknown: Sequence[int],
    most: float,
) -> float:
    """Return the room of a sum, in years.

    Beside it may stand a higher bar, the word of an unknown year or, left of the first year, a
    number of the axis.
    """
    free = room(heights, bar.year)
    scale = BARS * BAND / most
    own = (bar.value or 0.0) * scale
    if unknown and BARS * BAND - own - ABOVE < UNKNOWN:
        free = min(free, room({**heights, **dict.fromkeys(unknown, inf)}, bar.year))
    near = any(-ABOVE < own - tick * scale < OVER_A_NUMBER for tick in _ticks(most))
    if near and bar.year == min(heights):
        free = min(free, TO_THE_AXIS)
    return free


def _names_layer(data: str, y: Spec, *, baseline: str, dy: int) -> Spec:
    """Return the names of the items as text, `dy` pixels below their places at the left."""
    return {
        "data": {"name": data},
        "mark": {
            "type": "text",
            "style": "sum",
            "align": "left",
            "baseline": baseline,
            "dy": dy,
            "limit": {"expr": "width"},
            # A long name is written smaller rather than cut.
            "fontSize": {"expr": f"max(9, min({NAME}, width / ({LETTER} * length(datum.name))))"},
            "aria": False,
        },
        "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}},
    }


def _ticks(most: float) -> list[float]:
    """Return nought and one or two round values up to the highest."""
    step = 10.0 ** floor(log10(most))
    for factor in (5.0, 2.5, 2.0, 1.0, 0.5):
        if factor * step <= most:
            return [0.0, factor * step]
    return [0.0]


@dataclass(frozen=True, slots=True)
class MixPart:
    """One group of types of one item: its share of the item's sum, where its colour's row leads."""

    item: int
    series: str
    share: float
    text: str
    href: str


def mix_spec(names: Sequence[str], colours: Sequence[str], parts: Sequence[MixPart]) -> Spec:
    """Return a bar as long as the whole for each item, divided by `colours` in their order."""
    there = {part.series for part in parts}
    ends = dict.fromkeys(range(len(names)), 0.0)
    rows = []
    for part in sorted(parts, key=lambda one: (one.item, colours.index(one.series))):
        start = ends[part.item]
        ends[part.item] = start + part.share
        rows.append(
            {
                "item": part.item,
                "series": part.series,
                "share": part.share,
                "from": start,
                "to": ends[part.item],
                "text": part.text,
                "href": part.href,
            }
        )
    y: dict[str, Any] = {
        "field": "item",
        "type": "ordinal",
        "title": None,
        "axis": None,
        "scale": {"domain": list(range(len(names)))},
    }
    x: dict[str, Any] = {
        "field": "from",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"format": "%", "grid": False, "tickCount": 4, "domain": False},
    }
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": ROW * max(1, len(names)),
        "layer": [
            {
                "data": {"name": "parts"},
                "mark": {
                    "type": "bar",
                    "height": 18,
                    "yOffset": 9,
                    "style": "segment",
                    "cursor": "pointer",
                },
                "encoding": {
                    "x": x,
                    "x2": {"field": "to"},
                    "y": y,
                    "color": {
                        "field": "series",
                        "type": "nominal",
                        "title": None,
                        "sort": list(colours),
                        "scale": {"domain": list(colours)},
                        "legend": {
                            "values": [name for name in colours if name in there],
                            "orient": "top",
                            "direction": "horizontal",
                            "columns": 2,
                            "labelLimit": 320,
                            "symbolLimit": 0,
                        },
                    },
                    "href": {"field": "href"},
                    "tooltip": {"field": "text"},
                    "description": {"field": "text"},
                },
            },
            _names_layer("names", y, baseline="middle", dy=-11),
        ],
        "datasets": {
            "parts": rows,
            "names": [{"item": item, "name": name} for item, name in enumerate(names)],
        },
    }
