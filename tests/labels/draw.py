"""Draws the course titles that are labelled by reading, always the same ones.

`python -m tests.labels.draw FILE` writes 2,000 different titles as CSV, as many of Mexico as of
other countries, spread over fiscal years and programmes as their rows are, in three rounds. It
needs the tables of the whole record.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final

import foja
from foja.meaning.text import fold

SEED: Final = 20220505
COLUMNS: Final = (
    "training_id",
    "country",
    "fiscal_year",
    "program",
    "course_title",
    "us_unit",
    "location_printed",
)
Row = dict[str, Any]


def shares(sizes: Counter[Any], total: int) -> dict[Any, int]:
    """Divide `total` in proportion to `sizes`, the largest remainders rounded up."""
    whole = sum(sizes.values())
    exact = {key: total * size / whole for key, size in sizes.items()}
    parts = {key: int(value) for key, value in exact.items()}
    rest = sorted(exact, key=lambda key: (parts[key] - exact[key], str(key)))
    for key in rest[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def draw(rows: list[Row], total: int, chance: random.Random) -> list[Row]:
    """Draw rows with `total` different titles, by fiscal year and programme as the rows are."""
    strata: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row["training_id"])):
        strata[row["fiscal_year"], row["program"] or ""].append(row)
    wanted = shares(Counter({key: len(found) for key, found in strata.items()}), total)
    taken: set[str] = set()
    drawn: list[Row] = []
    spare: list[Row] = []
    for key in sorted(strata):
        shuffled = chance.sample(strata[key], len(strata[key]))
        for row in shuffled:
            title = fold(row["course_title"])
            if title in taken:
                continue
            if wanted[key]:
                wanted[key] -= 1
                taken.add(title)
                drawn.append(row)
            else:
                spare.append(row)
    # A stratum that has fewer different titles than its share leaves the rest to the others.
    for row in chance.sample(spare, len(spare)):
        if len(drawn) == total:
            break
        title = fold(row["course_title"])
        if title not in taken:
            taken.add(title)
            drawn.append(row)
    return drawn


def rounds(every: list[Row]) -> list[tuple[Row, str]]:
    """Draw the titles of both rounds, each with the part it belongs to.

    The first round has 1,000 titles, a half of them `written` (for who writes the rules). Its other
    half, and the 500 titles of the second round, are `opened`: kept aside until the rules were
    measured on them, then read to mend the rules. The third has 500 titles, `kept`. Each round
    draws from the titles that no earlier one took, so that later rounds have the rarer titles.
    """
    drawn: list[tuple[Row, str]] = []
    seen: set[str] = set()
    for seed, titles, parts in (
        (SEED, 500, ("opened", "written")),
        (SEED + 1, 250, ("opened",)),
        (SEED + 2, 250, ("kept",)),
    ):
        chance = random.Random(seed)  # noqa: S311 - a sample that anyone can draw again
        found = []
        for of_mexico in (True, False):
            rows = [
                row
                for row in every
                if (row["country_iso3"] == "MEX") is of_mexico
                and fold(row["course_title"]) not in seen
            ]
            found.append(draw(rows, titles, chance))
            seen.update(fold(row["course_title"]) for row in found[-1])
        for part in found:
            aside = set(chance.sample(range(len(part)), len(part) // 2))
            drawn += [
                (row, parts[0] if number in aside else parts[-1]) for number, row in enumerate(part)
            ]
    return drawn


def main(file: Path) -> None:
    """Write the sample to `file`."""
    with foja.open() as tables:
        every = [row for row in tables.rows(tables.table("trainings")) if row["course_title"]]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow((*COLUMNS, "part"))
        for row, part in rounds(every):
            writer.writerow((*(row[name] for name in COLUMNS), part))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
