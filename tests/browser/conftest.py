"""A running site with and without the official documents, and pages that are watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import httpx
import pytest
from playwright.sync_api import expect
from tests.browser.server import Server, running
from tests.browser.watch import Watch

import foja

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.browser.kinds import Kind

    from foja.tables.engine import Tables

SERVERS = pytest.StashKey[list[Server]]()


class Visit(Protocol):
    """Opens a page of a site in a browser context of its own."""

    def __call__(self, server: Server, **options: Any) -> Page: ...


class Revisit(Protocol):
    """Opens a page of a site in a browser context of earlier tests, with its watch."""

    def __call__(self, server: Server, **options: Any) -> tuple[Page, Watch]: ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what the servers complained of beside a failure."""
    report = yield
    if report.failed:
        for server in item.config.stash.get(SERVERS, []):
            report.sections.append((f"foja serve at {server.address}", server.log_text))
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Server]:
    """The site on a machine without documents."""
    folder = tmp_path_factory.mktemp("site")
    empty = folder / "documents"
    empty.mkdir()
    with running(folder, empty) as server:
        pytestconfig.stash.setdefault(SERVERS, []).append(server)
        yield server


@pytest.fixture(scope="session")
def site_with_documents(
    documents_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Server]:
    """The site on a machine that has the official documents."""
    with running(tmp_path_factory.mktemp("site-with-documents"), documents_folder) as server:
        pytestconfig.stash.setdefault(SERVERS, []).append(server)
        yield server


@pytest.fixture(scope="session")
def tables(site: Server) -> Iterator[Tables]:
    """The tables that the site shows, opened from Python."""
    with foja.open() as opened:
        served = httpx.get(f"{site.address}/healthz").json()["data_version"]
        assert served == opened.version, "the tables were built anew while the tests ran"
        yield opened


@pytest.fixture
def serving(request: pytest.FixtureRequest) -> Callable[[Kind], Server]:
    """Return the server that shows a kind of page."""

    def server(kind: Kind) -> Server:
        name = "site_with_documents" if kind.documents else "site"
        return request.getfixturevalue(name)

    return server


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """Open a page with nothing kept from before; whatever is done there, `Watch` finds no fault."""
    watches: list[Watch] = []

    def open_page(server: Server, **options: Any) -> Page:
        context = new_context(**_context_options(server, options))
        watches.append(Watch(context, server.address))
        return context.new_page()

    yield open_page
    assert [problem for watch in watches for problem in watch.problems] == []


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Wait longer than five seconds for what should be on a page: machines have other work too."""
    expect.set_options(timeout=20_000)


class KeptPages:
    """Pages that stay open from one test to the next, one for each way of opening a context."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._pages: dict[str, tuple[Page, Watch]] = {}

    def open(self, server: Server, options: dict[str, Any]) -> tuple[Page, Watch]:
        """Return the page of such a context, empty, and its watch, which has seen nothing yet."""
        chosen = _context_options(server, options)
        key = repr(sorted(chosen.items()))
        if key not in self._pages:
            context = self._browser.new_context(**chosen)
            watch = Watch(context, server.address)
            self._pages[key] = context.new_page(), watch
        page, watch = self._pages[key]
        page.goto("about:blank")
        watch.forget()
        return page, watch

    def close(self) -> None:
        """Close them all."""
        for page, _watch in self._pages.values():
            page.context.close()


@pytest.fixture(scope="session")
def kept_pages(browser: Browser) -> Iterator[KeptPages]:
    """The pages of `revisit`."""
    kept = KeptPages(browser)
    yield kept
    kept.close()


@pytest.fixture
def revisit(kept_pages: KeptPages) -> Iterator[Revisit]:
    """Open a page kept from an earlier test: a fourth of the time, and what it loaded is cached.

    For tests that only look; `Watch` finds no fault there either.
    """
    watches: list[Watch] = []

    def open_page(server: Server, **options: Any) -> tuple[Page, Watch]:
        page, watch = kept_pages.open(server, options)
        watches.append(watch)
        return page, watch

    yield open_page
    assert [problem for watch in watches for problem in watch.problems] == []


def _context_options(server: Server, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "base_url": server.address,
        "viewport": {"width": 1280, "height": 900},
        # Without it the page glides to its anchors, and a click meets what has moved on.
        "reduced_motion": "reduce",
        **options,
    }


@pytest.fixture
def draw_charts() -> Callable[[Page], None]:
    """Return what scrolls to every chart of a page and waits until it is drawn."""

    def draw(page: Page) -> None:
        for figure in page.locator("figure[data-chart]").all():
            figure.scroll_into_view_if_needed()
            figure.locator("svg.marks").wait_for()
        page.wait_for_function(
            "[...document.querySelectorAll('figure[data-chart]')].every(each => each.dataset.drawn)"
        )

    return draw
