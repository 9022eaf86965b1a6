"""Single trainings: the largest of a year, and each of a year that has hardly any."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_changes import evident
from foja.measures.takeaway_facts import UNITS, WHOLE, Chosen, Entry, Figure, Finding, Subject
from foja.measures.takeaway_record import NOT_TOLD
from foja.measures.takeaway_rules import (
    FEW_TRAININGS,
    LARGEST_DOLLARS,
    LARGEST_TRAININGS,
    NEW_STUDENTS,
)

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import MeasureName
    from foja.measures.takeaway_record import CountryRecord, Row

SHARED: Final = "cost_shared"
"""A cost that several rows share is not that of a single training."""
SINGLE: Final[dict[MeasureName, Decimal]] = {
    "cost_usd": Decimal("0.6"),
    "students": Decimal("0.35"),
}
"""What the costliest single training is worth, and the one with most students."""
EACH: Final = Decimal("0.9")
"""What a training is worth in a year that has hardly any."""


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
        found.append(_largest(record, year, measure, first))
    return found


def _largest(record: CountryRecord, year: int, measure: MeasureName, row: Row) -> Finding:
    of = Chosen(record.country, (year,), WHOLE, str(row["training_id"]))
    figures = _figures(row, of)
    place = _place(record, row)
    return Finding(
        "largest",
        "largest",
        " ".join((*figures, *(["place"] if place else []))),
        Subject("place", place) if place else WHOLE,
        measure,
        of,
        figures,
        SINGLE[measure],
        evidence=(evident(row),),
        title=str(row["course_title"]),
    )


def each(record: CountryRecord, year: int) -> list[Finding]:
    """Return every training of a year that has one or two; none where a title is missing."""
    rows = sorted(record.rows.get(year, ()), key=lambda row: (-(row["cost_usd"] or 0), str(row)))
    if not rows or len(rows) > FEW_TRAININGS or not all(row["course_title"] for row in rows):
        return []
    told = [_told(record, row) for row in rows]
    if len(rows) == 1:
        return [_one(record, year, rows[:1], "only")]
    if told[0] == told[1]:
        return [_one(record, year, rows, "both")]
    return [
        _one(record, year, [row], form) for row, form in zip(rows, ("one", "other"), strict=True)
    ]


def _told(record: CountryRecord, row: Row) -> tuple[object, ...]:
    """Return what a sentence tells of a training."""
    columns = ("course_title", "quantity", "cost_usd", "program")
    return (*(row[column] for column in columns), _place(record, row))


def _one(record: CountryRecord, year: int, rows: list[Row], form: str) -> Finding:
    """Return the finding of one training, or of two of which the same is to tell."""
    row = rows[0]
    of = Chosen(record.country, (year,), WHOLE, str(row["training_id"]))
    if form == "both":
        of = Chosen(record.country, (year,))
    place = _place(record, row)
    program = row["program"]
    known = bool(program) and program not in NOT_TOLD
    return Finding(
        "types",
        "each",
        form,
        Subject("place", place) if place else WHOLE,
        "students",
        of,
        # The head has the figures where there is nothing else to add up.
        _figures(row, of) if form in {"one", "other"} else {},
        EACH,
        (Entry(Subject("program", program), {}),) if known else (),
        tuple(map(evident, rows)),
        str(row["course_title"]),
    )


def _figures(row: Row, of: Chosen) -> dict[str, Figure]:
    values: tuple[tuple[MeasureName, str], ...] = (
        ("cost_usd", "cost_usd"),
        ("students", "quantity"),
    )
    return {
        name: Figure(row[column], UNITS[name], "sum", name, of)
        for name, column in values
        if row[column]
    }


def _place(record: CountryRecord, row: Row) -> str:
    """Return the place of a training, empty where no more than a country is known."""
    place = row["place_id"]
    return place if place and place not in record.vague else ""
