from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import damage
from foja.meaning.damage import mend_letters
from foja.meaning.text import is_damaged, mend

WORDS = damage.vocabulary()
ENTRIES = (*WORDS.reading, *WORDS.word, *WORDS.mark, *WORDS.phrase)
PRINTED = st.text(alphabet="abnoNA?\ufffd≤ß/&;1 ", max_size=30)


def words_of(text):
    return re.findall(r"[^\W\d_]+", text.lower())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.printed[:40])
def test_every_example_is_mended_as_it_says(entry):
    assert mend_letters(mend(entry.printed)) == entry.mended
    assert entry.printed != entry.mended
    assert not is_damaged(entry.mended)


@pytest.mark.parametrize("entry", WORDS.reading, ids=lambda entry: entry.sign.encode().hex())
def test_every_sign_has_an_example_that_needs_it(entry):
    assert entry.sign in entry.printed
    assert entry.sign not in entry.mended
    assert entry.letters


@pytest.mark.parametrize("entry", WORDS.word, ids=lambda entry: entry.word)
def test_every_known_word_has_an_example_that_needs_it(entry):
    assert entry.word in words_of(entry.mended)
    assert words_of(entry.mended).count(entry.word) > words_of(entry.printed).count(entry.word)


@pytest.mark.parametrize("entry", WORDS.mark, ids=lambda entry: entry.pattern)
def test_every_mark_has_an_example_that_needs_it(entry):
    assert entry.sign in entry.printed
    assert re.search(entry.pattern, entry.printed)
    assert not re.search(entry.pattern, entry.mended)


@pytest.mark.parametrize("entry", WORDS.phrase, ids=lambda entry: entry.damaged)
def test_every_damaged_form_has_an_example_that_needs_it(entry):
    assert entry.damaged in entry.printed
    assert entry.right in entry.mended


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("DIRECCI?N JUR?DICA", "DIRECCIÓN JURÍDICA"),
        ("Direcci\ufffdn General", "Dirección General"),
        ("N/AVAL N/Avy N/AtioN/Ale", "NAVAL Navy Nationale"),
        ("SEDENA/SEMAR; Regi?n", "SEDENA/SEMAR; Región"),
    ],
)
def test_a_known_word_is_found_under_every_sign_and_in_any_case(printed, mended):
    assert mend_letters(printed) == mended


@pytest.mark.parametrize(
    "printed",
    [
        # No known word, or more than one, results.
        "Form?la",
        "Lyceum ?679",
        "Direction de Transmissions?",
        "N/A",
        "SENAN/AVIONICS TECHNICIAN",
        "PATIENT ADMIN/ASSOC HEALTHCARE ADMIN COU",
        "AN/ARC 164 UHF RADIO",
        "?????????? ??? ?????",
        # Whole words that only resemble damaged ones.
        "Army Area",
        "Quilmes Material Area",
        "Côte d'Ivoire",
        "Who Pays? The Cost of Peace",
        "",
    ],
)
def test_what_is_not_proven_stays_as_printed(printed):
    assert mend_letters(printed) == printed


def test_what_stays_damaged_is_still_seen():
    assert is_damaged(mend_letters("Cuarta Form?la"))
    assert is_damaged("Cuarta Regi?n")
    assert not is_damaged(mend_letters("Cuarta Regi?n"))


@given(PRINTED)
def test_mending_letters_twice_changes_nothing(printed):
    assert mend_letters(mend_letters(printed)) == mend_letters(printed)


@given(st.sampled_from(WORDS.word), st.sampled_from("?\ufffd"))
def test_one_lost_letter_of_a_known_word_comes_back(entry, sign):
    lost = [letter for letter in entry.word if ord(letter) > 127]
    if len(lost) == 1 and f"a{lost[0]}" not in entry.word:
        assert mend_letters(entry.word.replace(lost[0], sign)) == entry.word
    else:
        assert lost == [] or len(lost) > 1 or f"a{lost[0]}" in entry.word


EXAMPLE = 'reason = ""\nprinted = ""\nmended = ""\nreport = ""'
WRONG = {
    "word": ('word = "Navy"', "not a word in lower case"),
    "mark": ('sign = "("\npattern = "("\nreplacement = ""', "not a regular expression"),
    "phrase": ('damaged = "x"\nright = "x"', "mended as itself"),
    "reading": ('sign = "?"', "letters"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_entry_is_refused(tmp_path, kind):
    fields, message = WRONG[kind]
    others = "\n".join(f"{other} = []" for other in WRONG if other != kind)
    content = f"{others}\n[[{kind}]]\n{fields}\n{EXAMPLE}"
    (tmp_path / damage.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        damage.read_vocabulary(tmp_path)
