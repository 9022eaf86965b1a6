"""Medians and quarters are those of the rows, reckoned another way."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.tables import training_rows, write_tables

from foja.errors import QueryError
from foja.measures.durations import ask_days_by, span_of
from foja.measures.filters import Filters
from foja.measures.middles import MIDDLES, middle, middled
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("middles") / "tables")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "column"), [("cost_usd_median", "cost_usd"), ("students_median", "quantity")]
)
def test_a_median_is_that_of_the_values(name: str, column: str, tables: Tables) -> None:
    values: dict[Any, list[float]] = {}
    for row in training_rows():
        if row["stage"] == "actual" and row[column] is not None:
            values.setdefault(row["program"], []).append(float(row[column]))
    found = {row["program"]: row["value"] for row in middle(tables, Filters(), name, "program")}
    assert {key: value for key, value in found.items() if value is not None} == {
        key: pytest.approx(median(one)) for key, one in values.items()
    }


@pytest.mark.parametrize("country", ["MEX", "COL"])
def test_lengths_are_those_of_the_views(country: str, tables: Tables) -> None:
    filters = Filters(country=country)
    for year, days in ask_days_by(tables, filters, "year").items():
        span = span_of(days)
        chosen = filters.in_year(year)
        for name, expected in (
            ("days_median", span.median),
            ("days_lower_quartile", span.lower),
            ("days_upper_quartile", span.upper),
            ("days_longest", span.longest),
        ):
            assert middle(tables, chosen, name)[0]["value"] == expected, (year, name)


def test_what_there_is_not_is_refused(tables: Tables) -> None:
    with pytest.raises(QueryError, match="No figure “mode”"):
        middled(tables, Filters(), "mode")
    with pytest.raises(QueryError, match="No grouping “moon”"):
        middled(tables, Filters(), "days_median", "moon")
    assert all(middle(tables, Filters(country="ZZZ"), name)[0]["value"] is None for name in MIDDLES)
