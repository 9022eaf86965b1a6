"""Pages made once and kept as they were sent, so that what many readers open is made for the first.

The tables never change while the site runs, so an answer whose tag names its address is the same
for everyone who asks that address. Answers that rest on a folder of documents are made anew.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers

from foja.site.conditional import SHOWS_DOCUMENTS, send_unchanged

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_KEPT: Final = 12_000_000
"""Octets of all answers kept, as sent: some 800 pages."""
LARGEST_KEPT: Final = 400_000
"""Octets of one answer; larger ones are downloads, which few ask twice."""
MAY_BE_KEPT: Final = re.compile(r"/(?:en|es|api)/")
"""Where pages and data are; images and styles are files, which cost nothing to send."""
GOOD: Final = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was sent: headers and body."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def tag(self) -> str:
        """Its tag; empty where it has none."""
        return self._header("etag")

    @property
    def cache_control(self) -> str:
        """How long readers may keep it."""
        return self._header("cache-control")

    @property
    def shared(self) -> list[tuple[bytes, bytes]]:
        """The headers that let pages of other sites read it, which have to be on every answer."""
        return [pair for pair in self.headers if pair[0].lower().startswith(b"access-control-")]

    @property
    def size(self) -> int:
        """Octets that it holds, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def _header(self, name: str) -> str:
        return Headers(raw=list(self.headers)).get(name, "")


class KeptPages:
    """The answers that were asked last, as many as there is room for. Safe between threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most: Final = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._size = 0
        self._lock: Final = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """Return the answer kept under that key, None if there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer, and let go of those not asked for longest where room is wanted."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += answer.size - (before.size if before else 0)
            self._kept[key] = answer
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= gone.size

    def forget(self) -> None:
        """Let go of everything, so that every page is made anew."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._kept)


class PageCache:
    """Wraps an application so that an answer with a tag is made once for each address.

    It stands outside of what compresses, so that what is kept travels as it is. `kept` holds the
    answers.
    """

    def __init__(self, app: ASGIApp, kept: KeptPages) -> None:
        self.app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not MAY_BE_KEPT.match(scope["path"])
            or SHOWS_DOCUMENTS.match(scope["path"])
        ):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = _key(scope, headers)
        found = self._kept.get(key)
        if found is None:
            await self.app(scope, receive, self._keeping(key, send))
        elif found.tag in headers.get("if-none-match", ""):
            await send_unchanged(send, found.tag, found.shared, found.cache_control)
        else:
            await send(
                {"type": "http.response.start", "status": GOOD, "headers": list(found.headers)}
            )
            await send({"type": "http.response.body", "body": found.body})

    def _keeping(self, key: Hashable, send: Send) -> Send:
        start: dict[str, Any] = {}
        body: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _may_be_kept(message):
                    start.update(message)
            elif start:
                body.append(message.get("body", b""))
                if sum(map(len, body)) > LARGEST_KEPT:
                    start.clear()
                    body.clear()
                elif not message.get("more_body", False):
                    # Those outside add headers of their own to what they send, not to this.
                    self._kept.put(key, Kept(tuple(start["headers"]), b"".join(body)))
            await send(message)

        return keep


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == GOOD
        and "etag" in headers
        and "set-cookie" not in headers
        and headers.get("cache-control", "").startswith("public")
    )


def _key(scope: Scope, headers: Headers) -> Hashable:
    return (
        scope["scheme"],
        headers.get("host", ""),
        scope.get("root_path", ""),
        scope["path"],
        scope["query_string"],
        "gzip" in headers.get("accept-encoding", ""),
    )
