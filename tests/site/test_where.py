"""The view of places: maps with links, the same as a table, files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from tests.site.reader import Reader

from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def record() -> Iterator[Reader]:
    """A reader of the site over the tables in the package, whose places have coordinates."""
    with Reader(create_app()) as reader:
        yield reader


def test_a_circle_chooses_its_place_in_the_same_view(record: Reader) -> None:
    page = record.page("/en/country/MEX/where?from=2018")
    circles = [link for link in page.links if "/where?" in link and "place=" in link]
    assert circles
    assert all(link.startswith("/en/country/MEX/where?from=2018&place=") for link in circles)
    chosen = record.page(circles[0].partition("#")[0])
    assert chosen.part("chips")
    assert chosen.part("chosen-places")


def test_what_no_map_shows_is_said_with_its_rows(site: Reader) -> None:
    page = site.page("/en/country/MEX/where")
    assert "Together:" in page.part("not-on-map")
    assert any("place=unknown" in link and "/where" not in link for link in page.links)


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_countries_have_a_map_of_countries(site: Reader, language: str) -> None:
    page = site.page(f"/{language}/country/WLD/where?circles=cost")
    assert "map-recipients" in page.ids
    assert f"/{language}/country/COL/where?circles=cost" in page.links
    assert site.page(f"/{language}/country/WLD/where?area=recipients").ids.count("map-world") == 0
    assert "map-recipients" not in site.page(f"/{language}/country/MEX/where").ids


@pytest.mark.parametrize("nonsense", ["area=moon", "circles=3", "place=US.nowhere"])
def test_nonsense_is_refused(site: Reader, nonsense: str) -> None:
    page = site.page(f"/en/country/MEX/where?{nonsense}", 400)
    assert nonsense.partition("=")[2] in page.text


def test_the_table_and_the_csv_hold_all(site: Reader) -> None:
    answer = site.get("/en/country/MEX/chart/map.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    trainings = site.get("/en/country/MEX/trainings.json").json()["trainings"]
    assert sum(int(row["trainings"]) for row in rows) == len(trainings)
    assert sum(int(row["students"] or 0) for row in rows) == sum(
        one["quantity"] or 0 for one in trainings
    )
    table = site.page("/en/country/MEX/where").part("places-table")
    assert all(row["name"] in table for row in rows if row["place_id"])


def test_the_state_of_mexico_is_told_from_the_country(record: Reader) -> None:
    table = record.page("/es/country/MEX/where").part("places-table")
    assert "Temamatla Estado de México, México 932" in table
    assert "México, México" not in table.replace("Estado de México, México", "").replace(
        "Ciudad de México, México", ""
    )


@pytest.mark.parametrize(
    ("address", "shape"),
    [("MEX/chart/map.svg?area=mexico", "circle"), ("WLD/chart/map.svg?area=recipients", "path")],
)
def test_a_file_is_a_drawing_without_links(record: Reader, address: str, shape: str) -> None:
    answer = record.get(f"/es/country/{address}")
    assert answer.headers["content-type"] == "image/svg+xml"
    drawing = ET.fromstring(answer.text)  # noqa: S314 - our own server's answer
    assert drawing.findall(f".//{SVG}a") == []
    assert len(drawing.findall(f".//{SVG}{shape}")) > 1
    words = " ".join(drawing.itertext())
    assert "Fuente:" in words
    assert "None" not in words


def test_a_png_has_two_pixels_for_each_unit(site: Reader) -> None:
    text = site.get("/en/country/MEX/chart/map.svg").text
    drawing = ET.fromstring(text)  # noqa: S314 - our own server's answer
    answer = site.get("/en/country/MEX/chart/map.png")
    image = Image.open(io.BytesIO(answer.content))
    assert image.width == 2 * int(drawing.attrib["width"])
    assert site.get("/en/country/MEX/chart/map.gif").status_code == 404
