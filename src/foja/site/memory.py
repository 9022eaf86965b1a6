"""How much of the machine a server takes: few threads for pages, few pools of memory for them."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

from anyio.to_thread import current_default_thread_limiter

PAGES_AT_ONCE: Final = 8
"""Pages made at the same time. They take turns on the processor: more would each hold their memory
for longer and be done no sooner."""
_POOLS: Final = 2
_M_ARENA_MAX: Final = -8
"""The name that glibc's <malloc.h> gives the number of its pools."""


def limit_threads() -> None:
    """Let at most `PAGES_AT_ONCE` pages be made at the same time; call it in the running server."""
    current_default_thread_limiter().total_tokens = PAGES_AT_ONCE


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
