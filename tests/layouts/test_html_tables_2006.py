"""The table of report 2006-2007: written from known rows and read back, and its known slips."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.report_html import (
    COLUMNS,
    Part,
    TableCountry,
    accounted_for,
    tables_page,
    totals_that_differ,
    write_page,
)

from foja.documents.html import HtmlDocument, HtmlRow
from foja.errors import LayoutError
from foja.layouts import html_tables_2006, read_document

if TYPE_CHECKING:
    from foja.layouts.base import Reading

KEY = "2006-2007/wh"


def read_back(page: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read_document(write_page(Path(folder), page, "page.HTM"), KEY)


def rows_of(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (row.address.row, row.place.country, row.place.program_name, row.cells)
        for row in reading.rows
    ]


def totals_of(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (total.address.row, total.level, total.place.country, total.students, total.cost)
        for total in reading.totals
    ]


# -- read back exactly ------------------------------------------------------------------------

words = st.one_of(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9),
    st.text("ABCxyzñé\ufffd0129&/()*'\"#+-.:;,<>$", min_size=1, max_size=9),
    st.sampled_from(["FY", "2006", "Totals", "Training", "-", "Course", "&nbsp;"]),
)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
dates = st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year}")


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    return {
        "course_title": draw(texts),
        "quantity": draw(st.integers(0, 999).map(str)),
        "location": draw(texts),
        "student_unit": draw(texts | st.just("")),
        "us_unit": draw(st.sampled_from(["-", ""])),
        "cost": draw(st.integers(0, 999_999).map(str) | st.just("")),
        "start_date": draw(dates | st.just("")),
        "end_date": draw(dates | st.just("")),
    }


@st.composite
def parts(draw: st.DrawFn, name: str) -> Part:
    chosen = draw(st.lists(rows(), min_size=1, max_size=4))
    above = [tuple(draw(st.lists(words, max_size=2))) for _ in chosen]
    # The line that slips must fall on a training, not on the first half of a title.
    lines = sum(map(len, above))
    slips = draw(st.booleans()) and bool(lines)
    if slips:
        chosen += [draw(rows()) for _ in range(lines)]
        above += [()] * lines
    agency = draw(st.sampled_from(["DoD", "DoS", "DOHS"]))
    return Part(name, tuple(chosen), tuple(above), slips, agency)


@st.composite
def countries(draw: st.DrawFn) -> list[TableCountry]:
    names = st.sampled_from(["Mexico", "Cape Verde, Republic of", "Cote d'Ivoire", "Laos"])
    programs = st.sampled_from(["CTFP", "Misc DOD/DOS Non-SA", "Non-SA, Combatant Command", "IMET"])
    return [
        TableCountry(
            name,
            tuple(
                draw(parts(program))
                for program in draw(st.lists(programs, max_size=3, unique=True))
            ),
        )
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ] + [TableCountry("Benin", (draw(parts("ACOTA")),))]


orders = st.permutations(list(COLUMNS)[1:]).map(lambda rest: ["course_title", *rest])


@settings(max_examples=30)
@given(countries(), orders, st.booleans())
def test_a_page_written_from_rows_reads_back(
    listing: list[TableCountry], order: list[str], us_units: bool
) -> None:
    columns = [role for role in order if us_units or role != "us_unit"]
    page, expected_rows, expected_totals = tables_page("Near East", listing, columns)
    reading = read_back(page)
    assert rows_of(reading) == expected_rows
    assert totals_of(reading) == expected_totals
    assert {issue.code for issue in reading.issues} <= {"covered_by_total"}
    assert reading.pages[0].coverage.left_over == ()
    assert accounted_for(reading)
    assert {row.place.region for row in reading.rows} <= {"Near East"}


@settings(max_examples=30)
@given(countries(), st.integers(0, 20_000))
def test_a_page_cut_anywhere_loses_no_word(listing: list[TableCountry], keep: int) -> None:
    page, expected_rows, _ = tables_page("Africa", listing)
    with tempfile.TemporaryDirectory() as folder:
        document = HtmlDocument(write_page(Path(folder), page[: max(keep, 100)]))
        if document.rows and _cut_bar(document.rows[-1]):
            with pytest.raises(LayoutError, match=f"row {document.rows[-1].number}: "):
                html_tables_2006.read(document, KEY)
            return
        reading = html_tables_2006.read(document, KEY)
    assert accounted_for(reading)
    # A total of which the cut left half a label reads as a training.
    assert len(reading.rows) <= len(expected_rows) + 1


def _cut_bar(row: HtmlRow) -> bool:
    return row.cells[:1] == ("Course Title",) and row.cells != tuple(COLUMNS.values())


# -- slips ------------------------------------------------------------------------------------

ROW = {
    "course_title": "RANGER",
    "quantity": "2",
    "location": "FORT BENNING, GA",
    "student_unit": "Police",
    "us_unit": "-",
    "cost": "1500",
    "start_date": "1/9/2006",
    "end_date": "2/3/2006",
}


def row(title: str, quantity: str = "1", cost: str = "10") -> dict[str, str]:
    return {**ROW, "course_title": title, "quantity": quantity, "cost": cost}


def issues_of(reading: Reading) -> list[tuple[str, str]]:
    return [(issue.code, issue.detail) for issue in reading.issues]


def test_a_title_of_two_rows_is_one() -> None:
    part = Part("IMET", (row("Program--German"), row("SAPPER")), (("Democracy", "Building"), ()))
    page, _, _ = tables_page("Europe", [TableCountry("Malta", (part,))])
    reading = read_back(page)
    assert [(r.address.row, r.cells["course_title"]) for r in reading.rows] == [
        (6, "Democracy Building Program--German"),
        (7, "SAPPER"),
    ]
    assert reading.issues == []


def test_what_a_total_covers_stays_empty_and_is_flagged() -> None:
    chosen = (row("Building I"), row("COVERED", "7", "700"), row("BELOW"))
    part = Part("IMET", chosen, (("PSP0618", "AF-PK"), (), ()), slips=True)
    page, _, _ = tables_page("Europe", [TableCountry("Malta", (part,))])
    reading = read_back(page)
    assert [(r.cells["course_title"], r.cells["quantity"], r.flags) for r in reading.rows] == [
        ("PSP0618 AF-PK Building I", "1", ()),
        ("", "", ("covered_by_total",)),
        ("BELOW", "1", ()),
    ]
    covered, total = reading.rows[1], reading.totals[0]
    assert covered.address.row == total.address.row == 7
    assert covered.cells == {**ROW, "course_title": "", "quantity": "", "cost": ""}
    assert (total.label, total.students, total.cost) == ("FY 2006 Program Totals", "9", "$720")
    assert issues_of(reading) == [
        ("covered_by_total", "row 7: FORT BENNING, GA | Police | - | 1/9/2006 | 2/3/2006")
    ]
    assert {r.place.program_part for r in reading.rows} == {total.place.program_part}


def test_a_total_names_the_rows_below_a_heading_that_comes_twice() -> None:
    part = Part("IMET", (ROW,))
    listing = [
        TableCountry("Benin", (part,)),
        TableCountry("Burkina Faso", (part,), heading="Benin"),
        TableCountry("Burundi", (part,)),
    ]
    reading = read_back(tables_page("Africa", listing)[0])
    assert [(r.place.country, r.flags) for r in reading.rows] == [
        ("Benin", ()),
        ("Burkina Faso", ("heading_contradicted",)),
        ("Burundi", ()),
    ]
    assert [t.place.country for t in reading.totals[2:4]] == ["Burkina Faso", "Burkina Faso"]
    assert [code for code, _ in issues_of(reading)] == ["total_of_another_country"]


def test_a_heading_that_comes_once_is_not_overruled_by_a_total() -> None:
    listing = [TableCountry("Chad", (Part("IMET", (ROW,)),), heading="Comoros")]
    reading = read_back(tables_page("Africa", listing)[0])
    assert [r.place.country for r in reading.rows] == ["Comoros"]
    assert issues_of(reading) == [("total_of_another_country", "row 6: Chad below Comoros")]


def test_a_total_whose_capitals_differ_is_the_country_s() -> None:
    page, _, _ = tables_page(
        "Africa", [TableCountry("Sao Tome And Principe", (Part("IMET", (ROW,)),))]
    )
    reading = read_back(page.replace("<B>Sao Tome And", "<B>Sao Tome and"))
    assert reading.rows[0].place.country == "Sao Tome and Principe"
    assert reading.issues == []


def test_what_has_no_place_is_left_over_and_named() -> None:
    page, _, _ = tables_page("Africa", [TableCountry("Chad", (Part("IMET", (ROW,)),))])
    page = page.replace("</TBODY>", "<TR><TD>two<TD>cells<TR><TD>half a title" + "<TD>" * 7)
    reading = read_back(page.replace("<table", "<p>a note</p><table"))
    assert issues_of(reading) == [
        ("text_left_over", "row 0: a note"),
        ("text_left_over", "row 7: two cells"),
        ("text_left_over", "row 8: half a title"),
    ]
    assert accounted_for(reading)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("Location", "Town"), r"2006-2007/wh, row 3: the column heading 'Town' is not known"),
        (("Location", "Students"), r"2006-2007/wh, row 3: no column is headed location\."),
        (("US Units", "Location"), r"2006-2007/wh, row 3: two columns have the same heading\."),
    ],
)
def test_other_column_headings_are_refused(change: tuple[str, str], reason: str) -> None:
    page, _, _ = tables_page("Africa", [TableCountry("Chad", (Part("IMET", (ROW,)),))])
    # The second table has all headings, so that the page is known by them.
    both = page.replace(*change, 1).replace("</TBODY>", page[page.index("<TR>") :])
    with pytest.raises(LayoutError, match=reason):
        read_back(both)


# -- the pages themselves ---------------------------------------------------------------------

PAGES = {"af": 92084, "eap": 92085, "eur": 92086, "ne": 92087, "sca": 92088, "wh": 92089}
readings: dict[str, Reading] = {}


def official(folder: Path, region: str) -> Reading:
    if region not in readings:
        path = folder / "2006-2007" / f"{PAGES[region]}.htm"
        readings[region] = read_document(path, f"2006-2007/{region}")
    return readings[region]


def cells_at(reading: Reading, number: int) -> dict[str, str]:
    return next(r.cells for r in reading.rows if r.address.row == number)


@pytest.mark.documents
@pytest.mark.parametrize("region", PAGES)
def test_every_word_and_every_total_of_a_page(documents_folder: Path, region: str) -> None:
    reading = official(documents_folder, region)
    assert accounted_for(reading)
    coverage = reading.pages[0].coverage
    assert coverage.left_over == ()
    assert set(coverage.ignored) == {"column_headings", "navigation", "release_details"}
    codes = {issue.code for issue in reading.issues}
    assert codes <= {"covered_by_total", "total_of_another_country"}
    source = (documents_folder / "2006-2007" / f"{PAGES[region]}.htm").read_text("utf-8")
    assert len(reading.totals) == source.count(" Totals<")


@pytest.mark.documents
def test_a_row_as_the_page_prints_it(documents_folder: Path) -> None:
    assert cells_at(official(documents_folder, "wh"), 4) == {
        "course_title": "MET CT- REGIONAL CIV-MIL",
        "quantity": "1",
        "location": "URUGUAY",
        "student_unit": "Antigua Barbuda Defence Force",
        "us_unit": "-",
        "cost": "3005",
        "start_date": "1/30/2006",
        "end_date": "2/3/2006",
    }
    assert cells_at(official(documents_folder, "wh"), 3225)["cost"] == ""


@pytest.mark.documents
def test_swaziland_has_its_costs_and_dates_in_their_columns(documents_folder: Path) -> None:
    rows = [r for r in official(documents_folder, "af").rows if r.place.country == "Swaziland"]
    assert len(rows) == 17
    for printed in rows:
        assert float(printed.cells["cost"]) > 0
        assert printed.cells["end_date"].count("/") == 2


@pytest.mark.documents
def test_burkina_faso_stands_below_a_second_heading_of_benin(documents_folder: Path) -> None:
    reading = official(documents_folder, "af")
    flagged = [r for r in reading.rows if "heading_contradicted" in r.flags]
    assert {r.place.country for r in flagged} == {"Burkina Faso"}
    assert [r.address.row for r in flagged] == [
        *range(178, 187),
        *range(190, 197),
        *range(200, 207),
    ]
    assert [t.place.country for t in reading.totals].count("Central African Republic") == 1


@pytest.mark.documents
def test_afghanistan_goes_on_below_its_total(documents_folder: Path) -> None:
    reading = official(documents_folder, "sca")
    titles = [
        cells_at(reading, number)["course_title"] for number in (180, 182, 184, 189, 190, 191)
    ]
    assert titles == [
        "PSP0618 AF-PK Confidence Building II",
        "PSP0618 AF-PK Confidence Building II",
        "PSP0623 AF-PK Confidence Building I",
        "",
        "SES 06-6",
        "SES 06-6",
    ]
    total = next(t for t in reading.totals if t.address.row == 189)
    assert (total.level, total.students, total.cost) == ("program", "66", "$262,823")
    of_part = [r for r in reading.rows if r.place.program_part == total.place.program_part]
    assert of_part[-1].address.row == 191


# The rows of the totals that cover a training, and of the totals of their countries.
COVERING = {"eur": {366: 368, 612: 614, 677: 679, 888: 890}, "sca": {189: 217, 1202: 1205}}


@pytest.mark.documents
@pytest.mark.parametrize("region", PAGES)
def test_totals_differ_by_the_trainings_they_cover(documents_folder: Path, region: str) -> None:
    reading = official(documents_folder, region)
    covering = COVERING.get(region, {})
    covered = [r.address.row for r in reading.rows if "covered_by_total" in r.flags]
    assert covered == list(covering)
    differing = {
        total.address.row: (
            int(total.students or 0) - summed.students,
            int((total.cost or "").strip("$").replace(",", "")) - summed.cost,
        )
        for total, summed in totals_that_differ(reading)
    }
    assert sorted(differing) == sorted([*covering, *covering.values()])
    for program, country in covering.items():
        assert differing[program] == differing[country]
        assert min(differing[program]) >= 0
