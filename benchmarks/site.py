# ruff: noqa: A005 - named for what it measures; it is run, never imported
"""The site's pace: cold start, an uncached country page beside its bare queries, a page's weight.

    python benchmarks/site.py [--tables FOLDER] [--sample N] [--starts N]

Pages are made in this process, compressed as a browser asks for, one at a time, each address once.
The peer is DuckDB alone: the same SQL with the same values, run and fetched on the same tables in
the same run. What the browser may keep or a proxy may cache is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from foja.measures.figures import ask_cube
from foja.measures.filters import Filters
from foja.measures.training import countries, facets
from foja.site.app import create_app
from foja.tables.engine import find_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

    from foja.tables.engine import Tables

WORDS = ("naval", "human rights", "seminar", "helicopter", "english", "border", "100%", "región")
ELSEWHERE = re.compile(rb"(?:url\(|import\s*\(?|fetch\()\s*[\"']?(https?://[^\"')\s]+)")
AIM_MS = 60
AIM_START_S = 2.0
AIM_WEIGHT = 150_000
LATER = ("charts.js", "vega-bundle.js")
"""Scripts that draw charts: what comes before them is the page's weight."""


@dataclass
class Watch:
    """A cursor that notes every question, to be asked again without the page around it."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def over(self, tables: Tables) -> None:
        """Note from now on what the tables are asked."""
        plain = tables._cursor  # noqa: SLF001 - the one place through which every question goes
        asked = self.asked

        class Noting:
            def __init__(self) -> None:
                self._cursor = plain()

            def execute(self, sql: str, values: dict[str, Any]) -> Any:  # noqa: ANN401 - DuckDB's own
                asked.append((sql, values))
                return self._cursor.execute(sql, values)

            def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
                return getattr(self._cursor, name)

        tables._cursor = Noting  # type: ignore[method-assign]  # noqa: SLF001 - as above


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


def addresses(tables: Tables, sample: int) -> Iterator[str]:
    """Every country without filters, then a seeded sample of filters over all countries."""
    codes = [country.country_iso3 for country in countries(tables, Filters())]
    for code in codes:
        yield f"/en/country/{code}"
    chance = random.Random(2020)  # noqa: S311 - the same sample in every run
    seen = set()
    while len(seen) < sample:
        code = chance.choice(codes)
        base = Filters(country=code)
        found = facets(ask_cube(tables, base), base)
        years = found.years or [2020]
        first, last = sorted(chance.choices(years, k=2))
        query = [
            *([("from", first)] if chance.random() < 0.5 else []),
            *([("to", last)] if chance.random() < 0.5 else []),
            *([("program", chance.choice(found.programs).value)] if chance.random() < 0.4 else []),
            *([("words", chance.choice(WORDS))] if chance.random() < 0.4 else []),
            *(
                [("sort", chance.choice(("-cost", "students", "course")))]
                if chance.random() < 0.3
                else []
            ),
        ]
        language = chance.choice(("en", "es"))
        address = f"/{language}/country/{code}?{urlencode(query)}"
        if query and address not in seen:
            seen.add(address)
            yield address


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def line(name: str, values: list[float]) -> str:
    """Write median, 95th percentile and maximum in milliseconds."""
    return (
        f"  {name:<42} median {statistics.median(values):7.1f} ms   "
        f"95th percentile {percentile(values, 0.95):7.1f} ms   most {max(values):7.1f} ms"
    )


def time_pages(folder: Path, sample: int) -> bool:
    """Print the time of pages and of their bare queries; say whether the aim is met."""
    app = create_app(folder)
    tables: Tables = app.state.site.reading.tables
    listed = list(addresses(tables, sample))
    watch = Watch()
    watch.over(tables)
    for warm in ("/en/country/MEX", "/es/country/MEX"):
        asyncio.run(get(app, warm))
    pages: list[float] = []
    new_shapes: list[float] = []
    work: list[float] = []
    bare: list[float] = []
    bare_work: list[float] = []
    for address in listed:
        watch.asked.clear()
        known = len(tables._compiled)  # noqa: SLF001 - grows by questions of a new kind
        cpu = time.process_time()
        status, _, taken = asyncio.run(get(app, address))
        work.append((time.process_time() - cpu) * 1000)
        assert status == 200, (address, status)
        (pages if len(tables._compiled) == known else new_shapes).append(taken)  # noqa: SLF001
        questions = list(watch.asked)
        started, cpu = time.perf_counter(), time.process_time()
        for sql, values in questions:
            cursor = tables._connection.cursor()  # noqa: SLF001 - DuckDB without Foja
            cursor.execute(sql, values).fetchall()
            cursor.close()
        bare.append((time.perf_counter() - started) * 1000)
        bare_work.append((time.process_time() - cpu) * 1000)
    everything = pages + new_shapes
    trainings = tables.counts["trainings"]
    print(f"An uncached country page, {len(listed)} addresses, {trainings:,} trainings")
    print(line("page, server time, all", everything))
    print(line(f"  {len(pages)} whose kind of question is known", pages))
    if new_shapes:
        print(line(f"  {len(new_shapes)} that compile a new kind", new_shapes))
    print(line("DuckDB alone, the same queries", bare))
    print(line("page, processor time", work))
    print(line("DuckDB alone, processor time", bare_work))
    ratio = statistics.median(everything) / statistics.median(bare)
    print(f"  a page takes {ratio:.1f} times its bare queries (median)")
    tables.close()
    met = percentile(everything, 0.95) <= AIM_MS
    print(f"  aim, {AIM_MS} ms at the 95th percentile: {'met' if met else 'NOT met'}")
    return met


def time_starts(folder: Path, starts: int) -> bool:
    """Print how long a new server takes to its first page, and the memory it holds then."""
    taken, memory = [], 0
    for _ in range(starts):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        started = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "foja", "serve", "--no-browser", "--port", str(port)],
            env={**os.environ, "FOJA_TABLES": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                assert server.poll() is None, "the server has ended"
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/") as answer:
                        answer.read()
                    break
                except OSError:
                    time.sleep(0.005)
            taken.append(time.perf_counter() - started)
            status = Path(f"/proc/{server.pid}/status")
            if status.exists():
                found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text("utf-8"))
                memory = max(memory, int(found[1]) // 1024 if found else 0)
        finally:
            server.terminate()
            server.wait()
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


def main() -> int:
    """Run all three; return 1 if an aim is not met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", type=Path, help="folder of tables; else the newest there are")
    parser.add_argument("--sample", type=int, default=200, help="addresses with filters")
    parser.add_argument("--starts", type=int, default=5, help="servers started")
    given = parser.parse_args()
    folder = find_tables(given.tables)
    print(f"Tables: {folder}\n")
    met = [
        time_starts(folder, given.starts),
        time_pages(folder, given.sample),
        weigh(folder),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
