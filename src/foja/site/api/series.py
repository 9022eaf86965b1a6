"""The points of a series beside the trainings: appropriations, prices, population, outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

from foja.meaning.series import SERIES_STATUSES, all_series
from foja.meaning.series_points import Point, points
from foja.measures.cooperation import series_points
from foja.measures.filters import Filters
from foja.measures.measures import measure
from foja.site.api.choosing import known_country, refuse_turned
from foja.site.api.endpoint import ENGLISH, Answer, Api, Endpoint
from foja.site.api.paging import part_of
from foja.site.api.parameters import (
    Country,
    Paged,
    Year,
)
from foja.site.api.problem import not_found, quoted
from foja.site.cooperation_choice import HOME, CooperationChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.meaning.series import Definition

    Status: TypeAlias = str
else:
    Status = Literal[SERIES_STATUSES]


class SeriesAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points of one series."""

    series: Annotated[
        str,
        Meta(
            max_length=80,
            description="key of the series (`/series`)",
            examples=["prices.cpi_u"],
        ),
    ]
    country: Country | None = None
    first: Annotated[Year, Meta(description="first year, included")] | None = msgspec.field(
        name="from", default=None
    )
    last: Annotated[Year, Meta(description="last year, included")] | None = msgspec.field(
        name="to", default=None
    )


class SeriesPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value of a series."""

    series: str
    country_iso3: Annotated[str, Meta(description="ISO 3166-1 alpha-3 code")]
    year: Annotated[int, Meta(description="fiscal or calendar, as the series' basis says")]
    value: Annotated[float, Meta(description="in the series' unit; dollars are nominal")]
    unit: str
    basis: Literal["fiscal", "calendar"]
    status: Annotated[Status, Meta(description="how firm the value is")]
    source_url: Annotated[str, Meta(description="official address of the figure")]
    note_en: str | None
    note_es: str | None


def series(api: Api, asked: SeriesAsked) -> Answer:
    """Return the points of a series as published, by country and year."""
    part = part_of(api, asked)
    entry = next((one for one in all_series() if one.key == asked.series), None)
    if entry is None:
        message = f"There is no series {quoted(asked.series)}."
        raise not_found(message, "series", "/api/v1/series lists them.")
    if asked.country is not None:
        known_country(api, asked.country)
    refuse_turned(asked.first, asked.last)
    found = [
        point
        for point in _points(api, entry, asked.country)
        if asked.country in {None, point.country_iso3}
        and (asked.first is None or point.year >= asked.first)
        and (asked.last is None or point.year <= asked.last)
    ]
    found.sort(key=lambda point: (point.country_iso3, point.year))
    rows, pages = part.of(found)
    data = [
        {
            "series": point.series,
            "country_iso3": point.country_iso3,
            "year": point.year,
            "value": point.value,
            "unit": entry.unit,
            "basis": entry.basis,
            "status": point.status,
            "source_url": point.source_url,
            "note_en": point.note_en,
            "note_es": point.note_es,
        }
        for point in rows
    ]
    return Answer(data, CooperationChoice(asked.country or HOME).address(ENGLISH), pages)


def _points(api: Api, entry: Definition, country: str | None) -> Sequence[Point]:
    if entry.made_from == "files":
        return points(entry.key)
    if entry.made_from == "ratio":
        return series_points(api.tables, entry.key, HOME)
    rows = measure(api.tables, Filters(country=country), "cost_usd", "country", "fiscal_year")
    return [
        Point(
            entry.key,
            row["country"],
            row["fiscal_year"],
            row["value"],
            entry.status,
            entry.source_url,
        )
        for row in rows
        if row["country"] is not None and row["value"] is not None
    ]


ENDPOINTS: Final = (
    Endpoint(
        name="series_points",
        path="/series/{series}",
        tag="series",
        summary="The points of a series",
        description="Values as published, each with its status and official address. What the "
        "series counts, and what it must never be added to, is told by `/series`.",
        asked=SeriesAsked,
        row=SeriesPoint,
        answer=series,
        listed=True,
        examples=("/series/prices.cpi_u?from=2015",),
    ),
)
