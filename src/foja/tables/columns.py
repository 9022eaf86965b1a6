"""What a published table is made of: columns with their types, meanings and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

STRING: Final = pa.string()
INT: Final = pa.int32()
DOUBLE: Final = pa.float64()
MONEY: Final = pa.decimal128(14, 2)
DATE: Final = pa.date32()
BOOL: Final = pa.bool_()
STRINGS: Final = pa.list_(pa.string())

STAGES: Final = ("actual", "planned")
DELIVERIES: Final = ("in_country", "united_states", "third_country", "online", "unknown")
LEVELS: Final = ("program_year", "program", "country")
RULE_KINDS: Final = ("training_type", "recipient_force", "place_id")
STATUSES: Final = ("agrees", "misprinted", "differs")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name (with its unit), Arrow type, meaning; `required` means never null."""

    name: str
    type: pa.DataType
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: its name, what a row is, its key and its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_report: bool = True

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of the table."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


REPORT_PATTERN: Final = r"^\d{4}-\d{4}$"
COUNTRY_PATTERN: Final = r"^[A-Z]{3}$"
UNIT_PATTERN: Final = r"^[A-Z]{3}\.[a-z0-9-]+$"
PLACE_PATTERN: Final = r"^[A-Z]{2}\.[a-z0-9-]+$"
