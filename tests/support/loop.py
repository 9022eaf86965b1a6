"""Running a coroutine in a test: in a thread of its own, as browser tests keep a loop in this."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from anyio.from_thread import start_blocking_portal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")


def run(function: Callable[..., Awaitable[Result]], *given: object) -> Result:
    """Return what an asynchronous function returns."""
    with start_blocking_portal() as portal:
        return portal.call(function, *given)
