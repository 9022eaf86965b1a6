"""Reports 2001-2002 to 2005-2006: tables by region, country and programme, without ruled lines.

A page of these reports shows, from top to bottom: a running heading that repeats what the page goes
on with ("Africa Region, Benin, Service Academies, FY 05"); the headings of the columns; rows;
before the rows of each programme its own heading with the agency in front ("DOD Africa Region,
..."), after them "FY 05 Totals:" and "Program Totals:"; at the end of a country "Country Totals:";
the page's number ("IV-12"). The first page of a document can lack the running heading and the
headings of the columns, and can begin in the middle of the last country of another region.

A row begins on the line that prints its number of students, cost or dates; the lines below it that
print none of these carry on its texts, over the end of a page too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foja.errors import Issue
from foja.layouts.base import PageReading, Reading
from foja.layouts.lines import join
from foja.layouts.regional_pages import Sheet, sheets_of
from foja.layouts.regional_rows import Row
from foja.model import Address, PageCoverage, Place, PrintedRow, PrintedTotal

if TYPE_CHECKING:
    from foja.documents.pdf import Page, PdfDocument
    from foja.layouts.lines import Run
    from foja.layouts.regional_columns import Columns
    from foja.layouts.regional_headings import Heading
    from foja.layouts.regional_pages import Line
    from foja.model import Box, TotalLevel, Word

NAME: Final = "regional_tables_2001"

BEGINS_ROW: Final = frozenset({"quantity", "cost", "start_date", "end_date"})
TOTAL_CELLS: Final = frozenset({"quantity", "cost"})


def recognizes(page: Page) -> bool:
    """Say whether the page carries a programme's heading with its agency, or one over columns.

    The headings of the report 2000-2001 name a region too, but no agency, and stand over others.
    """
    return any(
        line.heading is not None and (line.running or line.heading.agency is not None)
        for line in Sheet.of(page).lines
    )


def read(document: PdfDocument, key: str) -> Reading:
    """Read every row and total of the document; `key` is its key in the catalog."""
    reader = _Reader(key)
    for sheet in sheets_of(document.pages()):
        reader.read_sheet(sheet)
    return reader.close()


class _Reader:
    """Goes through the pages once and keeps what goes on from one page to the next."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.reading = Reading(NAME)
        self.place = Place(None, None, 0, None, 0, None, None, 0)
        self.country_ended = True
        # Until the first heading of a programme, of a country: what they sum began elsewhere.
        self.program_interrupted = self.country_interrupted = True
        self.row: Row | None = None

    def read_sheet(self, sheet: Sheet) -> None:
        """Read one page and keep what it leaves open for the next."""
        self.sheet = sheet
        self.rows_on_page = self.totals_on_page = self.used = 0
        self.ignored = Counter(sheet.ignored)
        self.left_over: list[Word] = []
        for line in sheet.lines:
            self._line(line, sheet.columns)
        self._end_row()
        coverage = PageCoverage(
            sheet.number,
            sheet.printed_page,
            sheet.word_count,
            self.used,
            dict(self.ignored),
            tuple(self.left_over),
        )
        self.reading.pages.append(PageReading(sheet.number, sheet.width, sheet.height, coverage))

    def close(self) -> Reading:
        """Return all that was read."""
        if not self.country_ended:
            self._issue("country_without_total", f"{self.place.country} when the document ends")
        self._date_unnamed()
        return self.reading

    def _line(self, line: Line, columns: Columns | None) -> None:
        if line.heading is not None:
            self._end_row()
            if line.running:
                self._running(line, line.heading)
            else:
                self.used += len(line.words)
                self._open(line.heading)
                self.program_interrupted = False
        elif columns is None:
            self.left_over.extend(line.words)
        elif line.total is not None:
            self._end_row()
            self._total(line, columns, *line.total)
        else:
            self._cells(line, columns)

    # -- headings -----------------------------------------------------------------------------

    def _running(self, line: Line, heading: Heading) -> None:
        """Take a page's running heading for what it repeats; only the first page learns from it."""
        self.ignored["running_heading"] += len(line.words)
        if self.place.country is None:
            if self.sheet.first_heading is None:
                self._open(heading)
                self.country_interrupted = True
        elif self.sheet.first_heading is None:
            here = (self.place.country, self.place.program_name)
            if here != (heading.country, heading.program):
                self._issue("running_heading_differs", heading.text, line.box)

    def _open(self, heading: Heading) -> None:
        place = self.place
        new_country = self.country_ended or not _same_name(heading.country, place.country)
        if new_country:
            if not self.country_ended:
                self._issue("country_without_total", f"{place.country} before {heading.country}")
            self.country_interrupted = False
        self.country_ended = False
        self.place = Place(
            heading.region,
            heading.country,
            place.country_part + new_country,
            heading.text,
            place.program_part + 1,
            heading.program,
            heading.agency,
            heading.fiscal_year,
        )

    def _date_unnamed(self) -> None:
        """Give rows and totals before the first heading the fiscal year of what comes after."""
        rows, totals = self.reading.rows, self.reading.totals
        unnamed = sum(row.place.country is None for row in rows)
        if not unnamed:
            return
        self._issue("rows_without_country", f"{unnamed} rows stand before the first heading")
        year = self.place.fiscal_year
        if unnamed < len(rows):
            year = rows[unnamed].place.fiscal_year
        place = replace(rows[0].place, fiscal_year=year)
        rows[:unnamed] = [replace(row, place=place) for row in rows[:unnamed]]
        totals[:] = [
            replace(total, place=place) if total.place.country is None else total
            for total in totals
        ]

    # -- rows ---------------------------------------------------------------------------------

    def _cells(self, line: Line, columns: Columns) -> None:
        cells = columns.split(line.words)
        if any(role in BEGINS_ROW for role, _ in cells):
            self._end_row()
            self.row = Row(columns)
        elif self.row is None:
            self._go_on(cells, line)
            return
        self.row.add(cells, len(line.words))

    def _go_on(self, cells: list[tuple[str, Run]], line: Line) -> None:
        """Add to the row before what a page break cut off from it; else leave the words over."""
        rows = self.reading.rows
        if self.rows_on_page or self.totals_on_page or self.sheet.first_heading is not None:
            self.left_over.extend(line.words)
            return
        if not rows:
            self.ignored["row_begun_in_another_document"] += len(line.words)
            return
        self.used += len(line.words)
        joined = dict(rows[-1].cells)
        for role, run in cells:
            joined[role] = f"{joined[role]} {run.text}".strip()
        rows[-1] = replace(rows[-1], cells=joined)

    def _end_row(self) -> None:
        row, self.row = self.row, None
        if row is None:
            return
        row.put_back()
        self.used += row.word_count
        self.rows_on_page += 1
        address = Address(
            self.key, self.sheet.number, self.sheet.printed_page, self.rows_on_page, row.box
        )
        flags = tuple(sorted(row.flags))
        self.reading.rows.append(PrintedRow(address, self.place, row.cells(), flags))

    def _total(self, line: Line, columns: Columns, level: TotalLevel, year: int | None) -> None:
        words = line.words
        end = next(i for i, word in enumerate(words) if word.text.endswith(":")) + 1
        row = Row(columns)
        row.add(columns.split(words[end:]), len(words) - end)
        if row.roles() - TOTAL_CELLS:
            self._issue("total_with_spare_text", line.text, line.box)
        if year is not None and year != (self.place.fiscal_year or year):
            self._issue("total_of_another_year", line.text, line.box)
        self.used += len(words)
        self.totals_on_page += 1
        self.reading.totals.append(
            PrintedTotal(
                Address(
                    self.key,
                    self.sheet.number,
                    self.sheet.printed_page,
                    self.totals_on_page,
                    line.box,
                ),
                self.place,
                level,
                join(words[:end]),
                row.text("quantity") or None,
                row.text("cost") or None,
                self.country_interrupted if level == "country" else self.program_interrupted,
            )
        )
        if level == "country":
            self.country_ended = True

    def _issue(self, code: str, detail: str, box: Box | None = None) -> None:
        self.reading.issues.append(Issue(code, self.key, self.sheet.number, detail, box))


def _same_name(one: str, other: str | None) -> bool:
    """Compare names of countries by their letters: "St Vincent And" and "and" (FY2003) are one."""

    def letters(name: str) -> str:
        return "".join(filter(str.isalpha, name.casefold()))

    return letters(one) == letters(other or "")
