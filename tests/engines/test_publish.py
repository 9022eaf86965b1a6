"""Tables loaded into another engine: whole or not at all, and nothing of others touched."""

from __future__ import annotations

import builtins
import threading
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from tests.engines.every_measure import ASKED_OF_A_CHOICE, SHAPES, answer, same
from tests.engines.postgres import programs

import foja
from foja.errors import MissingExtraError, SettingsError, TablesError, TimeLimitError
from foja.measures.search import count
from foja.tables import engine as engine_module
from foja.tables.engine import Tables
from foja.tables.engines import chosen_engine, split_schema, without_password
from foja.tables.engines_ibis import IbisEngine
from foja.tables.engines_postgres import CONNECTIONS, PostgresEngine
from foja.tables.folder import open_folder
from foja.tables.publish import publish
from foja.tables.publish_ibis import load_by_ibis
from foja.tables.schema import BY_NAME, TABLES
from foja.tables.time_limit import time_limit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

postgres = pytest.mark.postgres
RIGHTS = """
SELECT table_name::text, NULL, grantee::text, privilege_type::text, is_grantable::text
FROM information_schema.table_privileges WHERE table_schema = 'again'
UNION ALL
SELECT table_name, column_name, grantee, privilege_type, is_grantable
FROM information_schema.column_privileges WHERE table_schema = 'again'
ORDER BY 1, 2, 3, 4
"""


def _run(address: str, sql: str) -> list[tuple[Any, ...]]:
    import psycopg  # noqa: PLC0415 - not everywhere

    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


@postgres
def test_every_table_is_there_with_what_was_published(
    postgres_address: str, folder: Path, tables: Tables, postgres_tables: Tables
) -> None:
    assert postgres_tables.counts == tables.counts
    assert postgres_tables.version == tables.version == "some-tables"
    for name in BY_NAME:
        assert postgres_tables.rows(postgres_tables.table(name)) == tables.rows(tables.table(name))
    stated = _run(
        postgres_address, "SELECT sha256, rows FROM foja.foja_version WHERE table_name = 'units'"
    )
    manifest = open_folder(folder).manifest.files["units.parquet"]
    assert stated == [(manifest.sha256, manifest.rows)]
    comments = _run(postgres_address, "SELECT obj_description('foja.trainings'::regclass)")
    assert comments == [(BY_NAME["trainings"].row,)]


@postgres
def test_rows_chosen_come_in_the_order_of_the_table(
    postgres_tables: Tables, tables: Tables
) -> None:
    def chosen(asked: Tables) -> list[Any]:
        rules = asked.table("rules")
        return asked.rows(rules.filter(rules.kind == "place_id").select("rule", "value"))

    assert chosen(postgres_tables) == chosen(tables)
    assert "foja_order" in postgres_tables.sql(postgres_tables.table("rules"))
    assert "foja_order" not in postgres_tables.table("rules").columns


@postgres
def test_frames_have_the_same_types(postgres_tables: Tables, tables: Tables) -> None:
    def sums(asked: Tables) -> pa.Table:
        rows = asked.trainings(country="MEX")
        return asked.arrow(
            rows.group_by("program")
            .aggregate(students=rows.quantity.sum(), cost_usd=rows.cost_usd.sum())
            .order_by("program")
        )

    assert sums(postgres_tables).to_pylist() == sums(tables).to_pylist()
    assert sums(postgres_tables).schema.field("students").type == pa.int64()


@postgres
def test_an_expression_runs_itself_and_cannot_write(
    postgres_address: str, postgres_tables: Tables
) -> None:
    import psycopg  # noqa: PLC0415 - not everywhere

    rows = postgres_tables.trainings(country="BLZ")
    assert rows.count().execute() == len(postgres_tables.rows(rows)) > 0
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        rows.get_backend().raw_sql("DELETE FROM foja.issues")
    assert _run(postgres_address, "SELECT count(*) > 0 FROM foja.issues") == [(True,)]


@postgres
def test_connections_that_the_server_closed_are_opened_again(
    postgres_address: str, postgres_tables: Tables
) -> None:
    assert count(postgres_tables, SHAPES["a country"])
    _run(
        postgres_address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND query LIKE '%trainings%' AND state = 'idle'",
    )
    assert count(postgres_tables, SHAPES["a country"])


@postgres
def test_publishing_again_keeps_the_tables_of_others_and_the_rights_that_were_given(
    postgres_server: str, folder: Path
) -> None:
    first = publish(folder, postgres_server, schema="again")
    _run(
        postgres_server,
        "CREATE TABLE again.notes (text TEXT); DELETE FROM again.issues;"
        "CREATE ROLE reader; CREATE ROLE chief; GRANT SELECT ON again.foja_version TO reader;"
        "GRANT SELECT, DELETE ON again.units TO chief WITH GRANT OPTION;"
        "GRANT SELECT (place_id, foja_order) ON again.places TO reader;"
        "GRANT SELECT ON again.countries TO PUBLIC",
    )
    rights = _run(postgres_server, RIGHTS)
    assert publish(folder, postgres_server, schema="again") == first
    assert _run(postgres_server, RIGHTS) == rights
    assert {
        ("foja_version", None, "reader", "SELECT", "NO"),
        ("units", None, "chief", "DELETE", "YES"),
        ("places", "place_id", "reader", "SELECT", "NO"),
        ("countries", None, "PUBLIC", "SELECT", "NO"),
    } <= {*rights}
    assert _run(postgres_server, "SELECT count(*) FROM again.issues") == [(first.rows["issues"],)]
    assert _run(postgres_server, "SELECT count(*) FROM again.notes") == [(0,)]
    with Tables(f"{postgres_server}&schema=again") as opened:
        assert opened.counts == first.rows
    assert first.rows.keys() == BY_NAME.keys()


@postgres
def test_waiting_for_a_connection_counts_against_the_time(postgres_address: str) -> None:
    engine = PostgresEngine(postgres_address)
    question = engine.compile(engine.table("issues").limit(1))
    taken = [engine._free.get() for _ in range(CONNECTIONS)]
    said: list[type[BaseException]] = []

    def ask() -> None:
        try:
            with time_limit(0.1):
                engine.ask(question, {})
        except Exception as error:  # noqa: BLE001 - which one it is, is what is asked
            said.append(type(error))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(60)
    assert said == [TimeLimitError]
    for connection in taken:
        engine._free.put(connection)
    assert len(engine.ask(question, {})) == 1
    engine.close()


@postgres
def test_what_foja_did_not_write_is_refused_and_left(postgres_server: str, folder: Path) -> None:
    _run(postgres_server, "CREATE SCHEMA taken; CREATE TABLE taken.units (name TEXT)")
    with pytest.raises(TablesError, match="holds `units`, which Foja did not write; choose anoth"):
        publish(folder, postgres_server, schema="taken")
    assert _run(
        postgres_server,
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'taken'",
    ) == [("units",)]


@postgres
def test_a_load_that_breaks_off_leaves_what_was_there(postgres_server: str, folder: Path) -> None:
    before = publish(folder, postgres_server, schema="broken")

    def stop(table: str, _rows: int) -> None:
        if table == "units":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(folder, postgres_server, schema="broken", on_progress=stop)
    with Tables(f"{postgres_server}&schema=broken") as opened:
        assert opened.counts == before.rows
    left = _run(
        postgres_server,
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'broken'",
    )
    assert left == [(len(TABLES) + 1,)]


@postgres
def test_a_schema_without_tables_of_foja_is_named(postgres_server: str) -> None:
    with pytest.raises(TablesError, match="schema public holds no tables of Foja; load them with"):
        Tables(f"{postgres_server}&schema=public")


@postgres
def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path: Path) -> None:
    address = f"postgresql://me:secret@/db?host={tmp_path}"
    with pytest.raises(
        TablesError, match=r"PostgreSQL at postgresql://me@/db.* be reached"
    ) as told:
        foja.open(address)
    assert "secret" not in str(told.value)


@postgres
def test_the_command_says_what_it_loaded(
    postgres_server: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from foja.cli.publish import publish as command  # noqa: PLC0415 - the other tests need it not

    command(to=postgres_server, tables=folder, schema="by_command")
    told = capsys.readouterr().out
    assert "schema by_command: tables some-tables, 16 tables, " in told


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://host/db", r"not the address of an engine; one begins with postgres://"),
        ("postgresql://host/db?schema=a;b", "not a name for a schema"),
        ("spark://folder", "names no folder; write spark:///folder"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, words: str, folder: Path) -> None:
    with pytest.raises(SettingsError, match=words):
        publish(folder, address)
    with pytest.raises(SettingsError, match=words):
        foja.open(address)


@pytest.mark.parametrize(
    ("address", "module", "words"),
    [
        ("postgresql://host/db", "psycopg", r"pip install 'foja\[postgres\]'"),
        ("sc://localhost:15002", "pyspark.errors", r"pip install 'foja\[engines\]'"),
        ("clickhouse://host/db", "clickhouse_connect", r"pip install 'ibis-framework\[clickhouse"),
        ("bigquery://project/set", "google.cloud", r"pip install 'ibis-framework\[bigquery\]'"),
    ],
)
def test_a_driver_that_is_absent_is_named(
    address: str, module: str, words: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == module or name.startswith(f"{module}."):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=words):
        publish(folder, address)
    with pytest.raises(MissingExtraError, match=words):
        foja.open(address)


def test_the_variable_names_an_engine_unless_something_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert chosen_engine(None) is None
    assert chosen_engine(tmp_path) is None
    assert chosen_engine("postgresql://host/db") == "postgresql://host/db"
    monkeypatch.setenv("FOJA_ENGINE", "sc://host:15002")
    assert chosen_engine(None) == "sc://host:15002"
    assert chosen_engine(tmp_path) is None
    monkeypatch.setenv("FOJA_TABLES", str(tmp_path))
    with pytest.raises(SettingsError, match="FOJA_ENGINE and FOJA_TABLES are both set"):
        chosen_engine(None)
    with pytest.raises(SettingsError, match="FOJA_ENGINE and FOJA_TABLES are both set"):
        chosen_engine(tmp_path)
    assert chosen_engine(tmp_path / "other") is None


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "postgresql://me:pw@host/db?password=pw;2&sslmode=require",
            "postgresql://me@host/db?password=...&sslmode=require",
        ),
        (
            "sc://host:15002/;use_ssl=true;token=pw&2;user_id=me",
            "sc://host:15002/;use_ssl=true;token=...;user_id=me",
        ),
        ("postgresql://me:p/w@host/db", "postgresql://..."),
        ("postgresql://me:p#w@host/db", "postgresql://..."),
        ("postgresql://me:1@p?w@host/db", "postgresql://..."),
        ("spark:///a/folder", "spark:///a/folder"),
    ],
)
def test_an_address_is_shown_without_secrets(address: str, shown: str) -> None:
    assert without_password(address) == shown


def test_an_address_is_apart_from_its_schema() -> None:
    assert split_schema("postgresql://h/d?schema=own&sslmode=require") == (
        "postgresql://h/d?sslmode=require",
        "own",
    )
    assert split_schema("spark:///folder") == ("spark:///folder", "foja")
    assert split_schema("spark:///folder?schema=own", "other") == ("spark:///folder", "other")


def test_a_warehouse_folder_is_replaced_whole(folder: Path, tmp_path: Path) -> None:
    first = publish(folder, f"spark://{tmp_path}/warehouse")
    assert publish(folder, f"spark://{tmp_path}/warehouse") == first
    assert sorted(each.name for each in (tmp_path / "warehouse").iterdir()) == ["foja.db"]

    def stop(_table: str, _rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(folder, f"spark://{tmp_path}/warehouse", on_progress=stop)
    there = tmp_path / "warehouse" / "foja.db"
    assert {each.name for each in there.iterdir()} == {*BY_NAME, "foja_version"}
    (tmp_path / "foja.db").mkdir()
    (tmp_path / "foja.db" / "letter.txt").write_text("mine")
    with pytest.raises(TablesError, match="holds something that Foja did not write"):
        publish(folder, f"spark://{tmp_path}")


@pytest.fixture(scope="module")
def by_ibis(folder: Path) -> Iterator[Tables]:
    """The tables in an engine that is loaded and asked through Ibis alone.

    Here it is a DuckDB of its own, in place of the servers that no test can start.
    """
    backend = ibis.duckdb.from_connection(duckdb.connect(":memory:"))

    def to_pyarrow(expression: Any, **_options: object) -> Any:
        # Ibis 12 asks DuckDB 2 by a name that it no longer has.
        found = backend.con.sql(backend.compile(expression)).to_arrow_table()
        return expression.__pyarrow_result__(found)

    def names(sql: str) -> list[str]:
        return [name for (name,) in backend.con.execute(sql).fetchall()]

    backend.to_pyarrow = to_pyarrow
    backend.list_databases = lambda: names("SELECT schema_name FROM information_schema.schemata")
    backend.list_tables = lambda database: names(
        f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}'"  # noqa: S608 - a name of the code's
    )
    load_by_ibis(backend, "foja", open_folder(folder), lambda _table, _rows: None, "here")
    taken = "foja.foja_loading_units"
    backend.con.execute(f"CREATE TABLE {taken} AS SELECT 'mine' AS name")
    with pytest.raises(TablesError, match="here, schema foja holds `foja_loading_units`, which Fo"):
        load_by_ibis(backend, "foja", open_folder(folder), lambda _table, _rows: None, "here")
    assert backend.con.execute(f"FROM {taken}").fetchall() == [("mine",)]
    # What a load that broke off has left is taken away.
    backend.con.execute(f"CREATE OR REPLACE TABLE {taken} AS FROM foja.units LIMIT 1")
    load_by_ibis(backend, "foja", open_folder(folder), lambda _table, _rows: None, "here")
    assert "foja_loading_units" not in backend.list_tables("foja")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "open_engine", lambda _a: IbisEngine(backend, "foja", "here"))
        tables = Tables("clickhouse://here")
    with tables:
        yield tables


@pytest.mark.parametrize("shape", ["all together", "misspelled", "text that is no code"])
def test_an_engine_asked_through_ibis_alone_answers_as_duckdb(
    shape: str, by_ibis: Tables, tables: Tables
) -> None:
    for name in ("figures.ask_cube", "entities.parts", "rows.trainings_in_order"):
        asked, wanted = (
            answer(each, ASKED_OF_A_CHOICE[name](each, SHAPES[shape])) for each in (by_ibis, tables)
        )
        assert same(name, asked, wanted)
    assert by_ibis.rows(by_ibis.table("rules")) == tables.rows(tables.table("rules"))


def test_postgres_is_found_where_debian_puts_it() -> None:
    found = programs()
    assert found is None or (found / "initdb").is_file()
