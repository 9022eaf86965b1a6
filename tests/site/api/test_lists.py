"""Every list goes on to its end, each row once; what stands in it is what the tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.site.api.asking import ask, pages, refused

from foja.site.api.registry import ENDPOINTS
from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from tests.site.reader import Reader

LISTED = {endpoint.name: endpoint for endpoint in ENDPOINTS if endpoint.listed}
QUESTIONS = {
    "measure": "/measures/students?by=year&by=program&by=country",
    "unit_trainings": "/units/MEX.naval-region-8/trainings",
    "series_points": "/series/prices.cpi_u",
    "units": "/units?country=MEX",
    "events": "/events",
}
SMALL_COUNTRY = "TUV"


def _address(name: str) -> str:
    return QUESTIONS.get(name, LISTED[name].path)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_list_goes_to_its_end_without_repeat_or_gap(name: str, small: Reader) -> None:
    address = _address(name)
    mark = "&" if "?" in address else "?"
    whole = pages(small, f"{address}{mark}limit=1000")
    rows = [row for page in whole for row in page]
    assert rows, "the small tables have nothing to page through"
    size = max(1, -(-len(rows) // 4))
    in_parts = pages(small, f"{address}{mark}limit={min(size, 1000)}")
    assert [row for page in in_parts for row in page] == rows
    assert all(len(page) == size for page in in_parts[:-1])
    said = [str(sorted(row.items(), key=str)) for row in rows]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("sort", ["-year", "cost", "course", "-flags", "training", "match"])
def test_trainings_of_a_country_go_on_in_any_order(sort: str, whole: Reader) -> None:
    address = f"/trainings?country={SMALL_COUNTRY}&words=a*&sort={sort}&limit=7"
    address = address if sort == "match" else address.replace("&words=a*", "")
    found = [row["training_id"] for page in pages(whole, address) for row in page]
    said = ask(whole, address)["page"]["count"]
    assert len(found) == len(set(found)) == said
    once = ask(whole, address.replace("limit=7", "limit=1000"))
    assert [row["training_id"] for row in once["data"]] == found


def test_trainings_are_the_rows_of_the_table(whole: Reader) -> None:
    tables = whole.app.state.site.reading.tables
    table = tables.table("trainings")
    expected = tables.polars(
        table.filter(table.country_iso3 == SMALL_COUNTRY, table.stage == "actual")
    )
    rows = [row for page in pages(whole, f"/trainings?country={SMALL_COUNTRY}") for row in page]
    assert len(rows) == len(expected) > 0
    by_id = {row["training_id"]: row for row in rows}
    for row in expected.iter_rows(named=True):
        answered = by_id[row["training_id"]]
        for column in BY_NAME["trainings"].columns:
            assert _plain(answered[column.name]) == _plain(row[column.name]), column.name
        assert answered["address"].endswith(f"/en/training/{row['training_id']}")
        assert f"mark={row['training_id']}" in answered["page_address"]
        assert answered["source_url"].startswith("https://")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | list):
        return value
    return float(value) if not hasattr(value, "isoformat") else value.isoformat()


@pytest.mark.parametrize(
    ("address", "table", "column", "value"),
    [
        ("/totals?country=MEX", "printed_totals", "country_iso3", "MEX"),
        ("/pages?report=2020-2021", "coverage", "report", "2020-2021"),
        ("/recipients?country=MEX", "recipients", "country_iso3", "MEX"),
        ("/places?country=MEX", "places", "country_iso3", "MEX"),
        ("/programs?agency=DoD", "programs", "agency", "DoD"),
        ("/documents?status=read", "documents", "status", "read"),
        ("/events?country=MEX", "events", "country_iso3", "MEX"),
        ("/rules?kind=place_id", "rules", "kind", "place_id"),
    ],
)
def test_a_list_holds_the_rows_that_were_chosen(
    address: str, table: str, column: str, value: str, whole: Reader
) -> None:
    tables = whole.app.state.site.reading.tables
    rows = tables.polars(tables.table(table)).filter(pl.col(column) == value)
    found = [row for page in pages(whole, f"{address}&limit=1000") for row in page]
    key = BY_NAME[table].key
    expected = {tuple(row[name] for name in key) for row in rows.iter_rows(named=True)}
    assert {tuple(row[name] for name in key) for row in found} == expected
    assert len(found) == len(rows) > 0


def test_totals_say_how_they_compare(whole: Reader) -> None:
    tables = whole.app.state.site.reading.tables
    checks = {row["total_id"]: row for row in tables.whole("reconciliation")}
    found = [row for page in pages(whole, "/totals?status=misprinted&limit=500") for row in page]
    expected = {key for key, row in checks.items() if row["status"] == "misprinted"}
    assert {row["total_id"] for row in found} == expected
    for row in found:
        assert row["students_summed"] == checks[row["total_id"]]["students_summed"]
        assert row["explanation"]
    one = ask(whole, f"/totals/{found[0]['total_id']}")["data"]
    assert one == found[0]


def test_units_are_found_and_parted_at_a_day(small: Reader) -> None:
    found = ask(small, "/units?q=Region+Naval+8")["data"]
    assert found[0]["unit_id"] == "MEX.naval-region-8"
    assert (found[0]["why"], found[0]["score"]) == ("words", 90)
    assert "naval 8" in found[0]["matched"].lower()
    parts = ask(small, "/units/MEX.naval-region-8/trainings?before=2018-06-01")
    days = {row["part"]: row["start_date"] for row in parts["data"]}
    for row in parts["data"]:
        if row["part"] == "before":
            assert row["start_date"] < "2018-06-01"
        if row["part"] == "after":
            assert row["start_date"] >= "2018-06-01"
    assert days
    assert "/en/unit/MEX.naval-region-8?before=2018-06-01" in parts["about"]["evidence"]
    problem = refused(small, "/units/MEX.naval-region-8/trainings?without=nobody")
    assert problem["where"] == "without"


def test_a_cursor_continues_its_own_question_alone(small: Reader) -> None:
    first = ask(small, "/trainings?country=MEX&limit=2")["page"]["next_cursor"]
    again = ask(small, f"/trainings?country=MEX&limit=5&cursor={first}")
    assert again["page"]["rows"] > 0
    for other in ("/trainings?limit=2", "/trainings?country=MEX&sort=cost", "/countries?limit=2"):
        problem = refused(small, f"{other}&cursor={first}")
        assert problem["type"].endswith("#problem-bad-cursor")
        assert problem["where"] == "cursor"
    for nonsense in ("x", first[:-1], f"{first}A", "%00", "ñ"):
        assert refused(small, f"/trainings?country=MEX&limit=2&cursor={nonsense}")["where"] == (
            "cursor"
        )


def test_a_cursor_of_other_tables_is_refused(small: Reader, whole: Reader) -> None:
    cursor = ask(whole, "/trainings?country=MEX&limit=2")["page"]["next_cursor"]
    assert refused(small, f"/trainings?country=MEX&limit=2&cursor={cursor}")["status"] == 400
