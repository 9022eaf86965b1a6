"""Opening the dashboard: a free port, a word on the terminal, a browser where there is a screen."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

FIRST_PORT: Final = 8000
PORTS_TO_TRY: Final = 20


def free_port(host: str) -> int:
    """Return 8000 or the first free port above it; 8000 where none of twenty is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return FIRST_PORT


def greet(address: str, console: Console, *, open_browser: bool) -> None:
    """Say where the dashboard is and open it where somebody can see it."""
    console.print(f"Foja is at {address} (Ctrl-C stops it)", markup=False)
    if open_browser and _has_screen():
        webbrowser.open(address)


def _has_screen() -> bool:
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
