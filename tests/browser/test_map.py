"""The maps of places: by keyboard, by a click, on a phone, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
STOPS = "(map) => [...map.querySelectorAll('a')].filter((link) => link.tabIndex >= 0).length"
AT = "document.activeElement.getAttribute('aria-label')"
WHERE_AT = """
() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
"""


def test_the_keyboard_goes_from_circle_to_circle_and_chooses(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/country/MEX/where")
    mexico = page.locator("#map-mexico svg.map")
    for map_ in page.locator("svg.map").all():
        assert map_.evaluate(STOPS) == 1
    mexico.locator('a[tabindex="0"]').focus()
    assert page.evaluate(AT).startswith("Campeche (")
    expect(page.locator(".map-tip")).to_have_text(page.evaluate(AT))
    x, _y = page.evaluate(WHERE_AT)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(WHERE_AT)[0] < x
    page.keyboard.press("End")
    smallest = page.evaluate(AT)
    page.keyboard.press("PageUp")
    assert page.evaluate(AT) != smallest
    page.keyboard.press("Home")
    assert page.evaluate(AT).startswith("Campeche (")
    assert mexico.evaluate(STOPS) == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/country/MEX/where?place=MX.campeche#maps")
    expect(page.locator("#chips")).to_contain_text("Campeche")
    expect(page.locator("#chosen-places")).to_contain_text("Campeche")
    # The circle chosen is the map's stop; choosing it again takes it off.
    page.locator("#map-mexico a[aria-current]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/country/MEX/where#maps")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_phone_has_words_of_its_own_and_nothing_beyond_its_edge(
    language: str, site: Server, revisit: Revisit
) -> None:
    page, _watch = revisit(site, **PHONE, color_scheme="dark")
    page.goto(f"/{language}/country/MEX/where")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    words = page.locator("#map-world .on-phone text:not(.step)")
    assert 2 <= words.count() <= 6
    for word in words.all():
        box = word.bounding_box()
        assert box is not None
        assert box["height"] >= 9
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    expect(page.locator("#map-world .on-screen").first).to_be_hidden()
    if language == "es":
        assert violations(page) == ""


def test_a_click_on_a_country_leads_to_its_maps(site: Server, revisit: Revisit) -> None:
    page, _watch = revisit(site)
    page.goto("/en/country/WLD/where?from=2015&area=recipients")
    assert violations(page) == ""
    page.locator('#map-recipients a[aria-label^="Tuvalu:"]').click()
    page.wait_for_url("**/en/country/TUV/where?from=2015")
    expect(page.locator("#map-world")).to_be_visible()


def test_without_a_script_circles_are_links_that_say_what_they_are(
    site: Server, revisit: Revisit
) -> None:
    page, _watch = revisit(site, java_script_enabled=False)
    page.goto("/es/country/COL/where?area=united_states")
    _is_drawn(page)
    circle = page.locator('#map-united_states a[aria-label*="WHINSEC"]')
    assert "alumnos" in (circle.locator("title").text_content() or "")
    stops = page.locator("#map-united_states svg a:not([tabindex])").count()
    assert 1 <= stops <= 8, "a reader of the tabulator is soon at the table"
    circle.dispatch_event("click")
    page.wait_for_url("**/es/country/COL/where?place=US.*area=united_states#maps")
    assert page.locator("#chosen-places .chosen-place").count() >= 2


def _is_drawn(page: Page) -> None:
    boxes = [circle.bounding_box() for circle in page.locator("svg.map circle.dot").all()[:5]]
    assert all(box and box["width"] > 3 for box in boxes)
