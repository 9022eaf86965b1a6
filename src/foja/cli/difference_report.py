"""What changed between two builds, in lines to print."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.tables.difference import Difference, Move

EXAMPLES: Final = 20
MOVES: Final = 12
"""Of each column, so many moves are shown."""


def difference_lines(difference: Difference) -> Iterator[str]:
    """Return the lines of a comparison: rows added and gone, columns changed, what rules moved."""
    yield (
        f"{len(difference.added):,} trainings added, {len(difference.gone):,} gone "
        f"({len(difference.aliases):,} of them moved), {difference.changed_rows:,} changed"
    )
    for name, ids in (("added", difference.added), ("gone", difference.gone)):
        for identifier in ids[:EXAMPLES]:
            moved = difference.aliases.get(identifier) if name == "gone" else None
            yield f"  {name}  {identifier}" + (f" -> {moved}" if moved else "")
        if len(ids) > EXAMPLES:
            yield f"  ... and {len(ids) - EXAMPLES:,} more {name}"
    for column, count in difference.changed.items():
        identifier, before, after = difference.examples[column]
        yield f"  {column}: {count:,} changed, such as {identifier}: {before!r} -> {after!r}"
    for column, group in groupby(difference.moves, key=lambda move: move.column):
        yield from _moves(column, list(group))


def _moves(column: str, moves: list[Move]) -> Iterator[str]:
    yield f"\n{column}, what moved:"
    for move in moves[:MOVES]:
        yield (
            f"  {move.before or 'nothing'} -> {move.after or 'nothing'}: "
            f"{move.trainings:,} trainings, {move.students:,} students, ${move.cost_usd:,.0f}"
        )
    if len(moves) > MOVES:
        rest = sum(move.trainings for move in moves[MOVES:])
        yield f"  ... and {len(moves) - MOVES:,} more moves of {rest:,} trainings"
