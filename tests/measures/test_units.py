from __future__ import annotations

import datetime as dt

import pytest
import tests.support.tables as support

from foja.errors import QueryError
from foja.meaning.units import unit_of
from foja.measures.units import NEAR_SCORE, search_units, unit_history
from foja.tables.engine import Tables

# Day, students, unit as printed, country, stage; a day of None is not printed.
ROWS = [
    ("2009-05-04", 4, "SEXTA ZONA NAVAL", "MEX", "actual"),
    ("2012-03-05", 2, "6th Naval Zone, Lazaro Cardenas, Michoacan", "MEX", "actual"),
    ("2011-01-01", 3, "Zona Naval 6", "MEX", "actual"),
    (None, 5, "Zona Naval 6", "MEX", "actual"),
    ("2013-03-05", 7, "Zona Naval 6", "MEX", "planned"),
    ("2010-02-01", 9, "6a. y 8a. Zona Naval", "MEX", "actual"),
    ("2010-02-02", 1, "Región Naval 6", "MEX", "actual"),
    ("2010-02-03", 1, "Zona Naval 16", "MEX", "actual"),
    ("2010-02-04", 1, "BAM No. 11, Santa Gertrudis, Chihuahua", "MEX", "actual"),
    ("2010-02-05", 1, "Centro de Estudios Superiores Navales", "MEX", "actual"),
    ("2010-02-06", 1, "12th Inf Bn", "MEX", "actual"),
    ("2010-02-07", 1, "Batallón de Infantería No. 12", "COL", "actual"),
    ("2010-02-08", 1, "SEMAR", "MEX", "actual"),
]
ZONE = "MEX.zona-naval-6"


def training(number, given):
    day, students, unit, country, stage = given
    found = unit_of(country, unit)
    first = dt.date.fromisoformat(day) if day else None
    return support.training_rows()[0] | {
        "training_id": f"2016-2017.wh.41.{number:02d}",
        "stage": stage,
        "country_iso3": country,
        "quantity": students,
        "student_unit": unit,
        "student_unit_printed": unit,
        "unit_id": found.unit_id if found else None,
        "recipient_force": None if unit == "SEMAR" else "MEX.SEMAR",
        "start_date": first,
    }


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    trainings = [training(number, given) for number, given in enumerate(ROWS, start=1)]
    rows = support.all_rows() | {"trainings": trainings, "units": support.units_of(trainings)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(support, "all_rows", lambda: rows)
        folder = support.write_tables(tmp_path_factory.mktemp("units"))
    with Tables(folder) as opened:
        yield opened


def found(units, text, country=None, **options):
    return [
        (match.unit["unit_id"], match.why)
        for match in search_units(units, text, country, **options)
    ]


@pytest.mark.parametrize(
    "text", ["zona naval 6", "SEXTA ZONA NAVAL", "6TH naval zone", "ZN-6", "6.ª Zona Naval", ZONE]
)
def test_any_spelling_finds_the_unit_first_and_surely(units, text):
    matches = search_units(units, text, "MEX")
    assert (matches[0].unit["unit_id"], matches[0].why, matches[0].score) == (ZONE, "name", 100)
    assert [match.why for match in matches].count("name") == 1


def test_the_match_says_which_spelling_it_met(units):
    assert search_units(units, "BAM 11")[0].spelling == "BAM No. 11, Santa Gertrudis, Chihuahua"
    assert search_units(units, "zona naval 06")[0].spelling == "Zona Naval 6"


@pytest.mark.parametrize("text", ["zona nval 6", "6th Navl Zone", "ZONA NAVAAL 6"])
def test_a_misspelling_is_near_and_no_more(units, text):
    matches = search_units(units, text, "MEX")
    assert (matches[0].unit["unit_id"], matches[0].why) == (ZONE, "near")
    assert NEAR_SCORE <= matches[0].score <= 100


def test_numbers_are_never_alike(units):
    for text in ("zona nval 7", "zona naval 66", "BAM 12"):
        assert found(units, text, "MEX") == []


def test_words_of_a_spelling_find_it_without_certainty(units):
    assert found(units, "estudios navales") == [("MEX.centro-estudios-superiores-navales", "words")]
    assert ("MEX.base-aerea-militar-11", "words") in found(units, "base aérea militar")


def test_without_a_country_every_country_is_asked(units):
    both = [("COL.batallon-infanteria-12", "name"), ("MEX.batallon-infanteria-12", "name")]
    assert sorted(found(units, "12th Infantry Battalion")) == both
    assert found(units, "12th Infantry Battalion", "COL") == both[:1]
    assert found(units, "12th Infantry Battalion", limit=1)[0] in both


@pytest.mark.parametrize("text", ["SEMAR", "qwertyuiop", "Navy"])
def test_nothing_is_claimed_of_what_is_unlike_every_unit(units, text):
    assert found(units, text, "MEX") == []


@pytest.mark.parametrize(("text", "limit"), [("", 20), (" , ", 20), ("BAM 11", 0), ("BAM 11", 101)])
def test_a_search_that_cannot_be_made_is_refused(units, text, limit):
    with pytest.raises(QueryError):
        search_units(units, text, limit=limit)


def days(rows):
    return [row["start_date"] and row["start_date"].isoformat() for row in rows]


def test_a_history_is_in_time_order_with_the_spellings_joined(units):
    history = unit_history(units, ZONE)
    assert days(history.after) == ["2009-05-04", "2011-01-01", "2012-03-05"]
    assert history.before == ()
    assert [row["quantity"] for row in history.undated] == [5]
    assert [(s.printed, s.rows, s.taken_out) for s in history.spellings] == [
        ("Zona Naval 6", 2, False),
        ("SEXTA ZONA NAVAL", 1, False),
        ("6th Naval Zone, Lazaro Cardenas, Michoacan", 1, False),
    ]
    assert history.unit["name_es"] == "6.ª Zona Naval"


def test_a_day_splits_the_trainings_and_belongs_to_what_came_after(units):
    history = unit_history(units, ZONE, before=dt.date(2011, 1, 1))
    assert days(history.before) == ["2009-05-04"]
    assert days(history.after) == ["2011-01-01", "2012-03-05"]
    assert days(history.undated) == [None]


def test_a_spelling_can_be_taken_out(units):
    history = unit_history(units, ZONE, without=["Zona Naval 6"])
    assert days(history.after) == ["2009-05-04", "2012-03-05"]
    assert history.undated == ()
    assert [s.printed for s in history.spellings if s.taken_out] == ["Zona Naval 6"]


def test_cells_that_list_the_unit_among_others_stand_apart(units):
    listed = unit_history(units, ZONE).listed
    assert [row["student_unit"] for row in listed] == ["6a. y 8a. Zona Naval"]
    alone = unit_history(units, "MEX.zona-naval-8")
    assert (alone.spellings, alone.after, alone.unit["trainings"]) == ((), (), 0)
    assert [row["quantity"] for row in alone.listed] == [9]
    without = unit_history(units, ZONE, without=["6a. y 8a. Zona Naval"])
    assert without.listed == ()


@pytest.mark.parametrize(
    ("unit_id", "without", "message"),
    [("MEX.zona-naval-99", [], "No unit has"), (ZONE, ["Zona Naval 7"], "is not printed for")],
)
def test_a_history_that_is_not_there_is_refused(units, unit_id, without, message):
    with pytest.raises(QueryError, match=message):
        unit_history(units, unit_id, without=without)


def test_the_table_of_units_joins_the_rows():
    records = support.units_of(
        [training(number, given) for number, given in enumerate(ROWS, start=1)]
    )
    assert [record["unit_id"] for record in records] == sorted(r["unit_id"] for r in records)
    zone = next(record for record in records if record["unit_id"] == ZONE)
    assert zone == {
        "unit_id": ZONE,
        "country_iso3": "MEX",
        "recipient_force": "MEX.SEMAR",
        "kind": "naval_zone",
        "number": 6,
        "name_en": "6th Naval Zone",
        "name_es": "6.ª Zona Naval",
        "spellings": [
            "6th Naval Zone, Lazaro Cardenas, Michoacan",
            "SEXTA ZONA NAVAL",
            "Zona Naval 6",
        ],
        "trainings": 4,
        "students": 14,
        "first_date": dt.date(2009, 5, 4),
        "last_date": dt.date(2012, 3, 5),
    }
