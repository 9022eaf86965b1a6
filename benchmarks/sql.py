"""How long pages take while hostile questions in SQL run, beside the same pages with none.

    python benchmarks/sql.py [--seconds N] [--tables FOLDER]

Starts `foja serve` over the record, asks pages one after the other (none twice, so that none is
kept), first alone, then while two askers put the hostile list of the tests again and again at the
site's usual limits. Prints median, 99th percentile and the longest; the memory of the site and of
its processes; and how the hostile questions ended.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.fuzz.hostile_sql import HOSTILE

AIM_MS = 100
PAUSE = 0.05
ASKERS = 2
GREETING = re.compile(r"Foja is at (http://127\.0\.0\.1:\d+)/ ")
PAGES = (
    "/en/country/COL?words=curso+{}",
    "/es/units?q=batallon+{}",
    "/en/search?q=naval+{}",
    "/en/country/MEX/rows?words=curso+{}",
)


@dataclass
class Hostile:
    """What became of the hostile questions."""

    ended: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)


def main() -> None:
    """Run both halves and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--tables", type=Path)
    chosen = parser.parse_args()
    command = [sys.executable, "-m", "foja", "serve", "--port", "0", "--no-browser", "--no-prepare"]
    command += ["--tables", str(chosen.tables)] if chosen.tables else []
    environment = {**os.environ, "FOJA_API_RATE": "0"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            met = GREETING.match(server.stdout.readline())
            assert met, "foja serve did not greet"
            _run(met[1], server.pid, chosen.seconds)
        finally:
            server.terminate()


def _run(origin: str, pid: int, seconds: float) -> None:
    _status(f"{origin}/api/v1/sql?q=SELECT+1")
    for number in range(12):
        _status(origin + PAGES[number % len(PAGES)].format(f"first{number}"))
    numbers = itertools.count()
    _print("pages alone", _pages(origin, min(20.0, seconds), numbers))
    hostile = Hostile()
    askers = [
        threading.Thread(target=_ask, args=(origin, hostile, turn), daemon=True)
        for turn in range(ASKERS)
    ]
    for asker in askers:
        asker.start()
    highest = {"site": 0.0, "SQL": 0.0}
    watch = threading.Thread(target=_watch, args=(pid, highest, hostile.stop), daemon=True)
    watch.start()
    during = _pages(origin, seconds, numbers)
    hostile.stop.set()
    for asker in askers:
        asker.join(30)
    _print("while hostile SQL runs", during, aim=True)
    print(
        f"memory at most: site {highest['site']:.0f} MB, its SQL processes {highest['SQL']:.0f} MB"
    )
    print(f"hostile questions: {sum(hostile.ended.values())}")
    for kind, count in hostile.ended.most_common():
        print(f"  {count:5} {kind}")


def _pages(origin: str, seconds: float, numbers: itertools.count[int]) -> list[float]:
    """Ask pages for so long; return the milliseconds of each."""
    taken = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number = next(numbers)
        address = origin + PAGES[number % len(PAGES)].format(number)
        began = time.perf_counter()
        status, _ = _status(address)
        taken.append((time.perf_counter() - began) * 1000)
        assert status == 200, f"{address} answered {status}"
        time.sleep(PAUSE)
    return taken


def _ask(origin: str, hostile: Hostile, turn: int) -> None:
    questions = list(HOSTILE.values())
    for sql in itertools.cycle(questions[turn::ASKERS]):
        if hostile.stop.is_set():
            return
        status, content = _status(f"{origin}/api/v1/sql?{urlencode({'q': sql})}")
        kind = re.search(rb'"type":"/api/v1/#problem-([a-z-]+)"', content)
        hostile.ended[f"{status} {kind[1].decode() if kind else 'answered within limits'}"] += 1


def _status(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the site started here
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _watch(pid: int, highest: dict[str, float], stop: threading.Event) -> None:
    """Note the most memory (RSS) of the site and, together, of the processes it has started."""
    while not stop.wait(0.1):
        children = Path(f"/proc/{pid}/task/{pid}/children").parent.parent.glob("*/children")
        below = [one for path in children for one in path.read_text().split()]
        highest["site"] = max(highest["site"], _memory(str(pid)))
        highest["SQL"] = max(highest["SQL"], sum(map(_memory, below)))


def _memory(pid: str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    met = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(met[1]) / 1000 if met else 0.0


def _print(what: str, taken: list[float], *, aim: bool = False) -> None:
    ordered = sorted(taken)
    last = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    said = f"{what}: {len(taken)} pages, median {statistics.median(taken):.0f} ms, "
    said += f"99th percentile {last:.0f} ms, longest {ordered[-1]:.0f} ms"
    print(f"{said} (aim {AIM_MS} ms)" if aim else said)


if __name__ == "__main__":
    main()
