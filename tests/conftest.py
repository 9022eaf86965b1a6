"""What every test may ask for: the official documents, Chromium, the whole record built once.

Tests never see the tables that the person who runs them has built.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

DOCUMENTS = "FOJA_DOCUMENTS"
CHROMIUM = "FOJA_CHROMIUM"
NO_SKIPS = "FOJA_NO_SKIPS"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_DOCUMENTS = (
    f"reads the official documents: run `foja fetch`, then set {DOCUMENTS} to the folder it filled"
)
NO_CHROMIUM = f"drives Chromium: `make test` installs it where it can; or set {CHROMIUM} to yours"

# A machine shared with other work has no steady pace, so no example fails for being slow. Where CI
# is set the examples are the same in every run, so that what failed there fails here too.
settings.register_profile("foja", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("foja")


def _documents_folder() -> Path | None:
    """The folder that FOJA_DOCUMENTS names; None where it is not set or names no folder."""
    named = os.environ.get(DOCUMENTS)
    return Path(named).resolve() if named and Path(named).is_dir() else None


def _chromium() -> Path | None:
    """The browser that FOJA_CHROMIUM names, else the first one known on the path, else None."""
    named = os.environ.get(CHROMIUM)
    candidates = (named,) if named else CHROMIUM_NAMES
    found = next(filter(None, map(shutil.which, candidates)), None)
    if named and not found:
        message = f"{CHROMIUM} is set to {named}, which is not a program that can be run."
        raise pytest.UsageError(message)
    return Path(found) if found else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: some wait for a browser or another process."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, saying what it would take."""
    for item in items:
        if item.get_closest_marker("documents") and _documents_folder() is None:
            item.add_marker(pytest.mark.skip(reason=NO_DOCUMENTS))
        if item.get_closest_marker("browser") and _chromium() is None:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make a failure of a skip where FOJA_NO_SKIPS is set; an expected failure is no skip."""
    if os.environ.get(NO_SKIPS) and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid}\n{reason}\n{NO_SKIPS} is set, so no test may be skipped."
        )
        report.skip_refused = reason


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the skips that were refused, below everything else that failed."""
    reports = [
        report
        for outcome in ("failed", "error")
        for report in terminalreporter.getreports(outcome)
        if hasattr(report, "skip_refused")
    ]
    if reports:
        terminalreporter.section(f"{len(reports)} skipped, though {NO_SKIPS} is set")
        for report in reports:
            terminalreporter.line(f"{report.nodeid}: {report.skip_refused}")


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the tables and settings of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FOJA_TABLES", "FOJA_ENGINE"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data-home")))
        yield


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """The folder of official documents; the test skips where there is none."""
    folder = _documents_folder()
    if folder is None:
        pytest.skip(NO_DOCUMENTS)
    return folder


@pytest.fixture(scope="session")
def record_tables(documents_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of tables built from all official documents at hand, once in a whole test run.

    The first worker that asks builds, the others wait; a worker's lock ends with its process.
    """
    from foja.tables.build import build  # noqa: PLC0415 # the other tests need not load it

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the one folder that all workers of a run share
    out = folder / "record-tables"
    with (folder / "record-tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build(documents_folder, out, reports=None, jobs=os.cpu_count() or 1)
    return out


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium that the browser tests drive; the test skips where there is none."""
    path = _chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium_path: Path
) -> dict[str, Any]:
    """Tell Playwright to drive the installed Chromium, whose sandbox refuses to run as root."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium_path),
        "args": [*browser_type_launch_args.get("args", []), *arguments],
    }
