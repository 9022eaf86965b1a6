"""How much of the machine a server takes: threads, pools of memory, looking for cycles."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES_AT_ONCE: Final = 4
"""Pages made at the same time. They take turns on the processor: more would each hold their memory
for longer and be done no sooner."""
_POOLS: Final = 2
_COLLECTED_AFTER: Final = (20_000, 20, 20)
"""Objects made until Python looks for those that hold each other alone, and how many such looks
make a longer one. A page makes some tens of thousands and lets go of nearly all by itself."""
_M_ARENA_MAX: Final = -8
"""The name that glibc's <malloc.h> gives the number of its pools."""


def limit_threads() -> None:
    """Let at most `PAGES_AT_ONCE` pages be made at the same time; call it in the running server."""
    # Imported here, since a command starts with what else stands in this module.
    from anyio.to_thread import current_default_thread_limiter  # noqa: PLC0415

    current_default_thread_limiter().total_tokens = PAGES_AT_ONCE


@contextmanager
def starting() -> Iterator[None]:
    """Read code until the block ends without looking for cycles in it: nearly all of it stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for cycles seldom until the block ends, and never among what a server started with.

    Python looks through everything it holds while a page is made: a tenth of the page's time, of
    large ones a fifth.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def keep_what_stays() -> None:
    """Look for cycles once, and leave out what is there from then on: it is there to stay."""
    gc.collect()
    gc.freeze()


def share_pools() -> None:
    """Let threads share pools of memory where the C library is glibc; else each keeps its own.

    What one thread gives back is then taken by the next: a server of many readers holds about a
    tenth less. Call it before threads are started.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _POOLS)
