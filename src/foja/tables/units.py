"""The units below a force as a table, joined from the trainings of a build."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from foja.meaning.units import Unit, unit_of, units_named

if TYPE_CHECKING:
    import pyarrow as pa

Record = dict[str, Any]

NAMED: Final = (
    "unit_id",
    "country_iso3",
    "recipient_force",
    "student_unit",
    "student_unit_printed",
)
UNIT_COLUMNS: Final = (*NAMED, "quantity", "start_date", "stage")
"""Columns of `trainings` that `unit_records` reads."""


def unit_records(trainings: pa.Table) -> list[Record]:
    """Return the records of the table `units` from rows of `trainings`, by unit.

    Trainings, students and dates are those of what was done; a unit of which only planned trainings
    are listed has 0 trainings. A unit that only cells with several units name ("3d and 5th Naval
    Regions") has neither trainings nor spellings, since which students were its own is not printed.
    """
    found: defaultdict[str, list[Record]] = defaultdict(list)
    listed: dict[str, Unit] = {}
    for row in _alike(trainings):
        if row["unit_id"] is not None:
            found[row["unit_id"]].append(row)
        else:
            named = units_named(row["country_iso3"], row["student_unit"])
            listed.update((unit.unit_id, unit) for unit in named)
    records = [_record(unit_id, found[unit_id]) for unit_id in found]
    records += [_listed_record(unit) for unit in listed.values() if unit.unit_id not in found]
    return sorted(records, key=lambda record: record["unit_id"])


def _alike(trainings: pa.Table) -> list[Record]:
    """Add up the trainings that name a unit in the same words: three in four print it again."""
    done = pl.col("stage") == "actual"
    students = pl.col("quantity").filter(done)
    days = pl.col("start_date").filter(done)
    frame = pl.DataFrame(trainings.select(UNIT_COLUMNS))
    return (
        frame.group_by(NAMED, maintain_order=True)
        .agg(
            rows=pl.len(),
            trainings=done.sum(),
            students=pl.when(students.count() > 0).then(students.sum()),
            first_date=days.min(),
            last_date=days.max(),
        )
        .to_dicts()
    )


def _listed_record(unit: Unit) -> Record:
    return {
        "unit_id": unit.unit_id,
        "country_iso3": unit.unit_id.partition(".")[0],
        "recipient_force": None,
        "kind": unit.kind,
        "number": unit.number,
        "name_en": unit.name_en,
        "name_es": unit.name_es,
        "spellings": [],
        "trainings": 0,
        "students": None,
        "first_date": None,
        "last_date": None,
    }


def _record(unit_id: str, rows: list[Record]) -> Record:
    students = [row["students"] for row in rows if row["students"] is not None]
    first = [row["first_date"] for row in rows if row["first_date"] is not None]
    last = [row["last_date"] for row in rows if row["last_date"] is not None]
    country = rows[0]["country_iso3"]
    spelling = _most_readable(rows)
    unit = unit_of(country, spelling)
    return {
        "unit_id": unit_id,
        "country_iso3": country,
        "recipient_force": _most_frequent(rows, "recipient_force"),
        "kind": unit.kind if unit else None,
        "number": unit.number if unit else None,
        "name_en": unit.name_en if unit else spelling,
        "name_es": unit.name_es if unit else spelling,
        "spellings": sorted({row["student_unit_printed"] for row in rows}),
        "trainings": sum(row["trainings"] for row in rows),
        "students": sum(students) if students else None,
        "first_date": min(first, default=None),
        "last_date": max(last, default=None),
    }


def _most_readable(rows: list[Record]) -> str | None:
    """Return the most frequent spelling, not in capitals throughout if there is a choice."""
    mixed = [row for row in rows if row["student_unit"] and not row["student_unit"].isupper()]
    return _most_frequent(mixed or rows, "student_unit")


def _most_frequent(rows: list[Record], column: str) -> str | None:
    """Return the value of most trainings, the first in order of those that tie."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row[column] is not None:
            counts[row[column]] += row["rows"]
    return min(counts, key=lambda value: (-counts[value], value), default=None)
