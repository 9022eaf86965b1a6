"""Which trainings are meant: one place where a choice becomes a condition on the rows."""

from __future__ import annotations

import functools
import operator
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

import ibis

from foja.tables.lengths import length_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

YearBasis = Literal["report", "start", "calendar"]
"""Which year is meant: that of the report, or the fiscal or calendar year of the first day."""
StageChoice = Literal["actual", "planned", "all"]

UNKNOWN: Final = "unknown"
"""Chooses the rows whose value is null: no rule has named it."""

ColumnKind = Literal["plain", "tree", "list"]
CHOSEN: Final[dict[str, ColumnKind]] = {
    "program": "plain",
    "recipient_force": "tree",
    "training_type": "tree",
    "delivery": "plain",
    "place_id": "plain",
    "unit_id": "plain",
    "flags": "list",
    "days": "plain",
}
"""Columns of `trainings` whose values can be chosen. In a tree, whose codes are dotted, a code
stands for its parts as well; a list's rows have several values."""

TEXT_MARK: Final = "foja_text"
NUMBER_MARK: Final = "foja_number"
"""Functions that stand in an expression for a value given later; see `Tables.ask`."""


def _text(label: str) -> str:
    raise NotImplementedError(f"The database is given the value of {label!r}.")


def _number(label: str) -> int:
    raise NotImplementedError(f"The database is given the value of {label!r}.")


text_later: Final = ibis.udf.scalar.builtin(_text, name=TEXT_MARK)
number_later: Final = ibis.udf.scalar.builtin(_number, name=NUMBER_MARK)
"""A text, a number whose value is given under this name when the question is asked."""


def plain(text: str) -> str:
    """Return text as a search compares it: lower case, without accents."""
    if text.isascii():
        return text.lower()
    marks = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))


def year_of(table: ir.Table, basis: YearBasis) -> ir.IntegerValue:
    """Return the year that is meant of each training; null where it has no first day."""
    if basis == "calendar":
        return table.start_date.year()
    return table.start_fiscal_year if basis == "start" else table.fiscal_year


def is_part_of(code: str, whole: str) -> bool:
    """Say whether a dotted code is another or a part of it: MEX.SEDENA.ARMY of MEX.SEDENA."""
    return code == whole or code.startswith(f"{whole}.")


def select_trainings(
    table: ir.Table,
    *,
    country: str | None = None,
    years: tuple[int | None, int | None] = (None, None),
    values: Mapping[str, Sequence[str]] | None = None,
    stage: StageChoice = "actual",
    found: str | ir.StringValue | None = None,
    year_basis: YearBasis = "report",
) -> ir.Table:
    """Return the trainings of the choice; nothing given means all that were done.

    `years` are the first and last year, both included; `year_basis` says which year is meant.
    `values` are those chosen of each column of `CHOSEN`, any of which will do. `found` are the
    identifiers of the trainings that a search finds, one a line; see `Search.found`. A value may
    also be `text_later` or `number_later`.
    """
    conditions: list[ir.BooleanValue] = []
    if country is not None:
        conditions.append(table.country_iso3 == country)
    if stage != "all":
        conditions.append(table.stage == stage)
    year = year_of(table, year_basis)
    first, last = years
    if first is not None:
        conditions.append(year >= first)
    if last is not None:
        conditions.append(year <= last)
    for name, chosen in (values or {}).items():
        if chosen:
            conditions.append(_any_of(_column(table, name), CHOSEN[name], chosen))
    if found is not None:
        conditions.append(table.training_id.isin(lines_of(found).line))
    return table.filter(conditions) if conditions else table


def _column(table: ir.Table, name: str) -> ir.Column:
    """Return a column that can be chosen from; lengths are counted from the dates."""
    return length_of(table) if name == "days" else table[name]


def _any_of(column: ir.Column, kind: ColumnKind, values: Sequence[str]) -> ir.BooleanValue:
    """Return the condition that a row's value is one of those chosen."""
    named = [value for value in values if not (isinstance(value, str) and value == UNKNOWN)]
    conditions: list[ir.BooleanValue] = []
    if len(named) < len(values):
        # A training whose delivery is not known says so, where other columns say nothing.
        nothing = column.isnull()
        conditions.append(nothing if kind == "list" else nothing | (column == UNKNOWN))
    if kind == "list":
        conditions.extend(column.contains(value) for value in named)
    elif named:
        conditions.append(column.isin(named))
    if kind == "tree":
        conditions.extend(column.startswith(_below(value)) for value in named)
    return functools.reduce(operator.or_, conditions)


def _below(value: str | ir.StringValue) -> ir.StringValue:
    """Return what the codes of a code's parts begin with."""
    return (ibis.literal(value) if isinstance(value, str) else value) + "."


def lines_of(text: str | ir.StringValue) -> ir.Table:
    """Return the lines of a text as a table of one column, `line`."""
    lines = (ibis.literal(text) if isinstance(text, str) else text).split("\n")
    return lines.unnest().name("line").as_table()
