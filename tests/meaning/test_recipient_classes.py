from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import recipient_classes
from foja.meaning.phrases import Phrases
from foja.meaning.recipient_classes import class_of, example_parts, folded
from foja.meaning.recipients import all_classes, all_recipients

RULES = recipient_classes.vocabulary().rule
APPLIED_BY_CODE = {
    recipient_classes.NOTHING_PRINTED,
    recipient_classes.SEVERAL_NAMED,
    recipient_classes.SEVERAL_COUNTED,
}
EXAMPLES = [
    (rule, *example_parts(example)) for rule in RULES for example in rule.examples + rule.expected
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_is_decided_by_its_own_rule(rule):
    for example in rule.examples + rule.expected:
        assert class_of(*example_parts(example)) == (rule.recipient_class, rule.id), example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_phrase_stands_in_an_example(rule):
    assert bool(rule.words) is (rule.id not in APPLIED_BY_CODE)
    units = [folded(example_parts(example)[1]).split() for example in rule.examples + rule.expected]
    for phrase in rule.words:
        found = Phrases([(phrase, 0)])
        assert any(found.lowest(unit) == 0 for unit in units), phrase


@pytest.mark.parametrize(
    ("iso3", "unit", "expected"),
    [
        # "Fuerza Armada" is the armed forces, "Armada" the navy.
        ("SLV", "Fuerza Armada de El Salvador", "joint"),
        ("COL", "Armada Nacional", "navy"),
        # The sea has a navy, marines, police and coast guards.
        ("PER", "Marina de Guerra del Peru", "navy"),
        ("COL", "Colombian Marine Corps (COLMAR)", "marines"),
        ("MYS", "Marine Police", "police"),
        ("ARG", "Prefectura Naval Argentina", "coast_guard"),
        ("SEN", "Marine", "navy"),
        ("OMN", "Royal Oman Police Coast Guard", "coast_guard"),
        ("JAM", "Jamaica Defence Force Coast Guard", "coast_guard"),
        ("BHS", "Royal Bahamas Defence Force", "navy"),
        ("BHS", "Royal Bahamas Police Force", "police"),
        # Military police is of the army, but of the states in Brazil.
        ("KEN", "Military Police", "army"),
        ("BRA", "Military Police of Rio Grande do Sul", "police"),
        # Defence is not always an army.
        ("BRA", "RIO CIVIL DEFENSE", "civil"),
        ("JAM", "Jamaica Defence Force", "joint"),
        ("BEN", "Ministry of Defense", "ministry"),
        ("CHL", "Ministry of National Defense", "ministry"),
        ("ARG", "National Defense School", "joint"),
        ("HND", "Merchant Marine", "civil"),
        ("COL", "Colombian War College", "joint"),
        # The public ministry is a prosecutor's office, the military court of the armed forces.
        ("PRY", "Ministerio Público", "judiciary"),
        ("CHL", "2nd Military Court", "joint"),
        ("LBN", "Internal Security Forces", "police"),
        ("TCD", "Garde Nationale", "paramilitary"),
        ("BEN", "Gendarmerie Nationale", "paramilitary"),
        ("XKX", "Customs, Ministry of Finance", "customs_border"),
        # A battalion that names no force is of the army, one that names it is not.
        ("NGA", "322 BN", "army"),
        ("HND", "4th Marine Infantry Battalion In Ceiba, Atlantida", "marines"),
        # The same initials in two countries.
        ("PHL", "AFP", "joint"),
        ("COL", "CNP", "police"),
        ("IDN", "TNI AL", "navy"),
        ("PAN", "SENAN", "coast_guard"),
        # Several in one cell; words that tell nothing.
        ("PER", "ARMY/NAVY", "several"),
        ("COL", "Police, Navy", "several"),
        ("COL", "Colombian Navy and Colombian Army", "several"),
        ("MKD", "MOD, MFA, Parliament, MOI", "ministry"),
        ("ALB", "2 from Air Force; 15 from Land Force; 2 from MOD", "several"),
        ("UGA", "N/A", "not_given"),
        ("PER", "CHDS", "not_given"),
        ("PER", "", "not_given"),
        ("KGZ", "57 attendees", None),
    ],
)
def test_traps(iso3, unit, expected):
    assert class_of(iso3, unit)[0] == expected


MARKS = str.maketrans({"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ü", "n": "ñ"})


@given(st.sampled_from(EXAMPLES), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_neither_case_nor_accents_change_the_class(one, case):
    rule, iso3, unit = one
    expected = class_of(iso3, unit)
    assert expected == (rule.recipient_class, rule.id)
    assert class_of(iso3, case(unit)) == expected
    assert class_of(iso3, unit.lower().translate(MARKS)) == expected


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("Regi?n Militar", "region militar"),
        ("Polic¡a", "policia"),
        ("Arm?es", "armees"),
        ("Policia?", "policia"),
        ("Who? Army", "who army"),
    ],
)
def test_a_lost_letter_is_put_back_only_in_known_words(printed, whole):
    assert folded(printed) == whole


def test_every_class_has_a_rule_and_words_in_both_languages():
    classes = all_classes()
    assert {rule.recipient_class for rule in RULES} == {known.key for known in classes}
    for known in classes:
        assert known.name_en
        assert known.name_es
        assert known.meaning_en != known.meaning_es


def test_every_other_country_has_every_class():
    codes = {recipient.code for recipient in all_recipients()}
    for known in all_classes():
        assert f"COL.{known.key.upper()}" in codes
    assert "MEX.NAVY" not in codes


GOOD = """
accented_words = ["región"]
[[recipient_class]]
key = "navy"
name_en = "Navy"
name_es = "Armada"
meaning_en = "fleets"
meaning_es = "flotas"
[[rule]]
id = "navy"
recipient_class = "navy"
countries = ["COL"]
words = ["nav*"]
reason = "for the test"
reason_es = "para la prueba"
examples = ["COL: Navy"]
"""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('key = "navy"', 'key = "Navy"'), "Navy: not a key"),
        (('recipient_class = "navy"', 'recipient_class = "sea"'), "navy: unknown class sea"),
        (('examples = ["COL: Navy"]', "examples = []"), "navy: no example"),
        (('examples = ["COL: Navy"]', 'examples = ["PER: Navy"]'), "begins with no country"),
        (('examples = ["COL: Navy"]', 'examples = ["Navy"]'), "begins with no country"),
        (('words = ["nav*"]', 'words = ["Navy"]'), "'Navy' is not a phrase"),
        (('words = ["nav*"]', 'words = ["navy "]'), "'navy ' is not a phrase"),
        (('countries = ["COL"]', 'countries = ["XXX"]'), "XXX is not an ISO code"),
        (('id = "navy"\n', ""), "id"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / recipient_classes.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert recipient_classes.read_vocabulary(tmp_path).rule[0].id == "navy"
    file.write_text(GOOD.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        recipient_classes.read_vocabulary(tmp_path)
