"""Report 2000-2001: two text columns a page, each with titles, numbers of students and costs.

A text column shows, from top to bottom: a running heading with region, country, programme and
fiscal year of what it begins or goes on with ("South Asia Region, India, Asia-Pacific Center, FY
00"); the headings of the columns ("Title of", "#", "Cost"); the rows; "FY 00 Totals:"; the heading
of the next fiscal year or programme, without the region; "Program Totals:" over both years and
"Country Totals:" over all programmes. What does not fit goes on at the top of the next text column
or page. The page's number stands at the foot.

Regions follow each other without a heading of their own (p. 75): a country that begins inside a
text column is of the region that the next running heading with its name says. A document can begin
and end inside a programme, the rest of which stands in the report's other documents (p. 72).

Both years of a programme share one `program_part`; the place's fiscal year tells them apart. What
sums done and planned trainings has the later year and is planned, so that nothing planned is in
what was done.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foja.errors import Issue, LayoutError
from foja.layouts.base import PageReading, Reading
from foja.layouts.lines import cell_text
from foja.layouts.two_columns_headings import heading_of, stages_of, total_level, total_year
from foja.layouts.two_columns_page import Line, box_of, text_columns
from foja.layouts.two_columns_regions import Regions
from foja.model import Address, PageCoverage, Place, PrintedRow, PrintedTotal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foja.documents.pdf import Page, PdfDocument
    from foja.layouts.two_columns_headings import Heading
    from foja.model import TotalLevel, Word

NAME: Final = "two_columns_2000"
HYPHENATED: Final = re.compile(r"[^\W_]-$")
NUMBER: Final = re.compile(r"^(?:[IVX]+-)?\d+$")
MARGIN: Final = 0.1  # the page's number stands in this part of its height, at the foot
CENTRED: Final = 0.01  # and this near to the middle of its width
ANY_WIDTH: Final = float("inf")  # these cells break between words only


def recognizes(page: Page) -> bool:
    """Say whether a text column of the page begins with a running heading and the columns' own."""
    words, _ = _without_number(page)
    for lines in text_columns(words):
        for block, below in _blocks(lines):
            if below is not None and below.is_bar:
                heading = heading_of(_text(block))
                if heading and heading.region:
                    return True
    return False


def read(document: PdfDocument, key: str) -> Reading:
    """Read every row and total of the document; `key` is its key in the catalog.

    Raises LayoutError where the headings do not name two fiscal years that follow each other.
    """
    reader = _Reader(key)
    for page in document.pages():
        reader.read_page(page)
    return reader.close()


def _without_number(page: Page) -> tuple[list[Word], list[Word]]:
    """Part the words of the page's body from those of its number."""
    foot, middle, near = (1 - MARGIN) * page.height, page.width, 2 * CENTRED * page.width
    body: list[Word] = []
    number: list[Word] = []
    for word in page.words:
        at_foot = word.y0 > foot and abs(word.x0 + word.x1 - middle) < near
        (number if at_foot and NUMBER.match(word.text) else body).append(word)
    return (body, number) if len(number) == 1 else (list(page.words), [])


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[list[Line], Line | None]]:
    """Yield rows alone, lines of text together as they touch, each with the line that follows."""
    block: list[Line] = []
    for line in lines:
        if block:
            last = block[-1]
            goes_on = last.is_text and line.is_text and not (last.is_bar or line.is_bar)
            if goes_on and last.touches(line):
                block.append(line)
                continue
            yield block, line
        block = [line]
    if block:
        yield block, None


def _text(block: Sequence[Line]) -> str:
    """Return the text of lines that wrap; a line that ends in a hyphen takes no space."""
    if len(block) == 1:
        return block[0].text
    return cell_text([run for line in block for run in line.title], ANY_WIDTH)


class _Reader:
    """Goes through the pages once and keeps what goes on from one text column to the next."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.reading = Reading(NAME)
        self.regions = Regions()
        self.years_named: list[int] = []
        # The fiscal years that the next total of each level sums.
        self.years: dict[TotalLevel, set[int]] = {
            "program_year": set(),
            "program": set(),
            "country": set(),
        }
        self.place = Place(None, None, 0, None, 0, None, None, 0)
        self.country_open = self.program_open = False
        # The levels whose total will also sum rows that stand before this document or are lost.
        self.interrupted: set[TotalLevel] = set()
        # The running heading of the text column, until something is printed below it.
        self.running: Heading | None = None
        self.column_begins = True
        self.after_row = self.unsummed = False
        self.row: list[Line] = []
        self.blank: list[int] = []

    def read_page(self, page: Page) -> None:
        """Read one page, its text columns from left to right."""
        self.number = page.number
        self.printed_page: str | None = None
        self.rows_on_page = self.totals_on_page = self.used = 0
        self.ignored: Counter[str] = Counter()
        self.left_over: list[Word] = []
        words, number = _without_number(page)
        if number:
            self.printed_page = number[0].text
            self.ignored["page_number"] = 1
        if words:
            self._report_blank()
        else:
            self.blank.append(page.number)
        for lines in text_columns(words):
            self._read_column(lines)
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
        """Return all that was read, with the regions and stages that only the whole document tells.

        Raises LayoutError where the headings do not name two fiscal years that follow each other.
        """
        if self.country_open:
            self._report_blank()
        self._report_unsummed("the document ends")
        self._report_open("the document ends")
        try:
            stages = stages_of(self.years_named)
        except ValueError as error:
            raise LayoutError(
                f"{self.key}: the headings name {error}, not two fiscal years that follow each "
                "other, so nothing tells what was done from what was planned; check that the file "
                "is whole."
            ) from error
        for country in self.regions.settle():
            self._issue("region_in_doubt", country)
        places = {row.place for row in self.reading.rows}
        places.update(total.place for total in self.reading.totals)
        settled = {
            place: replace(
                place,
                region=self.regions.of(place.country_part),
                stage=stages.get(place.fiscal_year, "planned"),
            )
            for place in places
        }
        self.reading.rows = [
            PrintedRow(row.address, settled[row.place], row.cells) for row in self.reading.rows
        ]
        self.reading.totals = [
            replace(total, place=settled[total.place]) for total in self.reading.totals
        ]
        return self.reading

    # -- text columns -------------------------------------------------------------------------

    def _read_column(self, lines: Sequence[Line]) -> None:
        self.column_begins, self.running = True, None
        for block, below in _blocks(lines):
            first = block[0]
            if first.is_bar:
                self.ignored["column_headings"] += first.word_count
                continue
            if first.is_text:
                self._text_block(block, running=below is not None and below.is_bar)
            else:
                self._end_row()
                self._go_on_with_running()
                self._numbers(first)
                self.column_begins = False
        self._end_row()

    def _text_block(self, block: list[Line], *, running: bool) -> None:
        heading = heading_of(_text(block))
        running = running or (self.column_begins and self.running is None)
        if heading and heading.region and running:
            self._end_row()
            self.running = heading
            self.ignored["running_heading"] += sum(line.word_count for line in block)
        elif heading:
            self._end_row()
            self._open(heading)
            self.used += sum(line.word_count for line in block)
            self.column_begins = False
        elif self.row and self.row[-1].touches(block[0]):
            self.row.extend(block)
        else:
            self._go_on(block)

    def _numbers(self, line: Line) -> None:
        level = total_level(line.text)
        if level:
            self._total(line, level)
        else:
            self.row = [line]

    # -- headings -----------------------------------------------------------------------------

    def _open(self, heading: Heading) -> None:
        """Open the fiscal year of a programme, and its programme and country if they are new."""
        running, self.running = self.running, None
        region = heading.region
        if running and running.country == heading.country:
            region = region or running.region
        if running and running.text != heading.text:
            self._issue("running_heading_differs", f"{running.text} above {heading.text}")
        self._enter(heading)
        self.regions.name(self.place.country_part, heading.country, region)

    def _go_on_with_running(self) -> None:
        """Go on under the running heading where rows come before any other heading."""
        running, self.running = self.running, None
        if running is None:
            return
        if running.text != self.place.program:
            if self.reading.rows:
                self._issue("running_heading_differs", f"{running.text} after {self.place.program}")
            self._enter(running)
            self.interrupted = {"program_year", "program", "country"}
        self.regions.name(self.place.country_part, running.country, running.region)

    def _enter(self, heading: Heading) -> None:
        """Make the heading the place of what follows."""
        place = self.place
        new_country = not self.country_open or heading.country != place.country
        new_program = new_country or not self.program_open or heading.program != place.program_name
        if new_program or heading.fiscal_year != place.fiscal_year:
            self._report_unsummed(f"the heading {heading.text} comes")
        if new_country:
            self._report_open(f"the heading {heading.text} comes")
            self.interrupted.clear()
            self.years["country"].clear()
        elif new_program:
            self._report_open_program(f"the heading {heading.text} comes")
            self.interrupted.discard("program")
        self.interrupted.discard("program_year")
        self.years["program_year"].clear()
        if new_program:
            self.years["program"].clear()
        self.country_open = self.program_open = True
        self.years_named.append(heading.fiscal_year)
        for years in self.years.values():
            years.add(heading.fiscal_year)
        self.place = Place(
            None,
            heading.country,
            place.country_part + new_country,
            heading.text,
            place.program_part + new_program,
            heading.program,
            None,
            heading.fiscal_year,
        )
        self.after_row = False

    # -- rows and totals ----------------------------------------------------------------------

    def _end_row(self) -> None:
        lines, self.row = self.row, []
        if not lines:
            return
        first = lines[0]
        self.used += sum(line.word_count for line in lines)
        self.rows_on_page += 1
        cells = {
            "course_title": _text(lines),
            "quantity": first.quantity.text if first.quantity else "",
            "cost": first.cost.text if first.cost else "",
        }
        box = box_of(lines)
        address = Address(self.key, self.number, self.printed_page, self.rows_on_page, box)
        self.reading.rows.append(PrintedRow(address, self.place, cells))
        self.after_row = self.unsummed = True
        if first.over_the_edge:
            self._issue("cell_over_the_edge", cells["course_title"], lines)

    def _go_on(self, block: Sequence[Line]) -> None:
        """Add to the row before what the end of a text column cut off from it; else report it."""
        rows = self.reading.rows
        words = [word for line in block for word in line.words]
        going_on = self.running is None or self.running.text == self.place.program
        before = rows[-1] if rows else None
        if not self.column_begins or not going_on or before is None or not self.after_row:
            self.left_over.extend(words)
            return
        self.used += len(words)
        title = before.cells["course_title"]
        title += ("" if HYPHENATED.search(title) else " ") + _text(block)
        rows[-1] = replace(before, cells={**before.cells, "course_title": title})

    def _total(self, line: Line, level: TotalLevel) -> None:
        label, year = line.text, total_year(line.text)
        if year is not None and year != self.place.fiscal_year:
            self._issue("total_of_another_year", label, [line])
        self.used += line.word_count
        self.totals_on_page += 1
        self.after_row = self.unsummed = False
        box = box_of([line])
        self.reading.totals.append(
            PrintedTotal(
                Address(self.key, self.number, self.printed_page, self.totals_on_page, box),
                replace(self.place, fiscal_year=max(self.years[level], default=0)),
                level,
                label,
                line.quantity.text if line.quantity else None,
                line.cost.text if line.cost else None,
                level in self.interrupted,
            )
        )
        if level != "program_year":
            self.program_open = False
        if level == "country":
            self.country_open = False

    # -- doubts -------------------------------------------------------------------------------

    def _report_unsummed(self, until: str) -> None:
        if self.unsummed:
            self._issue("year_without_total", f"{self.place.program} before {until}")
            self.unsummed = False

    def _report_open(self, until: str) -> None:
        if self.country_open:
            self._report_open_program(until)
            self._issue("country_without_total", f"{self.place.country} before {until}")

    def _report_open_program(self, until: str) -> None:
        if self.program_open:
            self._issue("program_without_total", f"{self.place.program} before {until}")

    def _report_blank(self) -> None:
        for number in self.blank:
            detail = "the page has no text in the source"
            self.reading.issues.append(Issue("page_without_text", self.key, number, detail))
        if self.blank and self.country_open:
            self.interrupted = {"program_year", "program", "country"}
        self.blank.clear()

    def _issue(self, code: str, detail: str, lines: Sequence[Line] = ()) -> None:
        box = box_of(lines) if lines else None
        self.reading.issues.append(Issue(code, self.key, self.number, detail, box))
