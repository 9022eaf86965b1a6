"""Sums above bars are left out where they would lie over a higher bar."""

from __future__ import annotations

from foja.site.charts.room import room, where_there_is_room


def test_the_highest_sum_has_room_on_both_sides() -> None:
    assert room({2018: 5.0, 2019: 9.0, 2020: 4.0}, 2019) == 3


def test_a_sum_ends_before_the_next_higher_bar() -> None:
    assert room({2017: 9.0, 2018: 1.0, 2019: 1.0, 2020: 4.0}, 2020) == 2.6
    assert room({2018: 1.0, 2019: 9.0, 2020: 4.0}, 2020) == 0.6


def test_two_sums_at_about_one_height_share_the_way_between_them() -> None:
    assert room({2018: 9.0, 2019: 1.0, 2020: 8.9}, 2020) == 1


def test_the_expression_asks_the_field_named() -> None:
    assert "datum.short" in where_there_is_room("short")
