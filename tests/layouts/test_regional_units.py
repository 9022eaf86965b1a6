"""Headings, columns and rows of the regional tables, each by itself."""

from __future__ import annotations

import pytest
from tests.support.regional_words import LETTER, centred, ending, words

from foja.layouts.regional_columns import Columns
from foja.layouts.regional_evidence import Evidence, strongest
from foja.layouts.regional_headings import full_year, heading_of, total_of
from foja.layouts.regional_rows import PARTED, SLIPPED, Row

COLUMNS = Columns(174, 178.5, 315, 438, 648, 675, 726)


def split(*placed: tuple[float, str]) -> list[tuple[str, str]]:
    return [(role, run.text) for role, run in COLUMNS.split(words(*placed))]


# -- headings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agency", "region", "country", "program", "year"),
    [
        (
            "DoS Western Hemisphere Region, Argentina, Exchange Training, FY 01",
            "DoS",
            "Western Hemisphere",
            "Argentina",
            "Exchange Training",
            2001,
        ),
        (
            "DOHS NIS Region, Georgia, Miscellaneous, DOD/DOS Non-Security Assistance,FY03",
            "DOHS",
            "NIS",
            "Georgia",
            "Miscellaneous, DOD/DOS Non-Security Assistance",
            2003,
        ),
        ("NIS Region, Russia, PME Exchanges, FY 03", None, "NIS", "Russia", "PME Exchanges", 2003),
        (
            "DOD East Asia and Pacific Region, Korea, Republic Of, Service Academies,FY05",
            "DOD",
            "East Asia and Pacific",
            "Korea, Republic Of",
            "Service Academies",
            2005,
        ),
        (
            "DOD Africa Region, Congo, Democratic Republic of the, PME Exchanges,FY2004",
            "DOD",
            "Africa",
            "Congo, Democratic Republic of the",
            "PME Exchanges",
            2004,
        ),
    ],
)
def test_parts_of_a_heading(
    text: str, agency: str | None, region: str, country: str, program: str, year: int
) -> None:
    heading = heading_of(text)
    assert heading is not None
    assert (heading.agency, heading.region, heading.country) == (agency, region, country)
    assert (heading.program, heading.fiscal_year) == (program, year)


@pytest.mark.parametrize(
    "text",
    [
        "Title of Training",
        "Policia Region, Bogota",
        "Africa Region, Angola, FY 01",
        "Africa Region, Angola, IMET Africa Region, Benin, IMET, FY 00",
        "",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert heading_of(text) is None


def test_totals() -> None:
    assert total_of("FY 01 Totals: 54 $121,932") == ("program_year", 2001)
    assert total_of("Program Totals: 54") == ("program", None)
    assert total_of("Country Totals:") == ("country", None)
    assert total_of("Totals of the Navy") is None
    assert [full_year(text) for text in ("01", "99", "2005")] == [2001, 1999, 2005]


# -- columns ------------------------------------------------------------------------------------


def test_a_row_is_split_at_its_columns() -> None:
    assert split(
        (36, "RANGER CRS 2"),
        ending(174, "12"),
        (178.5, "FT BENNING"),
        (315, "Army"),
        (438, "USMA"),
        ending(648, "$4,088"),
        centred(675, "5/7/01"),
        centred(726, "5/30/01"),
    ) == [
        ("course_title", "RANGER CRS 2"),
        ("quantity", "12"),
        ("location", "FT BENNING"),
        ("student_unit", "Army"),
        ("us_unit", "USMA"),
        ("cost", "$4,088"),
        ("start_date", "5/7/01"),
        ("end_date", "5/30/01"),
    ]


def test_a_text_may_hang_over_the_edge_of_an_empty_column() -> None:
    # "ARM "Manzanillo"(1) Manzanillo, Colima;" (FY2003, p. IV-329) ends six points over the edge.
    line = [(444 - 4 * 20 - 2, "Manzanillo, Colima;")]
    assert split((315, "Navy"), *line)[-1] == ("student_unit", "Manzanillo, Colima;")


def test_a_text_longer_than_its_column_ends_at_the_edge() -> None:
    # 315 + 31 letters of 4 points and 3 spaces: the fourth word ends at 439.
    assert split((315, "Anti-Crime/Terror Force NATIONAL US military staff and faculty")) == [
        ("student_unit", "Anti-Crime/Terror Force NATIONAL"),
        ("us_unit", "US military staff and faculty"),
    ]


@pytest.mark.parametrize(
    ("glued", "left", "right"),
    [
        ("AirCenter for Hemispheric Studies", "Air", "Center for Hemispheric Studies"),
        ("of7th Special Forces Group", "of", "7th Special Forces Group"),
        ("&Center for Hemispheric Studies", "&", "Center for Hemispheric Studies"),
        ("LOPODA 116 and more", "LOP", "ODA 116 and more"),
    ],
)
def test_cells_that_touch_are_parted_at_the_edge(glued: str, left: str, right: str) -> None:
    at = 438 - LETTER * len(left)
    assert split((at - 40, "Academy"), (at - 2 - LETTER, "x"), (at, glued)) == [
        ("student_unit", f"Academy x {left}"),
        ("us_unit", right),
    ]


def test_a_word_is_parted_at_its_capital_next_to_the_edge() -> None:
    # Letters are not equally wide, so that the edge seems to lie one letter further left.
    at = 438 - LETTER * 3 + 3
    assert split((at - 40, "Academy"), (at - 2 - LETTER, "x"), (at, "AirCenter for Studies")) == [
        ("student_unit", "Academy x Air"),
        ("us_unit", "Center for Studies"),
    ]


def test_a_parted_word_is_flagged_and_counted_once() -> None:
    line = words((386, "Army Navy AirCenter for Studies"))
    row = Row(COLUMNS)
    row.add(COLUMNS.split(line), len(line))
    assert row.flags == {PARTED}
    assert row.word_count == len(line)


# -- slipped rows -------------------------------------------------------------------------------


def slipped(*lines: list[tuple[float, str]]) -> Row:
    row = Row(COLUMNS)
    for number, line in enumerate(lines):
        placed = words(*line, y=100 + 8 * number)
        row.add(COLUMNS.split(placed), len(placed))
    row.put_back()
    return row


def test_cells_that_slipped_are_put_back() -> None:
    row = slipped(
        [
            (36, "Staff Training"),
            ending(174, "250"),
            (178.5, "Tolemaida, Tres Esquinas, Gran Espinal"),
            (438, "Army"),
            ending(648, "7th SFG"),
            centred(675, "$125,000"),
            centred(726, "4/10/02"),
        ],
        [(40.5, "5/30/02")],
        [(315, "and Navy")],
    )
    assert row.flags == {SLIPPED}
    assert row.cells() == {
        "course_title": "Staff Training",
        "quantity": "250",
        "location": "Tolemaida, Tres Esquinas, Gran Espinal",
        "student_unit": "Army and Navy",
        "us_unit": "7th SFG",
        "cost": "$125,000",
        "start_date": "4/10/02",
        "end_date": "5/30/02",
    }


def test_a_text_that_slipped_past_an_empty_cost() -> None:
    row = slipped(
        [
            (36, "Training"),
            ending(174, "2"),
            (178.5, "Bangkok"),
            (315, "General Hospital"),
            centred(675, "None"),
            centred(726, "9/9/03"),
        ],
        [(40.5, "9/12/03")],
    )
    cells = row.cells()
    assert (cells["student_unit"], cells["us_unit"], cells["cost"]) == (
        "General Hospital",
        "None",
        "",
    )
    assert (cells["start_date"], cells["end_date"]) == ("9/9/03", "9/12/03")


def test_a_date_in_a_title_is_left_where_the_row_has_its_dates() -> None:
    row = slipped(
        [
            (36, "Seminar of"),
            ending(174, "2"),
            ending(648, "$1"),
            centred(675, "9/9/03"),
            centred(726, "9/12/03"),
        ],
        [(36, "9/11/03")],
    )
    assert not row.flags
    assert row.cells()["course_title"] == "Seminar of 9/11/03"


# -- evidence -----------------------------------------------------------------------------------


def test_the_place_with_the_most_weight() -> None:
    evidence = Evidence()
    evidence.starts.update({315.0: 4, 315.1: 3, 315.2: 2, 330.0: 8})
    assert strongest(evidence.starts) == 315.0
    assert strongest(evidence.starts, left=320) == 330.0
    assert strongest(evidence.starts, right=300) is None
    assert strongest(evidence.starts, least=10) is None


def test_no_columns_without_numbers() -> None:
    evidence = Evidence()
    evidence.look_at(words((36, "Note 1"), (315, "as reported")))
    assert evidence.columns() is None


def pooled(*lines: list[tuple[float, str]]) -> Columns | None:
    evidence = Evidence()
    for line in lines:
        evidence.look_at(words(*line))
    return evidence.columns()


def full_row(title: str = "RANGER", student: float = 315) -> list[tuple[float, str]]:
    return [
        (36, title),
        ending(174, "1"),
        (178.5, "FT BENNING"),
        (student, "Army"),
        (438, "USMA"),
        ending(648, "$10"),
        centred(675, "7/1/04"),
        centred(726, "6/30/05"),
    ]


def test_columns_are_found_without_headings() -> None:
    assert pooled(full_row()) == COLUMNS


def test_figures_at_the_end_of_titles_are_no_column() -> None:
    # "SPAN UH-1 HELO RPR CN 1004" stands on every row of a page (FY2002, p. IV-209).
    assert pooled(*[full_row("HELO RPR CN 1004")] * 9) == COLUMNS


def test_texts_pushed_to_the_right_are_no_column() -> None:
    # Fewer than half of the units begin at the edge where locations are long (FY2004, p. IV-259).
    rows = [full_row(student=315)] * 9 + [full_row(student=324)] * 15
    assert pooled(*rows) == COLUMNS
