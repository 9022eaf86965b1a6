"""Pages of regional tables as lines, with the columns that a page shares with its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from foja.layouts.lines import box_around, join
from foja.layouts.regional_evidence import Bar, Evidence
from foja.layouts.regional_headings import (
    PAGE_NUMBER,
    REGION,
    Heading,
    begins_heading,
    heading_of,
    total_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foja.documents.pdf import Page
    from foja.layouts.regional_columns import Columns
    from foja.model import Box, TotalLevel, Word

SAME_LINE: Final = 0.3  # words of a line share a centre line within this part of their height
BAR_BEGINS: Final = "Title"
# First words and further words of each heading: "Students' Units", in FY2001 "Students'" alone.
BAR: Final = {
    "location": ("Location", frozenset()),
    "student_unit": ("Students'", frozenset({"Unit", "Units"})),
    "us_unit": ("US", frozenset({"Unit", "Units", "Involved"})),
    "start": ("Start", frozenset({"Date"})),
    "end": ("End", frozenset({"Date"})),
}
TOGETHER: Final = 16  # pages looked at together: enough for every column to have cells


@dataclass(slots=True)
class Line:
    """Words on one line of a page, and what kind of line they make.

    `running` says that a heading stands over the headings of the columns: it repeats what the page
    before began. `total` is the level of a printed total and, for a fiscal year's, the year.
    """

    words: list[Word]
    heading: Heading | None = None
    running: bool = False
    total: tuple[TotalLevel, int | None] | None = None

    @property
    def text(self) -> str:
        """The line's words, parted by single spaces."""
        return join(self.words)

    @property
    def box(self) -> Box:
        """Where the line stands."""
        return box_around(self.words)


@dataclass(slots=True)
class Sheet:
    """A page parted into the lines of its table and what stands around it.

    `ignored` counts the words of the page's number, of the headings of columns, and of notes above
    the table, by the name of the rule.
    """

    number: int
    width: float
    height: float
    word_count: int
    lines: list[Line] = field(default_factory=list)
    printed_page: str | None = None
    ignored: dict[str, int] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    columns: Columns | None = None

    @classmethod
    def of(cls, page: Page) -> Sheet:
        """Part the words of a page into lines and name what each line is."""
        sheet = cls(page.number, page.width, page.height, len(page.words))
        lines = lines_of_page(page.words)
        index = 0
        while index < len(lines):
            index += sheet._take(lines, index)
        return sheet

    @property
    def is_number_only(self) -> bool:
        """Say whether the page prints its number and nothing else."""
        return not self.lines and self.printed_page is not None and len(self.ignored) == 1

    @property
    def first_heading(self) -> Heading | None:
        """The heading that opens the page, below the running one; None where a row goes first."""
        body = self.lines[1:] if self.lines and self.lines[0].running else self.lines
        return body[0].heading if body else None

    def _take(self, lines: Sequence[list[Word]], index: int) -> int:
        """Take in the line at `index` and return how many lines that was."""
        words = lines[index]
        text = join(words)
        if REGION in text and (taken := self._take_heading(text, lines, index)):
            return taken
        if len(words) == 1 and PAGE_NUMBER.match(text):
            self.printed_page = text
            self._ignore("page_number", words)
        elif words[0].text == BAR_BEGINS and (bar := _bar(words)):
            self._open_table(words, bar)
        else:
            self.evidence.look_at(words)
            self.lines.append(Line(words, total=total_of(text)))
        return 1

    def _take_heading(self, text: str, lines: Sequence[list[Word]], index: int) -> int:
        """Take in a heading and return of how many lines it is; 0 where there is none."""
        if heading := heading_of(text):
            self.lines.append(Line(lines[index], heading))
            return 1
        if begins_heading(text) and index + 1 < len(lines):
            below = lines[index + 1]
            if heading := heading_of(f"{text} {join(below)}"):
                self.lines.append(Line([*lines[index], *below], heading))
                return 2
        return 0

    def _open_table(self, words: Sequence[Word], bar: Bar) -> None:
        self._ignore("column_headings", words)
        self.evidence.bar = bar
        if self.lines and self.lines[-1].heading:
            running = self.lines.pop()
            running.running = True
            for note in self.lines:
                self._ignore("note_above_table", note.words)
            self.lines = [running]

    def _ignore(self, rule: str, words: Sequence[Word]) -> None:
        self.ignored[rule] = self.ignored.get(rule, 0) + len(words)


def sheets_of(pages: Iterable[Page]) -> Iterator[Sheet]:
    """Yield every page in order, its columns found from it and the pages around it.

    A number that stands alone on a page was pushed there from the page before (FY2005, p. IV-210):
    it names that one.
    """
    pools: list[Evidence] = []
    waiting: list[Sheet] = []
    for page in pages:
        sheet = Sheet.of(page)
        if sheet.is_number_only and waiting and waiting[-1].printed_page is None:
            waiting[-1].printed_page, sheet.printed_page = sheet.printed_page, None
        waiting.append(sheet)
        if len(waiting) > TOGETHER:
            _find_columns(waiting[:-1], pools)
            yield from waiting[:-1]
            del waiting[:-1]
    _find_columns(waiting, pools)
    yield from waiting


def _find_columns(sheets: Sequence[Sheet], pools: list[Evidence]) -> None:
    """Give each page the columns of the pages read so far that are set as it is."""
    pool_of = []
    for sheet in sheets:
        pool = next((pool for pool in reversed(pools) if pool.fits(sheet.evidence)), None)
        if pool is None:
            pool = Evidence()
            pools.append(pool)
        pool.add(sheet.evidence)
        sheet.evidence = Evidence()
        pool_of.append(pool)
    columns = {id(pool): pool.columns() for pool in pool_of}
    for sheet, pool in zip(sheets, pool_of, strict=True):
        sheet.columns = columns[id(pool)]


def lines_of_page(words: Iterable[Word]) -> list[list[Word]]:
    """Group words into lines, top to bottom; within a line they stay as drawn, left to right."""
    lines: list[list[Word]] = []
    line: list[Word] = []
    twice_middle = limit = 0.0
    drawn_downwards = True
    for word in words:
        twice = word.y0 + word.y1
        if line and abs(twice - twice_middle) < limit:
            line.append(word)
            continue
        drawn_downwards &= twice > twice_middle
        twice_middle, limit = twice, 2 * SAME_LINE * (word.y1 - word.y0)
        line = [word]
        lines.append(line)
    return lines if drawn_downwards else _sorted(lines)


def _sorted(lines: list[list[Word]]) -> list[list[Word]]:
    """Sort lines of a page that is not drawn from top to bottom, and join the parts of each."""
    lines.sort(key=lambda line: line[0].y0 + line[0].y1)
    joined: list[list[Word]] = []
    for line in lines:
        if joined:
            above, word = joined[-1][0], line[0]
            if abs(word.y0 + word.y1 - above.y0 - above.y1) < 2 * SAME_LINE * (word.y1 - word.y0):
                joined[-1].extend(line)
                continue
        joined.append(list(line))
    for line in joined:
        line.sort(key=lambda word: word.x0)
    return joined


def _bar(words: Sequence[Word]) -> Bar | None:
    """Return the centres of headings, None where the line is not the headings of the columns."""
    found: dict[str, float] = {}
    for index, word in enumerate(words):
        for name, (first, more) in BAR.items():
            if name not in found and word.text.replace("\u2019", "'") == first:
                last = index
                while last + 1 < len(words) and words[last + 1].text in more:
                    last += 1
                found[name] = (word.x0 + words[last].x1) / 2
    return Bar(**found) if len(found) == len(BAR) else None
