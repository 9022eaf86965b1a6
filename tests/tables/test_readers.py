"""Documents that end, stop or swell the process that reads them cost themselves, not the build."""

from __future__ import annotations

from functools import partial

import pytest
from tests.support.report_pdf import STYLE_2020, Country, Program, write_report
from tests.support.ruled_readings import catalog_of

from foja.errors import TablesError
from foja.tables import readers as module
from foja.tables.build import build
from foja.tables.reader_process import Limits
from foja.tables.reading import Desk

MEMORY = 600_000_000
# A reader whose code does to it, by the name of the document, what native code can do.
BAD_READER = """
import sys; sys.path.append(sys.argv[3])
import ctypes, os, pathlib, signal, time
import foja.tables.reading as reading

read = reading.read_document

def read_badly(path, key):
    name = key.rpartition("/")[2]
    mark = pathlib.Path(path).with_suffix(".mark")
    if name == "fault":
        ctypes.string_at(0)
    if name == "loop":
        while True:
            pass
    if name == "sleep":
        time.sleep(1000)
    if name == "memory":
        [bytearray(50_000_000) for _ in range(100)]
    if name == "once" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "disk":
        raise OSError(28, "No space left on device", "trainings.arrow")
    return read(path, key)

reading.read_document = read_badly
from foja.tables.reader_process import main
main()
"""


class ShortForSome(Limits, frozen=True):
    """Little time for those that never end, so much for the others that no machine is too slow."""

    def allowance(self, document):
        return 1 if document.region_key in {"loop", "sleep"} else 1000


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A small report, as bytes."""
    path = tmp_path_factory.mktemp("written") / "wh.pdf"
    row = dict.fromkeys(STYLE_2020.roles, "") | {"course_title": "Course", "quantity": "1"}
    write_report(path, [Country("Mexico", (Program("IMET-1", (row,) * 20),))], STYLE_2020)
    return path.read_bytes()


@pytest.fixture
def build_of(tmp_path, report, monkeypatch):
    """Build documents of these names with readers that obey them."""
    monkeypatch.setattr(module, "START", BAD_READER)
    monkeypatch.setattr(module, "PATIENCE", 1)
    monkeypatch.setattr(module, "START_SECONDS", 0)
    monkeypatch.setattr(module, "Limits", lambda: ShortForSome(memory=MEMORY))

    def run(*names, out="tables", jobs=1):
        folder = tmp_path / "documents" / "2020-2021"
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / f"{name}.pdf").write_bytes(report)
        catalog = catalog_of(dict.fromkeys(names, report))
        return build(tmp_path / "documents", tmp_path / out, jobs=jobs, catalog=catalog)

    return run


def test_documents_that_end_their_reader_are_refused_by_name_and_the_others_are_read(
    build_of, tmp_path
):
    summary = build_of("first", "fault", "loop", "memory", "sleep", "once", "last", jobs=2)
    assert [outcome.document[10:] for outcome in summary.with_status("read")] == [
        "first",
        "once",
        "last",
    ]
    reasons = {outcome.document[10:]: outcome.reason for outcome in summary.with_status("refused")}
    end = "; the file is damaged, or this is a fault of Foja's: report it."
    again = ", in a fresh one too" + end
    ends = "reading it ends the reading process"
    assert reasons == {
        "fault": f"2020-2021/fault: {ends} (SIGSEGV){again}",
        "memory": f"2020-2021/memory: {ends} (it needs too much memory){again}",
        "loop": f"2020-2021/loop: reading it takes more than 1 s of processor time{end}",
        "sleep": f"2020-2021/sleep: reading it takes more than 1 s of processor time{end}",
    }
    assert 0 < summary.peak_memory < MEMORY
    alone = build_of("first", "once", "last", out="others")
    assert (tmp_path / "tables" / "trainings.parquet").read_bytes() == (
        tmp_path / "others" / "trainings.parquet"
    ).read_bytes()
    assert alone.total("rows") == 60


def test_what_is_not_the_documents_fault_stops_the_build(build_of, tmp_path):
    with pytest.raises(TablesError, match=r"ended the process that read 2020-2021/killed twice"):
        build_of("first", "killed")
    with pytest.raises(TablesError, match=r"trainings\.arrow cannot be written \(No space left"):
        build_of("first", "disk")
    assert not (tmp_path / "tables").exists()


def test_a_reader_that_cannot_start_stops_the_build(build_of, monkeypatch):
    monkeypatch.setattr(module, "START", "raise ImportError('no such library')")
    with pytest.raises(TablesError, match=r"could not be started: ImportError: no such library\.$"):
        build_of("first")


def test_a_reader_that_went_for_want_of_work_is_replaced(tmp_path, report):
    names = ("first", "last")
    catalog = catalog_of(dict.fromkeys(names, report))
    folder = tmp_path / "2020-2021"
    folder.mkdir()
    (tmp_path / "parts").mkdir()
    for name in names:
        (folder / f"{name}.pdf").write_bytes(report)
    desk = Desk(tmp_path, tmp_path / "parts", None)
    with module.Readers(1, Limits(idle=0.01)) as readers:
        read = partial(readers.outcomes, desk=desk)
        [first] = read([catalog.document("2020-2021/first")])
        [idle] = readers._idle
        assert idle._process.wait(60) == 0
        [last] = read([catalog.document("2020-2021/last")])
        assert readers._idle != [idle]
    assert (first.rows, last.rows) == (20, 20)
