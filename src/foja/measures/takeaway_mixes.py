"""How a year's trainings divide: by type, recipient, programme, place; and the year most alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_changes import HUNDRED
from foja.measures.takeaway_facts import (
    UNITS,
    WHOLE,
    Chosen,
    Entry,
    Figure,
    Finding,
    Subject,
    number_of,
)
from foja.measures.takeaway_rules import (
    KNOWN_YEARS,
    MIX_DOLLARS,
    MIX_LISTED,
    MIX_SMALLEST,
    MIX_STUDENTS,
    MIX_WORST,
)
from foja.measures.years import most_similar

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Dimension, MeasureName
    from foja.measures.takeaway_record import CountryRecord

SECTION: Final[dict[Dimension, str]] = {
    "group": "types",
    "force": "recipients",
    "program": "programs",
    "delivery": "places",
    "place": "places",
}
SMALLEST: Final[dict[MeasureName, Decimal]] = {
    "students": Decimal(MIX_STUDENTS),
    "cost_usd": MIX_DOLLARS,
}
BASIC: Final = Decimal("0.9")
"""What a mix is worth beside changes: nearly always told, for it answers who, what and where."""
ALIKE: Final = Decimal("0.55")
"""The same of the year most alike."""
UNKNOWN: Final = "unknown"
"""The delivery of trainings whose place is not known: of these students it is told how many."""
LESSER: Final = Decimal("0.3")
"""The same of places, which fewer readers ask for."""


def mixes(record: CountryRecord, year: int) -> list[Finding]:
    """Return the mix of each dimension that is known for the year."""
    found = [
        _mix(record, year, "group", "students", BASIC),
        _mix(record, year, "force", "students", BASIC),
        _mix(record, year, "program", "cost_usd", BASIC)
        or _mix(record, year, "program", "students", BASIC),
        _mix(record, year, "delivery", "students", BASIC),
        _mix(record, year, "place", "students", LESSER),
        alike(record, year),
    ]
    return [one for one in found if one is not None]


def _mix(
    record: CountryRecord, year: int, dimension: Dimension, measure: MeasureName, worth: Decimal
) -> Finding | None:
    """Return the largest parts with their shares of the whole; None where too few are known."""
    total = number_of(record.total(year), measure)
    known = record.known(dimension, measure, several=True)
    if year not in known or total < SMALLEST[measure]:
        return None
    whole = Chosen(record.country, (year,))
    parts = sorted(
        (
            (number_of(figures, measure), value)
            for value, figures in record.values(dimension, year).items()
        ),
        key=lambda part: (-part[0], part[1]),
    )
    parts = parts[:MIX_LISTED]
    if dimension == "delivery":
        unknown = record.figures(Subject(dimension, UNKNOWN), year)
        parts.append((number_of(unknown, measure), UNKNOWN))
    entries = []
    for amount, value in parts:
        share = Decimal(amount) * HUNDRED / Decimal(total)
        if share < MIX_SMALLEST:
            continue
        of = Chosen(record.country, (year,), Subject(dimension, value))
        figures = {
            "value": Figure(amount, UNITS[measure], "sum", measure, of),
            "share": Figure(share, "percent", "share", measure, of, whole),
        }
        entries.append(Entry(of.subject, figures))
    if not entries:
        return None
    only = entries[0].figures["value"].value == total
    return Finding(
        SECTION[dimension],
        "mix",
        "only" if only else "several",
        Subject(dimension),
        measure,
        whole,
        {},
        worth,
        tuple(entries),
    )


def alike(record: CountryRecord, year: int) -> Finding | None:
    """Return the earlier year whose students divide most alike over the groups of types."""
    mixes_by_year = {
        one: {
            group: Decimal(figures.students or 0)
            for group, figures in record.values("group", one).items()
        }
        for one in record.known("group", "students")
        if one <= year and number_of(record.total(one), "students") >= MIX_STUDENTS
    }
    earlier = tuple(sorted(one for one in mixes_by_year if one != year))
    if year not in mixes_by_year or len(earlier) < KNOWN_YEARS:
        return None
    found = most_similar(mixes_by_year, year)
    if found is None or found[1] * HUNDRED > MIX_WORST:
        return None
    nearest, apart = found
    of = Chosen(record.country, (year,), Subject("group"))
    against = Chosen(record.country, earlier, Subject("group"))
    figures = {
        "nearest": Figure(nearest, "year", "nearest", "students", of, against),
        "apart": Figure(
            apart * HUNDRED,
            "percent",
            "distance",
            "students",
            of,
            Chosen(record.country, (nearest,), Subject("group")),
        ),
    }
    return Finding(
        "types",
        "alike",
        "nearest",
        Subject("group"),
        "students",
        Chosen(record.country, (year,), WHOLE),
        figures,
        ALIKE,
    )
