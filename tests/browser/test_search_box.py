"""The search box with the keyboard and the pointer: suggestions, a choice, the page of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser


def _typed(page: Page, text: str) -> None:
    page.locator("#site-search").press_sequentially(text)
    expect(page.locator("#site-search-list")).to_be_visible()


def test_the_keyboard_goes_through_suggestions_and_opens_one(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/es/about")
    box, options = page.locator("#site-search"), page.locator("#site-search-list [role=option]")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    _typed(page, "tamaulipas zona nval")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".site-search [role=status]")).to_contain_text("sugerencia")
    assert violations(page) == ""
    page.keyboard.press("Escape")
    expect(page.locator("#site-search-list")).to_be_hidden()
    box.fill("")
    _typed(page, "colonbia")
    expect(options.first).to_contain_text("Colombia")
    assert options.first.locator("mark").inner_text() == "Colombia"
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    chosen = options.first
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/country/COL")


def test_enter_without_a_choice_asks_for_the_page_of_results(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/")
    _typed(page, "wehelan ft benning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=wehelan+ft+benning")
    expect(page.locator("#found-place a").first).to_have_text("Fort Benning")
    expect(page.locator("#site-search")).to_have_value("wehelan ft benning")


def test_a_suggestion_can_be_pressed_on_a_phone(site: Server, visit: Visit) -> None:
    page = visit(site, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/en/countries")
    _typed(page, "whinsec")
    box = page.locator("#site-search-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator("#site-search-list [role=option]").first.tap()
    page.wait_for_url("**/en/place/US.whinsec")


def test_leaving_the_box_closes_its_list(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/about")
    _typed(page, "mexico")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#site-search-list")).to_be_hidden()
