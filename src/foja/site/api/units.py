"""Units below a force: found by any spelling, one, and its trainings before and after a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import ibis
from msgspec import Meta

from foja.errors import QueryError
from foja.meaning.text import fold
from foja.measures.units import MOST_MATCHES, search_units, unit_history
from foja.site.addresses import unit_address, units_address
from foja.site.api.choosing import known_country
from foja.site.api.endpoint import ENGLISH, ROOT, Answer, Api, Endpoint
from foja.site.api.lists import row_of, rows_of
from foja.site.api.paging import part_of
from foja.site.api.parameters import (
    Asked,
    Code,
    Country,
    Paged,
    Words,
)
from foja.site.api.problem import ProblemError, not_found, quoted
from foja.site.api.row_types import row_type, said
from foja.site.api.trainings import ADDRESSES, with_addresses
from foja.site.unit_view import Asked as UnitQuestion

if TYPE_CHECKING:
    from foja.measures.units import UnitHistory
    from foja.site.reading import Row

MOST_SPELLINGS: Final = 50
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
PARTS: Final = ("before", "after", "dated", "undated", "listed")
Why = Literal["name", "words", "near"]

UNIT_ROW: Final = row_type(
    "Unit",
    "units",
    (
        ("address", said(str, "the unit's page on this site")),
        ("trainings_address", said(str, "address of its trainings in the API")),
        (
            "why",
            said(Why | None, "how a search found it: the same name, all its words, or near them"),
        ),
        ("score", said(float | None, "likeness of 100, where a search found it")),
        ("matched", said(str | None, "the spelling that the search met")),
    ),
)


class UnitsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of a country or a force, or those that a text may mean."""

    q: (
        Annotated[
            Words,
            Meta(
                description="a unit's name in any spelling; finds the likeliest "
                f"{MOST_MATCHES} units",
                examples=["BAM 11"],
            ),
        ]
        | None
    ) = None
    country: Country | None = None
    force: (
        Annotated[
            Code, Meta(description="code of the force (`/recipients`)", examples=["MEX.SEMAR"])
        ]
        | None
    ) = None
    kind: Annotated[Code, Meta(description="kind of unit, such as naval_zone")] | None = None


def units(api: Api, asked: UnitsAsked) -> Answer:
    """Return the units that a text may mean, the surest first, else those of the choice."""
    part = part_of(api, asked)
    if asked.country is not None:
        known_country(api, asked.country)
    if asked.q is not None:
        if not fold(asked.q):
            raise ProblemError(
                "bad_value",
                f"{quoted(asked.q)} has no letter or digit to look for.",
                where="q",
                what_to_do="Give a unit's name as printed, such as BAM 11.",
            )
        found = [
            _unit(api, match.unit, match.why, match.score, match.spelling)
            for match in search_units(api.tables, asked.q, asked.country, MOST_MATCHES)
            if asked.force in {None, match.unit["recipient_force"]}
            and asked.kind in {None, match.unit["kind"]}
        ]
        rows, pages = part.of(found)
        return Answer(rows, units_address(ENGLISH), pages)
    chosen = {
        "country_iso3": asked.country,
        "recipient_force": asked.force,
        "kind": asked.kind,
    }
    rows, pages = rows_of(api, "units", chosen, part, (ibis.desc("trainings"), "unit_id"))
    page = units_address(ENGLISH) + (f"?country={asked.country}" if asked.country else "")
    return Answer([_unit(api, row) for row in rows], page, pages)


def _unit(
    api: Api,
    row: Row,
    why: str | None = None,
    score: float | None = None,
    matched: str | None = None,
) -> Row:
    return {
        **row,
        "address": api.page(unit_address(ENGLISH, row["unit_id"])),
        "trainings_address": api.page(f"{ROOT}/units/{row['unit_id']}/trainings"),
        "why": why,
        "score": score,
        "matched": matched,
    }


UnitId = Annotated[
    str,
    Meta(
        max_length=200,
        description="identifier of the unit (`/units`)",
        examples=["MEX.escuadron-aereo-302"],
    ),
]


class UnitAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit."""

    unit_id: UnitId


def unit(api: Api, asked: UnitAsked) -> Answer:
    """Return one unit with all its spellings."""
    found = row_of(api, "units", asked.unit_id)
    if found is None:
        message = f"No unit has the identifier {quoted(asked.unit_id)}."
        raise not_found(message, "unit_id", "/api/v1/units?q= finds one by its name.")
    return Answer(_unit(api, found), unit_address(ENGLISH, asked.unit_id))


class UnitTrainingsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trainings of a unit in time order, parted at a day."""

    unit_id: UnitId
    before: (
        Annotated[
            dt.date,
            Meta(
                description="day that parts the trainings, as 2011-01-31: those that began on it "
                "are after it",
                examples=["2011-01-31"],
            ),
        ]
        | None
    ) = None
    without: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...],
        Meta(
            max_length=MOST_SPELLINGS,
            description="printed spellings that are not believed to be the unit's",
        ),
    ] = ()


UNIT_TRAINING_ROW: Final = row_type(
    "UnitTraining",
    "trainings",
    (
        *ADDRESSES,
        (
            "part",
            said(
                Literal[PARTS],
                "before or after the day (`dated` where none is asked), `undated` where no first "
                "day is known, `listed` where the cell names several units side by side",
            ),
        ),
    ),
)


def unit_trainings(api: Api, asked: UnitTrainingsAsked) -> Answer:
    """Return the done trainings of a unit: before the day, after it, undated, in lists of units."""
    part = part_of(api, asked)
    if asked.before is not None and not FIRST_DAY <= asked.before <= LAST_DAY:
        raise ProblemError(
            "bad_value",
            f"{asked.before} is not a day that the reports could cover.",
            where="before",
            what_to_do="Give one from 1990 to 2100.",
        )
    unit(api, UnitAsked(unit_id=asked.unit_id))
    try:
        history = unit_history(
            api.tables, asked.unit_id, without=asked.without, before=asked.before
        )
    except QueryError as error:
        raise ProblemError(
            "bad_value",
            str(error),
            where="without",
            what_to_do=f"{ROOT}/units/{asked.unit_id} lists its spellings.",
        ) from error
    rows, pages = part.of(_in_parts(history))
    made = with_addresses(api, rows)
    page = UnitQuestion(asked.unit_id, asked.before, asked.without).address(ENGLISH)
    return Answer(made, page, pages)


def _in_parts(history: UnitHistory) -> list[dict[str, Any]]:
    parts = (
        ("before", history.before),
        ("after" if history.day else "dated", history.after),
        ("undated", history.undated),
        ("listed", history.listed),
    )
    return [{**row, "part": part} for part, rows in parts for row in rows]


ENDPOINTS: Final = (
    Endpoint(
        name="units",
        path="/units",
        tag="units",
        summary="Units of a country or force, or found by any spelling",
        description="Without `q` the units with most trainings come first; with it the likeliest, "
        "each with the spelling that was met. Numbers are never taken for others.",
        asked=UnitsAsked,
        row=UNIT_ROW,
        answer=units,
        listed=True,
        examples=("?q=BAM+11&country=MEX", "?country=COL"),
    ),
    Endpoint(
        name="unit",
        path="/units/{unit_id}",
        tag="units",
        summary="One unit",
        description="The unit with the printed spellings that were joined under it.",
        asked=UnitAsked,
        row=UNIT_ROW,
        answer=unit,
        examples=("/units/MEX.escuadron-aereo-302",),
    ),
    Endpoint(
        name="unit_trainings",
        path="/units/{unit_id}/trainings",
        tag="units",
        summary="A unit's trainings, before and after a day",
        description="Trainings that were done, in time order, each with the page that proves it. "
        "`listed` rows name several units side by side: which of their students were of the unit "
        "is not printed.",
        asked=UnitTrainingsAsked,
        row=UNIT_TRAINING_ROW,
        answer=unit_trainings,
        listed=True,
        examples=("/units/MEX.escuadron-aereo-302/trainings?before=2011-01-31",),
    ),
)
