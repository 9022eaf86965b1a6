from __future__ import annotations

import pytest

from foja.errors import VocabularyError
from foja.meaning import flags
from foja.meaning.flags import all_flags, flag_of
from foja.meaning.values import date_flags, parse_date


@pytest.mark.parametrize("flag", all_flags(), ids=lambda flag: flag.code)
def test_every_flag_is_explained_in_both_languages(flag):
    assert flag.label_en
    assert flag.label_es
    assert flag.meaning_en.endswith(".")
    assert flag.meaning_es.endswith(".")
    assert flag.example
    assert flag_of(flag.code) is flag


def test_an_unexplained_flag_is_an_error():
    with pytest.raises(KeyError):
        flag_of("cost_strange")


def test_every_flag_about_dates_is_explained():
    printed = ("6/27/2106", "5/1/2010", "11/1/2020", "6/1/2020")
    raised = {
        flag
        for start in printed
        for end in printed
        for flag in date_flags(parse_date(start), parse_date(end), 2020)
    }
    about_dates = {
        "date_impossible",
        "end_before_start",
        "starts_outside_year",
        "ends_outside_year",
    }
    assert raised == about_dates
    assert about_dates <= {flag.code for flag in all_flags()}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("flag = 3", "flag"),
        ("flag = [", "not TOML"),
        ('[[flag]]\ncode = "x"', "label_en"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, content, message):
    (tmp_path / flags.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        flags.read_flags(tmp_path)


def test_a_name_that_is_no_name_is_refused(tmp_path):
    texts = "\n".join(
        f'{field} = "x"'
        for field in ("label_en", "label_es", "meaning_en", "meaning_es", "example")
    )
    (tmp_path / flags.FILE).write_text(f'[[flag]]\ncode = "Odd!"\n{texts}', encoding="utf-8")
    with pytest.raises(VocabularyError, match="Odd!: not a name"):
        flags.read_flags(tmp_path)
