"""Questions in SQL, each handed to a process of its own, a few at once and within limits.

    workers = SqlWorkers(tables.path, tables.version)
    answer = workers.ask("SELECT count(*) FROM trainings")

Processes are started when they are first needed and kept; one that runs past its time or its
memory is ended, and another started for the next question. Nothing that a question does can reach
the process that asks: what comes back is a text of rows.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from foja.errors import QueryError
from foja.tables.schema import BY_NAME
from foja.tables.sql_errors import SENTENCES, SqlError
from foja.tables.sql_worker import COPY, FRAME, Form, Question, Start, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
"""The folder that holds the package: an isolated Python may not find it by itself."""
BEGIN: Final = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from foja.tables.{} import main; sys.exit(main())"
)
CHUNK: Final = 1 << 16
CLOSING: Final = "The site is closing; try again in a moment."
LONGEST_SAID: Final = 1_000_000
HAS_LIMITS: Final = os.name == "posix"
AT_ONCE: Final = max(1, min(4, (os.cpu_count() or 2) - 1))
"""One processor is left to those who ask for pages."""


class SqlBusyError(QueryError):
    """Too many questions in SQL at once; `seconds` later there may be room."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Others are asking in SQL right now; try again in {seconds} s.")
        self.seconds: Final = seconds


class SqlUnavailableError(QueryError):
    """Questions in SQL cannot be answered on this machine."""


@dataclass(frozen=True, slots=True)
class SqlLimits:
    """What questions in SQL may take.

    `seconds` is the time of one; `octets` the size of an answer's rows; `memory` what DuckDB may
    use, and `spare` what its process may take beyond what it has when ready, in megabytes;
    `at_once` questions are answered at the same time while `waiting` more wait up to `patience`
    seconds; `length` is the most characters of SQL.
    """

    seconds: float = 10.0
    rows: int = 10_000
    octets: int = 3_000_000
    memory: int = 256
    spare: int = 512
    at_once: int = AT_ONCE
    waiting: int = 4
    patience: float = 5.0
    length: int = 4_000
    start_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The answer: names and DuckDB types of columns, and the rows as they were written.

    `rows` is a JSON list of lists or lines of CSV without a heading, in UTF-8; `more` tells
    whether there are rows beyond the limit.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: bytes
    count: int
    more: bool
    seconds: float


class SqlWorkers:
    """Asks questions of the tables in `folder`, which have that `version`.

    Where they are open from another engine, whose address is given instead, nothing is answered.
    Safe to use from several threads; close it at the end. Nothing is started before the first
    question.
    """

    def __init__(self, folder: Path | str, version: str, limits: SqlLimits | None = None) -> None:
        self.limits: Final = limits or SqlLimits()
        self._folder: Final = Path(folder)
        self._version: Final = version
        self._room: Final = threading.Condition()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._waiting = 0
        self._asking = 0
        self._closed = False
        self._copying: Final = threading.Lock()
        self._place: Path | None = None

    def ask(self, sql: str, *, rows: int | None = None, form: Form = "json") -> SqlAnswer:
        """Answer one SELECT with at most `rows` rows (the limit if not given).

        Raises `SqlError` where it is refused, fails or is stopped, `SqlBusyError` where too many
        ask, `SqlUnavailableError` where no process can be started.
        """
        limits = self.limits
        if len(sql) > limits.length:
            raise SqlError("long", f"{len(sql):,}", most=f"{limits.length:,}")
        if not sql.strip():
            raise SqlError("empty")
        question = Question(
            sql, form, min(rows or limits.rows, limits.rows), limits.octets, limits.seconds
        )
        with self._turn():
            worker = self._worker()
            try:
                told, written = worker.ask(question, limits.seconds)
            finally:
                self._give_back(worker)
        if told.code:
            raise _refused(told, sql)
        return SqlAnswer(
            columns=tuple(name for name, _ in told.columns),
            types=tuple(kind for _, kind in told.columns),
            rows=written,
            count=told.count,
            more=told.more,
            seconds=told.seconds,
        )

    def prepare(self) -> None:
        """Write the tables' copy before anybody asks; raises `SqlUnavailableError` as `ask`."""
        self._copy()

    @property
    def asking(self) -> int:
        """How many questions are being answered."""
        return self._asking

    def processes(self) -> list[int]:
        """Return the identifiers of the processes that are running."""
        with self._room:
            return sorted(worker.pid for worker in (*self._idle, *self._busy))

    def close(self) -> None:
        """End every process and remove the tables' copy."""
        with self._room:
            self._closed = True
            idle, busy = list(self._idle), list(self._busy)
            self._idle.clear()
            self._room.notify_all()
        for worker in busy:
            # Who waits for its answer sees that it has gone.
            worker.kill()
        for worker in idle:
            worker.end()
        with self._copying:
            if self._place is not None:
                shutil.rmtree(self._place, ignore_errors=True)
                self._place = None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for a turn, not for long."""
        limits = self.limits
        with self._room:
            if self._asking >= limits.at_once:
                if self._waiting >= limits.waiting:
                    raise SqlBusyError(round(limits.seconds))
                self._waiting += 1
                try:
                    free = self._room.wait_for(
                        lambda: self._asking < limits.at_once or self._closed, limits.patience
                    )
                finally:
                    self._waiting -= 1
                if not free:
                    raise SqlBusyError(round(limits.seconds))
            if self._closed:
                raise SqlUnavailableError(CLOSING)
            self._asking += 1
        try:
            yield
        finally:
            with self._room:
                self._asking -= 1
                self._room.notify()

    def _worker(self) -> _Worker:
        with self._room:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    self._busy.add(worker)
                    return worker
                worker.end()
        place = self._copy()
        worker = _Worker(place, self.limits)
        with self._room:
            self._busy.add(worker)
        try:
            worker.begin(self.limits.start_seconds)
        except BaseException:
            self._give_back(worker)
            raise
        return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._room:
            self._busy.discard(worker)
            if worker.alive and not self._closed:
                self._idle.append(worker)
                return
        worker.end()

    def _copy(self) -> Path:
        """Return the folder of the tables' copy, written by a process of its own when needed."""
        with self._copying:
            # Systems clear old temporary files away, also those of programs that still run.
            if self._place is not None and (self._place / COPY).is_file():
                return self._place
            if self._closed:
                raise SqlUnavailableError(CLOSING)
            if not self._folder.is_dir():
                message = "The tables are open from another engine; SQL needs a folder of tables."
                raise SqlUnavailableError(message)
            if not HAS_LIMITS:
                message = "Questions in SQL need a system that can limit a process, such as Linux."
                raise SqlUnavailableError(message)
            try:
                place = Path(tempfile.mkdtemp(prefix="foja-sql-"))
            except OSError as error:
                message = f"No folder for the tables' copy can be made: {error.strerror}."
                raise SqlUnavailableError(message) from error
            # Also where nobody closes this.
            remove = weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
            command = _command("sql_copy", str(self._folder.resolve()), str(place / COPY))
            try:
                made = subprocess.run(  # noqa: S603 - a program of our own
                    command,
                    env={},
                    capture_output=True,
                    check=False,
                    text=True,
                    timeout=self.limits.start_seconds,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                remove()
                raise SqlUnavailableError("The tables' copy could not be made.") from error
            if made.returncode:
                remove()
                said = made.stderr or f"its process ended with {made.returncode}"
                raise SqlUnavailableError(f"The tables' copy could not be made: {said}.")
            if made.stdout != self._version:
                remove()
                message = "The tables on disk are others than those that are open."
                raise SqlUnavailableError(message)
            self._place = place
            return place


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-c", BEGIN.format(module), str(ROOT), *arguments]


def _refused(told: Told, sql: str) -> SqlError:
    if told.code not in SENTENCES:
        return SqlError("stopped")
    return SqlError(told.code, told.subject, sql=sql, position=told.position)


class _Worker:
    """One process. What it sends is read with a limit of time and size, and never trusted."""

    def __init__(self, place: Path, limits: SqlLimits) -> None:
        start = Start(sorted(BY_NAME), limits.memory, limits.spare)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a program of our own
                _command("sql_worker", msgspec.json.encode(start).decode()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                cwd=place,
                start_new_session=True,
            )
        except OSError as error:
            message = f"No process could be started: {error.strerror}."
            raise SqlUnavailableError(message) from error
        self._limits = limits
        self.pid: Final = self._process.pid
        self._ended = False

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._ended and self._process.poll() is None

    def begin(self, seconds: float) -> None:
        """Wait until it is ready."""
        try:
            self._read(time.monotonic() + seconds)
        except (EOFError, TimeoutError) as error:
            self.end()
            raise SqlUnavailableError("The process that answers SQL did not start.") from error

    def ask(self, question: Question, seconds: float) -> tuple[Told, bytes]:
        """Hand the question over and return what is answered; ends the process where it must be."""
        asked = msgspec.json.encode(question)
        try:
            stdin = self._process.stdin
            assert stdin is not None  # noqa: S101 - opened as a pipe
            stdin.write(FRAME.pack(len(asked), 0))
            stdin.write(asked)
            stdin.flush()
            told, rows = self._read(time.monotonic() + seconds)
        except TimeoutError:
            self.end()
            return Told(code="time", subject=f"{seconds:g}"), b""
        except (EOFError, OSError, msgspec.DecodeError):
            self.end()
            return Told(code="stopped"), b""
        if told.code == "memory":
            self.end()
        return told, rows

    def kill(self) -> None:
        """Stop the process, whatever it is doing."""
        self._process.kill()

    def end(self) -> None:
        """Stop the process and let go of it."""
        self._ended = True
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # A question it never read is still in the pipe.
                    continue
        self._process.wait()

    def _read(self, until: float) -> tuple[Told, bytes]:
        said, rows = FRAME.unpack(self._exactly(FRAME.size, until))
        if said > LONGEST_SAID or rows > self._limits.octets + LONGEST_SAID:
            raise EOFError
        told = msgspec.json.decode(self._exactly(said, until), type=Told)
        return told, self._exactly(rows, until)

    def _exactly(self, octets: int, until: float) -> bytes:
        """Read so many octets; TimeoutError where they do not come in time, EOFError at an end."""
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - opened as a pipe
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while octets:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError
                part = os.read(stdout.fileno(), min(octets, CHUNK))
                if not part:
                    raise EOFError
                parts.append(part)
                octets -= len(part)
        return b"".join(parts)
