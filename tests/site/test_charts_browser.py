"""Charts in Chromium under the site's own security policy: drawn, clicked, in the dark, failing."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import uvicorn
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from tests.support.tables import write_tables

from foja.measures.filters import Filters
from foja.site.charts import CHARTS, view
from foja.site.charts.theme import COLOURS
from foja.site.headers import HEADERS
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from starlette.requests import Request

pytestmark = pytest.mark.browser

FIGURE = (
    '<figure id="{name}" data-chart="/chart/{name}.json"><h3>{name}</h3>'
    '<div data-drawing><noscript><img src="/image.svg" alt="{name}"></noscript></div></figure>'
)
SHELL = (
    "<!doctype html><html lang=en><title>Charts</title>"
    '<script type=module src="/static/js/charts.js"></script><main><h1>Charts</h1>{figures}</main>'
)
IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
REFUSED = (
    "window.refused = [];"
    "addEventListener('securitypolicyviolation', event => refused.push(event.blockedURI))"
)


def _page(_request: Request) -> Response:
    figures = "".join(FIGURE.format(name=name) for name in CHARTS)
    return HTMLResponse(SHELL.format(figures=figures), headers=HEADERS)


def _broken(_request: Request) -> Response:
    return HTMLResponse(SHELL.format(figures=FIGURE.format(name="absent")), headers=HEADERS)


def _link(filters: Filters) -> str:
    return f"/page?{urlencode(filters.to_query())}#trainings"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tables = Tables(write_tables(tmp_path_factory.mktemp("browser")))

    def chart(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in CHARTS:
            return Response(status_code=404)
        drawn = view(name, tables, Filters(country="MEX"), link=_link, by="authority")
        return JSONResponse(drawn.spec(), headers=HEADERS)

    app = Starlette(
        routes=[
            Route("/page", _page),
            Route("/broken", _broken),
            Route("/favicon.ico", lambda _: Response(status_code=204)),
            Route("/image.svg", lambda _: Response(IMAGE, media_type="image/svg+xml")),
            Route("/chart/{name}.json", chart),
            Mount("/static", StaticFiles(packages=[("foja.site", "static")])),
        ]
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()
    tables.close()


@contextlib.contextmanager
def _watched(browser: Browser, **context: object) -> Iterator[tuple[Page, list[str]]]:
    """Open a page that notes every error, refusal and address outside the site."""
    page = browser.new_page(**context)  # type: ignore[arg-type]
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None
            if "127.0.0.1" in asked.url or asked.url.startswith("data:")
            else problems.append(asked.url)
        ),
    )
    page.add_init_script(REFUSED)
    try:
        yield page, problems
    finally:
        page.close()


def _draw_all(page: Page) -> None:
    for name in CHARTS:
        page.locator(f"#{name}").scroll_into_view_if_needed()
        page.wait_for_selector(f"#{name}[data-drawn] svg", timeout=30_000)


def test_charts_are_drawn_under_the_policy_without_a_word(address: str, browser: Browser) -> None:
    with _watched(browser, viewport={"width": 1000, "height": 800}) as (page, problems):
        page.goto(f"{address}/page")
        _draw_all(page)
        assert page.evaluate("refused") == []
        assert problems == []
        words = page.locator("#spending_by_fiscal_year svg").text_content()
        assert "Other programmes" in words
        assert "Source:" not in words
        label = page.locator("#spending_by_fiscal_year [role=graphics-document]").first
        assert label.get_attribute("aria-label").startswith("Mexico: $820,500 in fiscal year 2020")


def test_the_highest_bar_leads_to_its_trainings(address: str, browser: Browser) -> None:
    with _watched(browser, viewport={"width": 1000, "height": 800}) as (page, problems):
        page.goto(f"{address}/page")
        _draw_all(page)
        bar = page.locator("#spending_by_fiscal_year path[aria-label^='2020, Section 333']")
        bar.hover()
        page.wait_for_selector(".chart-tip:visible")
        assert page.locator(".chart-tip").inner_text() == (
            "2020, Section 333, Building Capacity: $750,000"
        )
        bar.click()
        page.wait_for_url("**/page?from=2020&to=2020&program=SEC333#trainings")
        assert len(page.context.pages) == 1
        assert problems == []


def test_charts_follow_the_readers_theme_and_width(address: str, browser: Browser) -> None:
    with _watched(browser, viewport={"width": 390, "height": 800}, color_scheme="dark") as (
        page,
        _,
    ):
        page.goto(f"{address}/page")
        _draw_all(page)
        svg = page.locator("#students_by_fiscal_year svg.marks").first
        assert svg.bounding_box()["width"] <= 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        fill = f"#students_by_fiscal_year path[fill='{COLOURS['dark'].series[0]}']"
        assert page.locator(fill).count() == 4
        page.emulate_media(color_scheme="light")
        light = f"#students_by_fiscal_year path[fill='{COLOURS['light'].series[0]}']"
        page.wait_for_selector(light, state="attached")
        assert page.locator("#students_by_fiscal_year svg.marks").count() == 1


def test_a_chart_that_fails_leaves_its_image(address: str, browser: Browser) -> None:
    with _watched(browser) as (page, _):
        warnings: list[str] = []
        page.on(
            "console", lambda line: warnings.append(line.text) if line.type == "warning" else None
        )
        page.goto(f"{address}/broken")
        page.wait_for_selector("#absent img", state="attached")
        expect(page.locator("#absent img")).to_have_js_property("naturalWidth", 8)
        assert any("The chart absent is shown as an image." in text for text in warnings)
        assert page.evaluate("refused") == []


def test_without_scripts_the_image_stands(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/page")
    assert page.locator("figure img").count() == len(CHARTS)
    assert page.locator("figure svg").count() == 0
    context.close()
