"""A process that reads documents for a build, one at a time, within limits the system holds it to.

What a damaged file does to native code, no exception can undo: it may end the process, never come
back or ask for all memory there is. So a reader is a process of its own. The limit of processor
time is set anew for each document, that of memory once.
"""

from __future__ import annotations

import math
import re
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from foja.tables.reading import Outcome, read_one

if TYPE_CHECKING:
    from foja.catalog import CatalogDocument
    from foja.tables.reading import Desk

if sys.platform != "win32":
    import resource

READY: Final = "ready"
KILOBYTE: Final = 1024


class Limits(msgspec.Struct, frozen=True):
    """How much a reader may use.

    `seconds` of processor time for any document and `seconds_a_megabyte` beside for its size;
    `memory` in bytes of the process's own data, where the system can limit that (Linux does).
    After `idle` seconds without a document a reader ends; None lets it wait.
    """

    seconds: float = 15
    seconds_a_megabyte: float = 30
    memory: int = 1 << 30
    idle: float | None = None

    def allowance(self, document: CatalogDocument) -> float:
        """Return the seconds of processor time that reading a document may take."""
        return self.seconds + self.seconds_a_megabyte * document.bytes / 1e6


class Task(msgspec.Struct, frozen=True):
    """A document to read, and where."""

    document: CatalogDocument
    desk: Desk
    seconds: float


class Answer(msgspec.Struct, frozen=True):
    """What came of a task: an outcome, or an error that is not the document's.

    `out_of_memory` says that the limit was met; `peak` is the most memory the process has had so
    far, in bytes.
    """

    outcome: Outcome | None = None
    error: OSError | None = None
    out_of_memory: bool = False
    peak: int = 0


def main() -> None:
    """Read what is asked for over the connection named by the arguments until it is closed."""
    # An interrupt is for the build, which ends its readers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(int(sys.argv[1]))
    limits = msgspec.json.decode(sys.argv[2], type=Limits)
    try:
        connection.send(READY)
        _limit_memory(limits.memory)
        while connection.poll(limits.idle):
            answer = _answer(connection.recv())
            connection.send(answer)
            if answer.out_of_memory:
                return
    except (EOFError, ConnectionError):
        return  # whoever asked has gone, and with it the folder to write to


def _answer(task: Task) -> Answer:
    _limit_time(task.seconds)
    try:
        outcome = read_one(task.document, task.desk)
    except OSError as error:
        return Answer(error=error, peak=_peak())
    except MemoryError:
        return Answer(out_of_memory=True, peak=_peak())
    return Answer(outcome, peak=_peak())


def _limit_memory(memory: int) -> None:
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (_lower(memory, most), most))


def _limit_time(seconds: float) -> None:
    """Let this process use so many more seconds of processor time; then the system ends it."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = math.ceil(used.ru_utime + used.ru_stime + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (_lower(wanted, most), most))


if sys.platform != "win32":

    def _lower(wanted: int, most: int) -> int:
        return wanted if most == resource.RLIM_INFINITY else min(wanted, most)


def _peak() -> int:
    """Return the most memory this process has had at once, in bytes."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # What `getrusage` says begins with the memory of the process that started this one.
        told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
        if told:
            return int(told[1]) * KILOBYTE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * KILOBYTE
