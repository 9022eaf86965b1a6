"""A reading becomes records: identifiers, understood values, doubts; nothing is made up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.ruled_readings import catalog_of

from foja.errors import Issue
from foja.layouts.base import PageReading, Reading
from foja.model import Address, Box, PageCoverage, Place, PrintedRow, PrintedTotal, Word
from foja.tables.records import records_of
from foja.tables.schema import BY_NAME
from foja.tables.validation import check_table

KEY = "2020-2021/wh"
DOCUMENT = catalog_of({"wh": b"a document"}).document(KEY)
PLACE = Place(
    region="Western Hemisphere",
    country="Mexico",
    country_part=1,
    program="IMET-1 - Fiscal Year 2020 Department of State Training",
    program_part=1,
    program_name="IMET-1",
    agency="Department of State",
    fiscal_year=2020,
)
CELLS = {
    "course_title": "Law of the Sea",
    "quantity": "2",
    "location": "Newport, RI, US",
    "student_unit": "Secretaría de Marina",
    "us_unit": "Naval War College - 3",
    "cost": "$1,000.50",
    "start_date": "11/4/2019",
    "end_date": "9/30/2020",
}
BOX = Box(23.4, 50.0, 700.0, 58.0)


def page(number=1, printed="41", **figures):
    figures = {"words": 0, "used": 0} | figures
    return PageReading(number, 792.0, 612.0, PageCoverage(number, printed, **figures))


def row(place=PLACE, number=1, row=1, box=BOX, flags=(), **cells):
    address = Address(KEY, number, "41", row, box)
    return PrintedRow(address, place, CELLS | cells, flags)


def total(level="country", students="2", cost="$1,001", place=PLACE, row=1, **more):
    address = Address(KEY, 1, "41", row, BOX)
    return PrintedTotal(address, place, level, "Totals", students, cost, **more)


def records(*rows, totals=(), pages=None, issues=()):
    reading = Reading("a_layout", list(rows), list(totals), pages or [page()], list(issues))
    found = records_of(reading, DOCUMENT)
    for name in ("trainings", "printed_totals", "reconciliation", "coverage", "issues"):
        check_table(found.table(name), BY_NAME[name])
    return found


def codes(found):
    return [(issue["code"], issue["detail"]) for issue in found.issues]


# -- trainings ----------------------------------------------------------------------------------


def test_printed_and_understood_values_stand_side_by_side():
    [training] = records(row()).trainings
    assert training["training_id"] == "2020-2021.wh.41.01"
    assert (training["report"], training["document"]) == ("2020-2021", KEY)
    assert (training["page"], training["printed_page"]) == (1, "41")
    assert [training[side] for side in ("x0", "y0", "x1", "y1")] == list(BOX)
    assert (training["fiscal_year"], training["stage"]) == (2020, "actual")
    assert (training["country"], training["country_iso3"]) == ("Mexico", "MEX")
    assert training["program_printed"] == PLACE.program
    assert (training["program"], training["agency"]) == ("IMET", "DoS")
    assert (training["quantity"], training["cost_usd"]) == (2, Decimal("1000.50"))
    assert training["us_unit_printed"] == "Naval War College - 3"
    assert (training["us_unit"], training["us_quantity"]) == ("Naval War College", 3)
    assert training["start_date_printed"] == "11/4/2019"
    assert training["start_date"] == dt.date(2019, 11, 4)
    assert training["end_date"] == dt.date(2020, 9, 30)
    assert training["start_fiscal_year"] == 2020
    assert training["recipient_force"] == "MEX.SEMAR"
    assert training["recipient_rule"]
    assert training["flags"] == []


def test_a_training_that_is_clear_gives_no_issue():
    assert records(row()).issues == []


def test_a_column_that_the_report_lacks_is_null_and_an_empty_cell_is_empty():
    without = row(student_unit="")
    del without.cells["us_unit"]
    [training] = records(without).trainings
    assert training["us_unit_printed"] is None
    assert training["us_unit"] is None
    assert training["us_quantity"] is None
    assert training["student_unit_printed"] == ""
    assert training["student_unit"] is None


@pytest.mark.parametrize(
    ("role", "text", "column", "code"),
    [
        ("quantity", "2 3", "quantity", "quantity_not_read"),
        ("quantity", "two", "quantity", "quantity_not_read"),
        ("quantity", "99999999999", "quantity", "quantity_not_read"),
        ("cost", "$1 $2", "cost_usd", "cost_not_read"),
        ("cost", "$9,999,999,999,999", "cost_usd", "cost_not_read"),
        ("start_date", "$1,177", "start_date", "date_not_read"),
        ("end_date", "4/15/2015 5/14/201", "end_date", "date_not_read"),
        ("us_unit", "Navy - 99999999999", "us_quantity", "us_quantity_not_read"),
    ],
)
def test_a_value_that_cannot_be_read_is_null_and_an_issue(role, text, column, code):
    found = records(row(**{role: text}))
    assert found.trainings[0][column] is None
    assert codes(found) == [(code, text)]
    [issue] = found.issues
    assert (issue["issue_id"], issue["page"]) == ("2020-2021.wh.41.i01", 1)
    assert [issue[side] for side in ("x0", "y0", "x1", "y1")] == list(BOX)


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        ({"cost": "$"}, ["cost_missing"]),
        ({"cost": ""}, ["cost_missing"]),
        ({"cost": "$0"}, ["cost_zero"]),
        ({"quantity": ""}, ["quantity_missing"]),
        ({"start_date": "6/31/2020"}, ["date_impossible"]),
        ({"start_date": "6/27/2106"}, ["date_impossible"]),
        (
            {"start_date": "10/1/2020", "end_date": "9/30/2020"},
            ["end_before_start", "starts_outside_year"],
        ),
        ({"student_unit": "Regi?n Naval"}, ["text_mended"]),
        ({"student_unit": "26? Battalion"}, ["text_damaged"]),
    ],
)
def test_a_doubt_about_a_value_is_a_flag(cells, flags):
    assert records(row(**cells)).trainings[0]["flags"] == flags


def test_the_flags_of_the_reading_are_kept():
    assert records(row(flags=("heading_lost",))).trainings[0]["flags"] == ["heading_lost"]


def test_what_no_vocabulary_knows_is_an_issue_once_and_null_each_time():
    place = Place("Europe", "Ruritania", 1, "X - FY 2020 Y", 1, "Hentzau Fund", "Zenda", 2020)
    found = records(row(place, row=1), row(place, row=2), totals=[total(place=place)])
    for training in found.trainings:
        assert training["country"] == "Ruritania"
        assert training["program_printed"] == "X - FY 2020 Y"
        assert training["country_iso3"] is training["program"] is training["agency"] is None
    assert codes(found) == [
        ("unknown_country", "Ruritania"),
        ("unknown_program", "Hentzau Fund"),
        ("unknown_agency", "Zenda"),
    ]


def test_a_lost_heading_is_null_without_a_guess():
    place = Place(None, None, 1, None, 1, None, None, 2020)
    [training] = records(row(place)).trainings
    assert training["country"] is training["country_iso3"] is training["program"] is None
    assert training["program_printed"] is training["agency"] is training["recipient_force"] is None
    assert training["region"] == DOCUMENT.region


def test_a_box_over_the_edge_is_cut_at_the_page():
    [training] = records(row(box=Box(-1.234, 5.678, 801.0, 620.0))).trainings
    assert [training[side] for side in ("x0", "y0", "x1", "y1")] == [0, 5.68, 792, 612]


def test_rows_without_geometry_have_no_box():
    [training] = records(
        row(box=None), pages=[PageReading(1, 0, 0, PageCoverage(1, None, 0, 0))]
    ).trainings
    assert training["x0"] is training["y1"] is None
    assert training["training_id"] == "2020-2021.wh.f001.01"


# -- identifiers --------------------------------------------------------------------------------


def test_identifiers_come_from_the_printed_page_and_the_row():
    pages = [page(1, "399"), page(2, "400")]
    rows = [row(number=1, row=9), row(number=2, row=1), row(number=2, row=112)]
    found = records(*rows, pages=pages)
    assert [training["training_id"] for training in found.trainings] == [
        "2020-2021.wh.399.09",
        "2020-2021.wh.400.01",
        "2020-2021.wh.400.112",
    ]


def test_a_page_that_prints_no_number_is_named_by_its_place_in_the_file():
    pages = [page(1, "7"), page(2, None), page(12, None)]
    found = records(row(number=2), row(number=12), pages=pages)
    assert [training["training_id"] for training in found.trainings] == [
        "2020-2021.wh.f002.01",
        "2020-2021.wh.f012.01",
    ]


def test_a_number_printed_twice_names_the_first_page_only():
    pages = [page(1, "7"), page(2, "7")]
    found = records(row(number=1), row(number=2), pages=pages)
    assert [training["training_id"] for training in found.trainings] == [
        "2020-2021.wh.7.01",
        "2020-2021.wh.f002.01",
    ]
    assert codes(found) == [("page_number_repeated", "7")]


# -- totals -------------------------------------------------------------------------------------


def test_a_total_stands_beside_the_sum_of_its_rows():
    found = records(
        row(row=1),
        row(row=2, quantity="", cost="$"),
        totals=[total("program", row=1), total("country", row=2)],
    )
    assert [record["total_id"] for record in found.printed_totals] == [
        "2020-2021.wh.41.t01",
        "2020-2021.wh.41.t02",
    ]
    program, country = found.printed_totals
    assert (program["level"], program["program_printed"]) == ("program", PLACE.program)
    assert (country["level"], country["program_printed"]) == ("country", None)
    assert (country["country_iso3"], country["fiscal_year"]) == ("MEX", 2020)
    assert (country["students"], country["cost_usd"]) == (2, Decimal(1001))
    for record in found.reconciliation:
        assert record["status"] == "agrees"
        assert (record["students_printed"], record["students_summed"]) == (2, 2)
        assert record["cost_printed"] == Decimal(1001)
        assert record["cost_summed"] == Decimal("1000.50")
        assert record["rows"] == 2


def test_a_total_that_its_rows_contradict_differs():
    [record] = records(row(), totals=[total(students="3")]).reconciliation
    assert (record["status"], record["explanation"]) == ("differs", None)


def test_an_interrupted_total_is_explained_by_the_rows_that_are_missing():
    [record] = records(row(), totals=[total(students="3", interrupted=True)]).reconciliation
    assert record["status"] == "misprinted"
    assert record["explanation"]
    assert record["explanation_es"]


def test_a_total_that_cannot_be_read_is_an_issue():
    found = records(row(), totals=[total(cost="$1O")])
    assert codes(found) == [("total_not_read", "$1O")]
    assert found.printed_totals[0]["cost_usd"] is None
    assert found.reconciliation[0]["status"] == "differs"


# -- pages and issues ---------------------------------------------------------------------------


def test_the_words_of_each_page_are_accounted_for():
    stray = Word("Stray", 1, 2, 30, 10)
    pages = [page(3, "9", words=10, used=5, ignored={"b": 1, "a": 3}, left_over=(stray,))]
    found = records(pages=pages)
    [record] = found.coverage
    assert record == {
        "document": KEY,
        "report": "2020-2021",
        "page": 3,
        "printed_page": "9",
        "width": 792.0,
        "height": 612.0,
        "words": 10,
        "used": 5,
        "ignored": 4,
        "ignored_by": ["a: 3", "b: 1"],
        "left_over": 1,
    }
    [issue] = found.issues
    assert (issue["code"], issue["detail"]) == ("word_left_over", "Stray")
    assert (issue["x0"], issue["y1"]) == (1, 10)


def test_issues_are_numbered_by_page():
    issues = [
        Issue("b", KEY, 2, "on page 2", BOX),
        Issue("a", KEY, 1, "on page 1"),
        Issue("c", KEY, 2, "on page 2 as well"),
        Issue("d", KEY, 0, "the whole document"),
    ]
    found = records(pages=[page(1, "41"), page(2, "42")], issues=issues)
    assert [(record["issue_id"], record["code"]) for record in found.issues] == [
        ("2020-2021.wh.f000.i01", "d"),
        ("2020-2021.wh.41.i01", "a"),
        ("2020-2021.wh.42.i01", "b"),
        ("2020-2021.wh.42.i02", "c"),
    ]
