"""A drawing of our own as an SVG file: title, colours, the drawing, source, below each other.

For drawings with a mark for each training, which need no grammar of graphics and would be slow in
one. Presentation attributes only, so that the file shows the same under any policy.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from foja.site.charts.theme import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.charts.model import ChartTexts, Theme
    from foja.site.charts.series import Drawn

WIDTH: Final = 1040
MARGIN: Final = 20
SANS: Final = "system-ui, 'Liberation Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
SERIF: Final = "Charter, Georgia, 'Liberation Serif', 'DejaVu Serif', serif"
TITLE: Final = (25, 30, 74)
SMALL: Final = (14, 19, 140)
FOOT: Final = (12, 16, 165)
"""Size of the letters in pixels, height of a line, letters in it: title, subtitle, source."""
LEGEND_LETTER: Final = 7.4
"""Width in pixels of a letter in the legend."""
LEGEND_LINE: Final = 24


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing to be put on a sheet: its parts as SVG, and how high it is."""

    parts: Sequence[str]
    height: float


def sheet_svg(sheet: Sheet, texts: ChartTexts, colours: Sequence[Drawn], theme: Theme) -> str:
    """Return the whole file, `WIDTH` pixels wide; the drawing begins at the left margin."""
    palette = COLOURS[theme]
    parts: list[str] = []
    y = float(MARGIN)
    y = _lines(parts, texts.title, y, TITLE, palette.ink, SERIF, "bold") + 4
    y = _lines(parts, texts.subtitle, y, SMALL, palette.soft, SANS) + 8
    y = _legend(parts, colours, y, palette.series, palette.ink) + 10
    parts.append(f'<g transform="translate({MARGIN} {y:g})">')
    parts.extend(sheet.parts)
    parts.append("</g>")
    y += sheet.height + 14
    y = _lines(parts, texts.source, y, FOOT, palette.soft, SANS) + MARGIN / 2
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:g}" width="{WIDTH}" '
        f'height="{y:g}" role="img" aria-label={quoteattr(texts.title)}>'
        f"<title>{escape(texts.title)}</title><desc>{escape(texts.description)}</desc>"
        f'<rect width="{WIDTH}" height="{y:g}" fill="{palette.paper}"/>'
    )
    return "".join((head, *parts, "</svg>\n"))


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    fill: str,
    anchor: str = "start",
    family: str = SANS,
    more: str = "",
) -> str:
    """Return one line of text; `more` are further attributes."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="{anchor}" '
        f'font-family="{family}"{more}>{escape(words)}</text>'
    )


def _lines(
    parts: list[str],
    words: str,
    y: float,
    letters: tuple[int, int, int],
    fill: str,
    family: str,
    weight: str = "normal",
) -> float:
    """Add a paragraph and return where it ends."""
    size, height, most = letters
    for line in textwrap.wrap(words, most):
        y += height
        parts.append(
            text(
                MARGIN,
                y - height / 4,
                line,
                size=size,
                fill=fill,
                family=family,
                more=f' font-weight="{weight}"',
            )
        )
    return y


def _legend(
    parts: list[str], colours: Sequence[Drawn], y: float, series: Sequence[str], ink: str
) -> float:
    """Add the names of the colours, as many to a line as fit, and return where they end."""
    x = float(MARGIN)
    for colour in colours:
        width = 30 + LEGEND_LETTER * len(colour.name)
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = float(MARGIN), y + LEGEND_LINE
        parts.append(f'<circle cx="{x + 6:g}" cy="{y + 12:g}" r="6" fill="{series[colour.slot]}"/>')
        parts.append(text(x + 18, y + 16.5, colour.name, size=14, fill=ink))
        x += width + 12
    return y + LEGEND_LINE if colours else y
