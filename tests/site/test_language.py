"""Numbers, money, dates and changes as readers of each language write them; no message missing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from foja.site.language import (
    LANGUAGES,
    Language,
    preferred,
    read_catalog,
    without_marks,
    years_in_words,
)
from foja.site.messages import TRANSLATED, extract
from foja.site.templating import unbroken

if TYPE_CHECKING:
    from tests.site.reader import Reader

EN, ES = LANGUAGES["en"], LANGUAGES["es"]
PLACE = re.compile(r"%\((\w+)\)s")


def test_numbers_are_those_of_mexico_in_spanish() -> None:
    assert EN.number(4420562) == "4,420,562"
    assert ES.number(4420562) == "4,420,562"
    assert ES.number(None) == "—"


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (Decimal("4420562.00"), "$4,420,562", "US$4,420,562"),
        (Decimal("0.50"), "$0.50", "US$0.50"),
        (Decimal(-12), "\N{MINUS SIGN}$12", "\N{MINUS SIGN}US$12"),
        (Decimal(0), "$0", "US$0"),
        (None, "—", "—"),
    ],
)
def test_money_says_whose_dollar_it_is(value: Decimal | None, english: str, spanish: str) -> None:
    assert EN.money(value) == english
    assert ES.money(value) == spanish


def test_dollars_in_a_sentence() -> None:
    assert EN.dollars(4420562) == "$4,420,562"
    assert ES.dollars(4420562) == "4,420,562 dólares"
    assert ES.dollars(1) == "1 dólar"


def test_dates() -> None:
    assert EN.day(date(2020, 6, 27)) == "June 27, 2020"
    assert ES.day(date(2020, 6, 27)) == "27 de junio de 2020"
    assert ES.short_day(date(2020, 6, 27)) == "27 jun 2020"
    assert [ES.month("2022-03"), EN.month("2022-03")] == ["marzo de 2022", "March 2022"]
    assert [EN.month("2022"), ES.month("2022-03-16")] == ["2022", "16 de marzo de 2022"]


@pytest.mark.parametrize(
    ("now", "before", "written"),
    [
        (150, 100, "+50%"),
        (76, 100, "\N{MINUS SIGN}24%"),
        (1005, 1000, "+0.5%"),
        (100, 100, "0%"),
        (10_001, 10_000, "0%"),
        (2_100, 100, "\N{MULTIPLICATION SIGN}21"),
        (5, 0, None),
        (0, 5, "\N{MINUS SIGN}100%"),
    ],
)
def test_a_change_has_its_sign(now: int, before: int, written: str | None) -> None:
    assert EN.change(now, before) == written


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en;q=0.2, es;q=0.7", "es"),
        ("fr,de;q=0.5", "en"),
        ("", "en"),
        ("es;q=nonsense", "en"),
        (";;;,,,q=", "en"),
    ],
)
def test_the_browsers_language_is_heard(header: str, code: str) -> None:
    assert preferred(header).code == code


def test_years_are_written_as_ranges() -> None:
    assert years_in_words([2012, 2007, 2008, 2009, 2012]) == "2007\N{EN DASH}2009, 2012"
    assert years_in_words([]) == ""


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_message_is_missing_in_translation(code: str) -> None:
    catalog = read_catalog(code)
    assert catalog is not None
    missing = []
    for message in extract():
        if not message.id:
            continue
        known = catalog.get(message.id)
        strings = () if known is None else known.string
        texts = (strings,) if isinstance(strings, str) else tuple(strings)
        if not texts or not all(texts):
            missing.append(message.id)
    assert missing == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_places_of_its_message(code: str) -> None:
    catalog = read_catalog(code)
    assert catalog is not None
    wrong = [
        message.id
        for message in catalog
        if message.id
        # A singular may do without the number that its plural tells.
        for text, said in zip(_texts(message.string), _texts(message.id), strict=True)
        if set(PLACE.findall(text)) != set(PLACE.findall(said))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_message_is_kept_that_nothing_asks_for(code: str) -> None:
    catalog = read_catalog(code)
    assert catalog is not None
    asked = {_texts(message.id)[0] for message in extract() if message.id}
    assert {_texts(message.id)[0] for message in catalog if message.id} - asked == set()


def test_the_extractor_finds_code_and_templates() -> None:
    found = {_texts(message.id)[0] for message in extract() if message.id}
    assert {"Every figure beside its page", "The record", "%(page)s, row %(row)s"} <= found


def _texts(text: object) -> tuple[str, ...]:
    if isinstance(text, str):
        return (text,)
    assert isinstance(text, list | tuple)
    return tuple(str(one) for one in text)


def test_languages_know_each_other() -> None:
    assert Language("en").other.code == "es"
    assert ES.other is EN
    assert ES.together(["a", "b", "c"]) == "a, b y c"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('"naval infantry"', "naval infantry"),
        ("naval infantry", "naval infantry"),
        ('"naval" "infantry"', '"naval" "infantry"'),
        ('""', '""'),
    ],
)
def test_a_phrase_is_told_without_the_marks_it_was_typed_in(words: str, said: str) -> None:
    assert without_marks(words) == said


def test_no_line_ends_inside_a_range_of_years() -> None:
    kept = '<span class="nowrap">1999\N{EN DASH}2020</span>'
    assert unbroken("<1999\N{EN DASH}2020>, 2021") == f"&lt;{kept}&gt;, 2021"
    assert unbroken(Markup("<b>1999\N{EN DASH}2020</b>")) == f"<b>{kept}</b>"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "See the training behind these dollars"),
        ("es", "Ver el adiestramiento detrás de estos dólares"),
    ],
)
def test_one_training_is_not_counted(site: Reader, code: str, said: str) -> None:
    page = site.page(f"/{code}/country/MEX/spending?from=2019&program=FMF")
    assert said in page.text


def test_english_words_have_the_apostrophes_of_print_and_queries_their_quotes() -> None:
    english, mark = LANGUAGES["en"], "\N{RIGHT SINGLE QUOTATION MARK}"
    assert english.gettext("the page's line") == f"the page{mark}s line"
    assert english.ngettext("a unit's day", "units' days", 2) == f"units{mark} days"
    assert english.gettext("WHERE country_iso3='MEX' AND x = 'a'").count("'") == 4
