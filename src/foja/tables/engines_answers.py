"""Answers as every engine has to give them: the types that the expression promises."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir
    import pyarrow as pa

    from foja.tables.engines import Change, Compiled, Row


def changes_of(expression: ir.Table) -> tuple[tuple[str, Change | None], ...]:
    """Return for each column what makes its type of what a driver hands over."""
    return tuple((name, _change(kind)) for name, kind in expression.schema().items())


def _change(kind: Any) -> Change | None:  # noqa: ANN401 - a type of Ibis
    # A driver may sum whole numbers into a decimal, and divide decimals into one.
    if kind.is_integer():
        return int
    if kind.is_floating():
        return float
    if kind.is_decimal() and kind.scale is not None:
        places = Decimal(1).scaleb(-kind.scale)
        return lambda value: Decimal(value).quantize(places)
    return None


def told(question: Compiled, rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Return rows as dictionaries, with the types of the expression."""
    changes = question.changes
    return [
        {
            name: value if change is None or value is None else change(value)
            for (name, change), value in zip(changes, row, strict=True)
        }
        for row in rows
    ]


def as_arrow(question: Compiled, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Return rows as an Arrow table, with the types of the expression."""
    import pyarrow as pa  # noqa: PLC0415 - wanted by those who ask for it

    return pa.Table.from_pylist(told(question, rows), schema=question.schema.to_pyarrow())
