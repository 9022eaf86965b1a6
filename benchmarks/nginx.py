"""Many readers at once over nginx, and what they see of a server that is killed and started again.

    python benchmarks/nginx.py [--tables FOLDER] [--readers N] [--seconds N] [--ramp N] [--away N]
                               [--each N]

nginx runs with the documented configuration, its limits for one address lifted, since all readers
here have one. They come one after the other in the first part of the time, and ask for pages, the
API and downloads, mixed as readers do. In the middle the server is killed, and started again some
seconds later. Printed are the share of errors and the 99th percentile before and after, and what
was answered while it was away: pages kept by nginx, or its own page with 502. Ends with 1 where
anything else was seen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from _addresses import kinds, mix
from _nginx import NAME, nginx, served
from _readers import PATIENCE, Reader
from foja.site.api.endpoint import ROOT
from foja.site.api.registry import ENDPOINTS
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _nginx import Served

LIFTED = {
    "rate=20r/s": "rate=100000r/s",
    "burst=100 ": "burst=100000 ",
    "limit_conn foja_readers 50": "limit_conn foja_readers 5000",
}
"""What the documented configuration allows one address, and what it has to allow here."""
OF_API = 5
"""One of so many questions goes to the API."""
BEFORE, AWAY, AFTER = "before", "away", "after"
SHOWN_WHILE_AWAY = frozenset({"200", "502"})
"""What nginx is documented to answer while the server is away."""


@dataclass
class Seen:
    """What readers saw in one part of the time."""

    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    octets: int = 0

    def percentile(self, share: float) -> float:
        """Return the seconds within which that share of the answers came."""
        ordered = sorted(self.seconds) or [0.0]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass
class Course:
    """The time of the server: when it was killed, and when it answered again."""

    killed: float = float("inf")
    back: float = float("inf")
    seen: dict[str, Seen] = field(
        default_factory=lambda: {part: Seen() for part in (BEFORE, AWAY, AFTER)}
    )

    def part(self, started: float, ended: float) -> Seen:
        """Return the part of the time that a question belongs to."""
        if ended < self.killed:
            return self.seen[BEFORE]
        return self.seen[AFTER if started > self.back else AWAY]


async def read(
    reader: Reader, addresses: Iterator[str], wait: float, until: float, course: Course
) -> None:
    """Ask for one address after the other, from some seconds on."""
    await asyncio.sleep(wait)
    while time.monotonic() < until:
        address = next(addresses)
        started = time.monotonic()
        status, octets = "", 0
        try:
            found, octets = await asyncio.wait_for(reader.get(address), PATIENCE)
            status = str(found)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            status = type(error).__name__
            reader.close()
        ended = time.monotonic()
        seen = course.part(started, ended)
        seen.seconds.append(ended - started)
        seen.answers[status] += 1
        seen.octets += octets
        if status != "200":
            seen.wrong[f"{status} at {address}"] += 1
    reader.close()


async def interrupt(server: Served, course: Course, after: float, away: float) -> None:
    """Kill the server, and start it again some seconds later."""
    await asyncio.sleep(after)
    course.killed = time.monotonic()
    await asyncio.to_thread(server.kill)
    await asyncio.sleep(away)
    await asyncio.to_thread(server.start)
    course.back = time.monotonic()


async def run(
    port: int,
    server: Served,
    streams: list[Iterator[str]],
    seconds: float,
    ramp: float,
    away: float,
) -> Course:
    """Let one reader for each stream ask, and the server fail in the middle."""
    course = Course()
    until = time.monotonic() + seconds
    readers = [Reader("127.0.0.1", port, NAME) for _ in streams]
    await asyncio.gather(
        interrupt(server, course, seconds / 2, away),
        *(
            read(reader, stream, ramp * place / len(streams), until, course)
            for place, (reader, stream) in enumerate(zip(readers, streams, strict=True))
        ),
    )
    return course


def of_api(codes: list[str]) -> list[str]:
    """Return addresses of every endpoint of the API, and of some countries.

    Questions in SQL are left out: they have a queue of their own, which says 503 where it is full.
    """
    found = []
    for endpoint in (one for one in ENDPOINTS if one.name != "sql"):
        for example in endpoint.examples:
            path = example if example.startswith("/") else f"{endpoint.path}{example}"
            found.append(f"{ROOT}{path}")
    found += [f"{ROOT}/trainings?country={code}&limit=50" for code in codes]
    found += [f"{ROOT}/measures/students?country={code}&by=year" for code in codes]
    return found


def streams(tables: Tables, readers: int, each: int) -> list[Iterator[str]]:
    """Return what every reader asks for, one after the other."""
    pages = kinds(tables, each)
    codes = [address.rsplit("/", 1)[1] for address in pages["country"]]
    questions = of_api(codes)

    def stream(number: int) -> Iterator[str]:
        for count, page in enumerate(mix(pages, number)):
            yield questions[(number + count) % len(questions)] if count % OF_API == 4 else page

    return [stream(number) for number in range(readers)]


def told(name: str, seen: Seen) -> str:
    """Write a part of the time in a line."""
    total = sum(seen.answers.values())
    errors = total - seen.answers["200"]
    median = statistics.median(seen.seconds) if seen.seconds else 0.0
    answers = ", ".join(f"{number:,} x {status}" for status, number in seen.answers.most_common())
    return (
        f"  {name:<7} {total:>9,} questions, error rate {errors / max(1, total):.4%}, "
        f"median {median * 1000:,.0f} ms, 99th percentile {seen.percentile(0.99) * 1000:,.0f} ms, "
        f"most {max(seen.seconds, default=0) * 1000:,.0f} ms, {seen.octets / 1e6:,.0f} MB\n"
        f"          {answers}"
    )


def main() -> int:
    """Run it and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--ramp", type=float, default=60.0, help="seconds until all are there")
    parser.add_argument("--away", type=float, default=10.0, help="seconds that the server is away")
    parser.add_argument("--each", type=int, default=10, help="addresses of every kind")
    given = parser.parse_args()
    options = ("--tables", str(given.tables)) if given.tables else ()
    # A proxy's worker is another user's; its folder has to be open to it.
    with tempfile.TemporaryDirectory() as place, Tables(given.tables) as tables:
        folder = Path(place)
        asked = streams(tables, given.readers, given.each)
        with (
            served(folder, options, {"FOJA_API_RATE": "0"}) as server,
            nginx(folder, server.port, LIFTED) as port,
        ):
            print(
                f"{given.readers} readers over nginx for {given.seconds:g} s, coming in the first "
                f"{given.ramp:g}; {os.cpu_count()} "
                f"cores shared with the readers; the server killed in the middle, started "
                f"again {given.away:g} s later",
                flush=True,
            )
            course = asyncio.run(run(port, server, asked, given.seconds, given.ramp, given.away))
        log = (folder / "serve.log").read_text("utf-8")
    for name, seen in course.seen.items():
        print(told(name, seen))
    print(f"  it was away for {course.back - course.killed:.1f} s, its start included")
    unexpected = Counter(
        {
            what: number
            for name, seen in course.seen.items()
            for what, number in seen.wrong.items()
            if name != AWAY or what.split()[0] not in SHOWN_WHILE_AWAY
        }
    )
    for what, number in unexpected.most_common(20):
        print(f"  not documented: {number:,} x {what}")
    if "Traceback" in log:
        print(f"  the server complained:\n{log[-2000:]}")
    return 1 if unexpected or "Traceback" in log else 0


if __name__ == "__main__":
    sys.exit(main())
