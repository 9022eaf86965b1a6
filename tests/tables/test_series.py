"""The series as tables: records and schema agree in both directions."""

from __future__ import annotations

from typing import get_args

import pyarrow as pa
import pytest

from foja.meaning import series as vocabulary
from foja.meaning.series_points import all_events, read_points
from foja.tables.schema_series import EVENTS, SERIES, SERIES_DEFINITIONS, SERIES_TABLES
from foja.tables.series import series_records
from foja.tables.validation import check_table

every_table = pytest.mark.parametrize("table", SERIES_TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def records():
    return series_records()


def test_there_are_records_for_each_table_and_no_other(records):
    assert records.keys() == {table.name for table in SERIES_TABLES}
    assert len(records["series"]) == len(read_points())
    assert len(records["series_definitions"]) == len(vocabulary.all_series())
    assert len(records["events"]) == len(all_events())


@every_table
def test_a_record_has_every_column_and_no_other(records, table):
    for record in records[table.name]:
        assert record.keys() == set(table.arrow.names)


@every_table
def test_the_content_is_as_the_schema_says(records, table):
    content = pa.Table.from_pylist(records[table.name], schema=table.arrow)
    check_table(content, table)
    assert content.num_rows == len(records[table.name])


def test_every_field_of_a_definition_is_a_column():
    fields = set(vocabulary.Definition.__struct_fields__)
    renamed = {"key": "series", "covers": "covers_from", "status": None, "partial_years": None}
    # The site's own words for two columns that the tables hold in English.
    renamed |= {"vintage_es": None, "licence_es": None}
    columns = {renamed.get(field, field) for field in fields} - {None}
    assert columns | {"covers_to"} == set(SERIES_DEFINITIONS.arrow.names)


def test_values_are_exact_to_the_last_digit(records):
    content = pa.Table.from_pylist(records["series"], schema=SERIES.arrow)
    given = [record["value"] for record in records["series"]]
    assert content.column("value").to_pylist() == given


def test_words_of_the_schema_are_those_of_the_vocabulary():
    assert SERIES.column("status").values == get_args(vocabulary.Status)
    assert SERIES_DEFINITIONS.column("kind").values == get_args(vocabulary.Kind)
    assert SERIES_DEFINITIONS.column("unit").values == get_args(vocabulary.Unit)
    assert SERIES_DEFINITIONS.column("basis").values == get_args(vocabulary.Basis)
    assert SERIES_DEFINITIONS.column("made_from").values == get_args(vocabulary.MadeFrom)


def test_every_series_of_a_point_and_every_event_is_known(records):
    known = {record["series"] for record in records["series_definitions"]}
    assert {record["series"] for record in records["series"]} <= known
    assert len({record["event"] for record in records[EVENTS.name]}) == len(all_events())
