"""What one way of checking a claim gives, and where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from foja.measures.filters import Filters
from foja.measures.measures import MEASURES, by_year

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.meaning.claims import Unit, Way
    from foja.meaning.series_points import Point
    from foja.tables.engine import Tables


_LISTED: Final[WeakKeyDictionary[Tables, dict[tuple[str, str], tuple[int, ...]]]] = (
    WeakKeyDictionary()
)
"""The years in which each country is listed, by stage, while the tables are open."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a way gives: its value, and what shows where the value is from.

    `value` is None where the record lacks it; `lacking` then are the fiscal years that it lacks
    reports on. `years` are the values by year from which it was found; `as_low` and `as_high` are
    the last years before the one asked with as little, or as much. `filters` choose the rows and
    `compared` those of the second period. `points` are those of a series, `order` the first of a
    rank, or the years by their distance. `regions_lacking` counts volumes that a rank wants.
    """

    way: Way
    unit: Unit
    value: Decimal | None = None
    years: tuple[tuple[int, Decimal], ...] = ()
    other_years: tuple[tuple[int, Decimal], ...] = ()
    filters: Filters | None = None
    compared: Filters | None = None
    points: tuple[Point, ...] = ()
    lacking: tuple[int, ...] = ()
    regions_lacking: int = 0
    as_low: int | None = None
    as_high: int | None = None
    order: tuple[tuple[str, Decimal], ...] = ()

    @property
    def year(self) -> int | None:
        """The year asked of a way that looks at one among others."""
        return self.way.last if self.way.year is None else self.way.year


def filters_of(way: Way) -> Filters:
    """Return the choice of trainings that a way makes."""
    return Filters(
        country=way.country,
        fiscal_year_from=way.first,
        fiscal_year_to=way.last,
        programs=way.program,
        recipient_forces=way.force,
        training_types=way.type,
        deliveries=way.delivery,
        places=way.place,
        words=way.words,
        stage=way.stage,
        year_basis=way.basis,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The tables asked, and the years covered of the country if the asker knows them."""

    tables: Tables
    covered: tuple[int, ...] | None

    def years(self, way: Way) -> tuple[int, ...]:
        """Return the fiscal years on which there is a report on the way's country."""
        if self.covered is not None:
            return self.covered
        kept = _LISTED.setdefault(self.tables, {})
        key = (way.country, way.stage)
        if key not in kept:
            filters = Filters(country=way.country, stage=way.stage)
            kept[key] = tuple(sorted(by_year(self.tables, filters, "trainings")))
        return kept[key]


def way_unit(way: Way) -> Unit:
    """Return the unit of what a way gives."""
    if way.unit is not None:
        return way.unit
    by_how: dict[str, Unit] = {
        "ratio": "times",
        "fall": "percent",
        "share": "percent",
        "spike": "percent",
        "rank_country": "rank",
        "rank_force": "rank",
        "nearest_year": "year",
        "opposite_trends": "steps",
        "named_places": "count",
        "places_together": "count",
        "courses_given": "count",
        "series_ratio": "times",
    }
    return by_how.get(way.how) or MEASURES[way.measure].unit
