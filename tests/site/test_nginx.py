"""The documented nginx before a real `foja serve`: copies, headers, limits, a server gone."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest
from benchmarks._nginx import NAME, Served, nginx, program, served

from foja.site.headers import HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    program() is None,
    reason="drives nginx: `make test` installs it where it can; or set FOJA_NGINX to yours",
)
SLOWLY = {"rate=20r/s": "rate=1r/s", "burst=100": "burst=40"}


@dataclass(frozen=True)
class Front:
    """A server behind nginx."""

    server: Served
    client: httpx.Client

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Ask nginx; underscores in the names of headers stand for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address, headers=sent)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, tables_folder: Path) -> Iterator[Front]:
    """The small tables behind nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    options = ("--tables", str(tables_folder), "--no-prepare")
    with (
        served(folder, options) as server,
        nginx(folder, server.port) as port,
        httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"host": NAME}, timeout=60
        ) as client,
    ):
        yield Front(server, client)


def test_a_page_comes_through_with_its_headers_and_is_kept(front: Front) -> None:
    first = front.get("/en/country/MEX")
    again = front.get("/en/country/MEX")
    assert [first.status_code, again.status_code] == [200, 200]
    assert [each.headers["foja-cache"] for each in (first, again)] == ["MISS", "HIT"]
    assert again.content == first.content
    assert f'<link rel="canonical" href="http://{NAME}/en/country/MEX">' in first.text
    for name, value in HEADERS.items():
        assert again.headers[name] == value
    assert "server" not in first.headers or first.headers["server"] == "nginx"


def test_what_a_reader_has_already_is_not_sent_again(front: Front) -> None:
    tag = front.get("/en/about").headers["etag"]
    unchanged = front.get("/en/about", if_none_match=tag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    other = front.get("/en/about", if_none_match='W/"something-else"')
    assert other.status_code == 200


def test_copies_differ_by_language_query_and_compression(front: Front) -> None:
    plain = front.get("/en/record", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    packed = front.get("/en/record", accept_encoding="br, gzip;q=0.5")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert front.get("/es/record").text != plain.text
    assert front.get("/en/country/MEX?from=2019").text != front.get("/en/country/MEX").text
    raw = front.client.stream("GET", "/en/record", headers={"accept-encoding": "gzip"})
    with raw as answer:
        assert gzip.decompress(b"".join(answer.iter_raw())) == plain.content


def test_refusals_are_the_servers_own_and_never_kept(front: Front) -> None:
    for _time in range(2):
        answer = front.get("/es/country/MEX?from=soon")
        assert answer.status_code == 400
        assert "soon" in answer.text
        assert answer.headers["foja-cache"] == "MISS"
    assert front.client.post("/en/record").status_code == 405
    assert front.client.post("/en/record", content=b"x" * 5000).status_code == 413


def test_another_name_gets_no_answer(front: Front) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        front.get("/en/", host="evil.example")


def test_a_download_and_a_style_come_through_whole(front: Front) -> None:
    csv = front.get("/en/country/MEX/trainings.csv")
    assert csv.status_code == 200
    assert int(csv.text.count("\n")) > 17
    style = front.get("/static/css/foja.css")
    assert style.headers["content-type"].startswith("text/css")


def test_a_server_that_is_gone_is_told_and_what_was_read_is_shown(front: Front) -> None:
    kept = front.get("/en/countries")
    front.server.kill()
    try:
        shown = front.get("/en/countries")
        assert (shown.status_code, shown.content) == (200, kept.content)
        for language, words in (
            ("en", "Foja is not answering at the moment"),
            ("es", "Foja no responde en este momento"),
        ):
            gone = front.get(f"/{language}/country/COL?from=2019")
            assert gone.status_code == 502
            assert words in gone.text
            assert gone.headers["content-type"] == "text/html; charset=utf-8"
            assert gone.headers["content-language"] == language
            assert gone.headers["retry-after"] == "30"
            assert "default-src 'none'" in gone.headers["content-security-policy"]
            assert "<style" not in gone.text
        assert front.get("/pages/plain.css").status_code == 200
        problem = front.get("/api/v1/trainings?country=COL")
        assert problem.status_code == 502
        assert problem.headers["content-type"].startswith("application/problem+json")
        assert json.loads(problem.content)["status"] == 502
    finally:
        front.server.start()
    back = front.get("/en/country/COL?from=2019")
    assert back.status_code == 200


def test_the_pages_of_nginx_cannot_be_asked_for(front: Front) -> None:
    assert front.get("/pages/en-unavailable.html").status_code == 404


def test_who_asks_too_much_is_told_to_wait(front: Front, tmp_path: Path) -> None:
    with (
        nginx(tmp_path, front.server.port, SLOWLY) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"host": NAME}) as client,
    ):
        answers = [client.get(f"/es/nowhere/{number}") for number in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert 5 <= len(refused) <= 20
    assert {answer.status_code for answer in answers} == {404, 429}
    assert "Demasiadas peticiones desde su dirección" in refused[0].text
    assert refused[0].headers["retry-after"] == "30"
