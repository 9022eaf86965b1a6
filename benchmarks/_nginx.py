"""nginx with the documented configuration, before a `foja serve` of its own, on free ports."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = Path(__file__).parent.parent / "docs" / "deploy"
NAME = "foja.example.org"
"""The name of the site in the documented configuration."""
GREETING = re.compile(r"Foja is at (http://127\.0\.0\.1:\d+)/ ")
PATIENCE = 120
"""Seconds to wait for the greeting, on a machine that has much else to do."""
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
MAIN = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_rlimit_nofile 4096;
events {{ worker_connections 2000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/foja.conf;
}}
"""


def program() -> str | None:
    """Return the nginx that FOJA_NGINX names, else the one on the path, else None."""
    return os.environ.get("FOJA_NGINX") or shutil.which(
        "nginx", path=f"{os.environ.get('PATH', '')}:{SBIN}"
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def written(folder: Path, port: int, upstream: int, changes: dict[str, str]) -> Path:
    """Write the documented configuration for other ports and folders; return nginx's own file.

    `changes` are texts of the documented one and what stands in their place. Each text that is
    changed has to be there.
    """
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    changed = {
        "listen 80": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/var/cache/nginx/foja": f"{folder}/cache",
        "root /usr/share/foja": f"root {DEPLOY}",
        **changes,
    }
    for before, after in changed.items():
        if before not in text:
            raise ValueError(f"docs/deploy/nginx.conf has no {before!r}")
        text = text.replace(before, after)
    (folder / "foja.conf").write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user=user), "utf-8")
    return main


@contextmanager
def nginx(folder: Path, upstream: int, changes: dict[str, str] | None = None) -> Iterator[int]:
    """Run nginx on a free port until the block ends; `folder` takes its files and its log."""
    found = program()
    if found is None:
        raise FileNotFoundError("There is no nginx; on Debian: apt-get install nginx-light.")
    port = free_port()
    main = written(folder, port, upstream, changes or {})
    log = folder / "nginx.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen([found, "-c", str(main), "-e", "stderr"], stderr=errors) as process,
    ):
        try:
            wait_for(port, process, log)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until something listens on a port."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing listens on port {port}:\n{log.read_text('utf-8')}")


@dataclass
class Served:
    """A `foja serve` that can be ended and started again on its port."""

    folder: Path
    port: int
    options: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait for its greeting."""
        command = [sys.executable, "-m", "foja", "serve", "--port", str(self.port), "--no-browser"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FOJA_")}
        log = self.folder / "serve.log"
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [*command, *self.options],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**kept, "FOJA_HOSTS": NAME, **self.variables},
            )
        stdout = self.process.stdout
        limit = threading.Timer(PATIENCE, self.process.kill)
        limit.start()
        line = stdout.readline() if stdout is not None else ""
        limit.cancel()
        if GREETING.match(line) is None:
            self.kill()
            raise RuntimeError(f"`foja serve` greeted with {line!r}:\n{log.read_text('utf-8')}")

    def kill(self) -> None:
        """End it at once, as a machine that fails does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=30)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None


@contextmanager
def served(
    folder: Path, options: tuple[str, ...] = (), variables: dict[str, str] | None = None
) -> Iterator[Served]:
    """Run `foja serve` on a free port until the block ends; `folder` takes its log."""
    one = Served(folder, free_port(), options, variables or {})
    one.start()
    try:
        yield one
    finally:
        one.kill()
