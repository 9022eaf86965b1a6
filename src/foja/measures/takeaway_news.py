"""What is new in a year, what is gone, and its largest single trainings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_changes import evident
from foja.measures.takeaway_facts import UNITS, WHOLE, Chosen, Figure, Finding, Subject
from foja.measures.takeaway_rules import (
    KNOWN_YEARS,
    LARGEST_DOLLARS,
    LARGEST_TRAININGS,
    NEW_COURSES,
    NEW_STUDENTS,
    STEADY_YEARS,
    significance,
)

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Dimension, MeasureName
    from foja.measures.takeaway_record import CountryRecord, Row

SHARED: Final = "cost_shared"
"""A cost that several rows share is not that of a single training."""
NEW: Final[tuple[Dimension, ...]] = ("program", "course", "unit", "place", "group")
GONE: Final[tuple[Dimension, ...]] = ("program", "course", "place", "group")
"""A unit that is absent may only be spelled otherwise: none is called gone."""
LESS: Final[dict[Dimension, Decimal]] = {"course": Decimal("0.5"), "unit": Decimal("0.5")}
"""Titles and units are spelled in many ways: that one is new is less of a surprise."""
SINGLE: Final[dict[MeasureName, Decimal]] = {
    "cost_usd": Decimal("0.6"),
    "students": Decimal("0.35"),
}
"""What the costliest single training is worth, and the one with most students."""


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
        (figures.students or 0, value)
        for value, figures in record.values(dimension, year).items()
        if not (dimension == "place" and value in record.vague)
    ]
    return sorted(parts, key=lambda part: (-part[0], part[1]))


def _new(record: CountryRecord, year: int, dimension: Dimension) -> Finding | None:
    """Return the largest value that no earlier known year lists, or none for four years or more."""
    known = _known(record, dimension)
    earlier = tuple(one for one in known if one < year)
    # What is not known of the years just before may have held it.
    if year not in known or any(one not in known for one in range(year - KNOWN_YEARS, year)):
        return None
    if dimension == "course" and len(record.values("course", year)) < NEW_COURSES:
        return None
    for students, value in _students(record, dimension, year):
        if students < NEW_STUDENTS:
            return None
        subject = Subject(dimension, value)
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
        new = sum(
            not any(value in record.sums["course"].get(one, {}) for one in earlier)
            for value in titles
        )
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


def largest(record: CountryRecord, year: int) -> list[Finding]:
    """Return the training that cost most and the one with most students, where one stands out."""
    if len(record.rows.get(year, ())) < LARGEST_TRAININGS:
        return []
    found: list[Finding] = []
    smallest: dict[MeasureName, Decimal] = {
        "cost_usd": LARGEST_DOLLARS,
        "students": Decimal(NEW_STUDENTS),
    }
    for measure, least in smallest.items():
        column = "cost_usd" if measure == "cost_usd" else "quantity"
        first, second = record.largest_rows(WHOLE, year, measure)[:2]
        amount = first[column]
        if amount is None or amount < least or amount == second[column]:
            continue
        if (
            SHARED in first["flags"]
            or not first["course_title"]
            or any(evident(first) in one.evidence for one in found)
        ):
            continue
        found.append(_single(record, year, measure, first))
    return found


def _single(record: CountryRecord, year: int, measure: MeasureName, row: Row) -> Finding:
    of = Chosen(record.country, (year,), WHOLE, str(row["training_id"]))
    figures: dict[str, Figure] = {}
    values: tuple[tuple[MeasureName, str], ...] = (
        ("cost_usd", "cost_usd"),
        ("students", "quantity"),
    )
    for name, column in values:
        if row[column]:
            figures[name] = Figure(row[column], UNITS[name], "sum", name, of)
    place = row["place_id"]
    named = bool(place) and place not in record.vague
    return Finding(
        "largest",
        "largest",
        " ".join((*figures, *(["place"] if named else []))),
        Subject("place", place) if named else WHOLE,
        measure,
        of,
        figures,
        SINGLE[measure],
        evidence=(evident(row),),
        title=str(row["course_title"]),
    )
