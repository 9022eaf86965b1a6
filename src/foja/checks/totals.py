"""Printed totals held against the sums of the rows above them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foja.checks.corrections import LostPage, Misprint
    from foja.model import PrintedRow, PrintedTotal

HALF_A_DOLLAR: Final = Decimal("0.5")
Status = Literal["agrees", "misprinted", "differs"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Students and US dollars; None where the page prints none."""

    students: int | None
    cost: Decimal | None


@dataclass(slots=True)
class Sum:
    """Students and US dollars of some rows, and how many rows they are."""

    students: int = 0
    cost: Decimal = Decimal(0)
    rows: int = 0

    def add(self, amounts: Amounts) -> None:
        """Count one row; what it does not print adds nothing."""
        self.students += amounts.students or 0
        self.cost += amounts.cost or 0
        self.rows += 1


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A printed total beside the sum of its rows, and what to make of it."""

    total_id: str
    printed: Amounts
    summed: Sum
    status: Status
    explanation: str | None = None
    explanation_es: str | None = None


def sums_for(
    rows: Iterable[tuple[PrintedRow, Amounts]], totals: Sequence[PrintedTotal]
) -> list[Sum]:
    """Return for each total the sum of the rows printed under the same headings.

    A programme's total sums the rows since the programme's heading, a country's those since the
    country's heading: headings are told apart by their place, so a heading that comes twice has two
    sums.
    """
    by_program: defaultdict[int, Sum] = defaultdict(Sum)
    by_country: defaultdict[int, Sum] = defaultdict(Sum)
    for row, amounts in rows:
        by_program[row.place.program_part].add(amounts)
        by_country[row.place.country_part].add(amounts)
    return [
        by_country[total.place.country_part]
        if total.level == "country"
        else by_program[total.place.program_part]
        for total in totals
    ]


def reconcile(
    total_id: str, printed: Amounts, summed: Sum, explained_by: Misprint | LostPage | None
) -> Reconciled:
    """Compare a printed total with its rows.

    A number that the page does not print must be zero in the sum. Totals are printed in whole
    dollars, a few rows with cents (FY2007, FY2010): a total agrees with the sum it rounds. What explains a difference is a
    known misprint, as long as printed and summed figures are the ones it was recorded with, or a
    page without text between the heading and the total, which took rows with it.
    """
    if _same(printed, summed):
        return Reconciled(total_id, printed, summed, "agrees")
    if explained_by is not None and explained_by.explains(printed, summed):
        reasons = explained_by.reason_en, explained_by.reason_es
        return Reconciled(total_id, printed, summed, "misprinted", *reasons)
    return Reconciled(total_id, printed, summed, "differs")


def _same(printed: Amounts, summed: Sum) -> bool:
    students, cost = printed.students or 0, printed.cost or Decimal(0)
    if students != summed.students:
        return False
    return cost == summed.cost or (cost % 1 == 0 and abs(cost - summed.cost) <= HALF_A_DOLLAR)
