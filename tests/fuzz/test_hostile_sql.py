"""Every hostile question in SQL is refused or stopped, and the site answers its pages meanwhile."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from tests.fuzz.hostile_sql import GROWING, HOSTILE, REFUSED
from tests.site.reader import Reader

from foja.site.app import create_app
from foja.tables.sql_errors import SqlError
from foja.tables.sql_process import SqlLimits, SqlWorkers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

LIMITS = SqlLimits(
    seconds=0.4, memory=96, spare=160, octets=500_000, at_once=2, patience=60, waiting=30
)
PATIENT = SqlLimits(seconds=60)
"""What is refused is refused before it runs: there no limit may be what ends it."""
PAUSE = 0.05
LEAKS = ("root:", "foja-sql-", "Traceback", os.environ["PATH"], "/proc/self/e", "site-packages")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(create_app(sql_limits=LIMITS)) as made:
        yield made


@pytest.fixture(scope="module")
def workers(reader: Reader) -> Iterator[SqlWorkers]:
    tables = reader.app.state.site.reading.tables
    made = SqlWorkers(tables.path, tables.version, PATIENT)
    yield made
    made.close()


@pytest.fixture(scope="module")
def grown(reader: Reader) -> tuple[dict[str, httpx.Response], list[httpx.Response]]:
    """The answers to questions that grow, two at a time, and to pages asked meanwhile."""

    def ask(sql: str) -> httpx.Response:
        return reader.ask("GET", f"/api/v1/sql?{urlencode({'q': sql})}")

    pages = []
    with ThreadPoolExecutor(2) as pool:
        asked = {name: pool.submit(ask, sql) for name, sql in GROWING.items()}
        while not all(future.done() for future in asked.values()):
            # A page of its own each time: none is kept from before.
            pages.append(reader.ask("GET", f"/en/units?q=batallon+{len(pages)}"))
            time.sleep(PAUSE)
    return {name: future.result() for name, future in asked.items()}, pages


def test_there_are_sixty_and_more() -> None:
    assert len(HOSTILE) == len(REFUSED) + len(GROWING) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_a_question_to_the_tables_is_refused(name: str, workers: SqlWorkers) -> None:
    with pytest.raises(SqlError) as caught:
        workers.ask(REFUSED[name])
    assert caught.value.code not in {"time", "memory", "stopped", "size"}
    assert not [leak for leak in LEAKS if leak in str(caught.value)]
    assert len(workers.processes()) == 1


@pytest.mark.parametrize("name", GROWING)
def test_what_grows_is_ended_within_its_limits(name: str, grown: tuple[Any, Any]) -> None:
    answer = grown[0][name]
    assert len(answer.content) < LIMITS.octets + 20_000
    if answer.status_code == 200:
        assert answer.json()["data"]["count"] <= LIMITS.rows
    else:
        assert answer.json()["type"].endswith(("bad-question", "took-too-long")), answer.text
        assert not [leak for leak in LEAKS if leak in answer.json()["detail"]]


def test_the_site_answers_every_page_meanwhile(grown: tuple[Any, Any]) -> None:
    assert len(grown[1]) > 10
    assert {page.status_code for page in grown[1]} == {200}


def test_afterwards_a_question_is_answered_as_before(
    workers: SqlWorkers, reader: Reader, grown: tuple[Any, Any]
) -> None:
    assert grown
    counted = reader.app.state.site.reading.tables.counts["trainings"]
    assert workers.ask("SELECT count(*) FROM trainings").rows == f"[[{counted}]]".encode()
    assert len(reader.app.state.site.sql.workers.processes()) <= LIMITS.at_once
