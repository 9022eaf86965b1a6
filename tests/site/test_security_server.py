"""The server as it runs: patience with connections, and a process that may write nothing."""

from __future__ import annotations

import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn
from benchmarks._nginx import served
from tests.browser.server import GREETING, PATIENCE
from tests.support.loop import run

import foja
from foja.site import connections
from foja.site.app import create_app
from foja.site.connections import LARGEST_HEAD, server_config
from foja.site.hosts import Hosts

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65_534
SEMAPHORE = 64
"""Octets of the largest file: the pool that draws pictures has semaphores in shared memory."""


@pytest.fixture
def port(tables_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server in this process, with little patience for heads."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.4)
    app = create_app(tables_folder, hosts=Hosts())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(server_config(app))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(30)


def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send parts of a request, and return all that is answered until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
        return answer


HEAD = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n"


def test_who_does_not_finish_a_head_is_not_waited_for(port: int) -> None:
    assert said(port) == b""
    assert said(port, HEAD) == b""
    whole = said(port, HEAD + b"connection: close\r\n\r\n")
    assert whole.startswith(b"HTTP/1.1 200")
    # A second request that begins on the same connection and does not end.
    kept = said(port, HEAD + b"\r\n", HEAD[:20], pause=0.2)
    assert kept.count(b"HTTP/1.1 200") == 1


def test_a_head_that_comes_slowly_but_in_time_is_read(port: int) -> None:
    parts = [HEAD[:10], HEAD[10:], b"connection: close\r\n", b"\r\n"]
    assert said(port, *parts, pause=0.05).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"x: " + b"y" * (LARGEST_HEAD + 1) + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        HEAD + b"host: evil.example\r\n\r\n",
        HEAD + b"x: a\x00b\r\n\r\n",
        b"GET /health z HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET /healthz\xff HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n",
        HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_a_broken_head_is_refused_with_400(port: int, head: bytes) -> None:
    # One that is too long comes in parts: what has come whole is small enough to be read.
    parts = (head[:-4], head[-4:]) if len(head) > LARGEST_HEAD else (head[:-2] + CLOSE,)
    answer = said(port, *parts, pause=0.1)
    assert answer.startswith(b"HTTP/1.1 400"), answer[:100]
    assert b"evil" not in answer


CLOSE = b"connection: close\r\n\r\n"


def test_a_body_that_hides_a_second_request_is_not_read_as_one(port: int) -> None:
    for framing in (
        b"content-length: 60\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"content-length: 5\r\n\r\nhello",
    ):
        answer = said(port, HEAD + framing + HEAD + b"\r\n")
        assert answer.count(b"HTTP/1.1 ") == 1, framing
        assert answer[9:12] in {b"400", b"413"}, framing


# A process that may write nothing ---------------------------------------------------------------


AS_NOBODY_WHO_READS = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--no-new-privs",
    "--bounding-set=-all,+dac_read_search",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
)


def _can_be_read_by_nobody() -> bool:
    places = [Path(sys.executable), Path(sys.executable).resolve(), Path(foja.__file__)]
    parents = {parent for place in places for parent in place.parents}
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)


def _nothing_may_be_written() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SEMAPHORE, SEMAPHORE))


@contextmanager
def unprivileged(folder: Path, documents: Path | None) -> Iterator[str]:
    """Run `foja serve` as nobody, where this test may, without a home and unable to write a file.

    A file that grows further would end in an error in its log.
    """
    place = folder / "place"
    place.mkdir()
    place.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
    command = [sys.executable, "-m", "foja", "serve", "--port", "0", "--no-browser"]
    command.append("--no-prepare")
    if documents is not None:
        command += ["--documents", str(documents)]
    kept = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    root: dict[str, Any] = {}
    if os.geteuid() == 0:
        if _can_be_read_by_nobody():
            root = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        else:
            # Python lies in a folder of root's own: nobody is let to read, and nothing else.
            command = [*AS_NOBODY_WHO_READS, *command]
    process = subprocess.Popen(
        command,
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_nothing_may_be_written,  # noqa: PLW1509 - no thread of ours holds a lock here
        **root,
    )
    try:
        assert process.stdout is not None
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        line = process.stdout.readline()
        limit.cancel()
        greeted = GREETING.match(line)
        if greeted is None:
            process.kill()
            raise AssertionError(f"greeted with {line!r}: {process.communicate()[1]}")
        yield greeted.group(1)
    finally:
        process.terminate()
        _out, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors, errors


ASKED = (
    "/en/",
    "/es/country/COL?words=naval",
    "/en/country/MEX/chart/spending_by_fiscal_year.png",
    "/en/card/country/MEX.png",
    "/en/country/MEX/trainings.csv",
    "/en/country/TUV/trainings.parquet",
    "/en/country/TUV/trainings.xlsx",
    "/es/takeaways/MEX/2020.pdf",
    "/en/training/2020-2021.wh.41.07",
    "/api/v1/trainings?country=MEX&limit=5",
    "/static/css/foja.css",
    "/healthz",
)


def test_the_site_runs_as_nobody_and_writes_nothing(tmp_path: Path) -> None:
    with unprivileged(tmp_path, None) as address, httpx.Client(timeout=60) as client:
        answers = {path: client.get(f"{address}{path}").status_code for path in ASKED}
    assert answers == dict.fromkeys(ASKED, 200)
    assert list((tmp_path / "place").iterdir()) == []


def test_the_settings_of_the_server_are_those_documented(
    tables_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(tables_folder)
    config = server_config(app)
    assert config.h11_max_incomplete_event_size == LARGEST_HEAD
    assert config.limit_concurrency == connections.MOST_CONNECTIONS
    assert config.forwarded_allow_ips == "127.0.0.1,::1"
    monkeypatch.setenv("FOJA_TRUSTED_PROXIES", "10.0.0.0/8")
    assert server_config(app).forwarded_allow_ips == "10.0.0.0/8"
    assert run(_reader_seen, "10.1.2.3", "10.0.0.0/8") == "203.0.113.9"
    assert run(_reader_seen, "192.0.2.1", "10.0.0.0/8") == "192.0.2.1"
    app.state.site.reading.tables.close()


async def _reader_seen(proxy: str, trusted: str) -> str:
    """Return whom the application takes for its reader where a proxy speaks for another."""
    seen: list[str] = []

    async def look(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    wrapped = uvicorn.Config(look, forwarded_allow_ips=trusted)
    wrapped.load()
    scope = {
        "type": "http",
        "client": (proxy, 1),
        "headers": [(b"x-forwarded-for", b"203.0.113.9")],
        "scheme": "http",
    }
    await wrapped.loaded_app(scope, None, None)
    return seen[0]


def _children(pid: int) -> set[int]:
    """Return the processes that a process has started and that still run, with theirs."""
    found: set[int] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        if parent == pid:
            found |= {int(folder.name), *_children(int(folder.name))}
    return found


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_nothing_is_left_of_a_server_that_is_killed(tmp_path: Path, tables_folder: Path) -> None:
    with served(tmp_path, ("--tables", str(tables_folder), "--no-prepare")) as server:
        address = f"http://127.0.0.1:{server.port}/en/card/country/MEX.png"
        assert httpx.get(address, timeout=60).status_code == 200
        assert server.process is not None
        children = _children(server.process.pid)
        assert children
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(timeout=30)
        until = time.monotonic() + 30
        while any(map(_runs, children)) and time.monotonic() < until:
            time.sleep(0.1)
        left = [pid for pid in children if _runs(pid)]
    assert left == []
