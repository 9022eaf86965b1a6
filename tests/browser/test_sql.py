"""The page that asks in SQL, with the keyboard, with a chart, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser


def _sql(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["q"][0].replace("\r\n", "\n")


def test_a_query_is_written_with_completion_and_answered_with_a_chart(
    site: Server, visit: Visit
) -> None:
    page = visit(site)
    page.goto("/es/sql")
    text, options = page.locator("#sql"), page.locator("#sql-suggestions [role=option]")
    text.press_sequentially("SELECT fiscal")
    expect(options.first).to_contain_text("fiscal_year")
    expect(page.locator(".sql-field [role=status]")).to_contain_text("sugerencia")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert text.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    expect(text).to_have_value("SELECT fiscal_year")
    expect(page.locator("#sql-suggestions")).to_be_hidden()
    text.press_sequentially(", su")
    page.keyboard.press("Escape")
    expect(page.locator("#sql-suggestions")).to_be_hidden()
    # Nothing is offered within a text in quotation marks, and Enter without a choice is a line.
    page.keyboard.type("m(quantity) AS alumnos\nFROM trainings WHERE country_iso3 = 'tra")
    expect(page.locator("#sql-suggestions")).to_be_hidden()
    text.fill("SELECT fiscal_year, sum(quantity) AS alumnos\nFROM train")
    page.keyboard.press("Control+Space")
    expect(options.first.locator(".name")).to_have_text("trainings")
    options.first.click()
    expect(text).to_have_value("SELECT fiscal_year, sum(quantity) AS alumnos\nFROM trainings")
    page.keyboard.type("\nWHERE country_iso3 = 'MEX' GROUP BY ALL ORDER BY ALL")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/es/sql?q=*")
    assert _sql(page).endswith(
        "FROM trainings\nWHERE country_iso3 = 'MEX' GROUP BY ALL ORDER BY ALL"
    )
    page.locator("#chart-sql svg.marks").wait_for()
    bars = page.locator("#chart-sql svg.marks [aria-roledescription=bar]")
    assert bars.count() == page.locator("#rows tbody tr").count() > 20
    assert violations(page) == ""
    with page.expect_download() as taken:
        page.locator("#csv").click()
    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "fiscal_year,alumnos"
    assert len(lines) == bars.count() + 1


def test_the_caret_stands_where_the_query_is_wrong(site: Server, visit: Visit) -> None:
    page = visit(site)
    with page.expect_response(lambda answer: "/en/sql" in answer.url) as answer:
        page.goto("/en/sql?q=SELECT+fiscal_year,%0A++nope%0AFROM+trainings")
    assert answer.value.status == 400
    expect(page.locator("#problem .marked mark")).to_have_text("nope")
    at = page.locator("#sql").evaluate("each => each.selectionStart")
    assert at == len("SELECT fiscal_year,\n  ")
    assert violations(page) == ""


def test_a_phone_without_scripts_has_the_form_and_the_answer(site: Server, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/en/sql")
    page.locator("#sql").fill("SELECT country_iso3, name_en\nFROM countries\nORDER BY 1 LIMIT 3")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    page.locator("#rows tbody a").first.scroll_into_view_if_needed()
    wide = page.locator("body").bounding_box()
    assert wide is not None
    assert wide["width"] <= 390
    page.locator("#example-dearest").click()
    expect(page.locator("#rows tbody tr")).to_have_count(25)
    page.locator("#rows tbody a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/en/training/" in page.url
