from __future__ import annotations

import re
import shutil
from importlib.resources import as_file
from pathlib import Path

import polars as pl
import pytest

from foja.errors import VocabularyError
from foja.meaning import training_types
from foja.meaning.training_types import (
    UNCLASSIFIED,
    all_groups,
    all_types,
    read_own,
    read_taxonomy,
    rule_for,
    taxonomy,
    training_type_of,
)
from foja.meaning.vocabulary import folder

RULES = taxonomy().rules
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
DATA = Path(training_types.__file__).parent.parent / "data"
TERRORISM = "counter_terrorism.counter_terrorism"


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}:{example}" for rule, example in EXAMPLES]
)
def test_every_example_is_decided_by_its_own_rule(rule, example):
    program = rule.programs[0] if rule.programs else None
    assert rule_for(example, program) is rule
    assert training_type_of(example, program) == (rule.type, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_examples_and_a_reason_in_a_sentence(rule):
    assert len(set(rule.examples)) == len(rule.examples) >= 1
    assert rule.reason.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_of_the_package_has_a_reason_in_spanish(rule):
    assert rule.reason_es
    assert rule.reason_es != rule.reason
    assert not rule.reason_es.endswith(".")


@pytest.mark.parametrize("entry", all_types(), ids=lambda entry: entry.key)
def test_every_type_has_a_rule_and_is_defined_in_both_languages(entry):
    assert any(rule.type == entry.key for rule in RULES)
    assert entry.definition_en
    assert entry.definition_en.endswith(".")
    assert entry.definition_es
    assert entry.definition_es.endswith(".")
    assert entry.definition_en != entry.definition_es


def test_a_group_holds_the_types_whose_keys_begin_with_it():
    assert {entry.group for entry in all_types()} == {group.key for group in all_groups()}
    assert len(all_groups()) == 18


def test_examples_are_titles_of_the_record():
    parts = sorted((DATA / "snapshot").glob("trainings*.parquet"))
    assert parts
    columns = ["course_title_printed", "course_title"]
    titles = {
        title
        for part in parts
        for column in pl.read_parquet(part, columns=columns).iter_columns()
        for title in column.unique()
        if title
    }
    folded = {training_types.fold(title) for title in titles}
    assert [example for _, example in EXAMPLES if training_types.fold(example) not in folded] == []


@pytest.mark.parametrize(
    ("title", "program", "key"),
    [
        ("HUMAN RIGHTS INSTR - SPANISH", "IMET", "human_rights.human_rights"),
        ("Strategic Implications Of HR And Rule Of Law", None, "human_rights.human_rights"),
        ("Protection of Children", "PKO", "human_rights.human_rights"),
        ("HR-DSCA Train the Trainer", "FMF", "disaster.response"),
        ("LAPKO", "FMF", "law.legal"),
        ("Mini-Trial Advocacy Seminar (SED)", "FMF", "law.justice"),
        ("Law Of War Workshop", "IMET", "human_rights.humanitarian"),
        ("COMBATING TERRORISM LANGUAGE PROGRAM (CTLP)", "CTFP", "language.language"),
        ("COUNTER NARCO-TERRORISM INFORMATION ANALYST", "SEC1004", "intelligence.analysis"),
        ("SPANISH UH-60 INSTRUCTOR PILOT CN 1004", "SEC1004", "flight.pilot"),
        ("UH-60 MAINTENANCE TEST PILOT", "FMF", "flight.pilot"),
        ("UH-60 HELICOPTER REPAIRER (SP)", "FMF", "technical.aircraft_maintenance"),
        ("HELICOPTER CREW CHIEF", "IMET", "flight.crew"),
        ("COLLINS VHF-20 RADIO", "IMET", "technical.aircraft_maintenance"),
        ("SPECIAL OPERATIONS COMBATING TERRORISM", "CTFP", "counter_terrorism.counter_terrorism"),
        ("ANTITERRSM FRC PRTC LVL II", "SEC1004", "counter_terrorism.force_protection"),
        ("MTT SEAPORT SEC/ANTI-TERRORISM", "CTFP", "maritime.port_security"),
        ("OUTBOARD MTR MT & OVHL", "INCLE", "technical.maintenance"),
        ("PATROL CFT OPS RIVER ENV", "IMET", "maritime.seamanship"),
        ("FIREFIGHTING (ADV) S/B", "SEC1004", "maritime.seamanship"),
        ("FIRE PROTECTION APPRENTICE", "IMET", "disaster.response"),
        ("ENGINEER CAPTAINS CAREER", "IMET", "education.career"),
        ("ENGINEER OPERATIONS", "INCLE", "technical.engineering"),
        ("ENGR CCC INT'L STU PREP", "IMET", "education.preparation"),
        ("INTL OFF INTEL CAPT CAREER", "IMET", "intelligence.officers"),
        ("COMBAT LIFESAVER TRAINING - GPOI", "PKO", "medical.medical"),
        ("SPEC REACTION TEAM/CERTIFY", "IMET", "counter_drug.police"),
        ("Human Rights and Use of Force", None, "human_rights.human_rights"),
        ("Small Arms Marksmanship", None, "tactical.combat"),
        ("Colombia JSOU Regional MET", "CTFP", "counter_terrorism.counter_terrorism"),
        ("Colombia JSOU Regional MET", "FMF", "tactical.special_operations"),
        ("CHDS Programs", "REGIONALCENTERS", "conferences.conferences"),
        ("FOLLOW ON SAROPS INSTALL", "SEC1004", "maritime.rescue"),
        ("Search And Rescue Planning (SAR)", "IMET", "disaster.rescue"),
        ("INFANTRY OFFICER CRS USMC", "IMET", "education.career"),
        ("AMPHIB WARFARE SCHOOL USMC", "IMET", "education.career"),
        ("Seminar On Transatlantic Civil Security (STACS)", None, "governance.policy"),
        ("BUILDING PARTNER AVIATION CAPACITY COURSE", "IMET", "governance.policy"),
        (
            "NESA Regional Network of Security Studies Centers Meeting",
            "REGIONALCENTERS",
            "conferences.conferences",
        ),
        ("Tactical Combat Casulty Care/Sensitive Site Exploitation", None, "medical.medical"),
        ("Operations & Intelligence Planners Course", "SEC1004", "tactical.operations"),
        ("INTEL IN COMBAT TERRORISM", "CTFP", "intelligence.officers"),
        ("MET CIV-MIL RESP TO TERR INTEL & COMBAT TERR", "CTFP", TERRORISM),
        ("QUARTERMASTER CLASS A", "SEC1004", "maritime.seamanship"),
        ("BOATSWAIN'S MATE 'A'", "IMET", "maritime.seamanship"),
        ("GUNNERS MATE A", "IMET", "technical.maintenance"),
        ("MACHINERY TECHNICIAN A", "IMET", "technical.maintenance"),
        ("FIRE CONTROLMAN A STRAND", "FMF", "technical.electronics"),
        ("STOREKEEPER A", "IMET", "technical.supply"),
        (
            "Full Mission Profile Culmination Training/Riverine & Maritime Operations",
            "SEC1004",
            "maritime.seamanship",
        ),
        (
            "Full Mission Profile Culmination Training/NAVAJA",
            "SEC1004",
            "tactical.special_operations",
        ),
        ("MTT NCIS Law Enforcement Operations Seminars", "SEC1004", "maritime.law_enforcement"),
        ("BOC MTT", "SEC333", "maritime.law_enforcement"),
        ("AVIATION OJT ENLISTED", "SEC1004", "flight.crew"),
        ("NCO OJT Fort Hood", "SEC1004", "support.practice"),
        ("MTT Support Requirements", "SEC1004", "support.costs"),
        ("MANAGEMENT SUPPORT - PCT", "SEC1004", "support.costs"),
        ("LIAISON OFFICER CONUS", "IMET", "support.costs"),
        ("MTT E2C TRNG", "SEC1004", "flight.pilot"),
        ("HIMARS 94P/H9 TRAINING", "FMF", "technical.maintenance"),
        ("HIMARS 13M NET", "FMF", "tactical.combat"),
        ("Risk Management", "IMET", "governance.resources"),
        ("Falcon III Training", "SEC333", "technical.electronics"),
        ("Combined Force Maritime Component CDR Flag Course", "IMET", "tactical.operations"),
        ("COESPU Civil-Political-Military Relations Course", "PKO", "governance.civil_military"),
        ("NITC EOD PREP", "FMF", "education.preparation"),
        ("C-130H Pilot Instructor Prep", "FMF", "education.preparation"),
        ("BUD/S, DIVE, AND SWIM PREP", "FMF", "education.preparation"),
        ("BUDGET PREP EXEC & ACCT", "IMET", "governance.resources"),
        ("WHEELED VEH MECH - BNCOC", "IMET", "education.noncommissioned"),
        ("UH-60 Helicopter RPR SUPV ALC", "FMF", "education.noncommissioned"),
        ("Threat Finance", "SEC1004", "counter_drug.organised_crime"),
        ("Advanced Drivers Training", "SEC1004", "tactical.protection"),
        ("Casspir Driving and Maintenance", "PKO", "technical.maintenance"),
        ("Mechanized Operations/Driver Training - GPOI", "PKO", "tactical.combat"),
        ("Intermediate GIS For Analysis", "EXCHANGE", "intelligence.surveillance"),
        ("INTRO TO RSI/GIS", "IMET", "technical.engineering"),
        ("QUALITY ENVIRONMENTAL MGMT", "FMF", "technical.engineering"),
        (
            "International Coalition Amphibious Staff Planning (ICASP)",
            "SEC333",
            "tactical.operations",
        ),
        ("Battle Staff NCO", "IMET", "education.noncommissioned"),
        ("African Defense Attaché Course", "REGIONALCENTERS", "conferences.conferences"),
        ("Education Conference", "REGIONALCENTERS", "conferences.conferences"),
        ("JCET: SOF METL TNG: CBT LIFESA", "MISC", "medical.medical"),
        ("SWO ADV STEAM ENGINEERING", "SEC1004", "technical.maintenance"),
        ("FIREFIGHTING TEAM TRAINING", "SEC1004", "maritime.seamanship"),
        ("ARN-242-MTT; Critical Thinking Course", "SEC333", "education.leadership"),
        ("ELECTROMAGNETIC SPECTM MGT", "IMET", "technical.electronics"),
        ("OJT AFLOAT CONUS - PACFLT", "IMET", "support.practice"),
        ("LOGISTICS OFFICER", "IMET", "education.career"),
        ("MTT DIILS OCONUS Maritime Law", "SEC1004", "law.legal"),
        ("Weather, Air traffic control", "SEC1203", "technical.engineering"),
        ("CTWG meeting Phase II", "REGIONALCENTERS", TERRORISM),
        (
            "Full Mission Profile - Exercises - Jungle And Riverine",
            "SEC1004",
            "maritime.seamanship",
        ),
        ("Naval Special Warfare", "SEC1004", "tactical.special_operations"),
        ("Naval Special Warfare Training - Riverine", "SEC1004", "maritime.seamanship"),
        ("CNT Battle Staff", "SEC1004", "tactical.operations"),
    ],
)
def test_titles_where_two_types_compete(title, program, key):
    assert training_type_of(title, program)[0] == key


@pytest.mark.parametrize(
    "title",
    [None, "", "GENERIC CONTRACTOR", "MTT - MOBILE TRAINING TEAM", "TAT - TECH ASSIST TEAM"],
)
def test_what_no_rule_knows_is_unclassified(title):
    assert training_type_of(title, "FMF") == (UNCLASSIFIED, None)


def test_case_accents_and_signs_do_not_count():
    assert training_type_of("Avionics COMM/NAV Equip.", None) == training_type_of(
        "AVIONICS  COMM-NAV EQUIP", None
    )
    assert training_type_of("Avionics COMM/NAV Equip.", None)[1] is not None


def test_filing_rules_by_the_openings_of_words_changes_no_answer():
    parts = sorted((DATA / "snapshot").glob("trainings*.parquet"))
    titles = pl.concat(
        [pl.read_parquet(part, columns=["course_title", "program"]) for part in parts]
    )
    pairs = titles.drop_nulls("course_title").unique().sort("course_title", "program").rows()[::29]
    assert len(pairs) > 400
    searched = [
        (
            rule,
            *(
                re.compile("|".join(each)) if each else None
                for each in (rule.patterns, rule.but_not)
            ),
        )
        for rule in RULES
    ]
    for title, program in pairs:
        folded = training_types.fold(title)
        first = next(
            (
                rule
                for rule, found, unless in searched
                if (not rule.programs or program in rule.programs)
                and (found is None or found.search(folded))
                and not (unless and unless.search(folded))
            ),
            None,
        )
        assert rule_for(title, program) is first


def test_a_rule_for_a_programme_leaves_the_same_title_of_another_alone():
    assert training_type_of("Quarterly", "REGIONALCENTERS")[0] == "conferences.conferences"
    assert training_type_of("Quarterly", "FMF") == (UNCLASSIFIED, None)


GROUP = """
[[group]]
key = "mine"
name_en = "Mine"
name_es = "Mío"
"""
TYPE = """
[[type]]
key = "mine.drones"
name_en = "Drones"
name_es = "Drones"
"""
RULE = """
[[rule]]
id = "mine.drones"
type = "mine.drones"
reason = "Unmanned aircraft by any name."
patterns = ['\\bscan ?eagle', '\\bunmanned\\b', '\\buas\\b']
but_not = ['\\bmaint\\w*']
examples = ["ScanEagle Operator Initial Qualification Training"]
"""


def own(tmp_path, text):
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_own_taxonomy_stands_alone(tmp_path):
    mine = read_taxonomy(own(tmp_path, GROUP + TYPE + RULE))
    assert [entry.key for entry in mine.types] == ["mine.drones"]
    assert training_type_of("SCANEAGLE Basics", None, mine) == ("mine.drones", "mine.drones")
    assert training_type_of("ScanEagle Maintenance", None, mine) == (UNCLASSIFIED, None)
    assert training_type_of("Human Rights Instructor", None, mine) == (UNCLASSIFIED, None)


def test_an_own_taxonomy_comes_before_ours(tmp_path):
    mine = read_taxonomy(own(tmp_path, 'extends = "foja"\n' + GROUP + TYPE + RULE))
    assert training_type_of("SCANEAGLE Basics", None)[0] == "flight.crew"
    assert training_type_of("SCANEAGLE Basics", None, mine)[0] == "mine.drones"
    assert training_type_of("Human Rights Instructor", None, mine) == training_type_of(
        "Human Rights Instructor", None
    )
    assert len(mine.types) == len(all_types()) + 1


def test_our_types_are_moved_and_keep_their_rule(tmp_path):
    remap = '\n[[remap]]\nfrom = ["human_rights", "law.justice"]\nto = "mine.drones"\n'
    mine = read_taxonomy(own(tmp_path, 'extends = "foja"\n' + GROUP + TYPE + remap))
    assert training_type_of("Human Rights Instructor", None, mine) == (
        "mine.drones",
        "human_rights.title",
    )
    assert training_type_of("Law of War Workshop", None, mine)[0] == "mine.drones"
    assert training_type_of("Judge Advocate Basic", None, mine)[0] == "mine.drones"
    assert training_type_of("MET DIILS Seminars", None, mine)[0] == "law.legal"
    keys = {entry.key for entry in mine.types}
    assert "human_rights.human_rights" not in keys
    assert "human_rights" not in {group.key for group in mine.groups}
    assert "law.legal" in keys


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('type = "mine.drones"', 'type = "mine.boats"'), "unknown type mine.boats"),
        (('key = "mine.drones"', 'key = "drones"'), "not a key of a type"),
        (('key = "mine.drones"', 'key = "yours.drones"'), "unknown group yours"),
        (('key = "mine"', 'key = "Mine"'), "Mine: not a key of a group"),
        ((TYPE, TYPE + TYPE), "this type occurs twice"),
        ((RULE, RULE + RULE), "this rule occurs twice"),
        ((RULE, ""), "mine.drones: a type that no rule gives"),
        ((TYPE, TYPE + TYPE.replace("drones", "boats")), "mine.boats: a type that no rule gives"),
        ((TYPE + RULE, ""), "mine: a group without types"),
        (("scan ?eagle", "scan ?(eagle"), "is not a regular expression"),
        (("'\\bscan ?eagle', ", "'\\bScan Eagle', "), "which no folded title has"),
        (("'\\bscan ?eagle', ", "'scan-eagle', "), "which no folded title has"),
        (("'\\buas\\b'", "'u?'"), "matches every title"),
        (('examples = ["Scan', 'examples = ["Spam'), "is decided by no rule"),
        (("but_not = ['\\bmaint\\w*']", "but_not = ['\\binitial']"), "is decided by no rule"),
        (('reason = "Unmanned aircraft by any name."', 'reason = ""'), "no reason or no example"),
        (('name_es = "Drones"', ""), "name_es"),
        (("but_not", "butnot"), "butnot"),
        (("but_not = ", 'programs = ["CTPF"]\nbut_not = '), "unknown programme CTPF"),
        ((GROUP, 'extends = "yours"\n' + GROUP), "no such taxonomy"),
    ],
)
def test_a_wrong_taxonomy_is_refused_with_file_and_entry(tmp_path, damage, message):
    good = GROUP + TYPE + RULE
    assert damage[0] in good
    file = own(tmp_path, good.replace(*damage))
    with pytest.raises(VocabularyError, match=message) as refused:
        read_taxonomy(file)
    assert "mine.toml" in str(refused.value)
    assert "\n" not in str(refused.value).split("(", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("remap", "message"),
    [
        ('from = ["law.justice"]\nto = "mine.boats"', "remap to mine.boats: unknown type"),
        ('from = ["laws"]\nto = "mine.drones"', "remap from laws: no such type or group"),
        ('from = ["law", "law.justice"]\nto = "mine.drones"', "law.justice is moved twice"),
        ('from = ["law"]\nto = "law.legal"', "remap to law.legal: it is itself moved away"),
    ],
)
def test_a_wrong_remap_is_refused(tmp_path, remap, message):
    text = f'extends = "foja"\n{GROUP}{TYPE}{RULE}\n[[remap]]\n{remap}\n'
    with pytest.raises(VocabularyError, match=message):
        read_taxonomy(own(tmp_path, text))


def test_a_remap_without_our_taxonomy_says_what_to_add(tmp_path):
    text = f'{GROUP}{TYPE}{RULE}\n[[remap]]\nfrom = ["law"]\nto = "mine.drones"\n'
    with pytest.raises(VocabularyError, match='add extends = "foja"'):
        read_taxonomy(own(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(VocabularyError, match=r"nowhere\.toml is not there"):
        read_taxonomy(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("file", "damage", "message"),
    [
        (training_types.TYPES_FILE, ("definition_es = ", "definition_xx = "), "definition_xx"),
        (training_types.RULES_FILE, ('id = "human_rights.title"', 'id = "law.legal"'), "twice"),
        (
            training_types.RULES_FILE,
            ('reason_es = "la clase', '# "la clase'),
            "no reason in Spanish",
        ),
        (
            training_types.RULES_FILE,
            ("'\\bhhrr\\b'", "'\\bhh(rr'"),
            "not a regular expression",
        ),
    ],
)
def test_damage_to_our_own_files_is_refused(tmp_path, file, damage, message):
    with as_file(folder()) as ours:
        for name in (training_types.TYPES_FILE, training_types.RULES_FILE):
            shutil.copy(ours / name, tmp_path)
    assert len(read_own(tmp_path).rules) == len(RULES)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert damage[0] in text
    path.write_text(text.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        read_own(tmp_path)


@pytest.mark.parametrize("file", sorted((DATA / "taxonomies").glob("*.toml")), ids=lambda f: f.stem)
def test_every_taxonomy_in_the_package_can_be_used(file):
    read = read_taxonomy(file)
    assert {entry.group for entry in read.types} == {group.key for group in read.groups}
    assert len(read.rules) >= len(RULES)
