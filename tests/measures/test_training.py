"""Sums, head figures, facets and rankings, each beside plain SQL or a sum made by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from foja.measures import training as measure
from foja.measures.figures import Cube, Figures, add_up, ask_cube, ask_matrix, group
from foja.measures.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.tables.engine import Tables

    Ask = Callable[[str], list[tuple[Any, ...]]]

MEXICO = Filters(country="MEX")


def _sums(rows: list[tuple[Any, ...]]) -> dict[Any, Figures]:
    """Return the figures of rows by what stands before them: one value, or several."""
    keys = (row[:-5] for row in rows)
    return {
        key[0] if len(key) == 1 else key: Figures(*row[-5:])
        for key, row in zip(keys, rows, strict=True)
    }


def test_sums_by_fiscal_year_and_program_are_those_of_sql(tables: Tables, by_hand: Ask) -> None:
    cube = ask_cube(tables, MEXICO)
    by_year = cube.by("fiscal_year")
    assert by_year == _sums(
        by_hand("SELECT fiscal_year, SUMS FROM trainings WHERE DONE GROUP BY 1")
    )
    assert by_year[2020] == Figures(7, 69, Decimal("820500.25"), 0, 0)
    assert by_year[2019] == Figures(4, 47, Decimal("22000.00"), 1, 1)
    assert cube.by_two("fiscal_year", "program") == _sums(
        by_hand("SELECT fiscal_year, program, SUMS FROM trainings WHERE DONE GROUP BY 1, 2")
    )


@pytest.mark.parametrize("column", ["training_type", "delivery", "recipient_force", "place_id"])
@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        (MEXICO, "true"),
        (
            replace(MEXICO, programs=("SEC333", "unknown")),
            "coalesce(program, '') IN ('', 'SEC333')",
        ),
        (replace(MEXICO, words="naval"), "student_unit ILIKE '%naval%'"),
        (replace(MEXICO, stage="all", year_basis="start"), "true"),
    ],
)
def test_a_matrix_holds_what_sql_sums(
    tables: Tables, by_hand: Ask, column: str, filters: Filters, condition: str
) -> None:
    stage = "true" if filters.stage == "all" else "stage = 'actual'"
    year = "start_fiscal_year" if filters.year_basis == "start" else "fiscal_year"
    expected = by_hand(
        f"SELECT {year}, {column}, SUMS FROM trainings "  # noqa: S608 - words of this test
        f"WHERE country_iso3 = 'MEX' AND {stage} AND {condition} GROUP BY 1, 2"
    )
    assert expected
    matrix = ask_matrix(tables, filters, column)
    assert matrix.cells == {(row[0], row[1]): Figures(*row[2:]) for row in expected}


def test_a_matrix_leaves_its_own_choice_and_the_years_open(tables: Tables) -> None:
    chosen = replace(MEXICO, training_types=("law",), fiscal_year_from=2020)
    matrix = ask_matrix(tables, chosen, "training_type")
    assert matrix.cells == ask_matrix(tables, MEXICO, "training_type").cells
    assert {value for _year, value in matrix.chosen(chosen)} == {"law.legal"}
    assert matrix.chosen(chosen)[2020, "law.legal"].students == 4
    in_2020 = matrix.by_value(chosen, depth=1)
    assert in_2020["technical"].students == 34
    assert set(in_2020) == {"law", "technical", "counter_drug", "maritime", "disaster"}
    parts = ask_matrix(tables, replace(MEXICO, recipient_forces=("MEX",)), "recipient_force")
    assert {value for _year, value in parts.chosen(MEXICO)} >= {"MEX.SEMAR", None}


def test_sums_by_force_and_by_the_year_of_the_first_day(tables: Tables, by_hand: Ask) -> None:
    by_force = ask_cube(tables, MEXICO).by("recipient_force")
    assert by_force == _sums(
        by_hand("SELECT recipient_force, SUMS FROM trainings WHERE DONE GROUP BY 1")
    )
    assert by_force["MEX.FGR"] == Figures(1, None, Decimal("7000.00"), 1, 0)
    started = ask_cube(tables, replace(MEXICO, year_basis="start")).by("fiscal_year")
    assert started == _sums(
        by_hand("SELECT start_fiscal_year, SUMS FROM trainings WHERE DONE GROUP BY 1")
    )
    assert None in started


@pytest.mark.parametrize(
    "filters",
    [
        MEXICO,
        replace(MEXICO, fiscal_year_from=2019),
        replace(MEXICO, programs=("SEC333", "unknown")),
        replace(MEXICO, recipient_forces=("MEX.SEMAR",), fiscal_year_to=2019),
        replace(MEXICO, words="naval", year_basis="start", fiscal_year_from=2018),
        replace(MEXICO, stage="all"),
        Filters(),
        replace(MEXICO, words="nothing like it"),
    ],
)
def test_a_cube_sums_to_what_the_expressions_sum_to(tables: Tables, filters: Filters) -> None:
    cube = ask_cube(tables, filters).chosen(filters)
    chosen = filters.apply(tables.table("trainings"))
    for by, sums in (
        (("fiscal_year",), cube.by("fiscal_year")),
        (("recipient_force",), cube.by("recipient_force")),
        (("fiscal_year", "program"), cube.by_two("fiscal_year", "program")),
    ):
        found = tables.rows(group(chosen, filters, by))
        assert sums == _sums([tuple(row.values()) for row in found])
    rows = tables.rows(chosen.count().as_table())
    assert cube.total.trainings == next(iter(rows[0].values()))


def test_sums_keep_nothing_printed_apart_from_zero(tables: Tables) -> None:
    cube = ask_cube(tables, MEXICO)
    prosecutors = cube.chosen(replace(MEXICO, recipient_forces=("MEX.FGR",))).total
    assert prosecutors == Figures(1, None, Decimal("7000.00"), 1, 0)
    nothing = cube.chosen(replace(MEXICO, programs=("NONE",))).total
    assert nothing == Figures(0, None, None, 0, 0)
    seminar = cube.chosen(replace(MEXICO, fiscal_year_to=2016, programs=("CTFP",))).total
    assert seminar.cost_usd == 0


def test_planned_trainings_are_in_no_sum_unless_asked_for(tables: Tables) -> None:
    done, planned = ask_cube(tables, MEXICO), ask_cube(tables, replace(MEXICO, stage="planned"))
    both = ask_cube(tables, replace(MEXICO, stage="all"))
    assert planned.total == Figures(1, 1000, Decimal("9999999.00"), 0, 0)
    assert both.total.trainings == done.total.trainings + 1
    assert max(done.years) == 2020
    assert planned.years == [2021]


def test_one_query_serves_every_choice_of_years_programs_and_forces(tables: Tables) -> None:
    cube = ask_cube(tables, MEXICO)
    narrow = replace(MEXICO, fiscal_year_from=2020, programs=("IMET",))
    assert ask_cube(tables, narrow) == cube
    assert isinstance(cube, Cube)
    assert cube.chosen(narrow).total == Figures(1, 4, Decimal("3500.00"), 0, 0)
    assert cube.chosen(narrow, but="program").total.trainings == 7
    assert cube.chosen(narrow, but="fiscal_year").total.trainings == 5


def test_head_figures_compare_the_last_year_with_the_one_before(tables: Tables) -> None:
    cube, years = ask_cube(tables, MEXICO), measure.reported_years(tables, MEXICO)
    assert years == [2016, 2018, 2019, 2020]
    head = measure.head_figures(cube, MEXICO, years)
    assert (head.first_year, head.last_year) == (2016, 2020)
    assert head.total.students == 176
    assert head.latest == Figures(7, 69, Decimal("820500.25"), 0, 0)
    assert (head.year_before, head.before) == (2019, Figures(4, 47, Decimal("22000.00"), 1, 1))


def test_what_lies_in_no_year_is_in_no_sum_of_years(tables: Tables) -> None:
    started = replace(MEXICO, year_basis="start")
    cube, years = ask_cube(tables, started), [2016, 2018, 2019, 2020]
    head = measure.head_figures(cube, started, years)
    elsewhere = add_up(
        figures
        for year, figures in cube.chosen(started).by("fiscal_year").items()
        if year not in years
    )
    assert elsewhere.trainings > 0
    assert head.in_years.trainings == head.total.trainings - elsewhere.trainings
    assert head.in_years.students == (head.total.students or 0) - (elsewhere.students or 0)


def test_head_figures_have_nothing_before_a_year_without_a_report(tables: Tables) -> None:
    cube, years = ask_cube(tables, MEXICO), measure.reported_years(tables, MEXICO)
    head = measure.head_figures(cube, replace(MEXICO, fiscal_year_to=2018), years)
    assert (head.first_year, head.last_year) == (2016, 2018)
    assert head.before is None
    none = measure.head_figures(cube, replace(MEXICO, fiscal_year_to=2010), years)
    assert (none.first_year, none.last_year, none.total.trainings) == (None, None, 0)


def test_head_figures_count_a_reported_year_without_rows_as_zero(tables: Tables) -> None:
    radio = replace(MEXICO, programs=("FMF",))
    head = measure.head_figures(ask_cube(tables, radio), radio, [2018, 2019, 2020])
    assert head.before == Figures(0, 0, Decimal(0))
    colombia = Filters(country="COL", fiscal_year_to=2019)
    head = measure.head_figures(ask_cube(tables, colombia), colombia, [2018, 2019, 2020])
    assert head.last_year == 2019
    assert head.latest == Figures(0, 0, Decimal(0))
    assert head.before is not None
    assert head.before.students == 100


def test_facets_leave_their_own_choice_open(tables: Tables) -> None:
    chosen = replace(MEXICO, programs=("IMET",), recipient_forces=("MEX.SEMAR",))
    found = measure.facets(ask_cube(tables, chosen), chosen)
    assert [(v.value, v.figures.trainings, v.chosen) for v in found.programs] == [
        ("IMET", 4, True),
        ("SEC333", 3, False),
        ("ALP", 1, False),
    ]
    assert [(v.value, v.figures.trainings, v.chosen) for v in found.recipient_forces] == [
        ("MEX.SEMAR", 4, True),
        ("MEX.FGR", 1, False),
    ]
    assert found.years == [2016, 2018, 2019, 2020]


def test_facets_name_what_no_rule_named_and_keep_a_choice_that_finds_nothing(
    tables: Tables,
) -> None:
    chosen = replace(MEXICO, programs=("MAP",), fiscal_year_to=2018, fiscal_year_from=2018)
    found = measure.facets(ask_cube(tables, chosen), chosen)
    assert {v.value: v.figures.trainings for v in found.programs} == {
        "SEC333": 2,
        "IMET": 1,
        "unknown": 1,
        "MAP": 0,
    }
    assert found.recipient_forces == []
    assert found.years == []


def test_the_biggest_courses_are_found_whatever_their_case(tables: Tables, by_hand: Ask) -> None:
    found = measure.biggest_courses(tables, MEXICO, by="students", limit=4)
    expected = by_hand(
        "SELECT upper(course_title), SUMS, min(fiscal_year), max(fiscal_year) FROM trainings "
        "WHERE DONE AND quantity > 0 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 4"
    )
    rows = [(c.title.upper(), c.figures.students, c.first_year, c.last_year) for c in found]
    assert rows == [(row[0], row[2], row[6], row[7]) for row in expected]
    assert [c.title for c in found][3] == "Law of the Sea"
    assert found[3].figures == Figures(4, 14, Decimal("10000.50"), 0, 0)


def test_the_dearest_courses_leave_out_those_without_cost(tables: Tables) -> None:
    found = measure.biggest_courses(tables, replace(MEXICO, fiscal_year_to=2016), by="cost_usd")
    assert [course.title for course in found] == ["Law of the Sea"]
    assert measure.biggest_courses(tables, replace(MEXICO, words="no such")) == []


def test_countries_are_listed_with_their_sums(tables: Tables, by_hand: Ask) -> None:
    found = measure.countries(tables, Filters())
    assert [(c.country_iso3, c.name_en, c.name_es) for c in found] == [
        ("COL", "Colombia", "Colombia"),
        ("MEX", "Mexico", "México"),
    ]
    sums = by_hand(
        "SELECT country_iso3, SUMS FROM trainings WHERE stage = 'actual' "
        "AND country_iso3 IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    assert [(c.country_iso3, c.figures) for c in found] == [(r[0], Figures(*r[1:])) for r in sums]
    assert (found[1].first_year, found[1].last_year) == (2016, 2020)
