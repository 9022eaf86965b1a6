"""Report 1999-2000 in HTML: lists of titles, numbers of students and dollars, two years each.

A page shows, from top to bottom: the archive's banner; the report's title; the region ("Western
Hemisphere Region (Continued)"); then rows of a table. A heading names country, programme and fiscal
year and wraps over rows of one cell ("Mexico, International Military Education And" / "Training
(IMET), FY 99"), mostly but not always in bold. Below it stand the trainings, "FY 99 Totals:", the
heading of the same programme's next year, and so on to "Program Totals:" over both years and
"Country Totals:" over all programmes. A title that wraps goes on in a row of one cell below its
training ("AWC" / "CORRESPONDENCE/RESIDEN").

Both years of a programme share one `program_part`; the place's fiscal year tells them apart. What
sums done and planned trainings has the later year and is planned, so that nothing planned is in
what was done.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foja.documents.html import HtmlRow
from foja.errors import Issue, LayoutError
from foja.layouts.base import Reading
from foja.layouts.html_words import THE_PAGE, WordCount, furniture_rule
from foja.layouts.two_columns_headings import (
    full_year,
    heading_of,
    stages_of,
    total_level,
    total_year,
)
from foja.model import Address, Place, PrintedRow, PrintedTotal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.documents.html import HtmlDocument
    from foja.layouts.two_columns_headings import Heading
    from foja.model import TotalLevel

NAME: Final = "html_lists_1999"

ROLES: Final = ("course_title", "quantity", "cost")
COLUMN_HEADINGS: Final = ("title of", "#", "cost")
REGION: Final = re.compile(r"^(?P<region>\S.*?) Regions?(?: \(Continued\))?$")
END_MARK: Final = re.compile(r"^\[end of \w+\]$")
REPORT_TITLE: Final = re.compile(r"\bJoint Report to Congress\b")
TWO_YEARS: Final = re.compile(r"\bFY (?P<first>\d{4}) and (?P<second>\d{4})\b")
# A heading whose year is missing, as "Saudi Arabia, Miscellaneous DoD-DoS Activities, FY".
WITHOUT_YEAR: Final = re.compile(r", ?FY$")


def recognizes(document: HtmlDocument) -> bool:
    """Say whether the document has a fiscal year's total below a heading of this layout."""
    rows = [row for row in document.rows if row.text]
    return any(total_year(row.cells[0]) for row in rows) and any(map(heading_of, _alone(rows)))


def read(document: HtmlDocument, key: str) -> Reading:
    """Read every row and total of the document; `key` is its key in the catalog.

    Raises LayoutError where title and headings name no two fiscal years that follow each other.
    """
    return _Reader(document, key).read()


def _alone(rows: list[HtmlRow]) -> Iterator[str]:
    """Yield the texts that stand alone in their rows, with those alone above them."""
    text = ""
    for row in rows:
        text = f"{text} {row.text}".strip() if _only_title(row) else ""
        yield text


def _filled(row: HtmlRow) -> list[str]:
    return [cell for cell in row.cells if cell]


def _only_title(row: HtmlRow) -> bool:
    return bool(row.cells[0]) and not any(row.cells[1:])


class _Reader:
    """Goes through the blocks once and keeps the headings that what follows stands under."""

    def __init__(self, document: HtmlDocument, key: str) -> None:
        self.document = document
        self.key = key
        self.reading = Reading(NAME)
        self.count = WordCount(document)
        self.rows: list[HtmlRow] = []
        self.place = Place(None, None, 0, None, 0, None, None, 0)
        self.country_open = self.program_open = False
        self.lines: list[HtmlRow] = []  # of a heading that is not complete
        self.after_training = False
        self.summed = True  # whether a total follows the trainings of the last heading
        self.years_named: list[int] = []
        self.years: dict[TotalLevel, set[int]] = {"program": set(), "country": set()}

    def read(self) -> Reading:
        """Return all that was read."""
        for block in self.document.blocks:
            rule = furniture_rule(block)
            if rule:
                self.count.ignore(rule, block.text)
            elif isinstance(block, HtmlRow):
                self.rows.append(block)
            else:
                self._text(block.text, block.after)
        for index, row in enumerate(self.rows):
            if row.text:
                self._row(row, index)
        self._leave_lines()
        self._report_unsummed("the document ends")
        self._settle_stages()
        self.reading.pages.append(self.count.page())
        return self.reading

    def _text(self, text: str, after: int) -> None:
        if region := REGION.match(text):
            self.place = replace(self.place, region=region["region"])
            self.count.use(text)
        elif END_MARK.match(text):
            self.count.ignore("end_mark", text)
        else:
            self._leave(text, after)

    def _row(self, row: HtmlRow, index: int) -> None:
        if REPORT_TITLE.search(row.text):
            self.count.ignore("report_title", row.text)
        elif tuple(cell.casefold() for cell in _filled(row)) == COLUMN_HEADINGS:
            self.count.ignore("column_headings", row.text)
        elif level := total_level(row.cells[0]):
            self._leave_lines()
            self._total(row, level)
        elif not _only_title(row):
            self._complete_without_year(index)
            self._training(row)
        elif self.after_training and not row.bold and not heading_of(row.text):
            self._go_on(row)
        else:
            self._heading_line(row)

    # -- headings -----------------------------------------------------------------------------

    def _heading_line(self, row: HtmlRow) -> None:
        self.after_training = False
        self.lines.append(row)
        if heading := heading_of(self._lines_text()):
            self._open(heading)

    def _lines_text(self) -> str:
        return " ".join([line.text for line in self.lines])

    def _complete_without_year(self, index: int) -> None:
        """Open a heading that prints no year with the year of the total below it."""
        text = self._lines_text()
        if WITHOUT_YEAR.search(text):
            below = (total_year(row.cells[0]) for row in self.rows[index:] if row.text)
            year = next(filter(None, below), None)
            heading = heading_of(f"{text} {year}") if year else None
            if heading:
                self._issue("heading_without_year", text, self.lines[-1])
                self._open(heading._replace(text=text))
        self._leave_lines()

    def _open(self, heading: Heading) -> None:
        """Make the heading the place of what follows.

        A heading that comes again, as after a running one with the region (South Asia, Sri Lanka),
        opens nothing new.
        """
        self.count.use(self._lines_text())
        self.lines.clear()
        place = self.place
        new_country = not self.country_open or heading.country != place.country
        new_program = new_country or not self.program_open or heading.program != place.program_name
        if new_program or heading.fiscal_year != place.fiscal_year:
            self._report_unsummed(f"the heading {heading.text}")
        if new_country:
            self.years["country"].clear()
        if new_program:
            self.years["program"].clear()
        self.country_open = self.program_open = True
        self.years_named.append(heading.fiscal_year)
        for years in self.years.values():
            years.add(heading.fiscal_year)
        self.place = Place(
            place.region,
            heading.country,
            place.country_part + new_country,
            heading.text,
            place.program_part + new_program,
            heading.program,
            None,
            heading.fiscal_year,
        )

    # -- rows and totals ----------------------------------------------------------------------

    def _cells(self, row: HtmlRow) -> dict[str, str]:
        cells = dict(zip(ROLES, (*row.cells, "", ""), strict=False))
        spare = " ".join(filter(None, row.cells[len(ROLES) :]))
        if spare:
            self._leave(spare, row.number)
        self.count.use(" ".join(cells.values()))
        return cells

    def _training(self, row: HtmlRow) -> None:
        if not self.program_open:
            self._issue("row_without_heading", row.text, row)
        self.reading.rows.append(PrintedRow(self._address(row), self.place, self._cells(row)))
        self.after_training = True
        self.summed = False

    def _go_on(self, row: HtmlRow) -> None:
        before = self.reading.rows[-1]
        title = f"{before.cells['course_title']} {row.text}"
        self.reading.rows[-1] = replace(before, cells={**before.cells, "course_title": title})
        self.count.use(row.text)

    def _total(self, row: HtmlRow, level: TotalLevel) -> None:
        cells = self._cells(row)
        label, year = cells["course_title"], total_year(cells["course_title"])
        if year is not None and year != self.place.fiscal_year:
            self._issue("total_of_another_year", label, row)
        if level == "program_year":
            year = year or self.place.fiscal_year
        else:
            year = max(self.years[level], default=self.place.fiscal_year)
        self.reading.totals.append(
            PrintedTotal(
                self._address(row),
                replace(self.place, fiscal_year=year),
                level,
                label,
                cells["quantity"] or None,
                cells["cost"] or None,
            )
        )
        self.after_training = False
        self.summed = True
        if level != "program_year":
            self.program_open = False
        if level == "country":
            self.country_open = False

    def _address(self, row: HtmlRow) -> Address:
        return Address(self.key, THE_PAGE, None, row.number, None)

    # -- what only the whole document tells ---------------------------------------------------

    def _settle_stages(self) -> None:
        named = TWO_YEARS.search(self.document.title)
        title = [full_year(named["first"]), full_year(named["second"])] if named else []
        try:
            stages = stages_of([*title, *self.years_named])
        except ValueError as error:
            raise LayoutError(
                f"{self.key}: the headings name {error}, not two fiscal years that follow each "
                "other, so nothing tells what was done from what was planned; check that the file "
                "is whole."
            ) from error
        rows, totals = self.reading.rows, self.reading.totals
        for index, row in enumerate(rows):
            place = replace(row.place, stage=stages.get(row.place.fiscal_year, "planned"))
            rows[index] = replace(row, place=place)
        for index, total in enumerate(totals):
            place = replace(total.place, stage=stages.get(total.place.fiscal_year, "planned"))
            totals[index] = replace(total, place=place)

    # -- doubts -------------------------------------------------------------------------------

    def _leave_lines(self) -> None:
        for line in self.lines:
            self._leave(line.text, line.number)
        self.lines.clear()

    def _leave(self, text: str, after: int) -> None:
        self.count.leave(text)
        self.reading.issues.append(
            Issue("text_left_over", self.key, THE_PAGE, f"row {after}: {text}")
        )

    def _report_unsummed(self, until: str) -> None:
        if not self.summed:
            self.summed = True
            detail = f"{self.place.program} before {until}"
            self.reading.issues.append(Issue("year_without_total", self.key, THE_PAGE, detail))

    def _issue(self, code: str, detail: str, row: HtmlRow) -> None:
        detail = f"row {row.number}: {detail}"
        self.reading.issues.append(Issue(code, self.key, THE_PAGE, detail))
