"""The page of aid beside what happened, as a reader has it: phone, keyboard, paper, no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PATIENCE = 60_000
"""Milliseconds for what takes longer than one drawing."""
LEFT_EDGES = """
() => [...document.querySelectorAll(".frames:not(.several) svg.marks .role-axis-domain line")]
  .map((each) => each.getBoundingClientRect())
  .filter((box) => box.width > 50).map((box) => Math.round(box.left))
"""

LEGENDS = """
() => [...document.querySelectorAll("svg.marks .role-legend-label text")].map((each) => {
  const [own, whole] = [each, each.closest("svg")].map((one) => one.getBoundingClientRect());
  const cut = each.textContent.endsWith("…") || own.top < whole.top || own.right > whole.right;
  return { text: each.textContent, cut };
})
"""


def test_everybody_can_use_it_by_night(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, color_scheme="dark")
    page.set_default_timeout(PATIENCE)
    page.goto("/es/cooperation/COL")
    draw_charts(page)
    assert violations(page) == ""


def test_the_years_of_all_drawings_stand_below_each_other(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.set_default_timeout(PATIENCE)
    page.goto("/en/cooperation")
    draw_charts(page)
    edges = page.evaluate(LEFT_EDGES)
    assert len(edges) > 10
    assert max(edges) - min(edges) <= 1


def test_it_fits_a_phone(site: Server, visit: Visit, draw_charts: Callable[[Page], None]) -> None:
    page = visit(site, **PHONE, color_scheme="dark")
    page.set_default_timeout(PATIENCE)
    page.goto("/es/cooperation?dollars=constant&amounts=rate")
    draw_charts(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE["viewport"]["width"]
    legends = page.evaluate(LEGENDS)
    assert len(legends) > 8
    assert [each for each in legends if each["cut"]] == []
    expect(page.locator("#choose-dollars [aria-current]")).to_have_text("constantes, de 2024")


def test_a_point_of_a_drawing_leads_to_its_row_and_the_row_to_its_source(
    site: Server, visit: Visit
) -> None:
    page = visit(site)
    page.goto("/en/cooperation")
    figure = page.locator("#frame-overdose_deaths")
    figure.scroll_into_view_if_needed()
    point = figure.get_by_label("2011, Overdose deaths, all intents (final): 41,340 (final)")
    row = page.locator("[id='point-overdoses.all_intents-2011']")
    expect(row).to_be_hidden()
    point.first.click()
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("41,340")
    source = row.get_by_role("link").get_attribute("href") or ""
    assert source.startswith("https://")


def test_a_bar_of_training_leads_to_the_trainings_of_the_year(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/es/cooperation")
    figure = page.locator("#frame-training")
    figure.scroll_into_view_if_needed()
    figure.get_by_label(re.compile("^EF 2019, ")).first.click()
    expect(page).to_have_url(re.compile(r"/es/country/MEX\?from=2019&to=2019#trainings$"))


def test_an_answer_is_one_click_from_its_series(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/cooperation")
    page.locator("#quoted-homicides").get_by_role("link", name="The rate").click()
    expect(page).to_have_url(re.compile(r"amounts=rate#panel-homicide_deaths$"))
    expect(page.locator("#panel-homicide_deaths .sub")).to_contain_text("Per 100,000 inhabitants")


def test_years_are_chosen_by_keyboard_and_kept_with_the_rest(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/cooperation?dollars=constant")
    page.locator("#choose-from").focus()
    page.keyboard.type("2008")
    page.locator("#choose-to").focus()
    page.keyboard.type("2021")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?dollars=constant&from=2008&to=2021$"))


def test_it_reads_whole_without_scripts(site: Server, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False)
    page.goto("/es/cooperation")
    picture = page.locator("#frame-training img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True, timeout=PATIENCE)
    page.locator("#table-training > summary").click()
    expect(page.locator("[id='point-training.cost-2020']")).to_be_visible()


def test_it_prints_clean(site: Server, visit: Visit, draw_charts: Callable[[Page], None]) -> None:
    page = visit(site, color_scheme="dark")
    page.goto("/es/cooperation/COL")
    draw_charts(page)
    page.emulate_media(media="print")
    for hidden in ("#choose", "#panel-training .takes", "#onward", "#table-training"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in ("h1", "#limits", "#panel-training svg.marks"):
        expect(page.locator(shown)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")
