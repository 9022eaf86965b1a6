"""What the report in two columns leaves in doubt is said, not guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.support.two_columns_pdf import Country, Program, Region, Row, write_two_columns

from foja.documents.pdf import Page, PdfDocument
from foja.layouts import two_columns_2000

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.layouts.base import Reading

ROWS = tuple(Row(f"COURSE {number:03d}", 1, 10) for number in range(100))
SHORT = (Row("SEMINAR", 1, 10),)


class Pages:
    """Some pages of a document, as a document."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages

    def pages(self) -> Iterator[Page]:
        return iter(self._pages)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Mali's two years of one programme over three pages, then Niger's."""
    path = tmp_path_factory.mktemp("two-columns") / "report.pdf"
    mali = Program("Exchanges", {2000: (*ROWS, *ROWS), 2001: ROWS})
    niger = Program("Section 1004", {2000: SHORT, 2001: SHORT})
    africa = Region("Africa", (Country("Mali", (mali,)), Country("Niger", (niger,))))
    write_two_columns(path, (africa,))
    with PdfDocument(path) as document:
        found = list(document.pages())
    assert len(found) == 3
    return found


def read(pages: list[Page]) -> Reading:
    return two_columns_2000.read(Pages(pages), "made")  # type: ignore[arg-type]


def issues(reading: Reading) -> list[tuple[str, int, str]]:
    return [(issue.code, issue.page, issue.detail) for issue in reading.issues]


def interrupted(reading: Reading) -> list[tuple[str, str | None]]:
    return [(total.level, total.place.country) for total in reading.totals if total.interrupted]


def test_the_whole_document_leaves_no_doubt(pages: list[Page]) -> None:
    reading = read(pages)
    assert issues(reading) == []
    assert interrupted(reading) == []
    assert [total.students for total in reading.totals][:4] == ["200", "100", "300", "300"]


def test_totals_whose_rows_begin_before_the_document_are_interrupted(pages: list[Page]) -> None:
    reading = read(pages[1:])
    assert issues(reading) == []
    assert reading.rows[0].place.program == "Mali, Exchanges, FY 00"
    assert interrupted(reading) == [
        ("program_year", "Mali"),
        ("program", "Mali"),
        ("country", "Mali"),
    ]
    # The second year begins and ends in the document.
    assert [total.label for total in reading.totals if not total.interrupted][:1] == [
        "FY 01 Totals:"
    ]


def test_a_document_that_ends_before_its_totals_says_so(pages: list[Page]) -> None:
    assert issues(read(pages[:2])) == [
        ("year_without_total", 2, "Mali, Exchanges, FY 01 before the document ends"),
        ("program_without_total", 2, "Mali, Exchanges, FY 01 before the document ends"),
        ("country_without_total", 2, "Mali before the document ends"),
    ]


def test_a_page_without_text_interrupts_what_is_open(pages: list[Page]) -> None:
    reading = read([pages[0], replace(pages[1], words=()), pages[2]])
    assert issues(reading) == [
        ("page_without_text", 2, "the page has no text in the source"),
        (
            "running_heading_differs",
            3,
            "Mali, Exchanges, FY 01 after Mali, Exchanges, FY 00",
        ),
        (
            "year_without_total",
            3,
            "Mali, Exchanges, FY 00 before the heading Mali, Exchanges, FY 01 comes",
        ),
    ]
    assert interrupted(reading) == [
        ("program_year", "Mali"),
        ("program", "Mali"),
        ("country", "Mali"),
    ]


def test_an_empty_page_at_the_end_is_no_doubt(pages: list[Page]) -> None:
    assert issues(read([*pages, replace(pages[0], number=4, words=())])) == []


def test_rows_go_on_under_the_running_heading_where_a_page_is_missing(pages: list[Page]) -> None:
    other = [
        word._replace(text="Togo,") if word.text == "Mali," else word for word in pages[1].words
    ]
    reading = read([pages[0], replace(pages[1], words=tuple(other))])
    assert [code for code, _, _ in issues(reading)] == [
        "running_heading_differs",
        "year_without_total",
        "program_without_total",
        "country_without_total",
        "year_without_total",
        "program_without_total",
        "country_without_total",
    ]
    assert {row.place.country for row in reading.rows if row.address.page == 2} == {"Togo"}


def test_words_that_no_rule_explains_are_left_over(pages: list[Page]) -> None:
    stray = pages[0].words[-1]
    above = stray._replace(text="stray", x0=57.7, x1=90, y0=20, y1=29)
    reading = read([replace(pages[0], words=(above, *pages[0].words)), *pages[1:]])
    assert reading.pages[0].coverage.left_over == (above,)


def test_a_total_of_another_year_is_in_doubt(pages: list[Page]) -> None:
    changed = list(pages[2].words)
    texts = [word.text for word in changed]
    index = next(i for i in range(len(texts)) if texts[i : i + 3] == ["FY", "01", "Totals:"]) + 1
    changed[index] = changed[index]._replace(text="03")
    reading = read([*pages[:2], replace(pages[2], words=tuple(changed))])
    assert [(code, detail) for code, _, detail in issues(reading)] == [
        ("total_of_another_year", "FY 03 Totals:")
    ]
