"""Downloads hold what the page shows, and say where it comes from."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.support.tables import training_rows
from tests.support.workbook import read_workbook

from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from tests.site.reader import Reader

COLUMNS = [column.name for column in TRAININGS.columns]


def expected(**wanted: Any) -> dict[str, dict[str, Any]]:
    """The rows of the small tables that a choice of done trainings has to hold."""
    return {
        row["training_id"]: row
        for row in training_rows()
        if row["stage"] == "actual" and all(row[name] == value for name, value in wanted.items())
    }


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {"country_iso3": "MEX"}),
        ("?from=2020&to=2020", {"country_iso3": "MEX", "fiscal_year": 2020}),
        ("?program=SEC333", {"country_iso3": "MEX", "program": "SEC333"}),
        ("?program=unknown", {"country_iso3": "MEX", "program": None}),
        ("?force=MEX.CIVIL", {"country_iso3": "MEX", "recipient_force": "MEX.CIVIL"}),
    ],
)
def test_csv_holds_the_rows_of_the_tables(site: Reader, query: str, wanted: dict[str, Any]) -> None:
    answer = site.get(f"/en/country/MEX/trainings.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = read_csv(answer.content.decode())
    right = expected(**wanted)
    assert right
    assert {row["training_id"] for row in rows} == set(right)
    for row in rows:
        for name, value in right[row["training_id"]].items():
            if name == "cost_usd":
                assert (Decimal(row[name]) if row[name] else None) == value
            elif name == "flags":
                assert row[name] == "; ".join(value)
            else:
                assert row[name] == ("" if value is None else str(value)), name


def test_csv_says_its_source_filters_and_version_in_every_row(site: Reader) -> None:
    rows = read_csv(site.get("/es/country/MEX/trainings.csv?from=2019&words=law").content.decode())
    assert list(rows[0])[: len(COLUMNS)] == COLUMNS
    for row in rows:
        assert row["filters"] == "country=MEX&from=2019&words=law"
        assert row["data_version"] == "f" * 16
        assert row["source_url"].startswith("https://www.state.gov/")
        assert f"record {row['training_id']}" in row["citation"]
        assert row["training_page"] == f"http://foja.test/es/training/{row['training_id']}"
        assert (
            row["document_page"] == f"http://foja.test/es/document/{row['document']}/{row['page']}"
        )


def test_csv_opens_in_a_data_frame(site: Reader) -> None:
    content = site.get("/en/country/MEX/trainings.csv").content
    frame = pl.read_csv(content, infer_schema_length=None)
    assert frame.columns[0] == "training_id"
    assert frame["quantity"].sum() == 176


def test_json_holds_the_same_as_csv(site: Reader) -> None:
    query = "?from=2018&to=2019&program=IMET"
    whole = json.loads(site.get(f"/en/country/MEX/trainings.json{query}").content)
    rows = read_csv(site.get(f"/en/country/MEX/trainings.csv{query}").content.decode())
    assert whole["count"] == len(whole["trainings"]) == len(rows) == 3
    assert [row["training_id"] for row in whole["trainings"]] == [
        row["training_id"] for row in rows
    ]
    assert sum(row["cost_usd"] for row in whole["trainings"]) == 12500.5
    assert whole["filters"] == "country=MEX&from=2018&to=2019&program=IMET"
    assert whole["data_version"] == "f" * 16
    assert whole["address"] == f"http://foja.test/en/country/MEX{query}"
    assert "public domain" in whole["licence"]
    assert whole["address"] in whole["citation"]
    assert set(COLUMNS) == set(whole["columns"])


def test_the_page_links_to_its_own_downloads(site: Reader) -> None:
    page = site.page("/en/country/MEX?from=2018&sort=-cost&page=1&size=100")
    assert "/en/country/MEX/trainings.csv?from=2018" in page.links
    assert "/en/country/MEX/trainings.json?from=2018" in page.links


def test_the_files_name_says_the_choice(site: Reader) -> None:
    answer = site.get("/en/country/MEX/trainings.csv?from=2019&to=2020&words=se%C3%B1al%22%0A..%2F")
    assert answer.status_code in {200, 400}
    named = site.get(
        "/en/country/MEX/trainings.csv?from=2019&to=2020&program=IMET&words=a%22b/../c"
    )
    assert named.headers["content-disposition"] == (
        'attachment; filename="foja-MEX-2019-2020-IMET-a-b-c-trainings.csv"'
    )


def test_chart_files(site: Reader) -> None:
    asked = "/en/country/MEX/chart/students_by_fiscal_year.csv?from=2019&by=recipient"
    numbers = site.get(asked)
    assert numbers.content.decode("utf-8-sig").splitlines() == [
        "fiscal_year,recipient,recipient_name,students",
        "2019,MEX.SEDENA,Army and air force (SEDENA),30",
        "2019,MEX.SEMAR,Navy (SEMAR),17",
        "2019,MEX.FGR,Prosecutors,",
        "2020,MEX.SEDENA,Army and air force (SEDENA),14",
        "2020,MEX.SEMAR,Navy (SEMAR),33",
        "2020,MEX.CIVIL,Civil ministries,22",
    ]
    spec = json.loads(site.get("/es/country/MEX/chart/spending_by_fiscal_year.json").content)
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    links = [row["href"] for row in spec["datasets"]["bars"]]
    assert "/es/country/MEX?from=2020&to=2020&type=technical#trainings" in links
    assert site.get("/en/country/MEX/chart/nothing.svg").status_code == 404
    assert site.get("/en/country/MEX/chart/students_by_fiscal_year.exe").status_code == 404


def test_downloads_take_every_choice_and_carry_what_is_understood(site: Reader) -> None:
    asked = "?type=law&delivery=united_states&place=US.newport&unit=MEX.naval-region-8"
    text = site.get(f"/en/country/MEX/trainings.csv{asked}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 3
    for row in rows:
        assert row["training_type"] == "law.legal"
        assert row["place_id"] == "US.newport"
        assert row["unit_id"] == "MEX.naval-region-8"
        assert {"course_title_readable", "start_date_proposed", "delivery"} <= row.keys()
        assert row["filters"].startswith("country=MEX&type=law&delivery=united_states")
    flagged = json.loads(site.get("/es/country/MEX/trainings.json?flag=cost_outlier").content)
    assert [row["course_title"] for row in flagged["trainings"]] == ["Odd Course"]


SHOWN = "cols=year,course,type,start,students,cost"
HEADS = [
    "training_id",
    "fiscal_year",
    "stage",
    "course_title_printed",
    "course_title_readable",
    "training_type",
    "training_type_name",
    "start_date",
    "end_date",
    "quantity",
    "cost_usd",
]
ABOUT = {"title", "source", "licence", "citation", "address", "filters", "chosen", "data_version"}


def test_each_kind_of_file_has_the_rows_on_show_in_their_order(site: Reader) -> None:
    query = f"?words=helicoptre+sec333&sort=cost&{SHOWN}"
    rows = read_csv(site.get(f"/es/country/MEX/trainings.csv{query}").content.decode())
    assert list(rows[0])[: len(HEADS)] == HEADS
    assert [row["course_title_printed"] for row in rows] == ["Helicopter Mechanic"] * 2
    assert [Decimal(row["cost_usd"]) for row in rows] == [Decimal(400_000), Decimal("600000.25")]
    assert {row["training_type_name"] for row in rows} == {"Technical: aircraft maintenance (es)"}
    assert {row["filters"] for row in rows} == {"country=MEX&words=helicoptre sec333"}

    whole = json.loads(site.get(f"/es/country/MEX/trainings.json{query}").content)
    assert [list(row)[: len(HEADS)] for row in whole["trainings"]] == [HEADS] * 2
    assert whole["address"] == (
        "http://foja.test/es/country/MEX/rows?words=helicoptre+sec333&sort=cost&"
        "cols=year%2Ccourse%2Ctype%2Cstart%2Cstudents%2Ccost"
    )
    assert whole["chosen"].startswith("México; ")
    assert whole.keys() >= {*ABOUT, "taken_on", "count", "columns"}

    frame = pl.read_parquet(site.get(f"/es/country/MEX/trainings.parquet{query}").content)
    assert frame.columns == HEADS
    assert frame["cost_usd"].to_list() == [Decimal("400000.00"), Decimal("600000.25")]
    assert [str(day) for day in frame["start_date"]] == [row["start_date"] for row in rows]

    book = read_workbook(site.get(f"/es/country/MEX/trainings.xlsx{query}").content)
    assert list(book) == ["adiestramientos", "diccionario", "fuente"]
    assert [list(row) for row in book["adiestramientos"]] == [list(row) for row in rows]
    for cells, row in zip(book["adiestramientos"], rows, strict=True):
        for name, text in row.items():
            value = cells[name]
            same = (
                Decimal(text) == value if isinstance(value, Decimal) else str(value or "") == text
            )
            assert same, name


def test_a_file_says_what_it_holds(site: Reader) -> None:
    content = site.get(f"/en/country/MEX/trainings.parquet?from=2019&{SHOWN}").content
    schema = pq.read_schema(io.BytesIO(content))
    about = json.loads(schema.metadata[b"foja"])
    assert about.keys() >= ABOUT
    assert about["filters"] == "country=MEX&from=2019"
    assert about["chosen"] == "Mexico; From fiscal year 2019"
    assert list(about["columns"]) == HEADS
    meant = {field.name: field.metadata[b"meaning"].decode() for field in schema}
    assert meant == about["columns"]

    book = read_workbook(site.get(f"/en/country/MEX/trainings.xlsx?from=2019&{SHOWN}").content)
    assert list(book) == ["trainings", "dictionary", "source"]
    said = {row["key"]: row["what it says"] for row in book["source"]}
    assert said.keys() >= ABOUT
    assert said["taken_on"] == about["taken_on"]
    assert about["taken_on"] in said["citation"]
    explained = {row["column"]: row for row in book["dictionary"]}
    assert list(explained) == list(book["trainings"][0])
    assert explained["cost_usd"]["meaning"] == TRAININGS.column("cost_usd").meaning
    assert explained["cost_usd"]["heading"] == "Cost"

    lines = read_csv(site.get(f"/es/country/MEX/trainings.dictionary.csv?{SHOWN}").content.decode())
    assert [line["columna"] for line in lines] == list(explained)
    (cost,) = [line for line in lines if line["columna"] == "cost_usd"]
    assert cost["encabezado"] == "Costo"
    assert cost["significado"].startswith("costo en dólares")


def test_a_file_without_columns_has_every_column(site: Reader) -> None:
    frame = pl.read_parquet(site.get("/en/country/MEX/trainings.parquet").content)
    assert frame.columns == COLUMNS
    right = expected(country_iso3="MEX")
    for row in frame.to_dicts():
        assert row == right[row["training_id"]]


def test_the_files_of_the_page_are_those_of_its_columns(site: Reader) -> None:
    page = site.page("/en/country/MEX/rows?from=2018&sort=-cost&size=100&cols=year,cost")
    for kind in ("csv", "xlsx", "json", "parquet"):
        same = f"/en/country/MEX/trainings.{kind}?from=2018&sort=-cost"
        assert same in page.links
        assert f"{same}&cols=year%2Ccost" in page.links
    assert site.get("/en/country/MEX/trainings.doc").status_code == 404
    assert site.get("/en/country/MEX/trainings.csv?cols=colour").status_code == 400


def test_too_many_rows_are_refused_but_in_parquet(
    site: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pages.downloads", "take_away", "downloads"):
        monkeypatch.setattr(f"foja.site.{module}.MOST_IN_FILE", 3)
    refused = site.page("/en/country/MEX/trainings.xlsx", status=400)
    assert "has 17 trainings; a file of this kind holds at most 3" in refused.text
    assert pl.read_parquet(site.get("/en/country/MEX/trainings.parquet").content).height == 17
    monkeypatch.setattr("foja.site.trainings_table.MOST_IN_FILE", 3)
    site.forget()
    overview = site.page("/es/country/MEX")
    assert "download-parquet" in overview.ids
    assert not [link for link in overview.links if "/trainings.csv" in link]
    page = site.page("/en/country/MEX/rows")
    assert "CSV, Excel and JSON hold at most 3 trainings" in page.text
    assert not any("trainings.csv" in link for link in page.links)
