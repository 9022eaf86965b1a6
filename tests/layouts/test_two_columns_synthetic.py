"""Reports in two text columns, written from random rows, are read back exactly."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.support.two_columns_pdf import (
    Country,
    Program,
    Region,
    Row,
    Style,
    write_two_columns,
)

from foja.documents.pdf import PdfDocument
from foja.errors import LayoutError
from foja.layouts import read_document, two_columns_2000

PROGRAMS = (
    "International Military Education and Training (IMET)",
    "Non-Security Assistance, Unified Command",
    "Miscellaneous, DoS/DoD, Non-Security Assistance",
    "Section 1004",
    "Exchanges",
)
# The names of the first region come after those of the second in the alphabet.
LATER = ("Namibia", "Sao Tome And Principe", "Togo", "Zambia")
EARLIER = ("Antigua And Barbuda (UK)", "Cape Verde, Republic Of", "Fiji", "Micronesia")
FIRST_YEAR = 2000

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabc0123456789"
words = st.text(LETTERS + "/&()'.*,$#\u2019", min_size=1, max_size=9)
pieces = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=2, max_size=2).map("-".join)
titles = st.lists(words | pieces, min_size=1, max_size=7).map(" ".join)
rows = st.builds(
    Row, titles, st.integers(0, 2500), st.none() | st.integers(0, 999_999) | st.just(0)
)
row_lists = st.lists(rows, min_size=1, max_size=9).map(tuple)


@st.composite
def programs(draw: st.DrawFn, name: str) -> Program:
    years = draw(st.sampled_from([(0,), (1,), (0, 1)]))
    return Program(name, {FIRST_YEAR + year: draw(row_lists) for year in years})


@st.composite
def regions(draw: st.DrawFn) -> tuple[Region, ...]:
    made = []
    for name, names in (("Africa", LATER), ("East Asia and Pacific", EARLIER)):
        countries = []
        for country in sorted(draw(st.sets(st.sampled_from(names), min_size=1))):
            chosen = draw(st.lists(st.sampled_from(PROGRAMS), min_size=1, max_size=3, unique=True))
            countries.append(Country(country, tuple(draw(programs(name)) for name in chosen)))
        made.append(Region(name, tuple(countries)))
    both = {FIRST_YEAR: (Row("FIRST", 1, 1),), FIRST_YEAR + 1: (Row("SECOND", 2, 2),)}
    first = Region("Africa", (Country("Mali", (Program("Exchanges", both),)), *made[0].countries))
    return (first, made[1])


styles = st.builds(
    Style,
    scale=st.sampled_from([0.9, 1.0, 1.06]),
    left=st.sampled_from([36.0, 57.7]),
    across=st.booleans(),
    part_rows=st.booleans(),
    first_page=st.sampled_from([1, 72, 99]),
)


def read_back(regions: tuple[Region, ...], style: Style | None = None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        written = write_two_columns(path, regions, style)
        return written, read_document(path, "2000-2001/made")


@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(regions(), styles)
def test_all_rows_and_totals_are_read_back(regions: tuple[Region, ...], style: Style) -> None:
    written, reading = read_back(regions, style)
    # Nothing tells the second region's name unless a running heading names one of its countries.
    second = {country.name for country in regions[1].countries}
    told = bool(second & written.under_running_headings)
    doubtful = [] if told else sorted(second)
    assert reading.layout == two_columns_2000.NAME
    assert [
        (
            row.address.page,
            row.address.printed_page,
            row.address.row,
            row.place.region,
            row.place.country,
            row.place.program_name,
            row.place.fiscal_year,
            row.cells["course_title"],
            row.cells["quantity"],
            row.cells["cost"],
        )
        for row in reading.rows
    ] == [
        (
            row.page,
            row.printed_page,
            row.row,
            None if row.country in doubtful else row.region,
            row.country,
            row.program,
            row.fiscal_year,
            row.title,
            row.students,
            row.cost,
        )
        for row in written.rows
    ]
    assert [
        (
            total.address.page,
            total.level,
            total.label,
            total.place.country,
            total.place.fiscal_year,
            total.students,
            total.cost,
        )
        for total in reading.totals
    ] == [
        (
            total.page,
            total.level,
            total.label,
            total.country,
            total.last_year,
            total.students,
            total.cost,
        )
        for total in written.totals
    ]
    assert [(issue.code, issue.detail) for issue in reading.issues] == [
        ("region_in_doubt", country) for country in doubtful
    ]
    for page in reading.pages:
        ignored = sum(page.coverage.ignored.values())
        assert page.coverage.left_over == ()
        assert page.coverage.words == page.coverage.used + ignored


@settings(max_examples=6)
@given(regions())
def test_the_earlier_year_is_done_and_the_later_planned(regions: tuple[Region, ...]) -> None:
    _, reading = read_back(regions)
    expected = {(FIRST_YEAR, "actual"), (FIRST_YEAR + 1, "planned")}
    assert {(row.place.fiscal_year, row.place.stage) for row in reading.rows} == expected
    # A total of both years is planned: nothing planned is in what was done.
    assert {(total.place.fiscal_year, total.place.stage) for total in reading.totals} == expected


def test_one_year_alone_is_refused() -> None:
    only = Program("Exchanges", {2001: (Row("Foreign Acad Exchange Prog", 2, 20),)})
    with pytest.raises(LayoutError, match="FY 2001, not two fiscal years"):
        read_back((Region("Africa", (Country("Mali", (only,)),)),))


def test_boxes_hold_the_row_and_nothing_of_its_neighbours() -> None:
    long = "AWC CORRESPONDENCE/RESIDEN STUDIES BY MAIL"
    both = {2000: (Row("A", 1, 5), Row(long, 2, 7), Row("B", 3, None)), 2001: (Row("C", 0, None),)}
    country = Country("Mali", (Program("Exchanges", both),))
    _, reading = read_back((Region("Africa", (country,)),))
    first, second, third, _ = (row.address.box for row in reading.rows)
    assert second.y1 - second.y0 > 1.5 * (first.y1 - first.y0)
    assert first.y1 <= second.y0
    assert second.y1 <= third.y0
    assert (first.x0, second.x0, third.x0) == pytest.approx((57.7, 57.7, 57.7), abs=1)
    assert first.x1 == pytest.approx(second.x1, abs=0.5)
    assert third.x1 < first.x1 - 30


def test_a_page_of_another_kind_is_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    country = Country("Mali", (Program("Exchanges", {2000: (Row("A", 1, 5),)}),))
    write_two_columns(path, (Region("Africa", (country,)),))
    with PdfDocument(path) as document:
        page = document.page(1)
    assert two_columns_2000.recognizes(page)
    no_bar = tuple(word for word in page.words if word.text not in {"Title", "#", "Cost"})
    assert not two_columns_2000.recognizes(replace(page, words=no_bar))
    no_region = tuple(word for word in page.words if word.text != "Region,")
    assert not two_columns_2000.recognizes(replace(page, words=no_region))
