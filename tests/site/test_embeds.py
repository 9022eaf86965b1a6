"""Drawings for frames of other sites: every kind is offered on its page and answers by itself."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from tests.site.reader import Reader

from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFERED = {
    "/en/country/COL/ring?from=2018": ["/en/embed/country/COL/ring?from=2018&view=ring"],
    "/es/country/COL/time?measure=students": [
        "/es/embed/country/COL/time?measure=students&view=time"
    ],
    "/en/country/COL/durations": ["/en/embed/country/COL/durations?view=durations"],
    "/en/country/MEX/where?from=2018": [
        f"/en/embed/country/MEX/map?from=2018&area={area}&view=where"
        for area in ("mexico", "united_states", "world")
    ],
    "/es/country/WLD/where?from=2020": [
        f"/es/embed/country/WLD/map?from=2020&area={area}&view=where"
        for area in ("recipients", "world")
    ],
    "/en/compare?item=MEX&item=COL&measure=students": [
        f"/en/embed/compare/{name}?item=MEX&item=COL&measure=students" for name in ("years", "mix")
    ],
    "/es/countries?year=2019": ["/es/embed/countries/rank?year=2019"],
    "/en/cooperation/COL?dollars=constant": [
        "/en/embed/cooperation/COL/obligations_by_account?dollars=constant"
    ],
}
"""Pages, and the embedded drawings that each has to offer."""
MASTHEAD = 'class="masthead"'


@pytest.fixture(scope="module")
def record() -> Iterator[Reader]:
    """A reader of the site over the tables in the package, which have every kind of drawing."""
    with Reader(create_app()) as reader:
        yield reader


def _codes(source: str) -> list[str]:
    """Return the addresses that the codes on a page show in frames, without the host."""
    return [
        unescape(found)
        for found in re.findall(r'&lt;iframe src="http://foja\.test([^" ]+)" title=', source)
    ]


@pytest.mark.parametrize("address", OFFERED)
def test_a_page_offers_its_drawings_to_other_sites(address: str, record: Reader) -> None:
    page = record.page(address)
    codes = _codes(page.source)
    assert set(OFFERED[address]) <= set(codes)
    assert set(codes) <= set(page.links)
    one = record.get(OFFERED[address][0])
    assert one.status_code == 200
    assert "frame-ancestors *" in one.headers["content-security-policy"]
    assert "x-frame-options" not in one.headers
    assert MASTHEAD not in one.text
    assert MASTHEAD in page.source


@pytest.mark.parametrize("address", [codes[0] for codes in OFFERED.values()])
def test_an_embedded_drawing_says_what_it_is_and_leads_back(address: str, record: Reader) -> None:
    page = record.page(address)
    assert page.part("title")
    words = "U.S. Departments" if address.startswith("/en") else "departamentos de Estado"
    assert words in page.text or "/cooperation/" in address
    back = re.findall(r'id="back" href="([^"]+)" target="_blank" rel="noopener"', page.source)
    place = unescape(back[0]).partition("#")[0]
    assert record.get(place).status_code == 200
    if "/country/" in address:
        assert place.partition("?")[0] == address.partition("?")[0].replace("/embed", "").replace(
            "/map", "/where"
        )
    # What tells the page around the frame how high it is.
    assert any(found.startswith("/static/js/embed.js") for found in page.loaded)
    # Every link opens beside the other site: a frame shows no other page.
    links = re.findall(r"<a [^>]*>", page.source)
    assert all('target="_blank"' in link for link in links)
    for name in ("data-chart", "data-marks", "data-told", "src"):
        for found in page.values("figure", name) + page.values("img", name):
            assert record.get(found).status_code == 200, found


def test_what_there_is_no_drawing_of_is_refused(site: Reader) -> None:
    for address, status in (
        ("country/MEX/nothing", 404),
        ("country/XXX/ring", 404),
        ("country/MEX/ring?from=x", 400),
        ("compare/years?item=MEX", 404),
        ("compare/nothing?item=MEX&item=COL", 404),
        ("countries/nothing", 404),
        ("countries/rank?year=1000", 400),
        ("cooperation/MEX/overview", 404),
        ("cooperation/MEX/nothing", 404),
    ):
        assert site.get(f"/en/embed/{address}").status_code == status, address


def test_where_all_are_equal_none_is_called_the_largest(record: Reader) -> None:
    assert "Tuvalu: no course had more than 1 student" in record.page("/en/country/TUV").text
    ring = record.page("/es/country/TUV/ring").part("ring-summary")
    assert "Ningún adiestramiento tiene más de 1 alumno." in ring
    assert "mayor adiestramiento" not in ring


def test_a_little_beside_much_is_not_said_to_be_nothing(record: Reader) -> None:
    spec = record.get("/en/compare/chart/years.json?item=MEX&item=TUV").json()
    last = {bar["item"]: bar["short"] for bar in spec["datasets"]["bars"] if bar["year"] == 2020}
    assert last == {"Mexico": "4.4", "Tuvalu": "< 0.1"}
