"""With the keyboard alone: through the form, to a year, to a training, to its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.kinds import PAGE, TRAINING, each_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

MOST_STOPS = 60
FOCUSED = """
() => {
  const each = document.activeElement;
  const style = getComputedStyle(each);
  const place = each.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    id: each.id, tag: each.tagName.toLowerCase(), text: each.textContent.trim().slice(0, 60),
    inside: each.closest("section, form, figure, header")?.id ?? "",
    html: each.outerHTML.slice(0, 160), ringed,
    shown: place.width > 0 && place.height > 0 && place.bottom > 0 && place.top < innerHeight
      && place.right > 0 && place.left < innerWidth,
  };
}
"""


def _tab(page: Page) -> dict[str, Any]:
    """Go to the next stop, which has to be seen: in the window, with a ring around it."""
    page.keyboard.press("Tab")
    stop = page.evaluate(FOCUSED)
    assert stop["shown"], f"the focus is out of sight: {stop['html']}"
    assert stop["ringed"], f"the focus has no ring: {stop['html']}"
    return stop


def _tab_until(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Go on to the first stop that is wanted; return all stops on the way."""
    stops: list[dict[str, Any]] = []
    while not stops or not wanted(stops[-1]):
        stops.append(_tab(page))
        assert len(stops) <= MOST_STOPS, [stop["html"] for stop in stops]
    return stops


def _skip_to_content(page: Page) -> None:
    skip = _tab(page)
    assert skip["html"].startswith('<a class="skip"')
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@each_language
def test_from_the_country_to_a_citation_by_keyboard(
    language: str, site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/{language}/")

    # The views come first, then the form, in the order in which it is read.
    _skip_to_content(page)
    assert _tab(page)["id"] == "view-overview"
    _tab_until(page, lambda stop: stop["id"] == "choose-country")
    assert [_tab(page)["id"] for _ in range(2)] == ["choose-from", "choose-to"]
    page.keyboard.type("2018")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("2012")
    assert page.locator("#choose-from").input_value() == "2012"
    assert page.locator("#choose-to").input_value() == "2018"
    _tab_until(page, lambda stop: stop["tag"] == "button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/country/MEX?from=2012&to=2018")
    draw_charts(page)
    page.evaluate("scrollTo(0, 0)")

    # The chart's table opens, and its year leads on: what the mouse does with a bar.
    _skip_to_content(page)
    chart = "chart-spending_by_fiscal_year"
    _tab_until(page, lambda stop: stop["tag"] == "summary" and stop["inside"] == chart)
    page.keyboard.press("Enter")
    expect(page.locator(f"#{chart} details").first).to_have_attribute("open", "")
    _tab_until(page, lambda stop: stop["tag"] == "a" and stop["text"] == "2016")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/country/MEX?from=2016&to=2016#trainings")

    # From the anchor on, the table's own stops follow, and the first course opens.
    _tab_until(page, lambda stop: stop["id"] == "trainings-region")
    first = page.locator("#trainings-table tbody .course a").first
    _tab_until(page, lambda stop: stop["text"] == first.inner_text())
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/training/*")
    _skip_to_content(page)
    _tab_until(page, lambda stop: stop["tag"] == "button")
    page.keyboard.press("Enter")
    expect(page.locator("button[data-copy]").first).to_be_focused()
    copied = page.locator("#cite-chicago-text").inner_text().strip()
    page.wait_for_function(
        "async (text) => await navigator.clipboard.readText() === text", arg=copied
    )


def test_every_stop_of_a_training_is_seen(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto(f"/en/training/{TRAINING}")
    stops = _tab_until(page, lambda stop: stop["inside"] == "full-page")
    assert len({stop["html"] for stop in stops}) == len(stops)


def test_a_line_on_the_page_opens_by_keyboard(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto(f"/en/document/{PAGE}")
    line = page.locator("svg#page a").first
    box = line.locator("rect")
    before = box.evaluate("(each) => getComputedStyle(each).strokeWidth")
    page.locator("#page-after").focus()
    page.keyboard.press("Tab")
    while not line.evaluate("(each) => each === document.activeElement"):
        assert page.locator("section:focus-within, .note:focus-within").count() > 0
        page.keyboard.press("Tab")
    after = box.evaluate("(each) => getComputedStyle(each).strokeWidth")
    assert float(after.removesuffix("px")) >= 2 * float(before.removesuffix("px"))
    title = (line.get_attribute("aria-label") or "").partition(": ")[2]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
