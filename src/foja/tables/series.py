"""The records of the series, their definitions and the events, as the tables hold them."""

from __future__ import annotations

from typing import Any, Final

from foja.meaning.series import Definition, all_series
from foja.meaning.series_points import all_events, read_points
from foja.tables.schema_series import EVENTS, SERIES, SERIES_DEFINITIONS

Record = dict[str, Any]

_LISTS: Final = ("never_add_to", "not_comparable_with")


def series_records() -> dict[str, list[Record]]:
    """Return the records of `series`, `series_definitions` and `events`, by the table's name."""
    return {
        SERIES.name: [point._asdict() for point in read_points()],
        SERIES_DEFINITIONS.name: [_definition(entry) for entry in all_series()],
        EVENTS.name: [event._asdict() for event in all_events()],
    }


def _definition(entry: Definition) -> Record:
    first, last = entry.covers or (None, None)
    record: Record = {"series": entry.key, "covers_from": first, "covers_to": last}
    for name in SERIES_DEFINITIONS.arrow.names:
        if name not in record:
            value = getattr(entry, name)
            record[name] = list(value) if name in _LISTS else value
    return record
