"""Short permanent addresses: they lead back to their page, now and after every rebuild."""

from __future__ import annotations

import base64
import hashlib
import string
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.site import short_address as way
from foja.site.short_address import address_of, code_of, short_address

if TYPE_CHECKING:
    from tests.site.reader import Reader

COMMON = (
    "/en/country/MEX",
    "/es/country/MEX?from=2012&to=2016",
    "/es/country/COL/ring?from=2010&type=human_rights",
    "/en/country/MEX/spending?by=authority&parts=share&dollars=constant",
    "/en/country/HND/rows?from=2012&to=2016&program=SEC1004&type=tactical",
    "/es/takeaways/MEX/2020",
    "/en/claims/C168",
    "/en/place/US.whinsec",
    "/en/unit/MEX.escuadron-aereo-302",
    "/en/training/2020-2021.wh.41.07",
)
PRINTED = {
    "1IUMTBgA": "/en/country/MEX",
    "11MMhDI8OMwA": "/en/country/MEX?from=2012&to=2016",
    "1L8PmFyMDAA": "/en/takeaways/MEX/2020",
    "1dwMLQ8t-QzMLAA": "/en/claims/C168",
    "1sAOpgpfr5RmZecWpyQA": "/es/place/US.whinsec",
    "1DgMJ46wwjA2MAA": "/en/unit/MEX.escuadron-aereo-302",
}
"""Codes as they may stand in print: these must be read so forever."""
DICTIONARY = "04ba770d5f6a1c87"
"""Never to be changed: a dictionary that differs by a letter makes every printed code void."""

names = st.text(string.ascii_letters + string.digits + "_-.", min_size=1, max_size=20)
queries = st.lists(st.tuples(names, st.text(max_size=30)), max_size=6).map(urlencode)
addresses = st.builds(
    lambda language, parts, query: f"/{language}/{'/'.join(parts)}{f'?{query}' if query else ''}",
    st.sampled_from(("en", "es")),
    st.lists(names, max_size=5),
    queries,
)


@given(addresses)
def test_every_address_comes_back(address: str) -> None:
    code = code_of(address)
    assert code is not None
    assert address_of(code) == address
    assert set(code) <= {*string.ascii_letters, *string.digits, "-", "_"}


@given(st.text(max_size=60))
def test_no_text_leads_off_the_site(text: str) -> None:
    address = address_of(text)
    assert address is None or address.startswith(("/en/", "/es/"))


@pytest.mark.parametrize("address", COMMON)
def test_common_choices_are_short(address: str) -> None:
    assert len(short_address(address) or "") < 40


@pytest.mark.parametrize(("code", "address"), PRINTED.items())
def test_printed_codes_are_read_forever(code: str, address: str) -> None:
    assert address_of(code) == address


def test_the_dictionary_of_a_way_of_writing_never_changes() -> None:
    assert hashlib.sha256(way._DICTIONARY.encode()).hexdigest()[:16] == DICTIONARY


@pytest.mark.parametrize(
    "address",
    [
        *("", "/", "//other.test/", "https://other.test/", "/fr/", "/en", "/en/a b", "/en/\u00e9"),
        "/en/\r\nset-cookie: a=b",
        f"/en/{'a' * 2_000}",
    ],
)
def test_what_is_no_page_has_no_code(address: str) -> None:
    assert code_of(address) is None


def _written(plain: bytes, check: int | None = None) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, 0, way._dictionary())
    packed = packer.compress(plain) + packer.flush()
    first = zlib.crc32(plain) & 0xFF if check is None else check
    return "1" + base64.urlsafe_b64encode(bytes([first]) + packed).rstrip(b"=").decode()


def test_a_code_of_another_making_leads_nowhere_else() -> None:
    assert address_of(_written(b"/en/about")) == "/en/about"
    for plain in (
        b"//other.test/",
        b"https://other.test/",
        b"/en/\r\nx: y",
        b"/en/" + b"a" * 90_000,
    ):
        assert address_of(_written(plain)) is None
    assert address_of(_written(b"/en/about", check=(zlib.crc32(b"/en/about") + 1) & 0xFF)) is None


def test_each_letter_of_a_code_counts() -> None:
    code = code_of("/en/country/MEX?from=2012&to=2016") or ""
    wrong = [
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in "0aZ_"
        if other != code[place]
    ]
    led = [address_of(one) for one in wrong]
    # One octet checks the rest: of 256 misprints it lets about one through.
    assert sum(address is not None for address in led) <= 2
    assert address_of(code[:-1]) is None


def test_the_site_leads_from_a_code_to_its_page(site: Reader) -> None:
    page = site.page("/es/country/MEX?from=2018&to=2020")
    short = next(link for link in page.links if "/s/" in link)
    answer = site.get(short)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/es/country/MEX?from=2018&to=2020"
    assert site.get(answer.headers["location"]).status_code == 200


def test_nonsense_is_refused_in_one_sentence(site: Reader) -> None:
    for code in ("2abc", "1", "1IUMTBgB", "x" * 3_000, "1IUMTBgA."):
        answer = site.get(f"/s/{code}")
        assert answer.status_code in {404, 414}, code
    assert "no page of the site has it" in site.page("/s/nonsense", 404).part("content")
