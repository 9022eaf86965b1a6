"""On a phone 390 pixels wide: only tables scroll sideways, and fingers hit what they mean."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.browser.axe import violations
from tests.browser.kinds import Kind, each_language, each_wide_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WIDE = "SELECT+*+FROM+trainings+LIMIT+9"
"""A question whose answer has more columns than any screen."""
SHADED = 20
"""Steps of 256 by which a shaded edge differs from the paper at least."""
SIDEWAYS = """
() => {
  const wide = document.scrollingElement.scrollWidth;
  const out = [...document.querySelectorAll("body *")].filter((each) =>
    each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll, pre, .drawing"));
  return { wide, inner: innerWidth, out: out.map((each) => each.outerHTML.slice(0, 120)) };
}
"""
CUT = """
() => [...document.querySelectorAll("h1, h2, h3, p, li, dt, dd, label, summary, button, .button")]
  .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .scroll"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0
    && getComputedStyle(each).display !== "inline")
  .map((each) => each.outerHTML.slice(0, 120))
"""
SHORTENED = """
() => [...document.querySelectorAll(".legend a, .role-axis text")]
  .map((each) => each.textContent).filter((text) => text.endsWith("…"))
"""
SMALL = """
() => [...document.querySelectorAll("select, input:not([type=hidden]), button, .button")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.outerHTML.slice(0, 100), each.getBoundingClientRect().height])
  .filter(([, height]) => height < 30)
"""


@each_wide_kind
def test_it_fits(
    kind: Kind,
    serving: Callable[[Kind], Server],
    revisit: Revisit,
    draw_charts: Callable[[Page], None],
) -> None:
    page, _watch = revisit(serving(kind), **PHONE, color_scheme="dark")
    # Spanish is the longer, and the one whose lines break oftener.
    page.goto(kind.address("es"))
    draw_charts(page)
    seen = page.evaluate(SIDEWAYS)
    assert seen["inner"] == 390
    assert seen["wide"] <= seen["inner"], seen["out"]
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL) == []
    assert violations(page) == ""


@each_language
def test_no_name_in_a_chart_is_cut(
    language: str, site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, **PHONE)
    page.goto(f"/{language}/")
    draw_charts(page)
    assert page.locator(".legend a").count() > 0
    assert page.locator(".role-legend").count() == 0
    assert page.evaluate(SHORTENED) == []


@each_language
def test_the_first_screen_has_the_figures_and_the_first_drawing(
    language: str, site: Server, visit: Visit
) -> None:
    page = visit(site, **PHONE)
    for path in ("", "country/MEX/where"):
        page.goto(f"/{language}/{path}")
        expect(page.locator("#figure-students .big")).to_be_in_viewport(ratio=1)
        expect(page.locator("#figure-dollars .big")).to_be_in_viewport(ratio=1)
        # Its title; of a chart on the home page also where its bars begin.
        expect(page.locator("figure h3").first).to_be_in_viewport(ratio=1)
    page.goto(f"/{language}/")
    expect(page.locator("figure .drawing").first).to_be_in_viewport()
    # A question mark stands beside the word that it explains.
    marks = page.locator("#colour-by .what, .switch .what")
    assert marks.count() == 1
    word, mark = page.locator("#colour-by > span").bounding_box(), marks.bounding_box()
    assert word
    assert mark
    assert word["x"] < mark["x"] < word["x"] + word["width"]


def test_what_to_do_about_an_empty_result_comes_before_the_form(site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE)
    page.goto("/es/country/MEX?from=1999&to=2000&basis=start")
    way = page.locator("#empty a").first
    # Its first lines stand above the fold; the form follows the view.
    expect(way).to_be_in_viewport(ratio=0.5)
    tops = [page.locator(each).bounding_box() for each in ("#empty", "#choose")]
    assert tops[0]
    assert tops[1]
    assert tops[0]["y"] < tops[1]["y"]
    assert way.get_attribute("href") == "/es/country/MEX?from=1999&to=2000"


def test_a_misprint_is_compared_within_the_screen(site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE)
    # A link to a report's misprints unfolds them.
    page.goto("/es/record#disagree-2006-2007")
    expect(page.locator("#disagree-2006-2007")).to_be_in_viewport()
    tables = page.locator(".misprint .scroll:has(.compared)").filter(visible=True)
    assert tables.count() == 12
    for table in tables.all():
        assert table.evaluate("(each) => each.scrollWidth <= each.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_edge_is_shaded_where_a_table_goes_on(scheme: str, site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE, color_scheme=scheme, java_script_enabled=False)
    page.goto(f"/en/sql?q={WIDE}")
    region = page.locator(".scroll:has(#rows)")
    left, right = _edges(region)
    assert not left
    assert right
    page = visit(site, **PHONE, color_scheme=scheme)
    page.goto(f"/en/sql?q={WIDE}")
    region = page.locator(".scroll:has(#rows)")
    region.evaluate("(each) => each.scrollTo(200, 0)")
    assert _edges_become(region, (True, True))
    region.evaluate("(each) => each.scrollTo(each.scrollWidth, 0)")
    assert _edges_become(region, (True, False))


def _edges_become(region: Locator, wanted: tuple[bool, bool]) -> bool:
    """Look again until the browser has painted what was scrolled."""
    for _look in range(20):
        if _edges(region) == wanted:
            return True
        region.page.wait_for_timeout(250)
    return False


def _edges(region: Locator) -> tuple[bool, bool]:
    """Tell whether the left and the right edge of a region are shaded, beside its middle."""
    picture = Image.open(io.BytesIO(region.screenshot())).convert("L")
    wide, high = picture.size

    def paper(left: int) -> int:
        # Most of a strip is paper; words and lines are the rest.
        strip = picture.crop((left, 0, left + 4, high)).histogram()
        return max(range(256), key=strip.__getitem__)

    middle = paper(wide // 2)
    return abs(paper(2) - middle) > SHADED, abs(paper(wide - 6) - middle) > SHADED


def test_a_finger_opens_a_year_and_a_training(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, **PHONE)
    page.goto("/en/")
    draw_charts(page)
    bars = page.locator("#chart-students_by_fiscal_year path[aria-label^='2016']")
    bars.first.tap()
    page.wait_for_url("**/en/country/MEX?from=2016&to=2016&type=tactical#trainings")
    course = page.locator("#trainings-table tbody .course a").first
    title = course.inner_text()
    course.tap()
    expect(page.locator("h1")).to_have_text(title)


def test_a_wide_table_scrolls_in_its_own_place(site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE)
    page.goto(f"/en/sql?q={WIDE}")
    region = page.locator(".scroll:has(#rows)")
    last = page.locator("#rows tbody tr").first.locator("td").last
    last.scroll_into_view_if_needed()
    region.evaluate("(each) => each.scrollTo(each.scrollWidth, 0)")
    expect(last).to_be_in_viewport()
    assert page.evaluate("scrollX") == 0


def test_a_row_of_trainings_is_a_block_with_every_value_in_view(site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE, java_script_enabled=False)
    page.goto("/es/country/MEX?from=2020&to=2020#trainings")
    region = page.locator("#trainings-region")
    assert region.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    row = page.locator("#trainings-table tbody tr").first
    label = "(each) => getComputedStyle(each, '::before').content"
    said = [each.evaluate(label).strip('"') for each in row.locator("td[data-label]").all()]
    assert said[-3:] == ["Alumnos", "Costo", "Página"]
    row.locator("td a").last.scroll_into_view_if_needed()
    expect(row.locator("td a").last).to_be_in_viewport(ratio=1)
