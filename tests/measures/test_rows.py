"""Lists of trainings in every order, one training, its page and its printed totals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.tables import training_rows

from foja.errors import QueryError
from foja.measures import record, rows
from foja.measures.filters import Filters
from foja.measures.names import read_names
from foja.measures.rows import SORTS, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.tables.engine import Tables

    Ask = Callable[[str], list[tuple[Any, ...]]]

MEXICO = Filters(country="MEX")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("turn", ["ASC", "DESC"])
def test_the_list_is_ordered_as_sql_orders_it(
    tables: Tables, by_hand: Ask, sort: str, turn: str
) -> None:
    keys = ", ".join(f"{column} {turn} NULLS LAST" for column in SORTS[sort])
    expected = by_hand(
        f"FROM trainings SELECT training_id WHERE DONE ORDER BY {keys}, report, page, training_id"
    )
    order = Order(sort, descending=turn == "DESC")
    found = rows.list_trainings(tables, MEXICO, order)
    assert [(row["training_id"],) for row in found] == expected
    assert len(found) == 17


def test_what_a_row_does_not_print_comes_last_in_both_directions(tables: Tables) -> None:
    for descending in (True, False):
        found = rows.list_trainings(tables, MEXICO, Order("cost", descending=descending))
        assert found[-1]["cost_usd"] is None
        assert found[0]["cost_usd"] == (Decimal("600000.25") if descending else 0)


def test_pages_of_the_list_make_the_whole(tables: Tables) -> None:
    whole = rows.list_trainings(tables, MEXICO, Order("course", descending=False, limit=None))
    parts = [
        row
        for offset in range(0, 20, 6)
        for row in rows.list_trainings(
            tables, MEXICO, Order("course", descending=False, limit=6, offset=offset)
        )
    ]
    assert parts == whole
    assert len(whole) == 17


def test_every_column_can_be_asked_for(tables: Tables) -> None:
    expression = rows.trainings_in_order(tables, MEXICO, Order(limit=None))
    assert list(expression.columns) == list(tables.table("trainings").columns)
    found = rows.list_trainings(tables, MEXICO, Order(), columns=("training_id", "agency"))
    assert list(found[0]) == ["training_id", "agency"]


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"sort": "colour"}, "cannot be ordered by “colour”; it can be by year, start"),
        ({"limit": 0}, "has 1 to 1000 rows, not 0"),
        ({"limit": 1001}, "not 1001"),
        ({"offset": -1}, "starts at row 0, not -1"),
    ],
)
def test_an_order_that_cannot_be_is_refused(order: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        Order(**order)


def test_one_training_has_every_column(tables: Tables) -> None:
    expected = training_rows()[3]
    assert rows.training(tables, expected["training_id"]) == expected
    assert rows.training(tables, "2020-2021.wh.99.99") is None
    assert rows.training(tables, "' OR ''='") is None


def test_a_page_is_read_from_top_to_bottom(tables: Tables) -> None:
    found = rows.page_trainings(tables, "2020-2021/wh", 2)
    assert [row["training_id"] for row in found] == [
        f"2020-2021.wh.42.{number:02d}" for number in range(1, 6)
    ]
    assert [row["y0"] for row in found] == sorted(row["y0"] for row in found)


def test_a_training_belongs_to_the_totals_of_its_program_and_country(tables: Tables) -> None:
    row = next(
        row for row in training_rows() if row["report"] == "2016-2017" and row["program"] == "IMET"
    )
    program, country = rows.totals_of(tables, row)
    assert (program["level"], program["students"], program["status"]) == (
        "program_year",
        2,
        "agrees",
    )
    assert (country["level"], country["students"], country["students_summed"]) == (
        "country",
        43,
        42,
    )
    assert country["status"] == "misprinted"
    assert country["explanation"] == "The page adds one student."
    assert country["rows"] == 2


def test_planned_rows_belong_to_no_total_of_done_ones(tables: Tables) -> None:
    planned = next(row for row in training_rows() if row["stage"] == "planned")
    totals = rows.totals_of(tables, planned)
    assert {(total["stage"], total["students"]) for total in totals} == {("planned", 1000)}


def test_the_record_counts_documents_pages_rows_totals_and_doubts(
    tables: Tables, by_hand: Ask
) -> None:
    found = {row["report"]: row for row in record.reports(tables)}
    assert sum(row["trainings"] for row in found.values()) == tables.counts["trainings"]
    assert sum(row["totals"] for row in found.values()) == tables.counts["printed_totals"]
    latest = found["2020-2021"]
    assert (latest["documents"], latest["documents_read"], latest["documents_absent"]) == (2, 1, 1)
    assert (latest["pages"], latest["words"], latest["words_left_over"]) == (2, 200, 1)
    assert by_hand("SELECT count(*) FROM issues WHERE report = '2020-2021'") == [
        (latest["issues"],)
    ]
    oldest = found["2016-2017"]
    assert (oldest["totals_agree"], oldest["totals_misprinted"], oldest["totals_differ"]) == (
        2,
        1,
        0,
    )


def test_names_come_in_both_languages_and_codes_name_themselves(tables: Tables) -> None:
    english, spanish = read_names(tables, "en"), read_names(tables, "es")
    assert (english.country("MEX"), spanish.country("MEX")) == ("Mexico", "México")
    assert spanish.recipient_force("MEX.SEMAR") == "Secretaría de Marina (SEMAR)"
    assert english.program("NEW") == "NEW"
