"""Sums above bars are left out where they would lie over a higher bar."""

from __future__ import annotations

from foja.site.charts.room import room, where_there_is_room
from foja.site.charts.side_by_side import TO_THE_AXIS, YearBar, years_spec


def test_the_highest_sum_has_room_on_both_sides() -> None:
    assert room({2018: 5.0, 2019: 9.0, 2020: 4.0}, 2019) == 3


def test_a_sum_ends_before_the_next_higher_bar() -> None:
    assert room({2017: 9.0, 2018: 1.0, 2019: 1.0, 2020: 4.0}, 2020) == 2.6
    assert room({2018: 1.0, 2019: 9.0, 2020: 4.0}, 2020) == 0.6


def test_two_sums_at_about_one_height_share_the_way_between_them() -> None:
    assert room({2018: 9.0, 2019: 1.0, 2020: 8.9}, 2020) == 1


def test_the_expression_asks_the_field_named() -> None:
    assert "datum.short" in where_there_is_room("short")


def test_a_sum_has_no_room_beside_the_word_of_an_unknown_year_or_over_the_axis() -> None:
    def rooms(values: dict[int, float | None]) -> dict[int, float]:
        bars = [YearBar(0, year, value, "", "9.9") for year, value in values.items()]
        bars.append(YearBar(1, 2003, 100.0, "", "100"))
        spec = years_spec(
            ["A", "B"], [2001, 2002, 2003], bars, divisor=1, unknown="not read", year_title="Year"
        )
        drawn = spec["datasets"]["bars"]
        return {row["year"]: row["room"] for row in drawn if row["item"] == "A"}

    # A low bar's sum stands below the word, a high one's beside it.
    assert rooms({2001: 70.0, 2002: 5.0, 2003: None})[2002] == 0.6
    assert rooms({2001: 4.0, 2002: 5.0, 2003: None})[2002] > 1
    assert rooms({2001: 4.0, 2002: 80.0, 2003: None})[2002] == 0.6
    # The axis has a number at 100, and none at 60.
    assert rooms({2001: 99.0, 2002: 4.0, 2003: 5.0})[2001] == TO_THE_AXIS
    assert rooms({2001: 60.0, 2002: 4.0, 2003: 5.0})[2001] > 1
