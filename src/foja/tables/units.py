"""The units below a force as a table, joined from the trainings of a build."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.units import Unit, unit_of, units_named

if TYPE_CHECKING:
    from collections.abc import Iterable

Record = dict[str, Any]

UNIT_COLUMNS: Final = (
    "unit_id",
    "country_iso3",
    "recipient_force",
    "student_unit",
    "student_unit_printed",
    "quantity",
    "start_date",
    "stage",
)
"""Columns of `trainings` that `unit_records` reads."""


def unit_records(rows: Iterable[Record]) -> list[Record]:
    """Return the records of the table `units` from rows of `trainings`, by unit.

    Trainings, students and dates are those of what was done; a unit of which only planned trainings
    are listed has 0 trainings. A unit that only cells with several units name ("3d and 5th Naval
    Regions") has neither trainings nor spellings, since which students were its own is not printed.
    """
    found: defaultdict[str, list[Record]] = defaultdict(list)
    listed: dict[str, Unit] = {}
    for row in rows:
        if row["unit_id"] is not None:
            found[row["unit_id"]].append(row)
        else:
            named = units_named(row["country_iso3"], row["student_unit"])
            listed.update((unit.unit_id, unit) for unit in named)
    records = [_record(unit_id, found[unit_id]) for unit_id in found]
    records += [_listed_record(unit) for unit in listed.values() if unit.unit_id not in found]
    return sorted(records, key=lambda record: record["unit_id"])


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
    done = [row for row in rows if row["stage"] == "actual"]
    students = [row["quantity"] for row in done if row["quantity"] is not None]
    days = [row["start_date"] for row in done if row["start_date"] is not None]
    country = rows[0]["country_iso3"]
    spelling = _most_readable(row["student_unit"] for row in rows)
    unit = unit_of(country, spelling)
    return {
        "unit_id": unit_id,
        "country_iso3": country,
        "recipient_force": _most_frequent(row["recipient_force"] for row in rows),
        "kind": unit.kind if unit else None,
        "number": unit.number if unit else None,
        "name_en": unit.name_en if unit else spelling,
        "name_es": unit.name_es if unit else spelling,
        "spellings": sorted({row["student_unit_printed"] for row in rows}),
        "trainings": len(done),
        "students": sum(students) if students else None,
        "first_date": min(days, default=None),
        "last_date": max(days, default=None),
    }


def _most_readable(spellings: Iterable[str | None]) -> str | None:
    """Return the most frequent spelling, not in capitals throughout if there is a choice."""
    printed = [spelling for spelling in spellings if spelling is not None]
    mixed = [spelling for spelling in printed if not spelling.isupper()]
    return _most_frequent(mixed or printed)


def _most_frequent(values: Iterable[str | None]) -> str | None:
    """Return the value that occurs most often, the first in order of those that tie."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
