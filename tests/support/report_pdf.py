"""Writes a report PDF in the layout of reports 2007-2008 to 2020-2021 from known rows.

The measures are those of the real pages: landscape letter; tables whose cells keep 5.4 points free
at either side, as Word makes them; cells centred in their row, lines wrapped at the cell's width
and after hyphens, a word longer than the cell broken inside; rows drawn cell after cell and never
parted by the end of a page. `write_report` says where it put every row and every total: that is
what a reader must find.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

Cells = dict[str, str]

WIDTH: Final = 792
HEIGHT: Final = 612
FREE: Final = 5.4  # points between a cell's edge and its text
BOTTOM: Final = 560  # rows end above the running heading at the foot
GREY: Final = 0.88
FISCAL_YEAR: Final = 2020
TURNS: Final = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, HEIGHT, 0),
    180: (-1, 0, 0, -1, WIDTH, HEIGHT),
    270: (0, -1, 1, 0, 0, WIDTH),
}
NO_SIGNS: Final = str.maketrans("", "", "$,-")
AFTER_HYPHEN: Final = re.compile(r"(?<=[^\s-]-)(?=[^\s-])")


@dataclass(frozen=True, slots=True)
class Program:
    """A programme of a country in one fiscal year; `total` is printed instead of the true sums."""

    name: str
    rows: tuple[Cells, ...]
    agency: str = "Department of Defense"
    total: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country; without programmes it has a heading only. `total` as for a programme."""

    name: str
    programs: tuple[Program, ...] = ()
    total: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What differs from report to report; `columns` are role, heading and width in points."""

    columns: tuple[tuple[str, str, float], ...]
    year_words: str
    left: float = 30.6
    font: str = "Helvetica"
    heading_font: str = "Helvetica-Bold"
    size: float = 6.6
    leading: float = 9.2
    bar_again: bool = True
    rotation: int = 0
    running: str = "Volume I Section IV-VI"
    first_page: int = 1

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of the columns, left to right."""
        return tuple(role for role, _, _ in self.columns)


STYLE_2007: Final = Style(
    (
        ("course_title", "Course Title", 144),
        ("quantity", "Students", 36),
        ("location", "Location", 126),
        ("student_unit", "Student's Unit", 126),
        ("us_unit", "US Units", 126),
        ("cost", "Total Cost", 54),
        ("start_date", "Start Date", 54),
        ("end_date", "End Date", 54),
    ),
    "FY",
    heading_font="Helvetica-BoldOblique",
    bar_again=False,
)
STYLE_2009: Final = Style(
    (
        ("course_title", "Course Title", 198),
        ("quantity", "Qty", 36),
        ("location", "Location", 162),
        ("student_unit", "Student\u2019s Unit", 162),
        ("cost", "Total Cost", 54),
        ("start_date", "Start Date", 54),
        ("end_date", "End Date", 54),
    ),
    "FY",
    size=7,
    rotation=90,
)
STYLE_2011: Final = Style(
    (
        ("course_title", "Course Title", 180),
        ("quantity", "Qty", 36),
        ("location", "Training Location", 126),
        ("student_unit", "Student's Unit", 126),
        ("us_unit", "US Unit - US Qty", 126),
        ("cost", "Total Cost", 54),
        ("start_date", "Start Date", 54),
        ("end_date", "End Date", 54),
    ),
    "Fiscal Year",
    first_page=41,
)
STYLE_2020: Final = Style(
    (
        ("course_title", "Course Title", 180),
        ("quantity", "Qty", 36),
        ("location", "Training Location", 126),
        ("student_unit", "Student's Unit", 126),
        ("us_unit", "US Unit", 126),
        ("cost", "Total Cost", 54),
        ("start_date", "Start Date", 54),
        ("end_date", "End Date", 54),
    ),
    "Fiscal Year",
    left=18,
    size=6.9,
    leading=8.7,
    running="Volume I - Section IV - Part IV-VI",
)
STYLES: Final = (STYLE_2007, STYLE_2009, STYLE_2011, STYLE_2020)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row as printed: its place, its headings and its cells, white space normalised."""

    page: int
    printed_page: str
    row: int
    country: str
    program: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class WrittenTotal:
    """A printed total; `misprinted` if it is not the sum of its rows. `page` is None where lost."""

    page: int
    printed_page: str
    row: int
    level: str
    country: str
    label: str
    students: str
    cost: str
    misprinted: bool


@dataclass(slots=True)
class Written:
    """All that stands on the pages; words counted by page of the file."""

    path: Path
    rows: list[WrittenRow] = field(default_factory=list)
    totals: list[WrittenTotal] = field(default_factory=list)
    words: Counter[int] = field(default_factory=Counter)
    pages: int = 0


def write_report(
    path: Path,
    countries: Sequence[Country],
    style: Style = STYLE_2020,
    *,
    region: str = "Western Hemisphere",
    fiscal_year: int = FISCAL_YEAR,
    without_text: Collection[int] = (),
    left_blank: Collection[int] = (),
) -> Written:
    """Write a report and return what stands where.

    The pages of the file in `without_text` keep their place but lose all text, as page 101 of the
    FY2019 report on Africa did: rows and totals on them are not among those returned. Those in
    `left_blank` say so between their running headings, and the report goes on behind them.
    """
    running = f"{style.running} - {region}"
    writer = _Writer(path, style, running, fiscal_year, without_text, left_blank)
    for country in countries:
        writer.country(country)
    return writer.close()


def lines_of(text: str, font: str, size: float, width: float) -> list[str]:
    """Wrap text as the reports do: at spaces, after hyphens, else inside a word too long."""
    lines = [""]
    for token in re.findall(r"\s*\S+", text.strip()):
        space = re.match(r"\s*", token).group()
        for piece in AFTER_HYPHEN.split(token.strip()):
            joined = f"{lines[-1]}{space}{piece}"
            if lines[-1] and stringWidth(joined, font, size) > width:
                lines.append("")
                joined = piece
            while stringWidth(joined, font, size) > width:
                end = len(joined)
                while stringWidth(joined[:end], font, size) > width:
                    end -= 1
                lines[-1], joined = joined[:end], joined[end:]
                lines.append("")
            lines[-1] = joined
            space = ""
    return lines


def sums(rows: Sequence[Cells]) -> tuple[int, Decimal]:
    """Return students and US dollars of rows, read the plainest way."""
    counts = (row["quantity"].replace(",", "") for row in rows)
    costs = (row["cost"].translate(NO_SIGNS) for row in rows)
    return (
        sum(int(count) for count in counts if count),
        sum((Decimal(cost) for cost in costs if cost), Decimal(0)),
    )


class _Writer:
    def __init__(
        self,
        path: Path,
        style: Style,
        running: str,
        fiscal_year: int,
        without_text: Collection[int],
        left_blank: Collection[int],
    ) -> None:
        self.style = style
        self.running = running
        self.year = f"{style.year_words} {fiscal_year}"
        self.without_text = without_text
        self.left_blank = left_blank
        self.written = Written(path)
        # The size is that of the page as seen: the canvas turns the media box with the page.
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
        self._new_page()

    def close(self) -> Written:
        self.canvas.showPage()
        self.canvas.save()
        return self.written

    # -- report -------------------------------------------------------------------------------

    def country(self, country: Country) -> None:
        self._room(60)
        self.y += 12
        self._text(self._margin(), self.y, country.name, self.style.heading_font, 12)
        self.y += 16
        everything: list[Cells] = []
        for program in country.programs:
            self._program(country, program)
            everything.extend(program.rows)
        if country.programs:
            label = f"{country.name} {self.year} Totals"
            self.y += 6
            self._total("country", country, label, everything, country.total)

    def _program(self, country: Country, program: Program) -> None:
        self._room(40)
        heading = f"{program.name} - {self.year} {program.agency} Training"
        self._text(self._margin(), self.y, heading, "Helvetica-Bold", self.style.size)
        self.y += 12
        self._bar()
        for number, cells in enumerate(program.rows):
            self._row(country, heading, cells, is_first=number == 0)
        label = f"{self.year} Program Totals"
        self._total("program", country, label, program.rows, program.total)
        self.y += 10

    def _row(self, country: Country, heading: str, cells: Cells, *, is_first: bool) -> None:
        style = self.style
        wrapped = [
            lines_of(cells[role], style.font, style.size, width - 2 * FREE)
            for role, _, width in style.columns
        ]
        height = max(map(len, wrapped)) * style.leading
        if self._room(height) and (style.bar_again or is_first):
            self._bar()
        x = style.left
        for (_, _, width), lines in zip(style.columns, wrapped, strict=True):
            top = self.y + (height - len(lines) * style.leading) / 2
            for number, line in enumerate(lines):
                self._text(x + FREE, top + number * style.leading, line)
            x += width
        self.y += height
        self.rows_on_page += 1
        if self.page not in self.without_text:
            printed = {role: " ".join(cells[role].split()) for role in style.roles}
            self.written.rows.append(
                WrittenRow(
                    self.page, self.printed, self.rows_on_page, country.name, heading, printed
                )
            )

    def _total(
        self,
        level: str,
        country: Country,
        label: str,
        rows: Sequence[Cells],
        instead: tuple[str, str] | None,
    ) -> None:
        students, cost = sums(rows)
        # The reports print totals in whole dollars, halves upwards.
        whole = int((cost + Decimal("0.5")) // 1)
        summed = (str(students), f"${whole:,}")
        shown = dict(zip(("quantity", "cost"), instead or summed, strict=True))
        if self._room(self.style.leading + 4) and self.style.bar_again and level == "program":
            self._bar()
        self.y += 2
        font = "Helvetica-Bold" if level == "country" else self.style.font
        self._text(self.style.left + FREE, self.y, label, font)
        x = self.style.left
        for role, _, width in self.style.columns:
            self._text(x + FREE, self.y, shown.get(role, ""), font)
            x += width
        self.y += self.style.leading
        self.totals_on_page += 1
        if self.page not in self.without_text:
            self.written.totals.append(
                WrittenTotal(
                    self.page,
                    self.printed,
                    self.totals_on_page,
                    level,
                    country.name,
                    label,
                    shown["quantity"],
                    shown["cost"],
                    misprinted=instead is not None and instead != summed,
                )
            )

    # -- pages --------------------------------------------------------------------------------

    def _margin(self) -> float:
        """Headings stand above the text of the first column, or above its edge (FY2020)."""
        return self.style.left + (0 if self.style.left < FREE * 4 else FREE)

    def _room(self, height: float) -> bool:
        """Go to a new page unless there is room; say whether a page was begun."""
        if self.y + height <= BOTTOM:
            return False
        self.canvas.showPage()
        self._new_page()
        return True

    def _new_page(self) -> None:
        self.canvas.setPageRotation(self.style.rotation)
        self.canvas.transform(*TURNS[self.style.rotation])
        self.written.pages += 1
        self.page = self.written.pages
        self.printed = str(self.style.first_page + self.page - 1)
        self.rows_on_page = self.totals_on_page = 0
        for y, text, font in (
            (18, self.running, "Helvetica-Bold"),
            (577, self.running, "Helvetica-Bold"),
            (586, self.printed, self.style.font),
        ):
            wide = stringWidth(text, font, self.style.size)
            self._text((WIDTH - wide) / 2, y, text, font)
        self.y = 37.0
        if self.page in self.left_blank:
            self._text(300, 300, "This page intentionally left blank.")
            self.canvas.showPage()
            self._new_page()

    def _bar(self) -> None:
        style = self.style
        wide = sum(width for _, _, width in style.columns)
        self.canvas.setFillGray(GREY)
        self.canvas.rect(
            style.left, HEIGHT - self.y - style.leading, wide, style.leading, stroke=0, fill=1
        )
        x = style.left
        for _, heading, width in style.columns:
            self._text(x + FREE, self.y, heading)
            x += width
        self.y += style.leading

    def _text(
        self, x: float, top: float, text: str, font: str | None = None, size: float | None = None
    ) -> None:
        if not text.strip() or self.page in self.without_text:
            return
        size = size or self.style.size
        self.canvas.setFillGray(0)
        self.canvas.setFont(font or self.style.font, size)
        self.canvas.drawString(x, HEIGHT - top - size, text)
        self.written.words[self.page] += len(text.split())
