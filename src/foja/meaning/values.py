"""Printed counts, money, dates and units as values; what cannot be read raises, never guesses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

FIRST_DAY: Final = date(1990, 1, 1)
"""No training of the reports, which begin with fiscal year 1999, can be older."""

LAST_DAY: Final = date(2049, 12, 31)
"""No training of the reports can be younger: the FY2020 report prints years such as 2106."""

YEARS_BEFORE: Final = 2
"""Fiscal years before the report's in which a listed training may have begun.

Section IV lists what ended in the year: so do all but 11 of the 78,400 trainings of the reports at
hand for FY2007 to FY2020. They began in that year or the one before; about one in a thousand, two
years before; what lies further off is an academy's four years or a slip (2014 for 2020).
"""

LONGEST_COURSE_YEARS: Final = 5
"""A service academy takes four years: a first day further before the last is no likely reading."""

_MEMORY: Final = 1 << 16
_NOTHING: Final = frozenset({"", "-"})
_COUNT: Final = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
_MONEY: Final = re.compile(r"(\()?(-)?\$?\s?(-)?(\d+|\d{1,3}(?:,\d{3})+)(\.\d{1,2})?(?(1)\))")
_MONTH_DAY_YEAR: Final = re.compile(r"(\d{1,2})\s?/\s?(\d{1,2})\s?/\s?(\d{4}|\d{2})")
_CENTURY: Final = 100
_PIVOT: Final = 50
_OCTOBER: Final = 10
_A_YEAR: Final = 366
_QUANTITY: Final = re.compile(
    r"(?P<unit>.*?)\s*(?:^|\s|(?<=\)))-\s(?P<quantity>N/A|\d+|\d{1,3}(?:,\d{3})+)"
)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A printed date as a value, or None with the flag that says why not.

    Both are None where nothing is printed.
    """

    value: date | None
    flag: str | None


def parse_count(text: str) -> int | None:
    """Return the number printed, None for an empty cell or a dash.

    Raises ValueError for anything but digits, plain or with a comma before each three.
    """
    text = text.strip()
    if text in _NOTHING:
        return None
    if not _COUNT.fullmatch(text):
        raise ValueError(f"not a count: {text!r}")
    return int(text.replace(",", ""))


@lru_cache(maxsize=_MEMORY)
def parse_money(text: str) -> Decimal | None:
    """Return the US dollars printed, None for an empty cell, a dash or a dollar sign alone.

    "$0" is zero: the report says so; a bare "$" (FY2011) says nothing. Brackets or a minus sign
    make the amount negative. Raises ValueError for anything else, such as two amounts in one cell.
    """
    text = text.strip()
    if text.removeprefix("$").strip() in _NOTHING:
        return None
    match = _MONEY.fullmatch(text)
    if match is None or sum(map(bool, match.group(1, 2, 3))) > 1:
        raise ValueError(f"not an amount of money: {text!r}")
    bracket, minus, inner_minus, whole, cents = match.groups()
    amount = Decimal(whole.replace(",", "") + (cents or ""))
    return -amount if bracket or minus or inner_minus else amount


@lru_cache(maxsize=_MEMORY)
def parse_date(text: str) -> ParsedDate:
    """Return the date printed as month/day/year, the year with four digits or two.

    A date that no calendar has (2/30/2012) or that no training of these reports can have (before
    1990, after 2049) has no value and the flag `date_impossible`. Two digits mean 1950 to 2049.
    Raises ValueError where the text is not a date at all.
    """
    text = text.strip()
    if text in _NOTHING:
        return ParsedDate(None, None)
    match = _MONTH_DAY_YEAR.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    month, day, year = (int(part) for part in match.groups())
    if year < _CENTURY:
        year += 2000 if year < _PIVOT else 1900
    try:
        value = date(year, month, day)
    except ValueError:
        return ParsedDate(None, "date_impossible")
    if not FIRST_DAY <= value <= LAST_DAY:
        return ParsedDate(None, "date_impossible")
    return ParsedDate(value, None)


def fiscal_year_of(day: date) -> int:
    """Return the US fiscal year of a day: 1 October to 30 September, named by the year it ends."""
    return day.year + (day.month >= _OCTOBER)


def date_flags(start: ParsedDate, end: ParsedDate, fiscal_year: int) -> tuple[str, ...]:
    """Return the doubts about a training's dates, in the report of a fiscal year, sorted.

    `date_impossible`: one of the two was printed but cannot be. `end_before_start`.
    `starts_outside_year`: the first day lies after the fiscal year or more than two fiscal years
    before it. `ends_outside_year`: the last day lies in another fiscal year. Only the first leaves
    a value out; the others are about days that are possible, if unlikely.
    """
    flags = {flag for flag in (start.flag, end.flag) if flag}
    if start.value and end.value and end.value < start.value:
        flags.add("end_before_start")
    if start.value:
        first = fiscal_year_of(start.value)
        if not fiscal_year - YEARS_BEFORE <= first <= fiscal_year:
            flags.add("starts_outside_year")
    if end.value and fiscal_year_of(end.value) != fiscal_year:
        flags.add("ends_outside_year")
    return tuple(sorted(flags))


@lru_cache(maxsize=_MEMORY)
def proposed_date(
    printed: str | None, fiscal_year: int, other: date | None, *, last: bool = False
) -> date | None:
    """Return the likely reading of a date in doubt, in the report of a fiscal year, or None.

    `printed` is the first day as printed, or the last where `last` is true; `other` the training's
    other day as understood. A date is in doubt when it is impossible or lies outside the years that
    `date_flags` allows; not so where both days are in order and less than a year apart: then the
    report listed the training under another year. What is tried are the slips of typing: one digit
    of the year wrong, two neighbours exchanged (2106 for 2016), the year before or after, day and
    month exchanged. A reading counts if it falls in the fiscal year and is in order with the other
    day, or, for a date that is impossible and has no such reading, if a course of at most
    `LONGEST_COURSE_YEARS` results. Two readings that count are none. It is a proposal: no value is
    ever set from it. Text that is no date has no reading.
    """
    match = _MONTH_DAY_YEAR.fullmatch((printed or "").strip())
    if match is None:
        return None
    value = parse_date(match[0]).value
    if value is not None and not _in_doubt(value, fiscal_year, other, last=last):
        return None
    readings = {
        day
        for day in _slips(*(int(part) for part in match.groups()))
        if other is None or (day >= other if last else day <= other)
    }
    likely = {day for day in readings if fiscal_year_of(day) == fiscal_year}
    if value is None and not likely and other is not None:
        longest = timedelta(days=LONGEST_COURSE_YEARS * 366)
        likely = {day for day in readings if abs(other - day) <= longest}
    return likely.pop() if len(likely) == 1 else None


def _in_doubt(value: date, fiscal_year: int, other: date | None, *, last: bool) -> bool:
    year = fiscal_year_of(value)
    if year == fiscal_year or (not last and fiscal_year - YEARS_BEFORE <= year < fiscal_year):
        return False
    if other is None:
        return True
    length = (value - other if last else other - value).days
    return not 0 <= length <= _A_YEAR


def _slips(month: int, day: int, year: int) -> set[date]:
    """Return the possible days of these reports from which a slip of typing leads to the date."""
    if year < _CENTURY:
        year += 2000 if year < _PIVOT else 1900
    digits = str(year)
    years = {year - 1, year + 1}
    for place in range(len(digits)):
        before, rest = digits[:place], digits[place + 1 :]
        years.update(int(f"{before}{digit}{rest}") for digit in range(10))
        if rest:
            years.add(int(f"{before}{rest[0]}{digits[place]}{rest[1:]}"))
    days = {(each, month, day) for each in years - {year}} | {(year, day, month)}
    found = set()
    for each in days:
        try:
            found.add(date(*each))
        except ValueError:  # the slip leads to no day of the calendar
            continue
    return {each for each in found if FIRST_DAY <= each <= LAST_DAY}


@lru_cache(maxsize=_MEMORY)
def split_us_unit(text: str) -> tuple[str | None, int | None]:
    """Return the US unit and the number of its trainers from a cell such as "U.S. Navy - 12".

    The number is what follows the last dash that has spaces around it, if it is a number or N/A;
    hyphens and dashes before it belong to the unit ("JSOU - MacDill AFB - 0"). "N/A" and "-" (every
    cell of the FY2007 report) are None.
    """
    text = text.strip()
    quantity: int | None = None
    match = _QUANTITY.fullmatch(text)
    if match is not None:
        text = match["unit"].strip()
        quantity = None if match["quantity"] == "N/A" else parse_count(match["quantity"])
    return (None if text in _NOTHING or text == "N/A" else text), quantity
