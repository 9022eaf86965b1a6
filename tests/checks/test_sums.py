"""Which rows each printed total sums."""

from __future__ import annotations

from decimal import Decimal

from foja.checks.totals import Amounts, Sum, sums_for
from foja.model import Address, Place, PrintedRow, PrintedTotal, Stage, TotalLevel


def place(country: int, program: int, year: int = 1999, stage: Stage = "actual") -> Place:
    return Place("Africa", "Benin", country, "IMET", program, "IMET", None, year, stage)


def row(at: Place, students: int | None, cost: int | None) -> tuple[PrintedRow, Amounts]:
    address = Address("1999-2000/af-1", 1, None, 1, None)
    dollars = None if cost is None else Decimal(cost)
    return PrintedRow(address, at, {}), Amounts(students, dollars)


def total(level: TotalLevel, at: Place) -> PrintedTotal:
    return PrintedTotal(Address("1999-2000/af-1", 1, None, 2, None), at, level, "Totals", "0", "$0")


DONE = place(1, 1)
PLANNED = place(1, 1, 2000, "planned")
OTHER_PROGRAM = place(1, 2)
OTHER_COUNTRY = place(2, 3)
ROWS = [
    row(DONE, 1, 10),
    row(DONE, None, 20),
    row(PLANNED, 4, 400),
    row(OTHER_PROGRAM, 8, 8000),
    row(OTHER_COUNTRY, 16, None),
]


def test_a_fiscal_year_sums_its_year_of_the_programme_alone() -> None:
    totals = [total("program_year", at) for at in (DONE, PLANNED, OTHER_PROGRAM)]
    assert sums_for(ROWS, totals) == [
        Sum(1, Decimal(30), 2),
        Sum(4, Decimal(400), 1),
        Sum(8, Decimal(8000), 1),
    ]


def test_a_programme_sums_both_of_its_years() -> None:
    totals = [total("program", at) for at in (DONE, PLANNED, OTHER_COUNTRY)]
    both = Sum(5, Decimal(430), 3)
    assert sums_for(ROWS, totals) == [both, both, Sum(16, Decimal(0), 1)]


def test_a_country_sums_all_of_its_programmes() -> None:
    totals = [total("country", at) for at in (PLANNED, OTHER_COUNTRY)]
    assert sums_for(ROWS, totals) == [Sum(13, Decimal(8430), 4), Sum(16, Decimal(0), 1)]


def test_planned_rows_of_the_same_year_are_not_summed_with_what_was_done() -> None:
    rows = [row(place(1, 1, 2000), 1, 1), row(PLANNED, 2, 2)]
    assert sums_for(rows, [total("program_year", PLANNED)]) == [Sum(2, Decimal(2), 1)]


def test_a_total_without_rows_sums_nothing() -> None:
    levels: tuple[TotalLevel, ...] = ("program_year", "program", "country")
    nowhere = place(9, 9)
    assert sums_for(ROWS, [total(level, nowhere) for level in levels]) == [Sum()] * len(levels)
