"""Report 2006-2007 in HTML: one table of eight columns with the headings of the ruled tables.

The table shows a row of one cell for each country; a row with the programme ("CTFP - FY 2006 DoD
Training") and seven empty cells; the headings of the columns; the trainings; "FY 2006 Program
Totals"; at the end of a country "Angola FY 2006 Totals". A country without activity shows its
heading and its total of nothing (Central African Republic).

Two slips of the report are known. A title of two lines stands in two rows, the first with nothing
but the title ("PSP0618 AF-PK" / "Confidence Building II"). For each such row the line of the
programme's total then stands one row too high: it covers title, number and cost of a training,
whose other cells remain beside it, and trainings can follow below it (Afghanistan, Regional
Centers). Those remains are read as a training of their own, its covered cells empty.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foja.documents.html import HtmlRow
from foja.errors import Issue, LayoutError
from foja.layouts.base import Reading
from foja.layouts.html_words import THE_PAGE, WordCount, furniture_rule
from foja.layouts.ruled_tables_2007 import (
    BAR_BEGINS,
    COUNTRY_TOTAL,
    NEEDED,
    PROGRAM,
    PROGRAM_TOTAL,
    ROLES,
    TOTAL_CELLS,
)
from foja.model import Address, Place, PrintedRow, PrintedTotal

if TYPE_CHECKING:
    from foja.documents.html import HtmlDocument
    from foja.model import TotalLevel

NAME: Final = "html_tables_2006"

PAGE_TITLE: Final = re.compile(r"\bCountry Training Activities ?-+ ?(?P<region>\S.*)$")
TITLE: Final = "course_title"


def recognizes(document: HtmlDocument) -> bool:
    """Say whether a row of the document has the headings of all columns."""
    return any(
        {ROLES.get(cell.casefold()) for cell in row.cells} >= NEEDED
        for row in document.rows
        if _is_bar(row)
    )


def read(document: HtmlDocument, key: str) -> Reading:
    """Read every row and total of the document; `key` is its key in the catalog.

    Raises LayoutError where the headings of the columns have one that is not known or lack one.
    """
    return _Reader(document, key).read()


def _is_bar(row: HtmlRow) -> bool:
    return bool(row.cells) and row.cells[0].casefold() == BAR_BEGINS


class _Reader:
    """Goes through the blocks once and keeps the headings that what follows stands under."""

    def __init__(self, document: HtmlDocument, key: str) -> None:
        self.document = document
        self.key = key
        self.reading = Reading(NAME)
        self.count = WordCount(document)
        self.columns: tuple[str, ...] = ()
        self.place = Place(None, None, 0, None, 0, None, None, 0)
        self.halves: list[HtmlRow] = []  # rows with the first lines of a title
        self.country_from = (0, 0)  # first row and total of the country
        self.countries_ended: set[str] = set()

    def read(self) -> Reading:
        """Return all that was read."""
        # A country without activity can come before the first table.
        bar = next(filter(_is_bar, self.document.rows), None)
        if bar:
            self.columns = self._columns(bar)
        for block in self.document.blocks:
            if rule := furniture_rule(block):
                self.count.ignore(rule, block.text)
            elif isinstance(block, HtmlRow):
                if block.text:
                    self._row(block)
            elif title := PAGE_TITLE.search(block.text):
                self.place = replace(self.place, region=title["region"])
                self.count.use(block.text)
            else:
                self._leave(block.text, block.after)
        self._leave_halves()
        self.reading.pages.append(self.count.page())
        return self.reading

    def _row(self, row: HtmlRow) -> None:
        label = row.cells[0]
        alone = label == row.text
        if _is_bar(row):
            self._leave_halves()
            self.columns = self._columns(row)
            self.count.ignore("column_headings", row.text)
        elif total := PROGRAM_TOTAL.match(label):
            self._total(row, "program", int(total["year"]))
        elif total := COUNTRY_TOTAL.match(label):
            self._name_rows(row, total["country"])
            self._total(row, "country", int(total["year"]))
        elif alone and (heading := PROGRAM.match(label)):
            self._open_program(row, heading)
        elif alone and (len(row.cells) == 1 or row.bold):
            self._open_country(row)
        elif len(row.cells) != len(self.columns):
            self._leave(row.text, row.number)
        elif alone:
            self.halves.append(row)
        else:
            self._training(row)

    # -- headings -----------------------------------------------------------------------------

    def _columns(self, row: HtmlRow) -> tuple[str, ...]:
        where = f"{self.key}, row {row.number}"
        for cell in row.cells:
            if cell.casefold() not in ROLES:
                message = f"{where}: the column heading {cell!r} is not known to the layout."
                raise LayoutError(message)
        columns = tuple(ROLES[cell.casefold()] for cell in row.cells)
        if missing := NEEDED - set(columns):
            raise LayoutError(f"{where}: no column is headed {', '.join(sorted(missing))}.")
        if len(set(columns)) < len(columns):
            raise LayoutError(f"{where}: two columns have the same heading.")
        return columns

    def _open_country(self, row: HtmlRow) -> None:
        self._leave_halves()
        self.count.use(row.text)
        self.country_from = (len(self.reading.rows), len(self.reading.totals))
        self.place = replace(
            self.place,
            country=row.text,
            country_part=self.place.country_part + 1,
            program=None,
            program_part=self.place.program_part + 1,
            program_name=None,
            agency=None,
        )

    def _open_program(self, row: HtmlRow, heading: re.Match[str]) -> None:
        self._leave_halves()
        self.count.use(row.text)
        self.place = replace(
            self.place,
            program=row.text,
            program_part=self.place.program_part + 1,
            program_name=heading["program"],
            agency=heading["agency"],
            fiscal_year=int(heading["year"]),
        )

    # -- rows and totals ----------------------------------------------------------------------

    def _training(self, row: HtmlRow) -> None:
        cells = dict(zip(self.columns, row.cells, strict=True))
        titles = [half.text for half in self.halves]
        self.halves.clear()
        cells[TITLE] = " ".join(filter(None, [*titles, cells[TITLE]]))
        self.count.use(" ".join(cells.values()))
        self.reading.rows.append(PrintedRow(self._address(row), self.place, cells))

    def _total(self, row: HtmlRow, level: TotalLevel, year: int) -> None:
        self._leave_halves()
        if len(row.cells) != len(self.columns):
            self._leave(row.text, row.number)
            return
        self.count.use(row.text)
        cells = dict(zip(self.columns, row.cells, strict=True))
        if self.place.fiscal_year and year != self.place.fiscal_year:
            self._issue("total_of_another_year", row.cells[0], row)
        if any(text for role, text in cells.items() if role not in TOTAL_CELLS):
            self._covered_training(row, cells)
        self.reading.totals.append(
            PrintedTotal(
                self._address(row),
                replace(self.place, fiscal_year=year),
                level,
                cells[TITLE],
                cells["quantity"] or None,
                cells["cost"] or None,
            )
        )

    def _covered_training(self, row: HtmlRow, cells: dict[str, str]) -> None:
        """Read what remains of a training whose title, number and cost a total's line covers."""
        kept = {role: "" if role in TOTAL_CELLS else text for role, text in cells.items()}
        self.reading.rows.append(
            PrintedRow(self._address(row), self.place, kept, ("covered_by_total",))
        )
        self._issue("covered_by_total", " | ".join(filter(None, kept.values())), row)

    def _address(self, row: HtmlRow) -> Address:
        return Address(self.key, THE_PAGE, None, row.number, None)

    # -- doubts -------------------------------------------------------------------------------

    def _name_rows(self, row: HtmlRow, country: str) -> None:
        """Hold the country's total against its heading.

        A heading that repeats one whose country has ended is a slip where the total names another
        (Africa: a second "Benin" above "Burkina Faso FY 2006 Totals"): the total names the rows.
        """
        named = self.place.country or ""
        if named.casefold() != country.casefold():
            self._issue("total_of_another_country", f"{country} below {named}", row)
            if named.casefold() in self.countries_ended:
                self._rename(country)
        self.countries_ended.add(country.casefold())

    def _rename(self, country: str) -> None:
        self.place = replace(self.place, country=country)
        rows, totals = self.reading.rows, self.reading.totals
        first_row, first_total = self.country_from
        for index in range(first_row, len(rows)):
            place = replace(rows[index].place, country=country)
            flags = (*rows[index].flags, "heading_contradicted")
            rows[index] = replace(rows[index], place=place, flags=flags)
        for index in range(first_total, len(totals)):
            place = replace(totals[index].place, country=country)
            totals[index] = replace(totals[index], place=place)

    def _leave_halves(self) -> None:
        for half in self.halves:
            self._leave(half.text, half.number)
        self.halves.clear()

    def _leave(self, text: str, after: int) -> None:
        self.count.leave(text)
        detail = f"row {after}: {text}"
        self.reading.issues.append(Issue("text_left_over", self.key, THE_PAGE, detail))

    def _issue(self, code: str, detail: str, row: HtmlRow) -> None:
        detail = f"row {row.number}: {detail}"
        self.reading.issues.append(Issue(code, self.key, THE_PAGE, detail))
