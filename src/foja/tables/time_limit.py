"""A limit on how long questions to the tables may take, set by whoever asks them.

`time_limit` holds for everything asked inside it, also by functions that know nothing of it;
`stoppable` is told by the engine how the question that it asks now is stopped. One thread watches
all limits of a process, however many answers are waited for; a limit whose time is over gets a
thread of its own, since an engine far away may take its time to stop.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from foja.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AGAIN: Final = 0.05
"""Seconds until a question is stopped again: one that was about to begin missed the first time."""
IDLE: Final = 3600.0
"""Seconds that the watching thread sleeps while there is no limit; a new one wakes it."""


class _Limit:
    """The questions that run now under one limit, and whether its time is over.

    `due` is when its time is over, by `time.monotonic`.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds: Final = seconds
        self.due: Final = time.monotonic() + seconds
        self._running: dict[int, Callable[[], object]] = {}
        self._lock: Final = threading.Lock()
        self._over = False
        self._done: Final = threading.Event()

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self._over

    def stop(self) -> None:
        """Say that the time is over, and stop whatever runs until the work is done."""
        while not self._done.is_set():
            with self._lock:
                self._over = True
                for stop in self._running.values():
                    stop()
            self._done.wait(AGAIN)

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


class _Watch:
    """The limits whose time is not over, and the thread that waits until it is."""

    def __init__(self) -> None:
        self._limits: Final[set[_Limit]] = set()
        self._changed: Final = threading.Condition()
        self._next = 0.0
        self._thread: threading.Thread | None = None

    def begin(self, limit: _Limit) -> None:
        """Watch a limit from now on."""
        with self._changed:
            self._limits.add(limit)
            # A process made by forking has the limits of the first, but not its thread.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif limit.due < self._next:
                self._changed.notify()

    def end(self, limit: _Limit) -> None:
        """Watch a limit no more; what it stops now is stopped no more either."""
        with self._changed:
            self._limits.discard(limit)
        limit.end()

    def _run(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                over = {limit for limit in self._limits if limit.due <= now}
                self._limits.difference_update(over)
                self._next = min((limit.due for limit in self._limits), default=now + IDLE)
                if not over:
                    self._changed.wait(self._next - now)
            for limit in over:
                threading.Thread(target=limit.stop, daemon=True).start()


_WATCH: Final = _Watch()
_CURRENT: Final[ContextVar[_Limit | None]] = ContextVar("foja_time_limit", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop whatever is asked of the tables inside, in this thread, once so many seconds are over.

    The question then running and every later one raise `TimeLimitError`.
    """
    limit = _Limit(seconds)
    _WATCH.begin(limit)
    token = _CURRENT.set(limit)
    try:
        yield
    finally:
        _CURRENT.reset(token)
        _WATCH.end(limit)


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
