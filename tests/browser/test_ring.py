"""The tree ring and trainings along time, as readers use them: pointer, keys, no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.server import Server

    Visit = Callable[..., Page]

RING = "/country/MEX/ring?from=2012&to=2014"
TIME = "/country/MEX/time?from=2012&to=2014"
TITLE = re.compile(r"^[^.]+\. .*, Fiscal year (\d{4}), ([\d,]+) students?, .*(\d+) of ([\d,]+)$")


def drawn(page: Page, address: str) -> Any:
    """Open a drawing and return its board, whose marks can be told."""
    page.goto(address)
    page.locator("figure.marks[data-told=yes]").wait_for()
    return page.locator("[data-board]")


def told(page: Page) -> str:
    """Return what a screen reader was told last."""
    return page.locator("figure.marks [aria-live]").inner_text()


def place_of(page: Page, name: str, number: int) -> dict[str, float]:
    """Return where a mark is drawn on the screen, its place read from the drawing's data."""
    return page.evaluate(
        """async ([name, number]) => {
          const figure = document.querySelector(`#chart-${name}`);
          const data = await (await fetch(figure.dataset.marks)).json();
          const box = figure.querySelector("[data-board]").getBoundingClientRect();
          const scale = Math.min(box.width, box.height) / data.size * 0.985;
          return {
            x: box.left + (box.width - data.size * scale) / 2 + data.x[number] * scale,
            y: box.top + (box.height - data.size * scale) / 2 + data.y[number] * scale,
          };
        }""",
        [name, number],
    )


def test_arrow_keys_go_along_and_across_the_rings(site: Server, visit: Visit) -> None:
    page = visit(site)
    board = drawn(page, f"/en{RING}")
    page.locator(".legend a").last.focus()
    page.keyboard.press("Tab")
    expect(board).to_be_focused()
    page.keyboard.press("ArrowRight")
    first = TITLE.match(told(page))
    assert first is not None, told(page)
    assert (first[1], first[3]) == ("2014", "1")
    page.keyboard.press("ArrowRight")
    second = TITLE.match(told(page))
    assert second is not None
    assert (second[1], second[3], second[4]) == ("2014", "2", first[4])
    page.keyboard.press("ArrowDown")
    assert "Fiscal year 2013" in told(page)
    page.keyboard.press("ArrowUp")
    assert "Fiscal year 2014" in told(page)
    page.keyboard.press("End")
    assert told(page).endswith(f"{first[4]} of {first[4]}")
    expect(page.locator(".mark-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".mark-tip")).to_be_hidden()
    assert told(page) == ""
    page.keyboard.press("Tab")
    expect(board).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    title = told(page).partition(". ")[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/training/**")
    assert title in page.inner_text("main")


def test_pointing_tells_and_a_click_opens(site: Server, visit: Visit) -> None:
    page = visit(site)
    board = drawn(page, f"/es{RING}")
    board.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    number = 100
    at = place_of(page, "ring", number)
    page.mouse.move(at["x"], at["y"])
    tip = page.locator(".mark-tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Ejercicio fiscal 2012")
    expect(tip).to_contain_text("US$")
    assert tip.locator("b").get_attribute("lang") == "en"
    link = page.locator("[data-here] a")
    address = link.get_attribute("href")
    page.mouse.click(at["x"], at["y"])
    page.wait_for_url(f"**{address}")
    page.go_back()
    page.locator("figure.marks[data-told=yes]").wait_for()
    board.scroll_into_view_if_needed()
    year = page.evaluate(
        """async () => {
          const figure = document.querySelector("#chart-ring");
          const data = await (await fetch(figure.dataset.marks)).json();
          const box = figure.querySelector("[data-board]").getBoundingClientRect();
          const scale = Math.min(box.width, box.height) / data.size * 0.985;
          const band = data.bands.find((each) => each.year === 2013);
          return {
            x: box.left + (box.width - data.size * scale) / 2 + data.middle[0] * scale,
            y: box.top + (box.height - data.size * scale) / 2
              + (data.middle[1] - band.label) * scale,
          };
        }"""
    )
    page.mouse.move(year["x"], year["y"])
    expect(tip).to_contain_text("Ejercicio fiscal 2013: 296 adiestramientos")
    page.mouse.click(year["x"], year["y"])
    page.wait_for_url("**/es/country/MEX/ring?from=2013&to=2013**")
    page.locator("figure.marks[data-told=yes]").wait_for()


def test_dragging_over_a_time_chooses_its_years(site: Server, visit: Visit) -> None:
    page = visit(site)
    board = drawn(page, "/en/country/MEX/time?type=flight")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    x = [box["x"] + box["width"] * part for part in (0.5, 0.6, 0.7)]
    y = box["y"] + box["height"] / 2
    page.mouse.move(x[0], y)
    page.mouse.down()
    page.mouse.move(x[1], y + 3)
    page.mouse.move(x[2], y + 3)
    said = page.locator(".mark-tip").inner_text()
    years = re.fullmatch(r"Fiscal years (\d{4}) to (\d{4})", said)
    assert years is not None, said
    assert years[1] < years[2]
    page.mouse.up()
    page.wait_for_url(f"**/time?from={years[1]}&to={years[2]}&type=flight")
    assert page.locator("#chips li").count() >= 2
    page.go_back()
    expect(page).to_have_url(re.compile(r"/time\?type=flight$"))


def test_keys_go_from_day_to_day(site: Server, visit: Visit) -> None:
    page = visit(site)
    board = drawn(page, f"/en{TIME}")
    board.focus()
    page.keyboard.press("Home")
    first = told(page)
    page.keyboard.press("ArrowRight")
    assert told(page) != first
    page.keyboard.press("PageDown")
    page.keyboard.press("End")
    last = told(page)
    assert re.search(r" (\d+) of \1$", last), last
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/training/**")
    page.wait_for_load_state("networkidle")


def test_a_legend_chooses_what_it_stands_for(site: Server, visit: Visit) -> None:
    page = visit(site)
    drawn(page, f"/en{RING}")
    page.locator(".legend a", has_text="Flight").click()
    page.wait_for_url("**/ring?from=2012&to=2014&type=flight**")
    page.locator("figure.marks[data-told=yes]").wait_for()
    expect(page.locator("#chips")).to_contain_text("Flight")


def test_without_a_script_the_drawing_is_an_image(site: Server, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False)
    for address in (RING, TIME):
        page.goto(f"/en{address}")
        image = page.locator("figure.marks img")
        expect(image).to_be_visible()
        assert image.evaluate("(each) => each.naturalWidth") > 900
        assert "2012" in (image.get_attribute("alt") or "") or address == TIME
    page.goto(f"/en{RING}")
    page.locator("figure.marks summary", has_text="The same as a table").click()
    page.locator("figure.marks tbody a", has_text="2013").click()
    page.wait_for_url("**/ring?from=2013&to=2013**")


@pytest.mark.parametrize("address", [RING, TIME, "/country/MEX/durations?from=2012&to=2014"])
def test_axe_finds_nothing(site: Server, visit: Visit, address: str) -> None:
    page = visit(site, color_scheme="dark", viewport={"width": 390, "height": 844})
    page.goto(f"/es{address}")
    page.locator("figure[data-drawn]").wait_for()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
