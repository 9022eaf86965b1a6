"""How charts look, on screen in light and dark and on paper: colours and Vega-Lite settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from foja.site.charts.model import Theme
    from foja.site.language import Language

SERIES: Final = 5
"""Values that have a colour of their own; the rest are drawn as one."""
REST: Final = SERIES
UNTOLD: Final = SERIES + 1
"""The colours of the rest, and of what no rule or report tells."""

WIDTH: Final = 720
"""Width in pixels of a chart drawn as a file; on the page a chart is as wide as its place."""

_FONT: Final = "system-ui, 'Liberation Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
_SERIF: Final = "Charter, Georgia, 'Liberation Serif', 'DejaVu Serif', serif"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme.

    `series` are told apart by readers with each kind of colour blindness and stand out from
    `paper` at 3 to 1 or more (WCAG 2.2, 1.4.11); the last two are greys, which take no eye from the
    others: a warm one for the rest, a cool one for what is not told.
    """

    paper: str
    ink: str
    soft: str
    line: str
    series: tuple[str, ...]


_BRIGHT: Final = ("#2b6cc4", "#c8762f", "#0c463d", "#a8327d", "#724a0f", "#6e685a", "#8b9195")

COLOURS: Final[dict[Theme, Colours]] = {
    "light": Colours("#fbf9f4", "#211d18", "#5d554b", "#d9d1c3", _BRIGHT),
    "dark": Colours(
        "#171512",
        "#ece6da",
        "#b3a999",
        "#3b352d",
        ("#5b93e6", "#dd7a3c", "#8be3cf", "#c869b2", "#f0e29a", "#a8a098", "#7d7366"),
    ),
    "print": Colours("#ffffff", "#000000", "#444444", "#cccccc", _BRIGHT),
}

_NUMBERS: Final[dict[str, dict[str, Any]]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""]},
    "es": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["US$", ""]},
}
"""How numbers are written: Spanish as in Mexico, with a point for the decimals."""


def config(theme: Theme, language: Language) -> dict[str, Any]:
    """Return the Vega-Lite `config` of a theme: everything by which two themes differ."""
    colours = COLOURS[theme]
    return {
        "background": colours.paper,
        "font": _FONT,
        "padding": 14,
        "lineBreak": "\n",
        "locale": {"number": _NUMBERS[language.code]},
        "view": {"stroke": None},
        "range": {"category": list(colours.series)},
        "title": {
            "anchor": "start",
            "frame": "group",
            "font": _SERIF,
            "fontSize": 18,
            "fontWeight": "bold",
            "color": colours.ink,
            "subtitleColor": colours.soft,
            "subtitleFont": _FONT,
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "offset": 18,
        },
        "axis": {
            "labelColor": colours.soft,
            "labelFontSize": 12,
            "labelPadding": 6,
            "titleColor": colours.soft,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": colours.line,
            "domainColor": colours.soft,
            "tickColor": colours.soft,
        },
        "header": {"labelColor": colours.ink, "labelFontSize": 12, "labelLimit": 0},
        "legend": {
            "labelColor": colours.ink,
            "labelFontSize": 12,
            "symbolType": "square",
            "symbolStrokeWidth": 0,
            "rowPadding": 4,
            "offset": 26,
        },
        "style": {
            "single": {"color": colours.series[0]},
            "segment": {"stroke": colours.paper, "strokeWidth": 0.75},
            "gap": {"color": colours.line},
            "gap-word": {"color": colours.soft, "fontSize": 11},
            "word": {"color": colours.ink, "fontSize": 12},
            "sum": {"color": colours.ink, "fontSize": 12, "fontWeight": "bold"},
            "source": {"color": colours.soft, "fontSize": 11},
        },
    }
