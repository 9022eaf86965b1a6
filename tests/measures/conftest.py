"""The small tables, open, and the same in plain SQL for comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.tables import write_tables

from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


SUMS = (
    "count(*), sum(quantity), sum(cost_usd), count(*) - count(quantity), count(*) - count(cost_usd)"
)
DONE = "country_iso3 = 'MEX' AND stage = 'actual'"


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("measures"))) as opened:
        yield opened


@pytest.fixture
def by_hand(tables: Tables) -> Callable[[str], list[tuple[Any, ...]]]:
    """Answer SQL written by hand, without Ibis; SUMS and DONE stand for what they say above."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        whole = sql.replace("SUMS", SUMS).replace("DONE", DONE)
        return tables._connection.cursor().execute(whole).fetchall()

    return ask
