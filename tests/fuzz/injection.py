"""A thousand hostile strings through every parameter of the site, the API and the assistants.

    python -m tests.fuzz.injection [--seed N] [--strings N] [--rounds N] [--share S] [--jobs N]

Every string goes through every parameter's name at least `rounds` times, each time at another of
the addresses that know it. None may execute, read a file, reach a port, leak a path of the machine,
become part of a page or a header, or be answered with a failure. Prints what it asked and how it
was answered; ends with 1 and a list where one had its way.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mcp.client.client import Client
from mcp.shared.exceptions import MCPError
from tests.assistants.ordinary import ORDINARY
from tests.fuzz.doors import api_doors, site_doors
from tests.fuzz.judge import Judge, Told
from tests.fuzz.strings import MANY, VARIABLE, Bait, Hostile, hostile_strings
from tests.support.loop import run

import foja
from foja.assistants.server import Assistant
from foja.assistants.tools import TOOLS
from foja.site.api.endpoint import Api
from foja.site.api.settings import Settings
from foja.site.app import create_app
from foja.site.charts.render import end_drawing
from foja.site.hosts import Hosts
from foja.tables.sql_process import SqlLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from starlette.applications import Starlette
    from tests.fuzz.doors import Door

    from foja.assistants.tools import Tool

BAIT = "the-secret-of-this-machine-5f0c"
SHORT = SqlLimits(seconds=1.0, patience=60.0)
"""Some of the strings are SQL that never ends: it is stopped sooner than for readers."""
STOPPED = "status 503"
"""How a question in SQL is answered that ran past its limits."""
HEADERS = (
    "accept",
    "accept-encoding",
    "accept-language",
    "cookie",
    "host",
    "if-none-match",
    "range",
    "referer",
    "user-agent",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-original-url",
)
"""Headers whose text a reader chooses."""


@dataclass
class Outcome:
    """What was asked, how it was answered, and what had its way."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    tools: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    wrong: list[str] = field(default_factory=list)


@contextmanager
def baited(folder: Path) -> Iterator[tuple[Bait, list[str]]]:
    """Plant what betrays an injection; the list tells who called the port."""
    file = folder / "secret.txt"
    file.write_text(f"{BAIT}\n", "utf-8")
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                try:
                    connection, address = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    called.append(str(address))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = BAIT
        try:
            yield Bait(BAIT, file, folder / "made", listener.getsockname()[1]), called
        finally:
            ended.set()
            thread.join()
            if before is None:
                del os.environ[VARIABLE]


async def asked(
    app: Starlette, target: str, headers: Sequence[tuple[bytes, bytes]] = ()
) -> tuple[Told, float]:
    """Ask as a server would, the address as it travels; return the answer and its seconds."""
    raw, _, query = target.partition("?")
    sent = [(b"host", b"localhost"), (b"accept-encoding", b"identity"), *headers]
    replaced = {name for name, _value in headers}
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(raw),
        "raw_path": raw.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [pair for pair in sent if pair in headers or pair[0] not in replaced],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    told = Told(0, [], b"")
    waiting = False

    async def receive() -> dict[str, Any]:
        nonlocal waiting
        if waiting:
            await asyncio.Event().wait()
        waiting = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.status, told.headers = message["status"], list(message["headers"])
        else:
            told.body += message.get("body", b"")

    started = time.perf_counter()
    try:
        await app(scope, receive, send)
    except Exception:
        # A failure is raised again for the server's log once it has been answered with 500.
        if not told.status:
            raise
    return told, time.perf_counter() - started


async def _one(
    app: Starlette,
    judge: Judge,
    outcome: Outcome,
    hostile: Hostile,
    target: str,
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    told, seconds = await asked(app, target, headers)
    outcome.asked += 1
    outcome.statuses[told.status] += 1
    outcome.slowest = max(outcome.slowest, (seconds, target[:200]))
    outcome.wrong.extend(
        f"{hostile.family} {hostile.text[:120]!r} at {target[:200]}: {fault}"
        for fault in judge.faults(told, hostile.text)
        if not (fault == STOPPED and "/sql" in target)
    )


def by_name(doors: Sequence[Door]) -> dict[tuple[str, str], list[Door]]:
    """Return the doors of each parameter: those of one name, in path or query, of site or API."""
    found: dict[tuple[str, str], list[Door]] = defaultdict(list)
    for door in doors:
        area = "api" if door.ordinary.startswith("/api/") else "site"
        found[area, f"{door.place} {door.name}"].append(door)
    return found


async def _all(
    app: Starlette,
    strings: Sequence[Hostile],
    doors: Sequence[Door],
    rounds: int,
    share: float,
    judge: Judge,
) -> Outcome:
    outcome = Outcome()
    turns = random.Random(0)  # noqa: S311 - the same turns in every run
    parameters = by_name(doors)
    for place, hostile in enumerate(strings):
        for name, known in parameters.items():
            if turns.random() > share:
                continue
            start = turns.randrange(len(known))
            for step in range(min(rounds, len(known))):
                door = known[(start + step) % len(known)]
                target = door.address(hostile.text)
                if name[0] == "site" and place % 2:
                    target = target.replace("/en/", "/es/", 1)
                await _one(app, judge, outcome, hostile, target)
        octets = hostile.text.encode("utf-8", "surrogateescape")
        for header in HEADERS:
            # A server passes on no header with these in it.
            value = octets.translate(None, b"\r\n\0")
            pair = [(header.encode(), value)]
            await _one(app, judge, outcome, hostile, "/en/country/MEX?from=2019", pair)
    return outcome


async def _of_tools(
    app: Starlette, strings: Sequence[Hostile], judge: Judge, outcome: Outcome
) -> None:
    """Put every string into every parameter of the tools, and ask for it as a resource."""
    server = Assistant(Api(app.state.site), Settings(rate=0)).server()
    turns = random.Random(0)  # noqa: S311 - as above
    having: dict[str, list[Tool]] = defaultdict(list)
    for tool in TOOLS.values():
        for name in tool.parameters:
            having[name].append(tool)
    async with Client(server) as client:
        for hostile in strings:
            for name, tools in having.items():
                tool = turns.choice(tools)
                several = tool.parameters[name]["several"]
                given = {name: [hostile.text] if several else hostile.text}
                result = await client.call_tool(tool.name, {**ORDINARY[tool.name], **given})
                told = "\n".join(str(getattr(each, "text", "")) for each in result.content)
                outcome.tools["refused" if result.is_error else "answered"] += 1
                outcome.wrong.extend(
                    f"{hostile.family} {hostile.text[:120]!r} to {tool.name}({name}): {fault}"
                    for fault in judge.faults_of_tool(told, hostile.text)
                )
            # A client writes addresses in UTF-8: octets that are none of it cannot be sent.
            address = f"foja://{hostile.text.encode('utf-8', 'replace').decode('utf-8')}"
            try:
                await client.read_resource(address)
            except MCPError:
                outcome.tools["refused"] += 1
            else:
                outcome.wrong.append(f"the resource {address[:120]!r} was read")


def inject_tools(app: Starlette, strings: Sequence[Hostile], bait: Bait, outcome: Outcome) -> None:
    """Put every string through every parameter of the assistants' tools; tell the outcome."""
    run(_of_tools, app, strings, Judge(bait, app), outcome)


def inject(
    app: Starlette,
    strings: Sequence[Hostile],
    bait: Bait,
    *,
    doors: Sequence[Door],
    rounds: int = 1,
    share: float = 1.0,
) -> Outcome:
    """Put every string through every parameter's name, or a share of them; return the outcome."""
    return run(_all, app, strings, doors, rounds, share, Judge(bait, app))


def all_doors(app: Starlette) -> list[Door]:
    """Return the doors of the site and of the API."""

    def status(address: str) -> int:
        return run(asked, app, address)[0].status

    return [*site_doors(app, status), *api_doors()]


def unharmed(app: Starlette, counts: dict[str, int], bait: Bait, called: list[str]) -> list[str]:
    """Tell what is not as it was before: tables, files, the port."""
    tables = app.state.site.reading.tables
    found = [
        f"{name} has {row['n']} rows, not {counts[name]}"
        for name in counts
        for row in tables.rows(tables.table(name).aggregate(n=tables.table(name).count()))
        if row["n"] != counts[name]
    ]
    if bait.made.exists():
        found.append(f"{bait.made} was made")
    if called:
        found.append(f"the port was called by {called}")
    return found


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def put(
    given: tuple[list[Hostile], Bait, int, float],
) -> tuple[Outcome, str]:
    """Put some strings through everything, in a process of their own; tell what there was."""
    strings, bait, rounds, share = given
    os.environ["FOJA_API_RATE"] = "0"
    app = create_app(hosts=Hosts(), sql_limits=SHORT)
    try:
        counts = dict(app.state.site.reading.tables.counts)
        doors = all_doors(app)
        outcome = inject(app, strings, bait, doors=doors, rounds=rounds, share=share)
        inject_tools(app, strings, bait, outcome)
        outcome.wrong.extend(unharmed(app, counts, bait, []))
    finally:
        # Whoever waits for this process would wait for those it started.
        app.state.site.sql.close()
        end_drawing()
    return outcome, (
        f"{len(doors)} doors of {len({door.route for door in doors})} addresses, "
        f"{len(by_name(doors))} parameters, {len(HEADERS)} headers; tables {app.state.version}"
    )


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Return what came of all."""
    whole = Outcome()
    for one in outcomes:
        whole.asked += one.asked
        whole.statuses += one.statuses
        whole.tools += one.tools
        whole.slowest = max(whole.slowest, one.slowest)
        whole.wrong += one.wrong
    return whole


def main() -> int:
    """Ask, print, and tell whether nothing had its way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--strings", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the parameters, for each")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as place, baited(Path(place)) as (bait, called):
        strings = hostile_strings(bait, given.seed, given.strings)
        families = Counter(each.family for each in strings)
        say(f"foja {foja.__version__}, seed {given.seed}, {len(strings)} strings: ")
        say(", ".join(f"{number} {family}" for family, number in families.items()))
        parts = [
            (strings[job :: given.jobs], bait, given.rounds, given.share)
            for job in range(given.jobs)
        ]
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(given.jobs, mp_context=context) as pool:
            done = list(pool.map(put, parts))
        outcome = together(one for one, _through in done)
        say(done[0][1])
        if bait.made.exists():
            outcome.wrong.append(f"{bait.made} was made")
        if called:
            outcome.wrong.append(f"the port was called by {called}")
        say(f"{outcome.asked:,} questions in {time.monotonic() - started:,.0f} s, by status:")
        for status, number in sorted(outcome.statuses.items()):
            say(f"  {status}  {number:>9,}")
        told = ", ".join(f"{number:,} {how}" for how, number in outcome.tools.items())
        say(f"tools of the assistants: {told}")
        say(f"slowest {outcome.slowest[0] * 1000:.0f} ms: {outcome.slowest[1]}")
        say(f"{len(outcome.wrong)} had their way")
        for fault in outcome.wrong[:50]:
            say(f"  {fault}")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
