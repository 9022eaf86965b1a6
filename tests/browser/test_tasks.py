"""Five people's tasks, each from the home page with clicks and typing alone; see docs/tasks.md.

Every click and every value chosen in a list is counted, and so is the Enter key: a task that needs
more of them than its limit has become harder.
"""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.browser.figures import Sums, head_figures, number, sums_of
from tests.browser.kinds import each_language

from foja.measures.entities import parts
from foja.measures.filters import Filters

if TYPE_CHECKING:
    from playwright.sync_api import Download, Locator, Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

SLIDE = 1_000
"""Pixels that a picture needs to be sharp across a slide."""
UNIT = "MEX.escuadron-aereo-302"
YEARS = {
    "en": {"typed": "302 air squadron", "country": "Mexico"},
    "es": {"typed": "escuadron aereo 302", "country": "México"},
}
"""What a person types, without accents and in any order."""
DOCS = Path(__file__).parents[2] / "docs" / "tasks.md"


class Person:
    """Somebody new at the home page, who clicks, types and chooses; `clicks` counts what it took.

    They go only where something on the page leads.
    """

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.clicks = 0
        page.goto(f"/{language}/")

    def click(self, selector: str | Locator) -> None:
        """Click what can be seen."""
        place = self.page.locator(selector) if isinstance(selector, str) else selector
        place.first.click()
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        """Choose a value of a list."""
        self.page.select_option(selector, value)
        self.clicks += 1

    def write(self, selector: str, text: str, *, enter: bool = False) -> None:
        """Type a text, and press Enter if asked."""
        self.page.fill(selector, text)
        if enter:
            self.page.press(selector, "Enter")
            self.clicks += 1

    def take(self, selector: str) -> tuple[Download, bytes]:
        """Click a download and return it with its content."""
        with self.page.expect_download() as waiting:
            self.click(selector)
        return waiting.value, waiting.value.path().read_bytes()


@each_language
def test_find_a_units_trainings_before_2011(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    person = Person(visit(site), language)
    person.write("#site-search", YEARS[language]["typed"], enter=True)
    person.click(f"#found-unit a[href$='/unit/{UNIT}']")
    person.write("#split-before", "2011-01-01")
    person.click("#split button")
    expect(person.page.locator("#figure-before")).to_be_visible()
    rows = tables.rows(tables.trainings(country="MEX"))
    began = [row["start_date"] for row in rows if row["unit_id"] == UNIT and row["start_date"]]
    before = sum(day < dt.date(2011, 1, 1) for day in began)
    assert before > 10
    assert number(person.page.locator("#figure-before .big").inner_text()) == before
    assert number(person.page.locator("#figure-after .big").inner_text()) == len(began) - before
    assert person.page.locator("#before-table tbody tr").count() == before
    assert person.clicks <= 3


@pytest.mark.parametrize("language", ["es"])
def test_find_who_paid_for_the_training_of_pilots(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    person = Person(visit(site), language)
    person.choose("#choose-type", "flight")
    person.click("#choose .go button")
    person.click("#view-rows")
    name = {"en": "Pilots", "es": "Pilotos"}[language]
    person.click(person.page.locator("#facet-type li.below a").filter(has_text=name))
    person.page.wait_for_url("**/rows?type=flight.pilot*")
    filters = Filters(country="MEX", training_types=("flight.pilot",))
    found = parts(tables, filters, "program")
    facet = person.page.locator("#facet-program li")
    expect(facet).to_have_count(len(found))
    shown = sorted(number(each.inner_text()) for each in facet.locator(".count").all())
    assert shown == sorted(part.figures.trainings for part in found)
    person.click(facet.locator("a"))
    most = max(found, key=lambda part: part.figures.trainings).figures
    summed = Sums(most.students or 0, most.cost_usd or Decimal(0), most.trainings).as_shown
    sentence = person.page.locator("#trainings-sum").inner_text().split("·")
    assert [number(text) for text in sentence[:2]] == [summed.students, summed.dollars]
    assert person.clicks <= 5


@pytest.mark.parametrize(
    ("language", "more", "kind"), [("en", 0, "holds"), ("es", 1, "does_not_hold")]
)
def test_find_whether_the_claim_of_an_article_is_right(
    language: str, more: int, kind: str, site: Server, visit: Visit, tables: Tables
) -> None:
    person = Person(visit(site), language)
    students = sums_of(tables.rows(tables.trainings(country="MEX", fiscal_year=2020))).students
    person.click("#look-up summary")
    person.click("#look-up a[href$='/claims']")
    person.click("main a[href$='/claims/check']")
    person.write("#check-country", YEARS[language]["country"])
    person.write("#check-from", "2020")
    person.write("#check-to", "2020")
    person.write("#check-figure", f"{students + more:,}")
    person.click("#check .go button")
    expect(person.page.locator(f"#verdict .verdict-{kind}").first).to_be_visible()
    assert f"{students:,}" in person.page.locator("#verdict").inner_text()
    assert person.page.locator("#share a").get_attribute("href") is not None
    assert person.clicks <= 4


@pytest.mark.parametrize("language", ["en"])
def test_make_a_chart_of_human_rights_training_for_a_slide(
    language: str, site: Server, visit: Visit
) -> None:
    person = Person(visit(site), language)
    person.choose("#choose-type", "human_rights")
    person.click("#choose .go button")
    chips = person.page.locator("#chips")
    expect(chips).to_contain_text({"en": "Human rights", "es": "Derechos humanos"}[language])
    download, content = person.take("figure.chart .takes a[href*='.png']")
    picture = Image.open(io.BytesIO(content))
    assert download.suggested_filename.endswith(".png")
    assert picture.format == "PNG"
    assert picture.width >= SLIDE
    colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert len(colours) > 10
    assert person.clicks <= 3


@pytest.mark.parametrize("language", ["es"])
def test_get_all_of_colombia_into_pandas(
    language: str, site: Server, visit: Visit, tables: Tables
) -> None:
    person = Person(visit(site), language)
    person.choose("#choose-country", "COL")
    person.click("#choose .go button")
    person.click("#view-rows")
    shown = [
        number(text) for text in person.page.locator("#trainings-sum").inner_text().split("·")[:2]
    ]
    _download, content = person.take("#take-parquet-whole")
    frame = pd.read_parquet(io.BytesIO(content))
    done = sums_of(tables.rows(tables.trainings(country="COL")))
    assert len(frame) == done.trainings
    assert [frame["quantity"].sum(), round(frame["cost_usd"].sum())] == shown
    assert [done.students, done.as_shown.dollars] == shown
    assert set(frame["country_iso3"]) == {"COL"}
    assert head_figures(person.page).trainings > 0
    assert person.clicks <= 4


def test_the_tasks_are_written_down() -> None:
    text = DOCS.read_text("utf-8")
    tests = [name for name in globals() if name.startswith("test_") and "written" not in name]
    assert len(tests) == 5
    assert [name for name in tests if f"`{name}`" not in text] == []
