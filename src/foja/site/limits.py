"""What a request may be and how long it may take: the site is read, never written to."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request

from foja.site.problems import RefusalError, language_of, on_http, on_refusal
from foja.tables.time_limit import time_limit

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG: Final = logging.getLogger("foja.site")

METHODS: Final = ("GET", "HEAD", "OPTIONS")
SECONDS: Final = 60.0
"""Seconds that an answer may take to begin, waiting for others to be made included: the slowest
takes less than one when few read. The API's own limits are shorter and say more."""
SENDING: Final = 600.0
"""Seconds that an answer, once begun, may take to be sent: the largest file over a slow line."""
GRACE: Final = 0.5
"""Seconds in which a page whose question was stopped may still say so itself."""
API: Final = "/api/"


class OnlyReading:
    """Wraps an application so that what would write to it, or brings a body, is refused unread."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            answer = _not_allowed(scope)
        elif "transfer-encoding" in headers or headers.get("content-length", "0").strip("0"):
            _ = language_of(Request(scope)).gettext
            message = _("A request here has no body: the question is in its address.")
            answer = refused(scope, 413, "body_not_read", message)
        else:
            await self.app(scope, receive, send)
            return
        # What is still on its way is not read.
        answer.headers["connection"] = "close"
        await answer(scope, receive, send)


def _not_allowed(scope: Scope) -> Response:
    allowed = {"allow": ", ".join(METHODS)}
    if not scope["path"].startswith(API):
        return on_http(Request(scope), HTTPException(405, headers=allowed))
    answer = refused(scope, 405, "method_not_allowed", "The API only answers GET: it is read-only.")
    answer.headers.update(allowed)
    return answer


def refused(scope: Scope, status: int, kind: str, message: str, title: str = "") -> Response:
    """Return a refusal in one sentence: a page with its heading, or a problem of the API."""
    if scope["path"].startswith(API):
        from foja.site.api.answering import problem_response  # noqa: PLC0415 - it needs these too
        from foja.site.api.problem import ProblemError  # noqa: PLC0415 - as above

        return problem_response(ProblemError(kind, message), scope["path"])
    return on_refusal(Request(scope), RefusalError(status, message, title=title))


class TimeLimit:
    """Wraps an application so that no answer is waited for too long.

    One that has not begun in time is refused with 503 and one sentence, and whatever it still asks
    of the tables is stopped. One that has begun may take `sending` seconds to be sent; after them
    its connection is closed.
    """

    def __init__(self, app: ASGIApp, seconds: float = SECONDS, sending: float = SENDING) -> None:
        self.app = app
        self._seconds = seconds
        self._sending = sending
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, over = False, False

        async def send_in_time(message: Message) -> None:
            nonlocal begun
            if not over:
                begun = True
                await send(message)

        async def answer() -> None:
            with time_limit(self._seconds):
                await self.app(scope, receive, send_in_time)

        task = asyncio.create_task(answer())
        try:
            await asyncio.wait({task}, timeout=self._seconds + GRACE)
            if not task.done() and begun:
                await asyncio.wait({task}, timeout=self._sending)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if task.done():
            task.result()
            return
        over = True
        self._leave(task, scope["path"])
        if not begun:
            await _too_late(scope)(scope, receive, send)

    def _leave(self, task: asyncio.Task[None], path: str) -> None:
        """Let a task end by itself: a thread that computes cannot be stopped from outside."""
        LOG.warning("%r took longer than its time and was given up.", path)
        self._late.add(task)

        def end(done: asyncio.Task[None]) -> None:
            self._late.discard(done)
            if not done.cancelled() and (error := done.exception()):
                LOG.info("%r ended late with %r.", path, error)

        task.add_done_callback(end)


def _too_late(scope: Scope) -> Response:
    _ = language_of(Request(scope)).gettext
    message = _(
        "This answer took too long and was stopped. "
        "Ask for fewer years, or try again in a minute: many may be reading at once."
    )
    answer = refused(scope, 503, "took_too_long", message, _("The answer took too long"))
    answer.headers["retry-after"] = "60"
    return answer
