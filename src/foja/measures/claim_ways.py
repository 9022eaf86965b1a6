"""The answer of the tables to one way of checking a claim."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.measures.claim_answer import Asked, Reckoned, filters_of, way_unit
from foja.measures.claim_retyping import is_any_of, retyped, retyped_by_year, retyped_sums
from foja.measures.claim_series import reckon_series
from foja.measures.claim_sums import sum_of
from foja.measures.measures import ADDITIVE, MEASURES, by_year, measure, total
from foja.measures.years import distance, last_at_least, last_at_most, most_similar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

    from foja.meaning.claims import Way
    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

Row = dict[str, Any]

WHOLE_COUNTRY: Final = ("country", "online")
"""Kinds of place that name no place."""
MOST_ROWS: Final = 60
"""A way that chooses no more rows than these names each of them."""
COUNTED: Final = ADDITIVE
"""Measures that are 0, not unknown, where a report lists nothing; so is what converts them."""


def reckon(tables: Tables, way: Way, covered: Sequence[int] | None = None) -> Reckoned:
    """Answer a way from the tables or from its series.

    `covered` are the fiscal years on which the tables have a report on the way's country; those in
    which it is listed, if not given.
    """
    asked = Asked(tables, None if covered is None else tuple(covered))
    if way.series is not None:
        return reckon_series(asked, way)
    filters = filters_of(way)
    lacking = _lacking(asked, way)
    if lacking:
        return Reckoned(way, way_unit(way), filters=filters, lacking=lacking)
    return _HOWS[way.how](asked, way, filters)


def _lacking(asked: Asked, way: Way) -> tuple[int, ...]:
    """Return the years of the way on which the tables have no report on its country."""
    reported = set(asked.years(way))
    spans = ((way.first, way.last), (way.to_first, way.to_last))
    wanted = {
        year
        for first, last in spans
        if first is not None and last is not None
        for year in range(first, last + 1)
    }
    return tuple(sorted(wanted - reported))


# Values over trainings ---------------------------------------------------------------------------


def _whole(
    value: int | Decimal | None, name: str, converted: int | Decimal | None
) -> Decimal | None:
    """Return a value, or 0 where it is none of something counted.

    `converted` is what a measure of constant dollars or a rate was made from: where that is more
    than nothing, prices or inhabitants were lacking, and the value is not known.
    """
    if value is not None:
        return Decimal(value)
    counted = (MEASURES[name].of or name) in COUNTED
    return Decimal(0) if counted and not converted else None


def _sum(asked: Asked, way: Way, filters: Filters) -> Decimal | None:
    if way.taxonomy is None:
        base = MEASURES[way.measure].of
        if way.measure in ADDITIVE:
            value = sum_of(asked.tables, filters, way.measure)
        else:
            value = total(asked.tables, filters, way.measure)
        lost = value is None and base is not None
        converted = total(asked.tables, filters, str(base)) if lost else None
        return _whole(value, way.measure, converted)
    values = retyped_by_year(asked, way, way.own_types)
    first, last = filters.fiscal_year_from, filters.fiscal_year_to
    return sum(
        (
            value
            for year, value in values.items()
            if (first is None or year >= first) and (last is None or year <= last)
        ),
        Decimal(0),
    )


def _total(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    return Reckoned(way, way_unit(way), _sum(asked, way, filters), filters=filters)


def _second(way: Way, filters: Filters) -> Filters:
    return replace(filters, fiscal_year_from=way.to_first, fiscal_year_to=way.to_last)


def _ratio(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    compared = _second(way, filters)
    above, below = _sum(asked, way, filters), _sum(asked, way, compared)
    value = above / below if above is not None and below else None
    return Reckoned(
        way,
        way_unit(way),
        value,
        _pairs(way, above, below),
        filters=filters,
        compared=compared,
    )


def _pairs(
    way: Way, above: Decimal | None, below: Decimal | None
) -> tuple[tuple[int, Decimal], ...]:
    """Return the two sums of a ratio by the last year of each period."""
    found = ((way.to_last, below), (way.last, above))
    return tuple((year, value) for year, value in found if year is not None and value is not None)


def _fall(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    compared = _second(way, filters)
    now, before = _sum(asked, way, filters), _sum(asked, way, compared)
    value = (1 - now / before) * 100 if now is not None and before else None
    return Reckoned(
        way, way_unit(way), value, _pairs(way, now, before), filters=filters, compared=compared
    )


def _share(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    part = replace(filters, places=way.part_place)
    above, below = _sum(asked, way, part), _sum(asked, way, filters)
    value = above * 100 / below if above is not None and below else None
    return Reckoned(way, way_unit(way), value, filters=part, compared=filters)


def _years_of(asked: Asked, way: Way, types: tuple[str, ...] | None = None) -> dict[int, Decimal]:
    """Return a way's measure in each reported year from `first` to `last`.

    0 where nothing that is counted is listed; no year whose figure is not known, such as a cost per
    student of a year without students.
    """
    filters = filters_of(way)
    if types is not None:
        filters = replace(filters, training_types=types)
    known: Mapping[int, int | Decimal]
    if way.taxonomy is None:
        known = by_year(asked.tables, filters, way.measure)
    else:
        known = retyped_by_year(asked, way, way.own_types if types is None else types)
    base = MEASURES[way.measure].of
    converted = {} if base is None else by_year(asked.tables, filters, base)
    found = {
        year: _whole(known.get(year), way.measure, converted.get(year))
        for year in sorted(asked.years(way))
        if (way.first is None or year >= way.first) and (way.last is None or year <= way.last)
    }
    return {year: value for year, value in found.items() if value is not None}


def _year_value(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    years = _years_of(asked, way)
    year = way.last if way.year is None else way.year
    if year is None or year not in years:
        return Reckoned(
            way, way_unit(way), filters=filters, lacking=() if year is None else (year,)
        )
    value = years[year]
    one = filters.in_year(year)
    return Reckoned(
        way,
        way_unit(way),
        value,
        tuple(years.items()),
        filters=one,
        as_low=last_at_most(years, year),
        as_high=last_at_least(years, year),
    )


def _spike(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    """Give the least growth of the years over the one before, in per cent."""
    years = _years_of(asked, way)
    first = way.to_first if way.to_first is not None else min(years)
    grown = [
        (years[year] / years[year - 1] - 1) * 100
        for year in years
        if year >= first and years.get(year - 1)
    ]
    value = min(grown) if grown else None
    return Reckoned(way, way_unit(way), value, tuple(years.items()), filters=filters)


def _rank_country(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    everyone = replace(filters, country=None)
    found = measure(asked.tables, everyone, way.measure, "country")
    values = {row["country"]: Decimal(row["value"] or 0) for row in found if row["country"]}
    absent = _regions_lacking(asked, way)
    order = _in_order(values)
    if absent or way.country not in values:
        return Reckoned(
            way, way_unit(way), filters=everyone, regions_lacking=absent, order=order[:5]
        )
    rank = 1 + sum(value > values[way.country] for value in values.values())
    return Reckoned(way, way_unit(way), Decimal(rank), filters=everyone, order=order[:5])


def _in_order(values: Mapping[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(sorted(values.items(), key=lambda item: (-item[1], item[0])))


def _regions_lacking(asked: Asked, way: Way) -> int:
    """Return how many documents of the years' reports are not in the tables."""
    rows = asked.tables.whole("documents")
    names = {f"{year}-{year + 1}" for year in range(way.first or 0, (way.last or -1) + 1)}
    return sum(row["report"] in names and row["status"] != "read" for row in rows)


def _rank_force(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    """Give the place of the force among those of `among`."""
    values = {
        force: _sum(asked, way, replace(filters, recipient_forces=(force,))) or Decimal(0)
        for force in way.among
    }
    mine = values[way.force[0]]
    rank = 1 + sum(value > mine for value in values.values())
    return Reckoned(way, way_unit(way), Decimal(rank), filters=filters, order=_in_order(values)[:5])


def _nearest_year(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    """Give the year whose mix is nearest to that of `last`, and how near the five nearest are."""
    mixes = _mixes(asked, way)
    year = way.last or 0
    found = most_similar(mixes, year)
    if found is None:
        return Reckoned(way, way_unit(way), filters=filters, lacking=(year,))
    apart = {
        str(other): near
        for other, parts in mixes.items()
        if other != year and (near := distance(mixes[year], parts)) is not None
    }
    nearest = sorted(apart.items(), key=lambda item: (item[1], -int(item[0])))
    return Reckoned(
        way, "year", Decimal(found[0]), filters=filters.in_year(year), order=tuple(nearest)
    )


def _mixes(asked: Asked, way: Way) -> dict[int, dict[str, Decimal]]:
    filters = filters_of(way)
    reported = asked.years(way)
    years = {
        year: dict[str, Decimal]()
        for year in reported
        if (way.first or 0) <= year <= (way.last or 9999)
    }
    by_type = "training_type" if "type" in way.among else "training_group"
    if way.taxonomy is None:
        for row in measure(asked.tables, filters, way.measure, "fiscal_year", by_type):
            if row["fiscal_year"] in years and row["value"] is not None:
                years[row["fiscal_year"]][row[by_type]] = Decimal(row["value"])
        return years
    for (year, training_type), found in retyped_sums(asked, way).items():
        if year in years:
            key = training_type.split(".")[0] if by_type == "training_group" else training_type
            years[year][key] = years[year].get(key, Decimal(0)) + found[way.measure]
    return years


def _opposite_trends(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    """Give the number of steps from year to year that go the wrong way."""
    falling = _years_of(asked, way)
    rising = _years_of(asked, _plain(way), way.rising)
    wrong = sum(falling[y] >= falling[y - 1] for y in falling if y - 1 in falling)
    wrong += sum(rising[y] <= rising[y - 1] for y in rising if y - 1 in rising)
    return Reckoned(
        way,
        "steps",
        Decimal(wrong),
        tuple(falling.items()),
        tuple(rising.items()),
        filters=filters,
    )


def _plain(way: Way) -> Way:
    return msgspec.structs.replace(way, taxonomy=None, own_types=())


def _places(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    rows = measure(asked.tables, filters, "trainings", "place")
    known = {row["place_id"]: row for row in asked.tables.whole("places")}
    found = {
        row["place"]
        for row in rows
        if row["place"] in known and known[row["place"]]["kind"] not in WHOLE_COUNTRY
    }
    if way.how == "places_together":
        found = {_outermost(place, known) for place in found}
    return Reckoned(way, way_unit(way), Decimal(len(found)), filters=filters)


def _sessions(asked: Asked, way: Way, filters: Filters) -> Reckoned:
    """Count courses given: a title and a first day, however many lines they have."""

    def build() -> ir.Table:
        rows = filters.apply_later(asked.tables.table("trainings"))
        given = rows.select(title=rows.course_title.upper(), day=rows.start_date).distinct()
        return given.aggregate(value=given.count())

    found = asked.tables.ask(("courses given", filters.shape), build, filters.values)
    return Reckoned(way, way_unit(way), Decimal(found[0]["value"]), filters=filters)


def _outermost(place: str, known: dict[str, Row]) -> str:
    """Return the base or town that a place is in, itself where it is in none."""
    within = known[place]["within"]
    return _outermost(within, known) if within in known else place


def few_rows(tables: Tables, found: Reckoned) -> tuple[str, ...]:
    """Return the identifiers of the rows that a total or a year counts, where they are few."""
    way, filters = found.way, found.filters
    if way.how not in {"total", "year_value"} or filters is None or found.value is None:
        return ()
    asked = Asked(tables, None)
    if way.taxonomy is not None:
        rows_found = [
            row.training_id
            for row in retyped(asked, way)
            if filters.has_year(row.year) and is_any_of(row.type, way.own_types)
        ]
    else:

        def build() -> ir.Table:
            rows = filters.apply_later(asked.tables.table("trainings"))
            return rows.select("training_id").limit(MOST_ROWS + 1)

        listed = asked.tables.ask(("few rows", filters.shape), build, filters.values)
        rows_found = [str(row["training_id"]) for row in listed]
    return tuple(sorted(rows_found)) if len(rows_found) <= MOST_ROWS else ()


_HOWS: Final = {
    "total": _total,
    "ratio": _ratio,
    "fall": _fall,
    "share": _share,
    "year_value": _year_value,
    "spike": _spike,
    "rank_country": _rank_country,
    "rank_force": _rank_force,
    "nearest_year": _nearest_year,
    "opposite_trends": _opposite_trends,
    "named_places": _places,
    "places_together": _places,
    "courses_given": _sessions,
}
