"""What several tests of exports share: small real tables, and each export of them made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.cut import cut_tables

from foja.tables.engine import Tables
from foja.tables.export import export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def small_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_tables(tmp_path_factory.mktemp("cut") / "tables")


@pytest.fixture(scope="session")
def figures(small_tables: Path) -> dict[str, Any]:
    """What every export of the small tables has to give back."""
    with Tables(small_tables) as tables:
        trainings = tables.table("trainings")
        done = trainings.filter(trainings.stage == "actual")
        [row] = tables.rows(
            done.aggregate(
                rows=done.count(),
                students=done.quantity.sum(),
                dollars=done.cost_usd.sum(),
                first=done.start_date.min(),
                forces=done.recipient_force.nunique(),
            )
        )
        return {"tables": tables.counts, **row}


@pytest.fixture(scope="session")
def exported(small_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of an export in a format, made the first time it is asked for."""
    made: dict[str, Path] = {}
    base = tmp_path_factory.mktemp("exports")

    def give(file_format: str) -> Path:
        if file_format not in made:
            export(small_tables, base / file_format, file_format)
            made[file_format] = base / file_format
        return made[file_format]

    return give
