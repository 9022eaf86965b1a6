from __future__ import annotations

import io
import json

import pytest
import tests.support.tables as support
from rich.console import Console

from foja.cli.unit_history import print_units, unit_answer, units_json
from foja.errors import QueryError
from foja.meaning.units import unit_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    rows = support.all_rows()
    for row in rows["trainings"]:
        unit = unit_of(row["country_iso3"], row["student_unit"])
        row["unit_id"] = unit.unit_id if unit else None
    rows["units"] = support.units_of(rows["trainings"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(support, "all_rows", lambda: rows)
        return support.write_tables(tmp_path_factory.mktemp("units"))


def printed(answer):
    console = Console(file=io.StringIO(), width=200, highlight=False, soft_wrap=True)
    print_units(answer, console)
    return console.file.getvalue()


def test_a_sure_name_brings_its_trainings_split_by_the_day(folder):
    answer = unit_answer(folder, "8th Naval Region", country="mex", before="2018-01-08")
    text = printed(answer)
    assert "8th Naval Region (8.ª Región Naval), MEX.region-naval-8, MEX.SEMAR" in text
    assert "   2  Región Naval 8" in text
    assert "   1  REGION NAVAL 8" in text
    before, _, after = text.partition("From 2018-01-08 on: 2")
    assert "Before 2018-01-08: 1" in before
    assert "2016-02-01" in before
    assert "$1,000" in before
    assert "2018-01-08" in after
    assert "2020-01-08" in after
    assert "Planned Course" not in text


def test_without_certainty_the_candidates_are_listed(folder):
    answer = unit_answer(folder, "regin naval 8", country="MEX")
    text = printed(answer)
    assert answer.history is None
    assert "No one unit is surely 'regin naval 8'" in text
    assert "MEX.region-naval-8" in text
    assert "near (" in text


def test_nothing_found_says_what_to_try(folder):
    assert "Try fewer words" in printed(unit_answer(folder, "qwertyuiop"))


def test_a_spelling_taken_out_is_said(folder):
    answer = unit_answer(folder, "Región Naval 8", country="MEX", without=["REGION NAVAL 8"])
    assert "REGION NAVAL 8  (taken out)" in printed(answer)
    assert "Trainings: 2" in printed(answer)


def test_json_has_matches_and_history(folder):
    content = json.loads(units_json(unit_answer(folder, "Región Naval 8", country="MEX")))
    assert content["matches"][0]["unit"]["unit_id"] == "MEX.region-naval-8"
    assert content["matches"][0]["why"] == "name"
    first = content["history"]["after"][0]
    assert (first["start_date"], first["cost_usd"]) == ("2016-02-01", 1000)
    assert json.loads(units_json(unit_answer(folder, "qwertyuiop")))["history"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"country": "Mexico"}, "not a country code"),
        ({"before": "yesterday"}, "not a day"),
        ({"limit": 0}, "1 to"),
        ({"without": ["Zona Naval 1"]}, "is not printed"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(folder, options, message):
    with pytest.raises(QueryError, match=message):
        unit_answer(folder, "Región Naval 8", **{"country": "MEX", **options})
