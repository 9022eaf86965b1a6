"""Pages that a browser has already are not made again, and never stale ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from anyio.from_thread import start_blocking_portal

from foja.site import conditional
from foja.site.conditional import Conditional, build_hash

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send
    from tests.site.reader import Reader

PAGES = ("/en/", "/es/country/MEX?from=2018", "/en/training/2016-2017.wh.41.01", "/en/record")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_known_is_not_sent_again(address: str, site: Reader) -> None:
    first = site.get(address)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=60"
    again = site.get(address, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert site.get(address, if_none_match='"other"').content == first.content


def test_each_address_has_a_tag_of_its_own(site: Reader) -> None:
    addresses = ("/en/", "/es/", "/en/country/MEX", "/en/country/MEX?from=2018", "/en/countries")
    tags = {site.get(address).headers["etag"] for address in addresses}
    assert len(tags) == len(addresses)
    asked_of_another_host = site.get("/en/", host="other.test")
    assert asked_of_another_host.headers["etag"] not in tags


def test_what_is_refused_is_never_kept(site: Reader) -> None:
    for address in ("/en/nowhere", "/en/training/none", "/en/country/MEX?from=x"):
        answer = site.get(address)
        assert answer.status_code >= 400
        assert "etag" not in answer.headers
        assert "cache-control" not in answer.headers


def test_a_page_of_documents_changes_with_its_document(
    site: Reader, site_with_pages: Reader
) -> None:
    address = "/en/training/2020-2021.wh.41.01"
    without, shown = site.get(address), site_with_pages.get(address)
    assert without.headers["etag"] != shown.headers["etag"]
    again = site_with_pages.get(address, if_none_match=without.headers["etag"])
    assert again.status_code == 200


def test_files_with_a_rule_of_their_own_keep_it(site: Reader) -> None:
    answer = site.get("/en/country/MEX/chart/students_by_fiscal_year.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert site.get("/healthz").headers["cache-control"] == "no-store"


def test_other_tables_and_other_code_have_other_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            made.append(dict(message["headers"])[b"etag"].decode())

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": "/en/",
        "query_string": b"",
        "headers": [],
    }
    with start_blocking_portal() as portal:
        portal.call(Conditional(app, "one"), dict(scope), receive, send)
        portal.call(Conditional(app, "two"), dict(scope), receive, send)
        monkeypatch.setattr(conditional, "build_hash", lambda: "changed")
        portal.call(Conditional(app, "one"), dict(scope), receive, send)
    assert len(set(made)) == 3


def test_the_code_has_one_name_while_it_runs() -> None:
    assert build_hash() == build_hash()
    assert len(build_hash()) == 16
