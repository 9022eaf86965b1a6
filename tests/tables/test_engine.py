"""The tables open for questions: found, checked, loaded, closed to the world, asked by threads."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.tables import training_rows, write_manifest, write_tables

import foja
from foja.errors import TablesError
from foja.tables import folder as tables_folder
from foja.tables.engine import Tables, find_tables
from foja.tables.schema import TABLES
from foja.tables.selection import number_later, text_later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def tables(folder: Path) -> Iterator[Tables]:
    with Tables(folder) as opened:
        yield opened


def _manifest(folder: Path) -> dict:
    return json.loads((folder / "tables.json").read_text("utf-8"))


def test_every_table_is_loaded_with_every_row(tables: Tables) -> None:
    assert set(tables.counts) == {table.name for table in TABLES}
    assert tables.counts["trainings"] == len(training_rows())
    assert tables.version == "f" * 16


def test_parts_by_report_are_one_table(tmp_path: Path, tables: Tables) -> None:
    with Tables(write_tables(tmp_path, parts=True)) as opened:
        assert opened.counts == tables.counts
        key = "training_id"
        whole = [row[key] for row in tables.rows(tables.trainings(stage="all").order_by(key))]
        parts = [row[key] for row in opened.rows(opened.trainings(stage="all").order_by(key))]
    assert parts == whole


def test_rows_hold_dates_and_decimals(tables: Tables) -> None:
    rows = tables.rows(tables.trainings(country="MEX", words="helicopter").order_by("fiscal_year"))
    assert [row["cost_usd"] for row in rows] == [Decimal("400000.00"), Decimal("600000.25")]
    assert rows[1]["start_date"] == dt.date(2020, 6, 1)
    assert rows[1]["flags"] == []


def test_trainings_are_done_ones_unless_asked_for(tables: Tables) -> None:
    def count(**choice: object) -> int:
        return len(tables.rows(tables.trainings(**choice)))  # type: ignore[arg-type]

    assert count() == 20
    assert count(stage="planned") == 1
    assert count(stage="all") == 21
    assert count(country="MEX", fiscal_year=2020) == 7
    assert count(country="MEX", fiscal_year=(2018, 2019)) == 8
    assert count(country="MEX", fiscal_year=(None, 2016)) == 2
    assert count(country="MEX", program="IMET") == 5
    assert count(country="MEX", program=["IMET", "CTFP"]) == 7
    assert count(country="MEX", recipient_force="MEX.CIVIL") == 2
    assert count(country="MEX", fiscal_year=2018, year_basis="start") == 4


def test_frames_have_the_types_of_the_question(tables: Tables) -> None:
    rows = tables.trainings(country="MEX")
    sums = rows.group_by("program").aggregate(students=rows.quantity.sum(), n=rows.count())
    arrow = tables.arrow(sums)
    assert arrow.schema.field("students").type == pa.int64()
    assert tables.polars(sums).filter(program="SEC333")["students"].to_list() == [52]
    frame = tables.pandas(sums).set_index("program")
    assert frame.loc["SEC333", "n"] == 5


def test_an_expression_is_an_ibis_table_that_runs_itself(tables: Tables) -> None:
    assert tables.trainings(country="COL").count().execute() == 2


def test_an_unknown_table_is_named_with_those_there_are(tables: Tables) -> None:
    with pytest.raises(TablesError, match=r"No table `training`; give one of trainings, "):
        tables.table("training")


def test_a_question_is_compiled_once_for_its_key(tables: Tables) -> None:
    built = []

    def build() -> object:
        built.append(1)
        rows = tables.table("trainings")
        chosen = rows.filter(
            (rows.country_iso3 == text_later("country"))
            & (rows.fiscal_year == number_later("year"))
        )
        return chosen.aggregate(n=chosen.count())

    asked = [
        tables.ask("test", build, {"country": country, "year": year})[0]["n"]  # type: ignore[arg-type]
        for country, year in (("MEX", 2020), ("COL", 2020), ("MEX'; DROP TABLE trainings", 2018))
    ]
    assert asked == [7, 1, 0]
    assert len(built) == 1
    tables.forget()
    tables.ask("test", build, {"country": "MEX", "year": 2020})  # type: ignore[arg-type]
    assert len(built) == 2


def test_small_answers_are_kept(folder: Path) -> None:
    with Tables(folder) as tables:
        first = tables.once("countries", tables.countries)
        assert tables.once("countries", lambda: pytest.fail("asked twice")) is first


def test_threads_ask_at_the_same_time(tables: Tables) -> None:
    def ask(number: int) -> tuple[int, int]:
        country, year = ("MEX", 2016 + number % 5)
        rows = tables.rows(tables.trainings(country=country, fiscal_year=year), ("threads", year))
        return year, len(rows)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(60)))
    assert found == {(2016, 2), (2017, 0), (2018, 4), (2019, 4), (2020, 7)}


@pytest.mark.parametrize(
    "sql",
    [
        "COPY countries TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('{folder}/tables.json')",
        "ATTACH '{folder}/other.db'",
        "SET enable_external_access = true",
        "SET threads = 4",
        "INSTALL httpfs",
    ],
)
def test_the_open_database_is_closed_to_the_world(tables: Tables, folder: Path, sql: str) -> None:
    cursor = tables._connection.cursor()
    with pytest.raises(duckdb.Error, match=r"disabled|locked"):
        cursor.execute(sql.format(folder=folder))
    assert sorted(path.suffix for path in folder.iterdir()) == [".json"] + [".parquet"] * len(
        TABLES
    )


def test_closed_tables_say_so(folder: Path) -> None:
    tables = Tables(folder)
    tables.close()
    tables.close()
    with pytest.raises(TablesError, match="closed"):
        tables.rows(tables.countries())


def test_the_folder_given_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, named = write_tables(tmp_path / "given"), write_tables(tmp_path / "named")
    snapshot = write_tables(tmp_path / "snapshot")
    monkeypatch.setattr(tables_folder, "SNAPSHOT", snapshot)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert find_tables() == snapshot
    built = write_tables(tmp_path / "home" / "foja" / "tables")
    assert find_tables() == built
    monkeypatch.setenv("FOJA_TABLES", str(named))
    assert find_tables() == named
    assert find_tables(given) == given
    assert find_tables(str(given)) == given


def test_a_folder_without_tables_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TablesError, match=r"No folder of tables at .*absent; make tables with"):
        find_tables(tmp_path / "absent")
    with pytest.raises(TablesError, match=r"holds no tables\.json"):
        find_tables(tmp_path)
    monkeypatch.setattr(tables_folder, "SNAPSHOT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(TablesError, match="No tables yet: run `foja fetch`, then `foja build`"):
        find_tables()


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    content = bytearray((folder / "issues.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "issues.parquet").write_bytes(content)
    with pytest.raises(TablesError, match=r"issues\.parquet is not the file"):
        Tables(folder)


def test_an_absent_file_and_an_absent_table_are_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    (folder / "issues.parquet").unlink()
    with pytest.raises(TablesError, match=r"Cannot read .*issues\.parquet: No such file"):
        Tables(folder)
    files = _manifest(folder)["files"]
    del files["issues.parquet"]
    write_manifest(folder, files)
    with pytest.raises(TablesError, match="lack `issues`"):
        Tables(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"schema": 1}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = write_tables(tmp_path)
    (folder / "tables.json").write_bytes(content)
    with pytest.raises(TablesError, match=r"tables\.json is damaged"):
        Tables(folder)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    write_manifest(folder, _manifest(folder)["files"], schema=2)
    with pytest.raises(TablesError, match="have schema 2 and this Foja reads schema 1"):
        Tables(folder)


def test_a_manifest_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "inner")
    files = _manifest(folder)["files"]
    files["../outer.parquet"] = files["issues.parquet"]
    write_manifest(folder, files)
    with pytest.raises(TablesError, match="not a plain file name"):
        Tables(folder)


def _replace(folder: Path, table: pa.Table, *, rows: int | None = None) -> None:
    pq.write_table(table, folder / "countries.parquet")
    files = _manifest(folder)["files"]
    files["countries.parquet"] = {
        "sha256": tables_folder.hashlib.sha256(
            (folder / "countries.parquet").read_bytes()
        ).hexdigest(),
        "rows": table.num_rows if rows is None else rows,
    }
    write_manifest(folder, files)


def test_other_columns_are_refused_by_name(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    table = pq.read_table(folder / "countries.parquet")
    _replace(folder, table.append_column("capital", pa.array(["Bogotá", "México"])))
    with pytest.raises(TablesError, match=r"`countries` .* other columns .* \(capital\)"):
        Tables(folder)
    _replace(folder, table.drop_columns("name_es"))
    with pytest.raises(TablesError, match=r"\(name_es\)"):
        Tables(folder)
    _replace(folder, table.set_column(1, "name_en", pa.array([1, 2])))
    with pytest.raises(TablesError, match=r"\(name_en\)"):
        Tables(folder)


def test_a_wrong_number_of_rows_and_a_file_that_is_no_parquet_are_refused(tmp_path: Path) -> None:
    folder = write_tables(tmp_path)
    table = pq.read_table(folder / "countries.parquet")
    _replace(folder, table, rows=3)
    with pytest.raises(TablesError, match=r"`countries` .* has 2 rows and tables\.json says 3"):
        Tables(folder)
    _replace(folder, table)
    path = folder / "countries.parquet"
    path.write_bytes(b"<html>")
    files = _manifest(folder)["files"]
    files[path.name]["sha256"] = tables_folder.hashlib.sha256(path.read_bytes()).hexdigest()
    write_manifest(folder, files)
    with pytest.raises(TablesError, match="Cannot load `countries`"):
        Tables(folder)


def test_a_file_that_is_refused_without_a_reason_is_named(folder: Path) -> None:
    class Silent:
        def execute(self, sql: str, *_values: object) -> None:
            if "read_parquet" in sql:
                raise duckdb.IOException("")

    silent = cast("duckdb.DuckDBPyConnection", Silent())
    first = TABLES[0].name
    with pytest.raises(TablesError, match=f"Cannot load `{first}` from .*: IOException"):
        tables_folder.load(silent, tables_folder.open_folder(folder))


def test_foja_opens_tables(folder: Path) -> None:
    with foja.open(folder) as tables:
        total = tables.trainings(country="MEX", fiscal_year=2020)
        assert tables.rows(total.aggregate(students=total.quantity.sum()))[0]["students"] == 69
        assert isinstance(total, ibis.Table)


def test_importing_foja_imports_no_library() -> None:
    code = (
        "import sys, foja; "
        "heavy = {'ibis', 'duckdb', 'polars', 'pandas', 'pyarrow', 'altair', 'starlette'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
