"""Values given later: what stands for them in SQL, and in an expression that is compiled again.

The names are ours, never a reader's text; and a reader's text cannot look like a mark, since its
quotes are doubled or escaped where it stands in SQL.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.tables.engines import Values

_TEXT: Final = re.compile(r"\b(FOJA_TEXT)\('(\w+)'\)")
_NUMBER: Final = re.compile(r"\b(FOJA_NUMBER)\('(\w+)'\)")
"""Marks as Ibis writes them."""


def with_marks(sql: str, text: str, number: str) -> str:
    r"""Return SQL with a driver's own marks for values; in these ``\2`` is the value's name."""
    return _NUMBER.sub(number, _TEXT.sub(text, sql))


def with_values(expression: ir.Table, values: Values) -> ir.Table:
    """Return an expression with the values as its literals, which its compiler then writes."""
    import ibis  # noqa: PLC0415 - a quarter of a second, wanted only by open tables

    from foja.tables.selection import NUMBER_MARK, TEXT_MARK  # noqa: PLC0415 - it imports Ibis

    types = {TEXT_MARK: "string", NUMBER_MARK: "int64"}

    def literal(node: Any, replaced: dict[str, Any] | None) -> Any:  # noqa: ANN401 - nodes of Ibis
        kind = types.get(getattr(type(node), "__func_name__", ""))
        if kind is not None:
            return ibis.literal(values[node.args[0].value], type=kind).op()
        return node.__recreate__(replaced) if replaced else node

    return expression.op().replace(literal).to_expr()
