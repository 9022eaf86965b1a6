"""Every link that a reader can follow from the front door leads to a page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.site.reader import ORIGIN

if TYPE_CHECKING:
    from tests.site.reader import Page, Reader

MOST = 3_000
OF_A_KIND = 12
"""Addresses asked that differ in the values chosen, and in the page they are chosen on, alone."""
VALUE = re.compile("=[^&]*")
WEIGHT = 150_000


def test_every_link_resolves(site_with_pages: Reader) -> None:
    waiting, seen, anchors = ["/en/", "/es/"], {"/en/", "/es/"}, {}
    alike: Counter[str] = Counter()
    pages: dict[str, Page] = {}
    own: set[str] = set()
    while waiting:
        address = waiting.pop()
        assert len(seen) < MOST
        if _is_file(address):
            continue
        page = site_with_pages.page(address)
        pages[address] = page
        for link in page.links:
            found, anchor = urldefrag(urljoin(address, link))
            if found.startswith(ORIGIN):
                # A page names its own address, whole and short, for those who share it.
                own.add(found.removeprefix(ORIGIN))
                continue
            if urlsplit(found).netloc:
                assert found.startswith(("https://", "http://")), found
                continue
            if anchor:
                anchors[found, anchor] = address
            if found not in seen and not _endless(found, address):
                seen.add(found)
                waiting += [found] * _is_new(found, alike)
    for (found, anchor), address in anchors.items():
        if found in pages:
            assert anchor in pages[found].ids, f"{address} links to {found}#{anchor}"
    files = [address for address in seen if _is_file(address)]
    drawn = [address for address in files if address.endswith((".svg", ".png"))]
    for address in sorted(set(files) - set(drawn))[:60]:
        assert site_with_pages.get(address).status_code == 200, address
    for address in sorted(own)[::40]:
        answer = site_with_pages.get(address)
        led = answer.headers.get("location", address)
        assert answer.status_code == (302 if address.startswith("/s/") else 200), address
        assert led in pages or "?" in led, address
    assert any(address.startswith("/s/") for address in own)
    assert len(pages) > 60
    assert drawn


def _is_new(found: str, alike: Counter[str]) -> bool:
    """Say whether few addresses have been asked yet in which the same things are chosen."""
    chosen = VALUE.sub("=", urlsplit(found).query)
    alike[chosen] += 1
    return not chosen or alike[chosen] <= OF_A_KIND


def _endless(found: str, address: str) -> bool:
    """Say whether a link is not followed.

    Filters lead to filters without end: those of a filtered page are left, and those of one
    language and of the other countries, since all have the same. Answers of the API are no pages;
    its own tests ask them.
    """
    if found.startswith("/api/"):
        return found not in {"/api/v1/", "/api/v1/es/"}
    if "?" in found and "/country/" in found and "/country/MEX" not in found:
        return True
    return "sort=" in found or ("?" in found and ("?" in address or "/es/" in found))


def _is_file(address: str) -> bool:
    path = urlsplit(address).path
    return path.endswith(
        (".csv", ".json", ".md", ".parquet", ".pdf", ".png", ".svg", ".webp", ".xlsx")
    ) or not path.startswith(("/en/", "/es/"))


def test_a_page_weighs_little_before_its_charts(site: Reader) -> None:
    page = site.page("/en/")
    loaded = [address for address in page.loaded if "charts" not in address]
    weight = len(page.source.encode()) + sum(len(site.get(address).content) for address in loaded)
    assert weight < WEIGHT
