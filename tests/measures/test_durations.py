"""How long trainings were, against plain SQL over the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import foja
from foja.measures.durations import added, ask_days_by, span_of
from foja.measures.filters import Filters
from foja.measures.marks import ask_days
from foja.tables.lengths import LENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.tables.engine import Tables

MEXICO = Filters(country="MEX")
ROWS = "FROM trainings WHERE stage = 'actual' AND country_iso3 = 'MEX'"
DATED = f"{ROWS} AND end_date >= start_date"


@pytest.fixture(scope="module")
def record() -> Iterator[Tables]:
    with foja.open() as opened:
        yield opened


def one(record: Tables, sql: str) -> tuple[object, ...]:
    found = record._connection.cursor().execute(sql).fetchone()
    assert found is not None
    return tuple(found)


def test_medians_and_quarters_are_those_of_sql(record: Tables) -> None:
    by_type = ask_days_by(record, MEXICO, "training_type")
    span = span_of(added(list(by_type.values())))
    assert (span.counted, span.median, span.lower, span.upper, span.longest) == one(
        record,
        "SELECT count(*), median(d), quantile_cont(d, 0.25), quantile_cont(d, 0.75), max(d) "  # noqa: S608 - our own
        f"FROM (SELECT end_date - start_date + 1 AS d {DATED})",
    )
    assert span.counted + span.without == one(record, f"SELECT count(*) {ROWS}")[0]


def test_every_year_has_its_median(record: Tables) -> None:
    found = {
        year: span_of(days).median for year, days in ask_days_by(record, MEXICO, "year").items()
    }
    expected = dict(
        record._connection.cursor()
        .execute(f"SELECT fiscal_year, median(end_date - start_date + 1) {DATED} GROUP BY 1")
        .fetchall()
    )
    assert len(expected) == 20
    assert found == {1999: None, 2000: None, **expected}


@pytest.mark.parametrize("length", LENGTHS, ids=lambda length: length.code)
def test_a_length_chooses_its_trainings(record: Tables, length: tuple[str, int, int]) -> None:
    code, least, most = length
    filters = Filters(country="MEX", lengths=(code,))
    rows = filters.apply(record.table("trainings"))
    days = "end_date - start_date + 1"
    expected = one(
        record, f"SELECT count(*) {DATED} AND {days} BETWEEN {least} AND {most or 99999}"
    )
    assert expected[0]
    assert (record.rows(rows.aggregate(n=rows.count()))[0]["n"],) == expected
    later = ask_days_by(record, filters, "year")
    assert sum(sum(days.values()) for days in later.values()) == expected[0]


def test_lengths_divide_the_trainings_without_a_gap(record: Tables) -> None:
    ends = [length.most for length in LENGTHS[:-1]]
    assert [length.least for length in LENGTHS[1:]] == [end + 1 for end in ends if end]
    everything = (*(length.code for length in LENGTHS), "unknown")
    rows = Filters(country="MEX", lengths=everything).apply(record.table("trainings"))
    assert record.rows(rows.aggregate(n=rows.count()))[0]["n"] == 6638
    unknown = Filters(country="MEX", lengths=("unknown",)).apply(record.table("trainings"))
    turned_or_missing = f"SELECT count(*) {ROWS} AND (end_date >= start_date) IS NOT TRUE"
    assert (record.rows(unknown.aggregate(n=unknown.count()))[0]["n"],) == one(
        record, turned_or_missing
    )


def test_days_that_are_missing_are_counted_by_their_reason(record: Tables) -> None:
    found = ask_days(record, MEXICO)
    assert found["started"] + found["unprinted"] + found["impossible"] == found["trainings"]
    assert (found["unprinted"], found["impossible"]) == one(
        record,
        "SELECT count(*) FILTER (start_date_printed IS NULL), "
        "count(*) FILTER (start_date_printed IS NOT NULL) "
        f"{ROWS} AND start_date IS NULL",
    )
    assert (found["dated"],) == one(record, f"SELECT count(*) {DATED}")


def test_of_nothing_there_is_no_median() -> None:
    nothing = span_of({None: 3})
    assert (nothing.counted, nothing.without, nothing.median, nothing.longest) == (0, 3, None, None)
    assert span_of({1: 1, 4: 1}).median == 2.5
    assert span_of({7: 9}).upper == 7
