"""Every kind of page: its own host alone, a strict policy, little weight, and WCAG 2.2 AA."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.browser.axe import violations
from tests.browser.kinds import KINDS, Kind, each_kind
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

HEAVIEST = 150_000
"""Octets that a page may weigh before its charts."""
LIBRARY = "/static/js/vega-bundle.js"
BY_NAME = {kind.name: kind for kind in KINDS}
BREAK_POLICY = """
() => new Promise((done) => {
  let refusals = 0;
  addEventListener("securitypolicyviolation", () => { refusals += 1; if (refusals === 2) done(); });
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  const image = document.createElement("img");
  image.src = "http://other.test/pixel.png";
  document.body.append(script, image);
})
"""
SPOIL = """
() => {
  document.documentElement.removeAttribute("lang");
  document.querySelector("main p").style.color = "#999";
  const links = document.querySelectorAll(".masthead li a");
  for (const link of links) Object.assign(link.style, { padding: 0, fontSize: "6px" });
  links[0].closest("ul").style.gap = 0;
  document.querySelector("main").append(document.createElement("img"));
  document.querySelector("main img").src = "/favicon.svg";
}
"""


def _of_charts(address: str) -> bool:
    path = urlsplit(address).path
    return path == LIBRARY or "/chart/" in path


@each_kind
def test_it_reaches_nobody_and_can_be_used_by_everybody(
    kind: Kind,
    serving: Callable[[Kind], Server],
    revisit: Revisit,
    draw_charts: Callable[[Page], None],
) -> None:
    server = serving(kind)
    page, watch = revisit(server)
    # In Spanish the same is asked on a phone by night: see test_phone.
    answer = page.goto(kind.address("en"))
    assert answer is not None
    assert answer.status == kind.status
    assert page.locator("html").get_attribute("lang") == "en"
    draw_charts(page)
    page.wait_for_load_state("networkidle")

    assert watch.problems == []
    hosts = {urlsplit(address).netloc for address in watch.asked}
    assert hosts == {urlsplit(server.address).netloc}
    answers = [(request, request.response()) for request in watch.answered]
    failed = [each.url for each, found in answers if found and found.status >= 400]
    assert failed == ([page.url] if kind.status >= 400 else [])
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    # Only a page with charts asks for what draws them.
    assert any(map(_of_charts, watch.asked)) == kind.charts
    assert violations(page) == ""


@pytest.mark.parametrize("name", ["home", "training"])
def test_it_can_be_used_by_night(
    name: str, site: Server, revisit: Revisit, draw_charts: Callable[[Page], None]
) -> None:
    page, _watch = revisit(site, color_scheme="dark")
    page.goto(BY_NAME[name].address("en"))
    draw_charts(page)
    assert violations(page) == ""


@pytest.mark.parametrize(
    "name",
    [
        "home",
        pytest.param("training-with-page", marks=pytest.mark.documents),
        pytest.param("training-of-web-page", marks=pytest.mark.documents),
        pytest.param("report-with-misprints", marks=pytest.mark.documents),
    ],
)
def test_it_weighs_little_before_its_charts(
    name: str,
    serving: Callable[[Kind], Server],
    new_context: Callable[..., BrowserContext],
    draw_charts: Callable[[Page], None],
) -> None:
    kind = BY_NAME[name]
    server = serving(kind)
    context = new_context(base_url=server.address)
    watch = Watch(context, server.address)
    page = context.new_page()
    page.goto(kind.address("es"))
    draw_charts(page)
    page.wait_for_load_state("networkidle")
    sizes = {request.url: request.sizes() for request in watch.answered}
    weights = {
        address: size["responseHeadersSize"] + size["responseBodySize"]
        for address, size in sizes.items()
        if not _of_charts(address)
    }
    assert any(address.endswith(kind.address("es")) for address in weights)
    assert min(weights.values()) > 0
    assert sum(weights.values()) < HEAVIEST, weights


def test_a_training_of_every_layout_of_the_reports_can_be_used(
    site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    documents, trainings = tables.documents(), tables.table("trainings")
    first = (
        trainings.join(documents.select("document", "layout"), "document")
        .group_by("layout")
        .agg(training_id=lambda each: each.training_id.min())
    )
    found = [row["training_id"] for row in tables.rows(first)]
    assert found
    for identifier in found:
        answer = page.goto(f"/en/training/{identifier}")
        assert answer is not None
        assert answer.status == 200
        assert violations(page) == ""


def test_the_watch_sees_what_the_policy_refuses(
    site: Server, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=site.address)
    watch = Watch(context, site.address)
    page = context.new_page()
    page.goto("/en/about")
    assert watch.problems == []
    page.evaluate(BREAK_POLICY)
    assert page.evaluate("window.ran") is None
    said = "\n".join(watch.problems)
    assert "script-src" in said
    assert "img-src" in said


def test_axe_sees_what_is_wrong(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto("/en/about")
    page.evaluate(SPOIL)
    found = violations(page)
    for rule in ("color-contrast", "image-alt", "target-size", "html-has-lang"):
        assert rule in found
