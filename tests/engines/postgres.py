"""A PostgreSQL server of one's own: in a folder that goes away, over a socket in it, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DEBIAN = Path("/usr/lib/postgresql")
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")
WAIT = "60"
"""Seconds for the server to start or to end on a busy machine."""


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs: on the path, or where Debian puts the newest."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    found = [each.parent for each in DEBIAN.glob("*/bin/initdb")]
    return max(found, key=lambda each: float(each.parent.name), default=None)


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give its address; it ends, and its folder goes, with the block."""
    where = programs()
    assert where is not None
    # PostgreSQL refuses to run as root, and another user may not look into pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="foja-postgres-"))
    other: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        other = {"user": "nobody", "extra_groups": []}
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(where / program), "-D", str(data), *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **other,
        )
        assert done.returncode == 0, done.stderr + _log(folder)

    options = " ".join(f"-c {each}" for each in (*QUICK, "listen_addresses="))
    try:
        # The order of texts is left to the columns; letters are those of every language.
        run("initdb", "-U", "foja", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        socket = f"{options} -c unix_socket_directories={folder}"
        run("pg_ctl", "start", "-w", "-t", WAIT, "-s", "-l", str(data / "log"), "-o", socket)
        try:
            yield f"postgresql://foja@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-t", WAIT, "-s", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _log(folder: Path) -> str:
    log = folder / "data" / "log"
    return log.read_text("utf-8", "replace") if log.is_file() else ""
