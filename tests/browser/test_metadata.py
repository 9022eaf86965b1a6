"""What Lighthouse looks for: nothing moves, images have sizes, pages come early, paper is clean."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from tests.browser.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

SHIFTS = """
window.shifted = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const moved = entry.sources.map((one) => one.node?.outerHTML?.slice(0, 80));
    window.shifted.push([entry.value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
UNSIZED = """
() => [...document.images].filter((each) => (
  !(each.hasAttribute("width") && each.hasAttribute("height"))
  && getComputedStyle(each).aspectRatio === "auto")).map((each) => each.src)
"""
MOST = 0.02


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_the_first_page_comes(
    width: int, site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site, viewport={"width": width, "height": 900})
    page.add_init_script(SHIFTS)
    page.goto("/en/")
    page.wait_for_load_state("networkidle")
    draw_charts(page)
    shifts = page.evaluate("window.shifted")
    assert sum(value for value, _nodes in shifts) < MOST, shifts


def test_images_of_pages_have_their_sizes(site_with_documents: Server, visit: Visit) -> None:
    page = visit(site_with_documents)
    seen = 0
    for kind in KINDS:
        if kind.name not in {"report-with-misprints", "training-with-page", "record", "place"}:
            continue
        page.goto(kind.address("en"))
        assert page.evaluate(UNSIZED) == [], kind.name
        seen += page.locator("img").count()
    assert seen > 0


def test_a_page_about_to_be_opened_is_fetched_early(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/about")
    link = page.locator(".masthead nav a", has_text="Countries")
    with page.expect_request(f"{site.address}/en/countries") as asked:
        link.hover()
    assert asked.value.resource_type == "fetch"
    answer = asked.value.response()
    assert answer is not None
    answer.finished()
    link.click()
    page.wait_for_url("**/en/countries")
    taken = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    assert taken == 0


def test_a_reader_who_saves_data_is_spared_that(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page.goto("/en/about")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".masthead nav a", has_text="Countries").hover()
    page.wait_for_timeout(400)
    assert [address for address in asked if "/static/" not in address] == []


def test_paper_says_where_it_is_from(
    site: Server, visit: Visit, draw_charts: Callable[[Page], None]
) -> None:
    page = visit(site)
    page.goto("/es/country/HND?from=2014&to=2016")
    draw_charts(page)
    short = page.locator("#short-address").inner_text()
    with pdfplumber.open(io.BytesIO(page.pdf(format="Letter"))) as paper:
        text = "\n".join(sheet.extract_text() for sheet in paper.pages)
    assert "Honduras" in text
    assert short in text
    assert "Versión de los datos" in text
    assert "Impreso el" in text
    assert "Departamento de Estado" in text
    for control in ("Mostrar", "Copiar", "PNG", "Buscar", "Panorama"):
        assert control not in text, control
