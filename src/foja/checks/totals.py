"""Printed totals held against the sums of the rows above them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foja.checks.corrections import Misprint, RowsElsewhere
    from foja.model import PrintedRow, PrintedTotal, Stage

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

    A country's total sums the rows since the country's heading, a programme's those since the
    programme's, a programme's fiscal year those of them that are of its year and stage. Headings
    are told apart by their place, so a heading that comes twice has two sums.

    Where a report lists two fiscal years (1999-2000, 2000-2001) the totals of programme and country
    sum both, what was done and what was planned: "Program Totals" follows the totals of the years
    and adds them up. Only the totals of a fiscal year tell the two apart.
    """
    by_year: defaultdict[tuple[int, int, Stage], Sum] = defaultdict(Sum)
    by_program: defaultdict[int, Sum] = defaultdict(Sum)
    by_country: defaultdict[int, Sum] = defaultdict(Sum)
    for row, amounts in rows:
        place = row.place
        by_year[place.program_part, place.fiscal_year, place.stage].add(amounts)
        by_program[place.program_part].add(amounts)
        by_country[place.country_part].add(amounts)
    return [
        by_country[total.place.country_part]
        if total.level == "country"
        else by_program[total.place.program_part]
        if total.level == "program"
        else by_year[total.place.program_part, total.place.fiscal_year, total.place.stage]
        for total in totals
    ]


def reconcile(
    total_id: str, printed: Amounts, summed: Sum, explained_by: Misprint | RowsElsewhere | None
) -> Reconciled:
    """Compare a printed total with its rows.

    A number that the page does not print must be zero in the sum. Totals are printed in whole
    dollars, a few rows with cents (FY2007, FY2010): a total agrees with the sum it rounds. What
    explains a difference is a known misprint, as long as printed and summed figures are the ones it
    was recorded with, or that some of its rows are not in the document.
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
