"""What is worth saying: the thresholds, each with its reason, and the order of what is said.

They keep a small country from sentences such as "100 % more" for two students instead of one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_facts import Subject

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import MeasureName

SMALLEST_CHANGE: Final[dict[MeasureName, Decimal]] = {
    "students": Decimal(10),
    "cost_usd": Decimal(25_000),
}
"""A change is told from so many students or dollars on: about one class, or one long course in the
United States."""

SMALLEST_PERCENT: Final = Decimal(10)
"""A change of less than a tenth is told of nothing: costs move that much by prices and rounding."""

SMALLEST_BASE: Final[dict[MeasureName, Decimal]] = {
    "students": Decimal(10),
    "cost_usd": Decimal(10_000),
}
"""No percentage and no multiple of less than that; both figures are given instead."""

MULTIPLE: Final = Decimal(2)
"""From twice as much on, a change is told as a multiple; below, in percent."""

MOST_TIMES: Final = Decimal(100)
"""From so large a multiple on both figures are given instead: then the base is next to nothing."""

HALF: Final = (Decimal("0.475"), Decimal("0.525"))
TWICE: Final = (Decimal("1.95"), Decimal("2.05"))
"""Between these a value is about half of another, or about twice as much."""

NEW_COURSES: Final = 3
"""Of fewer courses it is not told how many are new."""

NEW_MOST: Final = Decimal("0.75")
"""Nor where more of the titles are new than that: then the report writes titles in another way (25
of 26 of Mexico's for fiscal year 2006)."""

NEAR_KM: Final = 40
"""A place is not new where an earlier report lists another so near, or no more than its country:
reports name the school of a base in one year and the base or its town in the next."""

FEW_TRAININGS: Final = 2
"""Of so few trainings each is told by itself: whatever else is said of parts would be the same."""

LISTED_YEARS: Final = 3
"""What fewer of the years before list is called the highest of none of them: it only began."""

KNOWN_YEARS: Final = 4
""""Highest since" reaches back over four known years at the least; so does "for the first time"."""

MEAN_YEARS: Final = 5
"""The years before whose mean is compared with; all five have to be known."""

LAST_YEARS, YEARS_BEFORE = 3, 7
"""The last three years together are compared with the seven before them together: ten years."""

LAST_TIMES: Final = Decimal(2)
"""Told where three years have at least twice as much as seven: nearly five times as much a year."""

KNOWN_SHARE: Final = Decimal("0.8")
"""A year counts for a dimension if four fifths of its students have a value there, and for dollars
if four fifths of its trainings print a cost; otherwise it is unknown there, as without a report."""

MIX_STUDENTS: Final = 20
"""No shares, and no year most like it, of fewer students."""

MIX_DOLLARS: Final = Decimal(50_000)
"""No shares of fewer dollars."""

MIX_LISTED: Final = 3
"""Of a mix the three largest parts are named, each of at least a twentieth."""

MIX_SMALLEST: Final = Decimal(5)

MIX_WORST: Final = Decimal(35)
"""A mix of which more than so many of 100 students would have to change is like no other."""

NEW_STUDENTS: Final = 10
"""A programme, course, unit or place that is new or gone is named from so many students on."""

STEADY_YEARS: Final = 3
"""What was listed in each of the three known years before, and is not listed now, is gone."""

LARGEST_TRAININGS: Final = 3
"""The largest single training is named where there are at least three."""

LARGEST_DOLLARS: Final = Decimal(10_000)

EVIDENCE: Final = 3
"""Rows named as evidence: the largest three."""

WATCHED: Final = (
    Subject("type", "human_rights.human_rights"),
    Subject("group", "cyber"),
    Subject("group", "tactical"),
)
"""What readers ask of every country: its significance counts as if it were half of the year."""

WATCHED_SIZE: Final = Decimal("0.5")
WATCHED_CHANGE: Final[dict[MeasureName, Decimal]] = {
    "students": Decimal(5),
    "cost_usd": Decimal(10_000),
}
"""A change of a watched type is told from fewer students or dollars on."""

SECTIONS: Final = (
    "head",
    "change",
    "types",
    "recipients",
    "programs",
    "places",
    "news",
    "largest",
)
"""The order of the sections of a brief."""

MOST_IN_SECTION: Final = {
    "head": 1,
    "change": 5,
    "types": 6,
    "recipients": 3,
    "programs": 4,
    "places": 3,
    "news": 4,
    "largest": 2,
}
"""Findings of a section, the most significant ones; so that a brief fits on a page."""

MOST_FINDINGS: Final = 18
"""Findings of a brief: the most significant of all sections, the head always."""


LEAST: Final = Decimal("0.05")
"""A finding of less significance is left out: it is about next to nothing of the year."""


def surprise(now: int | Decimal, before: int | Decimal) -> Decimal:
    """Return how far two values are apart: their difference as a part of the larger one."""
    larger = max(now, before)
    return abs(Decimal(now) - Decimal(before)) / Decimal(larger) if larger > 0 else Decimal(0)


def significance(size: Decimal, unlike: Decimal, subject: Subject) -> Decimal:
    """Return the significance of a finding: how much of the year it is about, times its surprise.

    `size` is the subject's part of the year's students or dollars, `unlike` from 0 to 1 how far the
    value is from what it is compared with. The product favours what is both large and new. A
    subject of `WATCHED` counts as at least half of the year.
    """
    if subject in WATCHED:
        size = max(size, WATCHED_SIZE)
    return min(Decimal(1), size) * min(Decimal(1), unlike)


def is_change(
    now: int | Decimal, before: int | Decimal, measure: MeasureName, subject: Subject
) -> bool:
    """Say whether a change is large enough to be told."""
    smallest = (WATCHED_CHANGE if subject in WATCHED else SMALLEST_CHANGE)[measure]
    apart = abs(Decimal(now) - Decimal(before))
    return apart >= smallest and apart * 100 >= SMALLEST_PERCENT * Decimal(before)
