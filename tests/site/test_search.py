"""The search box: any spelling finds what is meant, and what is named exactly is opened at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from foja.site.language import LANGUAGES
from foja.site.reading import Reading
from foja.site.search import marked, straight_to
from foja.site.search_entries import search_index
from foja.site.search_index import Entry, SearchIndex
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reader import Reader

INDEX = SearchIndex(
    [
        Entry("country", "MEX", "Mexico", "México", "", "MEX", 6000),
        Entry("country", "COL", "Colombia", "Colombia", "", "COL", 20000),
        Entry(
            "authority", "IMET", "Education and Training (IMET)", "Educación (IMET)", "", None, 9
        ),
        Entry("place", "US.benning", "Fort Benning", "Fort Benning", "FT BENNING GA", "USA", 800),
        Entry("force", "MEX.MARINES", "Naval Infantry", "Infantería de Marina", "", "MEX", 10),
        Entry("unit", "MEX.b3", "3rd Battalion", "3.er Batallón", "3er Btn. de Inf.", "MEX", 4),
        Entry("unit", "MEX.b33", "33rd Battalion", "33.er Batallón", "", "MEX", 2),
        Entry("course", "Human Rights", "Human Rights", "Human Rights", "", None, 50),
    ]
)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("mexico", "MEX"),
        ("MÉXICO", "MEX"),
        ("mexcio", "MEX"),
        ("Mex", "MEX"),
        ("colom", "COL"),
        ("imet", "IMET"),
        ("infanteria de marna", "MEX.MARINES"),
        ("marina infantería", "MEX.MARINES"),
        ("wehelan ft benning", "US.benning"),
        ("bening", "US.benning"),
        ("human rigths", "Human Rights"),
        ("3 battalion", "MEX.b3"),
        ("33 batallon", "MEX.b33"),
        ("batallon mexico 33", "MEX.b33"),
        ("naval mexico", "MEX.MARINES"),
    ],
)
def test_any_spelling_finds_what_is_meant(asked: str, first: str) -> None:
    found = INDEX.search(asked)
    assert found
    assert found[0].entry.key == first


@pytest.mark.parametrize("asked", ["", "?!", "zebra submarine", "qq", "xx yy zz mexico"])
def test_nothing_is_found_where_nothing_is_like_it(asked: str) -> None:
    assert INDEX.search(asked) == []


def test_a_number_is_never_another_one() -> None:
    assert [hit.entry.key for hit in INDEX.search("33")] == ["MEX.b33"]
    assert not INDEX.search("302")


def test_a_country_alone_is_not_all_that_is_in_it() -> None:
    assert [hit.entry.key for hit in INDEX.search("mexico")] == ["MEX"]


def test_what_was_met_is_marked_to_its_letters() -> None:
    hit = INDEX.search("educacion trai")[0]
    assert hit.entry.key == "IMET"
    assert marked(hit.entry.name_en, hit.words) == (
        ("Education and ", False),
        ("Trai", True),
        ("ning (IMET)", False),
    )
    assert marked(hit.entry.name_es, hit.words)[0] == ("Educación", True)
    # A short word beside a longer one is met whole; alone, from its first letter on.
    words = ["destacamento", "de"]
    assert marked("Depósito de Destacamento", words)[0] == ("Depósito ", False)
    assert marked("Depósito", ["de"])[0] == ("De", True)


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    with Tables() as tables:
        yield Reading(tables)


@pytest.mark.parametrize(
    ("asked", "language", "kind", "name"),
    [
        ("infanteria de marna", "es", "force", "Infantería de Marina"),
        ("wehelan ft benning", "en", "place", "Fort Benning"),
        ("whinsec", "en", "place", "Western Hemisphere Institute for Security Cooperation"),
        ("302 escuadron aereo", "es", "unit", "302.º Escuadrón Aéreo"),
        ("seccion 1004", "es", "authority", "Sección 1004: apoyo antidrogas"),
        ("pilotos", "es", "type", "Pilotos"),
        ("C168", "en", "claim", "Congress appropriated 3.5 billion dollars"),
        ("2018-2019", "en", "report", "Report 2018\N{EN DASH}2019"),
        ("human rights instructor", "en", "course", "Human Rights Instructor"),
    ],
)
def test_the_record_is_found_by_what_people_type(
    asked: str, language: str, kind: str, name: str, reading: Reading
) -> None:
    found = search_index(reading).search(asked)
    best = next(hit.entry for hit in found if hit.entry.kind == kind)
    assert best.name(language).casefold().startswith(name.casefold())
    assert kind in {hit.entry.kind for hit in found[:10]}


def test_the_index_is_made_once_whoever_asks_first(reading: Reading) -> None:
    made: list[SearchIndex] = []
    threads = [
        threading.Thread(target=lambda: made.append(search_index(reading))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(index) for index in made}) == 1
    kinds = {entry.kind for entry in made[0].entries}
    assert kinds >= {"country", "unit", "place", "course", "claim", "document", "type", "force"}


def test_what_is_named_exactly_is_opened(reading: Reading) -> None:
    english = LANGUAGES["en"]
    assert straight_to("COL", reading, english) == "/en/country/COL"
    there = straight_to(" 2020-2021.wh.41.07 ", reading, english)
    assert there == "/en/training/2020-2021.wh.41.07"
    for other in ("col", "XXX", "2020-2021.wh.41.99", "2020.5", "Colombia"):
        assert straight_to(other, reading, english) == ""


def test_the_page_works_without_a_script(site: Reader) -> None:
    form = site.page("/en/")
    assert ("form", "action", "/en/search") in form.attributes
    page = site.page("/en/search?q=batalon")
    assert "1 result" in page.text or "results for “batalon”" in page.part("found")
    assert any(link.startswith("/en/unit/MEX.battalion-") for link in page.links)
    assert "<mark>" in page.source
    spanish = site.page("/es/search?q=mexico")
    assert "México" in spanish.part("found-country")


def test_nothing_found_says_what_to_do(site: Reader) -> None:
    page = site.page("/en/search?q=zebra+submarine")
    assert "Nothing is called “zebra submarine”" in page.part("empty")
    assert "/en/units" in page.links
    assert site.page("/en/search").part("content").startswith("Search")


def test_a_code_and_an_identifier_go_straight_there(site: Reader) -> None:
    answer = site.get("/es/search?q=MEX")
    assert (answer.status_code, answer.headers["location"]) == (303, "/es/country/MEX")
    answer = site.get("/en/search?q=2016-2017.wh.41.01")
    location = answer.headers["location"]
    assert (answer.status_code, location) == (303, "/en/training/2016-2017.wh.41.01")
    assert site.get(location).status_code == 200


def test_what_cannot_be_searched_is_refused(site: Reader) -> None:
    assert "no letter or digit" in site.page("/en/search?q=%3F%21", 400).text
    assert "does not know: “words”" in site.page("/en/search?words=a", 400).text
    assert site.get(f"/en/search.json?q={'a' * 300}").status_code == 400


def test_suggestions_hold_what_the_box_shows(site: Reader) -> None:
    answer = site.get("/es/search.json?q=regi%C3%B3n+nav")
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()["results"]
    assert 0 < len(found) <= 10
    unit = next(one for one in found if one["kind"] == "unit")
    assert unit["kind_name"] == "Unidad"
    assert unit["about"] == "México"
    assert "".join(text for text, _met in unit["parts"]) == unit["name"]
    assert any(met for _text, met in unit["parts"] + unit["spelling"])
    assert site.get(unit["address"]).status_code == 200
    assert site.get("/en/search.json?q=").json() == {"query": "", "results": []}


def test_every_suggestion_leads_to_a_page(site: Reader) -> None:
    for asked in ("mexico", "imet", "newport", "law", "naval", "2020", "C010", "derechos"):
        for one in site.get(f"/en/search.json?q={asked}").json()["results"]:
            assert site.get(one["address"]).status_code == 200, one
