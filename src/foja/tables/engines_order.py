"""The order of rows where a database promises none: a column of the published tables keeps it.

Programmes, rules and events stand in an order that means something, and questions that only choose
rows and columns are answered in it, as DuckDB does by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

ORDER: Final = "foja_order"
"""A column of every published table: the place of the row, from 0."""


def without_order(table: ir.Table) -> ir.Table:
    """Return a published table as the questions know it."""
    return table.select(*(name for name in table.columns if name != ORDER))


def in_order(expression: ir.Table) -> ir.Table:
    """Return the expression with its rows in the order of the table, if it only chooses some."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - a quarter of a second

    node: Any = expression.op()
    while isinstance(node, ops.Filter | ops.Project):
        below = node.parent
        if isinstance(below, ops.DatabaseTable) and ORDER in below.schema:
            ordered = below.to_expr().order_by(ORDER).op()
            return _onto(expression.op(), below, ordered).to_expr()
        if isinstance(node, ops.Project) and _sets_rows_anew(node):
            return expression
        node = below
    return expression


def _sets_rows_anew(node: Any) -> bool:  # noqa: ANN401 - nodes of Ibis
    """Say whether a selection makes several rows of one, or looks at others."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - as above

    return bool(node.find((ops.Unnest, ops.WindowFunction), filter=ops.Value))


def _onto(node: Any, table: Any, ordered: Any) -> Any:  # noqa: ANN401 - nodes of Ibis
    """Return a chain of choices over another table, whatever else they look up in it."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - as above

    if node == table:
        return ordered
    parent = _onto(node.parent, table, ordered)

    def moved(value: Any, replaced: dict[str, Any] | None) -> Any:  # noqa: ANN401 - nodes of Ibis
        if isinstance(value, ops.Field) and value.rel == node.parent:
            return ops.Field(parent, value.name)
        return value.__recreate__(replaced) if replaced else value

    if isinstance(node, ops.Filter):
        return node.copy(
            parent=parent,
            predicates=tuple(each.replace(moved, filter=ops.Value) for each in node.predicates),
        )
    return node.copy(
        parent=parent,
        values={name: each.replace(moved, filter=ops.Value) for name, each in node.values.items()},
    )
