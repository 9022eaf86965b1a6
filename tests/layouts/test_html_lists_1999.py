"""The lists of report 1999-2000: written from known rows and read back, and its known slips."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.report_html import (
    BANNER_ROWS,
    Course,
    ListCountry,
    Listed,
    ListStyle,
    Year,
    accounted_for,
    lists_page,
    totals_that_differ,
    write_page,
)

from foja.documents.html import HtmlDocument
from foja.errors import DocumentError, LayoutError
from foja.layouts import html_lists_1999, read_document

if TYPE_CHECKING:
    from foja.layouts.base import Reading

KEY = "1999-2000/wh-4"
DONE, PLANNED = 1999, 2000
TITLE_ENDS = 200  # characters of a written page that hold its title


def read_back(page: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read_document(write_page(Path(folder), page), KEY)


def rows_of(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            row.address.row,
            row.place.country,
            row.place.program_name,
            row.place.fiscal_year,
            *(row.cells[role] for role in ("course_title", "quantity", "cost")),
        )
        for row in reading.rows
    ]


def totals_of(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            total.address.row,
            total.level,
            total.place.country,
            None if total.level == "country" else total.place.program_name,
            total.place.fiscal_year if total.level == "program_year" else None,
            total.students,
            total.cost,
        )
        for total in reading.totals
    ]


# -- read back exactly ------------------------------------------------------------------------

words = st.one_of(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9),
    st.text("ABCxyzñé0129&/()*'\"#+-.:,<>$", min_size=1, max_size=9),
    st.sampled_from(["Totals:", "99", "JCET:", "SCHOOL", "&", "Cost", "Region", "Title", "#"]),
)
# A title that reads "FY 99 Totals:" or "One, Two, FY 99" is on no page and could not be told apart.
titles = st.lists(words, min_size=1, max_size=5).map(" ".join).filter(lambda t: "FY" not in t)
dollars = st.one_of(st.just("$0"), st.just(""), st.integers(0, 9_999_999).map("${:,}".format))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    title = draw(titles)
    length = len(title.split())
    wraps_at = draw(st.none() | st.integers(1, length - 1)) if length > 1 else None
    return Course(title, draw(st.integers(0, 9_999).map(str)), draw(dollars), wraps_at)


names = st.sampled_from(
    ["Mexico", "Korea, Republic Of", "Congo (DROC)", "Cote d'Ivoire", "Bosnia & Herzegovina"]
)
programs = st.sampled_from(
    [
        "International Military Education And Training (IMET)",
        "Section 1004 - DoD Drug Interdiction",
        "Non-Security Assistance, Unified Command Engagement Activities",
        "Section 506 - FAA Drawdown Relating To Narcotics Education And Training",
        "Exchanges",
    ]
)


@st.composite
def listed(draw: st.DrawFn, name: str) -> Listed:
    years = draw(st.sampled_from([(DONE,), (PLANNED,), (DONE, PLANNED)]))
    chosen = [draw(st.lists(courses(), min_size=1, max_size=4)) for _ in years]
    return Listed(name, tuple(Year(year, tuple(c)) for year, c in zip(years, chosen, strict=True)))


@st.composite
def countries(draw: st.DrawFn) -> list[ListCountry]:
    chosen = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return [
        ListCountry(
            name,
            tuple(
                draw(listed(program))
                for program in draw(st.lists(programs, min_size=1, max_size=3, unique=True))
            ),
        )
        for name in chosen
    ]


styles = st.builds(
    ListStyle,
    width=st.integers(20, 70),
    bold=st.booleans(),
    blank_every=st.integers(0, 7),
    fourth_cell=st.booleans(),
    closed_after=st.integers(0, 30),
    running=st.booleans(),
)


@settings(max_examples=50)
@given(countries(), styles)
def test_a_page_written_from_rows_reads_back(listing: list[ListCountry], style: ListStyle) -> None:
    page, rows, totals = lists_page("Western Hemisphere", listing, style)
    reading = read_back(page)
    assert rows_of(reading) == rows
    assert totals_of(reading) == totals
    assert reading.issues == []
    assert accounted_for(reading)
    assert reading.pages[0].coverage.left_over == ()
    assert {row.place.region for row in reading.rows} == {"Western Hemisphere"}
    for row in reading.rows:
        assert (row.place.stage == "actual") is (row.place.fiscal_year == DONE)
        assert row.address.page == 1
        assert row.address.box is row.address.printed_page is None


@settings(max_examples=50)
@given(countries(), st.integers(0, 10_000))
def test_a_page_cut_anywhere_loses_no_word(listing: list[ListCountry], keep: int) -> None:
    page, rows, _ = lists_page("Africa", listing)
    with tempfile.TemporaryDirectory() as folder:
        document = HtmlDocument(write_page(Path(folder), page[: max(keep, TITLE_ENDS)]))
        reading = html_lists_1999.read(document, KEY)
    assert accounted_for(reading)
    assert len(reading.rows) <= len(rows)


# -- what the places say ----------------------------------------------------------------------

TWO_YEARS = Listed(
    "International Military Education And Training (IMET)",
    (Year(DONE, (Course("RANGER", "2", "$10"),)), Year(PLANNED, (Course("SAPPER", "3", "$20"),))),
)
ONE_YEAR = Listed("Exchanges", (Year(DONE, (Course("WAR COLLEGE", "1", "$5"),)),))


def test_both_years_share_the_part_of_their_programme() -> None:
    page, _, _ = lists_page("Africa", [ListCountry("Benin", (TWO_YEARS, ONE_YEAR))])
    reading = read_back(page)
    assert [(r.place.country_part, r.place.program_part) for r in reading.rows] == [
        (1, 1),
        (1, 1),
        (1, 2),
    ]
    assert [row.place.program for row in reading.rows] == [
        "Benin, International Military Education And Training (IMET), FY 99",
        "Benin, International Military Education And Training (IMET), FY 00",
        "Benin, Exchanges, FY 99",
    ]


def test_a_total_with_planned_trainings_is_no_total_of_what_was_done() -> None:
    page, _, _ = lists_page("Africa", [ListCountry("Benin", (TWO_YEARS, ONE_YEAR))])
    totals = read_back(page).totals
    assert [(t.level, t.place.fiscal_year, t.place.stage) for t in totals] == [
        ("program_year", DONE, "actual"),
        ("program_year", PLANNED, "planned"),
        ("program", PLANNED, "planned"),
        ("program_year", DONE, "actual"),
        ("program", DONE, "actual"),
        ("country", PLANNED, "planned"),
    ]


def test_a_country_that_follows_itself_is_two_parts() -> None:
    benin = ListCountry("Benin", (ONE_YEAR,))
    page, _, _ = lists_page("Africa", [benin, benin])
    assert [row.place.country_part for row in read_back(page).rows] == [1, 2]


def test_the_title_of_the_page_tells_the_stage_where_one_year_is_listed() -> None:
    page, _, _ = lists_page("Africa", [ListCountry("Benin", (ONE_YEAR,))])
    assert [row.place.stage for row in read_back(page).rows] == ["actual"]
    untitled = page.replace("FY 1999 and 2000", "")
    with pytest.raises(LayoutError, match=r"the headings name FY 1999, not two fiscal years"):
        read_back(untitled)


# -- slips ------------------------------------------------------------------------------------


def page_of(*rows: str, region: str = "Near East Region") -> str:
    table = "".join(f"<tr><td>{'<td>'.join(row.split('|'))}" for row in rows)
    title = "Foreign Military Training Report FY 1999 and 2000"
    return f"<title>{title}</title><p><i>{region}</i><table>{table}</table>"


def issues_of(reading: Reading) -> list[tuple[str, str]]:
    return [(issue.code, issue.detail) for issue in reading.issues]


def test_a_heading_without_its_year_has_that_of_its_total() -> None:
    heading = "Saudi Arabia, Miscellaneous DoD-DoS Activities, FY"
    reading = read_back(
        page_of(
            *(heading, "BLUE FLAG 00|10|$0", "FY 00 Totals: |10|$0", "Country Totals:|10|$0"),
            *("Benin, IMET, FY 99", "RANGER|1|$2", "FY 99 Totals:|1|$2"),
        )
    )
    place = reading.rows[0].place
    assert (place.country, place.program, place.fiscal_year, place.stage) == (
        "Saudi Arabia",
        heading,
        PLANNED,
        "planned",
    )
    assert issues_of(reading) == [("heading_without_year", f"row 1: {heading}")]


def test_a_bold_line_below_a_training_is_a_heading() -> None:
    reading = read_back(
        page_of(
            *("Benin, IMET, FY 99", "RANGER|1|$2"),
            *("<b>Benin, Exchanges,</b>", "<b>FY 99</b>", "SAPPER|3|$4", "FY 99 Totals:|3|$4"),
            *("Benin, Exchanges, FY 00", "TANKS|5|$6"),
        )
    )
    assert [row.place.program_name for row in reading.rows] == ["IMET", "Exchanges", "Exchanges"]
    assert issues_of(reading) == [
        ("year_without_total", "Benin, IMET, FY 99 before the heading Benin, Exchanges, FY 99"),
        ("year_without_total", "Benin, Exchanges, FY 00 before the document ends"),
    ]


def test_a_number_without_cost_and_a_cost_without_number() -> None:
    reading = read_back(page_of("Benin, IMET, FY 99", "JCSOS|2", "OTHER||$7", "FY 99 Totals:|2|"))
    assert [row.cells for row in reading.rows] == [
        {"course_title": "JCSOS", "quantity": "2", "cost": ""},
        {"course_title": "OTHER", "quantity": "", "cost": "$7"},
    ]
    assert (reading.totals[0].students, reading.totals[0].cost) == ("2", None)


def test_what_stands_nowhere_is_left_over_and_named() -> None:
    page = page_of("Benin, IMET, FY 99", "RANGER|1|$2|spare", "FY 99 Totals:|1|$2", "a stray line")
    reading = read_back(page.replace("<table>", "<p>between the rows</p><table>"))
    words = sorted(word.text for word in reading.pages[0].coverage.left_over)
    assert words == sorted(["spare", "a", "stray", "line", "between", "the", "rows"])
    assert issues_of(reading) == [
        ("text_left_over", "row 0: between the rows"),
        ("text_left_over", "row 2: spare"),
        ("text_left_over", "row 4: a stray line"),
    ]
    assert accounted_for(reading)


def test_a_total_of_another_year_and_a_row_without_heading_are_doubts() -> None:
    reading = read_back(
        page_of(
            *("Benin, IMET, FY 99", "RANGER|1|$2", "FY 00 Totals:|1|$2", "Program Totals:|1|$2"),
            "LOST|1|$1",
        )
    )
    assert issues_of(reading) == [
        ("total_of_another_year", "row 3: FY 00 Totals:"),
        ("row_without_heading", "row 5: LOST 1 $1"),
        ("year_without_total", "Benin, IMET, FY 99 before the document ends"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<html><p>FY 99 Totals: 1 $2",
        "<table><tr><td>Totals<td>1</table>",
        "<table><tr><td>FY 99 Totals:<td>1<td>$2<tr><td>A heading, without a year</table>",
    ],
)
def test_another_page_is_not_recognized(tmp_path: Path, page: str) -> None:
    path = write_page(tmp_path, page)
    assert not html_lists_1999.recognizes(HtmlDocument(path))
    with pytest.raises(LayoutError, match=r"no headings of a layout that Foja knows"):
        read_document(path, KEY)


def test_a_pdf_under_the_name_of_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.HTML"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(DocumentError, match="is not a web page but a PDF"):
        read_document(path, KEY)


# -- the pages themselves ---------------------------------------------------------------------

PAGES = {
    "af-1": "cta_af_a2gam",
    "af-2": "cta_af_gha2rwa",
    "af-3": "cta_af_sao2zim",
    "eap-1": "cta_eap_aust2papua",
    "eap-2": "cta_eap_phil2viet",
    "eur-1": "cta_eur_alb2est",
    "eur-2": "cta_eur_latv2switz",
    "ne-1": "cta_nea_alg2eg",
    "ne-2": "cta_nea_ir2ye",
    "nis": "cit_nis_all",
    "sca": "cta_sasia_all",
    "wh-1": "cta_wha_a2ch",
    "wh-2": "cta_wha_col2ecua",
    "wh-3": "cta_wha_el2jama",
    "wh-4": "cta_wha_mex2peru",
    "wh-5": "cta_what_stk2ven",
}
readings: dict[str, Reading] = {}


def official(folder: Path, region: str) -> Reading:
    if region not in readings:
        path = folder / "1999-2000" / f"{PAGES[region]}.html"
        readings[region] = read_document(path, f"1999-2000/{region}")
    return readings[region]


def cells_at(reading: Reading, number: int) -> tuple[str, ...]:
    return next(tuple(r.cells.values()) for r in reading.rows if r.address.row == number)


@pytest.mark.documents
@pytest.mark.parametrize("region", PAGES)
def test_every_word_and_every_total_of_a_page(documents_folder: Path, region: str) -> None:
    reading = official(documents_folder, region)
    assert accounted_for(reading)
    coverage = reading.pages[0].coverage
    assert coverage.left_over == ()
    assert sum(coverage.ignored.values()) < coverage.used / 10
    source = (documents_folder / "1999-2000" / f"{PAGES[region]}.html").read_text("utf-8")
    assert len(reading.totals) == source.count(" Totals:")
    assert totals_that_differ(reading) == []


@pytest.mark.documents
def test_mexico_as_the_page_prints_it(documents_folder: Path) -> None:
    reading = official(documents_folder, "wh-4")
    assert cells_at(reading, 18) == ("ACADEMIC INSTRUCTOR", "2", "$460")
    # A title on two rows (32 and 33), a row without a cost, an empty row between two trainings.
    assert cells_at(reading, 32) == ("AWC CORRESPONDENCE/RESIDEN", "1", "$4,020")
    assert cells_at(reading, 313) == ("In Country Team Assessment", "1", "")
    assert cells_at(reading, 36) == ("BATTLE STAFF OPERATIONS", "4", "$7,256")
    years = [
        (total.students, total.cost)
        for total in reading.totals
        if total.place.country == "Mexico"
        and total.level == "program_year"
        and total.place.stage == "actual"
    ]
    assert years == [
        ("305", "$602,229"),
        ("90", "$0"),
        ("548", "$3,411,064"),
        ("2", "$0"),
        ("8", "$57,136"),
        ("30", "$0"),
    ]


@pytest.mark.documents
def test_egypt_goes_on_below_a_table_closed_too_early(documents_folder: Path) -> None:
    reading = official(documents_folder, "ne-1")
    assert cells_at(reading, 839) == ("MTT SEARCH COORD & PLAN 22", "30", "$0")
    last = reading.totals[-1]
    assert (last.address.row, last.level, last.place.country) == (846, "country", "Egypt")
    assert (last.students, last.cost) == ("4952", "$31,374,853")


@pytest.mark.documents
def test_a_running_heading_opens_nothing_new(documents_folder: Path) -> None:
    reading = official(documents_folder, "sca")
    assert reading.pages[0].coverage.ignored["column_headings"] == 4
    centre = [
        row.place
        for row in reading.rows
        if row.place.country == "Sri Lanka" and row.place.program_name == "Asia Pacific Center"
    ]
    assert {place.program for place in centre} == {
        "Sri Lanka, Asia Pacific Center, FY 99",
        "Sri Lanka, Asia Pacific Center, FY 00",
    }
    assert len({place.program_part for place in centre}) == 1


@pytest.mark.documents
def test_the_one_heading_without_a_year(documents_folder: Path) -> None:
    reading = official(documents_folder, "ne-2")
    row = next(row for row in reading.rows if row.place.country == "Saudi Arabia")
    assert (row.address.row, row.place.fiscal_year, row.place.stage) == (688, PLANNED, "planned")
    assert [issue.code for issue in reading.issues] == ["heading_without_year"]


@pytest.mark.documents
def test_a_heading_of_which_one_line_is_not_bold(documents_folder: Path) -> None:
    places = {row.place.program for row in official(documents_folder, "af-1").rows}
    assert "Benin, International Military Education And Training (IMET), FY 99" in places
    assert "Congo (Brazzaville), Africa Center for Strategic Studies, FY 00" in places


def test_the_frame_has_the_rows_that_the_support_says() -> None:
    page, rows, _ = lists_page("Africa", [ListCountry("Benin", (ONE_YEAR,))])
    assert page.casefold().count("<tr") - page.count('"<TR>') == BANNER_ROWS + 5
    assert rows[0][0] == BANNER_ROWS + 2
