"""Columns read from the headings of a table, and rows whose cells stand under them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from foja.errors import LayoutError
from foja.layouts.lines import Run, box_around, cell_text, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foja.model import Box, Word

DASH: Final = re.compile(r" ?- ?")
LINES_APART: Final = 1.6  # lines of one cell stand less than this many letter heights apart
OUT_OF_LINE: Final = 0.35  # cells of a row share a centre line within this part of the height


class Column(NamedTuple):
    """A column of a table: its role, where its text begins, the widest its text can be (points)."""

    role: str
    x0: float
    width: float


def columns_of(
    bar: Sequence[Run],
    roles: Mapping[str, str],
    needed: frozenset[str],
    where: str,
    free: float = 0.0,
) -> list[Column]:
    """Return the columns that a bar of headings opens, left to right.

    `roles` maps a heading in small letters to its role; `needed` are the roles that must be there.
    `free` are the points that a column keeps free between its text and that of the next. Raises
    LayoutError naming `where` for a heading that is unknown, missing or there twice.
    """
    found = []
    for run in bar:
        heading = DASH.sub(" - ", run.text.casefold().replace("\u2019", "'"))
        if heading not in roles:
            message = f"{where}: the column heading {run.text!r} is not known to the layout."
            raise LayoutError(message)
        found.append((roles[heading], run.x0))
    names = [role for role, _ in found]
    missing = needed - set(names)
    if missing or len(set(names)) < len(names):
        what = f"lacks {', '.join(sorted(missing))}" if missing else "names a column twice"
        raise LayoutError(f"{where}: the bar of column headings {what}.")
    gaps = [right[1] - left[1] for left, right in pairwise(found)]
    gaps.append(gaps[-1])
    return [Column(role, x0, gap - free) for (role, x0), gap in zip(found, gaps, strict=True)]


def split_at_columns(
    run: Run, columns: Sequence[Column], aligned: float
) -> Iterator[tuple[int, Run]]:
    """Yield the parts of a run with the index of the column each stands in.

    A run that goes on past the edge of the next column is two cells that touch; it is parted where
    a word begins at that edge, give or take `aligned` points.
    """
    column = len(columns) - 1
    while column and columns[column].x0 > run.x0 + aligned:
        column -= 1
    last = len(columns) - 1
    if column == last or run.x1 < columns[column + 1].x0 - aligned:
        yield column, run
        return
    part: Run | None = None
    for word in run.words:
        begins = column
        while begins < last and columns[begins + 1].x0 <= word.x0 + aligned:
            begins += 1
        if part is None:
            part = Run(word)
        elif begins == column:
            part.add(word)
        else:
            yield column, part
            part = Run(word)
        column = begins
    if part is not None:
        yield column, part


class GridRow:
    """A line of a table in the making: the runs of each of its cells."""

    __slots__ = ("_cells", "bottom", "columns", "last")

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self._cells: dict[int, list[Run]] = {}
        self.last = -1
        self.bottom = float("-inf")

    def takes(self, column: int, run: Run) -> bool:
        """Say whether the run, drawn next, belongs to this row rather than to a new one.

        Cells are centred in their row, so that the first line of a cell never stands below the
        cells to its left; where it does, those of its own row are empty.
        """
        if column != self.last:
            return column > self.last and run.middle < self.bottom
        above = self._cells[column][-1]
        return 0 <= run.middle - above.middle + 1 < LINES_APART * above.height

    def add(self, column: int, run: Run) -> None:
        """Put a run into a cell."""
        self._cells.setdefault(column, []).append(run)
        self.last = column
        self.bottom = max(self.bottom, run.y1)

    def text(self, column: int) -> str:
        """Return the text of the cell in that column, empty where there is none."""
        runs = self._cells.get(column)
        return cell_text(runs, self.columns[column].width) if runs else ""

    def cells(self) -> dict[str, str]:
        """Return the text of every column's cell by the column's role."""
        return {column.role: self.text(index) for index, column in enumerate(self.columns)}

    @property
    def words(self) -> list[Word]:
        """All words of the row."""
        return [word for runs in self._cells.values() for run in runs for word in run.words]

    @property
    def word_count(self) -> int:
        """Number of words of the row."""
        return sum(len(run.words) for runs in self._cells.values() for run in runs)

    @property
    def box(self) -> Box:
        """Where the row stands."""
        return box_around([run for runs in self._cells.values() for run in runs])

    def out_of_line(self) -> list[str]:
        """Return the roles of cells whose centre is not on the row's centre line."""
        box = self.box
        roles = []
        for index, runs in self._cells.items():
            lines = lines_of(runs) if len(runs) > 1 else [runs[0].words]
            top, bottom = lines[0][0], lines[-1][0]
            middle = (top.y0 + bottom.y1) / 2
            if abs(middle - box.middle) > OUT_OF_LINE * (top.y1 - top.y0):
                roles.append(self.columns[index].role)
        return roles

    def over_the_edge(self, aligned: float) -> list[str]:
        """Return the roles of cells whose text reaches `aligned` points into the next column."""
        edges = [column.x0 + aligned for column in self.columns[1:]]
        return [
            self.columns[index].role
            for index, runs in self._cells.items()
            if index < len(edges) and max(run.x1 for run in runs) > edges[index]
        ]
