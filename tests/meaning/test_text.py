from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import text
from foja.meaning.text import fold, is_damaged, mend

PRINTED = st.text(alphabet="abÉñ9 ,;()/-.?\u00a0\u00ad\u200b\n", max_size=40)


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("DLIELC,  LACKLAND AFB TX", "DLIELC, LACKLAND AFB TX"),
        ("WRIGHT PATTERSON AFB , OH - DISAM", "WRIGHT PATTERSON AFB, OH - DISAM"),
        ("Civil\u00a0Affairs\n Course", "Civil Affairs Course"),
        ("Inter\u00ad national", "International"),
        ("ANEPE (Army ( R ) )", "ANEPE (Army (R))"),
        ("1st SF Division,Royal Thai Army", "1st SF Division, Royal Thai Army"),
        ("SE,AR", "SE,AR"),
        ("1,000 PAX", "1,000 PAX"),
        ("SEMAR/ SEDANA", "SEMAR/SEDANA"),
        ("CECAESPOL /PNP", "CECAESPOL/PNP"),
        ("SEDENA / SEMAR", "SEDENA / SEMAR"),
        ("MoP / 1st Company/ Operations Unit", "MoP / 1st Company / Operations Unit"),
        ("Radio W/ Voice", "Radio W/ Voice"),
        ("Radio w/ Voice / Data", "Radio w/ Voice / Data"),
        ("SW/ NW Region", "SW/NW Region"),
        ("HQ- Rabat", "HQ- Rabat"),
        ("MTT- MIO BOARDING", "MTT- MIO BOARDING"),
        ("anti- and counter-drug", "anti- and counter-drug"),
        ("Regi?n Naval", "Regi?n Naval"),
        ("", ""),
    ],
)
def test_only_what_is_certain_is_mended(printed, mended):
    assert mend(printed) == mended


@pytest.mark.parametrize("entry", text.vocabulary().compound, ids=lambda entry: entry.half)
def test_each_compound_has_an_example_that_needs_it(entry):
    assert mend(entry.printed) == entry.mended
    assert f"{entry.half}- " in entry.printed.casefold()
    assert f"{entry.half}- " not in entry.mended.casefold()


@given(PRINTED)
def test_mending_twice_changes_nothing(printed):
    assert mend(mend(printed)) == mend(printed)


@given(PRINTED)
def test_mending_moves_spaces_only(printed):
    kept = re.sub(r"[\s\u00ad\u200b]", "", printed)
    assert re.sub(r"\s", "", mend(printed)) == kept


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Côte d'Ivoire", "COTE D\N{RIGHT SINGLE QUOTATION MARK}IVOIRE"),
        ("St. Kitts & Nevis", "st kitts and nevis"),
        ("IMET-D&R", "imet d and r"),
        ("Secretaría  de Marina", "SECRETARIA DE MARINA"),
    ],
)
def test_case_accents_and_signs_do_not_count(left, right):
    assert fold(left) == fold(right)


@given(PRINTED)
def test_folded_text_is_plain(printed):
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", fold(printed))


@pytest.mark.parametrize(
    "entry",
    text.vocabulary().damage,
    ids=lambda entry: ("".join(entry.signs) or entry.pattern).encode().hex(),
)
def test_each_kind_of_damage_has_an_example(entry):
    assert is_damaged(entry.printed)
    assert any(re.search(re.escape(sign), entry.printed) for sign in entry.signs) or re.search(
        entry.pattern, entry.printed
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('signs = ["?"]\npattern = "x"', "signs and pattern"),
        ("", "signs and pattern"),
        ('sign = "?"', "sign"),
    ],
)
def test_a_wrong_kind_of_damage_is_refused(tmp_path, content, message):
    entry = f'compound = []\n[[damage]]\nreason = "x"\nprinted = "x"\nreport = "x"\n{content}'
    (tmp_path / text.FILE).write_text(entry, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        text.read_vocabulary(tmp_path)


@pytest.mark.parametrize(
    "whole",
    [
        "SEMAR",
        "Regional Centers?",
        "¿Qué? ¡Sí!",
        "Región Naval",
        "5º Batallón",
        "£20",
        "N/A",
        "AN/ARC 164 UHF RADIO",
        "Straße",
        "Côte d'Ivoire",
        "Grafenwöhr, DE",
        "R&D",
        "XVIII AIRBORNE CORPS (& FORT BRAGG ?)",
        "",
    ],
)
def test_whole_text_is_not_called_damaged(whole):
    assert not is_damaged(whole)
