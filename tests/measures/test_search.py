"""Why words find a training, what was corrected, and what else could be looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foja.measures.filters import Filters
from foja.measures.rows import LIST_COLUMNS, Order, list_trainings, trainings_in_order
from foja.measures.search import corrected, count, sought, suggestions, why
from foja.tables.search import SEARCHED

if TYPE_CHECKING:
    from foja.tables.engine import Tables

    Marked = list[tuple[str, str]]


def reasons(tables: Tables, words: str) -> list[Marked]:
    filters = Filters(country="MEX", words=words)
    rows = list_trainings(tables, filters, Order("course", descending=False))
    return [
        [
            (reason.column, "|".join(reason.text[start:end] for start, end in reason.spans))
            for reason in why(tables, row, words)
        ]
        for row in rows
    ]


def test_a_list_has_the_columns_that_say_why() -> None:
    assert set(SEARCHED) <= set(LIST_COLUMNS)


def test_each_row_says_where_the_words_are(tables: Tables) -> None:
    found = reasons(tables, "helicptr AEREA -boat")
    title = [(column, "Helicopter") for column in list(SEARCHED)[:3]]
    assert found == [[*title, ("student_unit", "Aérea")]] * 2


def test_a_row_found_by_a_name_says_which(tables: Tables) -> None:
    assert reasons(tables, "liderazgo AVIACION") == [[("program", "Liderazgo|Aviación")]]


@pytest.mark.parametrize("words", ["naval", "law sea", '"small boat"', "helicptr", "mexico e"])
def test_every_row_found_has_a_reason_for_each_word(tables: Tables, words: str) -> None:
    filters = Filters(country="MEX", words=words)
    terms = {part.term.text for part in tables.search.meant(words)}
    rows = list_trainings(tables, filters, Order())
    assert rows
    for row in rows:
        assert {word for reason in why(tables, row, words) for word in reason.words} == terms


def test_a_correction_names_the_word_and_what_was_looked_for(tables: Tables) -> None:
    (part,) = corrected(tables, "helicptr naval -boat")
    assert (part.term.text, part.corrections) == ("helicptr", ("helicopter",))
    assert [term.text for term in sought(tables, "helicptr naval -boat")] == ["helicopter", "naval"]
    filters = Filters(country="MEX", words="helicptr")
    row = list_trainings(tables, filters, Order())[0]
    assert why(tables, row, "helicptr")[0].instead == ("helicopter",)
    assert why(tables, row, "helicptr")[0].words == ("helicptr",)


def test_what_finds_nothing_proposes_what_would(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = Filters(country="COL", words="boat law")
    assert count(tables, filters) == 0
    near = [("boar", 5), ("seat", 4), ("newport", 3)]
    monkeypatch.setattr(tables.search, "near", lambda word, _wrong: near if word == "boat" else [])
    (one,) = suggestions(tables, filters)
    assert (one.word, one.other, one.trainings) == ("boat", "newport", 1)
    assert one.filters == Filters(country="COL", words="newport law")
    assert suggestions(tables, Filters(country="COL", words='"boat law" -sea')) == []


def test_the_best_match_orders_a_list(tables: Tables) -> None:
    filters = Filters(country="MEX", words="naval law")
    best = list_trainings(tables, filters, Order("match", limit=3))
    assert [row["course_title"].lower() for row in best] == ["law of the sea"] * 3
    table = trainings_in_order(tables, filters, Order("match", limit=3))
    assert list(table.columns) == list(tables.table("trainings").columns)
    assert [row["training_id"] for row in tables.rows(table)] == [
        row["training_id"] for row in best
    ]
    # Without words there is nothing to match: the newest come first.
    plainly = list_trainings(tables, Filters(country="MEX"), Order("match"))
    assert plainly == list_trainings(tables, Filters(country="MEX"), Order("year"))
