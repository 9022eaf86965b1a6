from __future__ import annotations

from foja.layouts.two_columns_page import box_of, text_columns
from foja.model import Box, Word

LETTER = 4.0  # every letter of these words is so wide, and ten high


def line(x: float, y: float, text: str, quantity: str = "", cost: str = "") -> list[Word]:
    """The words of a line: a title at `x`, numbers that end 150 and 210 points to the right."""
    words = []
    at = x
    for word in text.split(" "):
        words.append(Word(word, at, y, at + LETTER * len(word), y + 10))
        at += LETTER * len(word) + 2
    for edge, number in ((150, quantity), (210, cost)):
        if number:
            right = x + edge
            words.append(Word(number, right - LETTER * len(number), y, right, y + 10))
    return words


def cells(words: list[Word]) -> list[list[tuple[str, str | None, str | None]]]:
    return [
        [
            (
                line.text,
                line.quantity.text if line.quantity else None,
                line.cost.text if line.cost else None,
            )
            for line in column
        ]
        for column in text_columns(words)
    ]


def test_text_columns_part_at_the_white_band() -> None:
    left = [*line(50, 100, "AIR WAR COLLEGE", "1", "$20"), *line(50, 112, "RANGER", "12", "$1,000")]
    right = [*line(320, 103, "SAPPER", "3", "$0"), *line(320, 112, "JUMPMASTER", "1", "$9")]
    expected = [
        [("AIR WAR COLLEGE", "1", "$20"), ("RANGER", "12", "$1,000")],
        [("SAPPER", "3", "$0"), ("JUMPMASTER", "1", "$9")],
    ]
    long = line(50, 130, "Western Hemisphere Region, Mexico, Exchanges, FY 00")
    bar = line(50, 90, "Title of", "#", "Cost")
    heading = ("Western Hemisphere Region, Mexico, Exchanges, FY 00", None, None)
    words = [*bar, *left, *long, *right]
    assert cells(words)[0][1:] == [*expected[0], heading]
    assert cells(words)[1] == expected[1]
    assert cells(words[::-1]) == cells(words)


def test_an_empty_page_has_no_text_columns() -> None:
    assert text_columns([]) == []


def test_numbers_stay_with_their_titles_on_a_page_of_few_rows() -> None:
    assert cells(line(50, 100, "SAPPER", "3", "$0")) == [[("SAPPER", "3", "$0")]]


def test_a_number_in_a_title_is_no_number_of_students() -> None:
    words = [
        *line(50, 100, "Executive Course 00-3", "4", "$7"),
        *line(50, 112, "AMEDD OFF BASIC (MS) 67", "1", "$3,895"),
        *line(50, 124, "AMPHIB WARFARE SCHOOL 2"),
    ]
    assert cells(words) == [
        [
            ("Executive Course 00-3", "4", "$7"),
            ("AMEDD OFF BASIC (MS) 67", "1", "$3,895"),
            ("AMPHIB WARFARE SCHOOL 2", None, None),
        ]
    ]


def test_rows_without_a_cost_keep_their_number() -> None:
    words = [*line(50, 100, "SCO2001JCET209F", "0"), *line(50, 112, "FY 01 Totals:", "0")]
    assert cells(words) == [[("SCO2001JCET209F", "0", None), ("FY 01 Totals:", "0", None)]]


def test_damaged_numbers_are_kept_as_printed_by_their_place() -> None:
    words = [
        *line(50, 100, "RANGER", "1", "$20"),
        *line(50, 112, "SAPPER", "l", "$4O0"),
        *line(50, 124, "AIRBORNE", "2", "20"),
        *line(50, 136, "JUMPMASTER", "2", "$30"),
        *line(50, 148, "Mali, International Military Education and"),
    ]
    assert cells(words)[0][1:3] == [
        ("SAPPER", "l", "$4O0"),
        ("AIRBORNE", "2", "20"),
    ]


def test_a_title_that_reaches_the_number_is_parted_from_it() -> None:
    rows = [*line(50, 100, "RANGER", "1", "$20"), *line(50, 112, "SAPPER", "2", "$30")]
    reaching = [
        Word("LONG", 50, 124, 120, 134),
        Word("TITLE", 122, 124, 194, 134),
        *line(50, 124, "", "3", "$5")[1:],
    ]
    (column,) = text_columns([*rows, *reaching])
    assert (column[2].text, column[2].over_the_edge) == ("LONG TITLE", True)
    assert column[2].quantity is not None
    assert column[2].quantity.text == "3"
    assert not column[0].over_the_edge


def test_lines_know_the_headings_of_the_columns_and_their_neighbours() -> None:
    words = [
        *line(50, 100, "Title of", "#", "Cost"),
        *line(50, 111, "ELECTROMAGNETIC SPECTM", "1", "$2"),
        *line(50, 121.2, "MGT"),
        *line(50, 138, "RANGER", "1", "$3"),
    ]
    (column,) = text_columns(words)
    assert [line.is_bar for line in column] == [True, False, False, False]
    assert [line.is_text for line in column[1:]] == [False, True, False]
    assert column[1].touches(column[2])
    assert not column[2].touches(column[3])
    assert box_of(column[1:3]) == Box(50, 111, 260, 131.2)
    assert [line.word_count for line in column] == [4, 4, 1, 3]
