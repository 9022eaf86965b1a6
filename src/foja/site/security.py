"""What wraps the whole site: headers that protect its reader, and a limit on addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from foja.site.headers import headers_of
from foja.site.limits import API, refused
from foja.site.problems import language_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_ADDRESS: Final = 2_000
"""Octets of path and query together; longer ones are refused before they are parsed."""
LONGEST_QUERY: Final = 8_000
"""Octets of an address that holds a query in SQL: as much as servers in front of sites take."""
HOLDS_SQL: Final = re.compile(r"/(?:(?:en|es)/sql(?:\.csv|/chart\.[a-z]+)?|api/v1/sql)")


def longest_address(path: str) -> int:
    """Return how many octets an address may have."""
    return LONGEST_QUERY if HOLDS_SQL.fullmatch(path) else LONGEST_ADDRESS


class SecurityHeaders:
    """Wraps an application so that each answer, errors included, carries the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in headers_of(scope["path"]).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class AddressLimit:
    """Wraps an application so that an address too long to be meant is refused unread."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        long = scope["type"] == "http" and (
            len(scope["path"]) + len(scope["query_string"]) > longest_address(scope["path"])
        )
        if not long:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        _ = language_of(request).gettext
        message = _(
            "The address has more than %(most)s characters; choose fewer filters.",
            most=longest_address(scope["path"]),
        )
        # The rest of the address is dropped: nothing that long is repeated in the answer.
        path = API if scope["path"].startswith(API) else f"/{language_of(request).code}/"
        short = {**scope, "path": path, "query_string": b""}
        await refused(short, 414, "address_too_long", message)(scope, receive, send)
