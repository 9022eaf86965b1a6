"""Every table is held against its definition before it is published."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.support.tables import all_rows

from foja.errors import TablesError
from foja.tables.columns import INT, STRING, Column, Table
from foja.tables.schema import TABLES
from foja.tables.validation import ROWS_TO_SHOW, check_table

FORCES = Table(
    "forces",
    "one force",
    ("force",),
    (
        Column("force", STRING, "stable code", True, pattern=r"^[A-Z]{3}\.[A-Z]+$"),
        Column("kind", STRING, "what it is", False, ("army", "navy")),
        Column("people", INT, "how many", False, minimum=0),
    ),
)
ROWS = [
    {"force": "MEX.SEMAR", "kind": "navy", "people": 5},
    {"force": "MEX.SEDENA", "kind": None, "people": None},
]


def content(*rows, schema=FORCES.arrow):
    plain = pa.schema([field.with_nullable(True) for field in schema])
    return pa.Table.from_pylist(list(rows), schema=plain)


def test_a_table_as_defined_passes():
    assert [check_table(content(*rows), FORCES) for rows in (ROWS, [])] == [None, None]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"force": None}, "force breaks not_nullable"),
        ({"force": "mex.semar"}, "force breaks .* with 'mex.semar'"),
        ({"kind": "air"}, "kind breaks .* with 'air'"),
        ({"people": -1}, "people breaks .* with .*-1"),
        ({"force": "MEX.SEMAR"}, "breaks .*unique"),
    ],
    ids=["null", "pattern", "value", "minimum", "key twice"],
)
def test_a_row_that_breaks_a_rule_stops_the_build(row, message):
    bad = {"force": "MEX.FGR", "kind": "army", "people": 1} | row
    with pytest.raises(TablesError, match=rf"^Table forces is not as defined: .*{message}"):
        check_table(content(*ROWS, bad), FORCES)


def _other_types():
    return content(*ROWS, schema=FORCES.arrow.set(2, pa.field("people", pa.float64())))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (content(*ROWS).drop_columns(["people"]), "people"),
        (content(*ROWS).append_column("rank", pa.array(["a", "b"])), "rank"),
        (content(*ROWS).select(["kind", "force", "people"]), "column_ordered"),
        (_other_types(), "people"),
    ],
    ids=["missing", "new", "another order", "another type"],
)
def test_columns_are_those_of_the_definition(table, column):
    with pytest.raises(TablesError, match=rf"^Table forces is not as defined: .*{column}"):
        check_table(table, FORCES)


def test_only_the_first_cases_are_shown():
    bad = [{"force": f"MEX.{letter}", "kind": "air", "people": 0} for letter in "ABCDEFGH"]
    with pytest.raises(TablesError) as error:
        check_table(content(*bad), FORCES)
    assert str(error.value).count("breaks") == ROWS_TO_SHOW


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_published_table_can_be_checked(table):
    rows = all_rows()[table.name]
    check_table(pa.Table.from_pylist(rows, schema=table.arrow), table)
    with pytest.raises(TablesError, match=f"Table {table.name} is not as defined"):
        check_table(content({}, schema=table.arrow), table)
