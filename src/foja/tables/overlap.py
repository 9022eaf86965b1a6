"""Pages that two documents of a report both print: each row counts once, in its region's document.

The files of a report are cut by region, and where a region begins in the middle of a page that page
can stand in two files. A row whose running heading names a region that the document is not about
has the flag `other_region`; it is left out of `trainings` where a document of that region, read in
the same build, prints the same page, and stays where none does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from foja.catalog import load_regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.catalog import CatalogDocument

FLAG: Final = "other_region"
ALL_REGIONS: Final = "all regions"


@cache
def region_name(printed: str) -> str | None:
    """Return the catalog's name of a region as reports print it; None where it is not known."""
    wanted = printed.casefold()
    for region in load_regions():
        names = (region.name, *(name.name for name in region.printed_as))
        if wanted in (name.casefold() for name in names):
            return region.name
    return None


def is_of_another_region(printed: str | None, document: CatalogDocument) -> bool:
    """Say whether a row under that running heading is of a region the document is not about."""
    name = region_name(printed) if printed else None
    return name is not None and not {name, ALL_REGIONS} & set(document.regions)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """Which printed pages each region's documents hold, by report."""

    pages: dict[tuple[str, str], frozenset[str]]

    @classmethod
    def of(cls, coverages: Iterable[tuple[CatalogDocument, pa.Table]]) -> PrintedPages:
        """Collect the printed page numbers of documents from their parts of `coverage`."""
        pages: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for document, coverage in coverages:
            printed = {page for page in coverage["printed_page"].to_pylist() if page}
            for region in document.regions:
                pages[document.report, region] |= printed
        return cls({key: frozenset(value) for key, value in pages.items()})

    def once(self, trainings: pa.Table) -> pa.Table:
        """Return a document's part of `trainings` without the rows that another document counts."""
        flags = trainings["flags"].to_pylist()
        if not any(FLAG in row for row in flags):
            return trainings
        columns = ("report", "region", "printed_page")
        places = zip(*(trainings[name].to_pylist() for name in columns), strict=True)
        keep = [
            FLAG not in row
            or page not in self.pages.get((report, region_name(region) or ""), frozenset())
            for row, (report, region, page) in zip(flags, places, strict=True)
        ]
        return trainings.filter(pa.array(keep))
