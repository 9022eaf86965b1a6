"""What a series of years says of one of them: change, rank, extremes, the year most like it.

Every function takes values by year, in which a year that is absent is not known: the reports on it
were not read. A year in which nothing was done is there, with 0.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Number = TypeVar("Number", int, Decimal)
"""Students and trainings are whole numbers, dollars are decimals; a series holds one kind."""


def change(series: Mapping[int, Number], year: int) -> Number | None:
    """Return the difference to the year before; None where either is not known."""
    if year not in series or year - 1 not in series:
        return None
    return series[year] - series[year - 1]


def ratio(series: Mapping[int, Number], year: int, to: int) -> Decimal | None:
    """Return a year's value divided by another's; None where one is not known or divides by 0."""
    if year not in series or not series.get(to):
        return None
    return Decimal(series[year]) / Decimal(series[to])


def mean(series: Mapping[int, Number], years: Iterable[int]) -> Decimal | None:
    """Return the mean over the years of a period that are known; None where none is."""
    known = [Decimal(series[year]) for year in years if year in series]
    return sum(known, Decimal(0)) / len(known) if known else None


def rank(series: Mapping[int, Number], year: int) -> int | None:
    """Return the place of a year among all known ones, 1 for the highest; equal years share one."""
    if year not in series:
        return None
    return 1 + sum(value > series[year] for value in series.values())


def last_at_least(series: Mapping[int, Number], year: int) -> int | None:
    """Return the last year before it with as much or more; None where there is none.

    "Highest since" that year, or highest of the whole series if there is none.
    """
    return max(
        (y for y, value in series.items() if y < year and value >= series[year]), default=None
    )


def last_at_most(series: Mapping[int, Number], year: int) -> int | None:
    """Return the last year before it with as little or less: "lowest since" that year."""
    return max(
        (y for y, value in series.items() if y < year and value <= series[year]), default=None
    )


def shares(parts: Mapping[str, Number]) -> dict[str, Decimal]:
    """Return what each part is of the whole; nothing where the whole is 0."""
    whole = sum((Decimal(part) for part in parts.values()), Decimal(0))
    return {name: Decimal(part) / whole for name, part in parts.items()} if whole else {}


def distance(one: Mapping[str, Number], other: Mapping[str, Number]) -> Decimal | None:
    """Return how far two distributions are apart: the share that would have to change parts.

    0 for the same shares, 1 for nothing in common (half the sum of the absolute differences, the
    total variation distance). None where either is empty.
    """
    left = sum((Decimal(part) for part in one.values()), Decimal(0))
    right = sum((Decimal(part) for part in other.values()), Decimal(0))
    if not left or not right:
        return None
    # Brought to one denominator, so that no order of adding changes the last digit.
    apart = sum(
        (
            abs(Decimal(one.get(part, 0)) * right - Decimal(other.get(part, 0)) * left)
            for part in one.keys() | other.keys()
        ),
        Decimal(0),
    )
    return apart / (2 * left * right)


def most_similar(
    distributions: Mapping[int, Mapping[str, Number]], year: int
) -> tuple[int, Decimal] | None:
    """Return the year whose distribution is nearest, the later of two as near, and its distance."""
    found = [
        (apart, -other)
        for other, parts in distributions.items()
        if other != year and (apart := distance(distributions.get(year, {}), parts)) is not None
    ]
    if not found:
        return None
    apart, turned = min(found)
    return -turned, apart
