"""Every export: whole, hashed, described, and refused where it cannot be right."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from frictionless import Package

from foja.errors import TablesError
from foja.tables import export_workbook
from foja.tables.export import FORMATS, export
from foja.tables.export_about import DICTIONARY, MANIFEST, README
from foja.tables.folder import SNAPSHOT, open_folder
from foja.tables.references import REFERENCES
from foja.tables.schema import BY_NAME, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_manifest_names_every_file_with_its_hash_and_every_table_with_its_rows(
    exported: Callable[[str], Path], figures: dict[str, Any], file_format: str
) -> None:
    folder = exported(file_format)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    assert set(manifest["files"]) == there
    assert {DICTIONARY, README} < there
    for name, said in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert said == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    rows = {name.partition(".")[0]: count for name, count in manifest["tables"].items()}
    assert rows == figures["tables"]
    assert "public domain" in manifest["licence"]
    assert manifest["version"] in manifest["citation"]


@pytest.mark.parametrize("file_format", ["csv", "parquet", "datapackage", "xlsx", "sqlite"])
def test_the_same_tables_give_the_same_bytes(
    exported: Callable[[str], Path], small_tables: Path, tmp_path: Path, file_format: str
) -> None:
    export(small_tables, tmp_path / "again", file_format)
    first = json.loads((exported(file_format) / MANIFEST).read_text("utf-8"))
    assert json.loads((tmp_path / "again" / MANIFEST).read_text("utf-8")) == first


def test_an_unknown_format_is_named(small_tables: Path, tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="No format `dbf`; give one of csv, parquet, sqlite"):
        export(small_tables, tmp_path / "out", "dbf")
    assert not (tmp_path / "out").exists()


def test_a_table_too_long_for_a_sheet_is_refused_and_nothing_is_left(
    small_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_workbook, "MOST_ROWS", 40)
    with pytest.raises(
        TablesError, match=r"`trainings` has \d+ rows and a sheet of Excel holds 39"
    ):
        export(small_tables, tmp_path / "out", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_every_reference_of_the_snapshot_leads_somewhere() -> None:
    source = open_folder(SNAPSHOT)

    def values(table: str, column: str) -> set[object]:
        content = pq.read_table(source.files(BY_NAME[table]), columns=[column])
        return set(content[column].to_pylist())

    assert len(REFERENCES) > 15
    for each in REFERENCES:
        lost = values(each.table, each.column) - values(each.to_table, each.to_column) - {None}
        assert not lost, f"{each}: {sorted(map(str, lost))[:5]}"


@pytest.fixture(scope="module")
def package(exported: Callable[[str], Path]) -> dict[str, Any]:
    return json.loads((exported("datapackage") / "datapackage.json").read_text("utf-8"))


def test_the_data_package_describes_each_table(
    package: dict[str, Any], exported: Callable[[str], Path]
) -> None:
    assert [resource["name"] for resource in package["resources"]] == [t.name for t in TABLES]
    assert package["licenses"][0]["name"] == "CC0-1.0"
    for table, resource in zip(TABLES, package["resources"], strict=True):
        content = (exported("datapackage") / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["schema"]["primaryKey"] == list(table.key)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in table.columns]
        assert all(field["description"] for field in fields)
    trainings = {each["name"]: each for each in package["resources"][0]["schema"]["fields"]}
    assert trainings["quantity"]["type"] == "integer"
    assert trainings["start_date"]["type"] == "date"
    assert trainings["stage"]["constraints"]["enum"] == ["actual", "planned"]


def test_the_data_package_is_valid(exported: Callable[[str], Path]) -> None:
    report = Package(str(exported("datapackage") / "datapackage.json")).validate()
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])[:5]


def test_the_validation_sees_a_changed_file(
    exported: Callable[[str], Path], tmp_path: Path
) -> None:
    """What the test above rests on: wrong types, lost references and hashes are found."""
    for path in exported("datapackage").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    programs = tmp_path / "programs.csv"
    programs.write_bytes(programs.read_bytes().replace(b'"IMET"', b'"IMETT"'))
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert {error.type for task in report.tasks for error in task.errors} >= {
        "hash-count",
        "foreign-key",
    }
