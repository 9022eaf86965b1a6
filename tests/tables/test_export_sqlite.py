"""The SQLite export: every row, found by words without accents, with what columns mean."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.support.tables import write_tables

from foja.tables.engine import Tables
from foja.tables.export import export
from foja.tables.export_sqlite import DATABASE, FACETS, METADATA, SEARCHED
from foja.tables.schema import BY_NAME, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("sqlite") / "tables")


@pytest.fixture(scope="module")
def out(folder: Path) -> Path:
    out = folder.parent / "export"
    export(folder, out, "sqlite")
    return out


@pytest.fixture(scope="module")
def database(out: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(out / DATABASE)
    yield connection
    connection.close()


def test_every_row_is_there(database: sqlite3.Connection, folder: Path) -> None:
    with Tables(folder) as tables:
        for name, count in tables.counts.items():
            assert database.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (count,)  # noqa: S608
        table = tables.table("trainings")
        rows = tables.rows(table.order_by("training_id"))
    cursor = database.execute("SELECT * FROM trainings ORDER BY training_id")
    names = [column[0] for column in cursor.description]
    for row, found in zip(rows, cursor.fetchall(), strict=True):
        there = dict(zip(names, found, strict=True))
        assert there["cost_usd"] == (None if row["cost_usd"] is None else float(row["cost_usd"]))
        assert there["flags"] == "; ".join(row["flags"])
        for name in ("training_id", "quantity", "course_title", "fiscal_year"):
            assert there[name] == row[name]
        day = row["start_date"]
        assert there["start_date"] == (day.isoformat() if day else None)


def test_words_are_found_without_accents(database: sqlite3.Connection) -> None:
    database.execute("SAVEPOINT before")
    database.execute(
        "INSERT INTO trainings_fts (rowid, student_unit) VALUES (999999, 'Capitanía de Puerto')"
    )
    found = database.execute(
        "SELECT rowid FROM trainings_fts WHERE trainings_fts MATCH 'capitania'"
    ).fetchall()
    database.execute("ROLLBACK TO before")
    assert (999999,) in found


def test_the_metadata_tells_every_column(out: Path) -> None:
    tables = json.loads((out / METADATA).read_text("utf-8"))["databases"]["foja"]["tables"]
    assert set(tables) == {table.name for table in TABLES}
    for table in TABLES:
        meanings = {column.name: column.meaning for column in table.columns}
        assert tables[table.name]["columns"] == meanings
    names = {column.name for column in BY_NAME["trainings"].columns}
    assert set(FACETS) <= names
    assert set(SEARCHED) <= names
