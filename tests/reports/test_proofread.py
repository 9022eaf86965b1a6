"""Rows read by eye from images of the pages, and held against the tables.

`proofread.csv` says, cell by cell, what the page shows. Its rows come from three draws:

- `any` and `wrapped or edge`: rows drawn by chance, spread evenly over a report's documents: 140 of
  the reports 2007-2008 to 2020-2021, ten each (`random.Random(20071)`, tables version
  be3cc2220f9c), and 62 of 1999-2000 to 2006-2007, eight each, six of the last
  (`random.Random(19991)`, tables version cdeb1cb4b170). `any` is a row like any other; `wrapped or
  edge` is higher than one line, or the first or last of its page. They were read from Poppler's
  images at three pixels a point, those in HTML from Chromium's, before anyone looked at the tables'
  values.
- `found`: rows in which a search over all cells had found something wrong; they count for nothing
  when errors are counted.

Cells stand as printed, white space apart: a wrapped cell is one line, `(no column)` says that the
report has no such column, or the page no number. `row` counts the trainings of the page from the
top, in HTML the rows of all tables. The box is the frame that, drawn on the image, held exactly the
row; a row in HTML has none. `wrong` names the columns in which the tables of
`read_on` said something else than the page.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foja.tables.folder import SNAPSHOT

PROOFREAD = Path(__file__).with_name("proofread.csv")
TEXTS = (
    "stage",
    "country",
    "program_printed",
    "course_title_printed",
    "location_printed",
    "student_unit_printed",
    "us_unit_printed",
    "start_date_printed",
    "end_date_printed",
    "printed_page",
)
NUMBERS = ("fiscal_year", "quantity")
BOX = ("x0", "y0", "x1", "y1")
CHECKED = (*TEXTS, *NUMBERS, "cost_usd", "row", "box")
NO_COLUMN = "(no column)"
HTML_PAGE = "f001"  # an HTML document is one page, without a printed number
SLACK = 3.0  # points, less than half a line: another font's height is no other row
DRAWS = {"any", "wrapped or edge"}
MOST_WRONG = Decimal("0.005")
DRAWN = {
    **{f"{year}-{year + 1}": 8 for year in range(1999, 2006)},
    "2006-2007": 6,
    **{f"{year}-{year + 1}": 10 for year in range(2007, 2021)},
}

Row = dict[str, str]


def proofread() -> list[Row]:
    with PROOFREAD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(row: Row) -> list[str]:
    """Return what the page shows of the row, of all that is checked."""
    without = {column for column in TEXTS if row[column] == NO_COLUMN}
    return [c for c in CHECKED if c not in without and (c != "box" or row["x0"])]


def document_of(row: Row) -> str:
    report, region, _, _ = row["training_id"].split(".")
    return f"{report}/{region}"


def page_value(row: Row, column: str) -> Any:
    """Return what the page says as the type that the column has in the tables."""
    printed = row[column]
    if column in TEXTS:
        return None if printed == NO_COLUMN else printed
    if column == "cost_usd":
        amount = printed.removeprefix("$").replace(",", "")
        return Decimal(amount) if amount else None
    return int(printed.replace(",", ""))


def without_spare_space(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def differences(row: Row, record: dict[str, Any] | None) -> list[str]:
    """Return one sentence for each cell in which the tables say something else than the page."""
    name = row["training_id"]
    if record is None:
        return [f"{name}: the page shows this row, the tables lack it"]
    found = []
    for column in (*TEXTS, *NUMBERS, "cost_usd"):
        page, table = page_value(row, column), without_spare_space(record[column])
        if page != table:
            found.append(f"{name}, {column}: the page says {page!r}, the tables {table!r}")
    page_box = [float(row[edge]) if row[edge] else None for edge in BOX]
    box = [record[edge] for edge in BOX]
    if not all(is_near(a, b) for a, b in zip(page_box, box, strict=True)):
        found.append(f"{name}, box: the row stands in {page_box}, the tables say {box}")
    return found


def is_near(page: float | None, table: float | None) -> bool:
    if page is None or table is None:
        return page is table
    return abs(page - table) <= SLACK


def compared(tables: Path) -> tuple[list[Row], list[str]]:
    """Return the proof-read rows of the documents that the tables were built from, and doubts."""
    documents = pl.read_parquet(tables / "documents*.parquet").filter(status="read")
    read = set(documents["document"])
    rows = [row for row in proofread() if document_of(row) in read]
    wanted = [row["training_id"] for row in rows]
    trainings = pl.read_parquet(tables / "trainings*.parquet")
    records = {
        record["training_id"]: record
        for record in trainings.filter(pl.col("training_id").is_in(wanted)).to_dicts()
    }
    doubts = []
    for row in rows:
        doubts += differences(row, records.get(row["training_id"]))
    return rows, doubts


@pytest.mark.documents
def test_tables_built_from_the_documents_say_what_the_pages_say(record_tables: Path) -> None:
    rows, doubts = compared(record_tables)
    assert rows, "none of the documents at hand has proof-read rows"
    assert not doubts, "\n".join(doubts)


def test_snapshot_says_what_the_pages_say() -> None:
    rows, doubts = compared(SNAPSHOT)
    assert len(rows) == len(proofread()), "the snapshot lacks a document that was proof-read"
    assert not doubts, "\n".join(doubts)


def test_fewer_than_one_cell_in_two_hundred_was_wrong_when_read() -> None:
    drawn = [row for row in proofread() if row["drawn"] in DRAWS]
    wrong = sum(len(row["wrong"].split()) for row in drawn)
    cells = sum(len(shown(row)) for row in drawn)
    assert wrong < MOST_WRONG * cells, f"{wrong} of {cells} cells were wrong"


def test_proofread_rows_are_well_formed() -> None:
    rows = proofread()
    assert len({row["training_id"] for row in rows}) == len(rows)
    assert {row["drawn"] for row in rows} == {*DRAWS, "found"}
    for row in rows:
        _, _, page, number = row["training_id"].split(".")
        assert int(number) == int(row["row"]), row["training_id"]
        assert row["printed_page"] in {page, NO_COLUMN}, row["training_id"]
        assert set(row["wrong"].split()) <= set(CHECKED), row["training_id"]
        assert row["drawn"] != "found" or row["wrong"], row["training_id"]
        assert {bool(row[edge]) for edge in BOX} == {page != HTML_PAGE}, row["training_id"]
    drawn = Counter(row["training_id"].split(".")[0] for row in rows if row["drawn"] in DRAWS)
    assert drawn == DRAWN


def as_record(row: Row) -> dict[str, Any]:
    """Return the row of the tables that would say just what the page says."""
    record = {column: page_value(row, column) for column in (*TEXTS, *NUMBERS, "cost_usd")}
    return record | {edge: float(row[edge]) if row[edge] else None for edge in BOX}


@pytest.mark.parametrize("column", [*TEXTS, *NUMBERS, "cost_usd", *BOX])
def test_a_changed_value_is_noticed(column: str) -> None:
    row = next(row for row in proofread() if NO_COLUMN not in row.values() and row["cost_usd"])
    record = as_record(row)
    assert differences(row, record) == []
    value = record[column]
    record[column] = f"{value}." if isinstance(value, str) else value + 5
    (doubt,) = differences(row, record)
    assert f", {'box' if column in BOX else column}: " in doubt


@pytest.mark.parametrize("column", [*TEXTS, "x0"])
def test_a_value_where_the_report_has_no_column_is_noticed(column: str) -> None:
    row = dict(proofread()[0])
    row |= dict.fromkeys(BOX, "") if column in BOX else {column: NO_COLUMN}
    record = as_record(row)
    assert differences(row, record) == []
    record[column] = 1.0 if column in BOX else ""
    (doubt,) = differences(row, record)
    assert f", {'box' if column in BOX else column}: " in doubt


def test_a_lost_row_is_noticed() -> None:
    row = proofread()[0]
    assert differences(row, None) == [
        f"{row['training_id']}: the page shows this row, the tables lack it"
    ]
