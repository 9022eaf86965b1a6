"""Every measure and grouping by name, beside plain SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from foja.errors import QueryError
from foja.measures.beside_series import constant_dollars_by_year
from foja.measures.filters import Filters
from foja.measures.measures import GROUPS, MEASURES, by_year, measure, total
from foja.measures.prices import constant_dollars, price_factor

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
    "cost_usd_constant": (
        "round(sum(cost_usd * (SELECT base.value / (before.value / 4 + own.value * 3 / 4) "
        "FROM series base, series before, series own WHERE base.series = 'prices.cpi_u' AND "
        "before.series = 'prices.cpi_u' AND own.series = 'prices.cpi_u' AND base.year = 2024 AND "
        "before.year = trainings.fiscal_year - 1 AND own.year = trainings.fiscal_year)), 2)"
    ),
    "students_per_100_000": (
        "round(sum(quantity) * 100000.0 / (SELECT sum(value) FROM series WHERE country_iso3 = 'MEX'"
        " AND series = 'population.world_bank' AND year IN "
        "(SELECT fiscal_year FROM trainings WHERE stage = 'actual')), 2)"
    ),
}
YEARS_APART = ("students_per_100_000", "fiscal_year")
"""Each year has its own inhabitants; another test reckons these."""
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
    "agency": "agency",
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
        if isinstance(value, float) and (name, group) != YEARS_APART:
            assert float(found[key]) == pytest.approx(value, abs=0.006)
        elif not isinstance(value, float):
            assert found[key] == value


def test_a_measure_of_the_whole_choice(tables: Tables) -> None:
    assert total(tables, Filters(country="MEX", fiscal_year_from=2020), "students") == 69
    assert total(tables, Filters(country="MEX", words="nothing"), "cost_usd") is None
    assert by_year(tables, MEXICO, "cost_usd")[2020] == Decimal("820500.25")
    assert None not in by_year(tables, Filters(country="MEX", year_basis="calendar"), "trainings")


@pytest.mark.parametrize("given", [("wealth",), ("students", "moon")])
def test_what_there_is_not_is_refused_in_one_sentence(
    tables: Tables, given: tuple[str, ...]
) -> None:
    with pytest.raises(QueryError, match=r"give one of \w+"):
        measure(tables, MEXICO, *given)


def test_a_rate_of_each_year_is_of_its_own_inhabitants(tables: Tables, by_hand: Ask) -> None:
    inhabitants = dict(
        by_hand(
            "SELECT year, value FROM series WHERE series = 'population.world_bank' "
            "AND country_iso3 = 'MEX'"
        )
    )
    students = dict(
        by_hand("SELECT fiscal_year, sum(quantity) FROM trainings WHERE DONE GROUP BY 1")
    )
    rates = by_year(tables, MEXICO, "students_per_100_000")
    assert rates.keys() == {year for year, found in students.items() if found is not None}
    for year, rate in rates.items():
        assert rate == round(Decimal(students[year]) * 100_000 / inhabitants[year], 2)


def test_a_period_has_the_inhabitants_of_its_years_added_up(tables: Tables, by_hand: Ask) -> None:
    filters = Filters(country="MEX", fiscal_year_from=2019, fiscal_year_to=2020)
    ((whole,),) = by_hand(
        "SELECT sum(value) FROM series WHERE series = 'population.world_bank' "
        "AND country_iso3 = 'MEX' AND year IN (2019, 2020)"
    )
    ((students,),) = by_hand(
        "SELECT sum(quantity) FROM trainings WHERE DONE AND fiscal_year IN (2019, 2020)"
    )
    assert students > 0
    found = total(tables, filters, "students_per_100_000")
    assert found == round(Decimal(students) * 100_000 / whole, 2)


def test_the_files_and_the_table_of_series_give_the_same_constant_dollars(tables: Tables) -> None:
    nominal = by_year(tables, MEXICO, "cost_usd")
    constant = by_year(tables, MEXICO, "cost_usd_constant")
    assert constant.keys() == nominal.keys()
    factors = constant_dollars_by_year(tables)
    for year, dollars in nominal.items():
        assert constant[year] == constant_dollars(Decimal(dollars), year)
        assert factors[year] == price_factor(year, "fiscal")


@pytest.mark.parametrize("base_year", [1998, 2007, 2025])
def test_any_year_of_the_index_can_be_the_base(tables: Tables, base_year: int) -> None:
    factors = constant_dollars_by_year(tables, base_year)
    assert sorted(factors) == list(range(1999, 2026))
    for year, factor in factors.items():
        assert factor == price_factor(year, "fiscal", base_year)


def test_a_base_without_an_index_is_refused(tables: Tables) -> None:
    with pytest.raises(QueryError, match="no price index of 1980"):
        constant_dollars_by_year(tables, 1980)


def test_calendar_years_have_calendar_prices(tables: Tables) -> None:
    filters = Filters(country="MEX", year_basis="calendar")
    nominal = by_year(tables, filters, "cost_usd")
    assert len(nominal) > 2
    for year, dollars in by_year(tables, filters, "cost_usd_constant").items():
        assert dollars == constant_dollars(Decimal(nominal[year]), year, basis="calendar")


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(country="COL"), "no population of COL.*MEX, USA"),
        (Filters(), "choose one, or group by country"),
    ],
)
def test_a_rate_without_inhabitants_is_refused_even_after_one_with(
    tables: Tables, filters: Filters, message: str
) -> None:
    assert total(tables, MEXICO, "students_per_100_000")
    with pytest.raises(QueryError, match=message):
        total(tables, filters, "students_per_100_000")
    rates = measure(tables, Filters(), "students_per_100_000", "country")
    assert {row["country"] for row in rates if row["value"] is not None} == {"MEX"}
    assert {row["country"] for row in rates if row["value"] is None} >= {"COL"}
