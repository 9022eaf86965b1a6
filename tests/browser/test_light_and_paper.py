"""Dark, light and print: the reader's own setting is followed, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.kinds import TRAINING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

COLOURS = """
() => {
  const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const body = getComputedStyle(document.body);
  return { paper: channels(body.backgroundColor), ink: channels(body.color) };
}
"""
BARS = "#chart-students_by_fiscal_year [aria-roledescription='rect mark container'] path"
DARKEST, LIGHTEST = 70, 185
"""Levels of 255 below which paper is dark, and above which it is light."""


def _levels(page: Page) -> tuple[float, float]:
    """Return how light the paper and the ink are, from 0 to 255."""
    colours = page.evaluate(COLOURS)
    return sum(colours["paper"]) / 3, sum(colours["ink"]) / 3


def test_dark_is_followed_when_it_comes_and_goes(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, color_scheme="light")
    page.goto("/en/")
    draw_charts(page)
    paper, ink = _levels(page)
    assert paper > LIGHTEST
    assert ink < DARKEST
    bar = page.locator(BARS).first
    by_day = bar.get_attribute("fill") or ""
    page.emulate_media(color_scheme="dark")
    paper, ink = _levels(page)
    assert paper < DARKEST
    assert ink > LIGHTEST
    expect(bar).not_to_have_attribute("fill", by_day)
    page.emulate_media(color_scheme="light")
    expect(bar).to_have_attribute("fill", by_day)


def test_a_page_opened_in_the_dark_is_dark(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, color_scheme="dark")
    page.goto("/es/")
    draw_charts(page)
    paper, ink = _levels(page)
    assert paper < DARKEST
    assert ink > LIGHTEST
    drawn = page.locator("#chart-spending_by_fiscal_year svg.marks")
    background = drawn.evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert background == "rgba(0, 0, 0, 0)"


@pytest.mark.documents
def test_the_official_page_stays_white_in_the_dark(
    site_with_documents: Server, visit: Visit
) -> None:
    page = visit(site_with_documents, color_scheme="dark")
    page.goto(f"/en/training/{TRAINING}")
    assert _levels(page)[0] < DARKEST
    paper = page.locator("svg#page").evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert paper == "rgb(255, 255, 255)"


def test_on_paper_only_what_can_be_read_is_printed(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, color_scheme="dark")
    page.goto("/en/country/MEX?from=2020&to=2020")
    draw_charts(page)
    page.emulate_media(media="print")
    paper, ink = _levels(page)
    assert (paper, ink) == (255, 0)
    for hidden in ("#choose", ".masthead nav", ".pager", "#download-csv"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in ("h1", "#figures", "#trainings-table", ".footer"):
        expect(page.locator(shown)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")
