"""Trainings along time as an SVG file, from the places that the page's script draws too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from foja.site.charts.scatter import ZERO, zero_text
from foja.site.charts.sheet_svg import MARGIN, WIDTH, Sheet, sheet_svg, text
from foja.site.charts.theme import COLOURS

if TYPE_CHECKING:
    from foja.site.charts.model import ChartTexts, Theme
    from foja.site.charts.scatter import ScatterData
    from foja.site.language import Language

LEFT: Final = 96
HEIGHT: Final = 560
BELOW: Final = 34
FEW, SOME = 60, 600
RADII: Final = (5.0, 3.6, 2.6)
"""Radius in pixels of a dot: of a few marks, of some, of many, which would lie on each other."""
APART: Final = 38
"""Pixels from one year's name to the next at least."""


def radius_of(marks: int) -> float:
    """Return the radius of each of so many dots."""
    return RADII[(marks > FEW) + (marks > SOME)]


def svg(data: ScatterData, texts: ChartTexts, language: Language, theme: Theme = "light") -> str:
    """Return the drawing with its title, axes, colours and source."""
    palette = COLOURS[theme]
    across = WIDTH - 2 * MARGIN - LEFT
    parts = []
    for tick in data.values:
        y = HEIGHT * (1 - tick.at)
        parts.append(
            f'<line x1="{LEFT}" x2="{LEFT + across}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{palette.line}"/>'
        )
        parts.append(text(LEFT - 8, y + 4, tick.text, fill=palette.soft, anchor="end"))
    if data.has_zero:
        y = HEIGHT * (1 - ZERO)
        zero = zero_text(data, language)
        parts.append(text(LEFT - 8, y + 4, zero, fill=palette.soft, anchor="end"))
    apart = across * (data.days[1].at - data.days[0].at) if len(data.days) > 1 else APART
    every = max(1, math.ceil(APART / apart))
    for place, tick in enumerate(data.days):
        x = LEFT + across * tick.at
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT}" y2="{HEIGHT + 6}" '
            f'stroke="{palette.soft}"/>'
        )
        if place % every == 0:
            parts.append(text(x, HEIGHT + 21, tick.text, fill=palette.soft, anchor="middle"))
    parts.append(
        f'<line x1="{LEFT}" x2="{LEFT + across}" y1="{HEIGHT}" y2="{HEIGHT}" '
        f'stroke="{palette.soft}"/>'
    )
    radius = radius_of(len(data.marks))
    by_slot: dict[int, list[str]] = {}
    for mark, x, y in zip(data.marks, data.x, data.y, strict=True):
        circle = f'<circle cx="{LEFT + across * x:.1f}" cy="{HEIGHT * (1 - y):.1f}" r="{radius}"/>'
        by_slot.setdefault(mark.slot, []).append(circle)
    for slot, circles in sorted(by_slot.items(), reverse=True):
        parts.append(f'<g fill="{palette.series[slot]}" fill-opacity="0.75">')
        parts.extend(circles)
        parts.append("</g>")
    return sheet_svg(Sheet(parts, HEIGHT + BELOW), texts, data.colours, theme)
