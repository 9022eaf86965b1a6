"""Which region a country belongs to, where only some of the countries are printed with one."""

from __future__ import annotations

from itertools import pairwise


class Regions:
    """The regions of a document's countries, numbered in the order in which they are printed.

    A running heading names the region of the country it stands above. A country that begins and
    ends between two running headings is of the region that both name; where they name two, the
    regions part where the alphabet of the countries begins anew.
    """

    def __init__(self) -> None:
        self._countries: dict[int, str] = {}
        self._regions: dict[int, str | None] = {}

    def name(self, part: int, country: str, region: str | None) -> None:
        """Note a country's name and its region, None where the place names none."""
        self._countries[part] = country
        self._regions[part] = self._regions.get(part) or region

    def of(self, part: int) -> str | None:
        """Return the region of a country's part, None where nothing tells it."""
        return self._regions.get(part)

    def settle(self) -> list[str]:
        """Give the countries between two running headings their region; return those in doubt."""
        doubtful: list[str] = []
        parts = sorted(self._countries)
        known = [index for index, part in enumerate(parts) if self._regions[part]]
        if not known:
            return [self._countries[part] for part in parts]
        doubtful.extend(self._countries[part] for part in parts[: known[0]])
        for left, right in pairwise(known):
            doubtful.extend(self._between(parts[left : right + 1]))
        doubtful.extend(self._after(parts[known[-1] :]))
        return doubtful

    def _between(self, parts: list[int]) -> list[str]:
        """Settle the countries between the first and the last, whose regions are known."""
        first, last = self._regions[parts[0]], self._regions[parts[-1]]
        anew = self._anew(parts)
        if first != last and len(anew) != 1:
            return [self._countries[part] for part in parts[1:-1]]
        for index, part in enumerate(parts[1:-1], start=1):
            self._regions[part] = first if first == last or index < anew[0] else last
        return []

    def _after(self, parts: list[int]) -> list[str]:
        """Settle the countries after the first, which no running heading follows."""
        anew = self._anew(parts)
        end = anew[0] if anew else len(parts)
        for part in parts[1:end]:
            self._regions[part] = self._regions[parts[0]]
        return [self._countries[part] for part in parts[end:]]

    def _anew(self, parts: list[int]) -> list[int]:
        """Return the places at which the alphabet begins anew."""
        names = [self._countries[part].casefold() for part in parts]
        return [index for index in range(1, len(names)) if names[index] < names[index - 1]]
