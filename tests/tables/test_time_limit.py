"""Questions are stopped when the time of whoever asks is over, and only then."""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.errors import QueryError, TimeLimitError
from foja.tables.engine import Tables
from foja.tables.time_limit import stoppable, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import ibis.expr.types as ir


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder: Path = write_tables(tmp_path_factory.mktemp("limited") / "tables")
    with Tables(folder) as opened:
        yield opened


def _endless(tables: Tables) -> ir.Table:
    table = tables.table("series").select("value")
    for _ in range(6):
        table = table.cross_join(tables.table("series").select(other="value")).select("value")
    return table.aggregate(rows=table.value.sum())


def test_a_question_without_end_is_stopped(tables: Tables) -> None:
    with time_limit(0.2), pytest.raises(TimeLimitError, match=r"longer than 0\.2 seconds"):
        tables.ask(None, lambda: _endless(tables))
    with time_limit(0.2), pytest.raises(TimeLimitError):
        tables.arrow(_endless(tables))
    assert tables.ask(None, lambda: tables.table("countries").limit(1))


def test_no_question_is_begun_after_the_time(tables: Tables) -> None:
    with time_limit(0.05):
        with pytest.raises(TimeLimitError):
            tables.ask(None, lambda: _endless(tables))
        with pytest.raises(TimeLimitError):
            tables.ask(None, lambda: tables.table("countries").limit(1))


def test_errors_in_time_are_their_own() -> None:
    stopped = threading.Event()
    with time_limit(60), pytest.raises(QueryError, match="no such thing"), stoppable(stopped.set):
        raise QueryError("There is no such thing.")
    assert not stopped.is_set()


def test_what_missed_the_first_stop_is_stopped_again() -> None:
    times = 0
    enough = threading.Event()

    def stop() -> None:
        nonlocal times
        times += 1
        if times == 3:
            enough.set()

    def run() -> None:
        with stoppable(stop):
            assert enough.wait(30)
            raise RuntimeError("interrupted")

    with time_limit(0.01), pytest.raises(TimeLimitError):
        run()
    assert times == 3


def test_without_a_limit_nothing_is_watched() -> None:
    called = threading.Event()
    with stoppable(called.set):
        value = sum(range(10))
    assert value == 45
    assert not called.is_set()


def test_one_thread_watches_all_limits() -> None:
    with ExitStack() as stack:
        before = threading.active_count()
        for _ in range(50):
            stack.enter_context(time_limit(60))
        assert threading.active_count() <= before + 1


def test_a_short_limit_is_kept_beside_a_long_one() -> None:
    stopped = threading.Event()

    def run() -> None:
        with stoppable(stopped.set):
            assert stopped.wait(30)
            raise RuntimeError("interrupted")

    with time_limit(600):
        with time_limit(0.01), pytest.raises(TimeLimitError, match=r"0\.01 seconds"):
            run()
        stopped.clear()
        with stoppable(stopped.set):
            assert not stopped.wait(0.1), "the limit that has ended still stops what runs"


def test_an_engine_that_is_slow_to_stop_keeps_no_other_limit_waiting() -> None:
    slow, go_on = threading.Event(), threading.Event()
    stopped = threading.Event()

    def stop_slowly() -> None:
        slow.set()
        go_on.wait(30)

    def run_for_long() -> None:
        with time_limit(0.01), suppress(TimeLimitError), stoppable(stop_slowly):
            assert slow.wait(30)
            assert stopped.wait(30)
            go_on.set()

    other = threading.Thread(target=run_for_long)
    other.start()
    assert slow.wait(30)
    with time_limit(0.01), stoppable(stopped.set):
        assert stopped.wait(30)
    other.join(30)
    assert not other.is_alive()
