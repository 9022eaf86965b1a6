"""Drawings with a mark for each training: what they draw, against plain SQL over the record."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from tests.site.reader import Reader

from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
ROWS = "FROM trainings WHERE stage = 'actual' AND country_iso3 = 'MEX'"


@pytest.fixture(scope="module")
def record() -> Iterator[Reader]:
    with Reader(create_app()) as reader:
        yield reader


def sql(record: Reader, text: str) -> list[tuple[Any, ...]]:
    tables = record.app.state.site.reading.tables
    return tables._connection.cursor().execute(text).fetchall()


def drawing(record: Reader, address: str) -> dict[str, Any]:
    answer = record.get(address)
    assert answer.status_code == 200, answer.text[:300]
    return json.loads(answer.content)


def identifiers(drawn: dict[str, Any]) -> list[str]:
    """Return the marks' identifiers as the page's script puts them together."""
    return [
        drawn["keys"][key] if row is None else f"{drawn['keys'][key]}.{row:02d}"
        for key, row in zip(drawn["key"], drawn["row"], strict=True)
    ]


def test_the_ring_has_every_training_once_with_its_year_and_students(record: Reader) -> None:
    drawn = drawing(record, "/en/country/MEX/chart/ring.json?view=ring")
    years = [band["year"] for band in drawn["bands"] for _each in range(band["count"])]
    found = list(zip(identifiers(drawn), years, drawn["students"], strict=True))
    expected = sql(record, f"SELECT training_id, fiscal_year, quantity {ROWS}")
    assert len(found) == len(set(found)) == 6638
    assert sorted(found) == sorted(expected)
    sums = {band["year"]: (band["trainings"], band["students"]) for band in drawn["bands"]}
    assert sums == {
        year: (count, students)
        for year, count, students in sql(
            record, f"SELECT fiscal_year, count(*), sum(quantity) {ROWS} GROUP BY 1"
        )
    }


def test_its_colours_are_those_of_the_table_beside_it(record: Reader) -> None:
    drawn = drawing(record, "/en/country/MEX/chart/ring.json?view=ring")
    told = drawing(record, "/en/country/MEX/chart/ring.told.json?view=ring")
    by_slot: Counter[int] = Counter()
    for slot, students in zip(drawn["slot"], drawn["students"], strict=True):
        by_slot[slot] += students or 0
    names = {colour["slot"]: colour["name"] for colour in drawn["colours"]}
    assert set(by_slot) == set(names)
    groups = dict(
        sql(record, f"SELECT split_part(training_type, '.', 1), sum(quantity) {ROWS} GROUP BY 1")
    )
    first = next(slot for slot, name in names.items() if name == "Tactical and operations")
    assert by_slot[first] == groups["tactical"]
    assert sum(by_slot.values()) == sum(groups.values())
    rows = dict(
        sql(record, f"SELECT training_id, coalesce(course_title_readable, course_title, '') {ROWS}")
    )
    titles = [told["names"][name] for name in told["name"]]
    assert dict(zip(identifiers(drawn), titles, strict=True)) == rows


def test_the_files_of_the_ring_hold_the_same(record: Reader) -> None:
    where = "/en/country/MEX/chart/ring"
    query = "?from=2011&to=2012&by=recipient"
    drawn = drawing(record, f"{where}.json{query}")
    root = ET.fromstring(record.get(f"{where}.svg{query}").text)  # noqa: S314 - the site's own
    legend = len(drawn["colours"])
    assert len(root.findall(f".//{SVG}circle")) == legend + len(drawn["x"]) == legend + 548
    named = {text.text for text in root.iter(f"{SVG}text")}
    assert {"2011", "2012"} <= named
    text = record.get(f"{where}.csv{query}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted(row["training_id"] for row in rows) == sorted(identifiers(drawn))
    assert sum(int(row["students"] or 0) for row in rows) == 4830


def test_the_ring_of_the_world_adds_up_to_the_record(record: Reader) -> None:
    drawn = drawing(record, "/en/country/WLD/chart/ring.json?view=ring")
    told = drawing(record, "/en/country/WLD/chart/ring.told.json?view=ring")
    years = [band["year"] for band in drawn["bands"] for _each in range(band["count"])]
    found = set(zip(identifiers(drawn), years, told["trainings"], drawn["students"], strict=True))
    expected = sql(
        record,
        "SELECT coalesce(country_iso3, ''), fiscal_year, count(*), sum(quantity) "
        "FROM trainings WHERE stage = 'actual' GROUP BY 1, 2",
    )
    assert found == set(expected)
    assert drawn["address"] == "/en/country/{key}/ring?from={year}&to={year}"


def test_a_year_without_report_is_broken_and_said(record: Reader) -> None:
    drawn = drawing(record, "/en/country/TUV/chart/ring.json?view=ring")
    broken = [band["year"] for band in drawn["bands"] if not band["reported"]]
    assert 2012 in broken
    assert 2011 not in broken
    page = record.page("/en/country/TUV/ring")
    assert "The broken rings are fiscal years" in page.part("ring-summary")
    svg = record.get("/en/country/TUV/chart/ring.svg").text
    assert svg.count("stroke-dasharray") == len(broken)


@pytest.mark.parametrize(("measure", "column"), [("cost", "cost_usd"), ("students", "quantity")])
def test_time_shows_each_dated_training_at_its_day(
    record: Reader, measure: str, column: str
) -> None:
    drawn = drawing(record, f"/en/country/MEX/chart/time.json?view=time&measure={measure}")
    expected = sql(
        record,
        f"SELECT training_id, start_date - DATE '2000-01-01' {ROWS} AND start_date IS NOT NULL "
        f"AND {column} IS NOT NULL",
    )
    assert sorted(zip(identifiers(drawn), drawn["start"], strict=True)) == sorted(expected)
    assert drawn["x"] == sorted(drawn["x"]), "dots stand in the order of their days"
    values = dict(sql(record, f"SELECT training_id, {column} {ROWS}"))
    heights = sorted(
        (values[one], y) for one, y in zip(identifiers(drawn), drawn["y"], strict=True)
    )
    assert [y for _value, y in heights] == sorted(drawn["y"]), "more stands higher"
    zeros = {y for value, y in heights if value == 0}
    assert zeros == {drawn["zero"][0]}
    assert min(y for value, y in heights if value > 0) > drawn["zero"][0]


def test_what_time_leaves_out_is_counted(record: Reader) -> None:
    page = record.page("/en/country/MEX/time")
    said = page.part("time-summary")
    missing = sql(record, f"SELECT count(*) {ROWS} AND start_date_printed IS NULL")[0][0]
    zero = sql(record, f"SELECT count(*) {ROWS} AND start_date IS NOT NULL AND cost_usd = 0")[0][0]
    assert f"{missing} trainings have no dot: their reports print no dates." in said
    assert "1 has none because the first day printed is impossible" in said
    assert f"{zero:,} print $0 and stand in a row of their own" in said
    nothing = record.page("/en/country/MEX/time?from=1999&to=1999")
    assert "No training chosen has a first day" in nothing.part("no-dates")
    assert "153 trainings have no dot" in nothing.part("no-dates")


def test_time_of_the_world_shows_the_largest_and_says_so(record: Reader) -> None:
    drawn = drawing(record, "/en/country/WLD/chart/time.json?view=time")
    assert len(drawn["x"]) == 2000
    least = sql(
        record,
        "SELECT cost_usd FROM trainings WHERE stage = 'actual' AND start_date IS NOT NULL "
        "ORDER BY cost_usd DESC NULLS LAST LIMIT 1 OFFSET 1999",
    )[0][0]
    told = drawing(record, "/en/country/WLD/chart/time.told.json?view=time")
    assert min(told["cost"]) == pytest.approx(float(least))
    assert "Drawn are the 2,000 largest." in record.page("/en/country/WLD/time").text


def test_a_period_of_time_is_an_address(record: Reader) -> None:
    drawn = drawing(record, "/es/country/MEX/chart/time.json?view=time&type=flight&from=2010")
    assert drawn["period"] == "/es/country/MEX/time?from={from}&to={to}&type=flight"
    years = [period[0] for period in drawn["periods"]]
    assert years == list(range(years[0], years[-1] + 1))
    assert all(start < end for _year, start, end in drawn["periods"])


def test_the_words_of_the_ring_are_those_of_sql(record: Reader) -> None:
    years = sql(record, f"SELECT fiscal_year, sum(quantity) {ROWS} GROUP BY 1")
    fewest = min(students for _year, students in years)
    those = [str(year) for year, students in sorted(years) if students == fewest]
    said = record.page("/en/country/MEX/ring").part("ring-summary")
    assert len(those) == 2
    assert f"Fewest are in {those[0]} and {those[1]}: {fewest} students each." in said
    kind = "training_type = 'tactical' OR training_type LIKE 'tactical.%'"
    whole = sum(students for _year, students in years)
    tactical = sql(record, f"SELECT sum(quantity) {ROWS} AND ({kind})")[0][0]
    assert f"{tactical:,} students, {100 * tactical / whole:.0f}% of all." in said


def test_a_year_whose_report_lists_nothing_is_told_as_a_zero(record: Reader) -> None:
    of_tuvalu = "FROM trainings WHERE country_iso3 = 'TUV' AND stage = 'actual'"
    with_any = {year for (year,) in sql(record, f"SELECT DISTINCT fiscal_year {of_tuvalu}")}
    assert with_any
    assert not with_any & {1999, 2006}
    said = record.page("/en/country/TUV/ring").part("ring-summary")
    assert "Fiscal years 1999 and 2006 have none." in said
    assert "Fewest" not in said


def test_the_number_of_lengths_counted_leads_to_as_many_rows(record: Reader) -> None:
    page = record.page("/en/country/MEX/durations?from=2000&to=2001")
    cells = page.part("medians-by-year").split()
    rows = [link for link in page.links if "/rows?" in link and "from=2000&to=2000" in link]
    assert (cells[cells.index("2000") + 4], rows) == ("0", [])
    dated = f"{ROWS} AND fiscal_year BETWEEN 2000 AND 2001 AND end_date >= start_date"
    count = sql(record, f"SELECT count(*) {dated}")[0][0]
    whole = next(link for link in page.links if "/rows?" in link and "days=366-" in link)
    assert record.page(whole).part("trainings-title") == f"{count} trainings"


def test_lengths_of_the_page_are_those_of_sql(record: Reader) -> None:
    page = record.page("/en/country/MEX/durations")
    dated = f"{ROWS} AND end_date >= start_date"
    count, median = sql(record, f"SELECT count(*), median(end_date - start_date + 1) {dated}")[0]
    assert f"All together {median:.0f} " in page.part("medians-by-value")
    assert f"{count:,}" in page.part("medians-by-value")
    spec = drawing(record, "/en/country/MEX/chart/durations.json?view=durations")
    bars = spec["datasets"]["bars"]
    assert sum(bar["value"] for bar in bars) == count
    week = sum(bar["value"] for bar in bars if bar["place"] == 1)
    assert (
        week
        == sql(record, f"SELECT count(*) {dated} AND end_date - start_date + 1 BETWEEN 2 AND 5")[0][
            0
        ]
    )
    leads = next(bar["href"] for bar in bars if bar["place"] == 1)
    assert leads.startswith("/en/country/MEX/durations?")
    assert "days=2-5" in leads
    text = record.get("/en/country/MEX/chart/durations.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(int(row["trainings"]) for row in rows) == 6638
    assert sum(int(row["trainings"]) for row in rows if not row["days_from"]) == 6638 - count


def test_a_length_is_chosen_said_and_refused(record: Reader) -> None:
    page = record.page("/es/country/MEX?days=2-5&days=unknown")
    assert "2\N{EN DASH}5 días" in page.part("chips")
    assert "sin duración" in page.part("chips")
    refused = record.page("/en/country/MEX?days=7", status=400)
    assert "No length of trainings has the code “7”; give one of 1, 2-5," in refused.text


@pytest.mark.parametrize("name", ["ring", "time"])
def test_a_file_of_another_kind_is_refused(record: Reader, name: str) -> None:
    assert record.get(f"/en/country/MEX/chart/{name}.pdf").status_code == 404
    assert record.get(f"/en/country/MEX/chart/{name}.json?view=rows").status_code == 400
    assert record.get(f"/en/country/XXQ/chart/{name}.json").status_code == 404


def test_drawings_follow_the_choice(record: Reader) -> None:
    drawn = drawing(record, "/en/country/MEX/chart/ring.json?basis=start&from=2001&to=2001")
    expected = sql(record, f"SELECT training_id {ROWS} AND start_fiscal_year = 2001")
    assert sorted(identifiers(drawn)) == sorted(one for (one,) in expected)
    # What lies in no year has no ring, and is not in the title.
    dated = sql(record, f"SELECT count(*) {ROWS} AND start_fiscal_year IS NOT NULL")[0][0]
    assert dated < sql(record, f"SELECT count(*) {ROWS}")[0][0]
    title = record.page("/en/country/MEX/ring?basis=start").part("chart-ring-title")
    assert title.startswith(f"Mexico: {dated:,} trainings, ")
    planned = drawing(record, "/en/country/MEX/chart/ring.json?stage=planned")
    assert (
        len(planned["x"])
        == sql(
            record,
            "SELECT count(*) FROM trainings WHERE country_iso3 = 'MEX' AND stage = 'planned'",
        )[0][0]
    )
