"""A report of the regional tables, written from known rows, is read back exactly."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.regional_pdf import (
    ROLES,
    STYLE_2002,
    STYLE_2003,
    STYLES,
    Cells,
    Country,
    Program,
    Style,
    write_regional,
)

from foja.layouts import read_document

KEY = "2004-2005/wh"

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = LETTERS + "0123456789áéíóúñçãÉÑ&/'\"().,;#+*@!?%_"
words = st.one_of(
    st.text(SIGNS, min_size=1, max_size=11),
    st.sampled_from(
        [
            "FT",
            "MO",
            "65473-5000",
            "SFG(A)",
            "7th",
            "1004",
            "N/A",
            "-",
            "&",
            "No.",
            "U.S.",
            "(IMET)",
        ]
    ),
)
title_words = st.text(LETTERS + "&/()", min_size=1, max_size=10)
dates = st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year % 100:02d}")


def texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=1, max_size=most).map(" ".join)


def or_empty(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(strategy, strategy, strategy, st.just(""))


rows = st.fixed_dictionaries(
    {
        "course_title": st.lists(title_words, min_size=1, max_size=6).map(" ".join),
        "quantity": st.integers(0, 9_999).map(str),
        "location": or_empty(texts(6)),
        "student_unit": or_empty(texts(30)),
        "us_unit": or_empty(texts(12)),
        "cost": or_empty(st.integers(0, 99_999_999).map("${:,}".format)),
        "start_date": or_empty(dates),
        "end_date": or_empty(dates),
    }
)
FULL = {
    "course_title": "SPAN UH-1 HELO RPR CN 1004",
    "quantity": "1",
    "location": "FT LEONARD WOOD MO 65473-5000",
    "student_unit": "Army Quick Deployment Force, Villavicencio",
    "us_unit": "Center for Hemispheric Defense Studies",
    "cost": "$3,125",
    "start_date": "2/11/02",
    "end_date": "5/3/02",
}
names = st.sampled_from(
    [
        "Mexico",
        "Antigua And Barbuda (UK)",
        "Korea, Republic Of",
        "Cote d'Ivoire",
        "Trinidad - Tobago",
    ]
)
program_names = st.sampled_from(
    [
        "International Military Education and Training (IMET)",
        "Drug Interdiction and Counter-Drug Activities, Section 1004",
        "Miscellaneous, DOD/DOS Non-Security Assistance",
        "Center For Hemispheric Defense Studies(CHDS)",
        "PME Exchanges",
    ]
)
programs = st.builds(
    Program,
    program_names,
    st.lists(rows, min_size=1, max_size=16).map(tuple),
    st.sampled_from(["DOD", "DoS", "DOS", "DOHS"]),
)
countries = st.builds(
    Country,
    names,
    st.lists(programs, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["Western Hemisphere", "NIS", "East Asia and Pacific", "Africa"]),
)


def checked(reported: list[Country], style: Style) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        written = write_regional(path, reported, style)
        reading = read_document(path, KEY)
    assert reading.layout == "regional_tables_2001"
    assert [
        (
            row.address.page,
            row.address.printed_page,
            row.address.row,
            row.place.country,
            row.place.program_name,
            row.cells,
        )
        for row in reading.rows
    ] == [
        (row.page, row.printed_page, row.row, row.country, row.program, row.cells)
        for row in written.rows
    ]
    assert [
        (
            total.address.page,
            total.address.row,
            total.level,
            total.place.country,
            total.students,
            total.cost,
        )
        for total in reading.totals
    ] == [
        (total.page, total.row, total.level, total.country, total.students, total.cost)
        for total in written.totals
    ]
    assert not reading.issues
    assert {row.place.fiscal_year for row in reading.rows} == {style.fiscal_year}
    for page in reading.pages:
        coverage = page.coverage
        assert coverage.words == written.words[page.number]
        assert coverage.words == coverage.used + sum(coverage.ignored.values())
        assert not coverage.left_over
    parts = {(row.place.country_part, row.place.program_part) for row in reading.rows}
    assert len(parts) == sum(len(country.programs) for country in reported)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(reported=st.lists(countries, min_size=1, max_size=3))
def test_known_rows_are_read_back(style: Style, reported: list[Country]) -> None:
    # A report has cells in all columns somewhere; without headings nothing else tells them apart.
    first = Country("Argentina", (Program("Exchange Training", (FULL, FULL)),))
    checked([first, *reported], style)


def test_a_row_goes_on_over_the_end_of_a_page() -> None:
    long = FULL | {"student_unit": " ".join(["Batallon de Infanteria de Marina"] * 90)}
    checked([Country("Mexico", (Program("IMET", (FULL, long, FULL)),))], STYLE_2003)


@pytest.mark.parametrize("absent", [role for role in ROLES if role not in ("quantity", "cost")])
def test_a_column_can_be_empty_in_the_whole_report(absent: str) -> None:
    row: Cells = FULL | {absent: ""}
    checked([Country("Mexico", (Program("IMET", (row,) * 30),))], STYLE_2003)


def test_a_first_page_without_headings_takes_its_columns_from_the_next_ones() -> None:
    few = Country("Mexico", (Program("IMET", (FULL | {"us_unit": "", "student_unit": ""},)),))
    rest = Country("Peru", (Program("IMET", (FULL,) * 60),))
    checked([few, rest], STYLE_2002)
