"""A chart in a page of another site: shown, resized, and nothing else of the site."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

CHART = "spending_by_fiscal_year"


@contextmanager
def _other_site(pages: dict[str, str]) -> Iterator[str]:
    """Serve pages from another origin until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<!doctype html><html lang=en><title>News</title><body>{pages[self.path]}"
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def _code(page: Page) -> str:
    page.goto("/en/country/MEX?from=2010")
    page.locator(f"#chart-{CHART} .embed-code summary").click()
    return page.locator(f"#embed-{CHART}").inner_text()


def test_the_code_of_a_chart_shows_it_on_another_site(
    site: Server, visit: Visit, new_context: Callable[..., BrowserContext]
) -> None:
    code = _code(visit(site))
    frame_alone = code.splitlines()[0]
    assert "onload" not in code
    with _other_site({"/": code, "/alone": frame_alone}) as other:
        page = new_context(viewport={"width": 800, "height": 900}).new_page()
        page.goto(f"{other}/")
        inside = page.frame_locator("iframe")
        inside.locator("svg.marks").wait_for()
        expect(inside.locator("h1")).to_contain_text("Mexico")
        expect(inside.locator("figcaption")).to_contain_text("U.S. Departments")
        assert inside.locator(".masthead").count() == 0
        back = inside.locator("#back")
        expect(back).to_have_attribute("href", "/en/country/MEX?from=2010")
        expect(back).to_have_attribute("target", "_blank")
        # The frame has become as high as what it shows, and follows when that changes.
        page.wait_for_function("document.querySelector('iframe').style.height !== ''")
        page.wait_for_timeout(300)
        frame = page.locator("iframe")
        wide = frame.bounding_box()
        high = inside.locator("body").bounding_box()
        assert wide is not None
        assert high is not None
        assert abs(wide["height"] - high["height"]) < 4
        page.set_viewport_size({"width": 380, "height": 900})
        page.wait_for_function(
            f"document.querySelector('iframe').getBoundingClientRect().height > {wide['height']}"
        )
        # Without the script the frame keeps the height it was given.
        page.goto(f"{other}/alone")
        page.frame_locator("iframe").locator("svg.marks").wait_for()
        alone = page.locator("iframe").bounding_box()
        assert alone is not None
        assert alone["height"] == 560


def test_a_bar_opens_its_trainings_beside_the_other_site(
    site: Server, new_context: Callable[..., BrowserContext]
) -> None:
    frame = f'<iframe src="{site.address}/en/embed/country/MEX/{CHART}" width=800 height=560>'
    with _other_site({"/": frame}) as other:
        context = new_context()
        page = context.new_page()
        page.goto(f"{other}/")
        bar = page.frame_locator("iframe").locator("svg.marks [aria-label^='2016, Flight']")
        with context.expect_page() as opened:
            bar.click()
        assert opened.value.url.startswith(f"{site.address}/en/country/MEX?")
        assert page.url == f"{other}/"


def test_the_ring_and_a_map_open_beside_the_other_site(
    site: Server, new_context: Callable[..., BrowserContext]
) -> None:
    host = f'<script src="{site.address}/embed.js" async></script>'
    frames = "".join(
        f'<iframe src="{site.address}/en/embed/country/{path}" width=700 height=300></iframe>'
        for path in ("TUV/ring", "MEX/map?area=mexico&from=2018")
    )
    with _other_site({"/": f"{frames}{host}"}) as other:
        context = new_context(viewport={"width": 800, "height": 900})
        page = context.new_page()
        page.goto(f"{other}/")
        ring, map_ = (page.frame_locator("iframe").nth(number) for number in (0, 1))
        ring.locator("figure[data-drawn=yes][data-told=yes]").wait_for()
        map_.locator("svg.map").wait_for()
        board = ring.locator("[data-board]")
        board.focus()
        board.press("ArrowRight")
        expect(ring.locator("[data-here] a")).to_have_attribute("target", "_blank")
        with context.expect_page() as opened:
            board.press("Enter")
        assert opened.value.url.startswith(f"{site.address}/en/training/")
        with context.expect_page() as opened:
            map_.locator("svg.map a").last.click()
        assert opened.value.url.startswith(f"{site.address}/en/country/MEX/where?")
        assert "place=" in opened.value.url
        expect(map_.locator("#back")).to_have_attribute(
            "href", "/en/country/MEX/where?from=2018&area=mexico"
        )
        assert page.url == f"{other}/"


def test_no_other_page_lets_itself_be_framed(
    site: Server, new_context: Callable[..., BrowserContext]
) -> None:
    frame = f'<iframe src="{site.address}/en/country/MEX" width=800 height=560>'
    with _other_site({"/": frame}) as other:
        page = new_context().new_page()
        page.goto(f"{other}/")
        page.wait_for_load_state("networkidle")
        inside = page.frames[1]
        assert inside.url.startswith("chrome-error://")
        assert inside.locator(".masthead").count() == 0
