"""A folder of tables is replaced whole or left as it was."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from tests.support.ordinary_person import as_an_ordinary_person

from foja.errors import TablesError
from foja.tables import folder_writer
from foja.tables.exchange import exchange
from foja.tables.folder import MANIFEST
from foja.tables.folder_writer import replaced_folder, write_manifest, write_parquet
from foja.tables.schema_vocabularies import RECIPIENTS

ROW = dict.fromkeys((column.name for column in RECIPIENTS.columns), "x")


def batch(*rows):
    return pa.Table.from_pylist(list(rows), schema=RECIPIENTS.arrow)


@pytest.fixture
def tables(tmp_path):
    """A folder of tables of an earlier build."""
    out = tmp_path / "tables"
    with replaced_folder(out) as folder:
        rows = write_parquet(folder / "recipients.parquet", RECIPIENTS, [batch(ROW)])
        write_manifest(folder, {"recipients.parquet": rows}, "first")
    return out


def content(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _replace(out, name="second"):
    with replaced_folder(out) as folder:
        write_manifest(folder, {}, name)


def version(out):
    return json.loads((out / MANIFEST).read_text("utf-8"))["version"]


@pytest.fixture
def not_ours():
    """A folder in which we may look but not write, and one in which we may not even look."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shut").mkdir()
        (folder / "shut").chmod(0)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)
        (folder / "shut").chmod(0o755)


# -- files --------------------------------------------------------------------------------------


def test_the_same_batches_give_the_same_bytes(tmp_path):
    batches = [batch(ROW, ROW), batch(), batch(ROW)]
    for name in ("a", "b"):
        assert write_parquet(tmp_path / name, RECIPIENTS, batches) == 3
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_table_without_rows_is_a_file_all_the_same(tmp_path):
    assert write_parquet(tmp_path / "none.parquet", RECIPIENTS, []) == 0
    assert pa.parquet.read_table(tmp_path / "none.parquet").schema.names == RECIPIENTS.arrow.names


def test_the_manifest_names_each_file_with_hash_and_rows(tables):
    manifest = json.loads((tables / MANIFEST).read_text("utf-8"))
    assert manifest["version"] == "first"
    assert manifest["files"].keys() == {"recipients.parquet"}
    assert manifest["files"]["recipients.parquet"]["rows"] == 1
    assert len(manifest["files"]["recipients.parquet"]["sha256"]) == 64


# -- the folder ---------------------------------------------------------------------------------


def test_a_new_folder_takes_the_place_of_the_old_one(tables):
    with replaced_folder(tables) as folder:
        assert list(folder.iterdir()) == []
        write_manifest(folder, {}, "second")
        assert version(tables) == "first"
    assert list(content(tables)) == [MANIFEST]
    assert version(tables) == "second"
    assert [file.name for file in tables.parent.iterdir()] == ["tables"]


def test_two_folders_change_places_in_one_step_or_not_at_all(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    changed = exchange(tmp_path / "a", tmp_path / "b")
    first = ["b", "a"] if changed else ["a", "b"]
    assert [file.name for name in "ab" for file in (tmp_path / name).iterdir()] == first
    if changed:
        with pytest.raises(FileNotFoundError):
            exchange(tmp_path / "a", tmp_path / "nowhere")


def test_parents_of_the_folder_are_made(tmp_path):
    with replaced_folder(tmp_path / "a" / "b" / "tables") as folder:
        (folder / MANIFEST).write_text("{}", "utf-8")
    assert (tmp_path / "a" / "b" / "tables" / MANIFEST).is_file()


def test_an_empty_folder_may_be_filled(tmp_path):
    with replaced_folder(tmp_path) as folder:
        (folder / MANIFEST).write_text("{}", "utf-8")
    assert list(content(tmp_path)) == [MANIFEST]


def _fail(out, error):
    """A build that writes half a file and ends."""
    with replaced_folder(out) as folder:
        (folder / "half.parquet").write_bytes(b"half")
        raise error


@pytest.mark.parametrize("error", [ValueError("a fault"), KeyboardInterrupt(), TablesError("no")])
def test_a_build_that_ends_early_leaves_the_tables_as_they_were(tables, error):
    before = content(tables)
    with pytest.raises(type(error)):
        _fail(tables, error)
    assert content(tables) == before
    assert [file.name for file in tables.parent.iterdir()] == ["tables"]


def test_no_space_is_one_sentence_and_leaves_the_tables_as_they_were(tables):
    before = content(tables)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "trainings.parquet")
    with pytest.raises(TablesError) as refused:
        _fail(tables, full)
    assert str(refused.value) == (
        "trainings.parquet cannot be written (No space left on device); free some space or choose "
        "another --out. Earlier tables are unchanged."
    )
    assert content(tables) == before
    assert [file.name for file in tables.parent.iterdir()] == ["tables"]


@pytest.mark.parametrize(
    ("struck", "told"),
    [
        (OSError(errno.EIO, "Input/output error"), TablesError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
    ids=["a fault", "an interrupt"],
)
def test_where_folders_cannot_be_exchanged_the_old_tables_come_back(
    tables, monkeypatch, struck, told
):
    rename = Path.rename

    def fail_to_publish(self, target):
        if self.name.endswith(".new"):
            raise struck
        return rename(self, target)

    monkeypatch.setattr(folder_writer, "exchange", lambda _one, _other: False)
    _replace(tables, "between")
    assert version(tables) == "between"
    before = content(tables)
    monkeypatch.setattr(Path, "rename", fail_to_publish)
    with pytest.raises(told):
        _replace(tables)
    assert content(tables) == before
    assert [file.name for file in tables.parent.iterdir()] == ["tables"]


def _other_things(folder):
    (folder / "notes.txt").write_text("mine", "utf-8")
    return folder


def _file(folder):
    (folder / "tables").write_text("mine", "utf-8")
    return folder / "tables"


@pytest.mark.parametrize("make", [_other_things, _file], ids=["a folder of other things", "a file"])
def test_what_foja_did_not_write_is_never_replaced(tmp_path, make):
    out = make(tmp_path)
    with pytest.raises(TablesError, match="holds something that Foja did not write; choose"):
        _replace(out)
    [left] = tmp_path.iterdir()
    assert left.read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["tables", "shut/tables", "shut"])
def test_a_folder_we_may_not_write_to_is_refused_in_one_sentence(not_ours, name):
    with as_an_ordinary_person(), pytest.raises(TablesError) as refused:
        _replace(not_ours / name)
    assert str(not_ours) in str(refused.value)
    assert "(Permission denied)" in str(refused.value)


def test_a_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(TablesError, match="cannot be written"):
        _replace(tmp_path / "file" / "tables")


# -- builds that were killed --------------------------------------------------------------------

KILLED = """
import os, pathlib, signal, sys
from foja.tables.folder_writer import replaced_folder
with replaced_folder(pathlib.Path(sys.argv[1])) as folder:
    (folder / "half.parquet").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_build_leaves_the_tables_and_the_next_one_tidies_up(tables):
    before = content(tables)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tables)], check=False, timeout=60)
    assert killed.returncode == -9
    assert content(tables) == before
    assert {path.suffix for path in tables.parent.iterdir()} == {"", ".new", ".lock"}
    _replace(tables)
    assert [file.name for file in tables.parent.iterdir()] == ["tables"]
    assert version(tables) == "second"


def test_a_build_killed_between_two_renames_is_put_right(tables):
    before = content(tables)
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    gone = int(ended.stdout)
    tables.rename(tables.with_name(f".tables.{gone}.old"))
    with pytest.raises(ValueError, match="a fault"):
        _fail(tables, ValueError("a fault"))
    assert content(tables) == before


WRITING = """
import pathlib, sys
from foja.tables.folder_writer import replaced_folder, write_manifest
with replaced_folder(pathlib.Path(sys.argv[1])) as folder:
    print("writing", flush=True)
    sys.stdin.read()
    write_manifest(folder, {}, "theirs")
"""


def test_of_two_builds_at_once_the_second_is_told_and_harms_nothing(tables):
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tables)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"writing\n"
        before = sorted(path.name for path in tables.parent.iterdir())
        with pytest.raises(TablesError) as refused:
            _replace(tables)
        assert str(refused.value) == (
            f"Another process is writing {tables}; wait until it ends, or choose another --out."
        )
        assert sorted(path.name for path in tables.parent.iterdir()) == before
        assert version(tables) == "first"
        _replace(tables.with_name("other"))
        other.stdin.close()
        assert other.wait() == 0
    assert version(tables) == "theirs"
    _replace(tables)
    assert version(tables) == "second"
