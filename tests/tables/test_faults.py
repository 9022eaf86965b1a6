"""Whatever happens to a build or to tables: nothing is lost, and one sentence says what it was."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.report_pdf import STYLE_2020, Country, Program, write_report
from tests.support.ruled_readings import catalog_of

from foja import cli
from foja.errors import TablesError
from foja.tables.build import build
from foja.tables.folder import MANIFEST, SNAPSHOT, open_folder

REPORT = "2020-2021"
DO = "wait until it ends, or choose another --out."
MOMENTS = 25
WHOLE_BUILDS = 2
# Writers in forked processes, none of which has started a thread before: `moments` are numbers of
# file operations at which one is struck, `sizes` bytes beyond which no file of it may grow.
STRIKES = """
import json, os, pathlib, random, resource, signal, sys
import pyarrow as pa
from foja.errors import TablesError
from foja.tables.build import build
from foja.tables.folder_writer import replaced_folder, write_manifest, write_parquet
from foja.tables.schema import COVERAGE, ISSUES
from tests.support.ruled_readings import catalog_of

folder, number, kind = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
documents, out = folder / "documents", folder / "tables"
OPERATIONS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "shutil.rmtree"}
names = {"old": ["one"], "new": ["one", "two"]}

def whole_build(which):
    files = {name: (documents / "2020-2021" / f"{name}.pdf").read_bytes() for name in names[which]}
    build(documents, out, jobs=0, catalog=catalog_of(files))

def only_written(which):
    with replaced_folder(out) as new:
        rows = {}
        for table in (COVERAGE, ISSUES):
            name = f"{table.name}.parquet"
            (new / "part").write_text(which)
            rows[name] = write_parquet(new / name, table, [table.arrow.empty_table()])
        (new / "part").unlink()
        write_manifest(new, rows, which)

write = whole_build if kind == "whole" else only_written

def run(which, strike=None, size=None):
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    count = 0
    def watch(event, arguments):
        nonlocal count
        if event in OPERATIONS and str(folder) in str(arguments[0]):
            count += 1
            if strike and count == strike[0]:
                os.kill(os.getpid(), strike[1])
    sys.addaudithook(watch)
    if size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    status = 0
    try:
        write(which)
    except KeyboardInterrupt:
        status = 130
    except TablesError as error:
        print(error, file=sys.stderr)
        status = 1
    if strike is None and size is None:
        (folder / "count").write_text(str(count))
    os._exit(status)

def found():
    return {file.name: file.read_bytes() for file in out.iterdir()}

def struck(**how):
    status = run("new", **how)
    after = found()
    [kind] = [name for name, content in whole.items() if content == after]
    left = sorted(path.suffix for path in folder.iterdir() if path.name.startswith(".tables"))
    if kind == "new" or left:
        assert run("old") == 0
        assert found() == whole["old"], "the next build"
    assert not [path for path in folder.iterdir() if path.name.startswith(".tables")]
    return [status, kind, left]

assert run("new") == 0
whole = {"new": found()}
assert run("old") == 0
whole["old"] = found()
events = int((folder / "count").read_text())
chance = random.Random(7)
moments = sorted(chance.sample(range(1, events + 1), min(number, events)))
largest = max(len(content) for content in whole["new"].values())
sizes = [0, *(chance.randrange(largest) for _ in range(number // 4))]
print(json.dumps({
    "killed": [struck(strike=(moment, signal.SIGKILL)) for moment in moments],
    "interrupted": [
        struck(strike=(moment, signal.SIGINT)) for moment in moments if kind == "writer"
    ],
    "full": [struck(size=size) for size in sizes],
}))
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two small reports, as bytes, by region key."""
    folder = tmp_path_factory.mktemp("written")
    for name, number in (("one", 30), ("two", 3)):
        row = dict.fromkeys(STYLE_2020.roles, "") | {"course_title": "Course", "quantity": "1"}
        country = Country("Mexico", (Program("IMET-1", (row,) * number),))
        write_report(folder / f"{name}.pdf", [country], STYLE_2020)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in ("one", "two")}


@pytest.fixture
def shelf(tmp_path, files):
    """A folder with the documents, in which builds put their tables."""
    (tmp_path / "documents" / REPORT).mkdir(parents=True)
    for name, content in files.items():
        (tmp_path / "documents" / REPORT / f"{name}.pdf").write_bytes(content)
    return tmp_path


def content(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


# -- builds that are struck ---------------------------------------------------------------------


def _strike(shelf, number, kind):
    ended = subprocess.run(
        [sys.executable, "-c", STRIKES, str(shelf), str(number), kind],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    killed, interrupted, full = (answer[how] for how in ("killed", "interrupted", "full"))
    assert {status for status, _, _ in killed} == {-9}
    assert {status for status, _, _ in interrupted} <= {0, 130}
    # One that is interrupted tidies up itself, but for an interrupt while it does.
    assert kind == "whole" or [] in [left for _, _, left in interrupted]
    assert {(status, kind, *left) for status, kind, left in full} == {(1, "old")}
    said = ended.stderr.splitlines()
    assert len(said) == len(full)
    for sentence in said:
        assert "(File too large); free some space or choose another --out. Earlier" in sentence
    return {kind for _, kind, _ in killed + interrupted}


def test_a_writer_struck_at_any_moment_leaves_the_old_tables_or_the_new(shelf):
    assert _strike(shelf, MOMENTS, "writer") == {"old", "new"}


def test_a_build_struck_at_any_moment_leaves_the_old_tables_or_the_new(shelf):
    assert _strike(shelf, WHOLE_BUILDS, "whole") <= {"old", "new"}


def test_readers_end_with_the_build_that_is_interrupted(shelf):
    child = (
        "import os, pathlib, signal, sys\n"
        "from foja.tables.build import build\n"
        "from tests.support.ruled_readings import catalog_of\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "files = {path.stem: path.read_bytes() for path in folder.glob('documents/*/*.pdf')}\n"
        "def interrupt(outcome):\n"
        "    children = pathlib.Path(f'/proc/self/task/{os.getpid()}/children').read_text()\n"
        "    print(children, flush=True)\n"
        "    os.killpg(0, signal.SIGINT)\n"
        "try:\n"
        "    build(folder / 'documents', folder / 'tables', jobs=2, catalog=catalog_of(files),\n"
        "          on_progress=interrupt)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", child, str(shelf)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        check=False,
        timeout=120,
        process_group=0,
    )
    assert ended.returncode == 130
    readers = ended.stdout.split()
    assert len(readers) == 2
    assert not any(Path(f"/proc/{int(reader)}").exists() for reader in readers)
    assert sorted(path.name for path in shelf.iterdir()) == ["documents"]


def test_a_second_build_into_the_same_folder_is_told_and_the_first_ends_well(shelf, files):
    catalog = catalog_of(files)
    second = []

    def build_too(_outcome):
        with pytest.raises(TablesError) as refused:
            build(shelf / "documents", shelf / "tables", jobs=0, catalog=catalog)
        second.append(str(refused.value))

    build(shelf / "documents", shelf / "tables", jobs=0, catalog=catalog, on_progress=build_too)
    assert len(second) == len(files)
    assert set(second) == {f"Another process is writing {shelf / 'tables'}; {DO}"}
    open_folder(shelf / "tables")
    assert sorted(path.name for path in shelf.iterdir()) == ["documents", "tables"]


# -- clocks -------------------------------------------------------------------------------------


def test_no_clock_changes_the_tables_or_what_is_taken_from_earlier(shelf, files, monkeypatch):
    catalog, kept = catalog_of(files), shelf / "kept"
    kept.mkdir()

    def run(out):
        build(shelf / "documents", shelf / out, jobs=0, catalog=catalog, kept=kept)
        return content(shelf / out)

    before = run("tables")
    readings = sorted(path.stat().st_ino for path in kept.iterdir())
    now = time.time()
    for moment, stamp in (("future", now + 10**9), ("past", 0.0)):
        for path in (*shelf.glob("documents/**/*"), *kept.rglob("*"), *shelf.glob("tables/*")):
            os.utime(path, (stamp, stamp))
        clock = iter(range(int(now), 0, -86_400))
        monkeypatch.setattr(time, "time", lambda clock=clock: float(next(clock)))
        assert run(moment) == before
        assert run("tables") == before
        assert sorted(path.stat().st_ino for path in kept.iterdir()) == readings

    # A file of the same size and an older date is another document all the same: refused by name.
    one = shelf / "documents" / REPORT / "one.pdf"
    one.write_bytes(one.read_bytes()[:-1] + b"x")
    os.utime(one, (0, 0))
    summary = build(shelf / "documents", shelf / "tables", jobs=0, catalog=catalog, kept=kept)
    [refused] = summary.with_status("refused")
    assert "one.pdf has the right size but not the content" in refused.reason


# -- tables that are damaged --------------------------------------------------------------------


def _flip(path, chance):
    changed = bytearray(path.read_bytes())
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    path.write_bytes(changed)


def _says(arguments, monkeypatch, capsys):
    """What a command says on standard error before it ends with 1."""
    monkeypatch.setattr(sys, "argv", ["foja", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.fixture
def snapshot(tmp_path):
    """A copy of the tables in the package."""
    return Path(shutil.copytree(SNAPSHOT, tmp_path / "snapshot"))


def test_a_flipped_bit_is_named_and_refused_by_every_command(snapshot, monkeypatch, capsys):
    chance = random.Random(11)  # noqa: S311 - no secret
    whole = content(snapshot)
    assert open_folder(snapshot).manifest.sha256 is not None
    commands = [
        ["check"],
        ["query", "SELECT 1"],
        ["serve", "--port", "0"],
    ]
    monkeypatch.setenv("FOJA_TABLES", str(snapshot))
    for name in (MANIFEST, "units.parquet", chance.choice(sorted(whole))):
        _flip(snapshot / name, chance)
        said = {_says(command, monkeypatch, capsys) for command in commands}
        assert len(said) == 1
        [sentence] = said
        assert sentence.startswith("foja: ")
        assert sentence.count("\n") == 1
        assert str(snapshot / name) in sentence
        (snapshot / name).write_bytes(whole[name])


def test_no_bit_of_the_manifest_can_change_unseen(snapshot):
    chance = random.Random(12)  # noqa: S311 - no secret
    whole = (snapshot / MANIFEST).read_bytes()
    said, seen = _content_of(snapshot), 0
    for _ in range(150):
        _flip(snapshot / MANIFEST, chance)
        if _content_of(snapshot) != said:
            with pytest.raises(TablesError, match=r"^[^\n]*/snapshot[^\n]*\.$"):
                open_folder(snapshot)
            seen += 1
        (snapshot / MANIFEST).write_bytes(whole)
    assert seen > 100


def _content_of(snapshot):
    """What the manifest says, None where it says nothing; white space counts for nothing."""
    try:
        return json.loads((snapshot / MANIFEST).read_bytes())
    except ValueError:
        return None
