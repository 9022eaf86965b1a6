"""Measures of the API are those of the tables, and lead to their rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from tests.site.api.asking import ask, pages, refused

from foja.measures.filters import Filters
from foja.measures.measures import GROUPS as MEASURED_BY
from foja.measures.measures import MEASURES, measure
from foja.site.api.measures import GROUPS, MEANINGS, NAMES

if TYPE_CHECKING:
    from tests.site.reader import Reader

KEYS = {
    "year": "fiscal_year",
    "country": "country_iso3",
    "program": "program",
    "agency": "agency",
    "force": "recipient_force",
    "type": "training_type",
    "delivery": "delivery",
    "place": "place_id",
    "unit": "unit_id",
}


@pytest.fixture(scope="module")
def rows(whole: Reader) -> pl.DataFrame:
    """The done trainings of the record, with their days."""
    tables = whole.app.state.site.reading.tables
    table = tables.table("trainings")
    frame = tables.polars(table.filter(table.stage == "actual"))
    days = (pl.col("end_date") - pl.col("start_date")).dt.total_days() + 1
    return frame.with_columns(days=pl.when(days >= 1).then(days))


@pytest.mark.parametrize("by", sorted(KEYS))
@pytest.mark.parametrize("name", ["students", "cost_usd", "trainings", "days_median"])
def test_a_measure_by_a_group_is_that_of_the_rows(
    name: str, by: str, whole: Reader, rows: pl.DataFrame
) -> None:
    chosen = rows.filter(pl.col("country_iso3") == "MEX") if by != "country" else rows
    value = {
        "students": pl.col("quantity").sum().cast(pl.Float64),
        "cost_usd": pl.col("cost_usd").sum().cast(pl.Float64),
        "trainings": pl.len().cast(pl.Float64),
        "days_median": pl.col("days").median(),
    }[name]
    source = {"students": "quantity", "cost_usd": "cost_usd"}.get(name)
    grouped = chosen.group_by(KEYS[by]).agg(
        value=value if source is None else pl.when(pl.col(source).count() > 0).then(value)
    )
    expected = {row[0]: row[1] for row in grouped.iter_rows()}
    choice = "" if by == "country" else "&country=MEX"
    answered = pages(whole, f"/measures/{name}?by={by}{choice}&limit=1000")
    found = {row[by]: row["value"] for page in answered for row in page}
    assert found.keys() == expected.keys()
    assert found == {key: pytest.approx(value) for key, value in expected.items()}


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_is_that_of_the_site(name: str, whole: Reader) -> None:
    tables = whole.app.state.site.reading.tables
    expected = measure(tables, Filters(country="MEX"), name, "fiscal_year")
    found = ask(whole, f"/measures/{name}?country=MEX&by=year")["data"]
    assert [(row["year"], row["value"]) for row in found] == [
        (row["fiscal_year"], None if row["value"] is None else float(row["value"]))
        for row in expected
    ]
    assert {row["value_unit"] for row in found} == {MEASURES[name].unit}


def test_every_measure_and_group_has_a_meaning() -> None:
    assert set(MEANINGS) == set(NAMES)
    assert {group.measure for group in GROUPS.values()} == set(MEASURED_BY)


@pytest.mark.parametrize(
    "question",
    [
        "/measures/cost_usd?country=MEX&by=year&by=program",
        "/measures/cost_usd?country=MEX&by=type&from=2015",
        "/measures/cost_usd?country=MEX&by=type_group&by=delivery",
        "/measures/cost_usd?country=MEX&by=force",
        "/measures/cost_usd?by=country&from=2019&to=2019",
        "/measures/cost_usd?country=MEX&basis=start&by=year",
    ],
)
def test_a_group_leads_to_its_own_rows(question: str, whole: Reader) -> None:
    led = 0
    for row in ask(whole, question)["data"][::9]:
        if row["trainings"] is None:
            continue
        parts = urlsplit(row["trainings"])
        address = f"{parts.path.removeprefix('/api/v1')}?{parts.query}&limit=1000"
        behind = [one["cost_usd"] for page in pages(whole, address) for one in page]
        added = sum((Decimal(str(cost)) for cost in behind if cost is not None), Decimal(0))
        assert added == Decimal(str(row["value"] or 0)), row
        led += 1
    assert led


def test_a_rate_needs_a_country(whole: Reader) -> None:
    problem = refused(whole, "/measures/students_per_100_000?by=year")
    assert "country" in problem["detail"]
    assert ask(whole, "/measures/students_per_100_000?by=country&from=2019&to=2019")["data"]


def test_series_and_events_are_the_tables(whole: Reader) -> None:
    tables = whole.app.state.site.reading.tables
    table = tables.table("series")
    expected = tables.rows(table.filter(table.series == "prices.cpi_u").order_by("year"))
    found = ask(whole, "/series/prices.cpi_u?limit=1000")["data"]
    assert [(row["year"], row["value"]) for row in found] == [
        (row["year"], float(row["value"])) for row in expected
    ]
    spent: list[dict[str, Any]] = ask(whole, "/series/training.cost?country=MEX")["data"]
    by_year = ask(whole, "/measures/cost_usd?country=MEX&by=year")["data"]
    assert {row["year"]: row["value"] for row in spent} == {
        row["year"]: row["value"] for row in by_year if row["value"] is not None
    }
