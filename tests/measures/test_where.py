"""Sums by place equal plain SQL, and lose nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from foja.measures.figures import add_up
from foja.measures.filters import Filters
from foja.measures.where import by_place, by_recipient

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.figures import Figures
    from foja.tables.engine import Tables

    ByHand = Callable[[str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        (Filters(), "stage = 'actual'"),
        (Filters(country="MEX"), "DONE"),
        (
            Filters(country="MEX", fiscal_year_from=2018, recipient_forces=("MEX.SEMAR",)),
            "DONE AND fiscal_year >= 2018 AND recipient_force = 'MEX.SEMAR'",
        ),
    ],
)
def test_sums_by_place_are_those_of_sql(
    tables: Tables, by_hand: ByHand, filters: Filters, where: str
) -> None:
    parts: dict[str | None, list[Figures]] = defaultdict(list)
    for cell in by_place(tables, filters, "training_type", groups=True):
        assert cell.rule is None or cell.place is None
        parts[cell.place].append(cell.figures)
    found = {place: add_up(figures) for place, figures in parts.items()}
    # No word of the question comes from elsewhere.
    asked = by_hand(f"SELECT place_id, SUMS FROM trainings WHERE {where} GROUP BY 1")  # noqa: S608
    assert len(asked) == len(found) > 0
    for place, trainings, students, dollars, without_students, without_cost in asked:
        figures = found[place]
        assert (figures.trainings, figures.students, figures.cost_usd) == (
            trainings,
            students,
            dollars,
        )
        assert figures.without_students == without_students
        assert figures.without_cost == without_cost


def test_types_come_whole_or_as_groups(tables: Tables) -> None:
    whole = {cell.value for cell in by_place(tables, Filters(), "training_type")}
    groups = {cell.value for cell in by_place(tables, Filters(), "training_type", groups=True)}
    assert any("." in value for value in whole if value)
    assert groups == {value and value.partition(".")[0] for value in whole}


def test_recipients_are_countries_alone(tables: Tables, by_hand: ByHand) -> None:
    found = by_recipient(tables, Filters())
    asked = by_hand(
        "SELECT country_iso3, count(*) FROM trainings "
        "WHERE stage = 'actual' AND country_iso3 IS NOT NULL GROUP BY 1"
    )
    assert {code: figures.trainings for code, figures in found.items()} == dict(asked)
    assert {"MEX", "COL"} <= set(found)
