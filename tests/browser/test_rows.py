"""The rows of a country in a browser: facets, search, columns, and every file opened again."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect
from tests.browser.figures import number, read_csv
from tests.support.workbook import read_workbook

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.browser.conftest import Visit
    from tests.browser.server import Server

    from foja.tables.engine import Tables

pytestmark = pytest.mark.browser

DONE = "stage = 'actual' AND country_iso3 = 'MEX'"
CHOSEN = "fiscal_year >= 2010 AND program = 'SEC1004'"
QUERY = "from=2010&program=SEC1004"
OF_KIND = {
    "type": "split_part(training_type, '.', 1)",
    "delivery": "delivery",
    "place": "place_id",
    "unit": "unit_id",
}


def ask(tables: Tables, select: str, where: str) -> list[tuple[Any, ...]]:
    """Answer SQL written by hand."""
    sql = f"SELECT {select} FROM trainings WHERE {DONE} AND {where}"  # noqa: S608 - written here
    return tables._connection.cursor().execute(sql).fetchall()


def counts(facet: Locator) -> list[int]:
    return [int(number(text)) for text in facet.locator(".count").all_inner_texts()]


def test_facets_count_as_sql_does_and_put_values_on(
    site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    page.goto(f"/es/country/MEX/rows?{QUERY}")
    for kind, value in OF_KIND.items():
        found = ask(tables, "count(*)", f"{CHOSEN} GROUP BY {value}")
        expected = sorted((count for (count,) in found), reverse=True)
        shown = counts(page.locator(f"#facet-{kind}"))
        assert shown == expected[: len(shown)], kind
        assert len(shown) == min(7, len(expected))
    found = ask(tables, "count(*)", "program = 'SEC1004' GROUP BY fiscal_year")
    assert sorted(counts(page.locator("#facet-year"))) == sorted(count for (count,) in found)

    # Two values of a kind together, then one of them off again, then back.
    values, on = page.locator("#facet-delivery li a"), page.locator("#facet-delivery a.on")
    first, second = counts(page.locator("#facet-delivery"))[:2]
    title = page.locator("#trainings-title")
    values.nth(0).click()
    expect(on).to_have_count(1)
    assert number(title.inner_text()) == first
    values.nth(1).click()
    expect(on).to_have_count(2)
    assert number(title.inner_text()) == first + second
    on.nth(0).click()
    expect(on).to_have_count(1)
    assert number(title.inner_text()) == second
    page.go_back()
    expect(on).to_have_count(2)


def test_all_units_are_looked_among_without_a_script(site: Server, visit: Visit) -> None:
    page = visit(site, java_script_enabled=False)
    page.goto("/es/country/MEX/rows?from=2010")
    page.locator("#facet-unit .more a").click()
    page.locator("#find").fill("NAVÁL")
    page.locator("#find-form button").click()
    boxes = page.locator("#values input[type=checkbox]")
    expect(boxes).not_to_have_count(0)
    labels = page.locator("#values label")
    expected = sum(int(number(text)) for text in labels.locator(".count").all_inner_texts()[:2])
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("#values button").click()
    page.wait_for_url("**/es/country/MEX/rows?*unit=*unit=*")
    assert "from=2010" in page.url
    assert number(page.locator("#trainings-title").inner_text()) == expected


def test_a_search_forgives_and_says_why(site: Server, visit: Visit, tables: Tables) -> None:
    page = visit(site)
    page.goto("/es/country/MEX/rows")
    page.locator("#choose-words").fill("helicptero MAINTENANCE")
    page.locator("#choose button").click()
    page.wait_for_url("**/es/country/MEX/rows?*words=*")
    note = page.locator(".corrected").inner_text()
    assert "helicptero" in note
    assert "helicopter" in note
    text = "lower(concat_ws(' ', course_title_printed, course_title_readable, student_unit))"
    both = f"{text} LIKE '%helicopter%' AND {text} LIKE '%maintenance%'"
    sure = ask(tables, "count(*)", both)[0][0]
    assert number(page.locator("#trainings-title").inner_text()) >= sure > 0
    for row in page.locator("#trainings-table tbody tr").all():
        marks = {mark.lower() for mark in row.locator("mark").all_inner_texts()}
        assert {"helicopter", "maintenance"} <= marks
    # With and without accents, in any order, the same is found.
    found = set()
    for words in ("infantería marina", "MARINA infanteria", "infanteria, marina"):
        page.goto(f"/es/country/MEX/rows?words={words}")
        found.add(page.locator("#trainings-title").inner_text())
    assert len(found) == 1


def test_columns_are_chosen_kept_and_sorted_by(site: Server, visit: Visit) -> None:
    page = visit(site)
    page.goto(f"/en/country/MEX/rows?{QUERY}")
    page.locator("#columns summary").click()
    for key in ("program", "force", "unit"):
        page.locator(f"#col-{key}").uncheck()
    page.locator("#col-us_unit").check()
    page.locator("#columns button").click()
    page.wait_for_url("**cols=*")
    heads = page.locator("#trainings-table thead th")
    assert "U.S. unit" in heads.all_inner_texts()
    assert "Programme" not in heads.all_inner_texts()
    page.locator("#trainings-table thead th.us_unit a").click()
    expect(page.locator("#trainings-table th.us_unit[aria-sort=ascending]")).to_have_count(1)
    shown = page.locator("#trainings-table td.us_unit").all_inner_texts()
    assert shown == sorted(shown)
    page.locator(".pager a", has_text="100").click()
    expect(page.locator("#trainings-table tbody tr")).to_have_count(100)
    assert "us_unit" in page.url


def _take(page: Page, key: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(f"#take-{key}").click()
    return waiting.value.path().read_bytes()


def test_every_file_opened_again_has_the_rows_of_the_table(
    site: Server, visit: Visit, tables: Tables
) -> None:
    page = visit(site)
    page.goto(f"/es/country/MEX/rows?{QUERY}&sort=-cost&cols=year,course,type,start,students,cost")
    columns = "training_id, fiscal_year, course_title_printed, start_date, quantity, cost_usd"
    expected = {row[0]: row[1:] for row in ask(tables, columns, CHOSEN)}
    assert len(expected) > 500

    lines = read_csv(_take(page, "csv-shown"))
    book = read_workbook(_take(page, "xlsx-shown"))
    whole = json.loads(_take(page, "json-shown"), parse_float=Decimal)
    parquet = _take(page, "parquet-shown")
    order = [line["training_id"] for line in lines]
    assert set(order) == set(expected)
    costs = [Decimal(line["cost_usd"]) for line in lines if line["cost_usd"]]
    assert costs == sorted(costs, reverse=True)
    first = page.locator("#trainings-table tbody tr").first
    assert number(first.locator("td.cost").inner_text()) == costs[0]

    sheets = [*book]
    assert sheets[0] == "adiestramientos"
    sheet = book[sheets[0]]
    assert [row["training_id"] for row in sheet] == order
    assert [row["training_id"] for row in whole["trainings"]] == order
    frame = pl.read_parquet(parquet)
    assert frame["training_id"].to_list() == order
    for row, cells, said in zip(frame.to_dicts(), sheet, whole["trainings"], strict=True):
        year, title, start, quantity, cost = expected[row["training_id"]]
        for found in (row, cells):
            assert (found["fiscal_year"], found["start_date"]) == (year, start)
            assert (found["quantity"], found["cost_usd"]) == (quantity, cost)
            assert found["course_title_printed"] == title
        assert (said["quantity"], said["cost_usd"]) == (quantity, cost)
        assert said["start_date"] == (start and start.isoformat())

    # As a reader with pandas would: the CSV as it is, without a word of ours before its heads.
    told = pd.read_csv(io.BytesIO(_take(page, "csv-whole")))
    assert list(told["training_id"]) == order
    assert told["cost_usd"].sum() == pytest.approx(float(sum(costs)))
    assert set(told["data_version"]) == {tables.version}
    dictionary = read_csv(_take(page, "dictionary"))
    assert [next(iter(line.values())) for line in dictionary] == list(lines[0])
    about = json.loads(pq.read_schema(io.BytesIO(parquet)).metadata[b"foja"])
    assert about["filters"] == f"country=MEX&{QUERY}" == whole["filters"]
    assert about["address"] == whole["address"]
    page.goto(whole["address"])
    assert number(page.locator("#trainings-title").inner_text()) == len(order)
