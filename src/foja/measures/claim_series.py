"""The answer of a series beside the trainings to one way of checking a claim."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from foja.meaning.series import definition_of
from foja.measures.claim_answer import Asked, Reckoned, way_unit
from foja.measures.cooperation import series_points
from foja.measures.prices import has_population, per_100_000

if TYPE_CHECKING:
    from foja.meaning.claims import Unit, Way
    from foja.meaning.series_points import Point


def reckon_series(asked: Asked, way: Way) -> Reckoned:
    """Answer a way from its series; without a value where the series lacks one of its years."""
    entry = definition_of(str(way.series))
    known = {point.year: point for point in series_points(asked.tables, entry.key, way.country)}
    first, last = way.first or 0, way.last if way.last is not None else (way.first or 0)
    wanted = [first, last] if way.how == "series_ratio" else list(range(first, last + 1))
    chosen = tuple(known[year] for year in wanted if year in known)
    unit = way_unit(way) if way.how == "series_ratio" or way.unit else _unit_of(entry.unit)
    lacking = tuple(year for year in wanted if year not in known)
    if lacking:
        return Reckoned(way, unit, points=chosen, lacking=lacking)
    values = [_rate(way, point) for point in chosen]
    if way.how == "series_ratio":
        value = values[-1] / values[0] if values[0] else None
    elif way.how == "series_mean":
        value = sum(values, Decimal(0)) / len(values)
    else:
        value = sum(values, Decimal(0))
    pairs = tuple((point.year, value) for point, value in zip(chosen, values, strict=True))
    return Reckoned(way, unit, value, pairs, points=chosen)


def _rate(way: Way, point: Point) -> Decimal:
    if way.population is None:
        return point.value
    where = point.country_iso3
    if not has_population(way.population, where, point.year):
        return point.value
    return per_100_000(point.value, way.population, where, point.year)


def _unit_of(unit: str) -> Unit:
    known: dict[str, Unit] = {"usd": "usd", "deaths": "deaths", "percent": "percent"}
    return known.get(unit, "count")
