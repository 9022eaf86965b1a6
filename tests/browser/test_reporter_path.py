"""What a reporter does: country, years, a bar, a training, its page, its citation, the file.

In one browser, with a real mouse, in both languages; every number met on the way is the same.
"""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect
from tests.browser.figures import (
    Sums,
    head_figures,
    number,
    read_csv,
    sums_of,
    table_sums,
)
from tests.browser.kinds import TRAINING, WEB_TRAINING, each_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

MEXICO_2020 = Sums(456, Decimal(4_420_562), 160)
"""As the report prints them: the country's total, and its lines counted."""
FIRST, LAST = 2012, 2018
BARS = """
(figure) => [...figure.querySelectorAll("[aria-roledescription='rect mark container'] path")]
  .map((bar) => [bar.getAttribute("aria-label"), bar.getBoundingClientRect().toJSON()])
"""
ON_SCREEN = "(element) => element.getBoundingClientRect().toJSON()"
NATURAL_SIZE = """
async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return [image.naturalWidth, image.naturalHeight];
}
"""
DENSITY = 2
"""Pixels of the screen to one of the page, as on most telephones and many desks."""
INK = 60
"""Grey below which a pixel is type; the report's ruled lines and grey bands are lighter."""


@pytest.mark.documents
@each_language
def test_from_the_country_to_the_page_and_the_file(
    language: str,
    site_with_documents: Server,
    documents_folder: Path,
    visit: Visit,
    draw_charts: Callable[[Page], None],
    tables: Tables,
) -> None:
    page = visit(site_with_documents, device_scale_factor=DENSITY)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    # The country opens on its newest year; other years are chosen.
    page.goto(f"/{language}/")
    assert table_sums(tables, "MEX", 2020, 2020) == MEXICO_2020
    assert head_figures(page) == MEXICO_2020
    page.select_option("#choose-from", str(FIRST))
    page.select_option("#choose-to", str(LAST))
    page.locator("#choose button").click()
    page.wait_for_url(f"**/{language}/country/MEX?from={FIRST}&to={LAST}")
    # The years chosen are summed large; the last of them stands below.
    assert head_figures(page) == table_sums(tables, "MEX", FIRST, LAST).as_shown
    last = table_sums(tables, "MEX", LAST, LAST).as_shown
    below = [page.locator(f"#figure-{name} .more").first for name in ("students", "dollars")]
    assert [number(text.inner_text()) for text in below] == [last.students, last.dollars]

    # The tallest bar is clicked and leads to its year.
    draw_charts(page)
    bar, year = _tallest_bar(page.locator("#chart-spending_by_fiscal_year"))
    dearest = max(
        range(FIRST, LAST + 1), key=lambda one: table_sums(tables, "MEX", one, one).dollars
    )
    assert year == dearest
    bar.click()
    of_bar = re.compile(rf"/country/MEX\?from={year}&to={year}&type=[a-z_]+#trainings$")
    page.wait_for_url(of_bar)
    [kind] = parse_qs(urlsplit(page.url).query)["type"]
    expected = sums_of(
        tables.rows(tables.trainings(country="MEX", fiscal_year=year, training_type=kind))
    )
    assert head_figures(page) == expected.as_shown
    rows = page.locator("#trainings-table tbody tr")
    assert set(rows.locator("td:first-child").all_inner_texts()) == {str(year)}
    expect(page.locator("#trainings")).to_be_in_viewport()

    # The first training is opened: its line is marked, its citation copied.
    course, cost = rows.first.locator(".course a"), rows.first.locator("td.number").last
    read = (course.inner_text(), number(cost.inner_text()))
    course.click()
    page.wait_for_url(f"**/{language}/training/*")
    training = _training(tables, page.url.rpartition("/")[2])
    assert (training["course_title_readable"], training["cost_usd"]) == read
    expect(page.locator("h1")).to_have_text(training["course_title_readable"])
    _marked_line_is_the_training(page, training, tables, documents_folder)
    _citations_are_copied(page, training)

    # Back at the year, its file holds the same numbers.
    page.go_back()
    page.wait_for_url(of_bar)
    with page.expect_download() as waiting:
        page.locator("#download-csv").click()
    assert waiting.value.suggested_filename == f"foja-MEX-{year}-{year}-{kind}-trainings.csv"
    lines = read_csv(waiting.value.path().read_bytes())
    assert sums_of(lines) == expected
    by_identifier = {line["training_id"]: line for line in lines}
    assert len(by_identifier) == expected.trainings
    line = by_identifier[training["training_id"]]
    assert (line["course_title"], Decimal(line["cost_usd"])) == (training["course_title"], read[1])
    address = f"{site_with_documents.address}/{language}/training/{training['training_id']}"
    assert line["training_page"] == address


def _training(tables: Tables, identifier: str) -> dict[str, Any]:
    trainings = tables.table("trainings")
    (found,) = tables.rows(trainings.filter(trainings.training_id == identifier))
    return found


def _citations_are_copied(page: Page, training: dict[str, Any]) -> None:
    for style in ("chicago", "apa", "press", "bibtex"):
        button = page.locator(f"button[data-copy='cite-{style}-text']")
        label = button.inner_text()
        button.click()
        expect(button).not_to_have_text(label)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(f"#cite-{style}-text").inner_text().strip()
        assert training["printed_page"] in copied
        # A sentence for the press has the report and its page, and no key of ours.
        assert (training["training_id"] in copied) == (style != "press")


def _tallest_bar(figure: Locator) -> tuple[Locator, int]:
    """Return the largest piece of the stack that reaches highest, and the year it stands on."""
    bars: list[tuple[str, dict[str, float]]] = figure.evaluate(BARS)
    assert bars
    _label, highest = min(bars, key=lambda bar: bar[1]["top"])
    stack = [bar for bar in bars if abs(bar[1]["left"] - highest["left"]) < 1]
    label, _box = max(stack, key=lambda bar: bar[1]["height"])
    piece = figure.locator(f"path[aria-label={json.dumps(label, ensure_ascii=False)}]")
    return piece, int(label[:4])


def _marked_line_is_the_training(
    page: Page, training: dict[str, Any], tables: Tables, documents_folder: Path
) -> None:
    coverage, documents = tables.table("coverage"), tables.documents()
    (covered,) = tables.rows(
        coverage.filter(
            (coverage.document == training["document"]) & (coverage.page == training["page"])
        )
    )
    (document,) = tables.rows(documents.filter(documents.document == training["document"]))
    width, height = covered["width"], covered["height"]

    for name in ("close-up", "page"):
        sheet = page.locator(f"svg#{name}")
        image = sheet.locator("image")
        address = image.get_attribute("href") or ""
        assert f"/{training['document']}/{training['page']}.webp" in address
        assert (image.get_attribute("width"), image.get_attribute("height")) == (
            f"{width}",
            f"{height}",
        )
        drawn = page.evaluate(NATURAL_SIZE, address)
        assert drawn == pytest.approx([2 * width, 2 * height], abs=1)
        # On the screen the mark lies where the tables say, measured against the page's image.
        paper, mark = image.evaluate(ON_SCREEN), sheet.locator("[data-marked]").evaluate(ON_SCREEN)
        scale = paper["width"] / width
        assert scale == pytest.approx(paper["height"] / height, rel=0.01)
        measured = [
            (mark["left"] - paper["left"]) / scale,
            (mark["top"] - paper["top"]) / scale,
            (mark["right"] - paper["left"]) / scale,
            (mark["bottom"] - paper["top"]) / scale,
        ]
        assert measured == pytest.approx(
            [training[edge] for edge in ("x0", "y0", "x1", "y1")], abs=1
        )

    # The document itself has the line's words in that box, and nothing more.
    with pypdfium2.PdfDocument(documents_folder / document["path"]) as pdf:
        text = pdf[training["page"] - 1].get_textpage()
        printed = text.get_text_bounded(
            left=training["x0"],
            bottom=height - training["y1"],
            right=training["x1"],
            top=height - training["y0"],
        )
    cells = ("course_title", "location", "student_unit", "us_unit", "start_date", "end_date")
    said = " ".join(training[f"{cell}_printed"] or "" for cell in cells).split()
    said += [str(training["quantity"]), f"${training['cost_usd']:,.0f}"]
    assert sorted(printed.split()) == sorted(said)

    _mark_lies_on_type(page)


def _mark_lies_on_type(page: Page) -> None:
    """What is seen is type on the mark's yellow, and the mark cuts no letter at its ends."""
    page.locator("svg#close-up").scroll_into_view_if_needed()
    mark = page.locator("svg#close-up [data-marked]").evaluate(ON_SCREEN)
    margin = 6
    clip = {
        "x": mark["left"] - margin,
        "y": mark["top"],
        "width": mark["width"] + 2 * margin,
        "height": mark["height"],
    }
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    # Four pixels on either side of an edge are its own line.
    edge, line = margin * DENSITY, 4
    wide, high = picture.size
    inside = picture.crop((edge + line, line, wide - edge - line, high - line))
    red, _green, blue = inside.split()
    yellow = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 40 else 0)
    assert yellow.histogram()[255] > 0.5 * inside.width * inside.height
    assert _ink(inside) > 100
    before = picture.crop((0, line, edge - line, high - line))
    after = picture.crop((wide - edge + line, line, wide, high - line))
    assert (_ink(before), _ink(after)) == (0, 0)


def _ink(picture: Image.Image) -> int:
    return sum(picture.convert("L").histogram()[:INK])


@each_language
def test_without_the_document_its_line_stands_in_its_place(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    page.goto(f"/{language}/training/{TRAINING}")
    training = _training(tables, TRAINING)
    assert page.locator("svg image").count() == 0
    expect(page.locator("#document-missing code")).to_have_text(f"foja fetch {training['report']}")
    official = page.locator("#document-missing a.address")
    assert official.get_attribute("href") == official.inner_text()
    sheet = page.locator("svg#page")
    paper, mark = sheet.evaluate(ON_SCREEN), sheet.locator("[data-marked]").evaluate(ON_SCREEN)
    words = sheet.locator("text", has_text=training["course_title"]).first.evaluate(ON_SCREEN)
    assert paper["left"] < mark["left"] <= words["left"]
    assert words["right"] <= mark["right"] < paper["right"]
    middle = (words["top"] + words["bottom"]) / 2
    assert mark["top"] < middle < mark["bottom"]


@pytest.mark.documents
def test_the_line_of_a_web_page_is_marked_in_its_place(
    site_with_documents: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site_with_documents)
    page.goto(f"/es/training/{WEB_TRAINING}")
    training = _training(tables, WEB_TRAINING)
    assert training["x0"] is None
    frame = page.frame_locator("iframe#close-up")
    marked = frame.locator("tr.marked")
    expect(marked).to_have_count(1)
    expect(marked).to_be_in_viewport(ratio=1)
    cells = ("course_title", "location", "student_unit", "start_date", "end_date")
    for cell in cells:
        expect(marked).to_contain_text(training[f"{cell}_printed"])
    # The official page runs nothing here, and leads nowhere.
    assert frame.locator("script, img, a, form, iframe").count() == 0
