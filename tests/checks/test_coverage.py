"""Every word of a page is used, ignored by a named rule, or an issue."""

from __future__ import annotations

import pytest

from foja.checks.coverage import left_over
from foja.errors import LayoutError
from foja.layouts.base import PageReading, Reading
from foja.model import Box, PageCoverage, Word

STRAY = (Word("Stray", 10, 20, 30, 28), Word("words", 32, 20, 52, 28))


def reading(**figures):
    page = PageCoverage(7, "41", **figures)
    return Reading("some_layout", pages=[PageReading(7, 792, 612, page)])


def test_words_that_are_accounted_for_are_no_issue():
    ignored = {"running_heading": 3, "page_number": 1}
    assert list(left_over(reading(words=10, used=6, ignored=ignored), "x/wh")) == []


def test_each_word_left_over_is_an_issue_with_its_address():
    issues = list(left_over(reading(words=8, used=6, left_over=STRAY), "x/wh"))
    assert [(issue.code, issue.document, issue.page) for issue in issues] == [
        ("word_left_over", "x/wh", 7)
    ] * 2
    assert [(issue.detail, issue.box) for issue in issues] == [
        ("Stray", Box(10, 20, 30, 28)),
        ("words", Box(32, 20, 52, 28)),
    ]


@pytest.mark.parametrize(
    "figures",
    [
        {"words": 10, "used": 9},
        {"words": 10, "used": 11},
        {"words": 10, "used": 10, "left_over": STRAY},
        {"words": 10, "used": 9, "ignored": {"page_number": 2}},
        {"words": 0, "used": 1},
    ],
    ids=["lost", "doubled", "used and left over", "ignored twice", "out of nothing"],
)
def test_a_layout_that_loses_count_is_stopped(figures):
    with pytest.raises(LayoutError, match=r"^x/wh, page 7: of \d+ words .* lost count"):
        list(left_over(reading(**figures), "x/wh"))
