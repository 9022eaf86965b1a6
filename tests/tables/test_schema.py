"""The published tables are defined once, and well."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from foja.tables.schema import BY_NAME, PRINTED_TOTALS, TABLES, TRAININGS

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
EXAMPLES = {
    ("trainings", "training_id"): (
        ["2020-2021.wh.41.07", "2019-2020.af.f101.12", "2000-2001.sca-wh.7-12.112"],
        ["2020.wh.41.07", "2020-2021.WH.41.07", "2020-2021.wh.41.7", "2020-2021.wh..07"],
    ),
    ("trainings", "report"): (["2020-2021"], ["FY2020", "2020-21", "x2020-2021"]),
    ("trainings", "country_iso3"): (["MEX", "XKX"], ["MX", "mex", "MEXI"]),
}


def test_the_tables_of_the_contract_are_there():
    assert {"trainings", "printed_totals", "reconciliation", "documents"} <= BY_NAME.keys()
    assert {"coverage", "issues", "countries", "programs", "recipients"} <= BY_NAME.keys()
    assert len(BY_NAME) == len(TABLES)


@every_table
def test_columns_have_names_of_their_own_and_a_meaning(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert column.meaning.strip() == column.meaning
        assert len(column.meaning) > 3
        assert not column.meaning.endswith("."), f"{column.name}: a phrase, not a sentence"


@every_table
def test_a_key_is_never_null(table):
    assert table.key
    assert all(table.column(name).required for name in table.key)


@every_table
def test_the_arrow_schema_has_the_same_columns_in_the_same_order(table):
    assert table.arrow.names == [column.name for column in table.columns]
    for column, field in zip(table.columns, table.arrow, strict=True):
        assert field.type == column.type
        assert field.nullable is not column.required


@every_table
def test_rules_stand_on_columns_they_can_hold_for(table):
    for column in table.columns:
        if column.values or column.pattern:
            assert column.type == pa.string()
        if column.minimum is not None:
            assert column.type == pa.int32()


@every_table
def test_tables_by_report_say_which(table):
    assert ("report" in table.arrow.names) is table.by_report


@pytest.mark.parametrize(("table", "column"), EXAMPLES, ids="-".join)
def test_patterns_tell_right_from_wrong(table, column):
    right, wrong = EXAMPLES[table, column]
    pattern = re.compile(BY_NAME[table].column(column).pattern)
    assert [text for text in right if not pattern.match(text)] == []
    assert [text for text in wrong if pattern.match(text)] == []


def test_money_is_exact():
    for table in (TRAININGS, PRINTED_TOTALS):
        assert table.column("cost_usd").type == pa.decimal128(14, 2)


def test_an_unknown_column_is_a_key_error():
    with pytest.raises(KeyError, match="nonesuch"):
        TRAININGS.column("nonesuch")
