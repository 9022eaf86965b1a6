"""Every measure and grouping by name, beside plain SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from foja.errors import QueryError
from foja.measures.filters import Filters
from foja.measures.measures import GROUPS, MEASURES, by_year, measure, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.tables.engine import Tables

    Ask = Callable[[str], list[tuple[Any, ...]]]

MEXICO = Filters(country="MEX")

BY_HAND = {
    "students": "sum(quantity)",
    "cost_usd": "sum(cost_usd)",
    "trainings": "count(*)",
    "cost_per_student": (
        "sum(CASE WHEN quantity > 0 AND cost_usd IS NOT NULL THEN cost_usd END) / "
        "nullif(sum(CASE WHEN quantity > 0 AND cost_usd IS NOT NULL THEN quantity END), 0)"
    ),
    "courses": "count(DISTINCT upper(course_title))",
    "units": "count(DISTINCT unit_id)",
    "places": "count(DISTINCT place_id)",
    "countries": "count(DISTINCT country_iso3)",
}
COLUMNS = {
    "fiscal_year": "fiscal_year",
    "country": "country_iso3",
    "program": "program",
    "recipient_force": "recipient_force",
    "training_type": "training_type",
    "training_group": "split_part(training_type, '.', 1)",
    "delivery": "delivery",
    "place": "place_id",
    "unit": "unit_id",
    "course": "upper(course_title)",
}


def test_every_measure_and_grouping_is_checked_here() -> None:
    assert list(BY_HAND) == list(MEASURES)
    assert list(COLUMNS) == list(GROUPS)


@pytest.mark.parametrize("group", COLUMNS)
@pytest.mark.parametrize("name", BY_HAND)
def test_a_measure_is_what_sql_reckons(tables: Tables, by_hand: Ask, name: str, group: str) -> None:
    expected = by_hand(
        f"SELECT {COLUMNS[group]}, {BY_HAND[name]} FROM trainings WHERE DONE GROUP BY 1"  # noqa: S608 - words of this test
    )
    found = {row[group]: row["value"] for row in measure(tables, MEXICO, name, group)}
    assert found.keys() == {key for key, _value in expected}
    for key, value in expected:
        assert found[key] == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_measure_of_the_whole_choice(tables: Tables) -> None:
    assert total(tables, Filters(country="MEX", fiscal_year_from=2020), "students") == 69
    assert total(tables, Filters(country="MEX", words="nothing"), "cost_usd") is None
    assert by_year(tables, MEXICO, "cost_usd")[2020] == Decimal("820500.25")
    assert None not in by_year(tables, Filters(country="MEX", year_basis="calendar"), "trainings")


@pytest.mark.parametrize("given", [("wealth",), ("students", "moon")])
def test_what_there_is_not_is_refused_in_one_sentence(
    tables: Tables, given: tuple[str, ...]
) -> None:
    with pytest.raises(QueryError, match=r"there are \w+"):
        measure(tables, MEXICO, *given)
