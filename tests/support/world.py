"""The small tables with one more country, of a region that was read for one year alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support import tables as small

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KENYA = (
    ("2019-2020.af.07.01", "IMET", "Law of the Sea", 50, "7000.00", "law.legal"),
    ("2019-2020.af.07.02", "IMET", "Radio Operator", 7, "900.00", "technical.electronics"),
)
"""Kenya's trainings of fiscal year 2019: identifier, programme, course, students, dollars, type."""

_rows = small.all_rows


def world_rows() -> dict[str, list[dict[str, Any]]]:
    """Return the small tables' rows with Kenya's, of the only African report that was read."""
    from decimal import Decimal  # noqa: PLC0415 - wanted here alone

    rows = _rows()
    pattern = next(row for row in rows["trainings"] if row["report"] == "2019-2020")
    for training_id, program, course, students, dollars, kind in KENYA:
        rows["trainings"].append(
            {
                **pattern,
                "training_id": training_id,
                "document": "2019-2020/af",
                "page": 7,
                "region": "Africa",
                "country": "Kenya",
                "country_iso3": "KEN",
                "program": program,
                "course_title_printed": course,
                "course_title": course,
                "course_title_readable": course,
                "quantity": students,
                "cost_usd": Decimal(dollars),
                "recipient_force": None,
                "unit_id": None,
                "training_type": kind,
            }
        )
    document = next(row for row in rows["documents"] if row["document"] == "2019-2020/wh")
    rows["documents"].append(
        {
            **document,
            "document": "2019-2020/af",
            "region": "Africa",
            "region_key": "af",
            "path": "2019-2020/africa.pdf",
        }
    )
    country = rows["countries"][0]
    rows["countries"].append(
        {**country, "country_iso3": "KEN", "name_en": "Kenya", "name_es": "Kenia"}
    )
    return rows


def write_world(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Write these tables; return the folder."""
    patch.setattr(small, "all_rows", world_rows)
    return small.write_tables(folder)
