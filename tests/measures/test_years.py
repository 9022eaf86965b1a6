"""Change, rank, extremes and likeness of years, beside a second way of reckoning each."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.measures import years

SERIES = {2015: 40, 2016: 10, 2017: 30, 2019: 30, 2020: 20}
"""Nothing is known of 2018."""

series = st.dictionaries(st.integers(1999, 2020), st.integers(0, 50), min_size=1)
parts = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 9))


def test_a_change_needs_the_year_before() -> None:
    assert years.change(SERIES, 2016) == -30
    assert years.change(SERIES, 2019) is None
    assert years.change(SERIES, 2018) is None
    assert years.change({2019: Decimal("1.50"), 2020: Decimal(2)}, 2020) == Decimal("0.50")


def test_a_ratio_is_not_reckoned_to_nothing() -> None:
    assert years.ratio(SERIES, 2020, 2019) == Decimal(2) / 3
    assert years.ratio({2019: 0, 2020: 5}, 2020, 2019) is None
    assert years.ratio(SERIES, 2018, 2019) is None


def test_a_mean_is_that_of_the_known_years() -> None:
    assert years.mean(SERIES, range(2016, 2020)) == Decimal(70) / 3
    assert years.mean(SERIES, [2018]) is None


def test_highest_and_lowest_since() -> None:
    assert years.rank(SERIES, 2019) == 2
    assert years.rank(SERIES, 2016) == 5
    assert years.rank(SERIES, 2018) is None
    assert years.last_at_least(SERIES, 2019) == 2017
    assert years.last_at_least(SERIES, 2015) is None
    assert years.last_at_most(SERIES, 2020) == 2016
    assert years.last_at_most(SERIES, 2016) is None


@given(series)
def test_a_year_is_the_highest_since_the_last_that_had_as_much(values: dict[int, int]) -> None:
    highest_first = sorted(values.values(), reverse=True)
    for year, value in values.items():
        since = years.last_at_least(values, year)
        between = [v for y, v in values.items() if (since or 0) < y < year]
        assert all(one < value for one in between)
        assert since is None or values[since] >= value
        assert years.rank(values, year) == 1 + highest_first.index(value)


def test_the_most_similar_year_has_the_nearest_shares() -> None:
    mixes = {
        2001: {"flight": 10, "law": 10},
        2002: {"flight": 100, "law": 90},
        2003: {"law": 5},
        2004: {},
        2005: {"flight": 1, "law": 1},
    }
    assert years.most_similar(mixes, 2001) == (2005, Decimal(0))
    found = years.most_similar(mixes, 2003)
    assert found is not None
    assert found[0] == 2005
    assert found[1] == Decimal("0.5")
    assert years.most_similar(mixes, 2004) is None
    assert years.most_similar({2001: {"law": 1}}, 2001) is None


@given(parts, parts)
def test_a_distance_is_one_between_nothing_and_all_and_the_same_both_ways(
    one: dict[str, int], other: dict[str, int]
) -> None:
    apart = years.distance(one, other)
    if not sum(one.values()) or not sum(other.values()):
        assert apart is None
        return
    assert apart is not None
    assert apart == years.distance(other, one)
    common = sum(
        min(one.get(p, 0) / sum(one.values()), other.get(p, 0) / sum(other.values()))
        for p in "abcde"
    )
    assert float(apart) == pytest.approx(1 - common, abs=1e-12)
    assert years.distance(one, one) == 0
