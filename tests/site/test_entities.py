"""Pages of units, authorities, places and types, on rows that a person can add up."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest

from foja.measures.units import UnitHistory
from foja.site.language import LANGUAGES
from foja.site.pattern_words import pattern_words
from foja.site.rule_words import as_sentence
from foja.site.unit_view import straddling, unit_figures

if TYPE_CHECKING:
    from tests.site.reader import Reader

UNIT = "/unit/MEX.naval-region-8"
BAD = (
    ("/units?q=%3F%3F", 400),
    ("/units?country=nowhere", 400),
    ("/units?country=MEX&page=9", 404),
    ("/units?sort=name", 400),
    ("/unit/MEX.nowhere", 404),
    (f"{UNIT}?before=soon", 400),
    (f"{UNIT}?before=2011-13-01", 400),
    (f"{UNIT}?before=20110131", 400),
    (f"{UNIT}?before=1066-10-14", 400),
    (f"{UNIT}?without=nobody", 400),
    (f"{UNIT}?evil=1", 400),
    (f"{UNIT}/trainings.csv?before=soon", 400),
    ("/unit/MEX.nowhere/trainings.csv", 404),
    ("/authorities?x=1", 400),
    ("/authority/NOPE", 404),
    ("/authority/IMET?year=soon", 400),
    ("/authority/IMET?basis=birthday", 400),
    ("/places?q=%3F", 400),
    ("/places?country=nowhere", 400),
    ("/place/US.nowhere", 404),
    ("/place/US.newport?country=nowhere", 400),
    ("/types?country=nowhere", 400),
    ("/types?x=1", 400),
    ("/type/nothing", 404),
    ("/type/law?year=1", 400),
    ("/definitions?country=nowhere", 400),
    ("/definitions?basis=birthday", 400),
)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("path", "status"), BAD)
def test_bad_questions_get_a_sentence_and_a_way_on(
    path: str, status: int, language: str, site: Reader
) -> None:
    page = site.page(f"/{language}{path}", status)
    assert any(link.startswith(f"/{language}/") for link in page.links)
    assert "Traceback" not in page.source
    if language == "es":
        assert "The " not in page.part("content")


# Units --------------------------------------------------------------------------------------------


def test_a_unit_is_found_with_and_without_accents(site: Reader) -> None:
    for words in ("región naval 8", "REGION+NAVAL+8", "naval 8"):
        page = site.page(f"/en/units?q={words}&country=MEX")
        assert "/en/unit/MEX.naval-region-8" in page.links
        assert "Navy (SEMAR)" in page.part("units-table")


def test_what_is_not_found_says_what_to_try(site: Reader) -> None:
    page = site.page("/es/units?q=zzz+qqq&country=MEX")
    assert "Pruebe con menos palabras" in page.part("empty")
    assert "/es/units?q=zzz+qqq" in page.links
    assert "/es/country/MEX?words=zzz+qqq" in page.links


def test_the_units_of_a_country_are_listed_with_their_counts(site: Reader) -> None:
    page = site.page("/en/units?country=MEX")
    first = page.part("units-table")
    assert "Spellings Trainings Students Years" in first
    assert "3 9 2016" in first  # three trainings, nine students, of Naval Region 8
    assert "MEX" in " ".join(link for link in site.page("/en/units").links if "units" in link)


def test_a_day_splits_a_unit_in_before_and_after(site: Reader) -> None:
    whole = site.page(f"/en{UNIT}")
    assert whole.part("figure-all") == "With a first day 3 trainings 9 students"
    page = site.page(f"/en{UNIT}?before=2018-01-08")
    assert page.part("figure-before") == "Began before January 8, 2018 1 training 2 students"
    assert page.part("figure-after") == "Began on January 8, 2018 or later 2 trainings 7 students"
    assert "fiscal years 1999 and 2000" in page.part("left-out")
    assert "before=2018-01-08" in page.part("cite-page")


def test_trainings_without_a_first_day_stand_apart(site: Reader) -> None:
    page = site.page("/en/unit/MEX.unidad-naval-3?before=2020-05-01")
    assert page.part("figure-before").endswith("0 trainings 0 students")
    assert page.part("figure-after").endswith("1 training 20 students")
    assert page.part("figure-undated").endswith("1 training 12 students")
    assert "2019" in page.part("undated-table")


def test_a_spelling_can_be_taken_out_and_put_back(site: Reader) -> None:
    page = site.page(f"/en{UNIT}")
    out = f"/en{UNIT}?without=REGION+NAVAL+8"
    assert out in page.links
    less = site.page(out)
    assert less.part("figure-all") == "With a first day 2 trainings 6 students"
    assert f"/en{UNIT}" in less.links
    assert "REGION NAVAL 8 1 no" in less.part("spellings-table")
    both = site.page(f"{out}&without=Regi%C3%B3n+Naval+8")
    assert both.part("figure-all").endswith("0 trainings 0 students")


def test_the_csv_says_on_which_side_of_the_day_each_line_is(site: Reader) -> None:
    answer = site.get(f"/en{UNIT}/trainings.csv?before=2018-01-08&without=REGION+NAVAL+8")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["part"], row["quantity"]) for row in rows] == [("before", "2"), ("after", "4")]
    assert rows[0]["filters"].endswith("?before=2018-01-08&without=REGION+NAVAL+8")


def test_what_began_before_the_day_and_ended_after_it_is_told() -> None:
    rows = tuple(
        {"quantity": 2, "start_date": dt.date(2010, 12, first), "end_date": end}
        for first, end in ((1, dt.date(2010, 12, 31)), (2, dt.date(2011, 1, 1)), (3, None))
    )
    history = UnitHistory({}, dt.date(2011, 1, 1), (), rows, (), (), rows[:1])
    assert straddling(history, LANGUAGES["en"]).startswith("1 training began before that day")
    assert straddling(history, LANGUAGES["es"]).startswith("1 adiestramiento empezó antes")
    before, after, listed = unit_figures(history, LANGUAGES["en"])
    assert (before["value"], before["more"]) == ("3 trainings", "6 students")
    assert after["value"] == "0 trainings"
    assert listed["more"] == "1 began before that day, 0 on it or later"


# Authorities --------------------------------------------------------------------------------------


def test_authorities_are_listed_with_years_students_and_dollars(site: Reader) -> None:
    text = site.page("/en/authorities").text
    assert "Section 333, Building Capacity SEC333 2018\N{EN DASH}2020 52 $1,240,000" in text


def test_an_authority_leads_from_its_sums_to_rows(site: Reader) -> None:
    page = site.page("/en/authority/SEC333")
    assert page.part("figure-students") == "Students 52"
    assert "1 line prints no cost" in page.part("figure-dollars")
    assert "/en/authority/SEC333?year=2019" in page.links
    assert "/en/country/MEX?program=SEC333#trainings" in page.links
    mexican = site.page("/en/authority/SEC333?country=MEX")
    assert "/en/country/MEX?from=2019&to=2019&program=SEC333#trainings" in mexican.links


def test_a_programme_without_rows_says_so(site: Reader) -> None:
    page = site.page("/en/authority/SEC333?year=2011")
    assert "nothing under this programme" in page.part("empty")


# Places -------------------------------------------------------------------------------------------


def test_a_place_is_found_and_added_up(site: Reader) -> None:
    assert "/en/place/US.newport" in site.page("/en/places?q=NEWPORT").links
    assert "/en/place/US.newport" in site.page("/en/places?country=USA").links
    page = site.page("/en/place/US.newport")
    assert page.part("figure-students") == "Students 114"
    assert "Newport, RI" in page.part("names-table")
    assert "/en/country/COL?place=US.newport#trainings" in page.links
    assert "In the United States: 5 lines, 114 students" in page.part("delivery")


def test_a_place_by_calendar_year_of_the_first_day(site: Reader) -> None:
    by_report = site.page("/en/place/US.newport?year=2018").part("figure-students")
    by_day = site.page("/en/place/US.newport?year=2018&basis=calendar").part("figure-students")
    assert (by_report, by_day) == ("Students 103", "Students 108")


# Types --------------------------------------------------------------------------------------------


def test_the_taxonomy_counts_groups_types_and_what_no_rule_knows(site: Reader) -> None:
    page = site.page("/en/types?country=MEX")
    assert "1 line of 17 (5.9%)" in page.part("unclassified")
    assert "Law 5 29.4% 14 $17,000" in page.part("types-table")
    assert "/en/country/MEX?type=law#trainings" in page.links


def test_a_type_shows_its_rules_and_the_unclassified_their_titles(site: Reader) -> None:
    page = site.page("/en/type/law")
    assert page.part("figure-students").startswith("Students 114 1 line prints no number")
    assert "/en/type/law.justice" in page.links
    assert "Law of the Sea 114 $60,000 5 2016" in page.part("courses-table")
    assert "Odd Course" in site.page("/en/type/unclassified").part("courses-table")
    for reason in ("cursos de derecho", "Cursos de derecho."):
        assert as_sentence(reason) == "Cursos de derecho."


# Definitions --------------------------------------------------------------------------------------


def test_figures_by_definition_lead_to_their_rows(site: Reader) -> None:
    page = site.page("/en/definitions")
    table = page.part("human_rights-table")
    assert "2019 30 $12,000 30 $12,000 35 $22,000" in table
    assert "2020 0 — 0 — 4 $3,500" in table
    address = "/en/country/MEX?from=2019&to=2019&type=human_rights.human_rights#trainings"
    assert address in page.links
    assert "2020 0 — 7 $8,000" in page.part("tactical-table")


def test_definitions_by_the_first_day(site: Reader) -> None:
    page = site.page("/en/definitions?basis=start")
    assert "2018 0 — 0 — 8 $5,500" in page.part("human_rights-table")


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bisr\b", "“isr”"),
        (r"\bgeospatial", "words that begin with “geospatial”"),
        (r"\bsurveil?lance\b", "“survei(l)lance”"),
        (r"\bive[sx]\b", "“ive(s/x)”"),
        (r"\bcombat life ?saver\b", "“combat life( )saver”"),
        (r"\bmaint\w*", "“maint…”"),
        (r"nav\b", "words that end with “nav”"),
        (r"\b(?:air|land) assault\b", "“(air/land) assault”"),
        (r"^(?!x)\bodd\b", r"^(?!x)\bodd\b"),
    ],
)
def test_patterns_are_said_in_words(pattern: str, words: str) -> None:
    assert pattern_words(pattern, LANGUAGES["en"]) == words
