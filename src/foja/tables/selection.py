"""Which trainings are meant: one place where a choice becomes a condition on the rows."""

from __future__ import annotations

import functools
import operator
import unicodedata
from typing import TYPE_CHECKING, Final, Literal

import ibis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis.expr.types as ir

YearBasis = Literal["report", "start", "calendar"]
"""Which year is meant: that of the report, or the fiscal or calendar year of the first day."""
StageChoice = Literal["actual", "planned", "all"]

UNKNOWN: Final = "unknown"
"""Chooses the rows whose value is null: no rule has named it."""

SEARCHED: Final = ("course_title", "student_unit", "us_unit", "location_printed", "program_printed")


ColumnKind = Literal["plain", "tree", "list"]
CHOSEN: Final[dict[str, ColumnKind]] = {
    "program": "plain",
    "recipient_force": "tree",
    "training_type": "tree",
    "delivery": "plain",
    "place_id": "plain",
    "unit_id": "plain",
    "flags": "list",
}
"""Columns of `trainings` whose values can be chosen. In a tree, whose codes are dotted, a code
stands for its parts as well; a list's rows have several values."""

TEXT_MARK: Final = "foja_text"
NUMBER_MARK: Final = "foja_number"
"""Functions that stand in an expression for a value given later; see `Tables.ask`."""


def _strip_accents(text: str) -> str:
    raise NotImplementedError(f"The database strips the accents of {text!r}.")


def _text(label: str) -> str:
    raise NotImplementedError(f"The database is given the value of {label!r}.")


def _number(label: str) -> int:
    raise NotImplementedError(f"The database is given the value of {label!r}.")


strip_accents: Final = ibis.udf.scalar.builtin(_strip_accents, name="strip_accents")
"""The database's own function: the text without accents."""
text_later: Final = ibis.udf.scalar.builtin(_text, name=TEXT_MARK)
number_later: Final = ibis.udf.scalar.builtin(_number, name=NUMBER_MARK)
"""A text, a number whose value is given under this name when the question is asked."""


def plain(text: str) -> str:
    """Return text as a search compares it: lower case, without accents."""
    marks = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the different words of a search, made `plain`."""
    return tuple(dict.fromkeys(plain(text).split()))


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
    words: Sequence[str] = (),
    year_basis: YearBasis = "report",
) -> ir.Table:
    """Return the trainings of the choice; nothing given means all that were done.

    `years` are the first and last year, both included; `year_basis` says which year is meant.
    `values` are those chosen of each column of `CHOSEN`, any of which will do. Every one of
    `words`, which `words_of` made plain, has to occur in the course, a unit, the location or the
    programme. A value may also be `text_later` or `number_later`.
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
            conditions.append(_any_of(table[name], CHOSEN[name], chosen))
    if words:
        text = _searched_text(table)
        conditions.extend(text.contains(word) for word in words)
    return table.filter(conditions) if conditions else table


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


def _searched_text(table: ir.Table) -> ir.StringValue:
    """Join the searched columns; the line break keeps a word from running over two of them."""
    parts = [table[name].fill_null("") for name in SEARCHED]
    text = parts[0]
    for part in parts[1:]:
        text = text + "\n" + part
    return strip_accents(text.lower())
