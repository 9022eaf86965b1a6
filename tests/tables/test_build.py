"""Documents to tables: the same bytes every time, and earlier tables safe from whatever happens."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from tests.support.ordinary_person import as_an_ordinary_person
from tests.support.report_pdf import (
    STYLE_2011,
    STYLE_2020,
    Country,
    Program,
    write_report,
)
from tests.support.ruled_readings import catalog_of

from foja.errors import CatalogError, TablesError
from foja.tables import build as build_module
from foja.tables import reading as reading_module
from foja.tables.build import build, documents_to_read
from foja.tables.folder import open_folder
from foja.tables.schema import BY_NAME, TABLES

REPORT = "2020-2021"


def _rows(style, number):
    row = dict.fromkeys(style.roles, "") | {"student_unit": "Secretaría de Marina", "cost": "$10"}
    return tuple(
        row | {"course_title": f"Course {each}", "quantity": "1", "start_date": "1/7/2020"}
        for each in range(number)
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two small reports, as bytes, by region key."""
    folder = tmp_path_factory.mktemp("written")
    mexico = Country("Mexico", (Program("IMET-1", _rows(STYLE_2020, 70)),))
    chad = Country("Chad", (Program("CTFP", _rows(STYLE_2011, 3), total=("4", "$30")),))
    write_report(folder / "wh-1.pdf", [mexico], STYLE_2020)
    write_report(folder / "wh-2.pdf", [chad], STYLE_2011)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in ("wh-1", "wh-2")}


class Shelf:
    """A documents folder, a catalog of what is in it, and where the tables go."""

    def __init__(self, folder, files):
        self.documents = folder / "documents"
        self.out = folder / "tables"
        self.catalog = catalog_of(files, REPORT)
        (self.documents / REPORT).mkdir(parents=True)
        for name, content in files.items():
            self.put(name, content)

    def put(self, name, content):
        (self.documents / REPORT / f"{name}.pdf").write_bytes(content)

    def build(self, **options):
        options = {"jobs": 0, "catalog": self.catalog} | options
        return build(self.documents, self.out, **options)

    def table(self, name):
        return pl.read_parquet(self.out / f"{name}.parquet")

    def content(self):
        return {file.name: file.read_bytes() for file in sorted(self.out.iterdir())}

    def beside(self):
        return sorted(path.name for path in self.out.parent.iterdir())


@pytest.fixture
def shelf(tmp_path, files):
    return Shelf(tmp_path, files)


@pytest.fixture
def built(shelf):
    """A shelf with tables of an earlier build."""
    shelf.build()
    return shelf


def _assert_one_sentence(message, *words):
    assert "\n" not in message
    assert message.endswith(".")
    for word in words:
        assert word in message, message


# -- what a build makes -------------------------------------------------------------------------


def test_a_build_makes_every_table_of_what_the_documents_say(shelf):
    summary = shelf.build()
    assert open_folder(shelf.out).manifest.version == summary.version
    assert set(shelf.content()) == {f"{table.name}.parquet" for table in TABLES} | {"tables.json"}
    assert summary.total("rows") == shelf.table("trainings").height == 73
    assert summary.total("totals") == shelf.table("printed_totals").height == 4
    assert (summary.total("agree"), summary.total("differ")) == (3, 1)
    assert summary.total("pages") == shelf.table("coverage").height
    assert summary.total("issues") == shelf.table("issues").height == 0
    trainings = shelf.table("trainings")
    assert trainings["training_id"][0] == "2020-2021.wh-1.1.01"
    assert trainings["training_id"][-1] == "2020-2021.wh-2.41.03"
    assert trainings["country_iso3"].unique(maintain_order=True).to_list() == ["MEX", "TCD"]
    [differs] = shelf.table("reconciliation").filter(pl.col("status") == "differs").to_dicts()
    assert (differs["students_printed"], differs["students_summed"]) == (4, 3)
    documents = shelf.table("documents")
    assert documents["status"].to_list() == ["read", "read"]
    assert documents["rows"].to_list() == [70, 3]
    assert documents["layout"].to_list() == ["ruled_tables_2007"] * 2


def test_two_builds_are_the_same_bytes_however_many_processes(shelf, tmp_path):
    shelf.build(jobs=1)
    one = shelf.content()
    shelf.out = tmp_path / "again"
    shelf.build(jobs=2)
    assert shelf.content() == one


def test_progress_is_told_once_a_document_that_is_there(shelf):
    (shelf.documents / REPORT / "wh-2.pdf").unlink()
    told = []
    summary = shelf.build(on_progress=told.append)
    assert [(outcome.document, outcome.status) for outcome in told] == [("2020-2021/wh-1", "read")]
    assert [outcome.status for outcome in summary.outcomes] == ["read", "absent"]
    assert shelf.table("documents")["status"].to_list() == ["read", "absent"]
    [there] = documents_to_read(shelf.catalog, None, shelf.documents)
    assert there.key == "2020-2021/wh-1"


def test_only_the_reports_asked_for_are_read(shelf):
    assert len(shelf.build(reports=[REPORT, REPORT]).outcomes) == 2
    with pytest.raises(CatalogError, match="has no report '2019-2020'"):
        shelf.build(reports=["2019-2020"])


# -- documents that cannot be read --------------------------------------------------------------


def _letter(folder, **options):
    canvas = Canvas(str(folder / "letter.pdf"), **options)
    for _ in range(7):
        canvas.drawString(72, 700, "Dear Madam, this is a letter about training. " * 3)
        canvas.showPage()
    canvas.save()
    return (folder / "letter.pdf").read_bytes()


@pytest.fixture
def bad_files(tmp_path, files):
    """What may lie in a documents folder under the right name, and what is said of it."""
    encrypted = _letter(tmp_path, encrypt=StandardEncryption("secret", strength=128))
    return {
        "empty": (b"", "is empty"),
        "cut": (files["wh-1"][: len(files["wh-1"]) // 2], "damaged or cut short"),
        "locked": (encrypted, "is encrypted and asks for a password"),
        "page": (b"<!DOCTYPE html><html>Not found</html>", "is a web page (HTML)"),
        "letter": (_letter(tmp_path), "none of the first 5 pages has the headings"),
    }


def test_bad_documents_are_named_and_do_not_stop_the_others(tmp_path, files, bad_files):
    all_files = files | {name: content for name, (content, _) in bad_files.items()}
    shelf = Shelf(tmp_path, all_files)
    summary = shelf.build()
    reasons = {outcome.document: outcome.reason for outcome in summary.with_status("refused")}
    assert len(reasons) == len(bad_files)
    for name, (_, reason) in bad_files.items():
        _assert_one_sentence(reasons[f"{REPORT}/{name}"], name, reason)
    assert [outcome.document for outcome in summary.with_status("read")] == [
        "2020-2021/wh-1",
        "2020-2021/wh-2",
    ]
    assert shelf.table("trainings").height == 73
    refused = shelf.table("documents").filter(pl.col("status") == "refused")
    assert dict(refused.select("document", "reason").iter_rows()) == reasons
    assert refused["rows"].null_count() == len(bad_files)


@pytest.mark.parametrize(
    ("end", "instead", "reason"),
    [
        (-1, b"x", "right size but not the content of 2020-2021/wh-1"),
        (-100, b"", "bytes where 2020-2021/wh-1 has"),
        (0, b"", "is empty"),
    ],
    ids=["another hash", "another size", "empty"],
)
def test_a_file_that_is_not_the_one_of_the_catalog_is_refused(shelf, files, end, instead, reason):
    shelf.put("wh-1", files["wh-1"][:end] + instead)
    [refused] = shelf.build().with_status("refused")
    _assert_one_sentence(refused.reason, "wh-1.pdf", reason, "foja fetch 2020-2021")
    assert shelf.table("trainings").height == 3


def test_a_folder_in_the_place_of_a_document_is_refused(shelf):
    (shelf.documents / REPORT / "wh-1.pdf").unlink()
    (shelf.documents / REPORT / "wh-1.pdf").mkdir()
    [refused] = shelf.build().with_status("refused")
    _assert_one_sentence(refused.reason, "is not a file")


def test_a_fault_of_a_reader_costs_its_document_only(shelf, monkeypatch):
    records_of = reading_module.records_of

    def stumble(reading, document, taxonomy):
        if document.region_key == "wh-1":
            raise RuntimeError("a fault")
        return records_of(reading, document, taxonomy)

    monkeypatch.setattr(reading_module, "records_of", stumble)
    [refused] = shelf.build().with_status("refused")
    _assert_one_sentence(refused.reason, "2020-2021/wh-1", "a fault of Foja's, report it")
    assert shelf.table("trainings").height == 3


def test_if_no_document_can_be_read_nothing_is_published(built):
    before = built.content()
    for name in ("wh-1", "wh-2"):
        built.put(name, b"")
    with pytest.raises(TablesError) as refused:
        built.build()
    _assert_one_sentence(str(refused.value), "No document could be read", "wh-1.pdf is empty")
    assert built.content() == before
    assert built.beside() == ["documents", "tables"]


# -- folders ------------------------------------------------------------------------------------


def test_a_folder_without_documents_is_refused(shelf, tmp_path):
    shelf.documents = tmp_path / "empty"
    shelf.documents.mkdir()
    with pytest.raises(TablesError) as refused:
        shelf.build()
    _assert_one_sentence(
        str(refused.value), str(shelf.documents), "none of the 2 documents", "`foja fetch`"
    )
    assert not shelf.out.exists()


@pytest.mark.parametrize("is_file", [True, False], ids=["a file", "nothing"])
def test_a_folder_that_is_none_is_refused(shelf, tmp_path, is_file):
    shelf.documents = tmp_path / "other"
    if is_file:
        shelf.documents.touch()
    with pytest.raises(TablesError) as refused:
        shelf.build()
    _assert_one_sentence(str(refused.value), str(shelf.documents), "is not a folder")
    assert not shelf.out.exists()


def test_folders_we_may_not_look_into_are_refused(files):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        shelf = Shelf(folder, files)
        shelf.build()
        before = shelf.content()
        (shelf.documents / REPORT).chmod(0)
        with as_an_ordinary_person(), pytest.raises(TablesError) as refused:
            shelf.build()
        message = str(refused.value)
        _assert_one_sentence(message, "No document could be read", "wh-1.pdf", "Permission denied")
        (shelf.documents / REPORT).chmod(0o755)
        shelf.documents.chmod(0)
        with as_an_ordinary_person(), pytest.raises(TablesError) as refused:
            shelf.build()
        _assert_one_sentence(str(refused.value), str(shelf.documents), "Permission denied")
        shelf.documents.chmod(0o755)
        assert shelf.content() == before


def test_what_foja_did_not_write_is_never_replaced(shelf):
    shelf.out.mkdir()
    (shelf.out / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(TablesError, match="did not write; choose another --out"):
        shelf.build()
    assert (shelf.out / "thesis.txt").read_text("utf-8") == "mine"
    shelf.out = shelf.out / "thesis.txt"
    with pytest.raises(TablesError, match="did not write; choose another --out"):
        shelf.build()
    assert shelf.out.read_text("utf-8") == "mine"


# -- builds that end early ----------------------------------------------------------------------


def test_an_interrupted_build_leaves_the_tables_as_they_were(built):
    before = built.content()

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built.build(on_progress=interrupt)
    assert built.content() == before
    assert built.beside() == ["documents", "tables"]


def test_a_table_against_its_definition_is_never_published(built, monkeypatch):
    before = built.content()
    records = build_module.vocabularies.records()
    records["countries"][0]["country_iso3"] = "mexico"
    monkeypatch.setattr(build_module.vocabularies, "records", lambda _taxonomy: records)
    with pytest.raises(
        TablesError, match=r"Table countries is not as defined: country_iso3 .*mexico"
    ):
        built.build()
    assert built.content() == before


CHILD = """
import os, pathlib, resource, signal, sys
from foja.errors import TablesError
from foja.tables.build import build
from tests.support.ruled_readings import catalog_of

documents, out, how = sys.argv[1:]
folder = pathlib.Path(documents)
files = {path.stem: path.read_bytes() for path in sorted(folder.glob("*/*.pdf"))}
stop = None
if how == "killed":
    stop = lambda outcome: os.kill(os.getpid(), signal.SIGKILL)
else:
    # Files of this process may not grow beyond so many bytes: as on a full disk, writing fails.
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(how), int(how)))
try:
    build(folder, pathlib.Path(out), jobs=0, catalog=catalog_of(files), on_progress=stop)
except TablesError as error:
    sys.exit(str(error))
"""


def _build_in_a_child(shelf, how):
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(shelf.documents), str(shelf.out), how],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_killed_build_leaves_the_tables_and_the_next_one_tidies_up(built):
    before = built.content()
    assert _build_in_a_child(built, "killed").returncode == -9
    assert built.content() == before
    assert {name.split(".")[-1] for name in built.beside()} > {"new", "lock"}
    built.build()
    assert built.content() == before
    assert built.beside() == ["documents", "tables"]


def test_no_space_for_a_document_stops_the_build(built):
    before = built.content()
    ended = _build_in_a_child(built, "9000")
    assert ended.returncode == 1
    assert ended.stderr.strip() == (
        f"{built.out} cannot be written (File too large); free some space or choose another --out. "
        "Earlier tables are unchanged."
    )
    assert built.content() == before
    assert built.beside() == ["documents", "tables"]


@pytest.mark.parametrize("name", ["trainings.parquet", "documents.parquet", "recipients.parquet"])
def test_no_space_for_a_table_stops_the_build(built, monkeypatch, name):
    before = built.content()
    write = build_module.write_parquet

    def fill_the_disk(path, *given):
        if path.name == name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, *given)

    monkeypatch.setattr(build_module, "write_parquet", fill_the_disk)
    with pytest.raises(TablesError, match=rf"{name} cannot be written \(No space left on device\)"):
        built.build()
    assert built.content() == before
    assert built.beside() == ["documents", "tables"]


# -- what is kept between builds ----------------------------------------------------------------


def test_a_document_that_was_read_before_is_not_read_again(shelf, tmp_path, monkeypatch, files):
    kept = tmp_path / "kept"
    kept.mkdir()
    first = shelf.build(kept=kept)
    before = shelf.content()
    read = []
    read_document = reading_module.read_document

    def note_and_read(path, key):
        read.append(key)
        return read_document(path, key)

    monkeypatch.setattr(reading_module, "read_document", note_and_read)
    again = shelf.build(kept=kept)
    assert read == []
    assert again.outcomes == first.outcomes
    assert shelf.content() == before

    # Another file under the same name is another document: its hash is part of what was kept.
    other = Shelf(tmp_path / "other", files | {"wh-1": files["wh-2"]})
    other.build(kept=kept)
    assert read == ["2020-2021/wh-1"]
    assert other.table("trainings").height == 6


def test_a_reading_that_was_kept_in_part_is_made_anew(shelf, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    shelf.build(kept=kept)
    before = shelf.content()
    for outcome in kept.glob("*/outcome.json"):
        outcome.write_text("{", "utf-8")
    shelf.build(kept=kept)
    assert shelf.content() == before


def test_the_version_names_the_content(shelf, files):
    first = shelf.build().version
    manifest = json.loads((shelf.out / "tables.json").read_text("utf-8"))
    assert manifest["version"] == first
    assert manifest["files"]["trainings.parquet"]["rows"] == 73
    assert BY_NAME["trainings"].arrow.names == shelf.table("trainings").columns
    (shelf.documents / REPORT / "wh-2.pdf").unlink()
    assert shelf.build().version != first
    shelf.put("wh-2", files["wh-2"])
    assert shelf.build().version == first
