"""Which column of a table leads to which row of another: the tables' foreign keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from foja.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values, where there are any, are keys of another table."""

    table: str
    column: str
    to_table: str
    to_column: str


_KEYS: Final[dict[str, str]] = {
    "country_iso3": "countries",
    "document": "documents",
    "place_id": "places",
    "program": "programs",
    "recipient_force": "recipients",
    "series": "series_definitions",
    "total_id": "printed_totals",
    "unit_id": "units",
}
"""A column that is named like the key of another table leads there. `training_type` does not: it
may be `unclassified`, which is no type."""
_OWN: Final = (
    Reference("places", "within", "places", "place_id"),
    Reference("programs", "part_of", "programs", "program"),
    Reference("recipients", "parent", "recipients", "recipient_force"),
    Reference("training_types", "parent", "training_types", "training_type"),
)
REFERENCES: Final[tuple[Reference, ...]] = (
    *(
        Reference(table.name, column.name, to, column.name)
        for table in TABLES
        for column in table.columns
        if (to := _KEYS.get(column.name)) is not None and to != table.name
    ),
    *_OWN,
)


def references_of(table: str) -> list[Reference]:
    """Return the references of a table, in the order of its columns."""
    return [reference for reference in REFERENCES if reference.table == table]
