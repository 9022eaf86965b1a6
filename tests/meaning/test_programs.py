from __future__ import annotations

import re

import pytest

from foja.errors import VocabularyError
from foja.meaning import programs
from foja.meaning.programs import (
    agency_of,
    all_agencies,
    all_programs,
    program_of,
)

HEADINGS = [
    (program, heading.printed) for program in all_programs() for heading in program.headings
]
BY_CODE = {program.code: program for program in all_programs()}
STATUTE = re.compile(r"\d+ U\.S\.C\. \d+|Public Law \d+-\d+")
STATUTE_ES = re.compile(r"\d+ U\.S\.C\. \d+|Ley Pública \d+-\d+")
ACT = re.compile(r"Public Law \d+-\d+")
# An initial ("Daniel K. Inouye") ends no sentence.
END_OF_SENTENCE = re.compile(r"(?<! [A-Z])\.(?= |$)")

every_programme = pytest.mark.parametrize(
    "program", all_programs(), ids=lambda program: program.code
)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("IMET-1", "IMET"),
        ("IMET-2", "IMET2"),
        ("IMET-D&R", "IMETDR"),
        ("Misc DoD/DoS Non-SA", "MISC"),
        ("Misc DOD/DOS Non-SA", "MISC"),
        ("INL", "INCLE"),
        ("CTIWFP", "CTFP"),
        ("Section 333", "SEC333"),
        ("Section 1004", "SEC1004"),
        ("FMF", "FMF"),
        ("IMET - 2", "IMET2"),
        ("imet\N{NON-BREAKING HYPHEN}2", "IMET2"),
        ("IMET\N{EN DASH}X", "IMETX"),
        ("IMET - D & R", "IMETDR"),
        ("Section-1004", "SEC1004"),
        ("SECTION  333", "SEC333"),
        ("Non-SA UC", "COMMANDS"),
        ("Section 332", "SEC332"),
        ("Section 345", "CTFP"),
        ("Ministry of Defense Advisors", "MODA"),
        ("Non-SA, Unified Command", "COMMANDS"),
        ("Department of Homeland Security/United States Coast Guard Activities", "USCG"),
    ],
)
def test_headings_have_stable_codes(heading, code):
    program = program_of(heading)
    assert program is not None
    assert program.code == code


@pytest.mark.parametrize(("program", "heading"), HEADINGS)
def test_every_heading_resolves_to_its_own_programme(program, heading):
    assert program_of(heading) is program
    assert program_of(heading.upper()) is program


@pytest.mark.parametrize("heading", ["", "IMET-9", "Section 33", "CTF", "Section 10044"])
def test_an_unknown_heading_is_unknown(heading):
    assert program_of(heading) is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Department of Defense", "DoD"),
        ("DoD", "DoD"),
        ("Department of State", "DoS"),
        ("DoS Training", "DoS"),
        ("Department of Homeland Security", "DHS"),
        ("DOHS", "DHS"),
        ("Department of Agriculture", None),
    ],
)
def test_agencies(printed, code):
    assert agency_of(printed) == code


@every_programme
def test_every_programme_is_named_and_described_in_both_languages(program):
    assert program.name_en
    assert program.name_es
    assert program.agency in {agency.code for agency in all_agencies()}
    assert program.description_en != program.description_es
    for words in (program.description_en, program.description_es):
        assert 2 <= len(END_OF_SENTENCE.findall(words)) <= 4
        assert words.strip() == words
        assert "  " not in words


@every_programme
def test_the_spanish_is_that_of_mexican_newspapers(program):
    words = f"{program.name_es} {program.description_es} {program.legal_authority_es or ''}".lower()
    for foreign in ("entrenamiento", "año fiscal", "departamento de guerra", "personal militar"):
        assert foreign not in words
    assert not re.search(r"\b(the|and|of|with)\b", words)


@every_programme
def test_the_law_is_cited_with_its_number_or_the_description_says_it_is_not_known(program):
    if program.legal_authority_en is None:
        assert re.search(r"\bdo(es)? not say\b", program.description_en)
        assert re.search(r"\bno dicen?\b", program.description_es, re.IGNORECASE)
        assert program.in_law_from is None
        assert program.in_law_to is None
    else:
        assert STATUTE.search(program.legal_authority_en)
        assert STATUTE_ES.search(program.legal_authority_es)
        numbers = re.compile(r"\d+")
        assert numbers.findall(program.legal_authority_en) == numbers.findall(
            program.legal_authority_es
        )


@every_programme
def test_a_first_year_rests_on_an_act_a_report_or_the_section_itself(program):
    if program.in_law_from is not None:
        said = f"{program.legal_authority_en} {program.source}"
        assert ACT.search(said) or re.search(r"[Rr]eport|names the center", said)


@every_programme
def test_an_authority_begins_no_later_than_it_ends_and_its_successors_end(program):
    for code in program.successors:
        successor = BY_CODE[code]
        assert program.in_law_from is None or program.in_law_from <= (
            successor.in_law_to or programs.LAST_FISCAL_YEAR
        )
        if program.in_law_to is not None and successor.in_law_from is not None:
            # No gap of more than a year between an authority and what took its place.
            assert successor.in_law_from <= program.in_law_to + 1


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("SEC1004", ("SEC284", "SEC333")),
        ("SEC1206", ("SEC2282",)),
        ("SEC2282", ("SEC333",)),
        ("ACRI", ("ACOTA",)),
        ("ITEF", ("CTEF",)),
        ("SEC333", ()),
    ],
)
def test_successors(code, successors):
    assert BY_CODE[code].successors == successors


def test_codes_in_use_stay():
    """Addresses, exports and citations carry these codes: none may go or be renamed."""
    assert set(BY_CODE) >= {
        *("IMET", "IMET2", "IMETX", "IMETDR", "IMETMY", "IMETSUP", "FMF", "FMFCREDIT", "MAP"),
        *("INCLE", "PKO", "GPOI", "ACOTA", "ACRI", "EIPC", "NADR", "CAMRI", "USAID", "CTFP"),
        *("REGIONALCENTERS", "ACSS", "APCSS", "CHDS", "MARSHALLCENTER", "NESA", "ACADEMIES"),
        *("ALP", "EXCHANGE", "PME", "SEC1004", "SEC333", "SEC1206", "SEC1203", "SEC506"),
        *("COMMANDS", "JCET", "MISC", "HMA", "MSI", "GSCF", "USAI", "FHA", "CTEF", "CRSP"),
        *("ASFF", "USCG"),
    }


def test_a_heading_is_seen_in_reports_of_two_years_or_expected_for_a_reason():
    for program, printed in HEADINGS:
        heading = next(h for h in program.headings if h.printed == printed)
        if heading.expected is None:
            assert list(heading.seen) == sorted(set(heading.seen))
            for report in heading.seen:
                first, last = report.split("-")
                assert int(last) == int(first) + 1
        else:
            assert not heading.seen
            assert len(heading.expected.split()) > 3


GOOD = """
[[agency]]
code = "DoD"
name_en = "Department of Defense"
name_es = "Departamento de Defensa"
printed = ["DoD"]
[[program]]
code = "ALP"
name_en = "Aviation Leadership Program"
name_es = "Programa de Liderazgo"
agency = "DoD"
description_en = "Scholarships for pilots."
description_es = "Becas para pilotos."
source = "The act itself."
headings = [{ printed = "ALP", seen = ["2006-2007"] }]
[[program]]
code = "LATER"
name_en = "What came later"
name_es = "Lo que vino después"
agency = "DoD"
description_en = "Other scholarships."
description_es = "Otras becas."
source = "The act itself."
headings = [{ printed = "Later", expected = "its number in the law" }]
"""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('code = "ALP"', 'code = "alp!"'), "alp!: not a code"),
        (('agency = "DoD"', 'agency = "DoX"'), "ALP: unknown agency DoX"),
        (('agency = "DoD"', 'agency = "DoD"\npart_of = "ALP"'), "ALP: unknown part_of ALP"),
        (('seen = ["2006-2007"]', "seen = []"), "ALP: heading ALP must be either seen or"),
        (
            ('seen = ["2006-2007"]', 'seen = ["2006-2007"], expected = "a reason"'),
            "ALP: heading ALP must be either seen or expected",
        ),
        (('[{ printed = "ALP", seen = ["2006-2007"] }]', "[]"), "ALP: no heading"),
        (('description_es = "Becas para pilotos."\n', ""), "description_es"),
        (('source = "The act itself."\n', ""), "source"),
        (("Becas para pilotos.", ""), "ALP: no full sentence"),
        (('agency = "DoD"', 'agency = "DoD"\nlegal_authority_en = "x"'), "cited in one language"),
        (('agency = "DoD"', 'agency = "DoD"\nin_law_from = 94'), r"impossible years \[94\]"),
        (
            ('agency = "DoD"', 'agency = "DoD"\nin_law_from = 2001\nin_law_to = 2000'),
            r"impossible years \[2001, 2000\]",
        ),
        (
            ('agency = "DoD"', 'agency = "DoD"\nin_law_to = 2000\nsuccessors = ["NEXT"]'),
            "ALP: unknown successor NEXT",
        ),
        (
            ('agency = "DoD"', 'agency = "DoD"\nsuccessors = ["LATER"]'),
            "ALP: a successor, and no end of its own",
        ),
        (
            (
                'agency = "DoD"',
                'agency = "DoD"\nin_law_to = 2000\nsuccessors = ["LATER", "LATER"]',
            ),
            "LATER: this successor of ALP occurs twice",
        ),
        (("headings = [", 'headings = [{ printed = "alp", seen = ["x"] }, '), "alp: this heading"),
        (('name_es = "Programa de Liderazgo"\n', ""), "name_es"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / programs.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert programs.read_vocabulary(tmp_path).program[0].code == "ALP"
    file.write_text(GOOD.replace(*damage, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        programs.read_vocabulary(tmp_path)


def test_no_programme_succeeds_itself_over_others(tmp_path):
    ending = 'agency = "DoD"\nin_law_to = 2000\nsuccessors = '
    circle = GOOD.replace('agency = "DoD"', f'{ending}["LATER"]', 1)
    file = tmp_path / programs.FILE
    file.write_text(circle, encoding="utf-8")
    assert programs.read_vocabulary(tmp_path).program[0].successors == ("LATER",)
    later = circle.index('code = "LATER"')
    circle = circle[:later] + circle[later:].replace('agency = "DoD"', f'{ending}["ALP"]', 1)
    file.write_text(circle, encoding="utf-8")
    with pytest.raises(VocabularyError, match="ALP: it succeeds itself"):
        programs.read_vocabulary(tmp_path)
