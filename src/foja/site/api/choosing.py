"""The choice of trainings that several endpoints share: the site's filters as parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta, field

from foja.errors import QueryError
from foja.meaning.flags import all_flags
from foja.measures.filters import MOST_VALUES, PARAMETERS, Filters
from foja.site.api.endpoint import ENGLISH
from foja.site.api.parameters import (
    Codes,
    Country,
    Paged,
    Words,
    Year,
)
from foja.site.api.problem import ProblemError, quoted
from foja.site.choice import Choice
from foja.site.pages.asked import refuse_unknown_codes
from foja.site.problems import RefusalError
from foja.site.reading import WORLD
from foja.tables.columns import DELIVERIES
from foja.tables.lengths import BY_CODE
from foja.tables.selection import UNKNOWN, StageChoice, YearBasis

if TYPE_CHECKING:
    from foja.site.api.endpoint import Api

UNKNOWN_SAID: Final = "; `unknown` for rows that no rule has named"
OF_THE_CHOICE: Final = ("country", "from", "to", *PARAMETERS, "words", "stage", "basis")
"""The parameters of a choice, as they stand in the addresses of the site and of the API."""

if TYPE_CHECKING:
    Delivery: TypeAlias = str
    FlagCode: TypeAlias = str
    Length: TypeAlias = str
else:
    Delivery = Literal[DELIVERIES]
    FlagCode = Literal[tuple(flag.code for flag in all_flags())]
    Length = Literal[(*BY_CODE, UNKNOWN)]
Stage = Annotated[
    StageChoice,
    Meta(description="trainings done (actual), planned, or all; plans are in no other sum"),
]
Basis = Annotated[
    YearBasis,
    Meta(
        description="which year is meant: of the report, or the fiscal (start) or calendar year "
        "of the first day"
    ),
]


class ChoiceAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A choice of trainings; nothing given means all that were done."""

    country: Country | None = None
    first: (
        Annotated[Year, Meta(description="first fiscal year, included", examples=[2016])] | None
    ) = field(name="from", default=None)
    last: (
        Annotated[Year, Meta(description="last fiscal year, included", examples=[2020])] | None
    ) = field(name="to", default=None)
    program: Annotated[
        Codes,
        Meta(description=f"codes of programmes (`/programs`){UNKNOWN_SAID}", examples=[["IMET"]]),
    ] = ()
    force: Annotated[
        Codes,
        Meta(
            description="codes of recipient forces (`/recipients`), each with its parts"
            f"{UNKNOWN_SAID}",
            examples=[["MEX.SEMAR"]],
        ),
    ] = ()
    type: Annotated[
        Codes,
        Meta(
            description="types of training or groups of them (`/training_types`)",
            examples=[["flight"]],
        ),
    ] = ()
    delivery: Annotated[
        tuple[Delivery, ...],
        Meta(
            max_length=MOST_VALUES,
            description="where it was given, seen from the country that received it",
            examples=[["online"]],
        ),
    ] = ()
    place: Annotated[
        Codes,
        Meta(description=f"places (`/places`){UNKNOWN_SAID}", examples=[["US.fort-benning"]]),
    ] = ()
    unit: Annotated[
        Codes,
        Meta(
            description=f"units below a force (`/units`){UNKNOWN_SAID}",
            examples=[["MEX.escuadron-aereo-302"]],
        ),
    ] = ()
    flag: Annotated[
        tuple[FlagCode, ...],
        Meta(
            max_length=MOST_VALUES,
            description="doubts that a row carries",
            examples=[["cost_outlier"]],
        ),
    ] = ()
    days: Annotated[
        tuple[Length, ...],
        Meta(
            max_length=MOST_VALUES,
            description="classes of lengths in days, both ends included",
            examples=[["2-5"]],
        ),
    ] = ()
    words: (
        Annotated[
            Words,
            Meta(
                description="a search in course, units, place, type and programme that forgives "
                "accents, case, order and small misspellings",
                examples=["naval"],
            ),
        ]
        | None
    ) = None
    stage: Stage = "actual"
    basis: Basis = "report"


def filters_of(api: Api, asked: ChoiceAsked) -> Filters:
    """Return the choice; `ProblemError` for years turned round and codes the tables do not know."""
    said = msgspec.to_builtins(asked)
    pairs = [
        (name, str(value))
        for name in OF_THE_CHOICE
        for value in (said[name] if isinstance(said[name], tuple) else (said[name],))
        if value is not None
    ]
    if asked.country is not None:
        known_country(api, asked.country)
    refuse_turned(asked.first, asked.last)
    try:
        filters = Filters.from_query(pairs)
    except QueryError as error:
        raise ProblemError("bad_value", str(error)) from error
    _refuse_unknown(api, filters)
    return filters


def refuse_turned(first: int | None, last: int | None) -> None:
    """Raise `ProblemError` where the first year asked for is after the last."""
    if first is not None and last is not None and first > last:
        raise ProblemError(
            "bad_value",
            f"The first year, {first}, is after the last, {last}.",
            where="from",
            what_to_do="Swap the two years.",
        )


def known_country(api: Api, code: str, where: str = "country") -> str:
    """Return a country's code; `ProblemError` where the tables have no such country."""
    if code not in api.reading.countries:
        raise ProblemError(
            "not_found" if where == "path" else "bad_value",
            f"{quoted(code)} is not a country of these tables.",
            where=where,
            what_to_do="Give an ISO 3166-1 alpha-3 code such as MEX; /api/v1/countries lists them.",
        )
    return code


def _refuse_unknown(api: Api, filters: Filters) -> None:
    for name, attribute in PARAMETERS.items():
        codes = getattr(filters, attribute)
        for code in codes:
            only = replace(Filters(), **{attribute: (code,)})  # type: ignore[arg-type]
            try:
                refuse_unknown_codes(Choice(WORLD, only), api.reading, ENGLISH)
            except RefusalError as error:
                raise ProblemError(
                    "bad_value", error.message, where=name, what_to_do=_LISTS.get(name, "")
                ) from error


_LISTS: Final = {
    "program": "/api/v1/programs lists their codes.",
    "force": "/api/v1/recipients lists their codes.",
    "type": "/api/v1/training_types lists their codes.",
    "place": "/api/v1/places lists their codes.",
    "unit": "/api/v1/units finds them by name.",
}


def rows_page(filters: Filters) -> str:
    """Return the path of the site's page that shows the trainings of a choice."""
    choice = Choice(filters.country or WORLD, filters, view="rows")
    return choice.address(ENGLISH)
