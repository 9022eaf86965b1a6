"""Columns from the headings of a table, and rows from the cells under them."""

from __future__ import annotations

import pytest

from foja.errors import LayoutError
from foja.layouts.grid import Column, GridRow, columns_of, split_at_columns
from foja.layouts.lines import runs_of
from foja.model import Box, Word

ROLES = {"title": "title", "qty": "count", "us unit - us qty": "unit", "unit's name": "unit"}
NEEDED = frozenset({"title", "count"})
COLUMNS = [Column("title", 10, 90), Column("count", 100, 40), Column("unit", 140, 40)]
HEIGHT = 8.0
ALIGNED = 2.0


def words(text, x, y=0.0):
    found = []
    for part in text.split():
        found.append(Word(part, x, y, x + 4 * len(part), y + HEIGHT))
        x += 4 * len(part) + 2
    return found


def run(text, x, y=0.0):
    [found] = runs_of(words(text, x, y))
    return found


def bar(*headings):
    return [run(text, x) for text, x in headings]


# -- columns ------------------------------------------------------------------------------------


def test_columns_begin_where_their_headings_do():
    columns = columns_of(
        bar(("Title", 10), ("QTY", 100), ("US Unit-US Qty", 140)), ROLES, NEEDED, "p"
    )
    assert columns == COLUMNS


def test_the_free_edges_of_a_cell_are_not_for_its_text():
    columns = columns_of(bar(("Title", 10), ("Qty", 100)), ROLES, NEEDED, "p", 10.8)
    assert [column.width for column in columns] == [79.2, 79.2]


@pytest.mark.parametrize("heading", ["Unit\u2019s Name", "UNIT'S NAME", "US Unit - US Qty"])
def test_headings_are_known_by_their_words(heading):
    columns = columns_of(bar(("Title", 10), ("Qty", 100), (heading, 140)), ROLES, NEEDED, "p")
    assert columns[-1].role == "unit"


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        ([("Title", 10), ("Qty", 100), ("Rank", 140)], "x, page 3: the column heading 'Rank' is"),
        ([("Title", 10), ("US Unit - US Qty", 140)], "x, page 3: the bar .* lacks count"),
        ([("US Unit - US Qty", 140)], "lacks count, title"),
        ([("Title", 10), ("Qty", 100), ("Qty", 140)], "names a column twice"),
        (
            [("Title", 10), ("Qty", 90), ("Unit's name", 110), ("US Unit - US Qty", 190)],
            "names a column twice",
        ),
    ],
    ids=["unknown", "missing", "two missing", "twice", "twice under two names"],
)
def test_another_bar_is_refused(headings, message):
    with pytest.raises(LayoutError, match=message):
        columns_of(bar(*headings), ROLES, NEEDED, "x, page 3")


# -- cells --------------------------------------------------------------------------------------


def parts(found):
    return [(column, part.text) for column, part in split_at_columns(found, COLUMNS, ALIGNED)]


def test_a_run_stands_in_the_column_it_begins_in():
    assert parts(run("one two", 10)) == [(0, "one two")]
    assert parts(run("one", 60)) == [(0, "one")]
    assert parts(run("7", 100)) == [(1, "7")]
    assert parts(run("far right", 300)) == [(2, "far right")]


@pytest.mark.parametrize(("x", "column"), [(97.9, 0), (98.0, 1), (101.5, 1), (138.0, 2)])
def test_text_may_stand_a_little_off_its_edge(x, column):
    assert parts(run("7", x)) == [(column, "7")]


def test_cells_that_touch_are_parted_at_the_edge():
    # "Seminar of" ends at 88, "12" begins at 100: less than a gap.
    touching = runs_of([*words("Seminar of it all", 30), *words("12", 100), *words("Navy", 140)])
    assert [part for found in touching for part in parts(found)] == [
        (0, "Seminar of it all"),
        (1, "12"),
        (2, "Navy"),
    ]


def test_a_word_over_the_edge_stays_in_its_column():
    assert parts(run("Extraordinarily-long-title goes on", 10)) == [
        (0, "Extraordinarily-long-title"),
        (1, "goes on"),
    ]
    assert parts(run("Extraordinarily-long-title", 10)) == [(0, "Extraordinarily-long-title")]


def test_one_run_over_all_columns_is_three_cells():
    [found] = runs_of(
        [Word("Seminar", 10, 0, 97, 8), Word("1", 100, 0, 136, 8), Word("Navy", 140, 0, 156, 8)]
    )
    assert parts(found) == [(0, "Seminar"), (1, "1"), (2, "Navy")]


# -- rows ---------------------------------------------------------------------------------------


def row(*cells):
    """A row of (column, text, top) whose cells it took one after the other."""
    made = GridRow(COLUMNS)
    for column, text, y in cells:
        found = run(text, COLUMNS[column].x0, y)
        assert made.last == -1 or made.takes(column, found)
        made.add(column, found)
    return made


def test_a_row_gives_its_cells_by_role():
    made = row((0, "Law of", 0), (0, "the Sea", 9), (1, "2", 4.5))
    assert made.cells() == {"title": "Law of the Sea", "count": "2", "unit": ""}
    assert made.word_count == len(made.words) == 5
    assert made.box == Box(10, 0, 104, 17)


@pytest.mark.parametrize(
    ("column", "y", "takes"),
    [
        (1, 4.5, True),  # the next column, on the same line
        (2, 0.0, True),  # a column further, a cell of more lines
        (2, 12.0, False),  # below all cells to its left: those of its own row are empty
        (0, 13.0, True),  # one more line of the same cell
        (0, 18.0, False),  # too far below for a line of the same cell
        (0, -9.0, False),  # above it: the next page's columns anew
    ],
)
def test_a_new_row_begins_where_the_columns_start_anew(column, y, takes):
    made = row((0, "Law of the Sea", 4.5))
    assert made.takes(column, run("x", COLUMNS[column].x0, y)) is takes


def test_a_column_further_left_begins_a_new_row():
    made = row((0, "Law", 0), (2, "Navy", 0))
    assert not made.takes(1, run("2", 100, 0))
    assert not made.takes(0, run("Next", 10, 10))


def test_cells_off_the_centre_line_are_named():
    assert row((0, "one", 0), (0, "two", 9), (1, "2", 4.5)).out_of_line() == []
    assert row((0, "one", 0), (0, "two", 9), (1, "2", 0)).out_of_line() == ["count"]


def test_cells_over_the_edge_are_named():
    made = row((0, "A title much too long for it", 0), (1, "2", 0))
    assert made.over_the_edge(ALIGNED) == ["title"]
    assert row((0, "A title", 0), (2, "no edge to the right of me", 0)).over_the_edge(ALIGNED) == []
