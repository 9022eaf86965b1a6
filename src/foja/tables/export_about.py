"""What every export says of itself: title, source, licence, citation, dictionary, hashes."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from foja import __version__
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TITLE: Final = "Foja: what the United States gave to security forces abroad"
SOURCE: Final = (
    "U.S. Department of State and U.S. Department of Defense, Foreign Military Training and DoD "
    "Engagement Activities of Interest, annual joint reports to Congress"
)
LICENCE: Final = (
    "Facts read from works of the United States government, which are in the public domain there. "
    "Foja adds no restriction (CC0 1.0). Coordinates of places are from GeoNames (CC BY 4.0); the "
    "table series_definitions names publisher and licence of each series."
)
LICENCE_NAME: Final = "CC0-1.0"
LICENCE_URL: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
PLANNED: Final = (
    "Trainings with the stage planned were not done by the time of the report: leave them out of "
    "sums. A null is a figure that no report prints, not a zero."
)
DICTIONARY: Final = "data-dictionary.csv"
README: Final = "README.txt"
MANIFEST: Final = "manifest.json"
SEPARATOR: Final = "; "
"""What stands between the items of a list where a format has no lists."""
DICTIONARY_HEADS: Final = ("table", "column", "type", "never_empty", "values", "meaning")


def about(version: str) -> dict[str, str]:
    """Return what a file says of itself, by name."""
    return {
        "title": TITLE,
        "version": version,
        "made_with": f"Foja {__version__}",
        "source": SOURCE,
        "licence": LICENCE,
        "citation": f"Foja, tables {version}, with the training_id of each row you quote.",
        "note": PLANNED,
    }


def dictionary_rows() -> Iterator[tuple[str, str, str, str, str, str]]:
    """Return a line for each column of each table, under `DICTIONARY_HEADS`."""
    for table in TABLES:
        for column in table.columns:
            yield (
                table.name,
                column.name,
                str(column.type),
                "yes" if column.required else "no",
                SEPARATOR.join(column.values),
                column.meaning,
            )


def write_about(folder: Path, version: str, tables: Mapping[str, int]) -> None:
    """Write dictionary, README and manifest beside the files that are in the folder already.

    `tables` gives the rows of each table. The manifest gives them again, with bytes and SHA-256 of
    each file beside it.
    """
    with (folder / DICTIONARY).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(DICTIONARY_HEADS)
        writer.writerows(dictionary_rows())
    (folder / README).write_text(_readme(version, tables), "utf-8")
    manifest = {
        **about(version),
        "tables": dict(tables),
        "files": {path.name: hashed(path) for path in sorted(folder.iterdir())},
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def hashed(path: Path) -> dict[str, Any]:
    """Return the size of a file and its SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def _readme(version: str, tables: Mapping[str, int]) -> str:
    files = "\n".join(f"  {name}: {count:,} rows" for name, count in tables.items())
    return f"""{TITLE}
Version of the tables: {version} (made with Foja {__version__})

Tables
{files}
  {DICTIONARY}: every column of every table
  {MANIFEST}: rows of each table, bytes and SHA-256 of each file

Source
  {SOURCE}.
  Each row names document, page and box.
  {PLANNED}

How to cite
  Foja, tables {version}, with the training_id of each row you quote.

Licence
  {LICENCE}
"""
