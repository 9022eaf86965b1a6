"""The whole record of the ruled tables, FY2007 to FY2020, held against what the reports print."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pdfplumber
import polars as pl
import pypdfium2
import pytest

from foja.tables.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.documents

LAYOUT = "ruled_tables_2007"
YEARS = range(2007, 2021)
# An independent count of these reports' documents found so many at least, on pages of the 29 files.
PROGRAM_TOTALS = 3_700
COUNTRY_TOTALS = 810
FILES = 29

TOTAL = re.compile(
    r"^(?P<country>.*?) ?(?:FY|Fiscal Year) ?(?P<year>\d{4}) (?P<program>Program )?Totals"
    r"\s+(?P<students>[\d,]+)\s+\$(?P<cost>[\d,.]+)$",
    re.MULTILINE,
)


class Record:
    """The tables of all documents at hand, and of them the ruled reports alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        documents = self.whole("documents")
        self.documents = documents.filter(pl.col("layout") == LAYOUT)
        self.reports = self.documents["report"].unique()

    def whole(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")

    def table(self, name: str) -> pl.DataFrame:
        return self.whole(name).filter(pl.col("report").is_in(self.reports.implode()))


@pytest.fixture(scope="module")
def record(record_tables: Path) -> Record:
    return Record(record_tables)


# -- totals -------------------------------------------------------------------------------------


def test_the_documents_of_all_fourteen_reports_are_read(record: Record) -> None:
    assert record.documents.height >= FILES
    assert sorted(record.reports) == [f"{year}-{year + 1}" for year in YEARS]
    refused = record.table("documents").filter(pl.col("status") == "refused")
    assert refused.select("document", "reason").to_dicts() == []


def test_every_printed_total_is_read(record: Record) -> None:
    levels = Counter(record.table("printed_totals")["level"])
    assert levels["program"] >= PROGRAM_TOTALS
    assert levels["country"] >= COUNTRY_TOTALS
    assert levels.keys() == {"program", "country"}


def test_no_total_differs_and_each_misprint_is_explained(record: Record) -> None:
    checks = record.table("reconciliation")
    assert checks.filter(pl.col("status") == "differs").to_dicts() == []
    explained = checks.filter(pl.col("status") != "agrees")
    assert explained["explanation"].null_count() == 0
    assert explained["explanation_es"].null_count() == 0
    assert set(checks["total_id"]) == set(record.table("printed_totals")["total_id"])
    # A misprint is rare: were many totals explained away, the reading would be at fault.
    assert explained.height <= checks.height // 1000


def test_every_training_is_summed_in_a_total_of_its_country(record: Record) -> None:
    rows = record.table("reconciliation").join(
        record.table("printed_totals").select("total_id", "level"), on="total_id"
    )
    trainings = record.table("trainings").height
    for level in ("program", "country"):
        assert rows.filter(pl.col("level") == level)["rows"].sum() == trainings


def _mexico(record: Record, year: int) -> tuple[pl.DataFrame, dict[str, object]]:
    mexico = (pl.col("country_iso3") == "MEX") & (pl.col("fiscal_year") == year)
    [printed] = (
        record.table("printed_totals").filter(mexico, pl.col("level") == "country").to_dicts()
    )
    return record.table("trainings").filter(mexico), printed


@pytest.mark.parametrize("year", YEARS)
def test_mexico_sums_to_the_printed_total_of_the_year(record: Record, year: int) -> None:
    trainings, printed = _mexico(record, year)
    assert trainings["quantity"].sum() == printed["students"]
    difference = abs(trainings["cost_usd"].sum() - printed["cost_usd"])
    # Totals are printed in whole dollars; a few rows of FY2007 and FY2010 have cents.
    assert difference <= Decimal("0.5")
    if trainings["cost_usd"].drop_nulls().to_list() == [
        cost.to_integral_value() for cost in trainings["cost_usd"].drop_nulls()
    ]:
        assert difference == 0


def test_mexico_in_fiscal_year_2020(record: Record) -> None:
    trainings, printed = _mexico(record, 2020)
    assert trainings["quantity"].sum() == printed["students"] == 456
    assert trainings["cost_usd"].sum() == printed["cost_usd"] == 4_420_562


# -- pages --------------------------------------------------------------------------------------


def test_every_word_left_over_is_an_issue(record: Record) -> None:
    left = record.table("coverage").filter(pl.col("left_over") > 0)
    counted = {(row["document"], row["page"]): row["left_over"] for row in left.to_dicts()}
    issues = record.table("issues").filter(pl.col("code") == "word_left_over")
    assert Counter(issues.select("document", "page").iter_rows()) == counted


def test_words_of_every_page_add_up(record: Record) -> None:
    coverage = record.table("coverage")
    assert coverage.height == record.documents["pages"].sum()
    sums = coverage.select(pl.col("used") + pl.col("ignored") + pl.col("left_over")).to_series()
    assert sums.to_list() == coverage["words"].to_list()


def test_issues_number_fewer_than_one_in_a_thousand_rows(record: Record) -> None:
    assert record.table("issues").height * 1000 < record.table("trainings").height


def test_pages_print_their_numbers_in_order(record: Record) -> None:
    for _, pages in record.table("coverage").group_by("document"):
        numbers = [int(number) for number in pages.sort("page")["printed_page"]]
        assert all(right == left + 1 for left, right in pairwise(numbers))


def test_every_row_stands_on_its_page_below_the_row_before(record: Record) -> None:
    rows = record.table("trainings").join(
        record.table("coverage").select("document", "page", "width", "height"),
        on=["document", "page"],
    )
    assert rows.height == record.table("trainings").height
    outside = rows.filter(
        ~(
            (pl.col("x0") >= 0)
            & (pl.col("x0") < pl.col("x1"))
            & (pl.col("x1") <= pl.col("width"))
            & (pl.col("y0") >= 0)
            & (pl.col("y0") < pl.col("y1"))
            & (pl.col("y1") <= pl.col("height"))
        )
    )
    assert outside["training_id"].to_list() == []
    for (_, _), page in rows.group_by("document", "page"):
        heights = page.sort("training_id")["y0"].to_list()
        assert heights == sorted(heights)


# -- an independent reading ---------------------------------------------------------------------

Total = tuple[str, str, int, Decimal]


def _totals_in(text: str) -> Iterator[Total]:
    """The totals that a page's plain text holds: country or programme, year, students, dollars."""
    for match in TOTAL.finditer(text):
        name = "program" if match["program"] else match["country"]
        students = int(match["students"].replace(",", ""))
        yield (name, match["year"], students, Decimal(match["cost"].replace(",", "")))


def _totals_read(record: Record, document: str) -> dict[int, Counter[Total]]:
    pages: dict[int, Counter[Total]] = {}
    totals = record.table("printed_totals").filter(pl.col("document") == document)
    for total in totals.to_dicts():
        name = total["country"] if total["level"] == "country" else "program"
        found = (name, str(total["fiscal_year"]), total["students"], total["cost_usd"])
        pages.setdefault(total["page"], Counter())[found] += 1
    return pages


def test_plain_text_holds_no_other_totals(record: Record, documents_folder: Path) -> None:
    found = 0
    for document in record.documents.to_dicts():
        read = _totals_read(record, document["document"])
        with pypdfium2.PdfDocument(documents_folder / document["path"]) as pdf:
            for number, page in enumerate(pdf, start=1):
                # Where fonts are misread, plain text has other letters: compare what is counted.
                text = page.get_textpage().get_text_range()
                lines = re.findall(r"\b(Program )?Totals\b", text)
                totals = read.get(number, Counter())
                programs = sum(times for total, times in totals.items() if total[0] == "program")
                assert lines.count("Program ") == programs, (document["path"], number)
                assert lines.count("") == totals.total() - programs, (document["path"], number)
                found += len(lines)
                page.close()
    assert found == record.table("printed_totals").height >= PROGRAM_TOTALS + COUNTRY_TOTALS


# Some pages of three documents: pdfplumber reads only a few pages a second.
SAMPLE = (
    "2007-2008/126578.pdf",
    "2013-2014/230213.pdf",
    "2020-2021/14-Volume-I-Section-IV-Part-IV-V-South-Central-Asia.pdf",
)


@pytest.mark.parametrize("path", SAMPLE)
def test_pdfplumber_reads_the_same_totals(
    record: Record, documents_folder: Path, path: str
) -> None:
    [document] = record.documents.filter(pl.col("path") == path)["document"]
    read = _totals_read(record, document)
    compared = 0
    with pdfplumber.open(documents_folder / path) as pdf:
        for number in range(2, len(pdf.pages) + 1, len(pdf.pages) // 6):
            found = Counter(_totals_in(pdf.pages[number - 1].extract_text()))
            assert found == read.get(number, Counter()), (path, number)
            compared += found.total()
    assert compared >= 3


# -- the same bytes -----------------------------------------------------------------------------


SMALL = ["2015-2016", "2018-2019"]


def test_two_builds_are_the_same_bytes_and_the_same_rows_as_the_whole_record(
    record: Record, documents_folder: Path, tmp_path: Path
) -> None:
    contents = []
    for jobs in (1, 2):
        out = tmp_path / f"with-{jobs}"
        build(documents_folder, out, reports=SMALL, jobs=jobs)
        contents.append({file.name: file.read_bytes() for file in sorted(out.iterdir())})
    one, two = contents
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
    alone = pl.read_parquet(tmp_path / "with-1" / "trainings.parquet")
    assert alone.height > 4_000
    assert alone.equals(record.table("trainings").filter(pl.col("report").is_in(SMALL)))
