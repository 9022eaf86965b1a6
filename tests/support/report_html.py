"""Writes report pages in HTML from known rows, in the two manners in which the reports print them.

`lists_page` writes the lists of report 1999-2000, `tables_page` the table of report 2006-2007, each
with the slips of the real pages where it is told to make them. The rows are written as the reports'
pages write theirs: end tags left out, tags in capitals, a frame of the State Department around.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from foja.checks.totals import Amounts, Sum, reconcile, sums_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from foja.layouts.base import Reading
    from foja.model import PrintedTotal

FRAME: Final = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<html><head><TITLE>{title}
</TITLE><script>document.write("<TR><TD>no row</TD></TR>")</script>
<style>td {{ color: red }}</style></head><BODY><P>{body}
</body></html>
"""
BANNER: Final = """<div id="archivebanner"><table><tr><td><table><tr><td>
<a href="http://www.state.gov/misc/112234.htm">Other Archive Sites</a></td></tr></table></td></tr>
<tr><td>The web site below is an archive.</td></tr></table></div><P><P>
<BLOCKQUOTE><TABLE>
<TR><TD WIDTH=95><IMG src="/images/dosthumb.gif" ALT="Department Seal"></TD>
<TD><B>Foreign Military Training and DoD <BR>Engagement Activities of Interest, Volume I</B><BR>
Joint Report to Congress, March 1, 2000
</TD></TR></TABLE><BR><A NAME="top">&nbsp;</A><BR>
<FONT SIZE=+1><I>{region} Region (Continued)</I></FONT><P>
"""
FOOT: Final = """<P><FONT SIZE="1">[end of file]</FONT><P>
<A HREF="x.html#top">Back to Top</A><BR>
<A HREF="http://1997-2001.state.gov/">Department of State</A>
</BLOCKQUOTE>"""
BANNER_ROWS: Final = 4  # rows of tables that stand above the first heading


@dataclass(frozen=True, slots=True)
class Course:
    """A row of the lists: what its three cells print, and before which word its title wraps."""

    title: str
    quantity: str
    cost: str
    wraps_at: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """What a programme lists for one fiscal year."""

    year: int
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme of the lists with its one or two years."""

    name: str
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class ListCountry:
    """A country of the lists."""

    name: str
    programs: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a page of lists is set: the slips of the real ones."""

    width: int = 46  # letters at which headings wrap
    bold: bool = True  # headings are bold
    blank_every: int = 0  # an empty row after so many rows, as where a page of paper ended
    fourth_cell: bool = False  # an empty cell behind each row's last
    closed_after: int = 0  # the table is closed after so many rows, and yet goes on
    running: bool = False  # the region stands before each heading, and the columns' own below


class _Lists:
    def __init__(self, style: ListStyle) -> None:
        self.style = style
        self.written: list[str] = []
        self.number = BANNER_ROWS

    def row(self, *cells: str, bold: bool = False) -> int:
        shown = [f"<B>{escape(cell)}</B>" if bold else escape(cell) for cell in cells]
        shown += [""] * self.style.fourth_cell
        self.written.append(f"<TR><TD>{'</TD><TD>'.join(shown)}</TD></TR>")
        self.number += 1
        number = self.number
        if self.style.blank_every and number % self.style.blank_every == 0:
            self.written.append("<TR><TD></TR>")
            self.number += 1
        if number == self.style.closed_after:
            self.written.append("</TABLE>\n")
        return number

    def heading(self, text: str) -> None:
        line = ""
        for word in text.split():
            if line and len(line) + len(word) >= self.style.width:
                self.row(line, bold=self.style.bold)
                line = ""
            line = f"{line} {word}".strip()
        self.row(line, bold=self.style.bold)


def lists_page(
    region: str, countries: Sequence[ListCountry], style: ListStyle | None = None
) -> tuple[str, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return a page of lists, and the rows and totals that a reader must find on it.

    A row is its number, country, programme, year, title, quantity and cost; a total is its number,
    level, country, programme (None for a country's) and year (None over two years), students, cost.
    """
    style = style or ListStyle()
    page = _Lists(style)
    rows: list[tuple[object, ...]] = []
    totals: list[tuple[object, ...]] = []
    for country in countries:
        of_country: list[tuple[int, int]] = []
        for program in country.programs:
            of_program: list[tuple[int, int]] = []
            named = country.name, program.name
            for year in program.years:
                two = f"FY {year.year % 100:02d}"
                heading = f"{country.name}, {program.name}, {two}"
                if style.running:
                    page.heading(f"{region} Region, {heading}")
                    page.row("Title of", "#", "Cost")
                page.heading(heading)
                for course in year.courses:
                    whole = course.title.split()
                    at = course.wraps_at or len(whole)
                    number = page.row(" ".join(whole[:at]), course.quantity, course.cost)
                    if whole[at:]:
                        page.row(" ".join(whole[at:]))
                    rows.append((number, *named, year.year, *_cells(course)))
                amounts = [_amounts(course) for course in year.courses]
                of_program += amounts
                printed = _printed(amounts)
                totals.append(
                    (
                        page.row(f"{two} Totals:", *printed),
                        "program_year",
                        *named,
                        year.year,
                        *printed,
                    )
                )
            of_country += of_program
            printed = _printed(of_program)
            totals.append(
                (page.row("Program Totals: ", *printed), "program", *named, None, *printed)
            )
        printed = _printed(of_country)
        totals.append(
            (page.row(" Country Totals: ", *printed), "country", country.name, None, None, *printed)
        )
    body = f"{BANNER.format(region=region)}<TABLE>\n{chr(10).join(page.written)}</TABLE>{FOOT}"
    html = FRAME.format(title="Foreign Military Training Report FY 1999 and 2000", body=body)
    return html, rows, totals


def _cells(course: Course) -> tuple[str, str, str]:
    return course.title, course.quantity, course.cost


def _amounts(course: Course) -> tuple[int, int]:
    return int(course.quantity or 0), int(course.cost.strip("$").replace(",", "") or 0)


def _printed(amounts: Sequence[tuple[int, int]]) -> tuple[str, str]:
    return str(sum(students for students, _ in amounts)), f"${sum(cost for _, cost in amounts):,}"


COLUMNS: Final = {
    "course_title": "Course Title",
    "quantity": "Students",
    "location": "Location",
    "student_unit": "Student's Unit",
    "us_unit": "US Units",
    "cost": "Total Cost",
    "start_date": "Start Date",
    "end_date": "End Date",
}
COVERED: Final = frozenset({"course_title", "quantity", "cost"})


@dataclass(frozen=True, slots=True)
class Part:
    """A programme of the table. `halves` are the lines before the last of each row's title.

    Where `slips` is set the total's line stands one row too high for each of those lines, over
    three cells of the training that belongs there, as in the report.
    """

    name: str
    rows: tuple[dict[str, str], ...]
    halves: tuple[tuple[str, ...], ...] = ()
    slips: bool = False
    agency: str = "DoD"


@dataclass(frozen=True, slots=True)
class TableCountry:
    """A country of the table; `heading` is what stands above it if not its name."""

    name: str
    parts: tuple[Part, ...]
    heading: str | None = None


def tables_page(
    region: str, countries: Sequence[TableCountry], columns: Sequence[str] = tuple(COLUMNS)
) -> tuple[str, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return a page with a table, and the rows and totals that a reader must find on it.

    A row is its number, country, programme and cells; a total is its number, level, country,
    students and cost.
    """
    written: list[str] = []
    rows: list[tuple[object, ...]] = []
    totals: list[tuple[object, ...]] = []

    def add(cells: dict[str, str], *, bold: bool = False) -> int:
        written.append("<TR>")
        for role in columns:
            text = escape(cells.get(role, "")) or "&nbsp;"
            written.append(f"<TD>\n<P>{f'<STRONG>{text}</STRONG>' if bold else text}</P></TD>")
        return written.count("<TR>")

    for country in countries:
        heading = country.heading or country.name
        written += ["<TR>", f"<TD bgColor=beige colSpan=8><B>{escape(heading)}</B></TD></TR>"]
        of_country: list[dict[str, str]] = []
        for part in country.parts:
            add({"course_title": f"{part.name} - FY 2006 {part.agency} Training"}, bold=True)
            add({role: COLUMNS[role] for role in columns})
            summed = _summed(part.rows)
            label = {"course_title": "FY 2006 Program Totals", **summed}
            of_country += part.rows
            grid = list(_grid(part))
            end = len(grid) - sum(map(len, part.halves)) * part.slips
            grid.append(({}, None))
            for index, (cells, whole) in enumerate(grid):
                is_total = index == end
                shown = {**cells, **label} if is_total else cells
                number = add(shown)
                if whole is not None:
                    kept = {role: whole[role] for role in columns}
                    covered = dict.fromkeys(COVERED, "") if is_total else {}
                    rows.append((number, country.name, part.name, {**kept, **covered}))
                if is_total:
                    totals.append((number, "program", country.name, *summed.values()))
        summed = _summed(of_country)
        number = add({"course_title": f"{country.name} FY 2006 Totals", **summed}, bold=True)
        totals.append((number, "country", country.name, *summed.values()))
    table = f"<table border=1><TBODY>\n{chr(10).join(written)}</TBODY></table>"
    body = (
        "<header><h1>U.S. Department of State</h1><nav><a href='/'>Home</a></nav></header>"
        f"<h2 id='page-title'>IV. Country Training Activities--{escape(region)}</h2>"
        f"<div id='top-meta'>August 2007<br>Report</div>{table}"
        "<footer><p>External links</p></footer><noscript>Javascript is disabled.</noscript>"
    )
    return FRAME.format(title="IV. Country Training Activities", body=body), rows, totals


def _grid(part: Part) -> Iterator[tuple[dict[str, str], dict[str, str] | None]]:
    """Yield each row of a programme as it is set, with the training that it ends or None."""
    halves = part.halves or ((),) * len(part.rows)
    for row, above in zip(part.rows, halves, strict=True):
        for half in above:
            yield {"course_title": half}, None
        whole = " ".join([*above, row["course_title"]])
        yield row, {**row, "course_title": whole}


def _summed(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    students = sum(int(row["quantity"] or 0) for row in rows)
    return {"quantity": str(students), "cost": f"${sum(int(row['cost'] or 0) for row in rows):,}"}


def write_page(folder: Path, html: str, name: str = "page.html") -> Path:
    """Write a page into a folder and return its path."""
    path = folder / name
    path.write_text(html, "utf-8")
    return path


def accounted_for(reading: Reading) -> bool:
    """Whether every word of the reading's one page is used, ignored or left over."""
    (page,) = reading.pages
    coverage = page.coverage
    ignored = sum(coverage.ignored.values())
    return coverage.words == coverage.used + ignored + len(coverage.left_over)


def totals_that_differ(reading: Reading) -> list[tuple[PrintedTotal, Sum]]:
    """The printed totals that are not the sum of their rows, each with that sum."""
    amounts = [_number(row.cells["quantity"], row.cells["cost"]) for row in reading.rows]
    sums = sums_for(zip(reading.rows, amounts, strict=True), reading.totals)
    return [
        (total, summed)
        for total, summed in zip(reading.totals, sums, strict=True)
        if reconcile("", _number(total.students, total.cost), summed, None).status != "agrees"
    ]


def _number(students: str | None, cost: str | None) -> Amounts:
    dollars = (cost or "").strip("$").replace(",", "")
    count = (students or "").replace(",", "")
    return Amounts(int(count) if count else None, Decimal(dollars) if dollars else None)
