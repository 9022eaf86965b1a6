"""The site over PostgreSQL answers with the same pages as over DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.tables.engine import Tables

BASE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def over_duckdb(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder), base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def over_postgres(postgres_address: str) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_ENGINE", postgres_address)
        app = create_app()
    with TestClient(app, base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def training(tables: Tables) -> str:
    rows = tables.trainings(country="MEX", fiscal_year=2015).order_by("training_id").limit(1)
    return str(tables.rows(rows)[0]["training_id"])


@pytest.mark.postgres
@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/es/country/MEX?from=2003&to=2018",
        "/en/country/MEX/rows?words=helicopter&sort=match",
        "/en/training/{training}",
        "/es/country/MEX/trainings.csv?words=helicopter&sort=match",
        "/en/record",
    ],
)
def test_pages_are_the_same(
    address: str, training: str, over_postgres: TestClient, over_duckdb: TestClient
) -> None:
    here = address.format(training=training)
    found, wanted = over_postgres.get(here), over_duckdb.get(here)
    assert found.status_code == wanted.status_code == 200
    assert found.text == wanted.text


@pytest.mark.postgres
def test_questions_in_sql_are_for_a_folder_of_tables(over_postgres: TestClient) -> None:
    for address in ("/en/sql?q=SELECT+1", "/api/v1/sql?q=SELECT+1"):
        answer = over_postgres.get(address)
        assert answer.status_code == 503
        assert "foja query" in answer.text
