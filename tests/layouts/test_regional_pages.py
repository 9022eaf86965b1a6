"""Pages of the regional tables, placed word by word."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.support.regional_words import centred, ending, words

from foja.documents.pdf import Page
from foja.layouts import regional_tables_2001
from foja.layouts.regional_pages import Sheet, lines_of_page, sheets_of
from foja.model import Word

if TYPE_CHECKING:
    from foja.layouts.base import Reading

BAR = words(
    (40, "Title of"),
    (127, "# Students/Activities"),
    centred(240, "Location"),
    centred(380, "Students'"),
    centred(500, "US"),
    (617, "Cost"),
    centred(673, "Start"),
    centred(721, "End"),
    y=40,
)
HEADING = "Africa Region, Angola, Service Academies, FY 05"


def row_words(y: float, student: str = "Army") -> list[Word]:
    return words(
        (36, "Military Academy"),
        ending(174, "1"),
        (178.5, "West Point"),
        (315, student),
        (438, "USMA"),
        ending(648, "$10"),
        centred(675, "7/1/04"),
        centred(726, "6/30/05"),
        y=y,
    )


def total_words(y: float, label: str, students: str, cost: str) -> list[Word]:
    return words((42, label), ending(174, students), ending(648, cost), y=y)


def pages(*content: list[Word]) -> list[Page]:
    return [Page(number, 792, 612, tuple(found)) for number, found in enumerate(content, start=1)]


class Document:
    """Pages without a file."""

    def __init__(self, *content: list[Word]) -> None:
        self._pages = pages(*content)

    def pages(self) -> list[Page]:
        return self._pages


def read(*content: list[Word]) -> Reading:
    return regional_tables_2001.read(Document(*content), "2005-2006/all")  # type: ignore[arg-type]


@pytest.mark.parametrize("drawn_by", ["column", "end"])
def test_a_page_drawn_in_another_order_has_the_same_lines(drawn_by: str) -> None:
    drawn = [*words((36, HEADING), y=30), *BAR, *row_words(52), *row_words(60, "Navy")]
    other = drawn[::-1] if drawn_by == "end" else sorted(drawn, key=lambda word: word.x0)
    ordered = [[word.text for word in line] for line in lines_of_page(drawn)]
    assert [[word.text for word in line] for line in lines_of_page(other)] == ordered


def test_a_wrapped_heading_is_one() -> None:
    content = [
        *words((40, "DOD Africa Region, Angola, Department of Homeland"), y=30),
        *words((40, "Security Activities,FY05"), y=42),
        *row_words(54),
        *total_words(62, "FY 05 Totals:", "1", "$10"),
    ]
    (row,) = read(content).rows
    assert row.place.program_name == "Department of Homeland Security Activities"
    assert row.place.agency == "DOD"


def test_the_bar_and_what_stands_above_it_are_ignored_by_name() -> None:
    content = [
        *words((36, "IV. COUNTRY TRAINING ACTIVITIES"), y=10),
        *words((36, HEADING), y=30),
        *BAR,
        *words((40, f"DOD {HEADING}"), y=48),
        *row_words(60),
        *total_words(68, "Country Totals:", "1", "$10"),
        *words((380, "IV-1"), y=500),
    ]
    reading = read(content)
    (page,) = reading.pages
    assert page.coverage.ignored == {
        "column_headings": len(BAR),
        "note_above_table": 4,
        "page_number": 1,
        "running_heading": len(HEADING.split()),
    }
    assert page.coverage.printed_page == "IV-1"
    assert not page.coverage.left_over
    assert not reading.issues


def test_words_below_the_last_total_are_left_over() -> None:
    content = [
        *words((40, f"DOD {HEADING}"), y=48),
        *row_words(60),
        *total_words(68, "Country Totals:", "1", "$10"),
        *words((36, "Note 3: as reported by the embassy"), y=90),
    ]
    (page,) = read(content).pages
    assert [word.text for word in page.coverage.left_over][:2] == ["Note", "3:"]


def test_rows_before_the_first_heading_have_no_country_and_an_issue() -> None:
    content = [
        *row_words(30),
        *total_words(38, "FY 05 Totals:", "1", "$10"),
        *words((40, f"DOD {HEADING}"), y=48),
        *row_words(60),
        *total_words(68, "Country Totals:", "1", "$10"),
    ]
    reading = read(content)
    assert [row.place.country for row in reading.rows] == [None, "Angola"]
    assert [row.place.fiscal_year for row in reading.rows] == [2005, 2005]
    assert [total.interrupted for total in reading.totals] == [True, False]
    assert [issue.code for issue in reading.issues] == ["rows_without_country"]


def test_a_country_that_ends_without_its_total_is_an_issue() -> None:
    benin = HEADING.replace("Angola", "Benin")
    content = [
        *words((40, f"DOD {HEADING}"), y=30),
        *row_words(42),
        *words((40, f"DOD {benin}"), y=54),
        *row_words(66),
        *total_words(74, "Country Totals:", "1", "$10"),
    ]
    reading = read(content)
    assert [issue.code for issue in reading.issues] == ["country_without_total"]
    parts = [row.place.country_part for row in reading.rows]
    assert parts[0] != parts[1]
    assert reading.totals[0].place.country_part == parts[1]


def test_a_country_written_in_two_ways_is_one() -> None:
    other = "DOS Africa Region, ANGOLA, PME Exchanges,FY05"
    content = [
        *words((40, f"DOD {HEADING}"), y=30),
        *row_words(42),
        *words((40, other), y=54),
        *row_words(66),
        *total_words(74, "Country Totals:", "2", "$20"),
    ]
    reading = read(content)
    assert len({row.place.country_part for row in reading.rows}) == 1
    assert not reading.issues


def test_a_total_of_another_year_is_an_issue() -> None:
    content = [
        *words((40, f"DOD {HEADING}"), y=30),
        *row_words(42),
        *total_words(50, "FY 04 Totals:", "1", "$10"),
        *total_words(58, "Country Totals:", "1", "$10"),
    ]
    assert [issue.code for issue in read(content).issues] == ["total_of_another_year"]


def test_pages_set_at_other_places_have_other_columns() -> None:
    def moved(by: float) -> list[Word]:
        found = [*words((36, HEADING), y=30), *BAR, *row_words(52)]
        return [Word(w.text, w.x0 + by, w.y0, w.x1 + by, w.y1) for w in found]

    sheets = list(sheets_of(pages(*(moved(by) for by in (0, 40, 0, -12)))))
    edges = [sheet.columns.cost for sheet in sheets if sheet.columns]
    assert edges == [648, 688, 648, 636]


def test_a_page_with_few_cells_takes_its_columns_from_the_others() -> None:
    few = [*words((36, HEADING), y=30), *BAR, *total_words(52, "Program Totals:", "1", "$10")]
    full = [*words((36, HEADING), y=30), *BAR, *row_words(52)]
    sheets = list(sheets_of(pages(few, *([full] * 40))))
    assert len(sheets) == 41
    assert all(one.columns == other.columns for one, other in pairwise(sheets))


def test_only_headings_of_this_layout_are_recognized() -> None:
    recognizes = regional_tables_2001.recognizes
    (with_agency,) = pages(words((40, f"DOD {HEADING}"), y=30))
    (over_bar,) = pages([*words((36, HEADING), y=30), *BAR])
    (alone,) = pages(words((36, HEADING), y=30))
    (other,) = pages(words((36, "CTFP - FY 2007 DoD Training"), y=30))
    assert [recognizes(page) for page in (with_agency, over_bar, alone, other)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_page_without_words() -> None:
    reading = read([], [*words((40, f"DOD {HEADING}"), y=30), *row_words(42)])
    assert reading.pages[0].coverage.words == 0
    assert Sheet.of(pages([])[0]).lines == []
    assert len(reading.rows) == 1
