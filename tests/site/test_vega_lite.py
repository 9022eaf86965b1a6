"""Maps and drawings of marks as Vega-Lite: every mark stands where the page itself draws it."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.reader import Reader

from foja.site.app import create_app
from foja.site.charts.render import draw
from foja.site.maps.drawing import path
from foja.site.maps.vega import rings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
tenths = st.integers(0, 9_600).map(lambda number: number / 10)
rings = st.lists(st.tuples(tenths, tenths), min_size=3, max_size=12, unique=True)


@pytest.fixture(scope="module")
def record() -> Iterator[Reader]:
    with Reader(create_app()) as reader:
        yield reader


def _spec(record: Reader, address: str) -> dict[str, Any]:
    answer = record.get(address)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def _circles(record: Reader, address: str) -> Counter[tuple[float, ...]]:
    """Return the circles of a drawing's own file: place, and diameter squared as Vega counts it."""
    drawing = ET.fromstring(record.get(address).text)  # noqa: S314 - the site's own
    return Counter(
        (float(one.attrib["cx"]), float(one.attrib["cy"]), (2 * float(one.attrib["r"])) ** 2)
        for one in drawing.iter(f"{SVG}circle")
        if one.get("class", "").startswith("dot") or "class" not in one.attrib
    )


def test_the_ring_has_each_mark_in_its_place(record: Reader) -> None:
    query = "?from=2012&to=2016"
    spec = _spec(record, f"/en/country/COL/chart/ring.vl.json{query}")
    marks = spec["datasets"]["marks"]
    assert len(marks) == len({mark["key"] for mark in marks}) > 1_000
    drawing = record.get(f"/en/country/COL/chart/ring.svg{query}").text
    drawn = Counter(re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="[\d.]+"[ /]', drawing))
    placed = Counter((f"{mark['x']:.1f}", f"{mark['y']:.1f}") for mark in marks)
    assert not placed - drawn
    students = sum(mark["students"] or 0 for mark in marks)
    page = record.page(f"/en/country/COL/ring{query}")
    assert f"{students:,} students" in page.text
    # Areas are to each other as students, whatever the scale.
    areas = {round(mark["size"] / mark["students"], 1) for mark in marks if mark["students"]}
    assert max(areas) - min(areas) < 0.05 * max(areas)
    pictured = draw(spec, "svg").decode()
    assert pictured.count('aria-roledescription="circle"') == sum(mark["filled"] for mark in marks)


def test_trainings_along_time_have_their_days(record: Reader) -> None:
    spec = _spec(record, "/es/country/TUV/chart/time.vl.json")
    marks = spec["datasets"]["marks"]
    drawn = json.loads(record.get("/es/country/TUV/chart/time.json").content)
    assert [round(mark["x"] * 10_000) for mark in marks] == pytest.approx(drawn["x"], abs=1)
    assert [round(mark["y"] * 10_000) for mark in marks] == pytest.approx(drawn["y"], abs=1)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", mark["start_date"]) for mark in marks)
    labels = spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert all(text in labels for _at, text in drawn["values"])


@pytest.mark.parametrize("area", ["mexico", "united_states", "world"])
def test_a_map_has_the_circles_of_its_picture(area: str, record: Reader) -> None:
    spec = _spec(record, f"/en/country/MEX/chart/map.json?area={area}")
    places = spec["datasets"]["places"]
    drawn = _circles(record, f"/en/country/MEX/chart/map.svg?area={area}")
    assert len(places) == drawn.total() > 10
    for place in places:
        assert any(
            (x, y) == (place["x"], place["y"]) and size == pytest.approx(place["size"], abs=0.01)
            for x, y, size in drawn
        ), place
    (legend,) = [
        layer["encoding"]["color"]["scale"]
        for layer in spec["layer"]
        if layer["data"] == {"name": "places"}
    ]
    assert {place["colour"] for place in places} <= set(legend["domain"])
    assert len(legend["domain"]) == len(legend["range"])


def test_the_countries_trained_have_their_shades(record: Reader) -> None:
    spec = _spec(record, "/en/country/WLD/chart/map.json?from=2019&to=2019")
    shown = [one["properties"] for one in spec["datasets"]["countries"]]
    shown += spec["datasets"]["squares"]
    page = record.page("/en/country/WLD/where?from=2019&to=2019")
    told = {value for tag, name, value in page.attributes if (tag, name) == ("a", "aria-label")}
    assert {one["text"] for one in shown} <= told
    assert len({one["country_iso3"] for one in shown}) == len(shown) > 20
    assert {one["href"] for one in shown} <= set(page.links)
    shade = next(layer for layer in spec["layer"] if layer["data"] == {"name": "countries"})
    assert {one["shade"] for one in shown} == set(shade["encoding"]["color"]["scale"]["domain"])
    pictured = draw(spec, "svg").decode()
    assert pictured.count('aria-roledescription="square"') == len(spec["datasets"]["squares"])


@given(st.lists(rings, min_size=1, max_size=4))
def test_a_path_is_read_back_as_its_rings(given_rings: list[list[tuple[float, float]]]) -> None:
    read = rings_of(path(given_rings))
    assert read == [[list(point) for point in (*ring, ring[0])] for ring in given_rings]
