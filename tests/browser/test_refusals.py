"""A question that cannot be answered is explained, in the reader's language, with a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.kinds import LANGUAGES, each_language

if TYPE_CHECKING:
    from tests.browser.conftest import Revisit, Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser

REFUSED = (
    # address, status, what the sentence has to name
    ("/country/ZZZ", 404, "ZZZ"),
    ("/country/Honduras", 404, "Honduras"),
    ("/country/MEX?from=2018&to=2012", 400, "2018"),
    ("/country/MEX?from=twenty", 400, "twenty"),
    ("/country/MEX?from=1066", 400, "1066"),
    ("/country/MEX?program=NOPE", 400, "NOPE"),
    ("/country/MEX?force=MEX.NOPE", 400, "MEX.NOPE"),
    ("/country/MEX?colour=red", 400, "colour"),
    ("/country/MEX?page=0", 400, "1"),
    ("/country/MEX?size=7", 400, "7"),
    ("/country/MEX?sort=height", 400, "height"),
    ("/country/MEX?words=" + "x" * 300, 400, "200"),
    ("/country/MEX?words=" + "x" * 3000, 414, "2000"),
    ("/training/2020-2021.wh.41.99", 404, "2020-2021.wh.41.99"),
    ("/document/2020-2021/moon", 404, "2020-2021/moon"),
    ("/document/2020-2021/wh/999", 404, "999"),
    ("/record/1066-1067", 404, "1066-1067"),
    ("/country/MEX/trainings.csv?from=2018&to=2012", 400, "2018"),
    ("/nowhere", 404, ""),
)


@pytest.mark.parametrize(
    ("address", "status", "named"), [pytest.param(*each, id=each[0][:40]) for each in REFUSED]
)
def test_it_says_what_is_wrong_and_what_to_do(
    address: str, status: int, named: str, site: Server, revisit: Revisit
) -> None:
    page, _watch = revisit(site)
    said = {}
    for language in LANGUAGES:
        answer = page.goto(f"/{language}{address}")
        assert answer is not None
        assert answer.status == status
        expect(page.locator("html")).to_have_attribute("lang", language)
        sentence = page.locator("main .standfirst").inner_text()
        assert named in sentence.replace(",", "")
        assert "Traceback" not in page.content()
        said[language] = (page.locator("h1").inner_text(), sentence)
        ways = page.locator("main .next-steps a")
        assert ways.count() >= 3
        way = ways.first.get_attribute("href") or ""
        assert way.startswith(f"/{language}/")
        led = page.request.get(way)
        assert led.status == 200
    assert said["en"][0] != said["es"][0]
    assert said["en"][1] != said["es"][1]


@each_language
def test_years_the_wrong_way_round_are_turned_by_one_click(
    language: str, site: Server, visit: Visit
) -> None:
    page = visit(site)
    page.goto(f"/{language}/")
    page.select_option("#choose-from", "2018")
    page.select_option("#choose-to", "2012")
    page.locator("#choose button").click()
    expect(page.locator("main .standfirst")).to_contain_text("2018")
    page.locator("main .next-steps a").first.click()
    page.wait_for_url(f"**/{language}/country/MEX?from=2012&to=2018")
    assert page.locator("#choose-from").input_value() == "2012"
    assert page.locator("#choose-to").input_value() == "2018"


@each_language
def test_words_that_nothing_matches_offer_a_way_back(
    language: str, site: Server, visit: Visit
) -> None:
    page = visit(site)
    page.goto(f"/{language}/country/MEX?from=2012&to=2012")
    page.fill("#choose-words", "submarine zebra")
    page.keyboard.press("Enter")
    page.wait_for_url("**&words=submarine+zebra")
    assert page.locator("figure.chart, #trainings-table").count() == 0
    expect(page.locator("#empty")).to_contain_text("submarine zebra")
    page.locator("#empty a").first.click()
    page.wait_for_url(f"**/{language}/country/MEX?from=2012&to=2012")
    expect(page.locator("#trainings-table")).to_be_visible()
