"""Without JavaScript nothing is missing: images for charts, forms, tables, paging, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.figures import number, table_sums
from tests.browser.kinds import TRAINING, each_language

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Revisit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

LOADED = "(image) => image.complete && image.naturalWidth > 0 && image.naturalHeight > 0"
SPENDING = "#chart-spending_by_fiscal_year"


@pytest.fixture
def plain(revisit: Revisit, site: Server) -> Page:
    """A page of a browser that runs no scripts."""
    page, _watch = revisit(site, java_script_enabled=False)
    return page


@each_language
def test_charts_stand_as_images_with_their_tables(
    language: str, plain: Page, tables: Tables
) -> None:
    plain.goto(f"/{language}/")
    figures = plain.locator("figure.chart")
    assert figures.count() == plain.locator("figure.chart img").count() >= 3
    for image in plain.locator("figure.chart img").all():
        image.scroll_into_view_if_needed()
        assert image.evaluate(LOADED)
        assert image.get_attribute("alt")
    # Every year's bar is a row with the same figure, and a link to that year.
    plain.locator(f"{SPENDING} summary").first.click()
    rows = plain.locator(f"{SPENDING} tbody tr")
    linked = rows.filter(has=plain.locator("a"))
    assert linked.count() >= 14
    for row in linked.all():
        year = int(row.locator("th").inner_text())
        written = number(row.locator("td").first.inner_text())
        assert written == table_sums(tables, "MEX", year, year).as_shown.dollars
    linked.filter(has_text="2016").first.locator("a").click()
    plain.wait_for_url(f"**/{language}/country/MEX?from=2016&to=2016#trainings")


@each_language
def test_the_form_leads_to_a_short_address(language: str, plain: Page) -> None:
    plain.goto(f"/{language}/")
    plain.select_option("#choose-country", "HND")
    plain.select_option("#choose-from", "2012")
    plain.select_option("#choose-to", "2014")
    plain.fill("#choose-words", "naval")
    plain.locator("#choose button").click()
    plain.wait_for_url(f"**/{language}/country/HND?from=2012&to=2014&words=naval")
    assert plain.locator("#choose-words").input_value() == "naval"
    chips = plain.locator("#chips li")
    assert chips.count() == 4
    chips.filter(has_text="naval").locator("a").click()
    plain.wait_for_url(f"**/{language}/country/HND?from=2012&to=2014")


def test_the_table_is_sorted_and_turned(plain: Page, tables: Tables) -> None:
    plain.goto("/en/country/MEX?from=2016&to=2016")
    costs = plain.locator("#trainings-table tbody td:nth-child(10)")
    dearest = sorted(
        (
            row["cost_usd"] or 0
            for row in tables.rows(tables.trainings(country="MEX", fiscal_year=2016))
        ),
        reverse=True,
    )
    plain.locator("#trainings-table th.cost a").click()
    heading = plain.locator("#trainings-table th.cost")
    if heading.get_attribute("aria-sort") == "ascending":
        heading.locator("a").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    shown = [number(text) for text in costs.all_inner_texts()]
    assert shown == dearest[: len(shown)]
    size = len(shown)
    plain.locator(".pager a[rel=next]").click()
    plain.wait_for_url("**&sort=-cost&page=2#trainings")
    shown = [number(text) for text in costs.all_inner_texts()]
    assert shown == dearest[size : 2 * size]
    plain.locator(".pager a", has_text="100").click()
    plain.wait_for_url("**&sort=-cost&size=100#trainings")
    assert costs.count() == 100


def test_the_language_changes_and_nothing_else(plain: Page) -> None:
    address = "/country/MEX?from=2016&to=2016&words=mexico&sort=-cost&page=2"
    plain.goto(f"/en{address}")
    titles = plain.locator("#trainings-table tbody .course > a:first-child").all_inner_texts()
    assert titles
    plain.locator("#switch-language").click()
    plain.wait_for_url(f"**/es{address}")
    expect(plain.locator("html")).to_have_attribute("lang", "es")
    there = plain.locator("#trainings-table tbody .course > a:first-child").all_inner_texts()
    assert there == titles
    plain.locator("#switch-language").click()
    plain.wait_for_url(f"**/en{address}")


@each_language
def test_a_citation_can_be_selected(language: str, plain: Page) -> None:
    plain.goto(f"/{language}/training/{TRAINING}")
    assert plain.locator("button[data-copy]:visible").count() == 0
    for style in ("chicago", "apa", "press", "bibtex"):
        assert len(plain.locator(f"#cite-{style}-text").inner_text()) > 100
