"""The walls around the site: names, methods, bodies, time, files, what pages may run."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.browser.kinds import KINDS
from tests.site.conftest import DOCUMENT, FILE
from tests.site.reader import Page, Reader
from tests.support.loop import run

from foja.errors import SettingsError
from foja.site import limits
from foja.site.app import create_app
from foja.site.headers import HEADERS
from foja.site.hosts import Hosts, hosts_of
from foja.site.limits import TimeLimit
from foja.site.pages import about, country

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from foja.catalog import Catalog

NAME = "foja.example.org"


@pytest.fixture(scope="module")
def guarded(tables_folder: Path) -> Iterator[Reader]:
    """A reader of the site as it is served on this machine under a name of its own."""
    app = create_app(tables_folder, hosts=hosts_of("127.0.0.1", NAME), seconds=0.3)
    with Reader(app) as reader:
        yield reader


# Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", NAME, f"{NAME}:443", f"{NAME}."],
)
def test_its_own_names_are_answered(guarded: Reader, host: str) -> None:
    assert guarded.get("/healthz", host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"{NAME}.evil.example",
        f"evil.example/{NAME}",
        f"{NAME}@evil.example",
        f"evil.example:80#{NAME}",
        "192.168.1.5",
        "127.0.0.1.evil.example",
        "localhost:99999999",
        "[::1",
        "a b",
        "",
        "x" * 300,
    ],
)
@pytest.mark.parametrize(
    "address", ["/es/country/MEX", "/api/v1/trainings", "/static/css/foja.css"]
)
def test_another_name_is_refused_in_a_sentence(guarded: Reader, host: str, address: str) -> None:
    answer = guarded.get(address, host=host, accept_language="en")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    words = "no responde con el nombre" if address.startswith("/es/") else "does not answer under"
    assert words in answer.text
    assert "evil" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_every_address_is_answered_where_all_are_listened_on() -> None:
    for listening in ("0.0.0.0", "::"):  # noqa: S104 - what a reader may type
        hosts = hosts_of(listening, "")
        assert hosts.allows("192.168.1.5:8000")
        assert hosts.allows("[fe80::1]:8000")
        assert not hosts.allows("evil.example")
    alone = hosts_of("192.168.1.5", "")
    assert alone.allows("192.168.1.5:8000")
    assert alone.allows("localhost")
    assert not alone.allows("192.168.1.6")


def test_names_are_read_from_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOSTS", f" {NAME} , Foja.Example.net,[2001:db8::1]")
    hosts = hosts_of("127.0.0.1")
    for name in (NAME, "foja.example.net:80", "[2001:db8::1]:80", "localhost"):
        assert hosts.allows(name), name
    assert not hosts.allows("example.org")
    monkeypatch.setenv("FOJA_HOSTS", "*")
    anything = hosts_of("127.0.0.1")
    assert anything.allows("whatever.example")
    assert not anything.allows("what ever")


@pytest.mark.parametrize(
    "name", ["https://foja.example.org", "foja.example.org:80", "a b", "*.org"]
)
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(SettingsError, match=r"FOJA_HOSTS has .* not a host name"):
        hosts_of("127.0.0.1", name)


def test_no_name_is_no_name() -> None:
    assert not Hosts().allows("")
    assert not Hosts(any_name=True).allows("evil.example\r\nx: y")


# Methods and bodies -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"])
@pytest.mark.parametrize("address", ["/en/record", "/static/css/foja.css", "/api/v1/trainings"])
def test_nothing_but_reading_is_served(site: Reader, method: str, address: str) -> None:
    answer = site.ask(method, address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "only answers GET" in answer.text
    problem = "application/problem+json" in answer.headers["content-type"]
    assert problem == address.startswith("/api/")


@pytest.mark.parametrize("address", ["/en/record", "/es/record", "/api/v1/trainings"])
@pytest.mark.parametrize("headers", [{"content_length": "5"}, {"transfer_encoding": "chunked"}])
def test_a_body_is_refused_unread(site: Reader, address: str, headers: dict[str, str]) -> None:
    answer = site.get(address, **headers)
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"
    assert ("lleva cuerpo" if "/es/" in address else "has no body") in answer.text
    assert site.get(address, content_length="0").status_code == 200


def test_a_long_address_of_the_api_is_told_as_a_problem(site: Reader) -> None:
    answer = site.get("/api/v1/trainings?words=" + "x" * 2_000)
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "xxxx" not in answer.text


# Time -------------------------------------------------------------------------------------------


def test_a_page_that_takes_too_long_is_given_up(
    guarded: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    monkeypatch.setattr(about, "reports", lambda _tables: ended.wait(20))
    answer = guarded.get("/es/about", host=NAME)
    ended.set()
    assert answer.status_code == 503
    assert "<h1>La respuesta tardó demasiado</h1>" in answer.text
    assert answer.headers["retry-after"] == "60"
    assert "etag" not in answer.headers


def test_a_question_that_takes_too_long_is_stopped(
    guarded: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = guarded.app.state.site.reading.tables
    seen: list[BaseException] = []

    def without_end(*_: object) -> None:
        table = tables.table("trainings")
        wide = table
        for name in "abcdefgh":
            wide = wide.cross_join(table.view().select(**{name: "training_id"}))
        try:
            tables.rows(wide.aggregate(n=wide.count()))
        except BaseException as error:
            seen.append(error)
            raise

    monkeypatch.setattr(country, "offered", without_end)
    # However busy the machine is, the page itself says why.
    monkeypatch.setattr(limits, "GRACE", 20)
    answer = guarded.get("/en/country/MEX?from=2018", host=NAME)
    assert answer.status_code == 503
    assert "limits" in answer.text
    assert [type(error).__name__ for error in seen] == ["TimeLimitError"]


def test_an_answer_that_is_never_taken_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []
    ended = threading.Event()

    async def endless(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            await asyncio.sleep(20)
        finally:
            ended.set()

    async def answer() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        limited = TimeLimit(endless, seconds=0.01, sending=0.05)
        scope = {"type": "http", "path": "/en/\nforged \x1b[2J", "method": "GET"}
        await limited(scope, receive, send)

    with caplog.at_level("WARNING", "foja.site"):
        run(answer)
    assert sent == ["http.response.start"]
    assert ended.is_set()
    # What a reader sends cannot begin a line of the log, nor speak to a terminal.
    assert [each.getMessage().isprintable() for each in caplog.records] == [True]


# Files ------------------------------------------------------------------------------------------

STEPS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "....//", "%2e%2e%252f", ".%00./", "/")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("folder", ["/static/", "/static/css/", "/page/", "/sitemap/"])
def test_no_path_leads_out_of_its_folder(site: Reader, folder: str, step: str) -> None:
    for target in ("app.py", "etc/passwd", "data/snapshot/tables.json", "security.py"):
        for depth in (1, 2, 3, 8):
            address = f"http://foja.test{folder}{step * depth}{target}"
            # As it stands: a client would tidy the path away.
            answer = site.get(httpx.URL(address, raw_path=address[16:].encode()))
            assert answer.status_code in {400, 404, 405}, address
            assert "root:" not in answer.text
            assert "import annotations" not in answer.text


def test_a_link_in_the_documents_folder_leads_nowhere_else(
    tables_folder: Path, pages_folder: Path, small_catalog: Catalog, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes((pages_folder / FILE).read_bytes() + b"\n% something else")
    link = tmp_path / "documents" / FILE
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    with Reader(create_app(tables_folder, tmp_path / "documents", catalog=small_catalog)) as reader:
        assert reader.get(f"/page/{DOCUMENT}/1.webp").status_code == 404
        link.unlink()
        link.symlink_to(pages_folder / FILE)
        assert reader.get(f"/page/{DOCUMENT}/1.webp").headers["content-type"] == "image/webp"


# What pages may run -----------------------------------------------------------------------------

OWN_KINDS = [kind for kind in KINDS if not (kind.documents or kind.again)]


def inline(page: Page) -> list[str]:
    """What of a page its policy would have to allow by name: none of it is there."""
    found = [
        f"{name} of <{tag}>"
        for tag, name, value in page.attributes
        if name == "style" or name.startswith("on") or value.lower().startswith("javascript:")
    ]
    kinds = [value for value in page.values("script", "type") if value != "module"]
    # Data in a page is no script: browsers run neither of these.
    found += [kind for kind in kinds if kind not in {"application/json", "application/ld+json"}]
    scripts = page.source.count("<script")
    if scripts != len(page.values("script", "src")) + len(kinds):
        found.append("a script in the page")
    if "<style" in page.source:
        found.append("a style in the page")
    return found


@pytest.mark.parametrize("kind", OWN_KINDS, ids=lambda kind: kind.name)
def test_no_page_has_script_or_style_inside(record: Reader, kind: Any) -> None:
    language = "es" if len(kind.name) % 2 else "en"
    answer = record.get(kind.address(language))
    assert answer.status_code == kind.status
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    embedded = kind.path.startswith("/embed/")
    assert ("frame-ancestors 'none'" in policy) is not embedded
    assert "script-src 'self'" in policy
    assert inline(Page(answer.text)) == []


def test_what_is_inline_is_seen() -> None:
    for source in (
        "<p style='color:red'>",
        "<p onclick='x()'>",
        "<a href='JavaScript:x()'>",
        "<script>x()</script>",
        "<style>p{}</style>",
    ):
        assert len(inline(Page(source))) == 1, source
    assert inline(Page("<script type='application/ld+json'>{}</script>")) == []
