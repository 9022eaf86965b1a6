"""An answer's rows as CSV: plain lines under one heading, as RFC 4180 writes them.

A missing value is an empty field, an empty text two quotation marks; several values are joined by
`; `, and what is itself made of parts is written as JSON. There is no byte order mark.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.site.api.envelope import ENCODER
from foja.tables.sql_worker import csv_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.api.endpoint import Answer, Endpoint

MEDIA_TYPE: Final = "text/csv; charset=utf-8; header=present"


def as_csv(endpoint: Endpoint, answer: Answer) -> bytes:
    """Return the rows of an answer, one line each; of one thing one line."""
    if answer.written is not None:
        return answer.written
    if answer.csv is not None:
        columns, lines = answer.csv
    else:
        columns = [field.encode_name for field in msgspec.structs.fields(endpoint.row)]
        rows = answer.data if endpoint.listed else [answer.data]
        lines = [[_of(row, column) for column in columns] for row in rows]
    return _written(columns, lines)


def _written(columns: Sequence[str], lines: Sequence[Sequence[Any]]) -> bytes:
    made = [",".join(_cell(name) for name in columns)]
    made.extend(",".join(_cell(value) for value in line) for line in lines)
    return ("\r\n".join(made) + "\r\n").encode()


def _of(row: Any, column: str) -> Any:  # noqa: ANN401 - a row is a dictionary or a structure
    value = row.get(column) if isinstance(row, dict) else getattr(row, column)
    return None if value is msgspec.UNSET else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_field(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal | dt.date):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return csv_field("; ".join(value))
    return csv_field(ENCODER.encode(value).decode())
