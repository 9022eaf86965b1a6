"""The site's icons as PNG, drawn from its SVG.

`python -m foja.site.icons` draws them again, as a changed `favicon.svg` requires.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
SIZES: Final = (180, 192, 512)
"""Pixels: of a phone's home screen, and the two that a manifest has to name."""
_PAPER: Final = "#fbf9f4"
_MARGIN: Final = 4
"""Units of the drawing around it, so that a round mask cuts nothing off."""


def icon_path(size: int) -> Path:
    """Return where the icon of so many pixels lies."""
    return STATIC / f"icon-{size}.png"


def draw_icon(size: int) -> bytes:
    """Return the icon as PNG of so many pixels each way, on paper instead of nothing."""
    import vl_convert  # noqa: PLC0415 - the site itself only serves the files

    svg = (STATIC / "favicon.svg").read_text("utf-8")
    side = 32 + 2 * _MARGIN
    window = f"{-_MARGIN} {-_MARGIN} {side} {side}"
    svg = svg.replace('viewBox="0 0 32 32"', f'viewBox="{window}" width="{size}" height="{size}"')
    paper = f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{side}" height="{side}" fill="{_PAPER}"/>'
    svg = re.sub(r"(<svg[^>]*>)", rf"\1{paper}", svg, count=1)
    png: bytes = vl_convert.svg_to_png(svg, scale=1.0)
    return png


if __name__ == "__main__":
    for each in SIZES:
        icon_path(each).write_bytes(draw_icon(each))
