"""Constant dollars and rates, against figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import QueryError
from foja.meaning.series_points import points
from foja.measures.prices import (
    BASE_YEAR,
    base_years,
    constant_dollars,
    has_index,
    has_population,
    per_100_000,
    percent,
    price_index,
)

MILLION = Decimal(1_000_000)


def test_a_calendar_year_has_the_index_the_bureau_prints():
    assert price_index(2007, "calendar") == Fraction("207.342")
    assert price_index(2024, "calendar") == Fraction("313.689")


def test_a_fiscal_year_is_a_quarter_of_the_year_before():
    # FY2008: October to December 2007, January to September 2008.
    assert price_index(2008, "fiscal") == Fraction("207.342") / 4 + Fraction("215.303") * 3 / 4
    assert float(price_index(2008, "fiscal")) == 213.31275


def test_constant_dollars_by_hand():
    # 400 million of FY2008 in dollars of 2024: 400 * 313.689 / 213.31275.
    assert constant_dollars(400 * MILLION, 2008, base_year=2024) == Decimal("588223629.39")
    assert constant_dollars(MILLION, 2007, basis="calendar", base_year=2007) == MILLION
    assert constant_dollars(-MILLION, 2023, basis="calendar") < -MILLION


def test_the_base_is_the_latest_year_of_twelve_months():
    assert BASE_YEAR == 2024
    assert (base_years()[0], base_years()[-1]) == (1998, 2025)
    noted = [point.year for point in points("prices.cpi_u") if point.note_en]
    assert noted == [2025]
    assert max(year for year in base_years() if year not in noted) == BASE_YEAR


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(range(1999, 2026)),
    st.sampled_from(range(1998, 2026)),
)
def test_there_and_back_is_within_a_cent_of_each_step(cents, year, base):
    dollars = Decimal(cents) / 100
    there = constant_dollars(dollars, year, basis="calendar", base_year=base)
    back = constant_dollars(there, base, basis="calendar", base_year=year)
    assert abs(back - dollars) <= Decimal("0.03")


@pytest.mark.parametrize(
    ("year", "basis"), [(1998, "fiscal"), (1990, "calendar"), (2026, "fiscal")]
)
def test_a_year_without_an_index_is_an_error_with_the_years_there_are(year, basis):
    assert not has_index(year, basis)
    first = 1999 if basis == "fiscal" else 1998
    with pytest.raises(QueryError, match=rf"{basis} year {year}; .* from {first} to 2025"):
        constant_dollars(MILLION, year, basis=basis)


def test_an_unknown_base_is_an_error():
    with pytest.raises(QueryError, match="calendar year 1984"):
        constant_dollars(MILLION, 2010, base_year=1984)


@pytest.mark.parametrize(
    ("year", "printed"),
    [(1999, "6.0382"), (2007, "11.9543"), (2014, "14.7574"), (2016, "19.6925")],
)
def test_our_overdose_rates_are_the_crude_rates_the_publisher_prints(year, printed):
    deaths = {point.year: point.value for point in points("overdoses.all_intents")}[year]
    ours = per_100_000(deaths, "population.world_bank", "USA", year)
    assert abs(ours - Decimal(printed)) < Decimal("0.15")


@pytest.mark.parametrize(
    ("year", "rate"), [(2007, "8.09"), (2019, "28.82"), (2023, "24.59"), (2024, "25.36")]
)
def test_homicide_rates_of_mexico(year, rate):
    deaths = {point.year: point.value for point in points("homicides.inegi_registered")}[year]
    assert per_100_000(deaths, "population.conapo", "MEX", year) == Decimal(rate)


def test_a_population_that_is_not_there_is_an_error():
    assert has_population("population.world_bank", "USA", 2024)
    assert not has_population("population.world_bank", "USA", 2025)
    with pytest.raises(QueryError, match="USA in 2025: it has 1990 to 2024"):
        per_100_000(Decimal(1), "population.world_bank", "USA", 2025)
    with pytest.raises(QueryError, match="COL in 2010: it has no such country"):
        per_100_000(Decimal(1), "population.conapo", "COL", 2010)


def test_shares():
    assert percent(Decimal(72776), Decimal(105007)) == Decimal("69.31")
    assert percent(Decimal(1), Decimal(8)) == Decimal("12.50")
    with pytest.raises(QueryError, match="share of nothing"):
        percent(Decimal(1), Decimal(0))


def test_a_half_goes_to_the_even_digit():
    assert percent(Decimal("0.125"), Decimal(100)) == Decimal("0.12")
    assert percent(Decimal("0.135"), Decimal(100)) == Decimal("0.14")
