"""Headings and totals of the regional tables: the lines that part a page into programmes.

A programme's heading names agency, region, country, programme and fiscal year in one line ("DOD
Africa Region, Benin, Service Academies,FY05"); the running heading at the top of a page says the
same without the agency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.model import TotalLevel

BEGINS: Final = re.compile(
    r"^(?:(?P<agency>[A-Z][A-Za-z]*[A-Z]) )?(?P<region>\S.*?) Region ?, ?(?=\S)"
)
ENDS: Final = re.compile(r" ?, ?FY ?(?P<year>\d{4}|\d{2})$")
REGION: Final = " Region,"
COMMA: Final = re.compile(r" ?, ?")
# The second half of a country's name, put behind a comma: "Korea, Republic Of" (FY2005).
INVERTED: Final = re.compile(r"(?:the|.*\b(?:of|of the|republic|rep\.?))", re.IGNORECASE)

TOTAL: Final = " Totals"
YEAR_TOTAL: Final = re.compile(r"^FY ?(?P<year>\d{4}|\d{2}) Totals ?:")
TOTALS: Final[tuple[tuple[re.Pattern[str], TotalLevel], ...]] = (
    (YEAR_TOTAL, "program_year"),
    (re.compile(r"^Program Totals ?:"), "program"),
    (re.compile(r"^Country Totals ?:"), "country"),
)
PAGE_NUMBER: Final = re.compile(r"^[IVXL]+-\d+$")

CENTURY: Final = 100
PIVOT: Final = 90  # two-digit years from here on are of the twentieth century


@dataclass(frozen=True, slots=True)
class Heading:
    """A programme's heading and its parts; `agency` is None where none stands in front."""

    text: str
    agency: str | None
    region: str
    country: str
    program: str
    fiscal_year: int


def heading_of(text: str) -> Heading | None:
    """Return the parts of a programme's heading, None where the text is none."""
    begins, ends = BEGINS.match(text), ENDS.search(text)
    if begins is None or ends is None or ends.start() < begins.end():
        return None
    country, comma, program = _at_comma(text[begins.end() : ends.start()])
    while comma:
        part, more, rest = _at_comma(program)
        if not more or not INVERTED.fullmatch(part):
            break
        country, program = f"{country}{comma}{part}", rest
    if not program or REGION in program:
        return None
    year = full_year(ends["year"])
    return Heading(text, begins["agency"], begins["region"], country, program, year)


def begins_heading(text: str) -> bool:
    """Say whether the text is the beginning of a heading, whatever follows on the next line."""
    return BEGINS.match(text) is not None and ENDS.search(text) is None


def total_of(text: str) -> tuple[TotalLevel, int | None] | None:
    """Return level and year of the total that a line prints, None for any other line.

    Only a fiscal year's total names its year.
    """
    if TOTAL not in text:
        return None
    for pattern, level in TOTALS:
        if match := pattern.match(text):
            return level, full_year(match["year"]) if level == "program_year" else None
    return None


def full_year(digits: str) -> int:
    """Return the year that two or four digits stand for: 01 is 2001."""
    year = int(digits)
    if year >= CENTURY:
        return year
    return year + (1900 if year >= PIVOT else 2000)


def _at_comma(text: str) -> tuple[str, str, str]:
    match = COMMA.search(text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")
