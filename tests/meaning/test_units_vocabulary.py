from __future__ import annotations

import msgspec
import pytest

from foja.errors import VocabularyError
from foja.meaning import unit_names, units
from foja.meaning.text import fold
from foja.meaning.unit_names import MEXICO, read_vocabulary, vocabulary
from foja.meaning.unit_words import reader, reader_of
from foja.meaning.units import unit_of

VOCABULARY = vocabulary()
GENERAL = "COL"
by_key = {"ids": lambda entry: getattr(entry, "key", getattr(entry, "name", None))}


def country_of(term):
    return MEXICO if term.countries or not term.spellings else GENERAL


def parts(reading, text):
    return [
        [(part.text, part.role) for part in segment]
        for segment in reading.segments(reading.plain(text))
    ]


@pytest.mark.parametrize("term", VOCABULARY.term, **by_key)
def test_every_entry_has_an_example_that_it_changes(term):
    without = msgspec.structs.replace(
        VOCABULARY, term=tuple(other for other in VOCABULARY.term if other is not term)
    )
    changed = []
    for iso3 in (MEXICO, GENERAL):
        with_term = parts(reader(iso3), term.example)
        has_term = any((term.key, term.role) in segment for segment in with_term)
        changed.append(has_term and with_term != parts(reader_of(without, iso3), term.example))
    assert any(changed), term.example


@pytest.mark.parametrize("term", VOCABULARY.term, **by_key)
def test_every_spelling_is_read_as_its_entry(term):
    for spelling in term.spellings:
        assert parts(reader(country_of(term)), spelling) == [[(term.key, term.role)]], spelling
    for spelling in term.spellings_mexico:
        assert parts(reader(MEXICO), spelling) == [[(term.key, term.role)]], spelling
    for letter in term.letters_mexico:
        numbered = [[(term.key, term.role), ("2", "number")]]
        assert parts(reader(MEXICO), f"{letter}-2") == numbered, letter
        assert parts(reader(GENERAL), f"{letter}-2") != numbered, letter


@pytest.mark.parametrize("entry", VOCABULARY.no_unit, **by_key)
def test_what_names_no_unit_would_be_one_without_its_entry(entry, monkeypatch):
    for spelling in (entry.example, *entry.spellings):
        assert unit_of(MEXICO, spelling) is None, spelling
        assert unit_of(GENERAL, spelling) is None, spelling
    monkeypatch.setattr(units, "_is_no_unit", lambda _plain, _iso3: False)
    taken = [unit_of.__wrapped__(GENERAL, s) for s in (entry.example, *entry.spellings)]
    assert any(unit is not None for unit in taken)


@pytest.mark.parametrize("entry", VOCABULARY.country, ids=lambda entry: entry.iso3)
def test_a_country_is_not_part_of_its_units_names(entry):
    plain = unit_of(entry.iso3, "Infantry Battalion 3")
    elsewhere = "COL" if entry.iso3 != "COL" else "PER"
    for word in entry.words:
        named = f"{word} Infantry Battalion 3"
        assert unit_of(entry.iso3, named) == plain, word
        assert (
            unit_of(elsewhere, named).unit_id != unit_of(elsewhere, "Infantry Battalion 3").unit_id
        )


@pytest.mark.parametrize("entry", VOCABULARY.abbreviation, ids=lambda entry: entry.short)
def test_an_abbreviation_is_its_words_in_mexico_alone(entry):
    whole = entry.example.casefold().replace(entry.short, entry.long)
    assert whole != entry.example.casefold()
    assert unit_of(MEXICO, entry.example).unit_id == unit_of(MEXICO, whole).unit_id
    assert unit_of(GENERAL, entry.example).unit_id != unit_of(GENERAL, whole).unit_id


@pytest.mark.parametrize("place", VOCABULARY.place, **by_key)
def test_every_spelling_of_a_place_tells_a_sector_apart(place):
    for spelling in place.spellings:
        if place.state:
            here = f"Sector Naval, Coatzacoalcos, {spelling}"
            assert unit_of(MEXICO, here).unit_id == "MEX.sector-naval-coatzacoalcos", spelling
        else:
            slug = fold(place.name).replace(" ", "-")
            found = unit_of(MEXICO, f"Sector Naval de {spelling}")
            assert found.unit_id == f"MEX.sector-naval-{slug}", spelling


@pytest.mark.parametrize("ship", VOCABULARY.ship, **by_key)
def test_a_ship_is_found_by_each_spelling_and_by_its_hull(ship):
    found = {unit_of(MEXICO, f'ARM "{spelling}", Tampico') for spelling in ship.spellings}
    if ship.hull:
        found |= {unit_of(MEXICO, f"ARM ({ship.hull})"), unit_of(MEXICO, f"{ship.hull}, Tampico")}
    assert {unit.unit_id for unit in found} == {f"MEX.buque-{fold(ship.name).replace(' ', '-')}"}
    assert {unit.kind for unit in found} == {"ship"}


@pytest.mark.parametrize("entry", VOCABULARY.same, ids=lambda entry: entry.form)
def test_two_forms_of_one_unit_are_joined_by_their_entry_alone(entry, monkeypatch):
    assert unit_of(MEXICO, entry.example).unit_id == f"MEX.{entry.means}"
    monkeypatch.setattr(units, "_same_forms", dict)
    assert unit_of.__wrapped__(MEXICO, entry.example).unit_id == f"MEX.{entry.form}"


GOOD = """
country = []
place = []
ship = []
no_unit = []
[[term]]
key = "naval-zone"
role = "kind"
known_by = "number"
name_en = "Naval Zone"
name_es = "Zona Naval"
spellings = ["naval zone"]
example = "Naval Zone 6"
"""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('key = "naval-zone"', 'key = "Naval Zone"'), "Naval Zone: not words"),
        (('known_by = "number"\n', ""), "known_by is for kinds"),
        (('name_es = "Zona Naval"\n', ""), "a name is missing"),
        (('spellings = ["naval zone"]', "spellings = []"), "no spelling"),
        (('["naval zone"]', '["Naval Zone"]'), "is not folded"),
        (('["naval zone"]', '["naval zone", "naval zone"]'), "spelling occurs twice"),
        (('role = "kind"', 'role = "kind"\nforce = "navy"'), "unknown force navy"),
        (('role = "kind"', 'role = "sort"'), "role"),
        (('role = "kind"', 'role = "kind"\ncolour = "grey"'), "colour"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / unit_names.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert read_vocabulary(tmp_path).term[0].key == "naval-zone"
    file.write_text(GOOD.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        read_vocabulary(tmp_path)
