"""The processes that answer SQL: what they may, what they may not, when they are ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from tests.support.tables import write_tables

from foja.tables.folder import open_folder
from foja.tables.sql_copy import write_copy
from foja.tables.sql_errors import SqlError
from foja.tables.sql_process import (
    SqlBusyError,
    SqlLimits,
    SqlUnavailableError,
    SqlWorkers,
)
from foja.tables.sql_worker import COPY, Start, _open, csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = "SELECT sum(a.range * b.range) FROM range(3000000) a, range(3000000) b"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def workers(folder: Path) -> Iterator[SqlWorkers]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_SECRET", "hidden")
        made = _workers(folder, SqlLimits(seconds=30))
        made.ask("SELECT 1")
    yield made
    made.close()


@pytest.fixture(scope="module")
def tight(folder: Path) -> Iterator[SqlWorkers]:
    """Workers with little of everything."""
    limits = SqlLimits(seconds=1, octets=1_000, memory=64, spare=128, at_once=1, waiting=0)
    made = _workers(folder, limits)
    yield made
    made.close()


def _workers(folder: Path, limits: SqlLimits) -> SqlWorkers:
    return SqlWorkers(folder, open_folder(folder).manifest.version, limits)


def test_rows_come_as_json_and_as_csv(workers: SqlWorkers) -> None:
    sql = (
        "SELECT 1.50 AS money, DATE '2011-01-01' AS day, NULL AS nothing, '' AS text, "
        "['a', 'b'] AS list, {'x': 1} AS parts, 1e999::DOUBLE AS large, true AS so, '=1+1' AS sum"
    )
    answer = workers.ask(sql)
    assert answer.columns[:3] == ("money", "day", "nothing")
    assert answer.types[:2] == ("DECIMAL(3,2)", "DATE")
    assert json.loads(answer.rows) == [
        [1.5, "2011-01-01", None, "", ["a", "b"], {"x": 1}, "inf", True, "=1+1"]
    ]
    written = workers.ask(sql, form="csv").rows
    assert written == b'1.50,2011-01-01,,"",a; b,"{""x"":1}",inf,true,\'=1+1\r\n'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a", "a"),
        ("", '""'),
        ("a,b", '"a,b"'),
        ('a "b"', '"a ""b"""'),
        ("@cmd", "'@cmd"),
        ("-1+2", "'-1+2"),
        (" a", '" a"'),
    ],
)
def test_a_text_is_written_so_that_no_sheet_reckons_with_it(text: str, written: str) -> None:
    assert csv_text(text) == written


def test_rows_beyond_a_limit_are_left_and_said_to_be(
    workers: SqlWorkers, tight: SqlWorkers
) -> None:
    few = workers.ask("SELECT * FROM range(10)", rows=3)
    assert (few.count, few.more) == (3, True)
    exact = workers.ask("SELECT * FROM range(3)", rows=3)
    assert (exact.count, exact.more) == (3, False)
    cut = tight.ask("SELECT repeat('a', 90) FROM range(100)")
    assert cut.more
    assert 5 < cut.count < 12
    with pytest.raises(SqlError, match="One row of the answer is larger than 1,000 octets"):
        tight.ask("SELECT repeat('a', 2000)")


@ON_LINUX
def test_the_process_has_nothing_but_the_tables_and_two_pipes(workers: SqlWorkers) -> None:
    workers.ask("SELECT count(*) FROM trainings")
    (pid,) = workers.processes()
    place = Path(f"/proc/{pid}")
    assert (place / "environ").read_bytes() == b""
    opened = sorted(str((place / "fd" / one.name).readlink()) for one in (place / "fd").iterdir())
    assert [Path(one).name.partition(":")[0] for one in opened] == [
        "null",
        "null",
        "foja.duckdb",
        "pipe",
        "pipe",
    ]
    limits = (place / "limits").read_text()
    for name in ("Max open files", "Max file size", "Max core file size", "Max processes"):
        (line,) = [each for each in limits.splitlines() if each.startswith(name)]
        assert line.split()[len(name.split()) :][:2] == ["0", "0"], line
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert len(list((place / "task").iterdir())) == 1


def test_the_database_is_locked_and_quiet(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert write_copy(folder, tmp_path / COPY) == open_folder(folder).manifest.version
    monkeypatch.chdir(tmp_path)
    with _open(Start(["trainings"], memory=64, spare=128)) as connection:
        rows = connection.execute("SELECT name, value FROM duckdb_settings()").fetchall()
        with pytest.raises(duckdb.Error, match="locked"):
            connection.execute("SET threads = 4")
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("CREATE TABLE a AS SELECT 1")
        with pytest.raises(duckdb.Error, match="disabled by configuration"):
            connection.execute("FROM read_text('/etc/hostname')")
    settings = dict(rows)
    wanted = {
        "enable_external_access": "false",
        "enable_progress_bar": "false",
        "lock_configuration": "true",
        "threads": "1",
        "TimeZone": "UTC",
        "temp_directory": "",
        "python_enable_replacements": "false",
        "autoload_known_extensions": "false",
    }
    assert {name: settings[name] for name in wanted} == wanted


def test_a_process_that_ended_while_nobody_asked_is_replaced(workers: SqlWorkers) -> None:
    workers.ask("SELECT 1")
    (pid,) = workers.processes()
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert workers.ask("SELECT 2").rows == b"[[2]]"
    assert workers.processes() != [pid]


def test_a_copy_that_was_cleared_away_is_written_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        written.append(Path(command[-1]))
        written[-1].touch()
        return subprocess.CompletedProcess(command, 0, "v", "")

    monkeypatch.setattr("foja.tables.sql_process.subprocess.run", run)
    workers = SqlWorkers(folder, "v")
    workers.prepare()
    workers.prepare()
    written[0].unlink()
    workers.prepare()
    workers.close()
    assert len(set(written)) == len(written) == 2
    assert not any(each.parent.exists() for each in written[1:])


def test_a_process_that_takes_too_long_is_replaced(tight: SqlWorkers) -> None:
    with pytest.raises(SqlError, match="longer than 1 seconds"):
        tight.ask(LONG)
    assert tight.processes() == []
    assert tight.ask("SELECT 1", rows=1).rows == b"[[1]]"
    assert len(tight.processes()) == 1


def test_a_process_that_takes_too_much_is_replaced(tight: SqlWorkers) -> None:
    with pytest.raises(SqlError) as caught:
        tight.ask("SELECT list(range) FROM range(100000000)")
    assert caught.value.code in {"memory", "stopped"}
    assert tight.processes() == []
    assert tight.ask("SELECT 1").rows == b"[[1]]"


def test_too_many_at_once_are_told_to_come_again(tight: SqlWorkers) -> None:
    told: list[SqlError] = []

    def long() -> None:
        try:
            tight.ask(LONG)
        except SqlError as error:
            told.append(error)

    asking = threading.Thread(target=long)
    asking.start()
    while not tight.asking:
        time.sleep(0.005)
    with pytest.raises(SqlBusyError, match="try again in 1 s"):
        tight.ask("SELECT 1")
    asking.join()
    assert [error.code for error in told] == ["time"]


def test_who_waits_when_all_is_closed_is_told(folder: Path) -> None:
    workers = _workers(folder, SqlLimits(seconds=30))
    told: list[SqlError] = []

    def long() -> None:
        try:
            workers.ask(LONG)
        except SqlError as error:
            told.append(error)

    workers.ask("SELECT 1")
    asking = threading.Thread(target=long)
    asking.start()
    while not workers.asking:
        time.sleep(0.005)
    workers.close()
    asking.join()
    assert [error.code for error in told] == ["stopped"]
    assert workers.processes() == []
    with pytest.raises(SqlUnavailableError, match="closing"):
        workers.ask("SELECT 1")


def test_nothing_is_started_before_the_first_question(folder: Path) -> None:
    workers = SqlWorkers(folder, "v")
    assert workers.processes() == []
    with pytest.raises(SqlError, match="has 4,001 characters"):
        workers.ask("x" * 4_001)
    assert workers.processes() == []
    workers.close()


def test_tables_that_have_changed_on_disk_are_not_asked(folder: Path, tmp_path: Path) -> None:
    workers = SqlWorkers(folder, "another version")
    with pytest.raises(SqlUnavailableError, match="others than those that are open"):
        workers.ask("SELECT 1")
    nowhere = SqlWorkers("postgresql://nowhere/foja", "v")
    with pytest.raises(SqlUnavailableError, match="needs a folder of tables"):
        nowhere.ask("SELECT 1")
    gone = SqlWorkers(tmp_path, "v")
    with pytest.raises(SqlUnavailableError, match="could not be made"):
        gone.ask("SELECT 1")
