"""Figures under several definitions: small tables, and those published of the whole record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foja.measures.definitions import (
    REFERENCE_TYPE,
    count_by_definition,
    definitions,
    reference_types,
)
from foja.measures.figures import add_up
from foja.measures.filters import Filters
from foja.tables.engine import Tables
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.measures.definitions import Counted


@pytest.fixture(scope="module")
def record() -> Iterator[Tables]:
    """The tables of the whole record that ship with the package."""
    with Tables(SNAPSHOT) as opened:
        yield opened


def _of(found: list[Counted], key: str) -> Counted:
    return next(each for each in found if each.definition.key == key)


def test_wider_definitions_hold_the_narrower(record: Tables) -> None:
    found = count_by_definition(record, Filters(country="MEX"))
    narrow, wider, widest = (
        add_up(_of(found, key).by_year.values()).trainings
        for key in ("human_rights", "humanitarian", "law")
    )
    assert 0 < narrow < wider < widest


def test_the_published_figures_of_human_rights_come_out(record: Tables) -> None:
    by_report = _of(count_by_definition(record, Filters(country="MEX")), "human_rights")
    last = add_up(by_report.by_year[year] for year in (2019, 2020))
    assert (last.students, last.cost_usd) == (60, 308_943)
    assert by_report.exact
    by_day = count_by_definition(record, Filters(country="MEX", year_basis="start"))
    first_day = _of(by_day, "human_rights").by_year
    assert sum(first_day[year].students or 0 for year in (2019, 2020)) == 58


def test_the_reference_definition_gives_the_published_sixty(record: Tables) -> None:
    reference = _of(count_by_definition(record, Filters(country="MEX")), "reference")
    assert reference.by_year[2020].students == 60
    # Its own rule about drivers leaves out titles of a type that it holds, none of them in FY2020.
    assert not reference.exact
    chosen = Filters(
        country="MEX",
        training_types=reference.definition.types,
        fiscal_year_from=2020,
        fiscal_year_to=2020,
    )
    rows = record.rows(chosen.apply(record.table("trainings")))
    assert sum(row["quantity"] or 0 for row in rows) == 60


def test_the_reference_is_made_of_types_of_ours() -> None:
    found = reference_types()
    assert "tactical" in found
    assert "maritime.seamanship" in found
    assert "maritime" not in found
    assert REFERENCE_TYPE not in found
    assert len({each.key for each in definitions()}) == len(definitions())
