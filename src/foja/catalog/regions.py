"""The regions of the world by which the reports are divided, and the keys made from them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from foja.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Sequence

CATALOG_FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "catalog"
REGIONS_FILE: Final = "regions.toml"
_KEY: Final = re.compile(r"[a-z]{2,4}")


class PrintedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way in which a report prints a region's name, and a report where it was seen."""

    name: str
    report: str


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A region of the world: its key, its name in English and Spanish, and how reports print it."""

    key: str
    name: str
    name_es: str
    printed_as: tuple[PrintedName, ...]


class _RegionsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    region: tuple[Region, ...]


@cache
def load_regions() -> tuple[Region, ...]:
    """Return the regions in the reports' order; CatalogError if their file breaks its schema."""
    return read_regions(CATALOG_FOLDER / REGIONS_FILE)


def read_regions(file: Path) -> tuple[Region, ...]:
    """Read a regions file; CatalogError if it is absent or breaks its schema."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        regions = msgspec.convert(content, _RegionsFile).region
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CatalogError(f"The regions in {file} cannot be read ({error}).") from error
    for what in ("key", "name"):
        names = Counter(getattr(region, what) for region in regions)
        for name, times in names.items():
            if times > 1:
                raise CatalogError(f"The regions in {file} have the {what} {name!r} {times} times.")
    for region in regions:
        if not _KEY.fullmatch(region.key):
            raise CatalogError(
                f"The regions in {file} have the key {region.key!r}; use two to four "
                "lower-case letters."
            )
        if not region.printed_as:
            raise CatalogError(
                f"The region {region.key!r} in {file} needs an example in printed_as."
            )
    return regions


def region_keys(documents: Sequence[Sequence[str]]) -> list[str]:
    """Return the region key of each document of one report, from the names of its regions.

    `documents` are in the report's own order. The keys of a document's regions are joined by `-`
    (`sca-wh`); where several documents of the report have the same regions, they are numbered
    from 1 in that order (`wh-1`, `wh-2`). CatalogError for a name that is no region.
    """
    keys = {region.name: region.key for region in load_regions()}
    stems = []
    for names in documents:
        for name in names:
            if name not in keys:
                known = ", ".join(keys)
                raise CatalogError(f"The catalog knows no region {name!r}; it knows {known}.")
        stems.append("-".join(keys[name] for name in names))
    times = Counter(stems)
    reached: Counter[str] = Counter()
    result = []
    for stem in stems:
        reached[stem] += 1
        result.append(f"{stem}-{reached[stem]}" if times[stem] > 1 else stem)
    return result
