"""The last touch on a specification: its words, its settings, and what the page's script needs."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final, get_args

from foja.site.charts.model import Theme
from foja.site.charts.theme import config

if TYPE_CHECKING:
    from foja.site.charts.model import ChartTexts, Spec
    from foja.site.language import Language

TITLE_WIDTH: Final = 80
TEXT_WIDTH: Final = 108
"""Characters in a line of the title and of the smaller words, at the width of a drawn file."""

SOURCE: Final = "source"


def finish(spec: Spec, texts: ChartTexts, theme: Theme, language: Language) -> Spec:
    """Add title, source and settings.

    The page's script takes the title and the source off, since the page says them itself, and
    takes the settings of the reader's theme from `usermeta`; a file drawn from the specification
    has both.
    """
    lines = _lines(texts.source, TEXT_WIDTH)
    subtitle = _lines(texts.subtitle, TEXT_WIDTH)
    if "layer" not in spec:
        # Panels have no place below them that all share.
        return {**spec, **_settings(texts, [*subtitle, *lines], theme, language)}
    source = {
        "name": SOURCE,
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "style": SOURCE,
            "aria": False,
            "align": "left",
            "baseline": "top",
            "text": lines,
        },
        "encoding": {
            "x": {"value": 0},
            "y": {"value": {"expr": f"height + {_below(spec)}"}},
        },
    }
    return {
        **spec,
        **_settings(texts, subtitle, theme, language),
        "layer": [*spec["layer"], source],
    }


def _settings(
    texts: ChartTexts, subtitle: list[str], theme: Theme, language: Language
) -> dict[str, Any]:
    return {
        "description": texts.description,
        "title": {"text": _lines(texts.title, TITLE_WIDTH), "subtitle": subtitle},
        "autosize": {"type": "pad", "contains": "padding"},
        "config": config(theme, language),
        "usermeta": {
            "foja": {"themes": {name: config(name, language) for name in get_args(Theme)}},
            "embedOptions": {"actions": False, "renderer": "svg"},
        },
    }


def _lines(text: str, width: int) -> list[str]:
    """Break a text into as few lines as it needs, of about the same length."""
    needed = max(1, len(textwrap.wrap(text, width)))
    even = max(1, -(-len(text) // needed))
    for tried in range(even, width + 1):
        lines = textwrap.wrap(text, tried)
        if len(lines) <= needed:
            return lines
    return textwrap.wrap(text, width)


def _below(spec: Spec) -> int:
    """Return how far below the bars the source stands: under the axis where there is one."""
    has_axis = any("axis" in layer.get("encoding", {}).get("x", {}) for layer in spec["layer"])
    drawn = any(
        layer.get("encoding", {}).get("x", {}).get("axis") is not None for layer in spec["layer"]
    )
    return 48 if has_axis and drawn else 14
