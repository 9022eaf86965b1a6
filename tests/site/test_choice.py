"""What an address may ask, and how a choice is written back."""

from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from foja.measures.filters import Filters
from foja.site.choice import Choice, read_choice
from foja.site.language import LANGUAGES
from foja.site.problems import RefusalError

EN, ES = LANGUAGES["en"], LANGUAGES["es"]


def read(query: str, code: str = "en") -> Choice:
    return read_choice("MEX", QueryParams(query), LANGUAGES[code])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=2010&to=2015",
        "?program=IMET&program=FMF&force=MEX.SEMAR",
        "?words=derechos+humanos&basis=start",
        "?stage=all&sort=-cost&size=100&page=3",
        "?type=flight&type=law.legal&delivery=online&place=MX.country&unit=MEX.x&flag=cost_zero",
        "?basis=calendar&by=recipient&sort=type",
    ],
)
def test_a_choice_is_written_as_it_was_read(query: str) -> None:
    assert read(query.removeprefix("?")).query() == query


def test_defaults_and_empty_fields_are_not_said() -> None:
    choice = read("from=&to=&program=&words=++&sort=-year&size=50&page=1&stage=actual")
    assert choice == Choice("MEX", Filters(country="MEX"))
    assert choice.address(ES, anchor="trainings") == "/es/country/MEX#trainings"


def test_a_changed_filter_returns_to_the_first_page() -> None:
    choice = read("page=4&sort=cost&from=2010")
    assert choice.filtered(fiscal_year_from=None).query() == "?sort=cost"
    assert choice.shown(sort="-cost").query() == "?from=2010&sort=-cost"
    assert choice.file(EN, "trainings.csv") == "/en/country/MEX/trainings.csv?from=2010"


def test_what_charts_are_coloured_by_is_kept_and_belongs_to_charts() -> None:
    choice = read("from=2010&by=delivery&page=2")
    assert choice.filtered(fiscal_year_from=None).query() == "?by=delivery"
    assert choice.file(EN, "trainings.csv") == "/en/country/MEX/trainings.csv?from=2010"
    assert choice.file(EN, "chart/a.svg").endswith("chart/a.svg?from=2010&by=delivery")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("foo=1", "“foo”"),
        ("from=2010&from=2011", "“from” is in the address twice"),
        ("from=abc", "“abc” is not a whole number"),
        ("from=²⁰¹⁰", "not a whole number"),
        ("to=99999999999999999999", "not a whole number"),
        ("from=0007", "7 is not a fiscal year"),
        ("from=0", "0 is not a fiscal year"),
        ("words=" + "x" * 201, "201 characters; the limit is 200"),
        ("words=a%00b", "characters that cannot be searched"),
        ("sort=evil", "“evil” is not a value of “sort”"),
        ("size=7", "50, 100, 500 rows, not 7"),
        ("page=0", "numbered from 1"),
        ("stage=maybe", "“maybe” is not a value of “stage”"),
        ("basis=year", "It can be: report, start, calendar"),
        ("by=colour", "It can be: type, recipient, authority, delivery"),
        ("&".join(f"program=P{number}" for number in range(60)), "more than 50 values"),
    ],
)
def test_what_cannot_be_meant_gets_one_clear_sentence(query: str, said: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        read(query)
    assert refusal.value.status == 400
    assert said in refusal.value.message


def test_years_turned_round_offer_the_right_order() -> None:
    with pytest.raises(RefusalError) as refusal:
        read("from=2015&to=2010&program=IMET", "es")
    assert "2015" in refusal.value.message
    assert refusal.value.steps == (
        ("Mostrar de 2010 a 2015", "/es/country/MEX?from=2010&to=2015&program=IMET"),
    )
