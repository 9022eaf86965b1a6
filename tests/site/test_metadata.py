"""The heads of pages: titles, descriptions, languages, cards and data that hold on every kind."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.browser.kinds import KINDS, LANGUAGES
from tests.site.reader import ORIGIN

from foja.site.language import LANGUAGES as SPOKEN
from foja.site.metadata import LONGEST, SHORTEST, cut, fitted

if TYPE_CHECKING:
    from tests.browser.kinds import Kind
    from tests.site.reader import Reader

OWN = [kind for kind in KINDS if not kind.documents and kind.status == 200 and not kind.bare]
"""Kinds that are pages of their own, as search engines see them."""


@pytest.fixture(scope="module")
def heads(record: Reader) -> dict[tuple[str, str], str]:
    """The head of each kind of page in each language."""
    return {
        (kind.name, language): _head(record, kind.address(language))
        for kind in OWN
        for language in LANGUAGES
    }


def _head(reader: Reader, address: str) -> str:
    answer = reader.get(address)
    if answer.status_code in {302, 303, 307}:
        answer = reader.get(answer.headers["location"])
    assert answer.status_code == 200, address
    return answer.text.partition("</head>")[0]


def _meta(head: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)"', head)
    return unescape(found[1]) if found else ""


def _link(head: str, rel: str) -> str:
    found = re.search(rf'<link {rel} href="([^"]*)"', head)
    return unescape(found[1]) if found else ""


def test_no_two_kinds_share_a_title_or_a_description(heads: dict[tuple[str, str], str]) -> None:
    titles, descriptions = defaultdict(set), defaultdict(set)
    for kind, head in heads.items():
        title = re.search("<title>(.*?)</title>", head)
        assert title, kind
        titles[title[1]].add(kind)
        descriptions[_meta(head, "description")].add(kind)
        assert SHORTEST <= len(_meta(head, "description")) <= LONGEST, kind
        assert len(title[1]) <= 150, kind
    assert [kinds for kinds in titles.values() if len(kinds) > 1] == []
    assert [kinds for kinds in descriptions.values() if len(kinds) > 1] == []


def test_each_page_names_itself_and_its_other_language(heads: dict[tuple[str, str], str]) -> None:
    for (kind, language), head in heads.items():
        own = _link(head, 'rel="canonical"')
        pages = {
            tag: _link(head, f'rel="alternate" hreflang="{tag}"')
            for tag in (*LANGUAGES, "x-default")
        }
        assert own == pages[language], kind
        assert pages["x-default"] == pages["en"], kind
        assert pages["en"].replace(f"{ORIGIN}/en", "") == pages["es"].replace(f"{ORIGIN}/es", "")


@pytest.mark.parametrize("kind", OWN[::3], ids=lambda kind: kind.name)
def test_what_a_head_names_answers(
    kind: Kind, record: Reader, heads: dict[tuple[str, str], str]
) -> None:
    head = heads[kind.name, "en"]
    for rel in ('rel="canonical"', 'rel="alternate" hreflang="es"', 'rel="manifest"'):
        address = _link(head, rel).removeprefix(ORIGIN)
        assert record.get(address).status_code == 200, address


def test_filters_stand_in_title_and_canonical_address(record: Reader) -> None:
    head = _head(record, "/en/country/MEX?to=2016&from=2012&program=IMET&utm_source=x")
    assert _link(head, 'rel="canonical"') == (
        f"{ORIGIN}/en/country/MEX?from=2012&to=2016&program=IMET"
    )
    assert "From fiscal year 2012" in _meta(head, "og:title")
    assert not _meta(head, "robots")


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("/en/country/MEX", False),
        ("/en/country/MEX?from=2012", False),
        ("/en/country/MEX?page=2", True),
        ("/en/country/MEX?sort=-cost", True),
        ("/en/country/MEX?size=500", True),
        ("/en/units?country=MEX", False),
        ("/en/units?country=MEX&page=2", True),
        ("/en/search?q=naval", True),
    ],
)
def test_other_orders_of_the_same_rows_are_kept_out_of_indexes(
    address: str, hidden: bool, record: Reader
) -> None:
    assert _meta(_head(record, address), "robots") == ("noindex, follow" if hidden else "")


def test_errors_are_kept_out_of_indexes(site: Reader) -> None:
    for address, status in (("/en/nowhere", 404), ("/en/country/MEX?from=x", 400)):
        head = site.page(address, status).source.partition("</head>")[0]
        assert _meta(head, "robots") == "noindex, follow"
        assert "og:image" not in head


def test_each_page_has_a_card_of_a_stated_size(heads: dict[tuple[str, str], str]) -> None:
    for kind, head in heads.items():
        assert _meta(head, "og:image").startswith(f"{ORIGIN}/{kind[1]}/card/"), kind
        assert (_meta(head, "og:image:width"), _meta(head, "og:image:height")) == ("1200", "630")
        assert _meta(head, "twitter:card") == "summary_large_image"
        assert _meta(head, "og:title")
        assert _meta(head, "og:description") == _meta(head, "description")


@pytest.mark.parametrize(
    "address", ["/en/", "/es/country/COL", "/en/record", "/es/record/2018-2019"]
)
def test_data_sets_say_so_to_machines(address: str, record: Reader) -> None:
    head = _head(record, address)
    found = re.search('<script type="application/ld[+]json">(.*?)</script>', head)
    assert found
    said = json.loads(found[1])
    assert said["@type"] == "Dataset"
    assert said["license"].startswith("https://creativecommons.org/publicdomain/")
    assert said["version"] == record.app.state.version
    assert SHORTEST <= len(said["description"]) <= LONGEST
    assert urlsplit(said["url"]).path == urlsplit(_link(head, 'rel="canonical"')).path
    for taken in said.get("distribution", ()):
        path = urlsplit(taken["contentUrl"]).path
        assert path.startswith(f"/{said['inLanguage']}/country/")
    assert ("distribution" in said) == ("record" not in address)


def test_markup_in_a_name_cannot_end_the_data(site: Reader) -> None:
    for address in ("/en/", "/en/country/COL"):
        found = re.search(
            r'<script type="application/ld\+json">(.*?)</script>', site.get(address).text
        )
        assert found
        assert not set("<>&") & set(found[1])


def test_descriptions_are_cut_between_words_and_never_empty() -> None:
    english = SPOKEN["en"]
    long = "word " * 80
    assert fitted(long, "Title", english).endswith("word\N{HORIZONTAL ELLIPSIS}")
    assert len(fitted(long, "Title", english)) <= LONGEST
    short = fitted("Unclassified", "Unclassified", english)
    assert SHORTEST <= len(short) <= LONGEST
    assert short.count("Unclassified") == 1
    assert cut("a" * 300, 10) == "a" * 9 + "\N{HORIZONTAL ELLIPSIS}"
    assert cut("short", 10) == "short"
