"""What only the first reports have: web pages, planned trainings, lines without units and dates."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from tests.site.reader import Reader
from tests.support import tables as small

from foja.catalog import Catalog, CatalogDocument, Report, ReportYear
from foja.documents.html import HtmlDocument
from foja.measures.rows import totals_of
from foja.site import web_page
from foja.site.app import create_app
from foja.site.words import ignored, issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.reader import Page

KEY = "1999-2000/wh-4"
FILE = "1999-2000/mexico.html"
DONE, PLANNED = "1999-2000.wh-4.f001.03", "1999-2000.wh-4.f001.06"
BOX = ("x0", "y0", "x1", "y1")
UNITS = ("student_unit_printed", "student_unit", "us_unit_printed", "us_unit", "us_quantity")
DAYS = ("start_date_printed", "end_date_printed", "start_date", "end_date", "start_fiscal_year")
NOTHING = dict.fromkeys((*BOX, "printed_page", "location_printed", *UNITS, *DAYS))
HTML = """<html><head><title>Volume I</title><script>alert(1)</script></head><body>
<img src="http://elsewhere.test/x.gif"><a href="http://elsewhere.test/">Next</a><table>
<tr><td><b>Mexico</b></td></tr><tr><td><b>IMET, FY 99</b></td></tr>
<tr><td>SHIP REPAIR</td><td>3</td><td>$700</td></tr>
<tr><td>FY 99 Totals</td><td>3</td><td>$700</td></tr>
<tr><td><b>IMET, FY 00</b></td></tr><tr><td>PLANNED COURSE</td><td>5</td><td>$900</td></tr>
<tr><td>FY 00 Totals</td><td>5</td><td>$900</td></tr>
<tr><td>Program Totals</td><td>9</td><td>$1,600</td></tr>
<tr><td>Country Totals</td><td>8</td><td>$1,600</td></tr></table></body></html>"""


def _rows() -> dict[str, list[dict[str, Any]]]:
    rows = small_rows()
    base = next(row for row in rows["trainings"] if row["country_iso3"] == "MEX")
    report = {"report": "1999-2000", "document": KEY, "page": 1}
    for identifier, title, year, stage, students, cost in (
        (DONE, "SHIP REPAIR", 1999, "actual", 3, 700),
        (PLANNED, "PLANNED COURSE", 2000, "planned", 5, 900),
    ):
        rows["trainings"].append(
            {
                **base,
                **report,
                **NOTHING,
                "training_id": identifier,
                "fiscal_year": year,
                "stage": stage,
                "program_printed": "IMET",
                "program": "IMET",
                "course_title": title,
                "course_title_printed": title,
                "quantity": students,
                "cost_usd": cost,
                "recipient_force": None,
                "recipient_rule": None,
                "flags": [],
            }
        )
    total, check = rows["printed_totals"][0], rows["reconciliation"][0]
    for number, level, year, stage, students, summed, cost in (
        (4, "program_year", 1999, "actual", 3, 3, 700),
        (7, "program_year", 2000, "planned", 5, 5, 900),
        (8, "program", 2000, "planned", 9, 8, 1600),
        (9, "country", 2000, "planned", 8, 8, 1600),
    ):
        identifier = f"1999-2000.wh-4.f001.t{number:02d}"
        rows["printed_totals"].append(
            {
                **total,
                **report,
                **dict.fromkeys(("x0", "y0", "x1", "y1", "printed_page")),
                "total_id": identifier,
                "level": level,
                "country": base["country"],
                "country_iso3": "MEX",
                "program_printed": None if level == "country" else "IMET",
                "fiscal_year": year,
                "stage": stage,
                "students": students,
                "cost_usd": cost,
            }
        )
        rows["reconciliation"].append(
            {
                **check,
                "total_id": identifier,
                "report": "1999-2000",
                "students_printed": students,
                "students_summed": summed,
                "cost_printed": cost,
                "cost_summed": cost,
                "status": "agrees" if students == summed else "misprinted",
                "explanation": None if students == summed else "The page counts one too many.",
                "explanation_es": None if students == summed else "La página cuenta uno de más.",
            }
        )
    document = next(row for row in rows["documents"] if row["status"] == "read")
    rows["documents"].append({**document, **report, "path": FILE, "pages": 1, "rows": 2})
    del rows["documents"][-1]["page"]
    page = {**rows["coverage"][0], **report, "printed_page": None, "width": None, "height": None}
    rows["coverage"].append({**page, "ignored_by": ["navigation: 1"]})
    empty = {**rows["issues"][0], "issue_id": "2016-2017.wh.f002.i01", "report": "2016-2017"}
    rows["issues"].append(
        {**empty, "document": "2016-2017/wh", "page": 2, "code": "page_without_text"}
    )
    return rows


small_rows = small.all_rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documents folder that holds the web page."""
    path = tmp_path_factory.mktemp("web") / FILE
    path.parent.mkdir()
    path.write_text(HTML, "utf-8")
    return path.parent.parent


@pytest.fixture(scope="module")
def catalog(folder: Path) -> Catalog:
    content = (folder / FILE).read_bytes()
    document = CatalogDocument(
        key=KEY,
        region_key="wh-4",
        regions=("Western Hemisphere",),
        path=FILE,
        source_url="https://1997-2001.state.gov/mexico.html",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        rendition="original",
    )
    first = Report(
        report="1999-2000",
        title="Foreign Military Training, 1999-2000",
        publisher="Department of State",
        status="read",
        fiscal_years=(ReportYear(1999, "actual"), ReportYear(2000, "planned")),
        published=None,
        documents=(document,),
    )
    return Catalog((first,))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small, "all_rows", _rows)
        return small.write_tables(tmp_path_factory.mktemp("record") / "tables")


@pytest.fixture(scope="module")
def site(tables: Path, folder: Path, catalog: Catalog) -> Iterator[Reader]:
    with Reader(create_app(tables, folder, catalog=catalog)) as reader:
        yield reader


@pytest.fixture(scope="module")
def bare_site(tables: Path, catalog: Catalog) -> Iterator[Reader]:
    with Reader(create_app(tables, catalog=catalog)) as reader:
        yield reader


def _frames(page: Page) -> list[str]:
    assert page.values("iframe", "sandbox") == [""] * len(page.values("iframe", "src"))
    assert all(page.values("iframe", "title"))
    return page.values("iframe", "src")


def test_a_line_of_a_web_page_is_shown_where_it_stands(site: Reader) -> None:
    page = site.page(f"/en/training/{DONE}")
    (frame,) = _frames(page)
    assert frame.endswith("#row-3")
    shown = site.get(frame)
    assert '<tr id="row-3" class="marked"><td>SHIP REPAIR</td>' in shown.text
    assert shown.text.count("marked") == 1
    for unsafe in ("script", "elsewhere", "img", "<a"):
        assert unsafe not in shown.text
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert shown.headers["x-frame-options"] == "SAMEORIGIN"
    assert "immutable" in shown.headers["cache-control"]
    assert "frame-src 'self'" in site.get("/en/about").headers["content-security-policy"]
    again = site.get(frame, if_none_match=shown.headers["etag"])
    assert [again.status_code, again.content] == [304, b""]
    style = site.get("/static/css/web-page.css")
    assert style.headers["cross-origin-resource-policy"] == "cross-origin"


def test_the_marked_page_is_the_documents_own(folder: Path) -> None:
    document = HtmlDocument(folder / FILE)
    assert web_page.mark(document.safe_html(), 6) == document.safe_html(marked=6)
    assert web_page.has_row(document.safe_html(), 9)
    assert not web_page.has_row(document.safe_html(), 10)
    around = web_page.excerpt(document.safe_html(), 8)
    assert around.count("<tr") == 5
    assert "SHIP REPAIR" not in around


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/page/{KEY}.html", 200),
        (f"/page/{KEY}.html?row=8&around=1", 200),
        (f"/page/{KEY}.html?row=10", 404),
        (f"/page/{KEY}.html?around=1", 404),
        (f"/page/{KEY}.html?row=-1", 400),
        (f"/page/{KEY}.html?path=/etc/passwd", 400),
        ("/page/2020-2021/wh.html", 404),
        (f"/page/{KEY}/1.webp", 404),
        ("/total/1999-2000.wh-4.f001.t08.webp", 404),
        ("/total/nothing.webp", 404),
    ],
)
def test_nothing_else_is_shown(site: Reader, address: str, status: int) -> None:
    assert site.get(address).status_code == status


def test_without_the_document_nothing_is_framed(bare_site: Reader) -> None:
    page = bare_site.page(f"/en/training/{DONE}")
    assert _frames(page) == []
    assert "foja fetch 1999-2000" in page.part("document-missing")
    assert bare_site.get(f"/page/{KEY}.html").status_code == 404
    assert "SHIP REPAIR" in bare_site.page(f"/es/document/{KEY}/1").part("lines-table")


def test_lines_and_totals_of_a_web_page_stand_in_its_order(site: Reader) -> None:
    page = site.page(f"/en/document/{KEY}/1?mark=1999-2000.wh-4.f001.t08")
    lines = page.part("lines-table")
    found = [lines.index(text) for text in ("SHIP", "Programme total, fiscal year 1999", "PLANNED")]
    assert found == sorted(found)
    both = "1999 (done) and 2000 (planned) together"
    assert f"Programme total, {both}" in lines
    assert f"Total of the country, {both}" in lines
    assert _frames(page)[0].endswith("#row-8")
    assert "Links of the web page: 1." in page.part("coverage")
    assert site.get(f"/en/document/{KEY}/1?mark=nothing").status_code == 404
    assert site.get(f"/en/document/{KEY}/1?part=2").status_code == 404


def test_long_pages_are_listed_in_parts(site: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foja.site.pages.document.LINES", 4)
    first = site.page(f"/en/document/{KEY}/1")
    assert "SHIP REPAIR" in first.part("lines-table")
    assert f"/en/document/{KEY}/1?part=2#lines" in first.links
    marked = site.page(f"/en/document/{KEY}/1?mark=1999-2000.wh-4.f001.t09")
    assert "SHIP REPAIR" not in marked.part("lines-table")
    assert "Total of the country" in marked.part("lines-table")


def test_what_a_report_does_not_print_is_said(site: Reader) -> None:
    page = site.page(f"/en/training/{DONE}")
    for value in ("location", "unit", "us-unit", "start-date", "end-date"):
        assert "not printed in this report" in page.part(f"value-{value}")
    assert "not printed in this report" not in page.part("value-cost")
    assert "row 3 of the web page" in page.part("cite-press-text")


def test_totals_of_two_years_say_so(site: Reader) -> None:
    for identifier, year in ((DONE, 1999), (PLANNED, 2000)):
        totals = site.page(f"/en/training/{identifier}").part("totals")
        assert totals.count("This total sums both years") == 2
        assert totals.index("agrees") < totals.index("This total sums both years")
        reading = site.app.state.site.reading
        found = reading.totals_of(reading.training(identifier))
        asked = totals_of(reading.tables, reading.training(identifier))
        assert [one["total_id"] for one in asked] == [one["total_id"] for one in found]
        assert [total["level"] for total in found] == ["program_year", "program", "country"]
        assert found[0]["fiscal_year"] == year


def test_a_planned_training_says_so_and_is_cited_so(site: Reader) -> None:
    page = site.page(f"/en/training/{PLANNED}")
    assert page.part("planned").startswith("Planned, not done")
    assert "planned for fiscal year 2000" in page.part("summary")
    assert "planned training" in page.part("cite-chicago-text")
    assert "2000 (planned, not done)" in page.part("cite-press-text")
    assert "previsto" in site.page(f"/es/training/{PLANNED}").part("cite-press-text")
    assert "planned" not in site.page(f"/en/training/{DONE}").ids


def test_planned_trainings_are_in_no_figure_unless_asked_for(site: Reader) -> None:
    page = site.page("/en/country/MEX?to=2000")
    assert page.part("figure-students").startswith("Students, fiscal year 1999 3")
    assert "PLANNED COURSE" not in page.part("trainings-table")
    assert "planned for fiscal years 2000" in page.part("caveats")
    assert "choose-stage" in page.ids
    planned = site.page("/en/country/MEX?stage=planned")
    assert planned.part("planned").startswith("Planned, not done")
    assert planned.part("summary").startswith("For fiscal year 2021 the reports list plans for")
    assert "SHIP REPAIR" not in planned.part("trainings-table")
    both = site.page("/en/country/MEX?stage=all")
    assert "none is a sum of what was done" in both.part("planned")
    assert "choose-stage" not in site.page("/en/country/COL").ids


def test_years_that_cannot_match_are_unknown_and_not_zero(site: Reader) -> None:
    plain = site.page("/en/country/MEX?from=1999").part("unprinted")
    assert plain == (
        "The report on fiscal year 1999 does not print the unit of the students, the U.S. unit, "
        "the place or the dates."
    )
    navy = "/en/country/MEX?from=1999&force=MEX.SEMAR"
    assert "Fiscal year 1999 therefore cannot match" in site.page(navy).part("unprinted")
    spec = site.get(
        "/en/country/MEX/chart/students_by_fiscal_year.json?from=1999&force=MEX.SEMAR"
    ).json()
    assert 1999 in [row["year"] for row in spec["datasets"]["gaps"]]
    words = site.page("/en/country/MEX?from=1999&words=ship").part("unprinted")
    assert "Words are found only in what is printed." in words
    assert "does not print" not in site.page("/en/country/MEX?from=2016").source
    start = site.page("/en/country/MEX?from=1999&basis=start").part("unprinted")
    assert "cannot match" in start


def test_a_page_without_text_is_said_where_it_matters(site: Reader) -> None:
    said = "Page 2 of the official document"
    assert said in site.page("/en/country/MEX?from=2016").part("gaps")
    assert said not in site.page("/en/country/MEX?from=2018").source
    assert said not in site.page("/en/country/COL").source


def test_a_misprint_has_both_figures_and_its_difference(site: Reader) -> None:
    page = site.page("/es/record/1999-2000")
    misprint = page.part("1999-2000.wh-4.f001.t08")
    assert "Impreso 9 US$1,600 Suma de sus renglones 8 US$1,600 Diferencia +1 US$0" in misprint
    assert "La página cuenta uno de más." in misprint
    assert _frames(page)[0].startswith(f"/page/{KEY}.html?row=8&around=1")
    assert f"/es/document/{KEY}/1?mark=1999-2000.wh-4.f001.t08" in page.links
    assert "Enlaces de la página web" in page.part("coverage")


def test_codes_without_words_are_shown_as_they_are(site: Reader) -> None:
    from foja.site.language import LANGUAGES  # noqa: PLC0415 - one test's

    assert issue("odd_thing", LANGUAGES["es"]).name == "odd thing"
    assert ignored("odd_rule: 7", LANGUAGES["en"]).count == 7
    rule = site.page("/es/training/2020-2021.wh.41.03").part("value-force")
    # A rule that the tables do not describe is named alone.
    assert rule.endswith("by unit")
