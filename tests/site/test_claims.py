"""The pages of claims over the whole record, in both languages, and the form's refusals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from tests.site.reader import Reader

from foja.meaning.claims import all_claims, all_sources
from foja.measures.claims import KINDS, ledger
from foja.site.app import create_app
from foja.site.claim_files import claims_document
from foja.site.claim_words import (
    conversion_words,
    finding,
    places_of,
    sentence,
    source_words,
    theirs_words,
    verdict_name,
    why,
)
from foja.site.cooperation_answers import answers
from foja.site.language import LANGUAGES
from foja.site.own_claim import OWN_MEASURES
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reader import Page

    from foja.measures.claims import Verdict
    from foja.site.language import Language

NEWSLETTER = ("C008", "C010", "C011", "C012", "C013")
ARTICLE = ("C168", "C194", "C195", "C196", "C193", "F001")
BOTH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda one: one.code)


@pytest.fixture(scope="module")
def whole() -> Iterator[Reader]:
    with Reader(create_app(SNAPSHOT)) as reader:
        yield reader


@pytest.fixture(scope="module")
def verdicts(whole: Reader) -> dict[str, Verdict]:
    tables = whole.app.state.site.reading.tables
    return {found.claim.id: found for found in ledger(tables)}


@BOTH
def test_the_list_shows_every_claim_with_its_verdict(
    whole: Reader, verdicts: dict[str, Verdict], language: Language
) -> None:
    page = whole.page(f"/{language.code}/claims")
    for claim_id, found in verdicts.items():
        assert finding(found, language) in page.part(claim_id)
        assert verdict_name(found.kind, language) in page.part(claim_id)
        # The verdict's name stands beside; it is not said again.
        assert sentence(found, language) not in page.part(claim_id)
        assert f"/{language.code}/claims/{claim_id}" in page.links


@BOTH
@pytest.mark.parametrize("kind", KINDS)
def test_the_list_is_filtered_by_verdict(
    whole: Reader, verdicts: dict[str, Verdict], language: Language, kind: str
) -> None:
    page = whole.page(f"/{language.code}/claims?verdict={kind}")
    for claim_id, found in verdicts.items():
        assert (claim_id in page.ids) == (found.kind == kind), claim_id


@BOTH
def test_each_claim_has_a_page_with_both_figures_and_its_evidence(
    whole: Reader, verdicts: dict[str, Verdict], language: Language
) -> None:
    for claim_id, found in verdicts.items():
        page = whole.page(f"/{language.code}/claims/{claim_id}")
        words = page.part("verdict")
        assert theirs_words(found.claim, language) in words
        assert why(found, language).strip() in words
        source = all_sources()[found.claim.source]
        assert source_words(source, "who", language) in page.part("source")
        assert page.part("whole-address").endswith(f"/{language.code}/claims/{claim_id}")
        series = any(one.found.way.series for one in found.tried)
        rows = [link for link in page.links if f"/{language.code}/country/MEX?" in link]
        assert rows or series, claim_id


def test_newsletter_and_article_open_the_list_and_lead_to_rows_in_two_clicks(
    whole: Reader,
) -> None:
    page = whole.page("/en/claims")
    assert page.source.index("newsletter-title") < page.source.index("source-mvrp_2021")
    for claim_id in (*NEWSLETTER, *ARTICLE):
        assert page.links.count(f"/en/claims/{claim_id}") == 2
        claim = whole.page(f"/en/claims/{claim_id}")
        rows = [link for link in claim.links if link.startswith("/en/country/MEX?")]
        if claim_id in NEWSLETTER:
            assert whole.get(rows[0]).status_code == 200
        else:
            assert any(name.startswith("series-") for name in claim.ids)


def rows_or_series(claim: Page) -> str:
    """Return the address of the rows of a claim's page, else of a figure of its series."""
    rows = [link for link in claim.links if re.match(r"/\w\w/country/MEX\?.*from=", link)]
    series = [link for link in claim.links if "#point-" in link]
    return (rows or series)[0]


@BOTH
def test_from_the_list_and_from_cooperation_two_clicks_reach_what_is_behind(
    whole: Reader, language: Language
) -> None:
    listed = whole.page(f"/{language.code}/claims")
    aid = whole.page(f"/{language.code}/cooperation")
    for start, claim_ids in ((listed, (*NEWSLETTER, *ARTICLE)), (aid, ARTICLE)):
        for claim_id in claim_ids:
            address = f"/{language.code}/claims/{claim_id}"
            assert address in start.links, claim_id
            behind = rows_or_series(whole.page(address))
            path, _, anchor = behind.partition("#")
            page = whole.page(path)
            assert not anchor or anchor in page.ids, behind
    assert f"/{language.code}/claims" in whole.page(f"/{language.code}/").links


@BOTH
def test_the_verdicts_beside_quoted_figures_are_those_of_the_claims(
    whole: Reader, verdicts: dict[str, Verdict], language: Language
) -> None:
    page = whole.page(f"/{language.code}/cooperation")
    for answer in answers(language):
        said = page.part(f"quoted-{answer.key}")
        for claim_id in answer.claims:
            assert verdict_name(verdicts[claim_id].kind, language) in said
    assert {one for answer in answers(language) for one in answer.claims} == set(ARTICLE)


@BOTH
@pytest.mark.parametrize(
    ("measure", "unit", "words"),
    [
        ("cost_usd_constant", "usd_constant", "2024 (CPI-U)"),
        ("students_per_100_000", "students_per_100000", "100,000"),
    ],
)
def test_constant_dollars_and_rates_say_what_they_are(
    whole: Reader, measure: str, unit: str, words: str, language: Language
) -> None:
    query = urlencode(
        {
            "country": "MEX",
            "from": "2020",
            "measure": measure,
            "operator": "more_than",
            "figure": "0.1",
        }
    )
    page = whole.page(f"/{language.code}/claims/check?{query}")
    said = page.part("verdict")
    assert words in said
    assert conversion_words(unit, language) in said
    assert verdict_name("holds", language) in said


def test_the_form_offers_every_measure_of_its_list(whole: Reader) -> None:
    page = whole.page("/en/claims/check")
    assert set(OWN_MEASURES) <= set(page.values("option", "value"))


def test_an_unknown_claim_is_refused_with_a_way_out(whole: Reader) -> None:
    page = whole.page("/en/claims/C999", 404)
    assert "There is no claim “C999”." in page.text
    assert "/en/claims" in page.links
    assert "value of “verdict”" in whole.page("/en/claims?verdict=maybe", 400).text


def test_over_tables_with_little_every_page_stands_and_every_link_leads_somewhere(
    site: Reader,
) -> None:
    page = site.page("/en/claims")
    found = {link for link in page.links if link.startswith("/en/claims/C")}
    assert len(found) > 60
    for address in sorted(found)[::4]:
        claim = site.page(address)
        assert claim.part("verdict")
        for link in claim.links:
            if link.startswith("/en/country/"):
                assert site.get(link).status_code == 200, link


@BOTH
def test_a_claim_of_ones_own_gets_verdict_rows_and_an_address(
    whole: Reader, language: Language
) -> None:
    query = urlencode(
        {
            "country": "México",
            "from": "2019",
            "to": "2020",
            "type": "human_rights.human_rights",
            "measure": "cost_usd",
            "operator": "exactly",
            "figure": "308,943",
        }
    )
    page = whole.page(f"/{language.code}/claims/check?{query}")
    assert verdict_name("holds", language) in page.part("verdict")
    assert query in page.part("whole-address")
    assert "#share-page" in page.links
    assert any("type=human_rights.human_rights" in link for link in page.links)


def test_sums_of_dollars_differ_by_whole_dollars(whole: Reader) -> None:
    query = "country=MEX&from=2019&to=2020&measure=cost_usd_constant&figure=1"
    said = whole.page(f"/en/claims/check?{query}").part("verdict")
    assert re.search(r"a difference of \+\$[\d,]+\.\s", said), said


def test_the_form_opens_empty_without_a_verdict(whole: Reader) -> None:
    page = whole.page("/en/claims/check")
    assert "verdict" not in page.ids
    assert "problem" not in page.ids


def test_empty_fields_are_no_question_and_are_left_out_of_the_address(whole: Reader) -> None:
    page = whole.page("/en/claims/check?country=MEX&from=2020&to=&type=&figure=456&claim=")
    address = page.part("whole-address")
    assert address.endswith("/en/claims/check?country=MEX&from=2020&figure=456")


@BOTH
@pytest.mark.parametrize(
    ("query", "english", "kept"),
    [
        ({"country": "Narnia", "from": "2020", "figure": "5"}, "No country is called", "Narnia"),
        ({"from": "2020", "figure": "5"}, "Name a country", "2020"),
        ({"country": "Guinea", "from": "20x0", "figure": "5"}, "not a year of the reports", "20x0"),
        ({"country": "MEX", "figure": "5"}, "Give a year", "MEX"),
        (
            {"country": "MEX", "from": "2020", "to": "2019", "figure": "5"},
            "swap them",
            "2019",
        ),
        ({"country": "MEX", "from": "2020", "figure": "many"}, "is not a figure", "many"),
        ({"country": "MEX", "from": "2020", "figure": "1,23"}, "is not a figure", "1,23"),
        ({"country": "MEX", "from": "2020"}, "Give the figure", "MEX"),
        (
            {"country": "MEX", "from": "2020", "figure": "5", "type": "magic"},
            "No training type",
            "",
        ),
        ({"country": "MEX", "from": "2020", "figure": "5", "force": "COL.X"}, "No recipient", ""),
        ({"country": "MEX", "from": "2020", "figure": "5", "program": "X"}, "No programme", ""),
        ({"country": "COL", "from": "2020", "figure": "5", "force": "MEX.SEMAR"}, "not belong", ""),
        ({"country": "MEX", "from": "2020", "figure": "5", "operator": "maybe"}, "not a value", ""),
        ({"country": "MEX", "from": "2020", "figure": "5", "measure": "joy"}, "not a value", ""),
        (
            {"country": "MEX", "from": "2019", "to": "2020", "operator": "highest"},
            "that of one year",
            "",
        ),
        (
            {"country": "MEX", "from": "2020", "operator": "lowest_since", "figure": "x"},
            "the figure is a year",
            "x",
        ),
        (
            {"country": "MEX", "from": "2010", "operator": "lowest_since", "figure": "2015"},
            "a year before the one claimed, 2010",
            "2015",
        ),
        (
            {"country": "MEX", "from": "2016", "operator": "highest", "figure": "500"},
            "leave it empty",
            "500",
        ),
        ({"country": "MEX", "from": "2020", "figure": "-5"}, "is not a figure", "-5"),
        ({"country": "MEX", "from": "2020", "figure": "50%"}, "is not a figure", "50%"),
        ({"country": "MEX", "from": "2020", "figure": "3.5 million"}, "is not a figure", "MEX"),
        ({"country": "MEX", "from": "2020", "figure": "$50"}, "is money", "$50"),
        ({"country": "MEX", "from": "2020", "figure": "4.5"}, "has decimals", "4.5"),
        (
            {"country": "MEX", "from": "2020", "figure": "308.943", "measure": "cost_usd"},
            "is not a figure",
            "308.943",
        ),
        (
            {"country": "COL", "from": "2020", "figure": "5", "measure": "students_per_100_000"},
            "have no population of Colombia",
            "5",
        ),
        ({"country": "MEX", "from": "20200", "figure": "5"}, "not a year of the reports", "20200"),
        ({"country": "MEX", "planet": "Mars"}, "does not know", "MEX"),
        ({"country": "MEX", "claim": "x" * 300}, "characters; the limit is", "MEX"),
    ],
    ids=lambda part: str(part)[:40] if isinstance(part, str) else None,
)
def test_nonsense_is_told_what_to_do_and_the_form_is_kept(
    whole: Reader, query: dict[str, str], english: str, kept: str, language: Language
) -> None:
    page = whole.page(f"/{language.code}/claims/check?{urlencode(query)}", 400)
    said = page.part("problem")
    assert said
    assert (english in said) == (language.code == "en"), said
    assert "verdict" not in page.ids
    assert kept in page.values("input", "value") or not kept


def test_a_country_of_volumes_that_were_not_read_cannot_be_checked(whole: Reader) -> None:
    page = whole.page("/en/claims/check?country=AFG&from=2016&figure=3")
    assert "no report on the country for 2016" in page.part("verdict")


def test_what_a_reader_writes_is_escaped(whole: Reader) -> None:
    query = urlencode({"country": "<b>x", "claim": '"><script>', "from": "2020"})
    page = whole.page(f"/en/claims/check?{query}", 400)
    assert "<b>x" not in page.source
    assert "<script>" not in page.source.replace("<script src", "")


@BOTH
def test_every_sentence_and_reason_is_filled(
    verdicts: dict[str, Verdict], language: Language
) -> None:
    for found in verdicts.values():
        assert places_of(found.claim, language) <= {one.found.way.key for one in found.tried}
        for text in (sentence(found, language), why(found, language)):
            assert "{" not in text, found.claim.id
            assert "%(" not in text, found.claim.id
            assert "None" not in text, found.claim.id


def test_the_document_has_every_claim_twice_and_the_words_of_the_pages(
    whole: Reader, verdicts: dict[str, Verdict]
) -> None:
    document = claims_document(whole.app.state.site.reading.tables)
    for claim_id in all_claims():
        assert document.count(f"| {claim_id} |") == 2
    for language in LANGUAGES.values():
        for found in verdicts.values():
            assert why(found, language) in document
