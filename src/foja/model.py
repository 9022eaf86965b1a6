"""The nouns every part of Foja shares: documents, addresses, words, printed rows and totals.

Coordinates are points (1/72 inch) from the top left corner of the page as it is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

TotalLevel = Literal["program_year", "program", "country"]
Stage = Literal["actual", "planned"]


class Box(NamedTuple):
    """A rectangle on a page: left, top, right, bottom, in points from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    @property
    def middle(self) -> float:
        """The height of the box's centre line."""
        return (self.y0 + self.y1) / 2


class Word(NamedTuple):
    """Characters without white space between them, and where they stand."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is printed: the catalog key of the document, page of the file from 1, box.

    `printed_page` is the number the page itself prints, None where it prints none. `row` is the
    row's place on the page from 1. `box` is None in HTML documents, which have one page and no
    geometry.
    """

    document: str
    page: int
    printed_page: str | None
    row: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Place:
    """Under which headings a row or a total is printed.

    `country_part` and `program_part` number the country and programme headings of the document
    from 1, so that a heading that comes twice opens two parts. `country` and `program` are the
    headings as printed; None where the page that carried them has no text in the source.
    `program_name` and `agency` are the parts of the programme's heading before and after its fiscal
    year; `region` is the region as the running heading of the page names it.
    """

    region: str | None
    country: str | None
    country_part: int
    program: str | None
    program_part: int
    program_name: str | None
    agency: str | None
    fiscal_year: int
    stage: Stage = "actual"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line of Section IV as printed.

    `cells` maps a column's role (`course_title`, `quantity`, `location`, `student_unit`, `us_unit`,
    `cost`, `start_date`, `end_date`) to its text, wrapped lines joined by one space; a role is
    absent where the report has no such column and empty where the cell is.
    """

    address: Address
    place: Place
    cells: dict[str, str]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A sum that the report prints, as printed; never counted as a training.

    `label` is the line's own words ("Mexico Fiscal Year 2020 Totals"); `fiscal_year` the year it
    names. `students` and `cost` are text; None where not printed. `interrupted` says that rows of
    the sum are not in the document: a page without text stands between the heading and the total,
    or the document begins below the heading.
    """

    address: Address
    place: Place
    level: TotalLevel
    label: str
    students: str | None
    cost: str | None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """What became of a page's words: used in rows and totals, ignored by named rules, left over."""

    page: int
    printed_page: str | None
    words: int
    used: int
    ignored: dict[str, int] = field(default_factory=dict)
    left_over: tuple[Word, ...] = ()
