"""Asking the site for a page without a network: the application is called as a server calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered: a status of HTTP, a media type without parameters, the content."""

    status: int
    media_type: str
    content: bytes


async def ask(app: ASGIApp, address: str, origin: str) -> Answer:
    """Return the site's answer to a reader who asks for an address at `origin`."""
    parts, host = urlsplit(address), urlsplit(origin)
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": host.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", host.netloc.encode())],
        "client": ("127.0.0.1", 0),
        "server": (host.hostname, host.port or (443 if host.scheme == "https" else 80)),
    }
    status, media_type, content = 500, "", bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - a message of ASGI is any mapping
        nonlocal status, media_type
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            media_type = headers.get("content-type", "").partition(";")[0]
        elif message["type"] == "http.response.body":
            content.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, media_type, bytes(content))
