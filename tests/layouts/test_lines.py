"""Words to runs, lines and cells: plain geometry."""

from __future__ import annotations

import pytest

from foja.layouts.lines import Run, cell_text, join, lines_of, runs_of
from foja.model import Box, Word

HEIGHT = 8.0
LETTER = 4.0  # points that every letter of these tests is wide
SPACE = 2.0


def line(text, x=0.0, y=0.0, height=HEIGHT):
    """The words of a line that begins at x and whose top is at y."""
    words = []
    for part in text.split(" "):
        if part:
            words.append(Word(part, x, y, x + LETTER * len(part), y + height))
            x += LETTER * len(part)
        x += SPACE
    return words


def run(text, x=0.0, y=0.0, height=HEIGHT):
    [found] = runs_of(line(text, x, y, height))
    return found


def texts(runs):
    return [found.text for found in runs]


# -- runs ---------------------------------------------------------------------------------------


def test_words_of_a_line_are_one_run():
    [found] = runs_of(line("Fiscal Year 2020", 10, 20))
    assert found.text == "Fiscal Year 2020"
    assert found.box == Box(10, 20, 10 + 14 * LETTER + 2 * SPACE, 28)
    assert (found.height, found.middle) == (HEIGHT, 24)


@pytest.mark.parametrize(("gap", "runs"), [(7.1, 1), (7.3, 2), (-7.1, 1), (-7.3, 2)])
def test_a_gap_of_nine_tenths_of_the_letters_height_parts_runs(gap, runs):
    left = Word("left", 100, 0, 110, HEIGHT)
    right = Word("right", 110 + gap, 0, 140, HEIGHT)
    assert len(runs_of([left, right])) == runs


def test_the_gap_grows_with_the_letters():
    words = [Word("left", 0, 0, 10, 16), Word("right", 24, 0, 40, 16)]
    assert texts(runs_of(words)) == ["left right"]


@pytest.mark.parametrize(("lower", "runs"), [(2.3, 1), (2.5, 2), (-2.3, 1), (-2.5, 2)])
def test_words_of_a_run_stand_on_one_line(lower, runs):
    words = [Word("one", 0, 0, 12, HEIGHT), Word("two", 14, lower, 26, HEIGHT + lower)]
    assert len(runs_of(words)) == runs


def test_words_drawn_back_to_front_are_not_one_run():
    words = [Word("second", 20, 0, 44, HEIGHT), Word("first", 0, 0, 19, HEIGHT)]
    assert texts(runs_of(words)) == ["second", "first"]


def test_no_words_are_no_runs():
    assert runs_of([]) == []


def test_a_run_holds_the_tallest_of_its_words():
    found = Run(Word("low", 0, 2, 10, 8))
    found.add(Word("High", 12, 0, 30, 9))
    assert found.box == Box(0, 0, 30, 9)


# -- lines and cells ----------------------------------------------------------------------------


def test_lines_come_from_top_to_bottom_and_left_to_right():
    runs = [run("below", 0, 10), run("right", 50, 0), run("left", 0, 0.5)]
    assert [join(words) for words in lines_of(runs)] == ["left right", "below"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["CTR FOR DEFENSE", "STUDIES"], "CTR FOR DEFENSE STUDIES"),
        (["one Civil-", "Military course"], "one Civil-Military course"),
        (["COURSE (IOSCO)-", "RESIDENT"], "COURSE (IOSCO)-RESIDENT"),
        (["DAM NECK -", "N/A"], "DAM NECK - N/A"),
        (["-", "N/A"], "- N/A"),
        (["Staff/", "Planning"], "Staff/ Planning"),
        (["a", "b-", "c", "d"], "a b-c d"),
        (["one"], "one"),
    ],
)
def test_lines_are_joined_by_a_space_unless_a_hyphen_parts_them(lines, expected):
    runs = [run(text, 0, 10 * number) for number, text in enumerate(lines)]
    assert cell_text(runs, 1000) == expected


@pytest.mark.parametrize(
    ("letters", "is_broken"), [(30, True), (29, True), (28, False), (10, False)]
)
def test_a_word_that_fills_its_line_goes_on_in_the_next(letters, is_broken):
    # 30 letters fill 120 points; a letter is at most nine tenths of its height wide.
    word = "A" * letters
    text = cell_text([run(word), run("BC D", 0, 10)], 120)
    assert text == (f"{word}BC D" if is_broken else f"{word} BC D")


def test_words_that_fill_a_line_together_are_not_broken():
    assert cell_text([run("AAAAAAAAAA BBBBBBBBBBBBBBBBBBB"), run("C", 0, 10)], 120).endswith("B C")


def test_a_cell_of_several_runs_on_a_line_is_one_text():
    assert cell_text([run("far"), run("apart", 60), run("below", 0, 10)], 120) == "far apart below"
