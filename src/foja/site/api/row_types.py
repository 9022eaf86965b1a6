"""Structures of rows, made from the one schema of the tables: names, types, meanings, values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
import pyarrow as pa
from msgspec import Meta

from foja.tables.schema import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.tables.columns import Column

Field = tuple[str, Any] | tuple[str, Any, Any]
"""A field of a structure: its name, its type and, where it may be left out, what stands for it."""
_TYPES: Final[dict[pa.DataType, Any]] = {
    pa.string(): str,
    pa.int32(): int,
    pa.float64(): float,
    pa.date32(): dt.date,
    pa.bool_(): bool,
    pa.list_(pa.string()): list[str],
}


def row_type(name: str, table: str, more: Sequence[Field] = ()) -> Any:  # noqa: ANN401 - a structure made from the schema
    """Return the structure of a row of a table, with `more` fields after its columns."""
    fields = [(column.name, column_type(column)) for column in BY_NAME[table].columns]
    return structure(name, [*fields, *more], f"One row: {BY_NAME[table].row}.")


def structure(name: str, fields: Sequence[Field], meaning: str) -> Any:  # noqa: ANN401 - as above
    """Return a structure of these fields, which holds no others."""
    made = msgspec.defstruct(
        name, list(fields), frozen=True, kw_only=True, forbid_unknown_fields=True
    )
    made.__doc__ = meaning
    return made


def column_type(column: Column) -> Any:  # noqa: ANN401 - an annotated type
    """Return the type of a column in JSON, with its meaning; dollars are numbers."""
    if column.values:
        kind: Any = Literal[column.values]
    else:
        kind = float if pa.types.is_decimal(column.type) else _TYPES[column.type]
        limits: dict[str, Any] = {}
        if column.pattern:
            limits["pattern"] = column.pattern
        if column.minimum is not None:
            limits["ge"] = column.minimum
        if limits:
            kind = Annotated[kind, Meta(**limits)]
    if not column.required:
        kind |= None
    return Annotated[kind, Meta(description=column.meaning)]


def said(kind: Any, meaning: str) -> Any:  # noqa: ANN401 - a type
    """Return a type with what it means."""
    return Annotated[kind, Meta(description=meaning)]
