"""A PostgreSQL server and a Spark of one's own, with some tables in them; DuckDB beside them."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.engines.postgres import programs, server
from tests.engines.some_tables import write_some_tables

from foja.tables.engine import Tables
from foja.tables.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_POSTGRES = (
    "starts a PostgreSQL server: `make test` installs it where it can; on Debian, "
    "apt-get install postgresql, and pip install 'foja[postgres]'"
)
NO_SPARK = (
    "starts Spark: `make test` installs its Java where it can; on Debian, "
    "apt-get install openjdk-17-jre-headless, and pip install 'foja[engines]'"
)
SPARK_OPTIONS = (
    "master=local[2]&spark.sql.shuffle.partitions=1&spark.sql.adaptive.enabled=false"
    # Over a few rows, compiling a question into Java takes longer than answering it.
    "&spark.sql.codegen.wholeStage=false&spark.sql.codegen.factoryMode=NO_CODEGEN"
)
"""Short questions over few rows: to plan them anew, or in parts, takes longer than to answer."""
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A Java that lives for a minute does not pay for its best code."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"postgres: {NO_POSTGRES}")
    config.addinivalue_line("markers", f"spark: {NO_SPARK}")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, saying what it would take."""
    postgres = programs() is not None and _has("psycopg")
    spark = shutil.which("java") is not None and _has("pyspark")
    for item in items:
        if item.get_closest_marker("postgres") and not postgres:
            item.add_marker(pytest.mark.skip(reason=NO_POSTGRES))
        if item.get_closest_marker("spark") and not spark:
            item.add_marker(pytest.mark.skip(reason=NO_SPARK))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of some tables."""
    return write_some_tables(tmp_path_factory.mktemp("some-tables"))


@pytest.fixture(scope="session")
def tables(folder: Path) -> Iterator[Tables]:
    """Some tables, open in DuckDB."""
    with Tables(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an empty PostgreSQL server."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_address(postgres_server: str, folder: Path) -> str:
    """The address of a PostgreSQL server into which the tables were published."""
    publish(folder, postgres_server)
    return postgres_server


@pytest.fixture(scope="session")
def postgres_tables(postgres_address: str) -> Iterator[Tables]:
    """Some tables, open in PostgreSQL."""
    with Tables(postgres_address) as opened:
        yield opened


@pytest.fixture(scope="session")
def spark_tables(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """Some tables, open in Spark on this machine."""
    address = f"spark://{tmp_path_factory.mktemp('warehouse')}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_SUBMIT_OPTS", JAVA_OPTIONS)
        publish(folder, address)
        with Tables(f"{address}?{SPARK_OPTIONS}") as opened:
            yield opened
