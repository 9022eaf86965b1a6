"""The process that answers questions in SQL, and nothing else.

It is started with an empty environment, opens the tables' copy read-only, then gives up what it no
longer needs: settings, files, the network, other processes, most memory. Then it reads questions
from its standard input and writes answers to its standard output until that is closed. Who asked
ends it when its time is up: see `foja.tables.sql_process`.

Only what is needed is imported, for the sake of its memory and of what could go wrong in it.
"""

from __future__ import annotations

import math
import os
import struct
import sys
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from foja.tables.sql_check import check_select, error_of
from foja.tables.sql_errors import SqlError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import duckdb

COPY: Final = "foja.duckdb"
"""The tables' copy, in the folder in which the process is started."""
BATCH: Final = 100
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
QUOTED: Final = frozenset(',"\r\n')
LOW_PRIORITY: Final = 10
"""Niceness: a tenth of a processor that others want too; all of one that is free."""
FRAME: Final = struct.Struct("<II")
"""Before each answer: octets of what is said of it, and of its rows."""
LONGEST_QUESTION: Final = 1_000_000
EVERY_KIND: Final = (
    "SELECT DATE '2020-01-01', TIMESTAMP '2020-01-01', TIME '10:00', INTERVAL 1 DAY, 1.5, 1e0, "
    "'a'::BLOB, ['a'], {'a': 1}, MAP {'a': 1}, "
    "'00000000-0000-0000-0000-000000000000'::UUID, 1::HUGEINT"
)

Form = Literal["json", "csv"]


class Start(msgspec.Struct, frozen=True):
    """What a process is told when it starts.

    `tables` are the names that may be asked; `memory` is what DuckDB may use in megabytes, `spare`
    what the whole process may take beyond what it has once it is ready.
    """

    tables: list[str]
    memory: int
    spare: int


class Question(msgspec.Struct, frozen=True):
    """A question: at most `rows` rows and `octets` octets of them, within `seconds`."""

    sql: str
    form: Form
    rows: int
    octets: int
    seconds: float


class Told(msgspec.Struct, frozen=True):
    """What is said of an answer; the rows follow it, as a JSON list of lists or as lines of CSV.

    `more` tells whether rows were left behind. Where `code` is not empty, the question was refused
    or failed: see `foja.tables.sql_errors`.
    """

    columns: list[tuple[str, str]] = []
    count: int = 0
    more: bool = False
    seconds: float = 0.0
    code: str = ""
    subject: str = ""
    position: int = -1


def main() -> None:
    """Answer questions until there are no more; ends by itself where memory has run out."""
    start = msgspec.json.decode(sys.argv[1], type=Start)
    questions, answers = sys.stdin.buffer, _own_output()
    os.nice(LOW_PRIORITY)
    connection = _open(start)
    _give_up(start)
    _write(answers, Told(), b"")
    for question in _questions(questions):
        _limit_processor(question.seconds)
        try:
            told, rows = answer(connection, question, start)
        except MemoryError:
            told, rows = Told(code="memory", subject=f"{start.memory} MB"), b""
        _write(answers, told, rows)
        if told.code == "memory":
            # What has not been given back would be missed by the next.
            return


def _own_output() -> BinaryIO:
    """Return the standard output for answers alone: what a library prints goes nowhere."""
    kept = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return os.fdopen(kept, "wb")


def _open(start: Start) -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - loaded at the low priority set before

    connection = duckdb.connect(
        COPY,
        read_only=True,
        config={
            "threads": "1",
            "async_threads": "0",
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            "enable_external_access": "false",
            "temp_directory": "",
            "memory_limit": f"{start.memory}MB",
            "errors_as_json": "true",
        },
    )
    # A query that takes a while would draw one.
    connection.execute("SET enable_progress_bar = false")
    # Else it would be that of the machine.
    connection.execute("SET TimeZone = 'UTC'")
    # What Python loads when it first meets a kind of value has to be loaded while it can be.
    connection.execute(EVERY_KIND).fetchall()
    connection.execute("SET lock_configuration = true")
    return connection


def _give_up(start: Start) -> None:
    """Take from this process what it no longer needs, for as long as it lives."""
    import resource  # noqa: PLC0415 - not on every system

    spare = start.spare * 1_000_000
    with suppress(OSError):
        # Where the machine's memory runs out all the same, this process goes first.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + spare
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # A socket is a file too: with none to open there is no network.
    for name in ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NPROC", "RLIMIT_MEMLOCK"):
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (0, 0))


def _limit_processor(seconds: float) -> None:
    """Let the system end this process where who asked is no longer there to do so."""
    import resource  # noqa: PLC0415 - not on every system

    used = time.process_time()
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds) + 1, hard))


def _questions(source: BinaryIO) -> Iterator[Question]:
    size = FRAME.size
    while len(head := source.read(size)) == size:
        length, _ = FRAME.unpack(head)
        if length > LONGEST_QUESTION:
            return
        yield msgspec.json.decode(source.read(length), type=Question)


def _write(target: BinaryIO, told: Told, rows: bytes) -> None:
    said = msgspec.json.encode(told)
    target.write(FRAME.pack(len(said), len(rows)))
    target.write(said)
    target.write(rows)
    target.flush()


def answer(
    connection: duckdb.DuckDBPyConnection, question: Question, start: Start
) -> tuple[Told, bytes]:
    """Return what is said of the answer, and its rows written as asked."""
    import duckdb  # noqa: PLC0415 - as in `_open`

    began = time.monotonic()
    # A cursor is a connection of its own: nothing is handed from one question to the next.
    cursor = connection.cursor()
    try:
        check_select(cursor, question.sql, start.tables)
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        result = cursor.execute(question.sql)
        columns = [(str(name), str(kind)) for name, kind, *_ in result.description or ()]
        rows = _Rows(question)
        while not rows.full and (batch := result.fetchmany(BATCH)):
            rows.add(batch)
        told = Told(columns, rows.count, rows.full, time.monotonic() - began)
        return told, rows.written()
    except duckdb.OutOfMemoryException:
        return Told(code="memory", subject=f"{start.memory} MB"), b""
    except duckdb.Error as error:
        return _failed(error_of(error, question.sql)), b""
    except SqlError as error:
        return _failed(error), b""
    except RecursionError:
        return Told(code="deep"), b""
    finally:
        cursor.close()


def _failed(error: SqlError) -> Told:
    return Told(code=error.code, subject=error.subject, position=error.position)


class _Rows:
    """The rows of an answer, written one by one until there is no more room."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._parts: list[bytes] = []
        self._octets = 0
        self._json = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
        self.count = 0
        self.full = False

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        """Add rows; raises `SqlError` where the first alone has no room."""
        for row in rows:
            written = self._row(row)
            if self._octets + len(written) > self._question.octets and not self.count:
                raise SqlError("size", f"{self._question.octets:,}")
            if (
                self.count == self._question.rows
                or self._octets + len(written) > self._question.octets
            ):
                self.full = True
                return
            self._parts.append(written)
            self._octets += len(written) + 1
            self.count += 1

    def written(self) -> bytes:
        """Return the rows as one text."""
        if self._question.form == "csv":
            return b"".join(self._parts)
        return b"[" + b",".join(self._parts) + b"]"

    def _row(self, row: tuple[Any, ...]) -> bytes:
        if self._question.form == "json":
            return self._json.encode([_plain(value) for value in row])
        return (",".join(self._cell(_plain(value)) for value in row) + "\r\n").encode()

    def _cell(self, value: object) -> str:
        """Return a value as CSV holds it: a list of words with semicolons, as in other files."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return csv_text("; ".join(value))
        if isinstance(value, list | dict):
            return csv_text(self._json.encode(value).decode())
        return csv_text(value) if isinstance(value, str) else str(value)


def csv_text(text: str) -> str:
    """Return a text as a cell of CSV that no spreadsheet takes for a formula.

    A spreadsheet would evaluate a text that begins like a formula, and anybody can write a query
    that makes one: such a text has an apostrophe before it.
    """
    return csv_field(f"'{text}" if text[:1] in FORMULA else text)


def csv_field(text: str) -> str:
    """Return a text as RFC 4180 writes a field; an empty one is told from a missing value."""
    if not text or text[0] == " " or text[-1] == " " or QUOTED.intersection(text):
        return f'"{text.replace(chr(34), chr(34) * 2)}"'
    return text


def _plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, str | bool | int | Decimal):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(_plain(name)): _plain(each) for name, each in value.items()}
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main()
