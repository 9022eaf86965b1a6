from __future__ import annotations

import pytest

from foja.errors import VocabularyError
from foja.meaning import programs
from foja.meaning.programs import agency_of, all_agencies, all_programs, program_of, split_heading

HEADINGS = [
    (program, heading.printed) for program in all_programs() for heading in program.headings
]


@pytest.mark.parametrize(
    ("heading", "program", "agency"),
    [
        ("IMET-1 - Fiscal Year 2011 Department of State Training", "IMET-1", "Department of State"),
        ("CTFP - FY 2007 DoD Training", "CTFP", "DoD"),
        ("Non-SA, UC, JCET - FY 2008 DoD Training", "Non-SA, UC, JCET", "DoD"),
        ("DOHS/USCG - FY 2009 DOHS Training", "DOHS/USCG", "DOHS"),
        ("Section 333", "Section 333", None),
    ],
)
def test_a_heading_falls_into_programme_and_agency(heading, program, agency):
    assert split_heading(heading) == (program, agency)


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


@pytest.mark.parametrize("program", all_programs(), ids=lambda program: program.code)
def test_every_programme_is_named_in_both_languages(program):
    assert program.name_en
    assert program.name_es
    assert program.agency in {agency.code for agency in all_agencies()}
    if program.description_en and program.description_es:
        assert program.description_en.endswith(".")
        assert program.description_es.endswith(".")
        assert program.description_en != program.description_es


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
headings = [{ printed = "ALP", seen = ["2006-2007"] }]
"""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (('code = "ALP"', 'code = "alp!"'), "alp!: not a code"),
        (('agency = "DoD"', 'agency = "DoX"'), "ALP: unknown agency DoX"),
        (('agency = "DoD"', 'agency = "DoD"\npart_of = "ALP"'), "ALP: unknown part_of ALP"),
        (('seen = ["2006-2007"]', "seen = []"), "ALP: a heading nobody saw"),
        (('agency = "DoD"', 'agency = "DoD"\ndescription_en = "x"'), "described in one language"),
        (("headings = [", 'headings = [{ printed = "alp", seen = ["x"] }, '), "alp: this heading"),
        (('name_es = "Programa de Liderazgo"\n', ""), "name_es"),
    ],
)
def test_a_wrong_vocabulary_is_refused_with_its_entry(tmp_path, damage, message):
    file = tmp_path / programs.FILE
    file.write_text(GOOD, encoding="utf-8")
    assert programs.read_vocabulary(tmp_path).program[0].code == "ALP"
    file.write_text(GOOD.replace(*damage), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        programs.read_vocabulary(tmp_path)
