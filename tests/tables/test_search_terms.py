"""How a search is read, and where a text has what it asks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.tables.search_terms import Term, quoted, same_search, spans, terms_of


@pytest.mark.parametrize(
    ("search", "terms"),
    [
        ("", []),
        ("  ", []),
        ('""', []),
        ("Infantería MARINA", [Term("infanteria"), Term("marina")]),
        ("marina, marina", [Term("marina")]),
        ("¿mando?", [Term("mando")]),
        ("U.S. UH-60", [Term("u.s"), Term("uh-60")]),
        ('"Human  Rights"', [Term("human rights", phrase=True)]),
        ("\u201cderechos-humanos\u201d", [Term("derechos humanos", phrase=True)]),
        ("«derechos humanos» curso", [Term("derechos humanos", phrase=True), Term("curso")]),
        ('"never ends', [Term("never ends", phrase=True)]),
        ("marina -infantería", [Term("marina"), Term("infanteria", without=True)]),
        ('-"Law of the Sea"', [Term("law of the sea", phrase=True, without=True)]),
        ("phase - 1", [Term("phase"), Term("-"), Term("1")]),
        ("--help 100%_", [Term("--help"), Term("100%_")]),
        ('5"/54 gun', [Term('5"/54'), Term("gun")]),
        ('"%"', [Term("%", phrase=True)]),
    ],
)
def test_a_search_is_read_as_its_parts(search: str, terms: list[Term]) -> None:
    assert list(terms_of(search)) == terms


@given(st.text(max_size=60))
def test_what_a_search_is_understood_as_is_understood_the_same(search: str) -> None:
    assert same_search(same_search(search)) == same_search(search)


@pytest.mark.parametrize(
    ("word", "wrong"),
    [("sea", 0), ("boat", 1), ("marinas", 1), ("infanter", 2), ("uh60", 0), ("mi-17", 0)],
)
def test_how_much_of_a_word_may_be_wrong(word: str, wrong: int) -> None:
    assert terms_of(word)[0].most_wrong == wrong
    assert terms_of(f'"{word}"')[0].most_wrong == 0
    assert terms_of(f"-{word}")[0].most_wrong == 0


@pytest.mark.parametrize(
    ("text", "search", "marked"),
    [
        ("Infantería de Marina", "marina INFANTERIA", "[Infantería] de [Marina]"),
        ("REGION NAVAL", "naval", "REGION [NAVAL]"),
        ("Navales", "naval", "[Naval]es"),
        ("Human-Rights Law", '"human rights"', "[Human-Rights] Law"),
        ("Humane Rights", '"human rights"', "Humane Rights"),
        ("Unit 12, UNIT 1", '"unit 1"', "Unit 12, [UNIT 1]"),
        ("anana", "ana nan", "[anan]a"),
        ("Año", "ano", "[Año]"),
        ("A\u0301rea", "area", "[A\u0301rea]"),
        ("nothing", "zebra", "nothing"),
    ],
)
def test_a_text_is_marked_where_it_has_what_is_sought(text: str, search: str, marked: str) -> None:
    parts, end = [], 0
    for start, stop in spans(text, terms_of(search)):
        parts += [text[end:start], "[", text[start:stop], "]"]
        end = stop
    assert "".join([*parts, text[end:]]) == marked


@given(st.text(max_size=30), st.text("abcé", min_size=1, max_size=3))
def test_marks_are_in_order_and_inside_the_text(text: str, word: str) -> None:
    found = spans(text + word + text, terms_of(word))
    assert found
    edges = [edge for span in found for edge in span]
    assert edges == sorted(edges)
    assert edges[-1] <= len(text + word + text)


def test_a_title_is_searched_as_it_stands_and_cut_between_words() -> None:
    assert quoted('The "Basic" - Course') == '"The Basic - Course"'
    assert terms_of(quoted("Phase -1"))[0].text == "phase 1"
    cut = quoted("word " * 60, 40)
    assert re.fullmatch(r'"(word )*word"', cut)
    assert len(cut) <= 40
