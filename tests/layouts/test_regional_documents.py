"""The official documents of the regional tables: every total, every word, every doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.regional_readings import reading

from foja.checks.totals import Amounts, sums_for
from foja.documents.pdf import PdfDocument
from foja.layouts import PDF_LAYOUTS, regional_tables_2001
from foja.meaning.values import parse_count, parse_money

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.documents

# Document, pages, rows, and totals of fiscal years, programmes, countries.
DOCUMENTS = {
    "2001-2002/10970.pdf": (94, 2587, 114, 114, 34),
    "2002-2003/21823.pdf": (100, 2849, 105, 105, 32),
    "2003-2004/34329.pdf": (40, 969, 93, 93, 41),
    "2003-2004/34330.pdf": (35, 646, 75, 75, 28),
    "2003-2004/34331.pdf": (45, 1092, 63, 63, 18),
    "2003-2004/34334.pdf": (67, 2407, 45, 45, 15),
    "2003-2004/34336.pdf": (25, 546, 41, 41, 12),
    "2003-2004/34337.pdf": (23, 515, 34, 34, 7),
    "2003-2004/34338.pdf": (134, 3404, 141, 141, 33),
    "2004-2005/45793.pdf": (135, 3247, 140, 140, 32),
    "2005-2006/75058.pdf": (306, 9005, 437, 437, 138),
}
# Printed totals that are a dollar off their rows: printed page and place on the page.
A_DOLLAR_OFF = {
    "2003-2004/34337.pdf": {"IV-219": (5, 6, 7)},
    "2005-2006/75058.pdf": {
        "IV-2": (1, 2),
        "IV-3": (5,),
        "IV-23": (6, 7),
        "IV-24": (2,),
        "IV-71": (6,),
        "IV-77": (1, 2, 7, 13, 14),
        "IV-81": (1, 7, 8),
        "IV-86": (2,),
        "IV-88": (6, 7),
        "IV-91": (5,),
        "IV-96": (12, 13),
        "IV-97": (5,),
        "IV-104": (1, 2),
        "IV-105": (3,),
        "IV-107": (1, 2),
        "IV-129": (5,),
        "IV-160": (11, 12),
        "IV-163": (7,),
    },
}
MEXICO = {
    "2001-2002/10970.pdf": ("524", "$767,246"),
    "2002-2003/21823.pdf": ("456", "$1,088,921"),
    "2003-2004/34338.pdf": ("484", "$2,130,663"),
    "2004-2005/45793.pdf": ("866", "$2,193,274"),
    "2005-2006/75058.pdf": ("909", "$2,442,374"),
}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_total_agrees_with_its_rows(documents_folder: Path, path: str) -> None:
    read = reading(documents_folder, path)
    pages, rows, *levels = DOCUMENTS[path]
    assert (len(read.pages), len(read.rows)) == (pages, rows)
    assert [
        sum(total.level == level for total in read.totals)
        for level in ("program_year", "program", "country")
    ] == levels
    amounts = [
        Amounts(parse_count(row.cells["quantity"]), parse_money(row.cells["cost"]))
        for row in read.rows
    ]
    off: dict[str, tuple[int, ...]] = {}
    for total, summed in zip(
        read.totals, sums_for(zip(read.rows, amounts, strict=True), read.totals), strict=True
    ):
        if total.interrupted:
            continue
        students, cost = parse_count(total.students or ""), parse_money(total.cost or "")
        assert (students or 0) == summed.students, total
        if (cost or 0) != summed.cost:
            assert abs((cost or 0) - summed.cost) == 1, total
            page = total.address.printed_page or ""
            off[page] = (*off.get(page, ()), total.address.row)
    assert off == A_DOLLAR_OFF.get(path, {})


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_word_is_accounted_for(documents_folder: Path, path: str) -> None:
    for page in reading(documents_folder, path).pages:
        coverage = page.coverage
        assert not coverage.left_over, page.number
        assert coverage.words == coverage.used + sum(coverage.ignored.values()), page.number


@pytest.mark.parametrize("path", MEXICO)
def test_mexico(documents_folder: Path, path: str) -> None:
    totals = [
        (total.students, total.cost)
        for total in reading(documents_folder, path).totals
        if total.level == "country" and total.place.country == "Mexico"
    ]
    assert totals == [MEXICO[path]]


def test_a_document_begins_inside_the_last_country_of_another_region(
    documents_folder: Path,
) -> None:
    read = reading(documents_folder, "2001-2002/10970.pdf")
    tail = [row for row in read.rows if row.place.country == "Sri Lanka"]
    assert [row.address.row for row in tail] == [1, 2, 3, 4, 5, 6]
    assert {row.place.region for row in tail} == {"South Asia"}
    interrupted = [total for total in read.totals if total.interrupted]
    assert [(total.level, total.students) for total in interrupted] == [
        ("program_year", "54"),
        ("program", "54"),
        ("country", "375"),
    ]
    assert read.pages[0].coverage.ignored["row_begun_in_another_document"] == 12
    assert read.rows[6].place.country == "Antigua And Barbuda (UK)"
    assert read.rows[6].place.agency == "DoS"


def test_a_number_alone_on_a_page_names_the_page_before(documents_folder: Path) -> None:
    pages = reading(documents_folder, "2005-2006/75058.pdf").pages
    assert [page.coverage.printed_page for page in pages[209:213]] == [
        "IV-210",
        None,
        "IV-211",
        None,
    ]
    assert pages[210].coverage.ignored == {"page_number": 1}


def test_doubts_are_few_and_named(documents_folder: Path) -> None:
    doubts = [
        (path, issue.page, issue.code)
        for path in DOCUMENTS
        for issue in reading(documents_folder, path).issues
    ]
    # The headings at the top of these pages name another programme than the one that goes on.
    assert doubts == [
        *(("2001-2002/10970.pdf", page, "running_heading_differs") for page in (15, 55, 82, 89)),
        ("2003-2004/34337.pdf", 23, "country_without_total"),
    ]


def test_parts_of_headings(documents_folder: Path) -> None:
    places = {
        row.place.program: row.place
        for row in reading(documents_folder, "2005-2006/75058.pdf").rows
    }
    korea = next(place for text, place in places.items() if text and "Korea, Republic" in text)
    assert (korea.country, korea.region) == ("Korea, Republic of", "East Asia and Pacific")
    coast_guard = next(place for place in places.values() if place.agency == "DOHS")
    assert coast_guard.program_name == (
        "Department of Homeland Security/United States Coat Guard Activities"
    )


def test_no_other_layout_takes_these_documents(documents_folder: Path) -> None:
    for path in sorted(documents_folder.glob("20*/*.pdf")):
        name = f"{path.parent.name}/{path.name}"
        with PdfDocument(path) as document:
            first = [document.page(n) for n in range(1, min(3, document.page_count) + 1)]
        claimed = {
            layout.NAME for layout in PDF_LAYOUTS for page in first if layout.recognizes(page)
        }
        assert (regional_tables_2001.NAME in claimed) == (name in DOCUMENTS), name
        if name in DOCUMENTS:
            assert claimed == {regional_tables_2001.NAME}
