"""What was spent on a country and what happened meanwhile: panels of series on one time axis.

Nothing here adds one series to another: appropriated, obligated and disbursed are three accounts
of money that is partly the same, and figures of different definitions stand beside each other. The
only sums are of one series over a period, and each says which years it is of.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from foja.errors import QueryError
from foja.meaning.series import all_panels, all_series, country_codes, definition_of
from foja.meaning.series_points import Point, all_events, points
from foja.measures.figures import group
from foja.measures.filters import Filters
from foja.measures.prices import (
    BASE_YEAR,
    base_years,
    constant_dollars,
    has_index,
    has_population,
    per_100_000,
    percent,
)
from foja.measures.training import reported_years

if TYPE_CHECKING:
    from foja.meaning.series import Basis, Definition, Panel, Section, Status, Unit
    from foja.meaning.series_points import Event
    from foja.tables.engine import Tables

Dollars = Literal["nominal", "constant"]
Amounts = Literal["counts", "rates"]
Period = tuple[int, int]

MERIDA_YEARS: Final[Period] = (2008, 2021)
"""Fiscal years of the Mérida Initiative, for which its sums are quoted."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the panels are shown: kind of dollars, counts or rates, years, periods to sum.

    `base_year` is the calendar year whose dollars constant dollars are. `first_year` and
    `last_year` are both included, and mean fiscal years of money and calendar years of the rest;
    None leaves that end open. `periods` are summed whole, whatever years are shown.
    """

    dollars: Dollars = "nominal"
    amounts: Amounts = "counts"
    base_year: int = BASE_YEAR
    first_year: int | None = None
    last_year: int | None = None
    periods: tuple[Period, ...] = (MERIDA_YEARS,)

    def __post_init__(self) -> None:
        years = base_years()
        if self.dollars == "constant" and self.base_year not in years:
            raise QueryError(
                f"Dollars of {self.base_year} cannot be the base; the price index has the years "
                f"{years[0]} to {years[-1]}."
            )
        open_range = self.first_year is None or self.last_year is None
        whole = () if open_range else ((self.first_year, self.last_year),)
        for first, last in (*self.periods, *whole):
            if first is not None and last is not None and first > last:
                raise QueryError(f"The first year, {first}, is after the last, {last}.")

    def has_year(self, year: int) -> bool:
        """Say whether a year is among those shown."""
        after = self.first_year is None or year >= self.first_year
        return after and (self.last_year is None or year <= self.last_year)


class ShownPoint(NamedTuple):
    """One value as a panel shows it, in the panel's unit, with its status and address."""

    year: int
    value: Decimal
    status: Status
    source_url: str
    note_en: str | None
    note_es: str | None


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """The sum of one series from `first_year` to `last_year`, both included.

    They are the years of the `period` asked for that the source has whole, which may be fewer.
    """

    period: Period
    first_year: int
    last_year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series with its points by year and, where its years may be summed, its sums over periods.

    A series whose source has only scattered years has no sum. `years_left_out` have a value but no
    price index or population to convert it with.
    """

    definition: Definition
    points: tuple[ShownPoint, ...]
    sums: tuple[PeriodSum, ...]
    years_left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """Series of one unit and one kind of year.

    `base_year` is set where dollars are constant. `left_out` are series that the options have no
    meaning for: a running total over many years cannot be brought to the prices of one.
    """

    key: str
    title_en: str
    title_es: str
    unit: Unit
    basis: Basis
    section: Section
    base_year: int | None
    series: tuple[ShownSeries, ...]
    left_out: tuple[Definition, ...] = ()


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The page of one country: panels from top to bottom, events in the order of time."""

    country_iso3: str
    options: Options
    panels: tuple[ShownPanel, ...]
    events: tuple[Event, ...]

    def panel(self, key: str) -> ShownPanel | None:
        """Return the panel of that key, None where the country has nothing in it."""
        return next((panel for panel in self.panels if panel.key == key), None)


def cooperation(tables: Tables, country_iso3: str, options: Options | None = None) -> Cooperation:
    """Return the panels and events of a country; panels without a point are not in it.

    Raises `QueryError` where `country_iso3` is no ISO 3166-1 alpha-3 code.
    """
    options = options or Options()
    if country_iso3 not in country_codes():
        raise QueryError(
            f"“{country_iso3[:20]}” is not a country; give an ISO 3166-1 alpha-3 code such as MEX."
        )
    shown = (_panel(tables, panel, country_iso3, options) for panel in all_panels())
    return Cooperation(
        country_iso3,
        options,
        tuple(panel for panel in shown if panel is not None),
        tuple(
            event
            for event in all_events()
            if event.country_iso3 == country_iso3 and options.has_year(event.date.year)
        ),
    )


def series_points(tables: Tables, series: str, country_iso3: str) -> tuple[Point, ...]:
    """Return the points of a series as published, whether from a file, the trainings or a ratio.

    Where the series is of one other country, its points are that country's: the page of Mexico
    shows overdose deaths of the United States. KeyError if there is no such series.
    """
    entry = definition_of(series)
    if entry.made_from == "trainings":
        return _training(tables, entry, country_iso3)
    if entry.made_from == "ratio":
        return _ratio(entry)
    return points(series, country_iso3 if entry.geography == "all" else None)


def _training(tables: Tables, entry: Definition, country_iso3: str) -> tuple[Point, ...]:
    base = Filters(country=country_iso3).base()
    rows = tables.ask(
        ("training cost by year", base.shape),
        lambda: group(base.apply_later(tables.table("trainings")), base, ("fiscal_year",)),
        base.values,
    )
    found = {row["fiscal_year"]: row["cost_usd"] for row in rows}
    return tuple(
        _made(entry, country_iso3, year, found[year], entry.status)
        for year in sorted(year for year in found if year is not None)
        if found[year] is not None
    )


def _ratio(entry: Definition) -> tuple[Point, ...]:
    whole = {(p.country_iso3, p.year): p for p in points(str(entry.denominator))}
    made = []
    for part in points(str(entry.numerator)):
        below = whole.get((part.country_iso3, part.year))
        if below is not None:
            # A rounded part makes a rounded share, however exact the whole is.
            status = part.status if part.status != "final" else below.status
            share = percent(part.value, below.value)
            made.append(_made(entry, part.country_iso3, part.year, share, status))
    return tuple(made)


def _made(entry: Definition, iso3: str, year: int, value: Decimal, status: Status) -> Point:
    return Point(entry.key, iso3, year, value, status, entry.source_url)


def _panel(tables: Tables, panel: Panel, country_iso3: str, options: Options) -> ShownPanel | None:
    if panel.countries and country_iso3 not in panel.countries:
        return None
    members = [entry for entry in all_series() if entry.panel == panel.key]
    constant = options.dollars == "constant" and panel.unit == "usd"
    rates = options.amounts == "rates" and all(entry.population for entry in members)
    left_out = tuple(entry for entry in members if constant and not entry.additive)
    shown = []
    for entry in members:
        found = series_points(tables, entry.key, country_iso3)
        if entry not in left_out and found:
            covers = _covers(tables, entry)
            series = _series(entry, found, covers, options, constant=constant, rates=rates)
            if series.points or series.years_left_out:
                shown.append(series)
    if not shown:
        return None
    return ShownPanel(
        panel.key,
        panel.title_en,
        panel.title_es,
        "per_100000" if rates else panel.unit,
        members[0].basis,
        panel.section,
        options.base_year if constant else None,
        tuple(shown),
        left_out,
    )


def _series(
    entry: Definition,
    found: tuple[Point, ...],
    covers: Period | None,
    options: Options,
    *,
    constant: bool,
    rates: bool,
) -> ShownSeries:
    converted: list[Point] = []
    unconverted: list[int] = []
    for point in found:
        value: Decimal | None = point.value
        if constant:
            value = _constant(entry, point, options.base_year)
        elif rates:
            value = _rate(entry, point)
        if value is None:
            unconverted.append(point.year)
        else:
            converted.append(point._replace(value=value))
    summed = entry.additive and entry.unit == "usd"
    return ShownSeries(
        entry,
        tuple(ShownPoint(*point[2:]) for point in converted if options.has_year(point.year)),
        _sums(converted, covers, options.periods) if summed else (),
        tuple(year for year in unconverted if options.has_year(year)),
    )


def _constant(entry: Definition, point: Point, base_year: int) -> Decimal | None:
    if not has_index(point.year, entry.basis):
        return None
    return constant_dollars(point.value, point.year, basis=entry.basis, base_year=base_year)


def _rate(entry: Definition, point: Point) -> Decimal | None:
    series = str(entry.population)
    if not has_population(series, point.country_iso3, point.year):
        return None
    return per_100_000(point.value, series, point.country_iso3, point.year)


def _sums(
    found: list[Point], covers: Period | None, periods: tuple[Period, ...]
) -> tuple[PeriodSum, ...]:
    """Return the sums over those years of each period that the source has whole."""
    if covers is None:
        return ()
    sums = []
    for period in periods:
        first, last = max(period[0], covers[0]), min(period[1], covers[1])
        if first <= last:
            values = [point.value for point in found if first <= point.year <= last]
            sums.append(PeriodSum(period, first, last, sum(values, Decimal(0))))
    return tuple(sums)


def _covers(tables: Tables, entry: Definition) -> Period | None:
    """Return the years a series has whole; for the trainings, those of the reports read."""
    if entry.made_from != "trainings":
        return entry.covers
    years = reported_years(tables, Filters())
    unbroken = years and years[-1] - years[0] + 1 == len(years)
    return (years[0], years[-1]) if unbroken else None
