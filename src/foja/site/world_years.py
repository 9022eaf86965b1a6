"""Which regions were read for each fiscal year: what years of all countries can be compared.

A report comes in documents, one or several to a region, and not all are in the tables. A sum of all
countries is then a sum of some regions, and says nothing beside the sum of others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from foja.catalog import load_regions
from foja.site.reading import ALL, DONE, PLANNED
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading

ALL_REGIONS: Final = "all regions"
"""What a document of the whole world is said to cover."""


@dataclass(frozen=True, slots=True)
class YearRead:
    """The regions of one fiscal year: those `read` whole, and those of which a document is missing.

    `stages` are those of which the year has a report, where done and planned are counted together.
    """

    year: int
    read: tuple[str, ...]
    missing: tuple[str, ...]
    stages: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether no region is missing."""
        return not self.missing

    @property
    def kind(self) -> Hashable:
        """What years have in common whose sums can be compared."""
        return self.stages, ALL_REGIONS if self.whole else self.read


@dataclass(frozen=True, slots=True)
class WorldYears:
    """The fiscal years of which any region was read, in order."""

    years: tuple[YearRead, ...]

    def of(self, year: int) -> YearRead | None:
        """Return what was read of a year, None where nothing was."""
        return next((one for one in self.years if one.year == year), None)

    def like(self, year: int) -> list[int]:
        """Return the years of which the same regions were read as of this one, itself among them.

        They alone can be compared with it.
        """
        one = self.of(year)
        return [other.year for other in self.years if one and other.kind == one.kind]

    @property
    def whole(self) -> list[int]:
        """The years of which all regions were read."""
        return [one.year for one in self.years if one.whole]

    def partial(self, years: Iterable[int]) -> list[YearRead]:
        """Return those of the years of which only some regions were read."""
        wanted = set(years)
        return [one for one in self.years if one.year in wanted and not one.whole]

    def groups(self, years: Iterable[int]) -> list[tuple[tuple[str, ...], list[int]]]:
        """Return the years with the same regions together, the whole ones first, without regions.

        Of the others those come first of which there are most.
        """
        wanted = set(years)
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for one in self.years:
            if one.year in wanted:
                found[() if one.whole else one.read].append(one.year)
        return sorted(found.items(), key=lambda group: (bool(group[0]), -len(group[1]), group[0]))


_KEPT: Final[WeakKeyDictionary[Reading, dict[Hashable, WorldYears]]] = WeakKeyDictionary()


def world_years(reading: Reading, filters: Filters) -> WorldYears:
    """Return which regions were read for each year that a choice of all countries can be about.

    A choice of forces or units concerns the regions of their countries alone.
    """
    concerned = _concerned(reading, filters)
    kept = _KEPT.setdefault(reading, {})
    key = (filters.stage, concerned)
    found = kept.get(key)
    if found is None:
        found = kept[key] = _world_years(reading, filters.stage, concerned)
    return found


def _world_years(reading: Reading, stage: str, concerned: frozenset[str] | None) -> WorldYears:
    stages = (DONE, PLANNED) if stage == ALL else (stage,)
    documents: dict[tuple[int, str, str], list[bool]] = defaultdict(list)
    for row in reading.documents.values():
        regions = reading.region_names(row["document"]) or (str(row["region"]),)
        for year, one in reading.report_years(row["report"]):
            for region in regions:
                if one in stages and (concerned is None or region in {*concerned, ALL_REGIONS}):
                    documents[year, one, region].append(row["status"] == "read")
    made = []
    for year in sorted({year for year, _stage, _region in documents}):
        own = {key[1:]: all(read) for key, read in documents.items() if key[0] == year}
        missing = {region for (_stage, region), read in own.items() if not read}
        there = {region for _stage, region in own} - missing
        begun = any(any(read) for key, read in documents.items() if key[0] == year)
        if begun:
            present = tuple(sorted({one for one, _region in own}))
            made.append(YearRead(year, tuple(sorted(there)), tuple(sorted(missing)), present))
    return WorldYears(tuple(made))


def _concerned(reading: Reading, filters: Filters) -> frozenset[str] | None:
    """Return the regions that the choice's forces and units can be in, None for all."""
    codes = (*filters.recipient_forces, *filters.units)
    countries = {code.partition(".")[0] for code in codes if code != UNKNOWN}
    if not codes or UNKNOWN in codes or not countries <= reading.countries.keys():
        return None
    return frozenset(region for code in countries for region in reading.regions_of(code)) or None


def regions_in_words(regions: Sequence[str], language: Language) -> str:
    """Name regions in a language, none as a part of one: `South and Central Asia; Europe`."""
    if not regions:
        return language.gettext("part of a region")
    names = {region.name: region.name_es for region in load_regions()}
    # Some regions have an “and” in their names.
    return "; ".join(names.get(one, one) if language.code == "es" else one for one in regions)
