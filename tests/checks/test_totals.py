"""When a printed total agrees with its rows, and what may explain that it does not."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from foja.checks.corrections import Misprint, RowsElsewhere
from foja.checks.totals import Amounts, Sum, reconcile

ELSEWHERE = RowsElsewhere("rows are elsewhere", "faltan renglones")
MISPRINT = Misprint(
    total_id="2016-2017.wh.10.t01",
    page=10,
    students_printed=2,
    students_summed=2,
    cost_printed=198,
    cost_summed=0,
    reason_en="a slip",
    reason_es="una errata",
    seen="the page prints $198, its only row $0",
)


def printed(students, cost):
    return Amounts(students, None if cost is None else Decimal(cost))


def summed(students, cost, rows=1):
    return Sum(students, Decimal(cost), rows)


def status(what_is_printed, what_is_summed, explained_by=None):
    return reconcile("x", what_is_printed, what_is_summed, explained_by).status


@pytest.mark.parametrize(
    ("students", "cost", "agrees"),
    [
        (2, "1000", True),
        (3, "1000", False),
        (1, "1000", False),
        (2, "1001", False),
        (2, "999", False),
        (2, "-1000", False),
        (None, "1000", False),
        (2, None, False),
    ],
)
def test_a_total_agrees_with_the_sum_of_its_rows(students, cost, agrees):
    expected = "agrees" if agrees else "differs"
    assert status(printed(students, cost), summed(2, "1000")) == expected


def test_what_is_not_printed_must_be_nothing():
    assert status(printed(None, None), summed(0, 0)) == "agrees"
    assert status(printed(None, None), summed(1, 0)) == "differs"
    assert status(printed(None, None), summed(0, 1)) == "differs"


@pytest.mark.parametrize(
    ("cost_printed", "cost_summed", "expected"),
    [
        ("100", "99.50", "agrees"),
        ("100", "100.50", "agrees"),
        ("100", "100.49", "agrees"),
        ("100", "99.49", "differs"),
        ("100", "100.51", "differs"),
        ("100.50", "100.50", "agrees"),
        ("100.50", "100.49", "differs"),  # printed with cents: no rounding to allow for
        ("100.50", "100", "differs"),
    ],
)
def test_whole_dollars_agree_with_the_sum_they_round(cost_printed, cost_summed, expected):
    assert status(printed(1, cost_printed), summed(1, cost_summed)) == expected


def test_students_are_never_rounded():
    assert status(printed(100, "0"), summed(101, "0")) == "differs"


def test_a_misprint_explains_the_figures_it_was_recorded_with():
    found = reconcile(MISPRINT.total_id, printed(2, "198"), summed(2, "0"), MISPRINT)
    assert (found.status, found.explanation, found.explanation_es) == (
        "misprinted",
        "a slip",
        "una errata",
    )


@pytest.mark.parametrize(
    ("what_is_printed", "what_is_summed"),
    [
        (printed(2, "199"), summed(2, "0")),
        (printed(3, "198"), summed(2, "0")),
        (printed(2, "198"), summed(2, "1")),
        (printed(2, "198"), summed(1, "0")),
        (printed(2, "198"), summed(2, "0.01")),
        (printed(None, "198"), summed(2, "0")),
    ],
)
def test_a_misprint_whose_expectation_is_no_longer_met_explains_nothing(
    what_is_printed, what_is_summed
):
    found = reconcile(MISPRINT.total_id, what_is_printed, what_is_summed, MISPRINT)
    assert (found.status, found.explanation, found.explanation_es) == ("differs", None, None)


def test_a_misprint_that_the_source_has_mended_agrees():
    mended = reconcile(MISPRINT.total_id, printed(2, "0"), summed(2, "0"), MISPRINT)
    assert (mended.status, mended.explanation) == ("agrees", None)


def test_rows_elsewhere_explain_what_is_missing():
    found = reconcile("x", printed(681, "1550241"), summed(600, "1000000"), ELSEWHERE)
    assert (found.status, found.explanation) == ("misprinted", "rows are elsewhere")
    assert status(printed(681, "1550241"), summed(0, "0", 0), ELSEWHERE) == "misprinted"


@pytest.mark.parametrize(("students", "cost"), [(682, "0"), (0, "1550242")])
def test_rows_elsewhere_explain_no_rows_too_many(students, cost):
    assert status(printed(681, "1550241"), summed(students, cost), ELSEWHERE) == "differs"


def test_a_sum_counts_what_is_printed():
    total = Sum()
    total.add(printed(2, "10.25"))
    total.add(printed(None, "5"))
    total.add(printed(3, None))
    assert total == Sum(5, Decimal("15.25"), 3)


@pytest.mark.parametrize(
    "figure", ["students_printed", "students_summed", "cost_printed", "cost_summed"]
)
def test_each_of_the_four_figures_is_expected(figure):
    other = msgspec.structs.replace(MISPRINT, **{figure: 77})
    assert MISPRINT.explains(printed(2, "198"), summed(2, "0")) is True
    assert other.explains(printed(2, "198"), summed(2, "0")) is False
