from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.errors import VocabularyError
from foja.meaning import doubts
from foja.meaning.doubts import bounds, doubts_of, times_printed
from foja.meaning.flags import all_flags
from foja.meaning.vocabulary import folder
from foja.tables.schema import TRAININGS

NONE = frozenset()
ROW = {
    "fiscal_year": 2015,
    "stage": "actual",
    "country": "Mexico",
    "program": "SEC1004",
    "program_printed": "Section 1004",
    "course_title_printed": "Boat Maintenance",
    "location_printed": "YORKTOWN, VA",
    "student_unit_printed": "SEMAR",
    "us_unit_printed": "COGARD",
    "start_date_printed": "4/6/2015",
    "end_date_printed": "4/17/2015",
    "start_date": date(2015, 4, 6),
    "end_date": date(2015, 4, 17),
    "quantity": 1,
    "cost_usd": Decimal(1000),
}
CELLS = {
    "quantity": st.none() | st.integers(0, 3),
    "cost_usd": st.none() | st.integers(0, 9).map(Decimal),
    "course_title_printed": st.sampled_from(["A", "B", None]),
    "start_date": st.none() | st.dates(date(2015, 1, 1), date(2015, 2, 1)),
}


def row(**cells):
    return ROW | cells


def units(*costs, **cells):
    """Rows of one event, one unit a row, with these costs."""
    return [
        row(student_unit_printed=f"Unit {number}", cost_usd=Decimal(cost), **cells)
        for number, cost in enumerate(costs)
    ]


def courses(*costs, **cells):
    """Rows of one course, each of another week, with these costs."""
    return [
        row(start_date_printed=f"4/{day}/2015", cost_usd=Decimal(cost), **cells)
        for day, cost in enumerate(costs, start=1)
    ]


def test_no_rows_have_no_doubts():
    assert doubts_of([]) == []
    assert times_printed([]) == []


def test_every_flag_is_explained():
    explained = {flag.code for flag in all_flags()}
    assert {doubts.REPEATED, doubts.ZERO, doubts.SHARED, doubts.OUTLIER} <= explained


def test_every_column_is_one_of_the_table():
    columns = bounds().repeated_row.columns + bounds().shared_cost.columns
    assert [TRAININGS.column(name).name for name in columns] == list(columns)


# -- repeated rows -----------------------------------------------------------------------------


def test_a_row_printed_again_is_flagged_wherever_it_stands():
    rows = [row(), row(quantity=2), row()]
    assert doubts_of(rows) == [{"repeated_row"}, NONE, {"repeated_row"}]
    assert times_printed(rows) == [2, 1, 2]


@pytest.mark.parametrize("column", bounds().repeated_row.columns)
def test_one_difference_is_enough_to_be_another_row(column):
    assert doubts_of([row(), row(**{column: None})]) == [NONE, NONE]


# -- $0 and shared costs -----------------------------------------------------------------------


def test_a_row_of_no_dollars_is_flagged_and_one_without_a_cost_is_not():
    assert doubts_of([row(cost_usd=Decimal(0))]) == [{"cost_zero"}]
    assert doubts_of([row(cost_usd=None)]) == [NONE]


def test_one_sum_among_rows_of_no_dollars_covers_them():
    shared, zero = {"cost_shared"}, {"cost_shared", "cost_zero"}
    assert doubts_of(units(0, 52159, 0, 0)) == [zero, shared, zero, zero]


@pytest.mark.parametrize(
    ("cells", "is_shared"),
    [
        ({}, False),
        ({"course_title_printed": "Combat Camera MTT"}, True),
        ({"course_title_printed": "MET DIILS Seminars"}, True),
        ({"us_unit_printed": "MEXICO (IN COUNTRY TRAINING)"}, True),
        ({"location_printed": "DU2TEAMS"}, False),
        ({"location_printed": "MOBILE TRAINING TEAM"}, True),
        ({"course_title_printed": "Metal Worker"}, False),
    ],
)
def test_of_two_rows_only_a_visiting_team_shares(cells, is_shared):
    found = doubts_of(units(0, 15240, **cells))
    assert [("cost_shared" in flags) for flags in found] == [is_shared, is_shared]


@pytest.mark.parametrize(
    ("costs", "is_shared"),
    [
        ((0, 0, 0, 0, 0, 0, 0, 0, 500, 500), True),
        ((0, 0, 0, 0, 0, 0, 500, 500), False),
        ((0, 0, 0, 500, 500, 500), False),
        ((0, 0, 0), False),
        ((500, 500, 500), False),
    ],
)
def test_several_sums_are_shared_only_among_many_rows_of_none(costs, is_shared):
    found = doubts_of(units(*costs))
    assert {("cost_shared" in flags) for flags in found} == {is_shared}


@pytest.mark.parametrize("column", ["start_date_printed", "course_title_printed"])
def test_an_event_without_date_or_title_is_no_event(column):
    found = doubts_of(units(0, 0, 0, 900, **{column: None}))
    assert not any("cost_shared" in flags for flags in found)


def test_another_country_is_another_event():
    rows = [*units(0, 0, 0), *units(900, country="Belize")]
    assert not any("cost_shared" in flags for flags in doubts_of(rows))


# -- costs out of measure ----------------------------------------------------------------------


def outliers(rows):
    return [number for number, flags in enumerate(doubts_of(rows)) if "cost_outlier" in flags]


def test_a_part_of_the_price_of_a_course_is_seen():
    assert outliers(courses(*[129_570] * 7, 131_000, 383)) == [8]


def test_a_price_in_its_range_is_none():
    assert outliers(courses(900, 1000, 1100, 1200, 1300, 1400, 1500, 6000)) == []


def test_the_cost_is_a_students():
    rows = courses(*[1000] * 8) + courses(20_000, quantity=20, student_unit_printed="SEDENA")
    assert outliers(rows) == []
    assert outliers([*rows[:8], rows[8] | {"quantity": 1}]) == [8]


def test_a_few_days_of_a_long_course_may_cost_little():
    long = {"start_date": date(2015, 1, 1), "end_date": date(2015, 7, 19)}  # 200 days
    rows = courses(*[20_000] * 9, **long)
    assert outliers([*rows[:8], rows[8] | {"cost_usd": Decimal(500)}]) == [8]
    short = {"cost_usd": Decimal(500), "end_date": date(2015, 1, 5)}
    assert outliers([*rows[:8], rows[8] | short]) == []


def test_too_few_rows_are_not_compared():
    assert outliers(courses(*[20_000] * 6, 500)) == []


def test_a_course_of_few_rows_is_compared_with_its_programme():
    rows = [
        row(course_title_printed=f"Course {number}", cost_usd=Decimal(5000))
        for number in range(bounds().outlying_cost.program_rows)
    ]
    assert outliers([*rows, row(course_title_printed="Tour", cost_usd=Decimal(49))]) == [30]
    assert outliers([*rows, row(course_title_printed="Tour", cost_usd=Decimal(51))]) == []
    assert outliers([*rows, row(course_title_printed="Pilot", cost_usd=Decimal(510_000))]) == [30]
    other = row(course_title_printed="Tour", cost_usd=Decimal(49), fiscal_year=2014)
    assert outliers([*rows, other]) == []


def test_next_to_nothing_is_no_price():
    assert outliers([row(cost_usd=Decimal(1))]) == [0]
    assert outliers([row(cost_usd=Decimal(30), quantity=30)]) == [0]
    assert outliers([row(cost_usd=Decimal(2))]) == []


def test_a_shared_cost_is_no_outlier():
    event = units(0, 0, 0, 50_000, start_date_printed="5/4/2015")
    assert outliers([*courses(*[1000] * 8), *event]) == []


@given(st.lists(st.fixed_dictionaries(CELLS), max_size=20))
def test_any_rows_have_one_set_of_flags_each(cells):
    rows = [row(**each) for each in cells]
    found = doubts_of(rows)
    assert len(found) == len(rows)
    for flags, each in zip(found, rows, strict=True):
        assert ("cost_zero" in flags) == (each["cost_usd"] == 0)
        if each["cost_usd"] is None or not each["quantity"]:
            assert "cost_outlier" not in flags


@given(st.lists(st.fixed_dictionaries(CELLS), max_size=12), st.randoms())
def test_the_order_of_rows_does_not_count(cells, random):
    rows = [row(**each) for each in cells]
    places = list(range(len(rows)))
    random.shuffle(places)
    found = doubts_of(rows)
    assert doubts_of([rows[place] for place in places]) == [found[place] for place in places]


# -- the file ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("course_times = 8.0", "course_times = 1.0", "a ratio of 1 or less"),
        ("smallest_deviation = 0.25", "smallest_deviation = 0.0", "no smallest deviation"),
        ("course_rows = 8", 'course_rows = "8"', "course_rows"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, old, new, message):
    content = folder().joinpath(doubts.FILE).read_text(encoding="utf-8")
    assert old in content
    (tmp_path / doubts.FILE).write_text(content.replace(old, new), encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        doubts.read_bounds(tmp_path)
