"""The browsable page of the API: on a phone, for everyone, without a script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.browser.axe import violations
from tests.browser.test_phone import PHONE, SIDEWAYS

if TYPE_CHECKING:
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

pytestmark = pytest.mark.browser
ROOT = "/api/v1/"


def test_the_page_of_the_api_fits_a_phone_and_everyone(site: Server, visit: Visit) -> None:
    page = visit(site, **PHONE, color_scheme="dark")
    page.goto(f"{site.address}{ROOT}")
    assert violations(page) == ""
    sideways = page.evaluate(SIDEWAYS)
    assert sideways["wide"] <= sideways["inner"], sideways["out"][:5]


def test_a_question_is_asked_by_form_without_script(site: Server, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False)
    page.goto(f"{site.address}{ROOT}")
    asked = page.locator("#trainings")
    asked.locator("summary").click()
    asked.get_by_label("country", exact=True).fill("TUV")
    asked.get_by_label("limit", exact=True).fill("2")
    with page.expect_response("**/api/v1/trainings?*") as answered:
        asked.get_by_role("button").click()
    answer = json.loads(answered.value.body())
    assert answer["page"]["rows"] == 2
    assert {row["country_iso3"] for row in answer["data"]} == {"TUV"}
