"""Pages of the official reports, each with a quirk, read as a person reads them.

The file beside this one holds what stands on the page. Where it is missing the test writes it and
fails: look at the page's image, compare, correct what the reader got wrong, and run the test again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from foja.documents.pdf import PdfDocument
from foja.layouts import ruled_tables_2007

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.documents.pdf import Page
    from foja.layouts.base import Reading

pytestmark = pytest.mark.documents
FOLDER = Path(__file__).parent


class Golden(NamedTuple):
    """A page of a document's file and why it was chosen."""

    path: str
    page: int
    quirk: str

    @property
    def expected(self) -> Path:
        """The file beside this one that holds what stands on the page."""
        report = self.path.split("/")[0]
        # The files of FY2020 end with their region ("...-Part-IV-I-Africa.pdf").
        region = Path(self.path).stem.split("-")[-1].casefold() if "Part-IV-" in self.path else ""
        return FOLDER / f"{report}{region and '.'}{region}.{self.page}.json"


AFRICA_2020 = "2020-2021/10-Volume-I-Section-IV-Part-IV-I-Africa.pdf"
EUROPE_2020 = "2020-2021/12-Volume-I-Section-IV-Part-IV-III-Europe.pdf"
WEST_2015 = "2015-2016/265162.western-hemisphere.excerpt.pdf"
WEST_2016 = "2016-2017/fmt_vol1_16_17.western-hemisphere.excerpt.pdf"
WEST_2017 = "2017-2018/fmt_vol1_17_18.western-hemisphere.excerpt.pdf"
WEST_2018 = "2018-2019/FMT_Volume-I_FY2018_2019.western-hemisphere.excerpt.pdf"
WEST_2019 = "2019-2020/Volume-I-508-Compliant.western-hemisphere.excerpt.pdf"
PAGES = (
    Golden("2007-2008/126578.pdf", 3, "a table that goes on without a new bar; Students for Qty"),
    Golden("2008-2009/152774.pdf", 1, "headings of programmes in italics; no US unit"),
    Golden("2009-2010/156002.pdf", 1, "a turned page; no US unit"),
    Golden("2010-2011/171514.excerpt.pdf", 3, "a font whose letters are misread: PARANÁ"),
    Golden("2011-2012/197615.excerpt.pdf", 3, "a bare $; US Unit - US Qty; a unit left empty"),
    Golden("2012-2013/213470.pdf", 5, "US Unit - US Qty without a number; totals of a country"),
    Golden("2013-2014/230219.pdf", 5, "a bar at the foot of the page, its rows on the next"),
    Golden("2014-2015/243034.pdf", 18, "a unit left empty; another running heading"),
    Golden(WEST_2015, 17, "two rows shifted by a cell, text over the right edge of the page"),
    Golden(WEST_2016, 10, "a misprinted total, the first line of its page"),
    Golden(WEST_2016, 39, "a title of three lines"),
    Golden(WEST_2016, 40, "letters as high as a heading's inside a row: Officers\u2019 Forum"),
    Golden(WEST_2017, 21, "a row shifted by a cell, text over the right edge of the page"),
    Golden(WEST_2018, 1, "Civil-Military, which other readers break in two"),
    Golden(WEST_2019, 5, "units left empty; titles of two lines"),
    Golden(AFRICA_2020, 7, "a word broken after a bracket and a hyphen"),
    Golden(AFRICA_2020, 15, "cells that other readers run together"),
    Golden(EUROPE_2020, 17, "cells that other readers run together"),
)


class Beginning(PdfDocument):
    """The first pages of a document: a page needs the headings before it, not what follows."""

    def __init__(self, path: Path, last: int) -> None:
        super().__init__(path)
        self.last = last

    def pages(self) -> Iterator[Page]:
        for number in range(1, self.last + 1):
            yield self.page(number)


def what_stands_on(reading: Reading, number: int) -> dict[str, Any]:
    """What the reader made of one page, in the order of the page."""
    page = reading.pages[number - 1]
    rows = [row for row in reading.rows if row.address.page == number]
    tables: list[dict[str, Any]] = []
    for row in rows:
        headings = {"country": row.place.country, "program": row.place.program}
        if not tables or {name: tables[-1][name] for name in headings} != headings:
            tables.append({**headings, "rows": []})
        tables[-1]["rows"].append([row.address.row, *row.cells.values(), *row.flags])
    return {
        "printed_page": page.coverage.printed_page,
        "region": rows[0].place.region,
        "columns": list(rows[0].cells),
        "tables": tables,
        "totals": [
            [total.level, total.place.country, total.label, total.students, total.cost]
            for total in reading.totals
            if total.address.page == number
        ],
        "left_over": [word.text for word in page.coverage.left_over],
        "issues": [[issue.code, issue.detail] for issue in reading.issues if issue.page == number],
    }


def written(content: dict[str, Any]) -> str:
    """JSON with one row a line, so that a person can compare it with the page."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    lists = [row for table in content["tables"] for row in table["rows"]]
    for row in [*lists, *content["totals"], *content["issues"], content["columns"]]:
        long = json.dumps(row, ensure_ascii=False, indent=1)
        for depth in range(5):
            text = text.replace(
                long.replace("\n", "\n" + " " * depth), json.dumps(row, ensure_ascii=False)
            )
    return text + "\n"


@pytest.mark.parametrize("golden", PAGES, ids=lambda golden: golden.expected.stem)
def test_the_page_is_read_as_it_stands(golden: Golden, documents_folder: Path) -> None:
    with Beginning(documents_folder / golden.path, golden.page) as document:
        reading = ruled_tables_2007.read(document, "a/document")
    found = what_stands_on(reading, golden.page)
    if not golden.expected.exists():
        golden.expected.write_text(written(found), encoding="utf-8")
        pytest.fail(f"{golden.expected.name} was missing and is written: compare it with the page")
    expected = json.loads(golden.expected.read_text(encoding="utf-8"))
    assert found.keys() == expected.keys()
    for name, content in expected.items():
        assert found[name] == content, f"{golden.path}, page {golden.page}: {golden.quirk}"


def test_no_expected_page_is_left_without_a_test() -> None:
    assert {file.name for file in FOLDER.glob("*.json")} == {page.expected.name for page in PAGES}
