"""A row of a regional table in the making, and what to do when its cells have slipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.layouts.lines import Run, box_around, cell_text
from foja.layouts.regional_columns import DAY, MONEY, ROLES, Columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.model import Box

SAME_LINE: Final = 0.3
# A word reaches over the edge of its column before it is broken; how far differs, so that only
# hyphens say for sure that a line ends inside a word.
ANY_WIDTH: Final = float("inf")
PARTED: Final = "cells_parted"
SLIPPED: Final = "cells_slipped"


class Row:
    """The runs of each cell of a row, line by line."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.flags: set[str] = set()
        self.word_count = 0
        self._cells: dict[str, list[Run]] = {}

    def add(self, cells: Iterable[tuple[str, Run]], word_count: int) -> None:
        """Add the cells of the row's next line, which has `word_count` words."""
        parts = 0
        for role, run in cells:
            self._cells.setdefault(role, []).append(run)
            parts += len(run.words)
        self.word_count += word_count
        if parts > word_count:
            self.flags.add(PARTED)

    def roles(self) -> set[str]:
        """Return the columns in which the row has text."""
        return set(self._cells)

    def text(self, role: str) -> str:
        """Return the text of a cell, empty where there is none."""
        runs = self._cells.get(role)
        if not runs:
            return ""
        return cell_text(runs, ANY_WIDTH) if runs[1:] else runs[0].text

    def cells(self) -> dict[str, str]:
        """Return the text of every column's cell."""
        return {role: self.text(role) for role in ROLES}

    @property
    def box(self) -> Box:
        """Where the row stands."""
        return box_around([run for runs in self._cells.values() for run in runs])

    def put_back(self) -> None:
        """Put the cells of a row that slipped to the right back into their columns.

        Where a text was too long for its column, everything after it stands one tab further on, and
        the end date, for which no tab was left, below the title (FY2002, p. IV-185; FY2004,
        p. IV-319). Cells keep their order, so that each one's column can be told: the last date is
        the end date, the date in its column the start date, dollars the cost, and the texts between
        fill what is empty of student's and US unit, from the left.
        """
        title, ends = self._cells.get("course_title", []), self._cells.get("end_date", [])
        starts = self._cells.get("start_date", [])
        if not title[1:] or len(ends) != 1 or any(DAY.match(run.text) for run in starts):
            return
        below, start = title[-1], ends[0]
        if not (DAY.match(below.text) and DAY.match(start.text)):
            return
        self.flags.add(SLIPPED)
        title.pop()
        self._cells["end_date"], self._cells["start_date"] = [below], [start]
        text = []
        for run in starts:
            if MONEY.match(run.text):
                self._cells["cost"] = [run]
            else:
                text.append(run)
        self._put_back_units(_joined(text), start.middle)

    def _put_back_units(self, pushed: list[Run], middle: float) -> None:
        """Give the texts of the first line to the units, in their order."""
        first: list[Run] = []
        below: dict[str, list[Run]] = {}
        for role in ("student_unit", "us_unit"):
            for run in self._cells.pop(role, []):
                if abs(run.middle - middle) < SAME_LINE * run.height:
                    first.append(run)
                else:
                    below.setdefault(role, []).append(run)
        first.extend(pushed)
        first.sort(key=lambda run: run.x0)
        places = self._cells.get("location", [])
        over = any(
            run.x1 > self.columns.student_unit and abs(run.middle - middle) < SAME_LINE * run.height
            for run in places
        )
        in_place = bool(first) and abs(first[0].x0 - self.columns.student_unit) < first[0].height
        if over or in_place:
            below.setdefault("student_unit", [])[:0] = first[:1]
            first = first[1:]
        below.setdefault("us_unit", [])[:0] = first
        self._cells.update({role: runs for role, runs in below.items() if runs})


def _joined(runs: list[Run]) -> list[Run]:
    """Join runs of single words that follow each other on one line."""
    joined: list[Run] = []
    for run in runs:
        if joined and abs(joined[-1].middle - run.middle) < SAME_LINE * run.height:
            for word in run.words:
                joined[-1].add(word)
        else:
            joined.append(run)
    return joined
