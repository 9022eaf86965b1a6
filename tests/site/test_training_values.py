"""The values of a training's page: printed, understood, and the rule behind each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from foja.site.language import LANGUAGES
from foja.site.rule_words import law, place_rule_text, rule_text
from foja.site.training_values import training_values
from foja.site.trainings_table import titles

if TYPE_CHECKING:
    from tests.site.reader import Reader

    from foja.site.reading import Reading

EN, ES = LANGUAGES["en"], LANGUAGES["es"]


@pytest.fixture(scope="module")
def reading(site: Reader) -> Reading:
    made: Reading = site.app.state.site.reading
    return made


@pytest.fixture(scope="module")
def row(reading: Reading) -> dict[str, Any]:
    table = reading.tables.table("trainings")
    chosen = table.filter((table.course_title == "Law of the Sea") & (table.country_iso3 == "MEX"))
    return dict(reading.tables.rows(chosen.order_by("training_id"))[0])


def _value(reading: Reading, row: dict[str, Any], key: str, code: str = "en") -> Any:
    return next(
        value for value in training_values(reading, row, LANGUAGES[code]) if value.key == key
    )


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_understood_value_leads_to_its_page(
    reading: Reading, row: dict[str, Any], code: str
) -> None:
    addresses = {
        value.key: value.address for value in training_values(reading, row, LANGUAGES[code])
    }
    assert addresses["type"] == f"/{code}/type/law.legal"
    assert addresses["location"] == f"/{code}/place/US.newport"
    assert addresses["unit"] == f"/{code}/unit/MEX.naval-region-8"
    assert addresses["program"] == f"/{code}/authority/IMET"
    force = _value(reading, row, "force", code)
    assert force.more[0].address == f"/{code}/country/MEX?force=MEX.SEMAR#trainings"


def test_a_rule_says_its_reason(reading: Reading, row: dict[str, Any]) -> None:
    rule = _value(reading, row, "type").by_rule
    assert rule.reason == "The title says so."
    # The reason is written in English alone, which the Spanish page tells a screen reader.
    assert rule_text("training_type", "by_title", reading, ES).english  # type: ignore[union-attr]
    assert rule_text("training_type", None, reading, EN) is None
    named = place_rule_text("named", reading, ES)
    assert named is not None
    assert "lugares" in named.reason


def test_a_type_that_no_rule_knows_says_so(reading: Reading, row: dict[str, Any]) -> None:
    unknown = {**row, "training_type": "unclassified", "training_type_rule": None}
    value = _value(reading, unknown, "type")
    assert (value.understood, value.address) == ("not classified", "")
    assert value.rule == "no rule knows what this title teaches"


def test_the_spellings_of_a_unit_stand_below_it(reading: Reading, row: dict[str, Any]) -> None:
    unit = _value(reading, row, "unit")
    assert set(unit.spellings) == {"Región Naval 8", "REGION NAVAL 8"}
    assert unit.rule == "one unit under 2 spellings"


def test_a_proposed_date_is_said_and_not_used(reading: Reading, row: dict[str, Any]) -> None:
    odd = {
        **row,
        "start_date": None,
        "start_date_printed": "6/27/2106",
        "start_date_proposed": dt.date(2016, 6, 27),
    }
    value = _value(reading, odd, "start-date")
    assert value.understood == "\N{EM DASH}"
    assert value.note == ("The page prints 6/27/2106; likely June 27, 2016, which no figure uses.")
    assert "27 de junio de 2016" in _value(reading, odd, "start-date", "es").note
    assert _value(reading, row, "start-date").note == ""


def test_the_readable_title_stands_beside_the_printed_one() -> None:
    row = {
        "course_title_readable": "Flight Safety Officer",
        "course_title": "FLT SAFETY OFF",
        "course_title_printed": "FLT SAFETY OFF",
    }
    assert titles(row) == {"title": "Flight Safety Officer", "title_printed": "FLT SAFETY OFF"}
    same = {**row, "course_title_printed": "FLIGHT SAFETY  OFFICER"}
    assert titles(same)["title_printed"] == ""
    assert titles(dict.fromkeys(row))["title"] == ""


def test_a_programme_says_its_law() -> None:
    program = {
        "legal_authority_en": "10 U.S.C. 333",
        "legal_authority_es": None,
        "in_law_from": 2017,
        "in_law_to": None,
    }
    assert law(program, EN) == "10 U.S.C. 333 (since 2017)."
    assert law({**program, "in_law_to": 2020}, EN) == "10 U.S.C. 333 (2017\N{EN DASH}2020)."
    assert law({**program, "in_law_from": None}, ES) == ""


def test_a_doubt_leads_to_all_trainings_that_have_it(site: Reader, reading: Reading) -> None:
    table = reading.tables.table("trainings")
    odd = reading.tables.rows(table.filter(table.course_title == "Odd Course"))[0]
    page = site.page(f"/en/training/{odd['training_id']}")
    assert "/en/country/MEX?flag=cost_outlier#trainings" in page.links
    assert page.part("flags").startswith("In doubt")
