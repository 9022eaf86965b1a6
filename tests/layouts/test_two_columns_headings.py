from __future__ import annotations

import pytest

from foja.layouts.two_columns_headings import (
    full_year,
    heading_of,
    stages_of,
    total_level,
    total_year,
)


@pytest.mark.parametrize(
    ("text", "region", "country", "program", "year"),
    [
        ("Mexico, Section 1004, FY 00", None, "Mexico", "Section 1004", 2000),
        (
            "Western Hemisphere Region, Trinidad-Tobago, Exchanges, FY 01",
            "Western Hemisphere",
            "Trinidad-Tobago",
            "Exchanges",
            2001,
        ),
        (
            "Pakistan, Miscellaneous, DoS/DoD, Non-Security Assistance, FY 00",
            None,
            "Pakistan",
            "Miscellaneous, DoS/DoD, Non-Security Assistance",
            2000,
        ),
        (
            "Antigua And Barbuda (UK), Non-Security Assistance, Unified Command, FY 01",
            None,
            "Antigua And Barbuda (UK)",
            "Non-Security Assistance, Unified Command",
            2001,
        ),
        (
            "Africa Region, Cape Verde, Republic Of, Exchanges, FY 99",
            "Africa",
            "Cape Verde, Republic Of",
            "Exchanges",
            1999,
        ),
        (
            "Congo, Democratic Republic of (Kinshasa), Exchanges, FY 2000",
            None,
            "Congo, Democratic Republic of (Kinshasa)",
            "Exchanges",
            2000,
        ),
        ("Gambia, The, Exchanges, FY00", None, "Gambia, The", "Exchanges", 2000),
    ],
)
def test_headings_are_taken_apart(
    text: str, region: str | None, country: str, program: str, year: int
) -> None:
    heading = heading_of(text)
    assert heading is not None
    assert heading[1:] == (region, country, program, year)
    assert heading.text == text.removeprefix(f"{region} Region, ")


@pytest.mark.parametrize(
    "text",
    [
        "COMMAND & GEN STAFF OFF",
        "Mexico, FY 00",
        "Mexico, Section 1004",
        "Mexico, Section 1004, FY 0",
        "FY 00 Totals:",
        "",
    ],
)
def test_other_text_is_no_heading(text: str) -> None:
    assert heading_of(text) is None


def test_totals_are_known_by_their_labels() -> None:
    labels = ["FY 00 Totals:", "Program Totals:", "Country Totals:"]
    assert [total_level(label) for label in labels] == ["program_year", "program", "country"]
    assert [total_year(label) for label in labels] == [2000, None, None]
    assert total_level("TOTALS ANALYSIS") is None
    assert total_level("Advanced Program Totals: a course") is None


def test_two_digits_turn_with_the_century() -> None:
    assert [full_year(text) for text in ("89", "90", "99", "00", "01", "1999", "2001")] == [
        2089,
        1990,
        1999,
        2000,
        2001,
        1999,
        2001,
    ]


def test_the_two_years_of_most_headings_tell_what_was_done() -> None:
    assert stages_of([2000, 2001, 2000]) == {2000: "actual", 2001: "planned"}
    slips = [1999, *[2000] * 5, *[2001] * 4, 2002]
    assert stages_of(slips) == {
        1999: "actual",
        2000: "actual",
        2001: "planned",
        2002: "planned",
    }


@pytest.mark.parametrize("years", [[], [2001], [1999, 2001]])
def test_years_that_do_not_follow_each_other_tell_nothing(years: list[int]) -> None:
    with pytest.raises(ValueError, match=r"none|FY"):
        stages_of(years)
