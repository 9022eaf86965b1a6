"""Shades for countries by what they have: a few classes between round numbers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.maps.circles import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

CLASSES: Final = 5


@dataclass(frozen=True, slots=True)
class Shades:
    """Classes of values: `starts` are where each begins, ascending; the last has no end."""

    starts: tuple[float, ...]

    def of(self, value: float) -> int:
        """Return the class of a value: 0 for the lightest, which also has all below it."""
        return max(0, bisect_right(self.starts, value) - 1)


def shades(values: Iterable[float]) -> Shades:
    """Return classes that each hold about as many of the values that are above zero.

    Their limits are rounded down to 1, 2 or 5 times a power of ten, so that there may be fewer.
    """
    known = sorted(value for value in values if value > 0)
    if not known:
        return Shades((1.0,))
    limits = [rounded(known[len(known) * step // CLASSES]) for step in range(CLASSES)]
    return Shades(tuple(sorted({max(1.0, limit) for limit in (1.0, *limits[1:])})))
