"""Writes a report PDF in the layout of reports 2001-2002 to 2005-2006 from known rows.

The measures are those of the real pages: text of 7 points set to the left edge of its column,
numbers of students and costs to a right edge, dates to a centre; headings over the middle of the
columns; no lines. A cell is wrapped between words and its lines are drawn with those of the row's
other cells, line by line; a row goes on over the end of a page. `write_regional` says where it put
every row and every total, which is what a reader must find.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Cells = dict[str, str]
Piece = tuple[str, float, str]  # role, left edge, text

FONT: Final = "Helvetica"
BOLD: Final = "Helvetica-Bold"
SIZE: Final = 7.0
LEADING: Final = 8.04
LARGE: Final = 10.0
HEADING_SIZE: Final = 8.0
TEXT_ROLES: Final = ("course_title", "location", "student_unit", "us_unit")
ROLES: Final = (
    "course_title",
    "quantity",
    "location",
    "student_unit",
    "us_unit",
    "cost",
    "start_date",
    "end_date",
)


@dataclass(frozen=True, slots=True)
class Program:
    """A programme of a country; `total` is printed instead of the true sums."""

    name: str
    rows: tuple[Cells, ...]
    agency: str = "DOD"


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its programmes."""

    name: str
    programs: tuple[Program, ...]
    region: str = "Western Hemisphere"


@dataclass(frozen=True, slots=True)
class Style:
    """What differs from report to report and from page to page, in points.

    `moves` shifts whole pages, one after the other, to the right and down. `headings` are the words
    over location, students' units, US units, cost, start and end.
    """

    headings: tuple[str, ...] = (
        "Location",
        "Students' Units",
        "US Units Involved",
        "Cost",
        "Start Date",
        "End Date",
    )
    quantity_heading: str = "# Students/Activities"
    title_heading: str = "Title of Training"
    left: float = 36
    quantity: float = 174
    location: float = 177
    student_unit: float = 315
    us_unit: float = 438
    cost: float = 648
    start: float = 675
    end: float = 726
    width: float = 792
    height: float = 612
    top: float = 50
    bottom: float = 480
    year: str = "04"
    fiscal_year: int = 2004
    before_year: str = ","
    bar_on_first_page: bool = True
    first_page: int = 188
    moves: tuple[tuple[float, float], ...] = ((0, 0),)

    def room(self, role: str) -> float:
        """How wide the text of a column may be before it is wrapped."""
        return {
            "course_title": self.quantity - self.left - 28,
            "location": self.student_unit - self.location - 11,
            "student_unit": self.us_unit - self.student_unit - 11,
            "us_unit": 120.0,
        }[role]

    def edge(self, role: str) -> float:
        """Left edge of a column of text."""
        return self.left if role == "course_title" else float(getattr(self, role))


STYLE_2001: Final = Style(
    headings=("Location", "Students'", "US Units", "Cost", "Start", "End"),
    quantity_heading="#",
    title_heading="Title of",
    year="01",
    fiscal_year=2001,
    before_year=", ",
)
STYLE_2002: Final = Style(
    headings=("Location", "Students' Units", "US Units Involved", "Cost", "Start Date", "End"),
    left=216,
    quantity=354,
    location=357,
    student_unit=495,
    us_unit=618,
    cost=828,
    start=855,
    end=906,
    width=1008,
    year="02",
    fiscal_year=2002,
    bar_on_first_page=False,
)
STYLE_2003: Final = Style(year="03", fiscal_year=2003, top=80, bottom=460, first_page=1)
STYLE_MOVING: Final = Style(
    moves=((0, 0), (31.5, -8), (-14.2, 6), (55, 0)),
)
STYLES: Final = (STYLE_2001, STYLE_2002, STYLE_2003, STYLE_MOVING)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as printed: page of the file, the page's number, place on the page, headings, cells."""

    page: int
    printed_page: str
    row: int
    country: str
    program: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class WrittenTotal:
    """A printed total."""

    page: int
    row: int
    level: str
    country: str
    students: str
    cost: str


@dataclass(slots=True)
class Written:
    """All that stands on the pages."""

    rows: list[WrittenRow] = field(default_factory=list)
    totals: list[WrittenTotal] = field(default_factory=list)
    words: Counter[int] = field(default_factory=Counter)
    pages: int = 0


def write_regional(path: Path, countries: Sequence[Country], style: Style = STYLE_2003) -> Written:
    """Write a report and return what stands where."""
    writer = _Writer(path, style)
    for country in countries:
        writer.country(country)
    return writer.finish()


def wrap(text: str, room: float) -> list[str]:
    """Part a text into lines no wider than `room`; a wider word stands alone on its line."""
    lines: list[str] = []
    for word in text.split():
        if lines and stringWidth(f"{lines[-1]} {word}", FONT, SIZE) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class _Writer:
    def __init__(self, path: Path, style: Style) -> None:
        self.style = style
        self.canvas = Canvas(str(path), pagesize=(style.width, style.height))
        self.written = Written()
        self.heading = ""
        self.y = 0.0
        self.rows_on_page = self.totals_on_page = 0
        self.open = False

    # -- pages ----------------------------------------------------------------------------------

    def _begin_page(self) -> None:
        self.written.pages += 1
        self.open = True
        self.rows_on_page = self.totals_on_page = 0
        moves = self.style.moves
        self.move = moves[(self.written.pages - 1) % len(moves)]
        self.y = self.style.top
        if self.written.pages > 1 or self.style.bar_on_first_page:
            self._text(self.style.left, self.heading, BOLD, LARGE)
            self.y += 12
            self._bar()
            self.y += 10

    def _bar(self) -> None:
        style = self.style
        self._text(style.left + 4.6, style.title_heading, FONT, HEADING_SIZE)
        self._centred(style.quantity - 11, style.quantity_heading, FONT, HEADING_SIZE)
        centres = (
            style.location + 63.5,
            style.student_unit + 64.8,
            style.us_unit + 62.6,
            style.cost - 22.5,
            style.start - 1.5,
            style.end - 4.5,
        )
        for centre, heading in zip(centres, style.headings, strict=True):
            self._centred(centre, heading, FONT, HEADING_SIZE)

    @property
    def printed_page(self) -> str:
        return f"IV-{self.style.first_page + self.written.pages - 1}"

    def _end_page(self) -> None:
        if self.open:
            self.y = self.style.bottom + 24
            self._centred(self.style.width / 2, self.printed_page, BOLD, HEADING_SIZE)
            self.canvas.showPage()
            self.open = False

    def _need(self, room: float) -> None:
        if self.open and self.y + room > self.style.bottom:
            self._end_page()
        if not self.open:
            self._begin_page()

    def finish(self) -> Written:
        """End the last page and write the file."""
        self._end_page()
        self.canvas.save()
        return self.written

    # -- parts ----------------------------------------------------------------------------------

    def country(self, country: Country) -> None:
        """Write a country, its programmes and its total."""
        rows = []
        for program in country.programs:
            style = self.style
            tail = f"{country.region} Region, {country.name}, {program.name}"
            self.heading = f"{tail}, FY {style.year}"
            self._need(13 + LEADING)
            self._text(
                style.left + 4.6,
                f"{program.agency} {tail}{style.before_year}FY{style.year}"
                if style.before_year == ","
                else f"{program.agency} {tail}, FY {style.year}",
                BOLD,
                LARGE,
            )
            self.y += 11.5
            for cells in program.rows:
                self._row(country, program, cells)
            rows.extend(program.rows)
            self._total("program_year", f"FY {style.year} Totals:", country, program.rows)
            self._total("program", "Program Totals:", country, program.rows)
        self._total("country", "Country Totals:", country, rows)
        self.y += 15

    def _row(self, country: Country, program: Program, cells: Cells) -> None:
        style = self.style
        lines = {role: wrap(cells[role], style.room(role)) for role in TEXT_ROLES}
        self._need(LEADING)
        self.rows_on_page += 1
        self.written.rows.append(
            WrittenRow(
                self.written.pages,
                self.printed_page,
                self.rows_on_page,
                country.name,
                program.name,
                {role: " ".join(cells[role].split()) for role in ROLES},
            )
        )
        for index in range(max(1, *map(len, lines.values()))):
            self._need(LEADING)
            if index == 0:
                self._right(style.quantity, cells["quantity"], FONT)
            for role in TEXT_ROLES:
                if index < len(lines[role]):
                    # The first line of a location stands a little further from the quantity.
                    shift = 1.5 if role == "location" and index == 0 and cells["quantity"] else 0
                    self._text(style.edge(role) + shift, lines[role][index], FONT, SIZE)
            if index == 0:
                self._right(style.cost, cells["cost"], FONT)
                self._centred(style.start, cells["start_date"], FONT, SIZE)
                self._centred(style.end, cells["end_date"], FONT, SIZE)
            self.y += LEADING

    def _total(self, level: str, label: str, country: Country, rows: Sequence[Cells]) -> None:
        students = str(sum(int(row["quantity"] or 0) for row in rows))
        cost = sum(int(row["cost"].strip("$").replace(",", "") or 0) for row in rows)
        self._need(LEADING)
        self.totals_on_page += 1
        self._text(self.style.left + 6, label, BOLD, SIZE)
        self._right(self.style.quantity, students, BOLD)
        self._right(self.style.cost, f"${cost:,}", BOLD)
        self.y += LEADING
        self.written.totals.append(
            WrittenTotal(
                self.written.pages,
                self.totals_on_page,
                level,
                country.name,
                students,
                f"${cost:,}",
            )
        )

    # -- words ----------------------------------------------------------------------------------

    def _text(self, x: float, text: str, font: str, size: float) -> None:
        if not text:
            return
        right, down = self.move
        self.canvas.setFont(font, size)
        self.canvas.drawString(x + right, self.style.height - self.y - down - size, text)
        self.written.words[self.written.pages] += len(text.split())

    def _right(self, x: float, text: str, font: str) -> None:
        self._text(x - stringWidth(text, font, SIZE), text, font, SIZE)

    def _centred(self, x: float, text: str, font: str, size: float) -> None:
        self._text(x - stringWidth(text, font, size) / 2, text, font, size)
