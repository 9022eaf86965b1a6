"""Trainings joined with prices and inhabitants from the table `series`.

What makes dollars of different years comparable, and students a rate, is itself in the tables:
the price index of `foja.measures.prices` and a population. Both are joined by the year that the
filters mean, fiscal or calendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from foja.errors import QueryError
from foja.measures.prices import BASE_YEAR, FACTOR_DECIMALS, PRICES
from foja.tables.selection import number_later, year_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    import ibis.expr.types as ir

    from foja.meaning.series import Basis
    from foja.measures.filters import Filters
    from foja.tables.engine import Tables
    from foja.tables.selection import YearBasis

POPULATION: Final = "population.world_bank"
"""The population that rates of trainings are of: it is to hold any country, as the reports do."""

FACTOR, INHABITANTS = "dollar_factor", "inhabitants"
"""Columns that `with_prices` and `with_inhabitants` add."""


def price_factors(tables: Tables, basis: Basis, base_year: int = BASE_YEAR) -> ir.Table:
    """Return a table of `price_year` and `dollar_factor`, for each year that has a price index.

    The factor makes a dollar of that year dollars of the calendar year `base_year`. A fiscal year's
    index is a quarter of the calendar year's before and three quarters of its own.
    """
    series = tables.table("series")
    index = series.filter(series.series == PRICES).select("year", "value")
    base = index.filter(index.year == base_year).value.max().as_scalar().cast("float64")
    value = index.value.cast("float64")
    if basis == "fiscal":
        earlier = index.view()
        index = index.join(
            earlier.select(next=earlier.year + 1, before=earlier.value), [("year", "next")]
        )
        value = index.before.cast("float64") / 4 + index.value.cast("float64") * 3 / 4
    # As wide as a product with dollars: the database multiplies in the width of what it is given.
    factor = (base / value).round(FACTOR_DECIMALS).cast(f"decimal(22, {FACTOR_DECIMALS})")
    return index.select(price_year=index.year, **{FACTOR: factor})


def constant_dollars_by_year(tables: Tables, base_year: int = BASE_YEAR) -> dict[int, Decimal]:
    """Return for each fiscal year what makes its dollars those of the calendar year `base_year`.

    Read from the table `series`, and the same as `foja.measures.prices.price_factor`. A fiscal year
    that is not in it has no price index. Raises `QueryError` for a base year that has none.
    """
    rows = tables.once(
        ("price factors", base_year),
        lambda: price_factors(tables, "fiscal", base_year).order_by("price_year"),
    )
    if not rows or any(row[FACTOR] is None for row in rows):
        raise QueryError(
            f"The tables have no price index of {base_year}, so dollars cannot be brought to that "
            f"year; take a year that the series {PRICES} has."
        )
    return {row["price_year"]: row[FACTOR] for row in rows}


def with_prices(tables: Tables, filters: Filters, rows: ir.Table) -> ir.Table:
    """Return `rows` with `dollar_factor`, null where their year has no price index.

    The year is the one that the filters mean: fiscal, or calendar for the basis `calendar`.
    """
    basis = filters.year_basis
    factors = price_factors(tables, "calendar" if basis == "calendar" else "fiscal")
    return rows.left_join(factors, filters.year(rows) == factors.price_year)


def countries_with_inhabitants(tables: Tables) -> tuple[str, ...]:
    """Return the codes of the countries whose inhabitants the table `series` has, in order."""

    def build() -> ir.Table:
        series = tables.table("series")
        chosen = series.filter(series.series == POPULATION)
        return chosen.select("country_iso3").distinct().order_by("country_iso3")

    return tuple(row["country_iso3"] for row in tables.once("inhabited", build))


def require_inhabitants(tables: Tables, filters: Filters, by: Sequence[str]) -> None:
    """Raise `QueryError` unless a rate of the choice has inhabitants to be of."""
    known = ", ".join(countries_with_inhabitants(tables))
    if filters.country is None:
        if "country" not in by:
            raise QueryError(
                "A rate needs the inhabitants of one country: choose one, or group by country."
            )
    elif filters.country not in countries_with_inhabitants(tables):
        raise QueryError(
            f"The tables have no population of {filters.country}, so no rate; the series "
            f"{POPULATION} has that of {known}. Take a count instead."
        )


def with_inhabitants(
    tables: Tables, filters: Filters, rows: ir.Table, by: Sequence[str]
) -> ir.Table:
    """Return `rows` with `inhabitants` of their country, null where the series has none.

    Grouped by year, those at the middle of the row's year; else those of all years chosen on which
    the tables have trainings, added up, so that the rate is one for a year. Of a fiscal year they
    are those at the middle of the calendar year it is named for.
    """
    series = tables.table("series")
    people = series.filter(series.series == POPULATION).select(
        "country_iso3", people_year="year", people="value"
    )
    if "fiscal_year" in by:
        yearly = people.select(
            people_of="country_iso3", people_year="people_year", **{INHABITANTS: people.people}
        )
        return rows.left_join(
            yearly,
            [rows.country_iso3 == yearly.people_of, filters.year(rows) == yearly.people_year],
        )
    years = _years_covered(tables, filters)
    joined = people.join(years, people.people_year == years.covered)
    summed = joined.group_by(people_of=joined.country_iso3).aggregate(
        added=joined.people.sum(), found=joined.count()
    )
    whole = summed.found == years.count().as_scalar()
    summed = summed.select("people_of", **{INHABITANTS: whole.ifelse(summed.added, ibis.null())})
    return rows.left_join(summed, rows.country_iso3 == summed.people_of)


def _years_covered(tables: Tables, filters: Filters) -> ir.Table:
    """Return the years of the choice on which the tables have trainings, of whatever country."""
    rows = tables.table("trainings")
    if filters.stage != "all":
        rows = rows.filter(rows.stage == filters.stage)
    basis: YearBasis = filters.year_basis
    years = rows.select(covered=year_of(rows, basis)).distinct()
    years = years.filter(years.covered.notnull())
    if "first_year" in filters.values:
        years = years.filter(
            years.covered >= number_later("first_year"), years.covered <= number_later("last_year")
        )
    return years
