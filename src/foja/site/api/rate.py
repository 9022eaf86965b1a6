"""How many questions one address may ask: a bucket of tokens for each, refilled as time goes on."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Scope

MOST_ADDRESSES: Final = 10_000
"""Buckets that are kept; the one not used for longest goes, and begins full if it comes again."""
BURST: Final = 3
"""How many seconds' worth of questions may come at once."""
OF_ONE_READER: Final = 64
"""Bits of an IPv6 address that name its reader's network; the rest any reader may choose."""


class Buckets:
    """Tokens for each key: `rate` a second, at most `BURST` seconds' worth; 0 means no limit."""

    def __init__(self, rate: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate: Final = rate
        self.most: Final = max(1.0, rate * BURST)
        self._clock: Final = clock
        self._kept: Final[OrderedDict[str, tuple[float, float]]] = OrderedDict()
        self._lock: Final = threading.Lock()

    def take(self, key: str) -> float:
        """Take a token; return 0, or how many seconds it is until there is one."""
        if not self.rate:
            return 0.0
        now = self._clock()
        with self._lock:
            tokens, then = self._kept.pop(key, (self.most, now))
            tokens = min(self.most, tokens + (now - then) * self.rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self.rate
            self._kept[key] = (tokens if wait else tokens - 1, now)
            while len(self._kept) > MOST_ADDRESSES:
                self._kept.popitem(last=False)
        return wait


def reader_of(scope: Scope) -> str:
    """Return the address that a request counts for; of an IPv6 address its network counts.

    It is the one that the server says. Whether that is believed of a proxy is the server's to
    settle (`FOJA_TRUSTED_PROXIES`); what a request says of itself counts for nothing here.
    """
    client = scope.get("client")
    if not client:
        return ""
    try:
        found = ip_address(client[0])
    except ValueError:
        return str(client[0])
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, OF_ONE_READER), strict=False))
    return str(found)
