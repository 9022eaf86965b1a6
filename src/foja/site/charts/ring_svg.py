"""The tree ring as an SVG file, from the layout that the page's script draws too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.site.charts.ring_layout import COSINES, SINES, SIZE
from foja.site.charts.sheet_svg import Sheet, sheet_svg, text
from foja.site.charts.theme import COLOURS

if TYPE_CHECKING:
    from foja.site.charts.model import ChartTexts, Theme
    from foja.site.charts.ring import RingData
    from foja.site.charts.ring_layout import Band, Layout

LETTERS: Final = 11
"""Size in pixels of the names of the years."""
APART: Final = 11.5
"""Pixels from one year's name to the next at least; a year between them stays unnamed."""


def svg(data: RingData, texts: ChartTexts, theme: Theme = "light") -> str:
    """Return the drawing with its title, colours and source."""
    palette = COLOURS[theme]
    layout = data.layout
    parts = ['<g fill="none" stroke-linejoin="round">']
    parts.extend(
        f'<path d="{_path(layout, band)}" stroke="{palette.line}" stroke-width="1"'
        f"{'' if band.reported else BROKEN}/>"
        for band in layout.bands
    )
    parts.append("</g>")
    by_slot: dict[int, list[str]] = {}
    hollow: list[str] = []
    for place, mark in enumerate(data.marks):
        x, y, radius = layout.x[place], layout.y[place], layout.radius[place]
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}"'
        if mark.students:
            by_slot.setdefault(mark.slot, []).append(f"{circle}/>")
        else:
            hollow.append(f'{circle} stroke="{palette.series[mark.slot]}"/>')
    for slot, circles in sorted(by_slot.items()):
        parts.append(f'<g fill="{palette.series[slot]}">')
        parts.extend(circles)
        parts.append("</g>")
    if hollow:
        parts.append(f'<g fill="none" stroke-width="{layout.unit / 4:.2f}">')
        parts.extend(hollow)
        parts.append("</g>")
    across, down = layout.middle
    parts.extend(
        text(
            across,
            down - band.label + LETTERS / 3,
            str(band.year),
            size=LETTERS,
            fill=palette.ink if band.reported else palette.soft,
            anchor="middle",
        )
        for band in named(layout)
    )
    return sheet_svg(Sheet(parts, SIZE), texts, data.colours, theme)


BROKEN: Final = ' stroke-dasharray="7 6"'


def named(layout: Layout) -> list[Band]:
    """Return the bands whose years are named: from outside in, those that leave each other room."""
    found: list[Band] = []
    for band in reversed(layout.bands):
        if not found or found[-1].label - band.label >= APART:
            found.append(band)
    return found


def _path(layout: Layout, band: Band) -> str:
    across, down = layout.middle
    points = " ".join(
        f"{across + far * SINES[place]:.1f},{down - far * COSINES[place]:.1f}"
        for place, far in enumerate(band.outer)
        if place % 2 == 0
    )
    return f"M{points}Z"
