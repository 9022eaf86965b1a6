"""The programs people have open an export and find the same figures: counts, sums, days, words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from foja.tables.schema import BY_NAME, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TITLES = [table.name for table in TABLES]


def test_pandas_reads_csv_and_parquet(
    exported: Callable[[str], Path], figures: dict[str, Any]
) -> None:
    text = pd.read_csv(exported("csv") / "trainings.csv", parse_dates=["start_date"])
    for frame in (text, pd.read_parquet(exported("parquet") / "trainings.parquet")):
        assert len(frame) == figures["tables"]["trainings"]
        done = frame[frame["stage"] == "actual"]
        assert int(done["quantity"].sum()) == figures["students"]
        assert round(float(done["cost_usd"].sum()), 2) == float(figures["dollars"])
        assert pd.Timestamp(done["start_date"].min()).date() == figures["first"]


def test_polars_reads_csv_and_parquet(
    exported: Callable[[str], Path], figures: dict[str, Any]
) -> None:
    text = pl.read_csv(
        exported("csv") / "trainings.csv", try_parse_dates=True, infer_schema_length=None
    )
    for frame in (text, pl.read_parquet(exported("parquet") / "trainings.parquet")):
        assert frame.height == figures["tables"]["trainings"]
        done = frame.filter(pl.col("stage") == "actual")
        assert done["quantity"].sum() == figures["students"]
        assert round(float(done["cost_usd"].sum()), 2) == float(figures["dollars"])
        assert done["start_date"].min() == figures["first"]


def test_duckdb_reads_its_file_with_what_columns_mean(
    exported: Callable[[str], Path], figures: dict[str, Any]
) -> None:
    with duckdb.connect(exported("duckdb") / "foja.duckdb", read_only=True) as database:
        for name, rows in figures["tables"].items():
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (rows,)  # noqa: S608 - of our schema
        found = database.execute(
            "SELECT sum(quantity), sum(cost_usd), min(start_date) FROM trainings "
            "WHERE stage = 'actual'"
        ).fetchone()
        assert found == (figures["students"], figures["dollars"], figures["first"])
        comments = dict(
            database.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'trainings'"
            ).fetchall()
        )
        assert comments == {c.name: c.meaning for c in BY_NAME["trainings"].columns}
        [(said,)] = database.execute("SELECT says FROM about WHERE what = 'licence'").fetchall()
        assert "public domain" in said


def records(text: str) -> Iterator[list[str]]:
    """The records of a CSV by the grammar of RFC 4180 alone; anything else is an error."""
    cell = re.compile(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)')
    place, row = 0, []
    while place < len(text):
        found = cell.match(text, place)
        assert found, f"no cell of RFC 4180 at {text[place : place + 60]!r}"
        row.append(found[1][1:-1].replace('""', '"') if found[1][:1] == '"' else found[1])
        place = found.end()
        if found[2] == "\r\n":
            yield row
            row = []
    assert row == [], "the last record does not end"


def test_the_csv_keeps_to_the_standard_that_r_reads(
    exported: Callable[[str], Path], figures: dict[str, Any]
) -> None:
    """RFC 4180, as `read.csv` takes it: equal lengths, doubled quotes, no byte order mark."""
    for table in TABLES:
        text = (exported("csv") / f"{table.name}.csv").read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff")
        assert "\x00" not in text
        heads, *rows = records(text)
        assert heads == [column.name for column in table.columns]
        assert len(rows) == figures["tables"][table.name]
        assert {len(row) for row in rows} <= {len(heads)}
        if table.name == "trainings":
            stage, cost = heads.index("stage"), heads.index("cost_usd")
            dollars = [Decimal(row[cost]) for row in rows if row[stage] == "actual" and row[cost]]
            assert sum(dollars) == figures["dollars"]


def test_excels_reader_opens_the_workbook(
    exported: Callable[[str], Path], figures: dict[str, Any]
) -> None:
    book = openpyxl.load_workbook(exported("xlsx") / "foja.xlsx", read_only=True)
    assert book.sheetnames == ["about", "dictionary", *TITLES]
    heads, *rows = book["trainings"].iter_rows(values_only=True)
    assert list(heads) == [column.name for column in BY_NAME["trainings"].columns]
    assert len(rows) == figures["tables"]["trainings"]
    done = [dict(zip_longest(heads, row)) for row in rows]  # empty cells at the end are left out
    done = [row for row in done if row["stage"] == "actual"]
    assert sum(row["quantity"] or 0 for row in done) == figures["students"]
    assert round(sum(row["cost_usd"] or 0 for row in done), 2) == float(figures["dollars"])
    first = min(row["start_date"] for row in done if row["start_date"])
    assert date(first.year, first.month, first.day) == figures["first"]
    dictionary = {row[:2]: row[5] for row in book["dictionary"].iter_rows(2, values_only=True)}
    for column in BY_NAME["trainings"].columns:
        assert dictionary["trainings", column.name] == column.meaning
    said = dict(book["about"].iter_rows(2, values_only=True))
    assert "public domain" in said["licence"]
    assert "0 longer texts" in said["cells"]
    book.close()


@pytest.fixture(scope="module")
def datasette(exported: Callable[[str], Path]) -> Iterator[str]:
    """The address of a Datasette that serves the SQLite export as its documentation says."""
    command = [sys.executable, "-m", "datasette", "serve", "foja.db", "--metadata", "metadata.json"]
    with subprocess.Popen(
        [*command, "--port", "0"], cwd=exported("sqlite"), stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        said = []
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"running on (http://\S+)", line):
                yield found[1]
                break
        else:
            pytest.fail(f"Datasette did not start: {''.join(said)}")
        server.terminate()
        server.stderr.read()


def ask(address: str) -> dict[str, Any]:
    """The JSON at an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def test_datasette_serves_table_facets_search_and_descriptions(
    datasette: str, figures: dict[str, Any]
) -> None:
    table = f"{datasette}/foja/trainings.json?stage=actual&_shape=objects"
    first = ask(f"{table}&_facet=recipient_force&_size=1")
    assert first["filtered_table_rows_count"] == figures["rows"]
    facets = first["facet_results"]
    assert len(facets["recipient_force"]["results"]) == figures["forces"]
    assert {"fiscal_year", "program", "training_type"} <= set(facets)
    labels = {each["value"]: each["label"] for each in facets["program"]["results"]}
    assert labels["IMET"].startswith("International Military Education and Training")
    said = first["columns"]
    assert said[0] == "training_id"
    found = ask(f"{table}&_search=maritime&_size=max")
    everywhere = [" ".join(map(str, row.values())).lower() for row in found["rows"]]
    assert 0 < len(everywhere) < figures["rows"]
    assert all("maritime" in words for words in everywhere)
    metadata = ask(f"{datasette}/-/metadata.json")
    assert "U.S. Department of State" in metadata["source"]
    assert "public domain" in metadata["license"].lower()
    columns = metadata["databases"]["foja"]["tables"]["trainings"]["columns"]
    assert columns["quantity"] == BY_NAME["trainings"].column("quantity").meaning
