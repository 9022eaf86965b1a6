"""How much of the machine a server takes: threads, pools of memory, looking for cycles."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES_AT_ONCE: Final = 4
"""Pages made at the same time. They take turns on the processor: more would each hold their memory
for longer and be done no sooner."""
_POOLS: Final = 2
_COLLECTED_AFTER: Final = (20_000, 20, 20)
"""Objects made until Python looks for those that hold each other alone, and how many such looks
make a longer one. A page makes some tens of thousands and lets go of nearly all by itself."""
_LARGE: Final = 1 << 17
"""Octets of a piece of memory that is asked of the system and goes back to it at once."""
_GIVEN_BACK_AFTER: Final = 20
"""Seconds; it takes some milliseconds."""
_M_ARENA_MAX: Final = -8
_M_MMAP_THRESHOLD: Final = -3
"""The names that glibc's <malloc.h> gives the number of its pools and the size of a large piece."""


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
    give_back()


def give_back() -> None:
    """Give memory that is free back to the system where the C library is glibc.

    By itself it gives back what is free at the end of a pool only.
    """
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


async def giving_back() -> None:
    """Give free memory back time and again, until this is cancelled."""
    # Imported here, since a command starts with what else stands in this module.
    from anyio import sleep  # noqa: PLC0415
    from anyio.to_thread import run_sync  # noqa: PLC0415

    while True:
        await sleep(_GIVEN_BACK_AFTER)
        await run_sync(give_back)


def share_pools() -> None:
    """Let threads and Arrow share pools of memory where the C library is glibc.

    Else each thread keeps a pool of its own, and Arrow another. What one gives back is then taken
    by the next, and large pieces go back to the system: glibc otherwise takes ever larger ones for
    common, and a page's text stands as a hole in a pool. A server of many readers holds about a
    quarter less. Call it before threads are started.
    """
    mallopt = _of_glibc("mallopt")
    if mallopt is None:
        return
    mallopt(_M_ARENA_MAX, _POOLS)
    mallopt(_M_MMAP_THRESHOLD, _LARGE)
    # Imported here, since a command starts with what else stands in this module.
    import pyarrow as pa  # noqa: PLC0415

    pa.set_memory_pool(pa.system_memory_pool())


def _of_glibc(name: str) -> Any:  # noqa: ANN401 - a function of the C library has no type
    """Return a function that glibc alone has, None under another C library."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
