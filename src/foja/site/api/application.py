"""The API as an ASGI application below `/api/v1`: who may ask, what is asked, what is answered."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount

from foja.site.apart import run_apart
from foja.site.api.answering import (
    KEPT,
    PREFLIGHT,
    SHOWN_TO_ALL,
    problem_response,
    response,
    tag_of,
    unchanged,
)
from foja.site.api.browse import BROWSED, browse
from foja.site.api.call import Limits, answer, failure
from foja.site.api.endpoint import ROOT, Api
from foja.site.api.openapi import document
from foja.site.api.parameters import read
from foja.site.api.problem import ProblemError, quoted
from foja.site.api.rate import Buckets, reader_of
from foja.site.api.registry import ENDPOINTS
from foja.site.state import site_of

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from foja.site.api.endpoint import Endpoint
    from foja.site.api.settings import Settings

LOG: Final = logging.getLogger("foja.api")
METHODS: Final = ("GET", "HEAD", "OPTIONS")
DOCUMENT: Final = "/openapi.json"


class ApiMount(Mount):
    """Hands every address below `/api/v1` to the API, whatever characters it has.

    A `Mount` passes over paths with a line break, which would be answered as pages are.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether an address is the API's."""
        root: str = scope.get("root_path", "")
        path: str = scope["path"].removeprefix(root)
        if scope["type"] != "http" or not (path == self.path or path.startswith(f"{self.path}/")):
            return Match.NONE, {}
        return Match.FULL, {"root_path": root + self.path, "endpoint": self.app}


class ApiApplication:
    """Answers every request below `/api/v1`; whatever is wrong is told as a problem."""

    def __init__(self, settings: Settings) -> None:
        self._limits: Final = Limits(settings.seconds)
        self._buckets: Final = Buckets(settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        try:
            self._admit(scope)
            answered = await self._answer(request, path)
        except ProblemError as problem:
            answered = problem_response(problem, scope["path"])
        except Exception:
            LOG.exception("%r failed", scope["path"])
            answered = problem_response(failure(), scope["path"])
        if scope["method"] == "HEAD":
            answered.body = b""
        await answered(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        """Raise `ProblemError` for a method that is not served, or too many questions."""
        if scope["method"] not in METHODS:
            raise ProblemError(
                "method_not_allowed",
                f"{quoted(scope['method'])} is not served: the API is read, never written to.",
                what_to_do="Ask with GET.",
                headers={"allow": ", ".join(METHODS)},
            )
        wait = self._buckets.take(reader_of(scope))
        if wait:
            seconds = math.ceil(wait)
            raise ProblemError(
                "too_many_requests",
                f"One address may ask {self._buckets.rate:g} questions a second, and "
                f"{self._buckets.most:g} at once.",
                what_to_do=f"Ask again in {seconds} s; for the whole record take the files of "
                "the tables.",
                headers={"retry-after": str(seconds)},
            )

    async def _answer(self, request: Request, path: str) -> Response:
        if request.method == "OPTIONS":
            return Response(None, 204, PREFLIGHT)
        if f"{path}/" in BROWSED:
            return RedirectResponse(f"{ROOT}{path}/", 308, SHOWN_TO_ALL)
        if path in BROWSED or path == DOCUMENT:
            return await run_in_threadpool(self._of_itself, request, path)
        for endpoint in ENDPOINTS:
            found = endpoint.matches.fullmatch(path)
            if found:
                run = run_in_threadpool if endpoint.seconds is None else run_apart
                return await run(self._ask, request, endpoint, found.groupdict())
        raise ProblemError(
            "not_found",
            f"The API has nothing at {quoted(path)}.",
            where="path",
            what_to_do=f"{ROOT}/ lists every address.",
        )

    def _of_itself(self, request: Request, path: str) -> Response:
        if request.query_params:
            name = next(iter(request.query_params))
            raise ProblemError(
                "unknown_parameter",
                f"This address has no parameter {quoted(name)}.",
                where=name[:80],
                what_to_do="Leave it out.",
            )
        api = self._api(request)
        tag = tag_of(api, request)
        if tag in request.headers.get("if-none-match", ""):
            return unchanged(tag)
        if path == DOCUMENT:
            answered = Response(document(api.version), media_type="application/json")
        else:
            answered = browse(request, BROWSED[path])
        answered.headers.update({**SHOWN_TO_ALL, "etag": tag, "cache-control": KEPT})
        answered.headers["vary"] = "accept-encoding"
        return answered

    def _ask(self, request: Request, endpoint: Endpoint, path: dict[str, str]) -> Response:
        api = self._api(request)
        tag = tag_of(api, request)
        asked = read(endpoint.asked, request.query_params.multi_items(), path)
        if not endpoint.by_content and tag in request.headers.get("if-none-match", ""):
            return unchanged(tag)
        found = answer(api, endpoint, asked, self._limits)
        return response(api, endpoint, asked, found, request)

    @staticmethod
    def _api(request: Request) -> Api:
        url = request.url
        return Api(site_of(request), f"{url.scheme}://{url.netloc}")
