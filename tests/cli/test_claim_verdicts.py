"""`foja claims` and `foja claim`: what they print, and what they refuse."""

from __future__ import annotations

import json

import pytest

from foja.cli.claim_verdicts import claims_report, own_claim_report
from foja.errors import QueryError, SettingsError
from foja.tables.folder import SNAPSHOT


def test_one_claim_in_words_with_its_rows() -> None:
    text = claims_report(SNAPSHOT, ["C028"])
    assert text.startswith("C028  ")
    assert "It holds. We find 5 students; the claim says exactly 5 students." in text
    assert "/en/country/MEX?from=2009&to=2009&program=INCLE" in text


def test_json_has_exact_figures_and_every_definition() -> None:
    (found,) = json.loads(claims_report(SNAPSHOT, ["C194"], lang="es", kind="json"))
    assert found["verdict"] == "holds_otherwise"
    assert found["figure"] == "27700"
    assert found["ours"] == "27658"
    assert found["difference"] == "-42"
    assert found["definitions"][1]["series"] == "overdoses.unintentional"
    assert "no intencionales" in found["sentence"]


def test_markdown_is_a_table() -> None:
    lines = claims_report(SNAPSHOT, ["C143", "C144"], kind="md").splitlines()
    assert lines[1].startswith("| --- |")
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["C143", "C144"]


def test_a_claim_of_ones_own() -> None:
    given = {"country": "Mexico", "from": "2009", "program": "INCLE", "figure": "5"}
    text = own_claim_report(SNAPSHOT, {**given, "claim": "Five were trained."})
    assert text.startswith("Five were trained.")
    assert "It holds." in text
    assert "does not hold" in own_claim_report(SNAPSHOT, {**given, "figure": "6"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"country": "Narnia", "from": "2020", "figure": "1"}, "No country is called"),
        ({"country": "MEX", "from": "2020", "to": "2019", "figure": "1"}, "swap them"),
        ({"country": "MEX", "from": "2020", "figure": "many"}, "is not a figure"),
        ({"country": "MEX", "from": "2020", "figure": "1", "type": "magic"}, "No training type"),
    ],
)
def test_nonsense_is_told_what_to_do(given: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        own_claim_report(SNAPSHOT, given)


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(QueryError, match="No claim “C999”"):
        claims_report(SNAPSHOT, ["C999"])
    with pytest.raises(SettingsError, match="No language"):
        claims_report(SNAPSHOT, ["C028"], lang="fr")
    with pytest.raises(SettingsError, match="No format"):
        claims_report(SNAPSHOT, ["C028"], kind="pdf")
