"""Golden rows of the report 2000-2001, each looked at on the page's image."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pytest

from foja.documents.pdf import Page, PdfDocument
from foja.layouts import PAGES_TO_LOOK_AT, two_columns_2000
from foja.meaning.values import parse_count, parse_money
from foja.model import Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.layouts.base import Reading
    from foja.model import PrintedRow

DOCUMENT = "2000-2001/3166.pdf"

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def reading(documents_folder: Path) -> Reading:
    with PdfDocument(documents_folder / DOCUMENT) as document:
        return two_columns_2000.read(document, "2000-2001/sca-wh")


class Golden(NamedTuple):
    """A row as a person reads it: printed page, its place there, where it belongs, its cells."""

    printed_page: str
    row: int
    region: str
    program: str
    stage: str
    cells: tuple[str, str, str]


GOLDEN = {
    "the document begins inside a programme of another document": Golden(
        "72",
        1,
        "South Asia",
        "Bangladesh, International Military Education and Training (IMET), FY 00",
        "actual",
        ("NAVAL COMMAND COLLEGE", "1", "$22,405"),
    ),
    "a heading that parts before its year": Golden(
        "72",
        72,
        "South Asia",
        "Bangladesh, Near East South Asia Center (NESA), FY 01",
        "planned",
        ("Executive Seminar 01A", "2", "$13,942"),
    ),
    "a title over two lines": Golden(
        "72",
        84,
        "South Asia",
        "India, International Military Education and Training (IMET), FY 00",
        "actual",
        ("ELECTROMAGNETIC SPECTM MGT", "1", "$1,330"),
    ),
    "a number of students without a cost": Golden(
        "73",
        83,
        "South Asia",
        "Maldives, Non-Security Assistance, Unified Command, FY 01",
        "planned",
        ("PMS2001JCET24N", "0", ""),
    ),
    "a region that begins inside a text column, without its name": Golden(
        "75",
        65,
        "Western Hemisphere",
        "Antigua And Barbuda (UK), International Military Education and Training (IMET), FY 00",
        "actual",
        ("AIRBORNE", "1", "$371"),
    ),
    "a running heading over three lines": Golden(
        "76",
        1,
        "Western Hemisphere",
        "Antigua And Barbuda (UK), International Military Education and Training (IMET), FY 00",
        "actual",
        ("INSTRUCTOR DEVELOPMENT", "1", "$518"),
    ),
    "a heading below the running heading that names the same": Golden(
        "80",
        1,
        "Western Hemisphere",
        "Belize, International Narcotics and Law Enforcement (INL), FY 00",
        "actual",
        ("MTT PORT SECURITY, VUL ASM", "25", "$0"),
    ),
    "a title that ends in a number": Golden(
        "79",
        2,
        "Western Hemisphere",
        "Barbados, International Military Education and Training (IMET), FY 00",
        "actual",
        ("AMEDD OFF BASIC (MS) 67", "1", "$3,895"),
    ),
    "spaces inside a title": Golden(
        "96",
        70,
        "Western Hemisphere",
        "Jamaica, International Military Education and Training (IMET), FY 01",
        "planned",
        ("WELDING STEEL", "1", "$1,088"),
    ),
    "a row at the foot of a page, over two lines": Golden(
        "96",
        91,
        "Western Hemisphere",
        "Mexico, International Military Education and Training (IMET), FY 00",
        "actual",
        ("AWC CORRESPONDENCE/RESIDEN", "1", "$4,020"),
    ),
}


@pytest.mark.parametrize("golden", GOLDEN.values(), ids=GOLDEN)
def test_rows_read_as_a_person_reads_them(reading: Reading, golden: Golden) -> None:
    (row,) = (
        row
        for row in reading.rows
        if (row.address.printed_page, row.address.row) == (golden.printed_page, golden.row)
    )
    assert (row.place.region, row.place.program, row.place.stage) == golden[2:5]
    assert tuple(row.cells.values()) == golden.cells
    assert list(row.cells) == ["course_title", "quantity", "cost"]


def amounts(rows: list[PrintedRow]) -> tuple[int, int]:
    students = sum(parse_count(row.cells["quantity"]) or 0 for row in rows)
    return students, int(sum(parse_money(row.cells["cost"]) or 0 for row in rows))


def test_every_total_is_the_sum_of_its_rows(reading: Reading) -> None:
    """Except those of Bangladesh, whose first rows stand in another document of the report."""
    parts: defaultdict[tuple[str, int, int], list[PrintedRow]] = defaultdict(list)
    for row in reading.rows:
        place = row.place
        parts["program_year", place.program_part, place.fiscal_year].append(row)
        parts["program", place.program_part, 0].append(row)
        parts["country", place.country_part, 0].append(row)
    differ = []
    for total in reading.totals:
        place = total.place
        part = place.country_part if total.level == "country" else place.program_part
        year = place.fiscal_year if total.level == "program_year" else 0
        printed = parse_count(total.students or "") or 0, int(parse_money(total.cost or "") or 0)
        if printed != amounts(parts[total.level, part, year]):
            differ.append(total)
    assert [(total.level, total.place.country, total.students) for total in differ] == [
        ("program_year", "Bangladesh", "55"),
        ("program", "Bangladesh", "115"),
        ("country", "Bangladesh", "144"),
    ]
    assert [total for total in reading.totals if total.interrupted] == differ


def test_every_printed_total_is_read(reading: Reading, documents_folder: Path) -> None:
    with PdfDocument(documents_folder / DOCUMENT) as document:
        printed = sum(
            [word.text for word in page.words].count("Totals:") for page in document.pages()
        )
    assert len(reading.totals) == printed
    assert len(reading.rows) == 3160


def test_mexico_as_done_is_what_the_report_says(reading: Reading) -> None:
    done = [
        row for row in reading.rows if (row.place.country, row.place.stage) == ("Mexico", "actual")
    ]
    assert amounts(done) == (710, 2_585_636)
    assert {row.place.fiscal_year for row in done} == {2000}


def test_every_word_is_used_or_ignored_by_name(reading: Reading) -> None:
    assert reading.issues == []
    for page in reading.pages:
        coverage = page.coverage
        assert coverage.left_over == ()
        assert coverage.words == coverage.used + sum(coverage.ignored.values())
        assert set(coverage.ignored) <= {"page_number", "running_heading", "column_headings"}
    assert [page.coverage.printed_page for page in reading.pages] == [
        str(number) for number in range(72, 110)
    ]


def test_regions_follow_each_other(reading: Reading) -> None:
    countries = [(row.place.region, row.place.country) for row in reading.rows]
    first = countries.index(("Western Hemisphere", "Antigua And Barbuda (UK)"))
    assert {region for region, _ in countries[:first]} == {"South Asia"}
    assert {region for region, _ in countries[first:]} == {"Western Hemisphere"}
    assert len(dict.fromkeys(countries)) == 39


class Moved:
    """The document printed larger or smaller, elsewhere on the sheet, drawn in another order."""

    def __init__(self, document: PdfDocument, scale: float) -> None:
        self._document, self._scale = document, scale

    def _changed(self, page: Page) -> Page:
        scale = self._scale
        words = [
            Word(text, 20 + scale * x0, scale * y0, 20 + scale * x1, scale * y1)
            for text, x0, y0, x1, y1 in page.words
        ]
        words.sort(key=lambda word: (word.text, word.y0, word.x0))
        width = 2 * 20 + scale * page.width
        return Page(page.number, width, scale * page.height, tuple(words))

    def pages(self) -> Iterator[Page]:
        return (self._changed(page) for page in self._document.pages())


@pytest.mark.parametrize("scale", [0.7, 1.6])
def test_no_place_on_the_page_is_taken_for_granted(
    reading: Reading, documents_folder: Path, scale: float
) -> None:
    with PdfDocument(documents_folder / DOCUMENT) as document:
        moved = two_columns_2000.read(Moved(document, scale), "2000-2001/sca-wh")  # type: ignore[arg-type]
    assert [(row.place, row.cells) for row in moved.rows] == [
        (row.place, row.cells) for row in reading.rows
    ]
    assert [(total.place, total.label, total.students, total.cost) for total in moved.totals] == [
        (total.place, total.label, total.students, total.cost) for total in reading.totals
    ]
    assert moved.issues == []


def test_it_claims_its_own_document_only(documents_folder: Path) -> None:
    claimed = set()
    for path in sorted(documents_folder.glob("*/*.pdf")):
        with PdfDocument(path) as document:
            numbers = range(1, min(PAGES_TO_LOOK_AT, document.page_count) + 1)
            if any(two_columns_2000.recognizes(document.page(number)) for number in numbers):
                claimed.add(path.relative_to(documents_folder).as_posix())
    assert claimed == {DOCUMENT}
