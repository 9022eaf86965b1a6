"""The peer: Datasette over the same rows, asked the same questions over HTTP."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from foja.tables.export import export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0


def installed() -> bool:
    """Say whether Datasette can be run here."""
    return shutil.which("datasette", path=str(sys.prefix) + "/bin") is not None


@contextmanager
def datasette(tables: Path, folder: Path) -> Iterator[str]:
    """Serve the tables with Datasette until the block ends; give its address."""
    export(tables, folder, "sqlite")
    database = next(folder.glob("*.sqlite*"), None) or next(folder.glob("*.db"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", str(database), "-p", str(port),
         "--setting", "sql_time_limit_ms", "10000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(address).read()
                break
            except OSError:
                assert process.poll() is None, "Datasette has ended"
                assert time.monotonic() < until, "Datasette does not answer"
                time.sleep(0.05)
        yield f"{address}/{database.stem}"
    finally:
        process.terminate()
        process.wait()


def questions(code: str) -> dict[str, tuple[str, str]]:
    """Return what both are asked of a country: a name, Foja's path, Datasette's path."""
    listed = f"/trainings?country_iso3={code}&stage=actual"
    return {
        "its trainings, newest first": (
            f"/en/country/{code}",
            f"{listed}&_sort_desc=fiscal_year&_size=50",
        ),
        "the same with counts beside each choice": (
            f"/en/country/{code}/rows",
            (
                f"{listed}&_facet=program&_facet=recipient_force&_facet=training_type"
                "&_facet=delivery&_facet=fiscal_year&_size=50"
            ),
        ),
        "words in a course": (
            f"/en/country/{code}?words=naval",
            f"{listed}&course_title__contains=naval&_size=50",
        ),
        "spending by year and type": (
            f"/en/country/{code}/chart/spending_by_fiscal_year.json",
            (
                "?sql=select+fiscal_year%2C+training_type%2C+sum(cost_usd)+from+trainings+where+"
                f"country_iso3%3D%27{code}%27+and+stage%3D%27actual%27+group+by+1%2C+2"
            ),
        ),
    }
