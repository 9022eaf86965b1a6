"""Several reading processes: a document that ends its reader costs itself, never the build.

What ends a process may have been left by the document before, or come from outside. So a document
whose reader died is read once more at the end, alone and in a fresh process: what is said of it
depends on nothing but itself. Time is not asked for twice: it does not depend on other documents.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import msgspec

from foja.errors import TablesError
from foja.tables.reader_process import READY, Answer, Limits, Task
from foja.tables.reading import Outcome

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from foja.catalog import CatalogDocument
    from foja.tables.reading import Desk

PACKAGE_IN: Final = Path(__file__).resolve().parents[2]
"""The folder that holds the package, so that a reader runs the same code."""
START: Final = (
    "import sys; sys.path.append(sys.argv[3]); from foja.tables.reader_process import main; main()"
)
ONE_THREAD: Final = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}
"""There is a reader for every core already; and memory laid by for more threads, or in advance,
counts as used where memory is limited."""
PATIENCE: Final = 10
"""How many times its processor time a document may take by the clock: a reader that sleeps uses
none, and one among many on a busy machine waits for its turn."""
START_SECONDS: Final = 60
NAMED: Final = (signal.SIGKILL, signal.SIGTERM)
"""What ends a process from outside: no document sends these."""


class Ended(msgspec.Struct, frozen=True):
    """A reader that ended before it answered, and by what."""

    by: str
    too_long: bool = False
    from_outside: bool = False


class Reader:
    """One reading process; start it, give it a task, take the answer, close it."""

    def __init__(self, limits: Limits) -> None:
        self.limits: Final = limits
        self.connection, theirs = multiprocessing.Pipe()
        # A process that dies says why on the way, if at all: of use only where it cannot start.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the reader is
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [
                    *(sys.executable, "-P", "-c", START, str(theirs.fileno())),
                    *(msgspec.json.encode(limits).decode(), str(PACKAGE_IN)),
                ],
                env=os.environ | ONE_THREAD,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
            )
        self._ready = False
        self.until = 0.0
        self.document: CatalogDocument | None = None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def give(self, document: CatalogDocument, desk: Desk) -> None:
        """Hand over a document; raises BrokenPipeError where the reader has ended."""
        seconds = self.limits.allowance(document)
        self.until = time.monotonic() + START_SECONDS + PATIENCE * seconds
        self.document = document
        self.connection.send(Task(document, desk, seconds))

    def answer(self) -> Answer | Ended | None:
        """Return the answer that has come; None where the reader only says that it has started.

        Raises TablesError where the reader could not be started.
        """
        try:
            message = self.connection.recv()
        except (EOFError, ConnectionError):
            return self._ended()
        if message == READY:
            self._ready = True
            return None
        self.document = None
        answer: Answer = message
        return Ended("it needs too much memory") if answer.out_of_memory else answer

    def _ended(self) -> Ended:
        status = self._process.wait()
        if not self._ready:
            self._said.seek(0)
            said = self._said.read().decode("utf-8", "replace").strip().splitlines()
            why = said[-1] if said else f"status {status}"
            raise TablesError(f"A process that reads documents could not be started: {why}.")
        if status >= 0:
            return Ended(f"status {status}")
        if -status == signal.SIGXCPU:
            return Ended("time", too_long=True)
        return Ended(signal.Signals(-status).name, from_outside=-status in NAMED)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self.connection.close()
        self._said.close()


class Readers:
    """As many readers as may run at once; use it as a context manager.

    `peak` is the most memory that one of them has had so far, in bytes.
    """

    def __init__(self, processes: int, limits: Limits | None = None) -> None:
        self.processes: Final = processes
        self.limits: Final = limits or Limits()
        self.peak = 0
        self._idle: list[Reader] = []
        self._busy: list[Reader] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all readers, also those that are reading."""
        for reader in (*self._idle, *self._busy):
            reader.close()
        self._idle.clear()
        self._busy.clear()

    def outcomes(self, queue: Sequence[CatalogDocument], desk: Desk) -> Generator[Outcome]:
        """Read the documents and yield what became of each, as it comes.

        Raises OSError for what is not a document's fault, such as a full disk, and TablesError
        where a reader cannot be started or the system ends it again and again.
        """
        died = []
        for document, result in self._results(queue, desk, self.processes):
            if isinstance(result, Outcome):
                yield result
            elif result.too_long:
                yield self._refused(document, result)
            else:
                died.append(document)
        for document in died:
            self.close()
            shutil.rmtree(desk.folder(document.key), ignore_errors=True)
            for _, result in self._results([document], desk, 1):
                yield result if isinstance(result, Outcome) else self._refused(document, result)

    def _results(
        self, queue: Sequence[CatalogDocument], desk: Desk, processes: int
    ) -> Iterator[tuple[CatalogDocument, Outcome | Ended]]:
        waiting = deque(queue)
        while waiting or self._busy:
            while waiting and len(self._busy) < processes:
                self._give(waiting.popleft(), desk)
            for reader in self._heard():
                document = reader.document
                answer = self._late(reader) if self._is_late(reader) else reader.answer()
                if answer is None or document is None:
                    continue
                self._busy.remove(reader)
                if isinstance(answer, Ended):
                    reader.close()
                    yield document, answer
                    continue
                self.peak = max(self.peak, answer.peak)
                self._idle.append(reader)
                if answer.error is not None:
                    raise answer.error
                if answer.outcome is not None:
                    yield document, answer.outcome

    def _give(self, document: CatalogDocument, desk: Desk) -> None:
        while True:
            reader = self._idle.pop() if self._idle else Reader(self.limits)
            self._busy.append(reader)
            try:
                reader.give(document, desk)
            except ConnectionError:
                # It has ended since: after a while without work, or before it began.
                self._busy.remove(reader)
                reader.close()
            else:
                return

    def _heard(self) -> list[Reader]:
        """Wait until a reader says something, ends or is late; return those."""
        first = min(reader.until for reader in self._busy)
        heard = wait(
            [reader.connection for reader in self._busy], max(0.0, first - time.monotonic())
        )
        return [
            reader for reader in self._busy if reader.connection in heard or self._is_late(reader)
        ]

    @staticmethod
    def _is_late(reader: Reader) -> bool:
        return time.monotonic() >= reader.until and not reader.connection.poll()

    @staticmethod
    def _late(reader: Reader) -> Ended:
        reader.close()
        return Ended("time", too_long=True)

    def _refused(self, document: CatalogDocument, ended: Ended) -> Outcome:
        if ended.from_outside:
            raise TablesError(
                f"The system ended the process that read {document.key} twice ({ended.by}), as "
                "happens when memory runs out; build again with fewer --jobs."
            )
        seconds = self.limits.allowance(document)
        why = (
            f"reading it takes more than {seconds:.0f} s of processor time"
            if ended.too_long
            else f"reading it ends the reading process ({ended.by}), in a fresh one too"
        )
        reason = (
            f"{document.key}: {why}; the file is damaged, or this is a fault of Foja's: report it."
        )
        return Outcome(document.key, "refused", reason)
