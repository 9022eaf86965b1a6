"""Documents read by the workers of a Dask cluster: the same bytes, whatever becomes of a worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import distributed
import pytest
from tests.support.report_pdf import STYLE_2011, STYLE_2020, Country, Program, write_report
from tests.support.ruled_readings import catalog_of

from foja.errors import MissingExtraError, TablesError
from foja.tables import cluster
from foja.tables.build import build

DOCUMENTS = 6
REPORT = "2020-2021"
WAIT = 60
PACKAGE = Path(cluster.__file__).parents[1]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Small reports by region key, one of which cannot be read, as bytes."""
    folder = tmp_path_factory.mktemp("written")
    for number in range(DOCUMENTS):
        style = (STYLE_2020, STYLE_2011)[number % 2]
        row = dict.fromkeys(style.roles, "") | {"course_title": f"Course {number}", "cost": "$10"}
        rows = tuple(row | {"quantity": str(each)} for each in range(1, 30))
        country = Country("Mexico", (Program("IMET-1", rows),))
        write_report(folder / f"wh-{number}.pdf", [country], style)
    content = {path.stem: path.read_bytes() for path in sorted(folder.iterdir())}
    return content | {"cut": content["wh-0"][:2000]}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, files):
    """A documents folder and the tables built from it here."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "documents" / REPORT).mkdir(parents=True)
    for name, content in files.items():
        (folder / "documents" / REPORT / f"{name}.pdf").write_bytes(content)
    build(folder / "documents", folder / "here", jobs=0, catalog=catalog_of(files))
    return folder


class Cluster:
    """A scheduler and its workers, each a process of its own, as people start them."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.log = folder / "scheduler.log"
        self._start(["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], self.log)
        self.address = self._said(self.log, r"Scheduler at:\s+(tcp://\S+)")

    def _start(self, arguments, log, **environment):
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | environment,
                cwd=self.folder,
            )
        self.processes.append(process)
        return process

    @staticmethod
    def _said(log, pattern):
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            if found := re.search(pattern, log.read_text("utf-8")):
                return found[found.re.groups]
            time.sleep(0.05)
        raise AssertionError(log.read_text("utf-8"))

    def worker(self, **environment):
        log = self.folder / f"worker-{len(self.processes)}.log"
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", "work"]
        process = self._start(["worker", self.address, *options], log, **environment)
        self._said(log, "Registered to")
        return process

    def end(self, first=0):
        for process in self.processes[first:]:
            process.kill()
        for process in self.processes[first:]:
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.end()


@pytest.fixture
def workers(scheduler):
    """A cluster without workers as yet."""
    yield scheduler
    scheduler.end(first=1)


def content(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _build(shelf, files, out, address, **options):
    catalog = catalog_of(files)
    return build(shelf / "documents", out, scheduler=address, catalog=catalog, **options)


def test_a_cluster_writes_the_same_bytes_also_when_a_worker_is_killed(
    workers, shelf, files, tmp_path
):
    first, second = workers.worker(), workers.worker()
    told = []

    def kill_one(outcome):
        told.append(outcome.document)
        if len(told) == 1:
            os.kill(second.pid, signal.SIGKILL)

    _build(shelf, files, tmp_path / "tables", workers.address, on_progress=kill_one)
    assert second.wait(WAIT) == -signal.SIGKILL
    assert first.poll() is None
    assert sorted(told) == sorted(f"{REPORT}/{name}" for name in files)
    assert content(tmp_path / "tables") == content(shelf / "here")

    # What the workers have read is kept here like what was read here: nobody is asked again.
    kept = tmp_path / "kept"
    kept.mkdir()
    _build(shelf, files, tmp_path / "tables", workers.address, kept=kept)
    whole = {name: data for name, data in files.items() if name != "cut"}
    _build(shelf, whole, tmp_path / "again", "127.0.0.1:9", kept=kept)
    assert (tmp_path / "again" / "trainings.parquet").read_bytes() == (
        shelf / "here" / "trainings.parquet"
    ).read_bytes()


def test_an_interrupt_takes_the_work_back_and_a_cluster_that_goes_is_told(
    workers, shelf, files, tmp_path, monkeypatch
):
    worker = workers.worker()

    def interrupt(_outcome):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _build(shelf, files, tmp_path / "tables", workers.address, on_progress=interrupt)
    assert not (tmp_path / "tables").exists()
    with distributed.Client(workers.address, set_as_default=False) as client:
        end = time.monotonic() + WAIT
        while left := client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks)):
            assert time.monotonic() < end, left
            time.sleep(0.05)

    monkeypatch.setattr(cluster, "WORKERS_WITHIN", 0.2)
    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.1)

    def kill(_outcome):
        worker.kill()

    with pytest.raises(TablesError, match="has no worker; start some with `dask worker tcp://"):
        _build(shelf, files, tmp_path / "tables", workers.address, on_progress=kill)
    assert not (tmp_path / "tables").exists()


def test_workers_with_other_code_are_refused(workers, shelf, files, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(
        PACKAGE,
        copy / "foja",
        ignore=shutil.ignore_patterns("snapshot", "docs", "static", "__pycache__"),
    )
    changed = copy / "foja" / "layouts" / "base.py"
    changed.write_text(changed.read_text("utf-8") + "# another version\n", "utf-8")
    workers.worker(PYTHONPATH=str(copy))
    with pytest.raises(TablesError, match=r"^The worker tcp://\S+ has Foja 0.*install the same"):
        _build(shelf, files, tmp_path / "tables", workers.address)
    assert not (tmp_path / "tables").exists()


def test_a_worker_without_foja_is_refused(workers, shelf, files, tmp_path):
    (tmp_path / "copy" / "foja").mkdir(parents=True)
    (tmp_path / "copy" / "foja" / "__init__.py").write_text("raise ImportError('no Foja')\n")
    workers.worker(PYTHONPATH=str(tmp_path / "copy"))
    with pytest.raises(TablesError, match="cannot run Foja"):
        _build(shelf, files, tmp_path / "tables", workers.address)
    assert not (tmp_path / "tables").exists()


@pytest.mark.parametrize("address", ["127.0.0.1:9", "carrier-pigeon://coop", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_told(shelf, files, tmp_path, monkeypatch, address):
    monkeypatch.setattr(cluster, "REACHED_WITHIN", "0.5s")
    with pytest.raises(TablesError, match=rf"^No Dask scheduler answers at {address} \("):
        _build(shelf, files, tmp_path / "tables", address)


def test_without_distributed_the_extra_is_named(shelf, files, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'foja\[dask\]'"):
        _build(shelf, files, tmp_path / "tables", "127.0.0.1:9")
