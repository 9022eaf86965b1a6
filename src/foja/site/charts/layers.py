"""Parts that several charts draw, as plain Vega-Lite.

Each returns dictionaries of its own: nothing that is made for one chart is seen by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from foja.site.charts.model import Spec

Part = dict[str, Any]
"""A part of a specification."""
FEW: Final = 5
"""Counts below which an axis names each."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.4.1.json"


def named(field: str) -> Part:
    """Encode a column whose values are names or texts."""
    return {"field": field, "type": "nominal"}


def layer(data: str | None, mark: str, settings: Part, encoding: Part) -> Part:
    """Return a layer that draws rows of a named data set, the chart's own without a name."""
    return {
        **({} if data is None else {"data": {"name": data}}),
        "mark": {"type": mark, **settings},
        "encoding": encoding,
    }


def leading_bar(x: Part, y: Part) -> Part:
    """Encode a bar that leads somewhere, and says the same to an eye and to an ear."""
    told = {"href": named("href"), "description": named("text"), "tooltip": named("text")}
    return {"x": x, "y": y, **told}


def gap_layers(x: Part) -> list[Part]:
    """Mark the fiscal years of which nothing is known, so that nobody reads a zero there."""
    dashed = {"style": "gap", "filled": False, "strokeDash": [3, 3], "aria": False}
    middle = {"x": x, "y": {"value": {"expr": "height / 2"}}}
    return [
        layer("gaps", "bar", dashed, whole_height(x)),
        layer(
            "gaps",
            "text",
            {"style": "gap-word", "angle": 270},
            {**middle, "text": named("text"), "description": named("text")},
        ),
    ]


def whole_height(x: Part) -> Part:
    """Encode a band from the top of the drawing to its foot."""
    return {"x": x, "y": {"value": 0}, "y2": {"value": "height"}}


def whole_ticks(most: int) -> Part:
    """Return the ticks of an axis of counts: a few, and never at half a training.

    `most` is the highest count, 0 where it does not matter.
    """
    if 0 < most < FEW:
        return {"values": list(range(most + 1)), "format": "d"}
    return {"tickCount": 5, "tickMinStep": 1}


def pale() -> Part:
    """Encode how strong a bar is drawn: pale where its year holds only some regions."""
    return {"condition": {"test": "datum.pale", "value": 0.45}, "value": 1}


def partial_layer(x: Part, y: Part) -> Part:
    """Write above the bar of a year that it holds only some regions, so that nobody compares it."""
    upright = {"style": "gap-word", "angle": 270, "align": "left", "baseline": "middle", "dx": 6}
    told = {"description": named("regions"), "tooltip": named("regions")}
    return layer("in_part", "text", upright, {"x": x, "y": y, "text": named("text"), **told})


def with_data(spec: Spec, **rows: list[dict[str, Any]]) -> Spec:
    """Put the rows of each named data set into a finished specification."""
    return {**spec, "$schema": SCHEMA, "datasets": rows}
