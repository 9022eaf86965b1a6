"""Card images for social networks: their size, their words, and how long they may be kept."""

from __future__ import annotations

import io
import itertools
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foja.site.card import HEIGHT, WIDTH, Bar, Card, card_svg
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from tests.site.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"
PAGES = (
    "/en/country/MEX?from=2018&to=2020",
    "/es/takeaways/MEX/2020",
    "/en/claims/C010",
    "/es/unit/MEX.battalion-1",
    "/en/about",
    "/es/compare?item=MEX&item=COL&measure=students",
    "/en/compare?item=MEX",
    "/en/countries?year=2018&measure=students&sort=name",
    "/es/cooperation/COL?dollars=constant",
)
printable = st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=300)


def _parsed(text: bytes | str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - the site's own


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_a_card_of_its_own(address: str, site: Reader) -> None:
    page = site.page(address)
    found = re.search('og:image" content="http://foja.test([^"]+)"', page.source)
    assert found
    answer = site.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (WIDTH, HEIGHT) == (1200, 630)
        assert len(image.convert("RGB").getcolors(100_000) or ()) > 4
    assert len(answer.content) < 120_000


def test_a_card_without_its_hash_is_kept_for_a_moment(site: Reader) -> None:
    for query in ("", "?v=0000000000"):
        answer = site.get(f"/en/card/site.png{query}")
        assert "immutable" not in answer.headers["cache-control"]


def test_another_choice_has_another_card(site: Reader) -> None:
    def card(address: str) -> str:
        return re.findall('og:image" content="([^"]+)"', site.page(address).source)[0]

    assert card("/en/country/MEX?from=2018") != card("/en/country/MEX?from=2019")
    assert card("/en/country/MEX?page=1") == card("/en/country/MEX?sort=-cost")
    assert card("/en/country/MEX") != card("/es/country/MEX")


def test_a_card_of_nothing_known_is_refused(site: Reader) -> None:
    for address in (
        "country/XXX.png",
        "claim/C999.png",
        "unit/MEX.no.png",
        "takeaways/MEX/1990.png",
    ):
        assert site.get(f"/en/card/{address}").status_code == 404, address
    assert site.get("/en/card/country/MEX.png?from=x").status_code == 400


def _lines(card: Card) -> list[ET.Element]:
    return list(_parsed(card_svg(card, LANGUAGES["en"])).iter(f"{SVG}text"))


@given(label=printable, title=printable, text=printable)
def test_any_words_make_a_card_that_ends_inside_it(label: str, title: str, text: str) -> None:
    for line in _lines(Card(label, title, text=text)):
        assert 0 < float(line.get("y", "0")) < HEIGHT
        assert 0 < float(line.get("x", "0")) < WIDTH


def test_bars_are_as_high_as_their_values() -> None:
    bars = (Bar(2018, 10), Bar(2019, None), Bar(2020, 20, told=False))
    svg = card_svg(Card("a", "b", bars=bars, bars_label="c"), LANGUAGES["es"])
    heights = [
        float(each.get("height", "0"))
        for each in _parsed(svg).iter(f"{SVG}rect")
        if float(each.get("y", "0")) > 300 and float(each.get("height", "0")) > 2
    ]
    assert len(heights) == 2
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)


def test_no_figure_of_a_card_lies_over_the_next_and_no_text_over_the_bars() -> None:
    wide = ("US$331,407,683", "Costo")
    figures = (("77,586", "Alumnos"), wide, ("20,563", "Adiestramientos"), wide, wide, wide)
    svg = card_svg(Card("x", "Colombia", figures), LANGUAGES["es"])
    number = r'x="([\d.]+)" y="([\d.]+)"[^>]*font-size="(\d+)"[^>]*>(US\$|\d)([\d,]+)<'
    found = re.findall(number, svg)
    assert len(found) == len(figures)
    for one, after in itertools.pairwise(found):
        end = float(one[0]) + 0.5 * int(one[2]) * len(one[3] + one[4])
        assert one[1] != after[1] or end < float(after[0])
        assert end <= WIDTH
    bars = (Bar(2019, 1), Bar(2020, 2))
    told = card_svg(Card("x", "México", text="palabra " * 30, bars=bars), LANGUAGES["es"])
    feet = [int(float(y)) for y in re.findall(r' y="([\d.]+)"[^>]*>palabra', told)]
    label = re.search(r' y="([\d.]+)"[^>]*></text>', told)
    assert label
    assert max(feet) <= float(label[1]) - 30
