"""Dollars of different years made comparable, and counts made rates; exact until the last digit.

Prices are the Consumer Price Index for All Urban Consumers (CPI-U, US city average, annual
averages, Bureau of Labor Statistics). A federal fiscal year runs from October to September, so its
index is a quarter of the year before and three quarters of the year it is named for: the mean of
its four quarters would be nearer, but cannot be had from annual averages. The base is always a
calendar year's average.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.errors import QueryError
from foja.meaning.series_points import points

if TYPE_CHECKING:
    from foja.meaning.series import Basis

PRICES: Final = "prices.cpi_u"
BASE_YEAR: Final = 2024
"""The latest year whose average rests on twelve months: no index was published for October 2025."""

INHABITANTS: Final = 100_000
DECIMALS: Final = 2
"""Constant dollars to the cent, rates to two places; a half is rounded to the even digit."""
FACTOR_DECIMALS: Final = 12
"""Places of a price factor: exact to the cent for any sum below ten thousand million dollars."""

_BEFORE, _NAMED = Fraction(1, 4), Fraction(3, 4)


@cache
def _indices() -> dict[int, Fraction]:
    return {point.year: Fraction(point.value) for point in points(PRICES)}


def base_years() -> tuple[int, ...]:
    """Return the calendar years whose dollars can be the base, ascending."""
    return tuple(sorted(_indices()))


def has_index(year: int, basis: Basis) -> bool:
    """Say whether there is a price index of that calendar or fiscal year."""
    return year in _indices() and (basis == "calendar" or year - 1 in _indices())


def price_index(year: int, basis: Basis) -> Fraction:
    """Return the price index of a calendar or fiscal year, 1982-84 = 100.

    Raises `QueryError` for a year that has none.
    """
    if not has_index(year, basis):
        first, last = base_years()[0] + (basis == "fiscal"), base_years()[-1]
        raise QueryError(
            f"There is no price index of the {basis} year {year}; there is one for each year from "
            f"{first} to {last}, so take nominal dollars or a year among them."
        )
    if basis == "calendar":
        return _indices()[year]
    return _BEFORE * _indices()[year - 1] + _NAMED * _indices()[year]


def price_factor(year: int, basis: Basis, base_year: int = BASE_YEAR) -> Decimal:
    """Return how many dollars of the calendar year `base_year` one dollar of a year was worth.

    To `FACTOR_DECIMALS` places, so that the files, the tables and a spreadsheet multiply by the
    same number. Raises `QueryError` where either year has no price index.
    """
    ratio = price_index(base_year, "calendar") / price_index(year, basis)
    return Decimal(round(ratio * 10**FACTOR_DECIMALS)).scaleb(-FACTOR_DECIMALS)


def constant_dollars(
    dollars: Decimal, year: int, *, basis: Basis = "fiscal", base_year: int = BASE_YEAR
) -> Decimal:
    """Return dollars of a year in the dollars of the calendar year `base_year`, to the cent.

    Raises `QueryError` where either year has no price index.
    """
    return rounded(Fraction(dollars) * Fraction(price_factor(year, basis, base_year)))


@cache
def _inhabitants(series: str, country_iso3: str) -> dict[int, Fraction]:
    return {point.year: Fraction(point.value) for point in points(series, country_iso3)}


def has_population(series: str, country_iso3: str, year: int) -> bool:
    """Say whether a population series has that country in that year."""
    return year in _inhabitants(series, country_iso3)


def per_100_000(count: Decimal, series: str, country_iso3: str, year: int) -> Decimal:
    """Return a count for each 100,000 inhabitants at mid-year, to two places.

    `series` is a population series, such as `population.conapo`. Raises `QueryError` where it has
    no figure of that country and year.
    """
    people = _inhabitants(series, country_iso3)
    if year not in people:
        span = f"it has {min(people)} to {max(people)}" if people else "it has no such country"
        raise QueryError(
            f"{series} has no population of {country_iso3} in {year}: {span}; take counts, or a "
            "year that it has."
        )
    return rounded(Fraction(count) * INHABITANTS / people[year])


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a part for each 100 of the whole, to two places; `QueryError` where that is zero."""
    if not whole:
        raise QueryError(
            "A share of nothing has no value; take a year in which the whole is not 0."
        )
    return rounded(Fraction(part) * 100 / Fraction(whole))


def rounded(exact: Fraction) -> Decimal:
    """Return an exact number to two places, a half to the even digit."""
    return Decimal(round(exact * 10**DECIMALS)).scaleb(-DECIMALS)
