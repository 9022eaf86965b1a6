"""Reports 2007-2008 to 2020-2021: a heading for each country and programme, then a table.

A page of these reports shows, from top to bottom: a running heading ("Volume I Section IV-VI -
Western Hemisphere"); the country in large letters; the programme ("CTFP - FY 2007 DoD Training");
a grey bar with the headings of the columns; the rows; "FY 2007 Program Totals" with students and
dollars; at the end of a country "Argentina FY 2007 Totals"; the running heading again and the
page's number. A table goes on over pages, in FY2007 without a new bar.

The text of a cell begins at the left edge of its column's heading, and the page draws its cells one
after the other, left to right, row by row: a new row begins where the columns start anew.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final

from foja.errors import Issue
from foja.layouts.base import PageReading, Reading
from foja.layouts.grid import Column, GridRow, columns_of, split_at_columns
from foja.layouts.lines import Run, runs_of
from foja.model import Address, PageCoverage, Place, PrintedRow, PrintedTotal

if TYPE_CHECKING:
    from foja.documents.pdf import Page, PdfDocument
    from foja.model import TotalLevel, Word

NAME: Final = "ruled_tables_2007"

ROLES: Final = {
    "course title": "course_title",
    "qty": "quantity",
    "students": "quantity",
    "location": "location",
    "training location": "location",
    "student's unit": "student_unit",
    "us units": "us_unit",
    "us unit": "us_unit",
    "us unit - us qty": "us_unit",
    "total cost": "cost",
    "start date": "start_date",
    "end date": "end_date",
}
NEEDED: Final = frozenset(ROLES.values()) - {"us_unit"}
BAR_BEGINS: Final = "course title"

YEAR: Final = r"(?:FY|Fiscal Year) ?(?P<year>\d{4})"
PROGRAM: Final = re.compile(rf"^(?P<program>\S.*?) ?- ?{YEAR} (?P<agency>.+) Training$")
PROGRAM_TOTAL: Final = re.compile(rf"^{YEAR} Program Totals$")
COUNTRY_TOTAL: Final = re.compile(rf"^(?P<country>\S.*) {YEAR} Totals$")
RUNNING: Final = re.compile(r"^Volume I\b.*Section IV\b.* - (?P<region>\S.*)$")
LEFT_BLANK: Final = "This page intentionally left blank."
NUMBER: Final = re.compile(r"^\d+$")

LARGE: Final = 1.3  # a country's heading is at least so many times as high as the letters of rows
MARGIN: Final = 0.1  # running headings and page numbers stand in this part of the page's height
CENTRED: Final = 0.01  # a page's number stands this near to the middle of its width
CELL_EDGES: Final = 10.8  # points free between the text of two columns, in all of these reports
ALIGNED: Final = 2.0  # points by which text may stand off the edge it is set to
TOTAL_CELLS: Final = frozenset({"course_title", "quantity", "cost"})


def recognizes(page: Page) -> bool:
    """Say whether the page carries a programme heading or a bar of headings of this layout."""
    runs = runs_of(page.words)
    texts = {run.text.casefold() for run in runs}
    in_bar = {ROLES[text] for text in texts & ROLES.keys()}
    return in_bar >= NEEDED or any(PROGRAM.match(run.text) for run in runs)


def read(document: PdfDocument, key: str) -> Reading:
    """Read every row and total of the document; `key` is its key in the catalog.

    Raises LayoutError where a bar of column headings has a heading that is not known or lacks one.
    """
    reader = _Reader(key)
    for page in document.pages():
        reader.read_page(page)
    return reader.close()


def _alone(run: Run, runs: list[Run]) -> bool:
    """Say whether nothing else stands on the run's line.

    Letters of another font in a row can be as high as a heading's (FY2016, p. 40).
    """
    return not any(other is not run and other.y0 < run.middle < other.y1 for other in runs)


def _centred(run: Run, page: Page) -> bool:
    return abs(run.x0 + run.x1 - page.width) < 2 * CENTRED * page.width


class _Reader:
    """Goes through the pages once and keeps what goes on from one page to the next."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.reading = Reading(NAME)
        self.columns: list[Column] = []
        self.place = Place(None, None, 0, None, 0, None, None, 0)
        # Set by a page without text until the next heading of a country, of a programme.
        self.country_interrupted = False
        self.program_interrupted = False
        # First row and total whose country only a total further down will name.
        self.unnamed_from: tuple[int, int] | None = (0, 0)

    def read_page(self, page: Page) -> None:
        """Read one page and keep what it opens for the next."""
        self.number = page.number
        self.printed_page: str | None = None
        self.row: GridRow | None = None
        self.rows_on_page = self.totals_on_page = self.used = 0
        self.ignored: Counter[str] = Counter()
        self.left_over: list[Word] = []
        runs = self._without_furniture(runs_of(page.words), page)
        if " ".join(run.text for run in runs) == LEFT_BLANK:
            self.ignored["page_left_blank"] += sum(len(run.words) for run in runs)
        elif runs:
            self._read_runs(runs)
        else:
            self._page_without_text()
        coverage = PageCoverage(
            page.number,
            self.printed_page,
            len(page.words),
            self.used,
            dict(self.ignored),
            tuple(self.left_over),
        )
        self.reading.pages.append(PageReading(page.number, page.width, page.height, coverage))

    def close(self) -> Reading:
        """Return all that was read."""
        self._report_unnamed("the document ends")
        return self.reading

    # -- headings -----------------------------------------------------------------------------

    def _without_furniture(self, runs: list[Run], page: Page) -> list[Run]:
        """Take out running headings and the page's number."""
        body, furniture = [], []
        top, bottom = MARGIN * page.height, (1 - MARGIN) * page.height
        for run in runs:
            if top < run.middle < bottom:
                body.append(run)
            elif running := RUNNING.match(run.text):
                self.place = replace(self.place, region=running["region"])
                self.ignored["running_heading"] += len(run.words)
                furniture.append(run)
            elif NUMBER.match(run.text) and _centred(run, page) and _alone(run, runs):
                self.printed_page = run.text
                self.ignored["page_number"] += 1
            else:
                body.append(run)
        # On a page that holds only headings the running heading tells the size of print.
        groups = [group for group in (body, furniture) if group]
        self.letters = min((median(run.height for run in group) for group in groups), default=0.0)
        return body

    def _read_runs(self, runs: list[Run]) -> None:
        margin = min(run.x0 for run in runs) + ALIGNED
        large = LARGE * self.letters
        bar: list[Run] = []
        for run in runs:
            if bar and abs(run.middle - bar[0].middle) < run.height / 2:
                bar.append(run)
                continue
            if bar:
                self._open_table(bar)
                bar = []
            if run.text.casefold() == BAR_BEGINS:
                self._end_row()
                bar = [run]
            elif run.x0 < margin and run.height > large and _alone(run, runs):
                self._open_country(run)
            elif run.x0 < margin and (heading := PROGRAM.match(run.text)) and _alone(run, runs):
                self._open_program(run, heading)
            else:
                self._cell(run)
        if bar:
            self._open_table(bar)
        self._end_row()

    def _open_table(self, bar: list[Run]) -> None:
        where = f"{self.key}, page {self.number}"
        self.columns = columns_of(bar, ROLES, NEEDED, where, CELL_EDGES)
        self.ignored["column_headings"] += sum(len(run.words) for run in bar)

    def _open_country(self, run: Run) -> None:
        self._end_row()
        self._report_unnamed(f"the heading of {run.text} comes")
        self.used += len(run.words)
        self.place = replace(
            self.place,
            country=run.text,
            country_part=self.place.country_part + 1,
            program=None,
            program_part=self.place.program_part + 1,
            program_name=None,
            agency=None,
        )
        self.country_interrupted = self.program_interrupted = False
        self.unnamed_from = None

    def _open_program(self, run: Run, heading: re.Match[str]) -> None:
        self._end_row()
        self.used += len(run.words)
        self.place = replace(
            self.place,
            program=run.text,
            program_part=self.place.program_part + 1,
            program_name=heading["program"],
            agency=heading["agency"],
            fiscal_year=int(heading["year"]),
        )
        self.columns = []
        self.program_interrupted = False

    def _page_without_text(self) -> None:
        """Forget all headings: what the page carried is lost, and nothing is guessed."""
        self._issue("page_without_text", "the page has no text in the source")
        self._report_unnamed("another page without text comes")
        self.place = replace(
            self.place,
            country=None,
            country_part=self.place.country_part + 1,
            program=None,
            program_part=self.place.program_part + 1,
            program_name=None,
            agency=None,
        )
        self.country_interrupted = self.program_interrupted = True
        self.unnamed_from = (len(self.reading.rows), len(self.reading.totals))

    # -- rows ---------------------------------------------------------------------------------

    def _cell(self, run: Run) -> None:
        if not self.columns or run.x0 < self.columns[0].x0 - ALIGNED:
            self._end_row()
            self.left_over.extend(run.words)
            return
        for column, part in split_at_columns(run, self.columns, ALIGNED):
            if self.row is None or not self.row.takes(column, part):
                self._end_row()
                self.row = GridRow(self.columns)
            self.row.add(column, part)

    def _end_row(self) -> None:
        row, self.row = self.row, None
        if row is None:
            return
        label = row.text(0)
        if total := PROGRAM_TOTAL.match(label):
            self._total(row, "program", label, int(total["year"]))
        elif total := COUNTRY_TOTAL.match(label):
            self._name_rows(total["country"])
            self._total(row, "country", label, int(total["year"]))
        else:
            self._training(row)

    def _training(self, row: GridRow) -> None:
        cells = row.cells()
        if not (cells["quantity"] or cells["cost"] or cells["start_date"] or cells["end_date"]):
            self.left_over.extend(row.words)
            return
        self.used += row.word_count
        self.rows_on_page += 1
        address = Address(self.key, self.number, self.printed_page, self.rows_on_page, row.box)
        self.reading.rows.append(PrintedRow(address, self.place, cells))
        for role in row.out_of_line():
            self._issue("cell_out_of_line", f"{role}: {cells[role]}", row)
        for role in row.over_the_edge(ALIGNED):
            self._issue("cell_over_the_edge", f"{role}: {cells[role]}", row)

    def _total(self, row: GridRow, level: TotalLevel, label: str, year: int) -> None:
        cells = row.cells()
        spare = [text for role, text in cells.items() if text and role not in TOTAL_CELLS]
        if spare:
            self._issue("total_with_spare_text", " ".join(spare), row)
        if self.place.fiscal_year and year != self.place.fiscal_year:
            self._issue("total_of_another_year", label, row)
        self.used += row.word_count
        self.totals_on_page += 1
        interrupted = self.country_interrupted if level == "country" else self.program_interrupted
        self.reading.totals.append(
            PrintedTotal(
                Address(self.key, self.number, self.printed_page, self.totals_on_page, row.box),
                replace(self.place, fiscal_year=year),
                level,
                label,
                cells["quantity"] or None,
                cells["cost"] or None,
                interrupted,
            )
        )

    # -- doubts -------------------------------------------------------------------------------

    def _name_rows(self, country: str) -> None:
        """Give rows that lost their heading the country of the total that ends them."""
        if self.unnamed_from is None:
            named = self.place.country or ""
            if named.casefold() != country.casefold():
                self._issue("total_of_another_country", f"{country} below {named}")
            return
        first_row, first_total = self.unnamed_from
        self.unnamed_from = None
        self.place = replace(self.place, country=country)
        rows, totals = self.reading.rows, self.reading.totals
        for index in range(first_row, len(rows)):
            place = replace(rows[index].place, country=country)
            rows[index] = replace(rows[index], place=place, flags=("heading_lost",))
        for index in range(first_total, len(totals)):
            place = replace(totals[index].place, country=country)
            totals[index] = replace(totals[index], place=place)

    def _report_unnamed(self, until: str) -> None:
        if self.unnamed_from is None:
            return
        rows = len(self.reading.rows) - self.unnamed_from[0]
        if rows:
            self._issue("rows_without_country", f"{rows} rows have no country before {until}")

    def _issue(self, code: str, detail: str, row: GridRow | None = None) -> None:
        box = row.box if row else None
        self.reading.issues.append(Issue(code, self.key, self.number, detail, box))
