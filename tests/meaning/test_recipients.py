from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import recipients
from foja.meaning.recipient_classes import folded
from foja.meaning.recipients import all_recipients, all_rules, general_code, recipient_of

RULES = recipients.vocabulary().rule
RECIPIENTS = recipients.vocabulary().recipient
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples + rule.expected]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_every_example_is_decided_by_its_own_rule(rule, example):
    assert recipient_of("MEX", example) == (rule.force, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_pattern_has_an_example_that_needs_it(rule):
    for pattern in rule.patterns:
        units = map(folded, rule.examples + rule.expected)
        assert any(re.search(pattern, unit) for unit in units), pattern


@pytest.mark.parametrize(
    ("unit", "force"),
    [
        # What is naval flies as well; the air force is asked after the navy.
        ("Escuadron Aeronaval de Transporte", "MEX.SEMAR.AVIATION"),
        ("Naval Aviation School, La Paz, Baja California", "MEX.SEMAR.AVIATION"),
        ("BAM 11", "MEX.SEDENA.AIRFORCE"),
        ("Base Aerea Militar No 13, Chihuahua", "MEX.SEDENA.AIRFORCE"),
        # "F-5" is an aircraft, "F-214" a frigate, "1-F" a military field.
        ("401st Air Sq., F-5, 37-D Military Field, Santa Lucia", "MEX.SEDENA.AIRFORCE"),
        ('F-214 "Mina"', "MEX.SEMAR.FLEET"),
        ("Transm Platoon, Mil Field No. 1-F, Mexico, D.F.", "MEX.SEDENA.ARMY"),
        # A marine battalion, an army battalion; the navy's name alone leaves its part open.
        ("17th Marine Corps Battalion, Mexico, D.F.", "MEX.SEMAR.MARINES"),
        ("15th Inf Battalion, Cuemanco, Mexico, D.F.", "MEX.SEDENA.ARMY"),
        ("SEMAR SOF", "MEX.SEMAR"),
        ("SEDENA SOF", "MEX.SEDENA"),
        # The ship "Otomi" and a naval hospital in one cell are several parts of one navy.
        ('ARM "Otomi" (1) Tampico; H. Escuela Naval Militar (1), Veracruz', "MEX.SEMAR"),
        # General staffs: the navy's, the president's, the army's and air force's.
        ("Estado Mayor Conjunto de la Armada", "MEX.SEMAR"),
        ("Estado Mayor General, Seccion Tercera, Mexico D.F.", "MEX.SEMAR"),
        ("Estado Mayor Presidencial", "MEX.PRESIDENCY.MILITARY_STAFF"),
        ("SEDENA/SECCION PLANTA Estado Mayor", "MEX.SEDENA"),
        ("SEMAR / Oficial?a Mayor de Marina", "MEX.SEMAR"),
        # One name, three levels of government.
        ("Secretaría de Seguridad Pública", "MEX.FEDERAL_POLICE.PUBLIC_SECURITY"),
        ("Secretaria de Seguridad Pública Puebla", "MEX.STATES.POLICE"),
        ("Secretaría de Seguridad y Tránsito Municipal", "MEX.MUNICIPALITIES.POLICE"),
        # The Policía Federal Ministerial is of the prosecutors; a state has prosecutors of its own.
        ("Policía Federal", "MEX.FEDERAL_POLICE"),
        ("Policía Federal Ministerial", "MEX.PROSECUTORS.POLICE"),
        ("Procuraduría General de la República", "MEX.PROSECUTORS"),
        ("Procuraduría General de Justicia del Estado", "MEX.STATES.PROSECUTORS"),
        ("2nd Cdr, Mil Fed Judicial Police, Campo Militar No. 1-A", "MEX.SEDENA"),
        ("25th Military Zone, Puebla, Puebla", "MEX.SEDENA.ARMY"),
        ("9th Mil Police Bn, Zapopan, Jalisco", "MEX.SEDENA.ARMY"),
        ("209th SF Amphibious Group, Culiacan Sinaloa, MX", "MEX.SEDENA.ARMY"),
        ("SEDENA, SEMAR and SSP", "MEX.SEVERAL"),
        ("Mexico Ministry of Defense", "MEX.SEDENA"),
        ("Inter-American Defense Board", "MEX.OTHER"),
        ("Inter-American Defense College", "MEX.NOT_GIVEN"),
        ("Uzbek Border Forces", "MEX.NOT_GIVEN"),
        ("", "MEX.NOT_GIVEN"),
        (None, "MEX.NOT_GIVEN"),
    ],
)
def test_traps(unit, force):
    assert recipient_of("MEX", unit)[0] == force


@pytest.mark.parametrize(
    ("unit", "force"),
    [
        ("Secretar¡a de Seguridad P£blica", "MEX.FEDERAL_POLICE.PUBLIC_SECURITY"),
        ("SEMAR / Cuarta Regi?n Naval, Guaymas", "MEX.SEMAR.FLEET"),
        ("8th N/Aval Zone", "MEX.SEMAR.FLEET"),
        ("S-2 SEDEN/A Hqs", "MEX.SEDENA"),
    ],
)
def test_letters_lost_before_printing_do_not_hide_the_force(unit, force):
    assert recipient_of("MEX", unit)[0] == force


@pytest.mark.parametrize("unit", ["Quidditch Team", "Unidad Juridica", "South Task Force"])
def test_what_no_rule_knows_has_no_force(unit):
    assert recipient_of("MEX", unit) == (None, None)


def test_a_country_without_rules_of_its_own_has_general_classes():
    assert recipient_of("COL", "Army") == ("COL.ARMY", "general_army")
    assert recipient_of("COL", None) == ("COL.NOT_GIVEN", "nothing_printed")
    assert recipient_of("COL", " ") == ("COL.NOT_GIVEN", "nothing_printed")


def test_an_organisation_has_no_force():
    assert recipient_of(None, "Army") == (None, None)
    assert recipient_of("", None) == (None, None)


MARKS = str.maketrans({"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ü", "n": "ñ"})


@given(st.sampled_from(EXAMPLES), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_neither_case_nor_accents_change_the_force(one, case):
    rule, example = one
    assert recipient_of("MEX", case(example)) == (rule.force, rule.id)
    assert recipient_of("MEX", example.lower().translate(MARKS)) == (rule.force, rule.id)


def test_recipients_are_named_in_both_languages_and_hang_together():
    codes = {recipient.code for recipient in all_recipients()}
    assert len(codes) == len(all_recipients())
    assert all_recipients()[0].code == "MEX.SEMAR"
    for recipient in all_recipients():
        assert recipient.country_iso3 == recipient.code[:3]
        assert recipient.name_en
        assert recipient.name_es
        assert recipient.parent is None or recipient.code.startswith(f"{recipient.parent}.")
        assert recipient.parent is None or recipient.parent in codes


def test_every_mexican_recipient_has_a_rule_or_parts():
    ruled = {rule.force for rule in RULES}
    parents = {recipient.parent for recipient in RECIPIENTS}
    assert ruled <= {recipient.code for recipient in RECIPIENTS}
    assert {recipient.code for recipient in RECIPIENTS} - ruled <= parents


@pytest.mark.parametrize("recipient", RECIPIENTS, ids=lambda recipient: recipient.code)
def test_an_alias_is_not_given_to_another_force(recipient):
    for alias in recipient.aliases:
        force, _ = recipient_of("MEX", alias)
        family = (recipient.code, recipient.parent)
        assert force is None or force in family or force.startswith(f"{recipient.code}."), alias


def test_dates_of_existence_name_a_year():
    dated = [one for one in RECIPIENTS if one.established or one.dissolved]
    assert {"MEX.NATIONAL_GUARD", "MEX.FEDERAL_POLICE", "MEX.PROSECUTORS"} <= {
        one.code for one in dated
    }
    for one in dated:
        for said in filter(None, (one.established, one.dissolved)):
            assert re.search(r"\b(19|20)\d\d\b", said), one.code


def test_every_code_that_a_rule_can_give_is_a_recipient():
    codes = {recipient.code for recipient in all_recipients()}
    assert general_code("COL", "air_force") == "COL.AIR_FORCE"
    for rule in all_rules():
        code = getattr(rule, "force", None) or general_code("COL", rule.recipient_class)
        assert code in codes


def test_rules_have_names_of_their_own():
    ids = [rule.id for rule in all_rules()]
    assert len(ids) == len(set(ids))


ONE = """
[[recipient]]
code = "COL.SEA"
name_en = "Navy"
name_es = "Armada"
recipient_class = "navy"
"""
TWO = ONE.replace("COL.SEA", "COL.SEA_TOO")
RULE = """
[[rule]]
id = "navy"
force = "COL.SEA"
patterns = ["navy"]
reason = "for the test"
reason_es = "para la prueba"
examples = ["Navy"]
"""
GOOD = ONE + RULE


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('code = "COL.SEA"', 'code = "NAVY"'), "NAVY: not a code"),
        (('force = "COL.SEA"', 'force = "COL.ARMY"'), "navy: unknown force COL.ARMY"),
        (('examples = ["Navy"]', "examples = []"), "navy: no example"),
        (('patterns = ["navy"]', "patterns = []"), "navy: no pattern"),
        (('patterns = ["navy"]', 'patterns = ["navy("]'), "navy: pattern 'navy\\('"),
        (('name_es = "Armada"', 'name_es = "Armada"\nparent = "COL"'), "unknown parent COL"),
        (('recipient_class = "navy"', 'recipient_class = "sea"'), "COL.SEA: unknown class sea"),
        ((RULE, ONE + RULE), "COL.SEA: this code occurs twice"),
        ((RULE, RULE + RULE), "navy: this rule occurs twice"),
        ((RULE, f'{TWO}parent = "COL.SEA"{RULE}'), "not begin with its parent COL.SEA"),
        (('id = "navy"\n', ""), "id"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / recipients.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert recipients.read_vocabulary(tmp_path).rule[0].id == "navy"
    file.write_text(GOOD.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        recipients.read_vocabulary(tmp_path)
