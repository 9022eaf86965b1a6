"""Questions in SQL wait in threads of their own, so that pages never wait for them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

Result = TypeVar("Result")

_THREADS: Final = CapacityLimiter(16)
"""More than those that may wait for their turn and those that have it: any other is refused."""


async def run_apart(function: Callable[..., Result], *given: object) -> Result:
    """Return what a function returns that may wait for long, run in one of the threads apart."""
    return await run_sync(function, *given, limiter=_THREADS)


def apart(handler: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of requests that runs in one of the threads apart."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        return await run_apart(handler, request)

    return answer
