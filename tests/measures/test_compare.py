"""Figures of several items beside each other equal the same in plain SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.world import write_world

from foja.measures import compare
from foja.measures.figures import Figures, ask_cube
from foja.measures.filters import Filters
from foja.measures.training import head_figures
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUMS = "count(*), sum(quantity), sum(cost_usd)"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """The small tables with Kenya."""
    with (
        pytest.MonkeyPatch.context() as patch,
        Tables(write_world(tmp_path_factory.mktemp("compare") / "tables", patch)) as opened,
    ):
        yield opened


@pytest.fixture
def by_hand(tables: Tables) -> Callable[[str], list[tuple[Any, ...]]]:
    """Answer SQL written by hand, in which SUMS stand for what they say above."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return tables._connection.cursor().execute(sql.replace("SUMS", SUMS)).fetchall()

    return ask


def _plain(figures: Figures) -> tuple[Any, ...]:
    return figures.trainings, figures.students, figures.cost_usd


@pytest.mark.parametrize(
    ("column", "codes", "is_it"),
    [
        ("country_iso3", ("MEX", "COL", "KEN"), "country_iso3 = '{0}'"),
        ("program", ("SEC333", "IMET"), "program = '{0}'"),
        ("unit_id", ("MEX.naval-region-8", "MEX.battalion-1"), "unit_id = '{0}'"),
        (
            "recipient_force",
            ("MEX.SEMAR", "MEX", "MEX.SEDENA"),
            "(recipient_force = '{0}' OR recipient_force LIKE '{0}.%')",
        ),
    ],
)
def test_each_items_cells_are_its_rows_by_year_and_group(
    tables: Tables,
    by_hand: Callable[[str], list[tuple[Any, ...]]],
    column: str,
    codes: tuple[str, ...],
    is_it: str,
) -> None:
    found = compare.compared_cells(tables, Filters(), column, codes)
    assert len(found) == len(codes)
    for code, cells in zip(codes, found, strict=True):
        rows = by_hand(
            "SELECT fiscal_year, split_part(training_type, '.', 1), SUMS FROM trainings "
            "WHERE stage = 'actual' AND IS_IT GROUP BY 1, 2 ORDER BY 1, 2".replace(
                "IS_IT", is_it.format(code)
            )
        )
        assert rows, code
        assert [(cell.year, cell.group, *_plain(cell.figures)) for cell in cells] == rows


def test_filters_hold_for_every_item(
    tables: Tables, by_hand: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    chosen = Filters(fiscal_year_from=2018, programs=("IMET",), training_types=("law",))
    found = compare.compared_cells(tables, chosen, "country_iso3", ("MEX", "KEN"))
    rows = by_hand(
        "SELECT country_iso3, SUMS FROM trainings WHERE stage = 'actual' AND program = 'IMET' "
        "AND fiscal_year >= 2018 AND training_type LIKE 'law%' GROUP BY 1"
    )
    sums = {code: sums for code, *sums in rows}
    for code, cells in zip(("MEX", "KEN"), found, strict=True):
        item = compare.Compared(cells, frozenset({2018, 2019, 2020}))
        assert _plain(item.over((2018, 2019, 2020))) == tuple(sums[code])


def test_a_year_not_read_is_unknown_and_one_without_rows_is_zero() -> None:
    figures = Figures(2, 9, Decimal(100))
    item = compare.Compared((compare.Cell(2018, "law", figures),), frozenset({2018, 2019}))
    assert item.in_year(2018) == figures
    assert item.in_year(2019) == Figures(0, 0, Decimal(0))
    assert item.in_year(2017) is None
    assert item.over((2018, 2019)) == figures
    assert item.groups((2019,)) == {}
    other = compare.Compared((), frozenset({2019, 2020}))
    assert compare.common_years([item, other]) == [2019]
    assert compare.common_years([]) == []


def test_the_biggest_courses_of_each_are_those_of_its_rows(
    tables: Tables, by_hand: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    codes = ("MEX", "COL", "KEN")
    found = compare.top_courses(tables, Filters(), "country_iso3", codes, 3)
    for code, courses in zip(codes, found, strict=True):
        rows = by_hand(
            "SELECT sum(quantity) FROM trainings WHERE stage = 'actual' "
            "AND country_iso3 = 'CODE' GROUP BY upper(course_title) HAVING sum(quantity) > 0 "
            "ORDER BY sum(quantity) DESC, upper(course_title) LIMIT 3".replace("CODE", code)
        )
        assert [course.students for course in courses] == [students for (students,) in rows]
    assert [course.title for course in found[2]] == ["Law of the Sea", "Radio Operator"]


def test_countries_add_up_to_everything(
    tables: Tables, by_hand: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    chosen = Filters(fiscal_year_from=2019, fiscal_year_to=2020)
    found = compare.by_country(tables, chosen)
    rows = by_hand(
        "SELECT country_iso3, SUMS FROM trainings WHERE stage = 'actual' "
        "AND fiscal_year BETWEEN 2019 AND 2020 GROUP BY 1"
    )
    assert {code: _plain(figures) for code, figures in found.items()} == {
        code: tuple(sums) for code, *sums in rows
    }
    assert None in found


def test_equal_values_share_a_place() -> None:
    assert compare.ranks({"A": 5, "B": 7, "C": 5, "D": 1}) == {"B": 1, "A": 2, "C": 2, "D": 4}


def test_rates_rank_only_where_two_countries_have_inhabitants(tables: Tables) -> None:
    assert not compare.can_be_rated(tables, ("MEX", "COL", "KEN"))
    assert compare.can_be_rated(tables, ("MEX", "USA"))
    chosen = Filters(fiscal_year_from=2020, fiscal_year_to=2020)
    rates = compare.rates_by_country(tables, chosen)
    assert set(rates) == {"MEX"}
    assert rates["MEX"] > 0


def test_a_cube_without_forces_holds_the_same_sums(tables: Tables) -> None:
    small = ask_cube(tables, Filters(), ("fiscal_year", "program"))
    assert small.by("program") == ask_cube(tables, Filters()).by("program")
    navy = Filters(recipient_forces=("MEX.SEMAR",), programs=("IMET",))
    narrow = ask_cube(tables, navy, ("fiscal_year", "program"))
    assert narrow.chosen(navy).total == ask_cube(tables, navy).chosen(navy).total
    assert narrow.chosen(navy).total.trainings


def test_the_year_before_is_the_last_one_that_can_be_compared(tables: Tables) -> None:
    cube = ask_cube(tables, Filters())
    years = [2016, 2018, 2019, 2020]
    same = {2020: [2018, 2020], 2019: [2019], 2018: [2018, 2020]}
    head = head_figures(cube, Filters(), years, lambda year: same[year])
    assert (head.last_year, head.year_before) == (2020, 2018)
    assert head.before == cube.by("fiscal_year")[2018]
    alone = head_figures(cube, Filters(fiscal_year_to=2019), years, lambda year: same[year])
    assert (alone.last_year, alone.year_before, alone.before) == (2019, None, None)
    assert head_figures(cube, Filters(), years).year_before == 2019
