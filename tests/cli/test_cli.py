"""The command line as its user meets it: what is printed, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest
from PIL import Image

import foja
from foja.cli import main
from foja.tables.folder import SNAPSHOT, find_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MEXICO_2020 = "2020-2021.wh.41.07"


class Result(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


class Run(Protocol):
    """Runs one command line, with variables set for it alone."""

    def __call__(self, *arguments: str, **environment: str) -> Result: ...


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `foja` as its script does, in this process: a new one costs a second each time."""

    def command(*arguments: str, **environment: str) -> Result:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["foja", *arguments])
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        return Result(code if isinstance(code, int) else 0, *capsys.readouterr())

    return command


def sentence(result: Result) -> str:
    """The one line that a failure leaves on standard error; fails if it is not one line."""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("foja: ")
    return lines[0]


def test_the_module_is_the_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "foja", "--version"], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, f"foja {foja.__version__}")


@pytest.mark.parametrize(
    "command", ["serve", "fetch", "build", "check", "show", "query", "export", "diff"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.returncode == 0
    assert command in result.stdout


def test_unknown_command_is_refused(run: Run) -> None:
    result = run("nonsense")
    assert result.returncode == 2
    assert "nonsense" in result.stderr


def test_check_of_the_snapshot_finds_nothing_unexplained(run: Run) -> None:
    result = run("check")
    assert result.returncode == 0, result.stdout
    assert " 0 differ" in result.stdout
    with foja.open() as tables:
        assert f"{tables.counts['trainings']:,} trainings" in result.stdout


def test_show_prints_columns_citation_and_totals(run: Run) -> None:
    result = run("show", MEXICO_2020)
    assert result.returncode == 0, result.stderr
    assert "Program On Cybersecurity Studies (PCSS)" in result.stdout
    assert "p. 41, row 7" in result.stdout
    assert result.stdout.count("total, agrees") == 2


def test_show_without_the_document_says_where_it_is(run: Run, tmp_path: Path) -> None:
    result = run("show", MEXICO_2020, FOJA_DOCUMENTS=str(tmp_path))
    assert result.returncode == 0
    assert "https://www.state.gov/" in result.stdout
    assert "foja fetch 2020-2021" in result.stdout


@pytest.mark.documents
def test_show_writes_the_page_with_the_row_framed(
    run: Run, documents_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "row.png"
    result = run("show", MEXICO_2020, "--image", str(target), FOJA_DOCUMENTS=str(documents_folder))
    assert result.returncode == 0, result.stderr
    with foja.open() as tables:
        found = tables.rows(tables.trainings().filter(lambda row: row.training_id == MEXICO_2020))
    image = Image.open(target).convert("RGB")
    assert image.size == (1584, 1224)
    # Halfway along the frame's upper edge, two points above the row, at two pixels a point.
    middle = int(found[0]["x0"] + found[0]["x1"])
    red, green, blue = image.getpixel((middle, int((found[0]["y0"] - 2) * 2)))
    assert red > 2 * blue
    assert red > green


def test_show_of_an_unknown_identifier_says_what_one_looks_like(run: Run) -> None:
    result = run("show", "2020-2021.wh.999.01")
    assert result.returncode == 1
    assert "2020-2021.wh.41.07" in sentence(result)


ONE_YEAR = (
    "SELECT sum(quantity) AS students, sum(cost_usd) AS cost_usd FROM trainings "
    "WHERE country_iso3 = 'MEX' AND fiscal_year = 2020"
)


def test_query_answers_in_json_csv_and_as_a_table(run: Run) -> None:
    as_json = json.loads(run("query", ONE_YEAR, "--format", "json").stdout)
    assert as_json == [{"students": 456, "cost_usd": 4420562}]
    as_csv = list(csv.DictReader(io.StringIO(run("query", ONE_YEAR, "--format", "csv").stdout)))
    assert as_csv == [{"students": "456", "cost_usd": "4420562.00"}]
    assert "4420562.00" in run("query", ONE_YEAR).stdout


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DROP TABLE trainings", "only SELECT"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("SELECT * FROM '/etc/passwd'", "passwd"),
        ("SELECT nonsense FROM trainings", "nonsense"),
        ("", "empty"),
    ],
)
def test_query_refuses_in_one_sentence(run: Run, sql: str, words: str) -> None:
    result = run("query", sql)
    assert result.returncode == 1
    assert words in sentence(result)


def test_query_says_when_rows_are_left_out(run: Run) -> None:
    result = run("query", "SELECT training_id FROM trainings", "--rows", "3", "--format", "csv")
    assert len(result.stdout.splitlines()) == 4
    assert "first 3 rows" in result.stderr


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_export_carries_dictionary_citation_and_licence(
    run: Run, file_format: str, tmp_path: Path
) -> None:
    out = tmp_path / "export"
    result = run("export", "--format", file_format, "--out", str(out))
    assert result.returncode == 0, result.stderr
    readme = (out / "README.txt").read_text("utf-8")
    with foja.open() as tables:
        assert tables.version in readme
        assert f"trainings.{file_format}: {tables.counts['trainings']:,} rows" in readme
    assert "public domain" in readme
    assert "How to cite" in readme
    with (out / "data-dictionary.csv").open(encoding="utf-8", newline="") as file:
        columns = {(row["table"], row["column"]) for row in csv.DictReader(file)}
    assert ("trainings", "cost_usd") in columns
    again = run("export", "--format", file_format, "--out", str(out))
    assert again.returncode == 0, again.stderr


def test_export_keeps_its_hands_off_other_folders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    result = run("export", "--format", "csv", "--out", str(tmp_path))
    assert result.returncode == 1
    assert str(tmp_path) in sentence(result)
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "mine"


def test_diff_of_the_same_tables_is_empty(run: Run) -> None:
    result = run("diff", str(SNAPSHOT), str(SNAPSHOT))
    assert result.returncode == 0
    assert result.stdout.startswith("0 trainings added, 0 gone")


def test_build_without_documents_says_how_to_get_them(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    result = run("build", "--documents", str(folder), "--out", str(tmp_path / "out"))
    assert result.returncode == 1
    assert "foja fetch" in result.stderr.splitlines()[-1]
    assert not (tmp_path / "out").exists()


def test_build_of_an_unknown_report_names_near_ones(run: Run, tmp_path: Path) -> None:
    result = run("build", "--documents", str(tmp_path), "--report", "2020")
    assert result.returncode == 1
    assert "2020-2021" in result.stderr


@pytest.mark.documents
def test_build_ends_with_what_was_read(run: Run, documents_folder: Path, tmp_path: Path) -> None:
    arguments: Sequence[str] = (
        "build",
        "--documents",
        str(documents_folder),
        "--out",
        str(tmp_path / "out"),
        "--report",
        "2018-2019",
        "--jobs",
        "1",
    )
    cache = str(tmp_path / "cache")
    result = run(*arguments, XDG_CACHE_HOME=cache)
    assert result.returncode == 0, result.stderr
    for words in ("1 read, 5 absent, 0 refused", "pages", "trainings", "0 differ", "issues"):
        assert words in result.stdout
    first = (tmp_path / "out" / "trainings.parquet").read_bytes()
    assert run(*arguments, XDG_CACHE_HOME=cache).stdout == result.stdout
    assert (tmp_path / "out" / "trainings.parquet").read_bytes() == first
    assert find_tables(tmp_path / "out") == tmp_path / "out"
    shown = run("show", "2018-2019.wh.41.01", "--tables", str(tmp_path / "out"))
    assert "2018-2019.wh.41.01" in shown.stdout


def test_tables_that_are_not_there_are_named(run: Run, tmp_path: Path) -> None:
    result = run("check", "--out", str(tmp_path / "none"))
    assert result.returncode == 1
    assert str(tmp_path / "none") in sentence(result)
