"""The reader of the ruled tables, one thing at a time, on reports written for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.support.report_pdf import (
    STYLE_2007,
    STYLE_2009,
    STYLE_2011,
    STYLE_2020,
    STYLES,
    Country,
    Program,
    write_report,
)
from tests.support.ruled_readings import KEY, assert_reconciled, assert_same, catalog_of

from foja.errors import LayoutError
from foja.layouts import read_document
from foja.tables.records import records_of


def cells(style=STYLE_2020, **given):
    """One row: a title, a student, a dollar, and what else is given."""
    row = dict.fromkeys(style.roles, "")
    return row | {"course_title": "Seminar", "quantity": "1", "cost": "$1"} | given


def mexico(*rows, **of_program):
    return Country("Mexico", (Program("CTFP", rows, **of_program),))


@pytest.fixture
def report(tmp_path):
    """Write countries and read them: (what was written, what was read)."""

    def write_and_read(*countries, style=STYLE_2020, **options):
        written = write_report(tmp_path / "report.pdf", countries, style, **options)
        return written, read_document(written.path, KEY)

    return write_and_read


@pytest.mark.parametrize("style", STYLES, ids=["2007", "2009", "2011", "2020"])
def test_headings_give_rows_their_place(report, style):
    country = Country(
        "Mexico",
        (
            Program("CTFP", (cells(style), cells(style)), "Department of Defense"),
            Program("IMET-1", (cells(style),), "Department of State"),
        ),
    )
    _, reading = report(Country("Cuba"), country, style=style, fiscal_year=2014)
    places = [row.place for row in reading.rows]
    year = f"{style.year_words} 2014"
    assert [place.program for place in places] == [
        f"CTFP - {year} Department of Defense Training",
        f"CTFP - {year} Department of Defense Training",
        f"IMET-1 - {year} Department of State Training",
    ]
    assert [place.program_name for place in places] == ["CTFP", "CTFP", "IMET-1"]
    assert [place.agency for place in places] == [
        *["Department of Defense"] * 2,
        "Department of State",
    ]
    assert {place.country for place in places} == {"Mexico"}
    assert {place.region for place in places} == {"Western Hemisphere"}
    assert {(place.fiscal_year, place.stage) for place in places} == {(2014, "actual")}
    assert [total.level for total in reading.totals] == ["program", "program", "country"]
    assert {total.place.country for total in reading.totals} == {"Mexico"}


def test_a_report_without_us_units_has_no_such_cells(report):
    _, reading = report(mexico(cells(STYLE_2009)), style=STYLE_2009)
    assert "us_unit" not in reading.rows[0].cells


def test_the_box_of_a_row_holds_all_its_lines(report):
    _, reading = report(mexico(cells(course_title="word " * 30, end_date="9/30/2020"), cells()))
    first, second = (row.address.box for row in reading.rows)
    assert first.x0 == pytest.approx(23.4, abs=0.5)
    assert 700 < first.x1 < 792
    assert first.y1 - first.y0 > 2.8 * STYLE_2020.leading
    assert second.y0 >= first.y1 - 1


def test_a_misprinted_total_is_read_as_printed(report):
    written, reading = report(mexico(cells(), cells(), total=("2", "$198")))
    assert [(total.students, total.cost) for total in reading.totals] == [
        ("2", "$198"),
        ("2", "$2"),
    ]
    assert_reconciled(written, reading)


def test_a_page_without_text_takes_the_headings_with_it(report):
    many = tuple(cells(course_title=f"Course {number}") for number in range(150))
    chad = Country("Chad", (Program("FMF", (cells(), cells())),))
    written, reading = report(mexico(*many), chad, without_text={2})
    assert written.pages == 3
    before = [row for row in reading.rows if row.address.page == 1]
    after = [row for row in reading.rows if row.address.page > 2 and row.place.country == "Mexico"]
    assert len(before) + len(after) + 2 == len(written.rows) < 152

    assert all(row.place.program_name == "CTFP" and not row.flags for row in before)
    # The country is known from the total that ends it; the programme only the lost page could tell.
    assert all(row.place.program is None and row.flags == ("heading_lost",) for row in after)
    assert [(total.level, total.place.country, total.interrupted) for total in reading.totals] == [
        ("program", "Mexico", True),
        ("country", "Mexico", True),
        ("program", "Chad", False),
        ("country", "Chad", False),
    ]
    assert [(issue.code, issue.page) for issue in reading.issues] == [("page_without_text", 2)]
    assert [page.coverage.words for page in reading.pages][1] == 0

    records = records_of(reading, catalog_of({"wh": b""}).document(KEY)).reconciliation
    assert [record["status"] for record in records] == ["misprinted"] * 2 + ["agrees"] * 2
    assert "no text" in records[0]["explanation"]
    assert "sin texto" in records[0]["explanation_es"]


def test_rows_that_no_total_names_have_no_country(report):
    many = tuple(cells() for _ in range(60))
    _, reading = report(mexico(*many), without_text={1})
    # The country's total on page 2 names them; without it they stay nameless and are reported.
    assert {row.place.country for row in reading.rows} == {"Mexico"}
    chad = Country("Chad", (Program("FMF", many),))
    _, reading = report(Country("Mexico", (Program("CTFP", many * 2),)), chad, without_text={1, 3})
    nameless = [row for row in reading.rows if row.place.country is None]
    assert nameless
    assert all(row.address.page == 2 for row in nameless)
    [issue] = [issue for issue in reading.issues if issue.code == "rows_without_country"]
    assert issue.detail.startswith(f"{len(nameless)} rows have no country before")


def _fill_a_page(report, style):
    """As many rows as fit on the first page."""
    written, _ = report(mexico(*[cells(style)] * 80), style=style)
    return [cells(style)] * sum(row.page == 1 for row in written.rows)


@pytest.mark.parametrize("style", [STYLE_2007, STYLE_2011], ids=["no bar again", "bar again"])
def test_a_line_without_numbers_after_a_page_break_is_left_over(report, style):
    rest = dict.fromkeys(style.roles, "") | {"course_title": "and its end", "location": "VA"}
    page = _fill_a_page(report, style)
    _, reading = report(mexico(*page, rest, cells(style)), style=style)
    assert {row.cells["course_title"] for row in reading.rows} == {"Seminar"}
    assert len(reading.rows) == len(page) + 1
    assert (reading.rows[-1].address.page, reading.rows[-1].address.row) == (2, 1)
    first, second = (page.coverage.left_over for page in reading.pages)
    assert (first, [word.text for word in second]) == ((), ["and", "its", "end", "VA"])


def test_a_page_left_blank_on_purpose_interrupts_nothing(report):
    many = tuple(cells() for _ in range(100))
    written, reading = report(mexico(*many), left_blank={2})
    assert_same(written, reading)
    assert [row.address.page for row in reading.rows if row.address.page == 2] == []
    assert reading.pages[1].coverage.ignored["page_left_blank"] == 5
    assert not any(total.interrupted for total in reading.totals)


def test_a_line_without_numbers_is_left_over(report):
    stray = dict.fromkeys(STYLE_2020.roles, "") | {"location": "Stray words"}
    _, reading = report(mexico(cells(), stray, cells()))
    assert [row.cells["course_title"] for row in reading.rows] == ["Seminar", "Seminar"]
    [page] = reading.pages
    assert [word.text for word in page.coverage.left_over] == ["Stray", "words"]


def test_a_cell_off_the_centre_line_of_its_row_is_reported(report):
    stray = dict.fromkeys(STYLE_2020.roles, "") | {"course_title": "Stray words"}
    _, reading = report(mexico(cells(), stray, cells()))
    assert [row.cells["course_title"] for row in reading.rows] == ["Seminar", "Stray words Seminar"]
    assert [(issue.code, issue.page, issue.detail) for issue in reading.issues] == [
        ("cell_out_of_line", 1, "quantity: 1"),
        ("cell_out_of_line", 1, "cost: $1"),
    ]


def test_a_row_that_begins_with_empty_cells_is_no_part_of_the_row_above(report):
    first = dict.fromkeys(STYLE_2020.roles, "") | {"course_title": "Seminar", "quantity": "1"}
    second = dict.fromkeys(STYLE_2020.roles, "") | {"location": "Mexico", "cost": "$5"}
    written, reading = report(mexico(first, second))
    assert len(reading.rows) == 2
    assert_same(written, reading)


def test_a_course_named_like_a_programme_is_a_course(report):
    title = "X - FY 2020 DoD Training"
    written, reading = report(mexico(cells(STYLE_2007, course_title=title)), style=STYLE_2007)
    assert reading.rows[0].cells["course_title"] == title
    assert_same(written, reading)


def test_a_page_of_headings_only_is_read_as_headings(report):
    countries = [Country(name) for name in ("Chad", "Cuba", "Togo", "Fiji", "Oman", "Peru")]
    written, reading = report(mexico(*[cells()] * 57), *countries, mexico(cells()))
    assert_same(written, reading)
    assert len({row.place.country_part for row in reading.rows}) == 2


def test_a_total_of_another_country_is_reported(report):
    wrong = cells(course_title="Peru Fiscal Year 2020 Totals", quantity="1", cost="$1")
    _, reading = report(mexico(cells(), wrong))
    assert "total_of_another_country" in [issue.code for issue in reading.issues]


def test_a_total_of_another_year_is_reported(report):
    wrong = cells(course_title="Fiscal Year 2019 Program Totals", location="Spare")
    _, reading = report(mexico(cells(), wrong))
    codes = [(issue.code, issue.detail) for issue in reading.issues]
    assert ("total_of_another_year", "Fiscal Year 2019 Program Totals") in codes
    assert ("total_with_spare_text", "Spare") in codes


def _with_heading(role, heading):
    columns = tuple(
        (name, heading if name == role else text, width) for name, text, width in STYLE_2020.columns
    )
    return replace(STYLE_2020, columns=columns)


@pytest.mark.parametrize(
    ("role", "heading", "message"),
    [
        ("us_unit", "Trainers", "the column heading 'Trainers' is not known"),
        ("us_unit", "Start Date", "names a column twice"),
        ("end_date", "", "lacks end_date"),
    ],
)
def test_another_bar_of_headings_stops_the_document(report, role, heading, message):
    with pytest.raises(LayoutError, match=f"^{KEY}, page 1: .*{message}"):
        report(mexico(cells()), style=_with_heading(role, heading))


def test_a_pdf_of_another_layout_is_refused(tmp_path):
    canvas = Canvas(str(tmp_path / "letter.pdf"))
    canvas.drawString(72, 700, "Dear Madam, this is a letter about training.")
    canvas.save()
    with pytest.raises(LayoutError, match=r"^2020-2021/wh: none of the first 5 pages .*\.$"):
        read_document(tmp_path / "letter.pdf", KEY)
