"""How the server holds connections: how many, how long, how much of a head it reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.applications import Starlette
    from uvicorn import Config

MOST_CONNECTIONS: Final = 2_000
"""Connections at once; a reader above that gets 503 at once, and no page waits for it."""
LARGEST_HEAD: Final = 16_384
"""Octets of a request's head: address and headers together."""
HEAD_SECONDS: Final = 10.0
"""Seconds for a request's head to arrive once a connection is open."""
IDLE_SECONDS: Final = 15
"""Seconds that a connection is held between two requests."""
ENDING_SECONDS: Final = 10
"""Seconds that readers being answered are given when the server is told to end."""
PROXIES: Final = "FOJA_TRUSTED_PROXIES"
"""The variable with the addresses of proxies whose word for a reader's address is taken."""


class PatientProtocol(H11Protocol):
    """A connection that is closed where the head of a request does not come in time.

    Without it a client that sends one character a minute holds a connection for ever.
    """

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Read what came; a head that has begun and not ended has to end in time."""
        answered = self.cycle
        super().data_received(data)
        if self.cycle is not answered:
            self._stop_waiting()
        elif self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()


def server_config(app: Starlette, **changes: Any) -> Config:  # noqa: ANN401 - uvicorn's settings
    """Return how the server runs the site.

    Behind a proxy that is not on this machine, `FOJA_TRUSTED_PROXIES` names its addresses, with
    commas between: only these are believed on who the reader is and whether the connection was
    encrypted.
    """
    import uvicorn  # noqa: PLC0415 - with its commands, wanted by a server alone

    return uvicorn.Config(
        app,
        **{
            "log_level": "warning",
            "access_log": False,
            "server_header": False,
            "http": PatientProtocol,
            "ws": "none",
            "limit_concurrency": MOST_CONNECTIONS,
            "backlog": MOST_CONNECTIONS,
            "timeout_keep_alive": IDLE_SECONDS,
            "timeout_graceful_shutdown": ENDING_SECONDS,
            "h11_max_incomplete_event_size": LARGEST_HEAD,
            "forwarded_allow_ips": os.environ.get(PROXIES) or "127.0.0.1,::1",
            **changes,
        },
    )
