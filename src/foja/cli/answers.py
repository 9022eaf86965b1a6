"""The answer to a question in SQL, printed."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console

    from foja.tables.query import QueryResult


def print_answer(result: QueryResult, answer: str, console: Console) -> None:
    """Print the rows as a table for eyes, as CSV or as a JSON list of objects."""
    if answer == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
    elif answer == "json":
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain) + "\n")
    else:
        table = Table(*result.columns, box=None, header_style="bold", pad_edge=False)
        for row in result.rows:
            table.add_row(*("" if value is None else str(value) for value in row))
        console.print(table)


def _plain(value: object) -> str | int | float:
    """Write a decimal as a number and whatever else JSON lacks (dates) as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
