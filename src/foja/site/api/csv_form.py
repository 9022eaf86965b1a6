"""An answer's rows as CSV: plain lines under one heading, as RFC 4180 writes them.

Nothing is an empty field, an empty text two quotation marks; several values are joined by `; `, and
what is itself made of parts is written as JSON. There is no byte order mark.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.site.api.envelope import ENCODER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.api.endpoint import Answer, Endpoint

MEDIA_TYPE: Final = "text/csv; charset=utf-8; header=present"
_QUOTED: Final = frozenset(',"\r\n')


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
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal | dt.date):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return _text("; ".join(value))
    return _text(ENCODER.encode(value).decode())


def _text(text: str) -> str:
    if not text or text[0] == " " or text[-1] == " " or _QUOTED.intersection(text):
        return f'"{text.replace(chr(34), chr(34) * 2)}"'
    return text
