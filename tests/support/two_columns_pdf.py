"""Writes a report PDF in two text columns, as the report 2000-2001 is set, from known rows.

The measures are those of the real pages: portrait letter; text columns of 213 points, 54 apart; a
running heading and the headings of the columns on top of each; titles wrapped at 126 points, after
spaces and hyphens; numbers of students and costs each ending at one edge; more space above a
heading and below a wrapped title than between lines. `write_two_columns` says where it put every
row and every total, which is what a reader must find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

WIDTH: Final = 612
HEIGHT: Final = 792
TOP: Final = 72
FOOT: Final = 695
NUMBER_LINE: Final = 754
SIZE: Final = 8
LEADING: Final = 9.7
TOUCHING: Final = 9.15  # from a line to the next of the same heading or title
TITLE: Final = 126
HEADING: Final = 192
QUANTITY: Final = 155.8  # the edge at which numbers of students end, from the column's left one
COST: Final = 212.9
BAR: Final = (("Title of", 25.9), ("#", 166.9), ("Cost", 187.6))
ABOVE_HEADING: Final = 6.5
PIECE: Final = re.compile(r"(?<=\w-)(?=\w)")


@dataclass(frozen=True, slots=True)
class Row:
    """A training: its title, number of students and dollars, None where nothing is printed."""

    title: str
    students: int
    cost: int | None


@dataclass(frozen=True, slots=True)
class Program:
    """A programme of a country: the rows of each fiscal year it has."""

    name: str
    years: dict[int, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its programmes."""

    name: str
    programs: tuple[Program, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its countries."""

    name: str
    countries: tuple[Country, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How the pages are set: size of print, left edges, order of drawing, rows parted or not."""

    scale: float = 1.0
    left: float = 57.7
    apart: float = 266.4
    across: bool = False  # draws line after line over both text columns
    part_rows: bool = False  # lets the end of a text column part a title
    first_page: int = 72


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as printed."""

    page: int
    printed_page: str
    row: int
    region: str
    country: str
    program: str
    fiscal_year: int
    title: str
    students: str
    cost: str


@dataclass(frozen=True, slots=True)
class WrittenTotal:
    """A total as printed."""

    page: int
    level: str
    label: str
    country: str
    last_year: int
    students: str
    cost: str | None


@dataclass(slots=True)
class Written:
    """All that was printed, in the order of reading."""

    rows: list[WrittenRow] = field(default_factory=list)
    totals: list[WrittenTotal] = field(default_factory=list)
    under_running_headings: set[str] = field(default_factory=set)
    """The countries that a running heading names."""


@dataclass(frozen=True, slots=True)
class _Text:
    x: float
    y: float
    text: str
    bold: bool = False
    to_the_left: bool = False
    big: bool = False


def write_two_columns(
    path: Path, regions: tuple[Region, ...], style: Style | None = None
) -> Written:
    """Write the report and return what was printed where."""
    writer = _Writer(path, style or Style())
    for region in regions:
        for country in region.countries:
            writer.country(region.name, country)
    return writer.close()


def money(dollars: int) -> str:
    """Return dollars as the report prints them."""
    return f"${dollars:,}"


class _Writer:
    def __init__(self, path: Path, style: Style) -> None:
        self.style = style
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
        self.written = Written()
        self.page, self.column = 1, 0
        self.y = 0.0  # 0 until the text column has begun
        self.texts: list[_Text] = []
        self.rows_on_page = 0

    def country(self, region: str, country: Country) -> None:
        every: dict[int, tuple[Row, ...]] = {}
        for program in country.programs:
            for year, of_year in program.years.items():
                self.running = f"{country.name}, {program.name}, FY {year % 100:02d}"
                self.named, self.region = country.name, region
                self._heading(self.running)
                for row in of_year:
                    self._row(region, country.name, program.name, year, row)
                self._total(
                    "program_year", f"FY {year % 100:02d} Totals:", country.name, {year: of_year}
                )
                every[year] = (*every.get(year, ()), *of_year)
            self._total("program", "Program Totals:", country.name, program.years)
        self._total("country", "Country Totals:", country.name, every)

    def close(self) -> Written:
        self._end_page()
        self.canvas.save()
        return self.written

    # -- lines --------------------------------------------------------------------------------

    def _heading(self, text: str) -> None:
        lines = self._wrapped(text, HEADING, bold=True)
        self._room(ABOVE_HEADING + TOUCHING * len(lines) + 2 * LEADING)
        if self.y > self.begins:
            self.y += ABOVE_HEADING * self.style.scale
        for line in lines:
            self._put(0, line, bold=True)
            self._down(TOUCHING)
        self._down(0.8 if len(lines) == 1 else 4.8)

    def _row(self, region: str, country: str, program: str, year: int, row: Row) -> None:
        lines = self._wrapped(row.title, TITLE)
        self._room(LEADING if self.style.part_rows else TOUCHING * len(lines))
        self.rows_on_page += 1
        cost = "" if row.cost is None else money(row.cost)
        self.written.rows.append(
            WrittenRow(
                self.page,
                str(self.style.first_page + self.page - 1),
                self.rows_on_page,
                region,
                country,
                program,
                year,
                row.title,
                f"{row.students:,}",
                cost,
            )
        )
        self._numbers(f"{row.students:,}", cost)
        for index, line in enumerate(lines):
            if index:
                self._room(TOUCHING)
            self._put(0, line)
            self._down(TOUCHING if len(lines) > 1 else LEADING)
        if len(lines) > 1:
            self._down(4)

    def _total(
        self, level: str, label: str, country: str, years: dict[int, tuple[Row, ...]]
    ) -> None:
        rows = [row for of_year in years.values() for row in of_year]
        self._room(LEADING)
        students = f"{sum(row.students for row in rows):,}"
        costs = [row.cost for row in rows if row.cost is not None]
        cost = money(sum(costs)) if costs else None
        self.written.totals.append(
            WrittenTotal(self.page, level, label, country, max(years), students, cost)
        )
        self._put(8 if level == "country" else 6, label, bold=True)
        self._numbers(students, cost or "", bold=True)
        self._down(LEADING)

    def _numbers(self, students: str, cost: str, *, bold: bool = False) -> None:
        for edge, text in ((QUANTITY, students), (COST, cost)):
            if text:
                self._put(edge, text, bold=bold, to_the_left=True)

    # -- text columns and pages ---------------------------------------------------------------

    def _down(self, points: float) -> None:
        self.y += points * self.style.scale

    def _put(self, x: float, text: str, **how: bool) -> None:
        scale = self.style.scale
        left = self.style.left + self.column * self.style.apart * scale
        self.texts.append(_Text(left + x * scale, self.y, text, **how))

    def _room(self, points: float) -> None:
        """Begin a new text column where the line of `points` has no room in this one."""
        if self.y and self.y + points * self.style.scale > FOOT:
            self.column += 1
            self.y = 0
            if self.column == 2:
                self._end_page()
        if not self.y:
            self.y = TOP
            self.written.under_running_headings.add(self.named)
            lines = self._wrapped(f"{self.region} Region, {self.running}", HEADING, bold=True)
            for line in lines:
                self._put(0, line, bold=True)
                self._down(TOUCHING)
            self._down(8)
            for text, x in BAR:
                self._put(x, text)
            self._down(LEADING)
            self.begins = self.y

    def _end_page(self) -> None:
        scale, number = self.style.scale, str(self.style.first_page + self.page - 1)
        self.canvas.setFont("Times-Roman", 10)
        self.canvas.drawCentredString(WIDTH / 2, HEIGHT - NUMBER_LINE, number)
        if self.style.across:
            self.texts.sort(key=lambda text: text.y)
        for text in self.texts:
            self.canvas.setFont("Times-Bold" if text.bold else "Times-Roman", SIZE * scale)
            draw = self.canvas.drawRightString if text.to_the_left else self.canvas.drawString
            draw(text.x, HEIGHT - text.y, text.text)
        self.canvas.showPage()
        self.texts.clear()
        self.page, self.column, self.y, self.rows_on_page = self.page + 1, 0, 0, 0

    def _wrapped(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        font = "Times-Bold" if bold else "Times-Roman"
        lines = [""]
        for word in text.split(" "):
            for index, piece in enumerate(PIECE.split(word)):
                apart = " " if lines[-1] and not index else ""
                longer = lines[-1] + apart + piece
                if lines[-1] and stringWidth(longer, font, SIZE) > width:
                    lines.append(piece)
                else:
                    lines[-1] = longer
        return lines
