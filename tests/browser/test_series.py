"""Views along the years: what is drawn is what the tables hold, and a segment chooses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.browser.figures import number

from foja.measures.filters import Filters
from foja.measures.measures import by_year, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

MEXICO = Filters(country="MEX")
BARS = "figure => figure.drawn.view.data('bars')"
DRAWN = """
() => [...document.querySelectorAll(".panel")].flatMap((panel) =>
  [...panel.querySelectorAll("svg a")].map((bar) => ({
    text: bar.querySelector("title").textContent, address: bar.getAttribute("href"),
    height: Number(bar.querySelector("rect:last-child").getAttribute("height")),
  })))
"""


def _bars(page: Page, name: str) -> list[dict[str, Any]]:
    return page.locator(f"#chart-{name}").evaluate(BARS)


def test_spending_at_constant_prices_is_that_of_the_tables(
    site: Server, revisit: Revisit, draw_charts: Callable[[Page], None], tables: Tables
) -> None:
    page, _watch = revisit(site)
    page.goto("/en/country/MEX/spending?by=recipient&dollars=constant")
    draw_charts(page)
    drawn: dict[int, float] = {}
    for bar in _bars(page, "spending_by_fiscal_year"):
        drawn[bar["year"]] = drawn.get(bar["year"], 0) + bar["value"]
    asked = by_year(tables, MEXICO, "cost_usd_constant")
    assert drawn == {year: pytest.approx(float(value)) for year, value in asked.items() if value}
    title = page.locator("#chart-spending_by_fiscal_year-title").inner_text()
    million = round(asked[2020] / 1_000_000, 1)
    assert title.startswith(f"Mexico: ${million} million at 2024 prices in fiscal year 2020")


def test_shares_of_students_are_those_of_the_tables(
    site: Server, revisit: Revisit, draw_charts: Callable[[Page], None], tables: Tables
) -> None:
    page, _watch = revisit(site)
    page.goto("/es/country/MEX/students?by=delivery&parts=share")
    draw_charts(page)
    whole = by_year(tables, MEXICO, "students")
    rows = measure(tables, MEXICO, "students", "fiscal_year", "delivery")
    asked = {
        (row["fiscal_year"], row["value"] * 100 / whole[row["fiscal_year"]])
        for row in rows
        if row["value"]
    }
    drawn = {(bar["year"], bar["value"]) for bar in _bars(page, "students_by_fiscal_year")}
    assert sorted(drawn) == [(year, pytest.approx(share)) for year, share in sorted(asked)]


def test_panels_are_the_tables_drawn_on_one_scale(
    site: Server, revisit: Revisit, tables: Tables
) -> None:
    page, _watch = revisit(site)
    page.goto("/en/country/MEX/types?measure=students")
    drawn = page.evaluate(DRAWN)
    rows = measure(tables, MEXICO, "students", "fiscal_year", "training_group")
    assert sorted(int(number(bar["text"].rpartition(":")[2])) for bar in drawn) == sorted(
        int(row["value"]) for row in rows if row["value"]
    )
    top = number(page.locator(".panel .top").first.inner_text())
    for bar in drawn:
        value = number(bar["text"].rpartition(":")[2])
        assert bar["height"] == pytest.approx(max(1.2, float(value * 100 / top)), abs=0.01)
    most = max(drawn, key=lambda bar: bar["height"])
    page.goto(most["address"])
    students = page.locator("#figure-students .big").inner_text()
    assert number(students) == number(most["text"].rpartition(":")[2])


def test_the_tree_of_forces_is_that_of_the_tables(
    site: Server, revisit: Revisit, tables: Tables
) -> None:
    page, _watch = revisit(site)
    page.goto("/en/country/MEX/who")
    sums: dict[str, list[Decimal]] = {}
    for place, name in enumerate(("students", "cost_usd", "trainings")):
        for row in measure(tables, MEXICO, name, "recipient_force"):
            code = row["recipient_force"] or "unknown"
            parts = code.split(".")
            for length in range(min(2, len(parts)), len(parts) + 1):
                own = sums.setdefault(".".join(parts[:length]), [Decimal(0)] * 3)
                own[place] += row["value"] or 0
    lines = page.locator("#branches tbody tr")
    read = {
        str(line.get_attribute("id")).removeprefix("of-"): [
            number(text) for text in line.locator("td.number").all_inner_texts()[:3]
        ]
        for line in lines.all()
    }
    assert read == {
        code: [students, Decimal(round(dollars)), trainings]
        for code, (students, dollars, trainings) in sums.items()
    }


def test_a_segment_chooses_and_going_back_undoes_it(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.goto("/en/country/MEX/spending")
    draw_charts(page)
    segment = page.locator('#chart-spending_by_fiscal_year path[aria-label^="2012, Flight"]')
    segment.click()
    expect(page).to_have_url(re.compile(r"/spending\?from=2012&to=2012&type=flight#charts$"))
    chips = page.locator("#chips li")
    expect(chips.first).to_contain_text("Fiscal year 2012")
    expect(chips.nth(1)).to_contain_text("Flight")
    expect(page.locator("#chart-spending_of_one_year")).to_be_visible()
    page.go_back()
    expect(chips).to_have_count(0)
    page.locator("#switch-parts a:not(.what)").click()
    expect(page.locator("#switch-parts [aria-current]")).to_have_text("share of the year")
