"""Headings and totals of the two reports that list two years, taken apart into what they name.

They are the reports 1999-2000 (HTML) and 2000-2001 (PDF in two columns). A heading names country,
programme and fiscal year ("Mexico, Section 1004, FY 00"); a running heading of the second puts the
region before ("Western Hemisphere Region, Mexico, ...").
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.model import Stage, TotalLevel

HEADING: Final = re.compile(
    r"^(?:(?P<region>[^,]+?) Region, ?)?(?P<named>\S.*,.*?\S) ?, ?FY ?(?P<year>\d{4}|\d{2})$"
)
COMMA: Final = re.compile(r" ?, ?")
# What can follow the comma of a country's name whose first word is put in front: "Cape Verde,
# Republic Of" (1999-2000). Any other comma ends the country.
INVERTED: Final = re.compile(r"^(?:the|.*\bof(?: the)?(?: \(.*\))?|.*\brepublic)$", re.IGNORECASE)
YEAR_TOTALS: Final = re.compile(r"^FY ?(?P<year>\d{4}|\d{2}) Totals ?:?$")
TOTALS: Final[dict[TotalLevel, re.Pattern[str]]] = {
    "program_year": YEAR_TOTALS,
    "program": re.compile(r"^Program Totals ?:?$"),
    "country": re.compile(r"^Country Totals ?:?$"),
}
CENTURY_TURNS: Final = 90  # two digits from here on are a year of the twentieth century


class Heading(NamedTuple):
    """A heading and its parts; `text` leaves out the region, None where the heading names none."""

    text: str
    region: str | None
    country: str
    program: str
    fiscal_year: int


def heading_of(text: str) -> Heading | None:
    """Return the parts of a heading, None where the text is none."""
    match = HEADING.match(text)
    if match is None:
        return None
    named = match["named"]
    end = 0
    for comma in COMMA.finditer(named):
        if end and not INVERTED.match(named[end : comma.start()].strip(" ,")):
            break
        end = comma.start()
    program = COMMA.sub("", named[end:], count=1)
    whole = text[match.start("named") :]
    return Heading(whole, match["region"], named[:end], program, full_year(match["year"]))


def full_year(digits: str) -> int:
    """Return the year that two or four digits stand for: 00 is 2000."""
    year = int(digits)
    if len(digits) > len("00"):
        return year
    return year + (1900 if year >= CENTURY_TURNS else 2000)


def total_level(label: str) -> TotalLevel | None:
    """Return the level of the total with that label, None where the text is no such label."""
    if "Totals" not in label:
        return None
    return next((level for level, pattern in TOTALS.items() if pattern.match(label)), None)


def total_year(label: str) -> int | None:
    """Return the fiscal year that a total's label names, None where it names none."""
    match = YEAR_TOTALS.match(label)
    return full_year(match["year"]) if match else None


def stages_of(years: Iterable[int]) -> dict[int, Stage]:
    """Return the stage of each fiscal year of a document's headings.

    The report lists the trainings of two years that follow each other: those of the first were
    done, those of the second planned. The two years are those that most headings name; any other
    year is a slip, and planned if it is later than the first of the two.

    Raises ValueError where the headings do not name two years that follow each other: nothing then
    tells what was done from what was planned.
    """
    numbers = Counter(years)
    pairs = [year for year in numbers if year + 1 in numbers]
    if not pairs:
        named = ", ".join(f"FY {year}" for year in sorted(numbers)) or "none"
        raise ValueError(named)
    first = max(pairs, key=lambda year: (numbers[year] + numbers[year + 1], -year))
    return {year: "actual" if year <= first else "planned" for year in numbers}
