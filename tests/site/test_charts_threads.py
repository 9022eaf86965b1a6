"""Charts that are drawn at the same time have nothing in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foja.measures.filters import Filters
from foja.site.charts import CHARTS, view
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def tables(tables_folder: Path) -> Iterator[Tables]:
    with Tables(tables_folder) as opened:
        yield opened


def _holders(part: Any) -> Iterator[int]:
    """Give what can be changed in a specification, by identity."""
    if isinstance(part, dict):
        yield id(part)
        for each in part.values():
            yield from _holders(each)
    elif isinstance(part, list):
        yield id(part)
        for each in part:
            yield from _holders(each)


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_holds_a_part_of_another(tables: Tables, name: str) -> None:
    for years in ((None, None), (2019, 2019)):
        filters = Filters("MEX", *years)
        one, other = (
            view(name, tables, filters, partial={2019: "Europe"}).spec() for _ in range(2)
        )
        drawn = "spec" if "facet" in one else "layer"
        assert one[drawn] == other[drawn]
        assert not set(_holders(one[drawn])) & set(_holders(other[drawn]))
