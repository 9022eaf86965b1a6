"""Many readers at once: each keeps one connection and asks for one address after the other."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0
"""Seconds after which an answer that has not come counts as an error."""


@dataclass
class Seen:
    """What all readers saw: seconds of each answer, and what went wrong how often."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """Return the seconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Reader:
    """One reader's connection; `name` is that of the site where it is not its address."""

    def __init__(self, host: str, port: int, name: str = "") -> None:
        self._name = name or f"{host}:{port}"
        self._host = host
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, address: str) -> tuple[int, int]:
        """Ask for an address; return the status and the octets of the body as sent."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(
            f"GET {address} HTTP/1.1\r\nhost: {self._name}\r\n"
            "accept-encoding: gzip\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        octets = 0
        if headers.get("transfer-encoding") == "chunked":
            while size := int((await reader.readline()).strip() or b"0", 16):
                await reader.readexactly(size + 2)
                octets += size
            await reader.readline()
        else:
            octets = int(headers.get("content-length", "0"))
            await reader.readexactly(octets)
        if headers.get("connection") == "close":
            self.close()
        return status, octets

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _read(reader: Reader, addresses: Iterator[str], until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        address = next(addresses)
        started = time.monotonic()
        try:
            status, _ = await asyncio.wait_for(reader.get(address), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            seen.errors[f"{type(error).__name__} at {address}"] += 1
            reader.close()
            continue
        seen.seconds.append(time.monotonic() - started)
        if status != 200:
            seen.errors[f"{status} at {address}"] += 1
    reader.close()


async def _all(host: str, port: int, streams: list[Iterator[str]], seconds: float) -> Seen:
    seen = Seen()
    until = time.monotonic() + seconds
    readers = [Reader(host, port) for _ in streams]
    await asyncio.gather(
        *(
            _read(reader, stream, until, seen)
            for reader, stream in zip(readers, streams, strict=True)
        )
    )
    return seen


def read_at_once(host: str, port: int, streams: list[Iterator[str]], seconds: float) -> Seen:
    """Let one reader for each stream of addresses ask for some seconds."""
    return asyncio.run(_all(host, port, streams, seconds))
