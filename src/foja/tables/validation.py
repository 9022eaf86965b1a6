"""Every table held against its own definition before it is published."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pandera.polars as pandera
import polars as pl
from pandera.errors import SchemaErrors

from foja.errors import TablesError

if TYPE_CHECKING:
    import pyarrow as pa

    from foja.tables.columns import Column, Table

ROWS_TO_SHOW: Final = 3


def check_table(content: pa.Table, table: Table) -> None:
    """Check a table's content: columns and types, nulls, values, patterns, unique keys.

    Raises TablesError that names the column, the rule and the first rows that break it.
    """
    # A column of the right name and type that may hold anything needs no look at its values.
    as_defined = [(f.name, f.type) for f in content.schema] == [
        (column.name, column.type) for column in table.columns
    ]
    try:
        _schema(table, as_defined).validate(pl.DataFrame(content), lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.head(ROWS_TO_SHOW).to_dicts()
        shown = "; ".join(
            f"{case['column']} breaks {case['check']} with {case['failure_case']!r}"
            for case in cases
        )
        raise TablesError(f"Table {table.name} is not as defined: {shown}.") from error


@cache
def _schema(table: Table, as_defined: bool) -> pandera.DataFrameSchema:
    """Return the rules of a table, only those about values if its columns are as defined."""
    types = pl.DataFrame(table.arrow.empty_table()).schema
    return pandera.DataFrameSchema(
        {
            column.name: _column(column, types)
            for column in table.columns
            if not as_defined or _has_rules(column)
        },
        strict=not as_defined,
        ordered=not as_defined,
        unique=list(table.key),
    )


def _has_rules(column: Column) -> bool:
    return bool(column.required or column.values or column.pattern or column.minimum is not None)


def _column(column: Column, types: pl.Schema) -> pandera.Column:
    checks = []
    if column.values:
        checks.append(pandera.Check.isin(column.values))
    if column.pattern:
        checks.append(pandera.Check.str_matches(column.pattern))
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum))
    return pandera.Column(types[column.name], checks, nullable=not column.required)
