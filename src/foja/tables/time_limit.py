"""A limit on how long questions to the tables may take, set by whoever asks them.

`time_limit` holds for everything asked inside it, also by functions that know nothing of it;
`stoppable` is told by the engine how the question that it asks now is stopped.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from foja.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AGAIN: Final = 0.05
"""Seconds until a question is stopped again: one that was about to begin missed the first time."""


class _Limit:
    """The questions that run now under one limit, and whether its time is over."""

    def __init__(self, seconds: float) -> None:
        self.seconds: Final = seconds
        self._running: dict[int, Callable[[], object]] = {}
        self._lock: Final = threading.Lock()
        self._done: Final = threading.Event()
        self._over = False

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self._over

    def watch(self) -> None:
        """Wait until the time is over or the work done; stop whatever still runs."""
        wait = self.seconds
        while not self._done.wait(wait):
            with self._lock:
                self._over = True
                for stop in self._running.values():
                    stop()
            wait = AGAIN

    def end(self) -> None:
        """Say that the work is done."""
        self._done.set()

    def begin(self, stop: Callable[[], object]) -> int:
        """Note a question that runs; `TimeLimitError` where the time is over already."""
        with self._lock:
            if self._over:
                raise self.error()
            key = max(self._running, default=0) + 1
            self._running[key] = stop
            return key

    def finish(self, key: int) -> None:
        """Note that a question has ended: it is not stopped any more."""
        with self._lock:
            del self._running[key]

    def error(self) -> TimeLimitError:
        """Return the error that says so."""
        return TimeLimitError(
            f"The question took longer than {self.seconds:g} seconds and was stopped; ask for one "
            "country, fewer years or fewer groups."
        )


_CURRENT: Final[ContextVar[_Limit | None]] = ContextVar("foja_time_limit", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop whatever is asked of the tables inside, in this thread, once so many seconds are over.

    The question then running and every later one raise `TimeLimitError`.
    """
    limit = _Limit(seconds)
    watcher = threading.Thread(target=limit.watch, daemon=True)
    watcher.start()
    token = _CURRENT.set(limit)
    try:
        yield
    finally:
        _CURRENT.reset(token)
        limit.end()


@contextmanager
def stoppable(stop: Callable[[], object]) -> Iterator[None]:
    """Run a question that `stop`, called from another thread, makes end with an exception.

    Without a limit it runs as long as it takes. Raises `TimeLimitError` where it was stopped.
    """
    limit = _CURRENT.get()
    if limit is None:
        yield
        return
    key = limit.begin(stop)
    try:
        yield
    except Exception as error:
        if limit.over:
            raise limit.error() from error
        raise
    finally:
        limit.finish(key)
