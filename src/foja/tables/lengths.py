"""How long a training was, in classes that a reader can choose; no column of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Length(NamedTuple):
    """A class of lengths in days, both ends included; `most` is None where it has no end."""

    code: str
    least: int
    most: int | None


LENGTHS: Final = (
    Length("1", 1, 1),
    Length("2-5", 2, 5),
    Length("6-14", 6, 14),
    Length("15-31", 15, 31),
    Length("32-91", 32, 91),
    Length("92-182", 92, 182),
    Length("183-365", 183, 365),
    Length("366-", 366, None),
)
"""A day; a week's work; up to two weeks, a month, a quarter, half a year, a year; longer."""
BY_CODE: Final[dict[str, Length]] = {length.code: length for length in LENGTHS}


def days_of(table: ir.Table) -> ir.IntegerValue:
    """Return the days of each training, the first and the last included.

    Null where either day is absent or impossible, or the last is before the first.
    """
    days = table.end_date.delta(table.start_date, unit="day") + 1
    return days.nullif(ibis.ifelse(days < 1, days, ibis.null("int64")))


def length_of(table: ir.Table) -> ir.StringValue:
    """Return the code of each training's class of lengths; null as for `days_of`."""
    days = days_of(table)
    ends = [(days <= length.most, length.code) for length in LENGTHS if length.most is not None]
    longer = (days.notnull(), LENGTHS[-1].code)
    return ibis.cases(*ends, longer, else_=ibis.null("string"))
