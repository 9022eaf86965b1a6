"""The ledger of claims: complete, in both languages, its parts used in both directions."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from foja.errors import VocabularyError
from foja.meaning.claims import (
    LEDGERS,
    OPERATORS,
    SOURCES,
    all_claims,
    all_operators,
    all_sources,
    folder,
    read_claims,
    read_operators,
)
from foja.meaning.places import all_places
from foja.meaning.programs import all_programs
from foja.meaning.recipients import all_recipients
from foja.meaning.training_types import all_groups, all_types
from foja.measures.measures import MEASURES

if TYPE_CHECKING:
    from pathlib import Path

FROM_THE_LIST = 70
ARTICLE_AS_A_WHOLE = "F001"


@pytest.fixture
def ledger_folder(tmp_path: Path) -> Path:
    """A copy of the ledger that a test may spoil."""
    place = tmp_path / "claims"
    shutil.copytree(str(folder()), place)
    return place


def _spoil(place: Path, name: str, before: str, after: str) -> None:
    text = (place / name).read_text("utf-8")
    assert before in text
    (place / name).write_text(text.replace(before, after, 1), "utf-8")


def test_every_claim_collected_has_an_entry() -> None:
    claims = all_claims()
    assert len(claims) == FROM_THE_LIST + 1
    assert all(re.fullmatch(r"C\d{3}", one) for one in claims if one != ARTICLE_AS_A_WHOLE)
    assert {claim.operator for claim in claims.values()} <= all_operators().keys()


def test_both_languages_say_what_is_claimed_and_name_the_same_figures() -> None:
    for claim in all_claims().values():
        assert claim.claim_en
        assert claim.claim_es
        assert claim.claim_en != claim.claim_es
        named = [set(re.findall(r"\{[^}]+\}", text)) for text in (claim.why_en, claim.why_es)]
        assert named[0] == named[1], claim.id


def test_a_reason_names_only_ways_that_the_claim_has() -> None:
    for claim in all_claims().values():
        keys = {way.key for way in claim.ways}
        for text in (claim.why_en, claim.why_es):
            assert {key.partition("@")[0] for key in re.findall(r"\{([^}]+)\}", text)} <= keys


def test_ways_choose_by_codes_there_are() -> None:
    types = {entry.key for entry in (*all_types(), *all_groups())}
    programs = {program.code for program in all_programs()}
    forces = {force.code for force in all_recipients()}
    places = {place.place_id for place in all_places()}
    for claim in all_claims().values():
        for way in claim.ways:
            assert way.measure in MEASURES
            assert {*way.type, *way.rising} <= types, claim.id
            assert set(way.program) <= programs, claim.id
            assert {*way.force} <= forces, claim.id
            assert {*way.place, *way.part_place} <= places, claim.id


def test_tolerances_admit_what_their_words_say() -> None:
    operators = all_operators()
    hundred = Decimal(100)
    for key, ours, admitted in (
        ("exactly", "100", True),
        ("exactly", "100.01", False),
        ("rounded", "100.5", True),
        ("rounded", "99.4", False),
        ("about", "105", True),
        ("about", "94.9", False),
        ("nearly", "95", True),
        ("nearly", "101.1", False),
        ("ratio_about", "105", True),
        ("ratio_about", "94", False),
        ("just_over", "100", False),
        ("just_over", "104", True),
        ("more_than", "100", False),
        ("more_than", "100.1", True),
        ("at_least", "100", True),
        ("less_than", "100", False),
        ("at_most", "100", True),
        ("at_most", "100.1", False),
        ("spike", "99", False),
    ):
        assert operators[key].admits(Decimal(ours), hundred) is admitted, (key, ours)


def test_operators_and_sources_are_used_and_named_in_both_languages() -> None:
    claims = all_claims().values()
    assert {claim.source for claim in claims} == set(all_sources())
    for operator in all_operators().values():
        assert operator.own or operator.key in {claim.operator for claim in claims}
        assert operator.name_en
        assert operator.name_es
        assert operator.rule_en.endswith(".")
        assert operator.rule_es.endswith(".")


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("programs.toml", 'id = "C081"', 'id = "C080"', "occurs twice"),
        ("programs.toml", 'source = "cip"', 'source = "nobody"', "there is no source nobody"),
        ("programs.toml", 'operator = "exactly"', 'operator = "maybe"', "there is no operator"),
        ("programs.toml", 'figure = "96"', 'figure = "many"', "is not a number"),
        ("series.toml", "uncheckable = true\n", "", "cannot be checked has no way that decides"),
        ("series.toml", 'series = "merida.enacted"', 'series = "merida.x"', "no series merida.x"),
        ("newsletters.toml", 'taxonomy = "reference_tactical"\n', "", "not both"),
        ("trainings.toml", "claim_en", "claim_xx", "claim_xx"),
    ],
)
def test_a_broken_entry_is_named(
    ledger_folder: Path, name: str, before: str, after: str, said: str
) -> None:
    _spoil(ledger_folder, name, before, after)
    with pytest.raises(VocabularyError, match=re.escape(said)):
        read_claims(ledger_folder)


def test_a_reason_in_one_language_is_refused(ledger_folder: Path) -> None:
    text = (ledger_folder / LEDGERS[2]).read_text("utf-8")
    (ledger_folder / LEDGERS[2]).write_text(re.sub(r"why_es = .*\n", "", text, count=1), "utf-8")
    with pytest.raises(VocabularyError, match="one language only"):
        read_claims(ledger_folder)


def test_an_unused_source_or_operator_is_refused(ledger_folder: Path) -> None:
    path = ledger_folder / SOURCES
    entry = '\n[[source]]\nkey = "x"\nwho = "X"\ntitle = "X"\nurl = ""\ndate = "2020"\n'
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    with pytest.raises(VocabularyError, match="no claim is from it"):
        read_claims(ledger_folder)


def test_an_operator_that_admits_everything_is_refused(ledger_folder: Path) -> None:
    _spoil(ledger_folder, OPERATORS, "below = 0\nabove = 0\n", "")
    with pytest.raises(VocabularyError, match="admits every figure"):
        read_operators(ledger_folder)
