"""Comparing as a reader does: begin with what is proposed, add by name, take off, follow a bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables


def test_three_countries_are_compared_and_one_is_changed(
    visit: Visit, site: Server, tables: Tables, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.goto("/en/compare?measure=students")
    page.locator("#begin a.button").click()
    expect(page.locator("#items li")).to_have_count(3)
    page.fill("#compare-add", "honduras")
    page.locator("#choose button").click()
    expect(page).to_have_url(re.compile(r"item=HND&measure=students$"))
    page.locator("#items a", has_text="Guatemala").click()
    expect(page.locator("#items li")).to_have_text([re.compile(n) for n in ("Mex", "Col", "Hon")])
    draw_charts(page)
    rows = (
        tables._connection.cursor()
        .execute(
            "SELECT country_iso3, sum(quantity) FROM trainings WHERE stage = 'actual' "
            "AND fiscal_year = 2020 AND country_iso3 IN ('MEX', 'COL', 'HND') GROUP BY 1"
        )
        .fetchall()
    )
    students = dict(rows)
    shown = page.locator("#years-table tbody tr", has_text="2020").locator("td")
    expect(shown).to_have_text([f"{students[code]:,}" for code in ("MEX", "COL", "HND")])
    bar = page.locator(
        f"#chart-years svg [aria-label='2020, Honduras: {students['HND']:,} students']"
    )
    expect(bar).to_have_count(1)
    bar.click()
    expect(page).to_have_url(re.compile(r"/en/country/HND\?from=2020&to=2020#trainings$"))


def test_a_rank_leads_to_the_rows_of_a_country(visit: Visit, site: Server, tables: Tables) -> None:
    page = visit(site)
    page.goto("/en/countries")
    page.select_option("#rank-year", "2019")
    page.select_option("#rank-measure", "trainings")
    page.locator("#choose button").click()
    expect(page.locator("#regions")).to_contain_text("only: Western Hemisphere")
    expect(page.locator("#unknown li", has_text="Kenya")).to_have_count(1)
    ((code, trainings),) = (
        tables._connection.cursor()
        .execute(
            "SELECT country_iso3, count(*) FROM trainings WHERE stage = 'actual' "
            "AND fiscal_year = 2019 GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        )
        .fetchall()
    )
    first = page.locator("#countries-table tbody tr").first
    expect(first.locator("td").nth(5)).to_have_text(f"{trainings:,}")
    first.locator("a").click()
    expect(page).to_have_url(re.compile(rf"/en/country/{code}\?from=2019&to=2019$"))
    expect(page.locator("#figure-trainings .big")).to_have_text(f"{trainings:,}")
