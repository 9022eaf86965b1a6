"""Room in a drawing: for its words, and for a sum above a bar beside a higher one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOM: Final = "(containerSize()[0] || width)"
"""Pixels that a drawing has from side to side with its axis, as an expression; a picture says its
own width. The width itself changes while a drawing is laid out, and what becomes higher meanwhile
is cut."""
HALF_A_FIGURE: Final = 4.2
"""Half the width in pixels of a figure of a sum above a bar, taken amply."""
NEAR: Final = 0.09
"""How much lower than the highest, in parts of it, a sum stands at the same height."""
HALF_A_BAR: Final = 0.4
"""From a bar's middle to its edge, in years."""


def room(sums: Mapping[int, float], year: int) -> float:
    """Return how far half a sum above a year's bar may reach, in years, and lie over nothing.

    It ends before the next higher bar on either side, and half way to the highest sum where both
    stand at about the same height. `sums` has every year of the axis.
    """
    own, peak = sums[year], max(sums, key=lambda each: sums[each])
    ends = [abs(each - year) - HALF_A_BAR for each, value in sums.items() if value > own]
    if peak != year and own > (1 - NEAR) * sums[peak]:
        ends.append(abs(peak - year) / 2)
    return round(min(ends, default=len(sums)), 2)


def where_there_is_room(text: str) -> str:
    """Return the expression of a sum's opacity: 0 where it finds no room, being left to the words.

    `text` is the field that has the sum; its mark's rows have `room`, its scale `x` the years.
    """
    wide = f"length(datum.{text} || '') * {HALF_A_FIGURE}"
    return f"{wide} > datum.room * width / length(domain('x')) ? 0 : 1"
