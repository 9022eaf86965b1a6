"""Which trainings are meant: one place where a choice becomes a condition on the rows."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, Literal

import ibis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

YearBasis = Literal["report", "start"]
StageChoice = Literal["actual", "planned", "all"]

UNKNOWN: Final = "unknown"
"""Chooses the rows whose programme or recipient force is null: no rule has named it."""

YEAR_COLUMNS: Final[dict[str, str]] = {"report": "fiscal_year", "start": "start_fiscal_year"}
SEARCHED: Final = ("course_title", "student_unit", "us_unit", "location_printed", "program_printed")


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


def select_trainings(
    table: ir.Table,
    *,
    country: str | None = None,
    years: tuple[int | None, int | None] = (None, None),
    programs: Sequence[str] = (),
    recipient_forces: Sequence[str] = (),
    stage: StageChoice = "actual",
    words: Sequence[str] = (),
    year_basis: YearBasis = "report",
) -> ir.Table:
    """Return the trainings of the choice; nothing given means all that were done.

    `years` are the first and last fiscal year, both included; `year_basis` says whether the year
    is the one of the report or the one in which the training began. Every one of `words`, which
    `words_of` made plain, has to occur in the course, a unit, the location or the programme. A
    value may also be `text_later` or `number_later`.
    """
    conditions: list[ir.BooleanValue] = []
    if country is not None:
        conditions.append(table.country_iso3 == country)
    if stage != "all":
        conditions.append(table.stage == stage)
    year = table[YEAR_COLUMNS[year_basis]]
    first, last = years
    if first is not None:
        conditions.append(year >= first)
    if last is not None:
        conditions.append(year <= last)
    conditions.extend(_one_of(table.program, programs))
    conditions.extend(_one_of(table.recipient_force, recipient_forces))
    if words:
        text = _searched_text(table)
        conditions.extend(text.contains(word) for word in words)
    return table.filter(conditions) if conditions else table


def _one_of(column: ir.Column, values: Sequence[str]) -> list[ir.BooleanValue]:
    if not values:
        return []
    named = [value for value in values if not (isinstance(value, str) and value == UNKNOWN)]
    if len(named) == len(values):
        return [column.isin(named)]
    return [column.isnull() | column.isin(named)] if named else [column.isnull()]


def _searched_text(table: ir.Table) -> ir.StringValue:
    """Join the searched columns; the line break keeps a word from running over two of them."""
    parts = [table[name].fill_null("") for name in SEARCHED]
    text = parts[0]
    for part in parts[1:]:
        text = text + "\n" + part
    return strip_accents(text.lower())
