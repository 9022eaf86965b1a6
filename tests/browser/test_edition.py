"""The static edition behind a plain file server: a choice is made in the browser."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from playwright.sync_api import expect
from tests.browser.server import Server
from tests.support.edition import write_some

from foja.catalog import load_catalog
from foja.measures.figures import ask_cube
from foja.measures.filters import Filters
from foja.site.choice import Choice
from foja.site.edition.write import make_edition
from foja.site.language import LANGUAGES
from foja.site.page_image import PageImages
from foja.site.pages.charts import chart_of
from foja.site.reading import Reading
from foja.site.state import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from tests.browser.conftest import Visit

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

COUNTRY = "BLZ"
REPORT = "2018-2019"
"""A report of few pages."""


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An edition of one country behind a plain file server."""
    folder = tmp_path_factory.mktemp("edition")
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(folder / "site"))
    ) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        edition = make_edition(None, None, origin=address, languages=["en"], countries=[COUNTRY],
                               reports=[REPORT], pictures=False)  # fmt: skip
        write_some(edition, folder / "site")
        log = folder / "log"
        log.touch()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Server(address, log)
        server.shutdown()


def figures(page: Page) -> dict[str, str]:
    return {
        name: page.locator(f"#figure-{name} .big").inner_text()
        for name in ("students", "dollars", "trainings")
    }


def expected(tables: Tables, filters: Filters) -> dict[str, str]:
    total = ask_cube(tables, filters).chosen(filters).total
    return {
        "students": f"{total.students or 0:,}",
        "dollars": f"${total.cost_usd or 0:,.0f}",
        "trainings": f"{total.trainings:,}",
    }


CHOICES: dict[str, dict[str, object]] = {
    "from=2008&to=2014": {"fiscal_year_from": 2008, "fiscal_year_to": 2014},
    "program=IMET": {"programs": ("IMET",)},
    "type=education": {"training_types": ("education",)},
    "from=2010&basis=start": {"fiscal_year_from": 2010, "year_basis": "start"},
    "delivery=united_states": {"deliveries": ("united_states",)},
    "days=6-14&basis=calendar": {"lengths": ("6-14",), "year_basis": "calendar"},
}
DRAWN = ("spending_by_fiscal_year", "students_by_fiscal_year")


def test_an_edition_answers_without_a_server(
    plain_server: Server, visit: Visit, tables: Tables
) -> None:
    # One test, since each worker that has a part of it would write an edition of its own.
    catalog = load_catalog()
    site = Site(Reading(tables, catalog), PageImages(None, catalog))
    for query, filters in CHOICES.items():
        chosen = Filters(country=COUNTRY, **filters)  # type: ignore[arg-type]
        page = chosen_page(query, plain_server, visit)
        assert figures(page) == expected(tables, chosen)
        for name in DRAWN:
            shown = chart_of(name, Choice(COUNTRY, chosen), site, LANGUAGES["en"])
            expect(page.locator(f"#chart-{name}-title")).to_have_text(shown.texts.title)
        last = shown.texts.brief.rpartition("Only: ")[2]
        expect(page.locator(f"#chart-{name} .sub")).to_contain_text(last)
    a_bar_chooses_and_the_download_is_what_is_shown(plain_server, visit, tables)
    the_form_and_the_line_of_the_report(plain_server, visit)
    what_needs_a_server_says_so(plain_server, visit)


def chosen_page(query: str, plain_server: Server, visit: Visit) -> Page:
    page = visit(plain_server)
    page.goto(f"/en/country/{COUNTRY}/?{query}")
    page.locator("html[data-chosen]").wait_for()
    rows = min(50, int(page.locator("html").get_attribute("data-chosen") or 0))
    assert rows > 0
    expect(page.locator("#trainings-table tbody tr")).to_have_count(rows)
    return page


def a_bar_chooses_and_the_download_is_what_is_shown(
    plain_server: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(plain_server)
    page.goto(f"/en/country/{COUNTRY}/?from=2012&to=2016")
    page.locator("html[data-chosen]").wait_for()
    first = page.locator("#chart-spending_by_fiscal_year")
    first.scroll_into_view_if_needed()
    drawn = first.locator("[aria-roledescription='rect mark container'] path").last
    drawn.wait_for()
    year = int((drawn.get_attribute("aria-label") or "")[:4])
    drawn.click()
    page.wait_for_url(f"**from={year}&to={year}**")
    page.locator("html[data-chosen]").wait_for()
    with page.expect_download() as waiting:
        page.locator("#download-csv").click()
    frame = pd.read_csv(waiting.value.path())
    filters = Filters(country=COUNTRY, fiscal_year_from=year, fiscal_year_to=year)
    total = ask_cube(tables, filters).chosen(filters).total
    assert (len(frame), int(frame["quantity"].sum())) == (total.trainings, total.students)
    assert frame["cost_usd"].sum() == pytest.approx(float(total.cost_usd or 0))


def the_form_and_the_line_of_the_report(plain_server: Server, visit: Visit) -> None:
    page = visit(plain_server)
    page.goto(f"/en/country/{COUNTRY}/")
    page.locator("#choose-from").select_option("2018")
    page.locator("#choose-to").select_option("2018")
    page.get_by_role("button", name="Show").click()
    page.locator("html[data-chosen]").wait_for()
    expect(page.locator("#chips a > span:first-child")).to_have_text(["Fiscal year 2018"])
    page.locator("#trainings-table tbody th.course a").first.click()
    page.wait_for_url("**/document/**#row-*")
    row = page.locator("tr:target")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("$")


def what_needs_a_server_says_so(plain_server: Server, visit: Visit) -> None:
    page = visit(plain_server)
    page.goto(f"/en/country/{COUNTRY}/")
    # What could only be drawn by a server is not offered.
    expect(page.get_by_role("link", name="recipient force")).to_have_count(0)
    page.locator("#view-compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not in this edition")
    expect(page.locator("#asked-page")).to_have_text(f"/en/compare?item={COUNTRY}")
    page.goto(f"/en/country/{COUNTRY}/ring/?type=flight")
    expect(page.locator("#shown-whole")).to_contain_text("without the choice in its address")
