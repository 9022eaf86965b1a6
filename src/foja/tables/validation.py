"""Every table held against its own definition before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandera.polars as pandera
import polars as pl
from pandera.errors import SchemaErrors

from foja.errors import TablesError

if TYPE_CHECKING:
    import pyarrow as pa

    from foja.tables.schema import Column, Table

ROWS_TO_SHOW: Final = 3


def check_table(content: pa.Table, table: Table) -> None:
    """Check a table's content: columns and types, nulls, values, patterns, unique keys.

    Raises TablesError that names the column, the rule and the first rows that break it.
    """
    try:
        _schema(table).validate(pl.DataFrame(content), lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.head(ROWS_TO_SHOW).to_dicts()
        shown = "; ".join(
            f"{case['column']} breaks {case['check']} with {case['failure_case']!r}"
            for case in cases
        )
        raise TablesError(f"Table {table.name} is not as defined: {shown}.") from error


def _schema(table: Table) -> pandera.DataFrameSchema:
    types = pl.DataFrame(table.arrow.empty_table()).schema
    return pandera.DataFrameSchema(
        {column.name: _column(column, types) for column in table.columns},
        strict=True,
        ordered=True,
        unique=list(table.key),
    )


def _column(column: Column, types: pl.Schema) -> pandera.Column:
    checks = []
    if column.values:
        checks.append(pandera.Check.isin(column.values))
    if column.pattern:
        checks.append(pandera.Check.str_matches(column.pattern))
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum))
    return pandera.Column(types[column.name], checks, nullable=not column.required)
