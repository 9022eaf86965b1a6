"""Doubts that the other rows of a document show: repeated rows; zero, shared and strange costs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from math import inf, log
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    Row = Mapping[str, Any]

FILE: Final = "doubts.toml"
REPEATED: Final = "repeated_row"
ZERO: Final = "cost_zero"
SHARED: Final = "cost_shared"
OUTLIER: Final = "cost_outlier"

_NONE: Final[frozenset[str]] = frozenset()
_NORMAL: Final = 1.4826  # makes a median deviation comparable with a standard deviation


class RepeatedRow(Entry, frozen=True):
    """The columns that are alike in repeated rows."""

    columns: tuple[str, ...]
    reason: str
    example: str


class SharedCost(Entry, frozen=True):
    """What makes rows one event, and how many with $0 one sum is taken to cover."""

    columns: tuple[str, ...]
    zero_rows_for_each_sum: int
    zero_rows_that_suffice: int
    team_words: tuple[str, ...]
    reason: str
    example: str


class OutlyingCost(Entry, frozen=True):
    """How far a cost per student must lie from those of its course or programme.

    Rows are counted; `times` is the ratio to the median; deviations are robust ones of logarithms;
    less than `least_per_student` dollars is no price of any course.
    """

    least_per_student: float
    course_rows: int
    course_times: float
    course_deviations: float
    smallest_deviation: float
    program_rows: int
    program_times: float
    reason: str
    example: str


class Bounds(Entry, frozen=True):
    """The file `doubts.toml`."""

    repeated_row: RepeatedRow
    shared_cost: SharedCost
    outlying_cost: OutlyingCost


@cache
def bounds() -> Bounds:
    """Return the checked content of the package's `doubts.toml`."""
    return read_bounds()


def read_bounds(where: Traversable | None = None) -> Bounds:
    """Read and check `doubts.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, Bounds, where=where)
    outlying = content.outlying_cost
    if min(outlying.course_times, outlying.program_times) <= 1:
        raise broken_rule(FILE, "outlying_cost", "a ratio of 1 or less", "give a larger one")
    if outlying.smallest_deviation <= 0:
        raise broken_rule(FILE, "outlying_cost", "no smallest deviation", "give one above 0")
    return content


def doubts_of(rows: Sequence[Row]) -> list[frozenset[str]]:
    """Return the flags that the rows of one document give each other, one set for each row.

    Rows are records of the table `trainings`, all of one document, in any order. `repeated_row`:
    another row is alike in everything printed. `cost_zero`: the cost printed is $0. `cost_shared`:
    the rows of one event have one sum for several, and $0 in the others; the row with the sum has
    the flag too. `cost_outlier`: the cost per student, and per student and day, is far from the
    others of the same course; or, where the course has too few rows to compare, out of all measure
    in its programme; or next to nothing. The bounds are in `doubts.toml`.
    """
    shared = _shared(rows)
    outlying = _outlying(rows, shared)
    zero = {place for place, row in enumerate(rows) if row["cost_usd"] == 0}
    again = {place for place, times in enumerate(times_printed(rows)) if times > 1}
    kinds = ((REPEATED, again), (ZERO, zero), (SHARED, shared), (OUTLIER, outlying))
    flags = [_NONE] * len(rows)
    for flag, places in kinds:
        for place in places:
            flags[place] |= {flag}
    return flags


def times_printed(rows: Sequence[Row]) -> list[int]:
    """Return how often each row of one document is printed in it: 1 where it is alone."""
    columns = bounds().repeated_row.columns
    keys = list(map(itemgetter(*columns), rows))
    printed = Counter(keys)
    return [printed[key] for key in keys]


def _groups(
    rows: Sequence[Row], places: Iterable[int], key: Callable[[Row], Hashable]
) -> list[list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        groups[key(rows[place])].append(place)
    return list(groups.values())


# -- one sum for several rows ------------------------------------------------------------------


@cache
def _team() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in bounds().shared_cost.team_words)
    return re.compile(rf"\b(?:{words})\b")


def _is_of_a_team(row: Row) -> bool:
    names = ("course_title_printed", "location_printed", "us_unit_printed")
    return any(_team().search(fold(row[name])) for name in names if row[name])


def _shared(rows: Sequence[Row]) -> frozenset[int]:
    """Return the rows of events whose sum stands in one row for several."""
    rule = bounds().shared_cost
    key = itemgetter(*rule.columns)
    free = {key(row) for row in rows if row["cost_usd"] == 0}
    known = (
        place
        for place, row in enumerate(rows)
        if row["cost_usd"] is not None
        and row["course_title_printed"]
        and row["start_date_printed"]
        and key(row) in free
    )
    found: set[int] = set()
    for event in _groups(rows, known, key):
        zeros = sum(rows[place]["cost_usd"] == 0 for place in event)
        sums = len(event) - zeros
        if not zeros or not 0 < sums <= max(1, zeros // rule.zero_rows_for_each_sum):
            continue
        if zeros >= rule.zero_rows_that_suffice or _is_of_a_team(rows[event[0]]):
            found.update(event)
    return frozenset(found)


# -- costs out of measure ----------------------------------------------------------------------


def _outlying(rows: Sequence[Row], shared: frozenset[int]) -> frozenset[int]:
    """Return the rows whose cost per student is far from the others'."""
    rule = bounds().outlying_cost
    cost = {
        place: log(float(row["cost_usd"]) / row["quantity"])
        for place, row in enumerate(rows)
        if place not in shared and row["quantity"] and row["cost_usd"] and row["cost_usd"] > 0
    }
    small = log(rule.least_per_student)
    found = {place for place, amount in cost.items() if amount < small}
    compared: set[int] = set()
    for course in _groups(rows, cost, _course):
        if rows[course[0]]["course_title_printed"] and len(course) >= rule.course_rows:
            compared.update(course)
            found |= _far_in_course(rows, course, cost)
    least = log(rule.program_times)
    for program in _groups(rows, cost, _program):
        if len(program) >= rule.program_rows:
            middle = median(cost[place] for place in program)
            found |= {p for p in program if abs(cost[p] - middle) >= least} - compared
    return frozenset(found)


def _far_in_course(rows: Sequence[Row], course: list[int], cost: Mapping[int, float]) -> set[int]:
    """Return the rows of a course whose cost is far off, per student and per student and day."""
    rule = bounds().outlying_cost
    middle = median(cost[place] for place in course)
    spread = _NORMAL * median(abs(cost[place] - middle) for place in course)
    times = log(rule.course_times)
    least = max(times, rule.course_deviations * max(spread, rule.smallest_deviation))
    far = {place for place in course if abs(cost[place] - middle) >= least}
    if not far:
        return far
    a_day = {place: cost[place] - log(days) for place in course if (days := _days(rows[place]))}
    if len(a_day) < rule.course_rows:
        return far
    usual = median(a_day.values())
    return {place for place in far if abs(a_day.get(place, inf) - usual) >= times}


def _days(row: Row) -> int:
    """Return the days of a training, first and last counted; 0 where they are not known."""
    start, end = row["start_date"], row["end_date"]
    return max(0, (end - start).days + 1) if start and end else 0


def _program(row: Row) -> Hashable:
    return row["fiscal_year"], row["stage"], row["program"] or row["program_printed"]


def _course(row: Row) -> Hashable:
    return row["fiscal_year"], row["stage"], fold(row["course_title_printed"] or "")
