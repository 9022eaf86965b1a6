"""Bars that lie below one another, the largest first, each with its name above it."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from foja.site.charts.layers import layer, leading_bar, named, with_data
from foja.site.charts.theme import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.charts.layers import Part
    from foja.site.charts.model import Spec

ROW: Final = 40
"""Height in pixels of a bar with its name."""
LINE: Final = 15
"""Height in pixels of one more line of a name."""
LETTER: Final = 6.8
"""Width in pixels of a letter of a name, taken amply."""
LONG: Final = 46
"""Letters of a name that may need a second line on a phone."""


@dataclass(frozen=True, slots=True)
class RankedBar:
    """One bar: its name, its length, what is written at its end, where it leads.

    `text` is read out in its place and shown beside the pointer.
    """

    title: str
    value: float
    label: str
    href: str
    text: str


def ranked_bars(bars: Sequence[RankedBar], *, whole: bool = False) -> Spec:
    """Return the chart without its texts and settings, data in place.

    `whole` names stand in two lines where one is too narrow; others are cut there.
    """
    rows = [
        {"rank": rank, **asdict(bar), **({"broken": _broken(bar.title)} if whole else {})}
        for rank, bar in enumerate(bars)
    ]
    row = ROW + LINE * (whole and any(len(bar.title) > LONG for bar in bars))
    narrow = f"datum.broken && length(datum.title) * {LETTER} > width"
    most = max((bar.value for bar in bars), default=1)
    # The scale runs past the longest bar, so that its number has room.
    room = 1 + 0.018 * max(5, *(len(bar.label) + 2 for bar in bars)) if bars else 1
    x: Part = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": None,
        "scale": {"domain": [0, most * room], "nice": False},
    }
    y: Part = {"field": "rank", "type": "ordinal", "title": None, "axis": None}
    at_the_left = {"align": "left", "baseline": "middle", "aria": False}
    bar = layer(
        None,
        "bar",
        {"cursor": "pointer", "height": 13, "yOffset": 8, "style": "single"},
        leading_bar(x, y),
    )
    title = layer(
        None,
        "text",
        {
            **at_the_left,
            "dy": {"expr": f"{narrow} ? {-9 - LINE} : -9"},
            "limit": {"expr": "width"},
            "cursor": "pointer",
            "style": "word",
        },
        {
            "x": {"value": 0},
            "y": y,
            "text": named("shown"),
            "href": named("href"),
            "tooltip": named("text"),
        },
    )
    shown = {"calculate": f"{narrow} ? datum.broken : datum.title", "as": "shown"}
    number = layer(
        None,
        "text",
        {**at_the_left, "dx": 5, "dy": 8, "style": "sum"},
        {"x": x, "y": y, "text": named("label")},
    )
    made = {
        "data": {"name": "bars"},
        "layer": [bar, {**title, "transform": [shown]}, number],
        "width": WIDTH,
        "height": row * max(1, len(rows)),
    }
    return with_data(made, bars=rows)


def _broken(title: str) -> str:
    """Break a long name into two lines of about the same length; a shorter one stays whole."""
    if len(title) <= LONG:
        return ""
    return "\n".join(textwrap.wrap(title, max(LONG, -(-len(title) // 2) + 8))[:2])
