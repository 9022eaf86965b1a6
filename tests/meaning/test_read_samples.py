"""Forces and units as the rules name them, beside what readers said of the same rows."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from foja.meaning.recipients import all_recipients, recipient_of
from foja.meaning.units import unit_of

LABELS: Final = Path(__file__).parents[1] / "labels"
NOBODY: Final = {"MEX.NOT_GIVEN", "not_given"}


def _rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_right(row: dict[str, str], classes: dict[str, str]) -> bool:
    force, _rule = recipient_of(row["country_iso3"], row["student_unit"])
    label = row["label"]
    if force is None:
        return label in NOBODY
    if row["country_iso3"] == "MEX":
        # What the reader called another institution stands under its own name among the rules.
        if label == "MEX.OTHER":
            return force in {"MEX.OTHER", "MEX.STATES"}
        return force == label or force.startswith(f"{label}.")
    return classes[force] == label


def test_forces_are_those_that_readers_named() -> None:
    rows = _rows("recipients.csv")
    assert len(rows) == 300
    classes = {one.code: one.recipient_class for one in all_recipients()}
    wrong = [row["training_id"] for row in rows if not _is_right(row, classes)]
    assert len(wrong) / len(rows) <= 0.03, wrong


def test_units_are_joined_as_readers_join_them() -> None:
    right = joined = same = 0
    wrong = []
    for pair in _rows("unit_pairs.csv"):
        one, other = unit_of("MEX", pair["one"]), unit_of("MEX", pair["other"])
        is_joined = one is not None and other is not None and one.unit_id == other.unit_id
        is_same = pair["same"] == "yes"
        joined, same = joined + is_joined, same + is_same
        right += is_joined and is_same
        if is_joined and not is_same:
            wrong.append((pair["one"], pair["other"]))
    assert same == 100
    assert right / joined >= 0.98, wrong
    assert right / same >= 0.85
