"""`foja serve` in a process of its own, as a reader starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GREETING = re.compile(r"Foja is at (http://127\.0\.0\.1:\d+)/ ")
PATIENCE = 120
"""Seconds to wait for the greeting, on a machine that has much else to do."""


@dataclass(frozen=True)
class Server:
    """A site that answers at `address`, which ends without a slash; `log` is its standard error."""

    address: str
    log: Path

    @property
    def log_text(self) -> str:
        """What the server has complained of so far."""
        return self.log.read_text("utf-8")


@contextmanager
def running(folder: Path, documents: Path) -> Iterator[Server]:
    """Run the dashboard on a free port over the tables in the package until the block ends.

    `folder` takes the log. Ends with an AssertionError where the server did not end well.
    """
    log = folder / "serve.log"
    command = [sys.executable, "-m", "foja", "serve", "--port", "0", "--no-browser"]
    command += ["--no-prepare"]
    command += ["--documents", str(documents)]
    # A variable that a developer has set would lead to other tables than those of the tests.
    environment = {name: value for name, value in os.environ.items() if name != "FOJA_TABLES"}
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        line = process.stdout.readline()
        limit.cancel()
        greeted = GREETING.match(line)
        if greeted is None:
            process.kill()
            message = f"`foja serve` greeted with {line!r} and wrote:\n{log.read_text('utf-8')}"
            raise AssertionError(message)
        try:
            yield Server(greeted.group(1), log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
    said = log.read_text("utf-8")
    assert "Traceback" not in said, f"`foja serve` failed at something:\n{said}"
