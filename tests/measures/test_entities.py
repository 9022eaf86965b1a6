"""Sums by the values of a column, beside the same sums written by hand in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from foja.measures.entities import (
    GROUP,
    YEAR,
    by_columns,
    cells,
    parts,
    parts_of,
    total_of,
    units_by_country,
    units_of_country,
)
from foja.measures.figures import Figures, add_up
from foja.measures.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.tables.engine import Tables
    from foja.tables.selection import YearBasis


@pytest.mark.parametrize("column", ["program", "place_id", "training_type", "country_iso3"])
def test_parts_are_the_sums_of_each_value(
    column: str, tables: Tables, by_hand: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    found = parts(tables, Filters(country="MEX"), column)
    hand = by_hand(
        f"SELECT {column}, count(*), sum(quantity) FROM trainings "  # noqa: S608 - our own columns
        "WHERE country_iso3 = 'MEX' AND stage = 'actual' GROUP BY 1"
    )
    assert {(p.value, p.figures.trainings, p.figures.students) for p in found} == set(hand)
    counts = [part.figures.trainings for part in found]
    assert counts == sorted(counts, reverse=True)


def test_years_stand_in_their_order_and_follow_the_basis(tables: Tables) -> None:
    by_report = parts(tables, Filters(country="MEX"), YEAR)
    assert [part.value for part in by_report] == [2016, 2018, 2019, 2020]
    by_day = parts(tables, Filters(country="MEX", year_basis="calendar"), YEAR)
    assert [part.value for part in by_day] == [2016, 2017, 2018, 2019, 2020, None]


def test_groups_add_up_their_types(tables: Tables) -> None:
    found = {part.value: part for part in parts(tables, Filters(), GROUP)}
    assert found["law"].figures.students == 114
    assert found["law"].figures.without_students == 1
    assert found["law"].years == (2016, 2018, 2019, 2020)


def test_only_the_largest_are_returned(tables: Tables) -> None:
    (largest,) = parts(tables, Filters(), "program", order="cost_usd", limit=1)
    assert largest.value == "SEC333"


def test_what_nothing_prints_stays_unknown(tables: Tables) -> None:
    assert add_up([]) == Figures(0, None, None)
    assert add_up([Figures(1, None, None, 1, 1)]) == Figures(1, None, None, 1, 1)
    whole = total_of(parts(tables, Filters(country="MEX"), "program"))
    assert (whole.trainings, whole.without_students, whole.without_cost) == (17, 1, 1)


def test_several_columns_are_answered_at_once(tables: Tables) -> None:
    chosen = Filters(places=("US.newport",))
    by = by_columns(tables, chosen, ("delivery", "location_printed", GROUP))
    for column, found in by.items():
        assert found == parts(tables, chosen, column)
    assert by["delivery"][0].figures.students == 114


@pytest.mark.parametrize("basis", ["report", "calendar"])
def test_cells_add_up_to_countries_and_years(basis: YearBasis, tables: Tables) -> None:
    chosen = Filters(programs=("IMET", "SEC333"), year_basis=basis)
    found = cells(tables, chosen)
    assert parts_of(found, "country", "students") == parts(
        tables, chosen, "country_iso3", order="students"
    )
    by_year = parts(tables, chosen, YEAR)
    assert {part.value: part.figures for part in parts_of(found, "year")} == {
        part.value: part.figures for part in by_year
    }


def test_units_are_counted_and_listed_by_country(tables: Tables) -> None:
    counts = units_by_country(tables)
    units = units_of_country(tables, "MEX")
    assert counts["MEX"] == len(units) > 5
    assert units[0]["trainings"] == max(unit["trainings"] for unit in units)
