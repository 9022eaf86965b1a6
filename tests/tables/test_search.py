"""Trainings found by words: forgiving, the same by every way in, and never as SQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.tables import training_rows, write_tables

from foja.tables.engine import Tables
from foja.tables.search import SEARCHED, Searched, search_of
from foja.tables.search_terms import terms_of
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("tables"))) as opened:
        yield opened


ROWS = training_rows()


def courses(tables: Tables, words: str, country: str | None = "MEX") -> set[str]:
    found = tables.search.found(Searched(words, country)).split("\n")
    return {row["course_title"] for row in ROWS if row["training_id"] in found}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("HELICOPTER mechanic", {"Helicopter Mechanic"}),
        ("mechanic helicopter", {"Helicopter Mechanic"}),
        ("aérea", {"Helicopter Mechanic"}),
        ("aerea", {"Helicopter Mechanic"}),
        ("helicop", {"Helicopter Mechanic"}),
        ("copter", {"Helicopter Mechanic"}),
        ("helicoptre", {"Helicopter Mechanic"}),
        ("helcoptter", {"Helicopter Mechanic"}),
        ("helicptr mechanik", {"Helicopter Mechanic"}),
        ("haeliucptr", set()),
        ("raddio", {"Radio Operator"}),
        ("rdaio", {"Radio Operator"}),
        ("raddiio", set()),
        ("see", set()),
        ('"raddio"', set()),
        ('"law of the sea"', {"Law of the Sea", "law of the sea"}),
        ('"the law"', set()),
        ('"of the se"', set()),
        ("customs -inspection", set()),
        ("maintenance -boat", {"Helicopter Mechanic"}),
        ('technical -"small boat"', {"Helicopter Mechanic", "Radio Operator"}),
        ("liderazgo AVIACION", {"Port Security"}),
        ("ciudad mexico", {"Human Rights Seminar"}),
        ("antinarcoticos", {"Customs Inspection"}),
        ("7th raddio", {"Radio Operator"}),
    ],
)
def test_words_find_trainings(tables: Tables, words: str, expected: set[str]) -> None:
    assert courses(tables, words) == expected


def test_a_country_finds_its_own_trainings_and_the_world_all(tables: Tables) -> None:
    of = {
        country: set(tables.search.found(Searched("law sea", country)).split())
        for country in ("MEX", "COL", None)
    }
    assert len(of["MEX"]) == 4
    assert len(of["COL"]) == 1
    assert of[None] == of["MEX"] | of["COL"]
    assert tables.search.found(Searched("law sea", "USA")) == ""
    # An organisation has no country, and is found in all.
    assert "Regional Seminar" in courses(tables, "regional", None)


@pytest.mark.parametrize(
    "words", ["naval", "law newport", "a e", "-naval", "e -naval", "méxico mex"]
)
def test_every_row_is_found_that_has_all_words_and_no_other(tables: Tables, words: str) -> None:
    names = tables.search
    expected = set()
    for row in ROWS:
        texts = [plain(text) for several in names.texts(row).values() for text in several]
        if all(
            any(term.text in text for text in texts) is not term.without for term in terms_of(words)
        ):
            expected.add(row["training_id"])
    assert expected
    assert set(names.found(Searched(words)).split()) == expected


def test_the_best_match_comes_first(tables: Tables) -> None:
    ranked = tables.search.found(Searched("rescue", "MEX", ranked=True)).split("\n")
    assert all(line[:4].isdigit() and line[4] == " " for line in ranked)
    found = {line[5:]: int(line[:4]) for line in ranked}
    assert set(found) == set(tables.search.found(Searched("rescue", "MEX")).split("\n"))
    # The title counts more than the type alone, words that stand together more than apart.
    together = tables.search.found(Searched("law sea", "MEX", ranked=True))
    apart = tables.search.found(Searched("law the", "MEX", ranked=True))
    assert together[:4] == apart[:4] == "0016"
    assert tables.search.found(Searched("law of", "MEX", ranked=True))[:4] == "0024"


def test_what_is_looked_for_is_said(tables: Tables) -> None:
    part, other = tables.search.meant("helicoptre naval")
    assert part.corrections == ("helicopter",)
    assert other.corrections == ()
    assert other.sought == (other.term,)
    assert tables.search.meant("zzzzzz")[0].sought == ()


def test_every_way_in_finds_the_same(tables: Tables) -> None:
    expression = tables.trainings(country="MEX", words="helicoptre", stage="all")
    found = {row["training_id"] for row in tables.rows(expression)}
    assert found == set(tables.search.found(Searched("helicoptre", "MEX")).split())
    assert len(found) == 2
    assert tables.polars(expression).height == 2
    everything = tables.rows(tables.trainings(country="MEX", words='""'))
    assert len(everything) == len(tables.rows(tables.trainings(country="MEX")))
    assert search_of(tables.table("trainings")) is tables.search


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "%", "_", "\\", "$found", "a\x00b", "zz(?:", '"(']
)
def test_signs_are_looked_for_and_nothing_else(tables: Tables, words: str) -> None:
    rows = tables.rows(tables.trainings(words=words, stage="all"))
    expected = {"%": 1, "_": 1}.get(words, 0)
    assert len(rows) == expected


def test_searches_at_the_same_time_find_what_one_finds(tmp_path: Any) -> None:
    words = ["naval", "helicoptre", "derechos", '"law of the sea"', "rescue -port", "a"] * 5
    with Tables(write_tables(tmp_path / "tables")) as opened, ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda one: opened.search.found(Searched(one)), words))
    with Tables(write_tables(tmp_path / "again")) as opened:
        assert found == [opened.search.found(Searched(one)) for one in words]


def test_a_searched_column_is_a_column_of_the_table(tables: Tables) -> None:
    assert set(SEARCHED) <= set(tables.table("trainings").columns)
