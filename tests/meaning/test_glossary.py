from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import glossary
from foja.meaning.glossary import readable_title

WORDS = glossary.vocabulary()
SHORT = [entry.short for entry in WORDS.abbreviation]
TITLES = st.text(alphabet="abO'FCRSMT -&/().\u2019ß9", max_size=30)


def entry_name(entry):
    return f"{entry.short} {entry.printed}"


@pytest.mark.parametrize("entry", WORDS.abbreviation, ids=entry_name)
def test_every_abbreviation_has_an_example_that_holds(entry):
    assert readable_title(entry.printed) == entry.readable
    assert entry.short in entry.printed.upper()
    assert entry.long.removesuffix(":") in entry.readable
    assert entry.reason


@pytest.mark.parametrize("entry", WORDS.acronym, ids=lambda entry: entry.short)
def test_every_acronym_has_an_example_that_holds(entry):
    assert readable_title(entry.printed) == entry.readable
    assert entry.short in entry.readable
    assert entry.printed == entry.printed.upper()


CACHED = (glossary._by_first_word, glossary._acronyms, glossary.readable_title)


@pytest.fixture
def without(monkeypatch):
    """Read titles as if one abbreviation were not in the glossary."""

    def read(entry):
        others = tuple(each for each in WORDS.abbreviation if each is not entry)
        monkeypatch.setattr(
            glossary, "vocabulary", lambda: glossary.Glossary(others, WORDS.acronym)
        )
        for function in CACHED:
            function.cache_clear()
        return readable_title(entry.printed)

    yield read
    monkeypatch.undo()
    for function in CACHED:
        function.cache_clear()


def test_no_abbreviation_can_be_taken_out(without):
    assert [entry.short for entry in WORDS.abbreviation if without(entry) == entry.readable] == []


@pytest.mark.parametrize(
    ("printed", "readable"),
    [
        ("ACFT PNEUDRAULICS SYS TECH", "Aircraft Pneudraulics Systems Technician"),
        ("CRT LIFE SAV SKLS FRST RES", "Critical Life Saving Skills, First Responder"),
        (
            "INTL OFF SCH (FOR AC&SC)",
            "International Officer School (for Air Command and Staff College)",
        ),
        (
            "RULE LAW&DISCP MIL OPS FOT",
            "Rule of Law and Disciplined Military Operations FOT",
        ),
        ("UH-60 HELO RPR SPAN-PLN CO", "UH-60 Helicopter Repairer Spanish-Plan Colombia"),
        ("C-130B/E/H ACFT TECHNICIAN", "C-130B/E/H Aircraft Technician"),
        ("MTT", "Mobile Training Team"),
        ("MTT - MAINTENANCE", "Mobile Training Team: Maintenance"),
        ("DISASTER PLANNING - MET", "Disaster Planning - Mobile Education Team"),
        ("INTL EOD PHASE II", "International EOD Phase II"),
        ("BASIC INSTRUCTOR\u2019S COURSE", "Basic Instructor\u2019s Course"),
        # One short form, two meanings: the words beside it decide.
        ("ENGINEER OFF CPT CAREER", "Engineer Officer Captains Career"),
        ("TECH TRAINING INSTRUCTOR", "Technical Training Instructor"),
        ("T-53/L-13 ENGINE TECH", "T-53/L-13 Engine Technician"),
        ("DLI ENGLISH LANGUAGE TECH", "DLI English Language Tech"),
        ("SPEC FORCES WEAPONS SGT", "Special Forces Weapons Sergeant"),
        ("PREVENTIVE MEDICINE SPEC", "Preventive Medicine Specialist"),
        ("APPRENTICE CID SP AGENT", "Apprentice CID Special Agent"),
        ("HUMAN RIGHTS INSTR (SP)", "Human Rights Instructor (Spanish)"),
        ("SPANISH INST PILOT (UH-1)", "Spanish Instructor Pilot (UH-1)"),
        ("SPANISH INST (REF) (UH-1FS", "Spanish Instrument (Refresher) (UH-1FS"),
        ("AIRCFT PNEUDR RPR (SP)-PCO", "Aircraft Pneudraulic Repairer (Spanish)-PCO"),
        # A short form in brackets after the words it stands for stays.
        ("THEATER AIR OPNS COURSE (TAOC)", "Theater Air Operations Course (TAOC)"),
        ("SPEC ENG LANG TRNG (SET)", "Specialized English Language Training (SET)"),
    ],
)
def test_titles_in_capitals(printed, readable):
    assert readable_title(printed) == readable


@pytest.mark.parametrize(
    ("printed", "readable"),
    [
        ("Human Rights INSTR-Spanish", "Human Rights Instructor-Spanish"),
        ("MTT Boarding Officer Course", "Mobile Training Team: Boarding Officer Course"),
        ("Special Forces Off Course", "Special Forces Off Course"),
        ("Domestic Support Ops", "Domestic Support Operations"),
        ("Logistics Captains Career (LOG-C-3)", "Logistics Captains Career (LOG-C-3)"),
        ("English Language Enhancement Course (ELEC)",) * 2,
        ("Small Unit Leader",) * 2,
        ("Intercambio Académico entre el CHDS y la Academia",) * 2,
    ],
)
def test_other_titles_keep_their_case(printed, readable):
    assert readable_title(printed) == readable


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_title_stays_none(nothing):
    assert readable_title(nothing) is nothing


@given(TITLES)
def test_any_title_is_readable_without_losing_digits(title):
    readable = readable_title(title)
    assert [sign for sign in readable if sign == "9"] == [sign for sign in title if sign == "9"]


@given(st.lists(st.sampled_from(SHORT), min_size=1, max_size=4))
def test_any_row_of_abbreviations_reads(shorts):
    readable = readable_title(" ".join(shorts))
    assert readable.strip() == readable
    assert len(readable.split()) >= len(shorts)


EXAMPLE = 'long = "X"\nreason = ""\nprinted = ""\nreadable = ""'
ACRONYM = 'meaning = ""\nprinted = ""\nreadable = ""'


@pytest.mark.parametrize(
    ("abbreviations", "acronyms", "message"),
    [
        ([f'short = "Off"\n{EXAMPLE}'], [], "not a short form in capitals"),
        ([f'short = "OFF"\n{EXAMPLE}'] * 2, [], "occurs twice"),
        ([f'short = "OFF"\n{EXAMPLE}'], [f'short = "OFF"\n{ACRONYM}'], "kept and written in full"),
        ([], [f'short = "SAR"\n{ACRONYM}'] * 2, "occurs twice"),
        ([f'shor = "OFF"\n{EXAMPLE}'], [], "shor"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, abbreviations, acronyms, message):
    parts = [f"[[abbreviation]]\n{entry}" for entry in abbreviations] or ["abbreviation = []"]
    parts += [f"[[acronym]]\n{entry}" for entry in acronyms] or []
    if not acronyms:
        parts.insert(0, "acronym = []")
    content = "\n".join(parts)
    (tmp_path / glossary.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        glossary.read_glossary(tmp_path)
