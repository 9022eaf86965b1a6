"""What is taken away holds what was seen: rows as JSON, charts as PNG, SVG, CSV and Vega-Lite."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from tests.browser.figures import number, read_csv, sums_of, table_sums
from tests.browser.kinds import each_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

FIRST, LAST = 2014, 2016
SVG = "{http://www.w3.org/2000/svg}"
LIBRARY = """
() => performance.getEntriesByType("resource").map((each) => each.name)
  .find((name) => name.includes("vega-bundle"))
"""
DRAW = """
async ([library, specification]) => {
  const { vegaEmbed } = await import(library);
  const board = document.createElement("div");
  document.body.append(board);
  const drawn = await vegaEmbed(board, specification,
    { actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: false });
  const bars = board.querySelectorAll("[aria-roledescription='rect mark container'] path");
  return [...bars].map((bar) => bar.getAttribute("aria-label"));
}
"""


def _take(page: Page, selector: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(selector).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


@each_language
def test_the_json_has_the_rows_of_the_csv(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    page.goto(f"/{language}/country/MEX?from={FIRST}&to={LAST}")
    expected = table_sums(tables, "MEX", FIRST, LAST)
    name, content = _take(page, "#download-json")
    assert name.endswith(".json")
    whole = json.loads(content, parse_float=Decimal)
    assert whole["count"] == len(whole["trainings"]) == expected.trainings
    assert sums_of(whole["trainings"]) == expected
    assert whole["address"] == page.url
    assert whole["data_version"] == tables.version
    _name, content = _take(page, "#download-csv")
    lines = read_csv(content)
    assert [line["training_id"] for line in lines] == [
        row["training_id"] for row in whole["trainings"]
    ]
    assert {line["data_version"] for line in lines} == {tables.version}


@pytest.mark.parametrize(
    ("chart", "language"),
    [
        ("spending_by_fiscal_year", "es"),
        ("students_by_fiscal_year", "en"),
        ("biggest_courses", "es"),
    ],
)
def test_a_chart_can_be_taken_in_four_ways(
    chart: str, language: str, site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.goto(f"/{language}/country/MEX?from={FIRST}&to={LAST}")
    draw_charts(page)
    figure = f"#chart-{chart}"
    title = page.locator(f"{figure} h3").inner_text()
    name, content = _take(page, f"{figure} .takes a >> text=PNG")
    assert name == f"foja-MEX-{FIRST}-{LAST}-{chart.replace('_', '-')}.png"
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert min(picture.size) >= 300
        assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 20

    _name, content = _take(page, f"{figure} .takes a >> text=SVG")
    drawing = ET.fromstring(content)  # noqa: S314 - our own server's answer
    assert drawing.tag == f"{SVG}svg"
    assert "".join(title.split()) in "".join("".join(drawing.itertext()).split())

    # The same specification, drawn again elsewhere, has the bars of the page.
    _name, content = _take(page, f"{figure} .takes a >> text=Vega-Lite")
    specification = json.loads(content)
    assert "vega-lite" in specification["$schema"]
    bars = page.locator(f"{figure} [aria-roledescription='rect mark container'] path")
    seen = [bar.get_attribute("aria-label") for bar in bars.all()]
    assert seen
    assert page.evaluate(DRAW, [page.evaluate(LIBRARY), specification]) == seen


@each_language
def test_the_file_of_a_chart_has_the_numbers_of_its_table(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    page.goto(f"/{language}/country/MEX?from={FIRST}&to={LAST}")
    years = range(FIRST, LAST + 1)
    expected = [table_sums(tables, "MEX", year, year) for year in years]
    for chart, column, values in (
        ("spending_by_fiscal_year", "cost_usd", [sums.dollars for sums in expected]),
        ("students_by_fiscal_year", "students", [sums.students for sums in expected]),
    ):
        shown, lines = _table_and_file(page, chart)
        assert {row[0]: number(row[1]) for row in shown} == {
            str(year): round(value) for year, value in zip(years, values, strict=True)
        }
        for year, value in zip(years, values, strict=True):
            of_year = [line for line in lines if line["fiscal_year"] == str(year)]
            assert sum(Decimal(line[column]) for line in of_year) == value
    shown, lines = _table_and_file(page, "biggest_courses")
    courses = [(line["course_title"], Decimal(line["students"])) for line in lines]
    assert [(row[0], number(row[1])) for row in shown] == courses
    assert len(courses) > 5


def _table_and_file(page: Page, chart: str) -> tuple[list[list[str]], list[dict[str, str]]]:
    """Return the cells of the table below a chart, and the lines of its CSV."""
    figure = page.locator(f"#chart-{chart}")
    figure.locator("summary").first.click()
    rows = figure.locator("tbody tr").all()
    shown = [row.locator("th, td").all_inner_texts() for row in rows]
    _name, content = _take(page, f"#chart-{chart} .takes a >> text=CSV")
    return shown, read_csv(content)
