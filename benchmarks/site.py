# ruff: noqa: A005 - named for what it measures; it is run, never imported
"""The site's pace over the whole record, each part beside a peer in the same run.

    python benchmarks/site.py [--tables FOLDER] [--each N] [--starts N] [--seconds N] [--readers N]

- cold start to the first page, the memory held then;
- every kind of page, uncached and then again, beside DuckDB alone with the same questions;
- the weight of Mexico's page before its charts;
- what a browser sees of the home page, with an empty and a full cache, and when the tree ring of
  Mexico answers its reader;
- many readers at once with mixed requests, and the memory of the server afterwards;
- the same questions asked of Datasette over the same rows (`pip install foja[bench]`).

Uncached means that neither the tables nor the pages keep anything of an address asked before; the
sums of whole countries, which a server asks for once after its start, are there.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import _browser
import _datasette
from _addresses import kinds, mix
from _readers import read_at_once
from foja.site.app import create_app
from foja.site.memory import collecting_seldom
from foja.site.offered import forget_answers, keep_countries
from foja.tables.engine import find_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

    from foja.tables.engine import Tables

ELSEWHERE = re.compile(rb"(?:url\(|import\s*\(?|fetch\()\s*[\"']?(https?://[^\"')\s]+)")
AIM_MS = 60
AIM_START_S = 2.0
AIM_WEIGHT = 150_000
AIM_PAINT_MS = {"cold": 1000, "warm": 400}
AIM_BLOCKED_MS = 150
AIM_RING_MS = 600
AIM_MEMORY_MB = 400
CALM_S = 30
LATER = ("charts.js", "vega-bundle.js")
"""Scripts that draw charts: what comes before them is the page's weight."""


@dataclass
class Watch:
    """A cursor that notes every question, to be asked again without the page around it."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def over(self, tables: Tables) -> None:
        """Note from now on what the tables are asked."""
        engine: Any = tables._engine  # noqa: SLF001 - the one place through which questions go
        plain = engine._cursor  # noqa: SLF001 - as above
        asked = self.asked

        class Noting:
            def __init__(self) -> None:
                self._cursor = plain()

            def execute(self, sql: str, values: dict[str, Any]) -> Any:  # noqa: ANN401 - DuckDB's own
                asked.append((sql, values))
                return self._cursor.execute(sql, values)

            def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
                return getattr(self._cursor, name)

        engine._cursor = Noting  # noqa: SLF001 - as above


async def get(app: Starlette, address: str) -> tuple[int, bytes, float]:
    """Ask the application for an address; return status, body as sent, milliseconds."""
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    status, body = 0, b""

    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            # A browser that stays on the line says nothing more.
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, body
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body += message.get("body", b"")

    started = time.perf_counter()
    await app(scope, receive, send)
    return status, body, (time.perf_counter() - started) * 1000


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def line(name: str, values: list[float]) -> str:
    """Write median, 95th percentile and maximum in milliseconds."""
    return (
        f"  {name:<42} median {statistics.median(values):7.1f} ms   "
        f"95th percentile {percentile(values, 0.95):7.1f} ms   most {max(values):7.1f} ms"
    )


def time_pages(folder: Path, each: int) -> bool:
    """Print the time of every kind of page, uncached and again, and of their bare queries."""
    app = create_app(folder)
    tables: Tables = app.state.site.reading.tables
    found = kinds(tables, each)
    # As the server does once it has started; no page that is asked leaves anything behind.
    keep_countries(tables)
    watch = Watch()
    watch.over(tables)
    for addresses in found.values():
        # Templates and the shapes of questions are compiled once for all addresses of a kind.
        asyncio.run(get(app, addresses[0].replace("MEX", "BLZ")))
    everything: list[float] = []
    bare_all: list[float] = []
    print(f"Pages, server time in ms; {tables.counts['trainings']:,} trainings")
    print(f"  {'kind':<22}{'n':>5}{'median':>9}{'95th':>8}{'most':>8}{'again':>8}{'bare':>8}")
    for name, addresses in found.items():
        taken, again, bare = [], [], []
        for address in addresses:
            forget_answers(tables)
            app.state.kept_pages.forget()
            watch.asked.clear()
            status, _, milliseconds = asyncio.run(get(app, address))
            assert status in {200, 304}, (address, status)
            taken.append(milliseconds)
            questions = list(watch.asked)
            again.append(asyncio.run(get(app, address))[2])
            started = time.perf_counter()
            for sql, values in questions:
                cursor = tables._engine.connection.cursor()  # noqa: SLF001 - DuckDB without Foja
                cursor.execute(sql, values).fetchall()
                cursor.close()
            bare.append((time.perf_counter() - started) * 1000)
        if name != "download":
            everything += taken
            bare_all += bare
        print(
            f"  {name:<22}{len(taken):>5}{statistics.median(taken):>9.1f}"
            f"{percentile(taken, 0.95):>8.1f}{max(taken):>8.1f}{statistics.median(again):>8.1f}"
            f"{statistics.median(bare):>8.1f}"
        )
    print(line("all but downloads", everything))
    ratio = statistics.median(everything) / max(statistics.median(bare_all), 0.01)
    print(f"  a page takes {ratio:.1f} times its bare queries (median)")
    tables.close()
    met = percentile(everything, 0.95) <= AIM_MS
    print(f"  aim, {AIM_MS} ms at the 95th percentile: {'met' if met else 'NOT met'}")
    return met


def time_starts(folder: Path, starts: int) -> bool:
    """Print how long a new server takes to its first page, and the memory it holds then."""
    taken, memory = [], 0
    for _ in range(starts):
        started = time.perf_counter()
        with serving(folder) as server:
            taken.append(time.perf_counter() - started)
            memory = max(memory, server.memory())
    print(f"Cold start to the first page, {starts} starts")
    print(
        f"  median {statistics.median(taken):.2f} s   most {max(taken):.2f} s   memory {memory} MB"
    )
    met = statistics.median(taken) <= AIM_START_S
    print(f"  aim, {AIM_START_S:g} s: {'met' if met else 'NOT met'}")
    return met


class Parts(HTMLParser):
    """What a browser with scripts loads for a page, apart from what a click would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self._without_scripts = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses of styles, scripts, icons and images."""
        given = dict(attrs)
        if tag == "noscript":
            self._without_scripts = True
        if self._without_scripts:
            return
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload", "modulepreload"}:
            self.loaded.append(given.get("href") or "")
        elif tag in {"script", "img", "source", "iframe", "embed"} and given.get("src"):
            self.loaded.append(given["src"] or "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of what is for browsers without scripts."""
        if tag == "noscript":
            self._without_scripts = False


def weigh(folder: Path) -> bool:
    """Print the weight of Mexico's page before its charts, and whether another host is asked."""
    app = create_app(folder)
    _, sent, _ = asyncio.run(get(app, "/en/country/MEX"))
    html = gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent
    parts = Parts()
    parts.feed(html.decode())
    print("Weight of Mexico's page before its charts")
    print(f"  {'page':<42} {len(html):9,} bytes, {len(sent):9,} compressed")
    whole, small, elsewhere = len(html), len(sent), []
    for address in dict.fromkeys(parts.loaded):
        if urlsplit(address).netloc:
            elsewhere.append(address)
            continue
        if urlsplit(address).path.endswith(LATER):
            continue
        status, sent, _ = asyncio.run(get(app, address))
        assert status == 200, (address, status)
        plain = gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent
        elsewhere.extend(found.decode() for found in ELSEWHERE.findall(plain))
        print(f"  {urlsplit(address).path:<42} {len(plain):9,} bytes, {len(sent):9,} compressed")
        whole, small = whole + len(plain), small + len(sent)
    print(f"  {'together':<42} {whole:9,} bytes, {small:9,} compressed")
    print(f"  loaded from another host: {', '.join(elsewhere) or 'nothing'}")
    app.state.site.reading.tables.close()
    met = whole <= AIM_WEIGHT and not elsewhere
    print(
        f"  aim, {AIM_WEIGHT:,} bytes uncompressed and no other host: {'met' if met else 'NOT met'}"
    )
    return met


def see(server: Server, times: int) -> bool:
    """Print what a browser sees of the home page and of the tree ring."""
    seen = _browser.paints(f"{server.address}/en/", times)
    met = True
    for name, aim in AIM_PAINT_MS.items():
        found = _browser.medians(seen[name])
        fine = found["largest"] <= aim and found["blocked"] <= AIM_BLOCKED_MS
        met = met and fine
        print(
            f"Home page, {name} cache: largest part painted after {found['largest']:.0f} ms, "
            f"scripts block {found['blocked']:.0f} ms, layout shift {found['shift']:.3f}; "
            f"aim {aim} and {AIM_BLOCKED_MS} ms: {'met' if fine else 'NOT met'}"
        )
    ring = statistics.median(_browser.ring_ready(f"{server.address}/en/country/MEX/ring", times))
    fine = ring <= AIM_RING_MS
    print(
        f"Tree ring of Mexico answers after {ring:.0f} ms; aim {AIM_RING_MS} ms: "
        f"{'met' if fine else 'NOT met'}"
    )
    return met and fine


def crowd(server: Server, folder: Path, readers: int, seconds: float) -> bool:
    """Print what many readers at once see, and the server's memory afterwards."""
    app = create_app(folder)
    found = kinds(app.state.site.reading.tables, 30)
    app.state.site.reading.tables.close()
    streams = [mix(found, seed) for seed in range(readers)]
    seen = read_at_once("127.0.0.1", server.port, streams, seconds)
    at_once = server.memory(), server.memory("RssAnon")
    answers = len(seen.seconds)
    print(
        f"{readers} readers at once for {seconds:.0f} s: {answers:,} answers, "
        f"{answers / seconds:.0f} a second, {sum(seen.errors.values())} errors; "
        f"median {seen.percentile(0.5):.2f} s, 99th percentile {seen.percentile(0.99):.2f} s"
    )
    for text, count in seen.errors.most_common(10):
        print(f"  {count} times {text}")
    # By then connections are closed and what their pages were made of is given back.
    time.sleep(CALM_S)
    memory = server.memory()
    fine = memory <= AIM_MEMORY_MB
    print(
        f"  memory of the server: as the last reader goes {at_once[0]} MB, of it its own "
        f"{at_once[1]} MB; {CALM_S} s later {memory} MB, of it its own "
        f"{server.memory('RssAnon')} MB; aim, then, {AIM_MEMORY_MB} MB: "
        f"{'met' if fine else 'NOT met'}"
    )
    return fine and not seen.errors


def beside_datasette(server: Server, folder: Path, times: int) -> None:
    """Print how long the same questions take here and in Datasette over the same rows."""
    if not _datasette.installed():
        print("Datasette is not installed: pip install 'foja[bench]' compares the two.")
        return
    with (
        tempfile.TemporaryDirectory() as place,
        _datasette.datasette(folder, Path(place) / "export") as peer,
    ):
        print("The same questions over HTTP, median in ms (each asked several times, cached)")
        for name, (own, other) in _datasette.questions("MEX").items():
            ours, theirs = (
                statistics.median(_time_of(address) for _ in range(times))
                for address in (f"{server.address}{own}", f"{peer}{other}")
            )
            print(f"  {name:<42} Foja {ours:8.1f}   Datasette {theirs:8.1f}   {theirs / ours:5.1f}")


def _time_of(address: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own servers
        answer.read()
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True)
class Server:
    """`foja serve` in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Its address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self, kind: str = "VmRSS") -> int:
        """Return the memory it holds in megabytes; 0 where the system does not tell.

        `RssAnon` is what is its own, without the code of libraries, which processes share.
        """
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0
        found = re.search(rf"{kind}:\s+(\d+) kB", status.read_text("utf-8"))
        return int(found[1]) // 1024 if found else 0


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a server over some tables, which keeps its compiled code."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "FOJA_TABLES": str(folder)}


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run the server until the block ends; it has answered one page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "foja", "serve", "--no-browser", "--port", str(port)],
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            assert process.poll() is None, "the server has ended"
            try:
                _time_of(f"http://127.0.0.1:{port}/en/")
                break
            except OSError:
                time.sleep(0.005)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    """Run all parts; return 1 if an aim is not met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", type=Path, help="folder of tables; else the newest there are")
    parser.add_argument("--each", type=int, default=40, help="addresses of each kind")
    parser.add_argument("--starts", type=int, default=5, help="servers started")
    parser.add_argument("--readers", type=int, default=200, help="readers at once")
    parser.add_argument("--seconds", type=float, default=120, help="how long they read")
    given = parser.parse_args()
    folder = find_tables(given.tables)
    print(f"Tables: {folder}\n")
    met = [time_starts(folder, given.starts)]
    with collecting_seldom():
        # As the server does.
        met.append(time_pages(folder, given.each))
    met.append(weigh(folder))
    with serving(folder) as server:
        met.append(see(server, given.starts))
        beside_datasette(server, folder, given.starts)
        met.append(crowd(server, folder, given.readers, given.seconds))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
