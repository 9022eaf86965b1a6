"""Card images for links on social networks: a title, a figure, bars by year, the source.

Cards are drawn as SVG of our own and turned into PNG by the process that draws charts.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from foja.site.charts.theme import COLOURS

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.site.language import Language

WIDTH: Final = 1200
HEIGHT: Final = 630
"""Pixels; the size that Facebook, X, LinkedIn and messengers show whole."""
DRAWING: Final = 2
"""Counts the ways in which cards were drawn; a new one gives every card a new address."""

_SERIF: Final = "Charter, Georgia, 'Liberation Serif', 'DejaVu Serif', serif"
_SANS: Final = "system-ui, 'Liberation Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
_EDGE: Final = 64
FIGURE: Final = 0.51
"""Width of a bold digit in parts of its height, taken amply."""
LETTER: Final = 0.53
"""Width of a letter on average in parts of its height."""
BETWEEN: Final = 44
"""Pixels between a figure and the next at least."""
IN_A_ROW: Final = 3
"""Figures beside each other."""
ABOVE_BARS: Final = 44
"""Pixels that what the bars measure takes, with the room above it."""
MORE: Final = "\N{HORIZONTAL ELLIPSIS}"
_TOP_OF_BARS: Final = 386
_FOOT_OF_BARS: Final = 524
_OF_PAGE: Final = (
    (re.compile(r"/country/([A-Z]{3})(?:/[a-z_-]+)?"), "country/{0}.png"),
    (re.compile(r"/takeaways/([A-Z]{3})/(\d{4})"), "takeaways/{0}/{1}.png"),
    (re.compile(r"/claims/([A-Z]+\d+)"), "claim/{0}.png"),
    (re.compile(r"/unit/([^/]+)"), "unit/{0}.png"),
    (re.compile(r"/cooperation/([A-Z]{3})"), "cooperation/{0}.png"),
    (re.compile(r"/cooperation"), "cooperation/MEX.png"),
    (re.compile(r"/countries"), "countries.png"),
    (re.compile(r"/compare"), "compare.png"),
)
_NOT_OF_CARD: Final = re.compile(r"(?:^|&)(?:sort|size|page|without)=[^&]*")
COMPARISON: Final = "compare.png"
FEWEST: Final = 2
"""Items without which there is nothing to compare."""
HOME: Final = "MEX"
"""The country of the first page."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year with its value, None where nothing is known; the `told` one stands out."""

    year: int
    value: Decimal | int | None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, in the reader's language.

    `label` stands above the title in small letters, `figures` are pairs of a value and what it is,
    `text` sentences in place of them. `bars_label` says what the bars measure, `source` what it all
    rests on where that is more than the reports.
    """

    label: str
    title: str
    figures: tuple[tuple[str, str], ...] = ()
    text: str = ""
    bars: tuple[Bar, ...] = ()
    bars_label: str = ""
    source: str = ""


def card_address(language: Language, here: str, version: str) -> str:
    """Return the address of the card of a page; `here` is the page's own, with its query.

    A hash of all that the card is made of stands in it, so that it may be kept forever.
    """
    path, _mark, query = here.partition("?")
    rest = path[len(f"/{language.code}") :]
    if rest == "/":
        rest = f"/country/{HOME}"
    name, kept = "site.png", ""
    for pattern, made in _OF_PAGE:
        found = pattern.fullmatch(rest)
        if found and (made != COMPARISON or query.count("item=") >= FEWEST):
            name, kept = made.format(*found.groups()), _NOT_OF_CARD.sub("", query).strip("&")
            break
    address = f"/{language.code}/card/{name}"
    stamp = card_hash(f"{address}?{kept}", version)
    return f"{address}?{kept}{'&' if kept else ''}v={stamp}"


def card_hash(address: str, version: str) -> str:
    """Return what tells a card from an older one: its address, the tables, the drawing."""
    return hashlib.sha256(f"{DRAWING} {version} {address}".encode()).hexdigest()[:10]


def card_svg(card: Card, language: Language) -> str:
    """Return the card as SVG of `WIDTH` by `HEIGHT`."""
    colours = COLOURS["light"]
    _ = language.gettext
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.paper}"/>',
        f'<rect width="{WIDTH}" height="10" fill="#86290f"/>',
        _words(card.label, _EDGE, 76, 24, colours.soft),
    ]
    size, lines = _fitted(card.title, 60, 1, smallest=44)
    if len(lines) > 1:
        size, lines = _fitted(card.title, 44, 2)
    at = 96
    for line in lines:
        at += round(size * 1.12)
        parts.append(_words(line, _EDGE, at, size, colours.ink, serif=True, bold=True))
    if card.text:
        at += 12
        room = (_TOP_OF_BARS - ABOVE_BARS if card.bars else _FOOT_OF_BARS) - at
        for size in range(36, 24, -2):
            _size, lines = _fitted(card.text, size, 4 if card.bars else 8, wide=0.46, smallest=size)
            if round(size * 1.32) * len(lines) <= room and not lines[-1].endswith(MORE):
                break
        for line in lines:
            at += round(size * 1.32)
            parts.append(_words(line, _EDGE, at, size, colours.ink, serif=True))
    for first in range(0, len(card.figures), IN_A_ROW):
        at += 72 if not first else 112
        parts.extend(_figures(card.figures[first : first + IN_A_ROW], at))
    if card.bars:
        parts.extend(_bars(card))
    parts.append(_words("Foja", _EDGE, 594, 36, colours.ink, serif=True, bold=True))
    source = card.source or _("U.S. Departments of State and Defense, reports to Congress")
    parts.append(_words(source, _EDGE + 100, 592, 22, colours.soft))
    parts.append("</svg>")
    return "".join(parts)


def _figures(figures: tuple[tuple[str, str], ...], at: float) -> list[str]:
    """Return a row of figures: in columns of one width, where none is wider than its column."""
    colours = COLOURS["light"]
    step = (WIDTH - 2 * _EDGE) / len(figures)
    for size in range(56, 26, -2):
        lefts, end = [], float(_EDGE)
        for place, (value, label) in enumerate(figures):
            lefts.append(max(_EDGE + place * step, end))
            wide = max(len(value) * size * FIGURE, len(label) * 22 * LETTER)
            end = lefts[-1] + wide + BETWEEN
        if end - BETWEEN <= WIDTH - _EDGE:
            break
    parts = []
    for left, (value, label) in zip(lefts, figures, strict=True):
        parts.append(_words(value, left, at, size, colours.ink, serif=True, bold=True))
        parts.append(_words(label, left, at + 34, 22, colours.soft))
    return parts


def _bars(card: Card) -> list[str]:
    colours = COLOURS["light"]
    highest = max((float(bar.value or 0) for bar in card.bars), default=0.0)
    step = (WIDTH - 2 * _EDGE) / len(card.bars)
    wide = min(step * 0.78, 80.0)
    tall = _FOOT_OF_BARS - _TOP_OF_BARS - 16
    parts = [_words(card.bars_label, _EDGE, _TOP_OF_BARS, 20, colours.soft)]
    for place, bar in enumerate(card.bars):
        left = _EDGE + place * step
        colour = colours.series[0] if bar.told else "#b9c4cf"
        height = tall * float(bar.value or 0) / highest if highest else 0.0
        if height:
            parts.append(
                f'<rect x="{left:.1f}" y="{_FOOT_OF_BARS - height:.1f}" width="{wide:.1f}" '
                f'height="{height:.1f}" fill="{colour}"/>'
            )
        end = len(card.bars) - 1
        every = max(1, -(-len(card.bars) // 11))
        if place == end or (place % every == 0 and place + every <= end):
            middle = left + wide / 2
            parts.append(
                _words(str(bar.year), middle, _FOOT_OF_BARS + 26, 18, colours.soft, middle=True)
            )
    parts.append(
        f'<rect x="{_EDGE}" y="{_FOOT_OF_BARS}" width="{WIDTH - 2 * _EDGE}" height="1.5" '
        f'fill="{colours.soft}"/>'
    )
    return parts


def _words(
    text: str,
    x: float,
    y: float,
    size: int,
    colour: str,
    *,
    serif: bool = False,
    bold: bool = False,
    middle: bool = False,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_SERIF if serif else _SANS}" '
        f'font-size="{size}"{" font-weight=" + chr(34) + "700" + chr(34) if bold else ""}'
        f'{" text-anchor=" + chr(34) + "middle" + chr(34) if middle else ""} fill="{colour}">'
        f"{escape(text)}</text>"
    )


def _fitted(
    text: str, size: int, most: int, *, wide: float = 0.53, smallest: int = 26
) -> tuple[int, list[str]]:
    """Return a size of letters, and the lines of a text that then fit.

    `wide` is the mean width of a letter in parts of its size; a text that does not fit even in the
    `smallest` letters ends with an ellipsis, or where it had one line is given in several.
    """
    while True:
        letters = int((WIDTH - 2 * _EDGE) / (size * wide))
        lines = textwrap.wrap(text, letters)
        if len(lines) <= most or size <= smallest:
            break
        size -= 2
    if len(lines) > most > 1:
        lines = textwrap.wrap(text, letters, max_lines=most, placeholder=MORE)
    return size, lines
