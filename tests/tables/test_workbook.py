"""A workbook holds what it was given: numbers, days and texts of every kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.workbook import read_workbook

from foja.tables.workbook import MOST_LETTERS, Sheet, column_name, write_workbook

values = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**9), 10**9, places=2),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(values, values), max_size=6))
def test_what_is_written_is_read(rows: list[tuple[object, object]]) -> None:
    sheets = [Sheet("rows", ("a", "b & <b>"), rows), Sheet("none", ("x",), [])]
    found = read_workbook(write_workbook(sheets, "A & B"))
    assert list(found) == ["rows", "none"]
    said = [
        tuple(None if value in {"\ufffe", "\uffff"} else value for value in row) for row in rows
    ]
    assert [tuple(row.values()) for row in found["rows"]] == said
    assert found["none"] == []


def test_signs_that_xml_cannot_hold_are_left_out_and_long_texts_cut() -> None:
    sheet = Sheet("rows", ("text",), [["a\x00b\x1fc\tÑ\n<&>"], ["x" * 40_000]])
    first, long = read_workbook(write_workbook([sheet], ""))["rows"]
    assert first["text"] == "abc\tÑ\n<&>"
    assert len(str(long["text"])) == MOST_LETTERS


def test_the_same_rows_make_the_same_file() -> None:
    def make() -> bytes:
        return write_workbook([Sheet("rows", ("n",), [[Decimal("1.50")], [None]])], "t")

    assert make() == make()


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(place: int, name: str) -> None:
    assert column_name(place) == name
