from __future__ import annotations

import re

import pytest

from foja.errors import VocabularyError
from foja.meaning import recipients
from foja.meaning.recipients import all_recipients, recipient_of
from foja.meaning.text import fold

RULES = recipients.vocabulary().rule
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples + rule.expected]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_every_example_is_decided_by_its_own_rule(rule, example):
    assert recipient_of("MEX", example) == (rule.force, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_pattern_has_an_example_that_needs_it(rule):
    for pattern in rule.patterns:
        units = map(fold, rule.examples + rule.expected)
        assert any(re.search(pattern, unit) for unit in units), pattern


@pytest.mark.parametrize(
    ("unit", "force"),
    [
        # What is naval flies as well; the air force is asked after the navy.
        ("Escuadron Aeronaval de Transporte", "MEX.SEMAR"),
        ("Naval Aviation School, La Paz, Baja California", "MEX.SEMAR"),
        ("BAM 11", "MEX.SEDENA.AIRFORCE"),
        ("Base Aerea Militar No 13, Chihuahua", "MEX.SEDENA.AIRFORCE"),
        # General staffs: the navy's, the president's.
        ("Estado Mayor Conjunto de la Armada", "MEX.SEMAR"),
        ("Estado Mayor Presidencial", "MEX.SEDENA"),
        ("SEMAR / Oficial?a Mayor de Marina", "MEX.SEMAR"),
        # One name, two levels of government.
        ("Secretaría de Seguridad Pública", "MEX.FEDERAL_POLICE"),
        ("Secretaria de Seguridad Pública Puebla", "MEX.OTHER"),
        # The Policía Federal Ministerial is the prosecutors' police.
        ("Policía Federal", "MEX.FEDERAL_POLICE"),
        ("Policía Federal Ministerial", "MEX.PROSECUTORS"),
        ("25th Military Zone, Puebla, Puebla", "MEX.SEDENA.ARMY"),
        ("9th Mil Police Bn, Zapopan, Jalisco", "MEX.SEDENA.ARMY"),
        ("SEDENA, SEMAR and SSP", "MEX.SEVERAL"),
        ("Mexico Ministry of Defense", "MEX.SEDENA"),
        ("Inter-American Defense Board", "MEX.OTHER"),
        ("Inter-American Defense College", "MEX.NOT_GIVEN"),
        ("", "MEX.NOT_GIVEN"),
        (None, "MEX.NOT_GIVEN"),
    ],
)
def test_traps(unit, force):
    assert recipient_of("MEX", unit)[0] == force


def test_letters_lost_before_printing_do_not_hide_the_ministry():
    assert recipient_of("MEX", "Secretar¡a de Seguridad P£blica")[0] == "MEX.FEDERAL_POLICE"


@pytest.mark.parametrize("unit", ["Quidditch Team", "Procuraduría General de Justicia del Estado"])
def test_what_no_rule_knows_has_no_force(unit):
    assert recipient_of("MEX", unit) == (None, None)


def test_a_country_without_rules_has_no_forces():
    assert recipient_of("COL", "Army") == (None, None)
    assert recipient_of("COL", None) == (None, None)


def test_recipients_are_named_in_both_languages_and_hang_together():
    codes = [recipient.code for recipient in all_recipients()]
    assert codes[0] == "MEX.SEMAR"
    for recipient in all_recipients():
        assert recipient.country_iso3 == "MEX"
        assert recipient.name_en
        assert recipient.name_es
        assert recipient.parent is None or recipient.code.startswith(f"{recipient.parent}.")


def test_every_recipient_has_a_rule():
    assert {rule.force for rule in RULES} == {recipient.code for recipient in all_recipients()}


GOOD = """
[[recipient]]
code = "COL.NAVY"
name_en = "Navy"
name_es = "Armada"
[[rule]]
id = "navy"
force = "COL.NAVY"
patterns = ["navy"]
reason = "for the test"
reason_es = "para la prueba"
examples = ["Navy"]
"""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('code = "COL.NAVY"', 'code = "NAVY"'), "NAVY: not a code"),
        (('force = "COL.NAVY"', 'force = "COL.ARMY"'), "navy: unknown force COL.ARMY"),
        (('examples = ["Navy"]', "examples = []"), "navy: no example"),
        (('patterns = ["navy"]', 'patterns = ["navy("]'), "navy: pattern 'navy\\('"),
        (('name_es = "Armada"', 'name_es = "Armada"\nparent = "COL"'), "unknown parent COL"),
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
