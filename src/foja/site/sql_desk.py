"""Questions in SQL as the site asks them: answers given lately are kept, errors are not.

An answer depends on the SQL and on the version of the tables alone, so that a page, its chart and
its files are one question.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.tables.sql_process import SqlAnswer, SqlLimits, SqlUnavailableError, SqlWorkers

if TYPE_CHECKING:
    from pathlib import Path

    from foja.tables.sql_worker import Form

LOG: Final = logging.getLogger("foja.site")
SHOWN: Final = 500
"""Rows of an answer on a page."""
MOST_KEPT: Final = 8_000_000
"""Octets of all answers kept."""

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Shown:
    """An answer whose rows a page shows."""

    answer: SqlAnswer

    @cached_property
    def rows(self) -> list[list[Any]]:
        """The rows: texts, numbers, truth values, None, lists and dictionaries of them."""
        decoded: list[list[Any]] = msgspec.json.decode(self.answer.rows)
        return decoded


class SqlDesk:
    """Answers questions in SQL; see `SqlWorkers` for what it raises. Safe between threads."""

    def __init__(self, folder: Path | str, version: str, limits: SqlLimits | None) -> None:
        self._workers: Final = SqlWorkers(folder, version, limits)
        self._kept: Final[OrderedDict[Key, SqlAnswer]] = OrderedDict()
        self._size = 0
        self._lock: Final = threading.Lock()

    @property
    def limits(self) -> SqlLimits:
        """What a question may take."""
        return self._workers.limits

    @property
    def workers(self) -> SqlWorkers:
        """The processes that answer."""
        return self._workers

    def show(self, sql: str) -> Shown:
        """Return the first rows of an answer, for a page."""
        return Shown(self.ask(sql, rows=SHOWN))

    def ask(self, sql: str, *, rows: int | None = None, form: Form = "json") -> SqlAnswer:
        """Return an answer with at most so many rows, by default as many as there may be."""
        key = (sql, rows or 0, form)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        try:
            answer = self._workers.ask(sql, rows=rows, form=form)
        except SqlUnavailableError as error:
            LOG.warning("SQL: %s", error)
            raise
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += len(answer.rows) - (len(before.rows) if before else 0)
            self._kept[key] = answer
            while self._size > MOST_KEPT:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.rows)
        return answer

    def close(self) -> None:
        """End the processes."""
        self._workers.close()
