"""Colours of charts: seen by every reader, on light, dark and white paper."""

from __future__ import annotations

import itertools
import math
import re
from importlib import resources

import pytest

from foja.site.charts.theme import COLOURS, SERIES, Colours

# What dichromats see of linear sRGB: Machado, Oliveira, Fernandes (2009), severity 1.
SEEN_BY = {
    "everyone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
APART = 15.0
"""CIE76 difference; 2.3 is just noticeable, ten times less than two areas need to be told apart."""

Triple = tuple[float, ...]


def _times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _linear(colour: str) -> Triple:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_times(XYZ, _linear(colour))[1] for colour in (one, two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _lab(linear: Triple) -> Triple:
    clipped = tuple(min(1.0, max(0.0, part)) for part in linear)
    ratios = [a / b for a, b in zip(_times(XYZ, clipped), WHITE, strict=True)]
    x, y, z = (r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_that_of_wcag() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS)
def test_bars_and_words_stand_out_from_the_paper(colours: Colours) -> None:
    assert min(_contrast(colour, colours.paper) for colour in colours.series) >= 3
    assert _contrast(colours.ink, colours.paper) >= 7
    assert _contrast(colours.soft, colours.paper) >= 4.5


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS)
@pytest.mark.parametrize("reader", SEEN_BY)
def test_values_are_told_apart(colours: Colours, reader: str) -> None:
    seen = {colour: _lab(_times(SEEN_BY[reader], _linear(colour))) for colour in colours.series}
    assert len(seen) == SERIES + 2
    closest = min(
        (math.dist(seen[one], seen[two]), one, two) for one, two in itertools.combinations(seen, 2)
    )
    assert closest[0] >= APART, closest


def test_the_legend_on_the_page_has_the_colours_of_the_drawing() -> None:
    css = (resources.files("foja.site") / "static/css/foja.css").read_text("utf-8")
    written: dict[str, list[str]] = {}
    for number, colour in re.findall(r"--colour-(\d): (#[0-9a-f]{6});", css):
        written.setdefault(number, []).append(colour)
    themes = zip(COLOURS["light"].series, COLOURS["dark"].series, strict=True)
    assert written == {str(number): list(pair) for number, pair in enumerate(themes)}
