"""What is new in a year, and what is gone."""

from __future__ import annotations

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_facts import Chosen, Figure, Finding, Subject
from foja.measures.takeaway_rules import (
    KNOWN_YEARS,
    NEAR_KM,
    NEW_COURSES,
    NEW_MOST,
    NEW_STUDENTS,
    STEADY_YEARS,
    significance,
)

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Dimension
    from foja.measures.takeaway_record import CountryRecord, Spot

EARTH_KM: Final = 6371.0
"""The mean radius of the Earth."""
NEW: Final[tuple[Dimension, ...]] = ("program", "course", "unit", "place", "group")
GONE: Final[tuple[Dimension, ...]] = ("program", "course", "place", "group")
"""A unit that is absent may only be spelled otherwise: none is called gone."""
REST: Final = Subject("group", "support")
"""Practice, exercises and costs: lines that name no training, which are no news."""
LESS: Final[dict[Dimension, Decimal]] = {"course": Decimal("0.5"), "unit": Decimal("0.5")}
"""Titles and units are spelled in many ways: that one is new is less of a surprise."""


def news(record: CountryRecord, year: int) -> list[Finding]:
    """Return the largest programme, course, unit, place and group that is new, back or gone."""
    if not record.total(year).trainings:
        return []
    found = [_new(record, year, dimension) for dimension in NEW]
    found += [_gone(record, year, dimension) for dimension in GONE]
    return [one for one in found if one is not None]


def _known(record: CountryRecord, dimension: Dimension) -> tuple[int, ...]:
    """Return the years in which a dimension can be asked whether it lists something."""
    return record.known(dimension, "students")


def _students(record: CountryRecord, dimension: Dimension, year: int) -> list[tuple[int, str]]:
    """Return the students of each value in a year, the most first."""
    parts = [
        (figures.students or 0, value) for value, figures in record.values(dimension, year).items()
    ]
    return sorted(parts, key=lambda part: (-part[0], part[1]))


def _new(record: CountryRecord, year: int, dimension: Dimension) -> Finding | None:
    """Return the largest value that no earlier known year lists, or none for four years or more."""
    known = _known(record, dimension)
    earlier = tuple(one for one in known if one < year)
    # What is not known of the years just before may have held it.
    if year not in known or any(one not in known for one in range(year - KNOWN_YEARS, year)):
        return None
    if dimension == "course" and not _can_tell_courses(record, year, earlier):
        return None
    for students, value in _students(record, dimension, year):
        if students < NEW_STUDENTS:
            return None
        subject = Subject(dimension, value)
        if not _can_be_told(record, subject, earlier):
            continue
        listed = [one for one in earlier if record.figures(subject, one).trainings]
        if listed and (
            dimension in {"course", "unit"}
            or year - listed[-1] <= KNOWN_YEARS
            or any(one not in known for one in range(listed[-1], year))
        ):
            continue
        return _new_finding(record, year, subject, students, earlier, listed)
    return None


def _new_finding(
    record: CountryRecord,
    year: int,
    subject: Subject,
    students: int,
    earlier: tuple[int, ...],
    listed: list[int],
) -> Finding:
    of = Chosen(record.country, (year,), subject)
    against = Chosen(record.country, earlier, subject)
    figures = {"now": Figure(students, "students", "sum", "students", of)}
    if listed:
        figures["last"] = Figure(listed[-1], "year", "last_listed", "trainings", of, against)
    else:
        figures["first"] = Figure(earlier[0], "year", "first_known", "trainings", of, against)
    if subject.dimension == "course":
        whole = Chosen(record.country, (year,))
        titles = record.values("course", year)
        new = _new_titles(record, year, earlier)
        before = Chosen(record.country, earlier)
        figures["courses"] = Figure(len(titles), "count", "distinct", "trainings", whole)
        figures["new"] = Figure(new, "count", "new", "trainings", whole, before)
    size = Decimal(students) / Decimal(record.total(year).students or 1)
    return Finding(
        "news",
        "new",
        "back" if listed else ("first" if _has_no_gap(earlier) else "unseen"),
        subject,
        "students",
        of,
        figures,
        significance(size, LESS.get(subject.dimension, Decimal(1)), subject),
        title=_title(record, subject, year),
    )


def _new_titles(record: CountryRecord, year: int, earlier: tuple[int, ...]) -> int:
    """Count the titles of a year that no earlier year has."""
    return sum(
        not any(value in record.sums["course"].get(one, {}) for one in earlier)
        for value in record.values("course", year)
    )


def _can_tell_courses(record: CountryRecord, year: int, earlier: tuple[int, ...]) -> bool:
    """Say whether there are enough titles, and written as in the years before."""
    titles = len(record.values("course", year))
    return titles >= NEW_COURSES and _new_titles(record, year, earlier) <= NEW_MOST * titles


def _can_be_told(record: CountryRecord, subject: Subject, years: tuple[int, ...]) -> bool:
    """Say whether what is not listed in the years is not there by another name either."""
    if subject.dimension == "place":
        return _is_alone(record, subject.value, years)
    if subject.dimension == "program":
        return not any(record.has_kin_instead(subject.value, one) for one in years)
    return subject != REST


def _is_alone(record: CountryRecord, place: str, years: tuple[int, ...]) -> bool:
    """Say whether the years list nothing that may be this place under another name.

    That is a place near it, or no more than its country; a place that is not located may be any.
    """
    spot = record.spots.get(place)
    if spot is None:
        return False
    within = f"{place.partition('.')[0]}."
    others = {other for one in years for other in record.sums["place"].get(one, {}) if other}
    return not any(
        kilometres(spot, record.spots[other]) <= NEAR_KM
        if other in record.spots
        else other.startswith(within)
        for other in others - {place}
    )


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance between two points, each a latitude and a longitude in degrees."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, spot)) for spot in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _has_no_gap(years: tuple[int, ...]) -> bool:
    return len(years) == years[-1] - years[0] + 1


def _title(record: CountryRecord, subject: Subject, year: int) -> str:
    """Return a course's title as the tables write it in the largest row."""
    if subject.dimension != "course":
        return ""
    rows = record.largest_rows(subject, year, "students")
    return str(rows[0]["course_title"]) if rows else subject.value


def _gone(record: CountryRecord, year: int, dimension: Dimension) -> Finding | None:
    """Return the largest value listed in each of the three years before, and not in this one."""
    known = _known(record, dimension)
    before = tuple(range(year - STEADY_YEARS, year))
    if year not in known or any(one not in known for one in before):
        return None
    here = record.sums[dimension].get(year, {})
    for students, value in _students(record, dimension, year - 1):
        subject = Subject(dimension, value)
        if students < NEW_STUDENTS:
            return None
        if not _can_be_told(record, subject, (year,)):
            continue
        if value in here or not all(record.figures(subject, one).trainings for one in before):
            continue
        of = Chosen(record.country, (year - 1,), subject)
        size = Decimal(students) / Decimal(record.total(year - 1).students or 1)
        return Finding(
            "news",
            "gone",
            "after_three",
            subject,
            "students",
            Chosen(record.country, before, subject),
            {
                "before": Figure(students, "students", "sum", "students", of),
                "first": Figure(
                    before[0],
                    "year",
                    "first_known",
                    "trainings",
                    Chosen(record.country, (year,), subject),
                    Chosen(record.country, before, subject),
                ),
            },
            significance(size, LESS.get(dimension, Decimal(1)), subject),
            title=value if dimension == "course" else "",
        )
    return None
