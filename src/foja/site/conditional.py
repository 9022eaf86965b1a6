"""Pages and data that a browser has already: told by a tag, and not made again.

What is at an address depends on the tables, on Foja's own code and on nothing else, so that a hash
of the three names the answer before it is made. Pages that show official documents depend on a
folder as well: their tag is a hash of the answer itself.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT: Final = "public, max-age=60"
"""How long a browser need not ask: long enough for a page fetched before it is opened."""
OF_CODE: Final = (".py", ".html", ".po", ".toml", ".css", ".js")
OF_LANGUAGE: Final = re.compile(r"/(?:en|es)/")
SHOWS_DOCUMENTS: Final = re.compile(r"/(?:en|es)/(?:training|document|record)(?:/|$)")
GOOD: Final = 200
UNCHANGED: Final = 304
_LEFT_OUT: Final = frozenset({"snapshot", "__pycache__"})


@cache
def build_hash() -> str:
    """Return what names the code that runs: a hash of its modules, templates, messages, rules."""
    digest = hashlib.sha256()
    for path, file in _files(resources.files("foja"), ""):
        digest.update(path.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(folder: Traversable, place: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        path = f"{place}/{each.name}"
        if each.is_dir():
            if each.name not in _LEFT_OUT:
                found.extend(_files(each, path))
        elif each.name.endswith(OF_CODE):
            found.append((path, each))
    return found


class Conditional:
    """Wraps an application so that its pages and data carry a tag, by which they are asked again.

    `version` is that of the tables. Answers with a tag or a rule of their own keep it; what is
    refused has none. Tags are weak: what they name may travel compressed or not.
    """

    def __init__(self, app: ASGIApp, version: str) -> None:
        self.app = app
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        if not asked or not OF_LANGUAGE.match(scope["path"]):
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        if SHOWS_DOCUMENTS.match(scope["path"]):
            await self._by_content(scope, receive, send, known)
            return
        tag = self._tag(scope)
        if tag in known:
            await send_unchanged(send, tag)
            return

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == GOOD:
                headers = MutableHeaders(scope=message)
                headers.setdefault("etag", tag)
                headers.setdefault("cache-control", KEPT)
            await send(message)

        await self.app(scope, receive, send_with_tag)

    def _tag(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        said = (
            self._version,
            build_hash(),
            f"{scope['scheme']}://{headers.get('host', '')}{scope.get('root_path', '')}",
            scope["path"],
            scope["query_string"].decode("latin-1"),
        )
        return _weak("\n".join(said).encode())

    async def _by_content(self, scope: Scope, receive: Receive, send: Send, known: str) -> None:
        """Hold an answer back until it is whole, and send it only where it is not known."""
        start: Message | None = None
        parts: list[bytes] = []

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is None or start["status"] != GOOD:
                await _begun(start, send, first=not parts)
                parts.append(b"")
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body", False):
                return
            body = b"".join(parts)
            headers = MutableHeaders(scope=start)
            tag = headers.get("etag") or _weak(body)
            if tag in known:
                await send_unchanged(send, tag, kept=headers.get("cache-control", KEPT))
                return
            headers.setdefault("etag", tag)
            headers.setdefault("cache-control", KEPT)
            await send(start)
            await send({"type": "http.response.body", "body": body, "more_body": False})

        await self.app(scope, receive, hold)


async def _begun(start: Message | None, send: Send, *, first: bool) -> None:
    if start is not None and first:
        await send(start)


async def send_unchanged(
    send: Send, tag: str, more: Sequence[tuple[bytes, bytes]] = (), kept: str = KEPT
) -> None:
    """Say that what the reader has under that tag is what would be sent.

    `more` are headers, `kept` is the cache-control that the whole answer would have.
    """
    headers = [
        *more,
        (b"etag", tag.encode("ascii")),
        (b"cache-control", kept.encode("ascii")),
        (b"vary", b"accept-encoding"),
    ]
    await send({"type": "http.response.start", "status": UNCHANGED, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _weak(content: bytes) -> str:
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'
