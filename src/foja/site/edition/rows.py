"""A country's trainings as compact columns, from which a browser filters without a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.measures.figures import at_depth
from foja.measures.filters import Filters
from foja.measures.rows import Order, list_trainings
from foja.site.edition.parts import parts_of_lines
from foja.site.language import LANGUAGES
from foja.site.reading import DONE, PLANNED
from foja.site.trainings_table import dates, titles
from foja.site.value_names import value_names
from foja.tables.lengths import LENGTHS

if TYPE_CHECKING:
    from foja.site.reading import Reading, Row

CODED: Final = ("program", "recipient_force", "training_type", "delivery", "place_id", "unit_id")
"""Columns of which few values are said often: each once, with its names, then by its number."""
LENGTH: Final = "length"
LENGTH_CODES: Final = [one.code for one in LENGTHS]
_JSON: Final = msgspec.json.Encoder(decimal_format="number")
COLUMNS: Final = (
    "training_id",
    "document",
    "page",
    "fiscal_year",
    "start_fiscal_year",
    "stage",
    "quantity",
    "cost_usd",
    "student_unit",
    "location_printed",
    "course_title",
    "course_title_printed",
    "course_title_readable",
    "start_date",
    "end_date",
    "start_date_printed",
    "end_date_printed",
    "flags",
    *CODED,
)


def country_rows(reading: Reading, country: str) -> bytes:
    """Return a country's trainings, done and planned, as JSON: lists of one length, and names.

    `names` holds for each coded column its codes with their names in each language, to which the
    numbers of that column refer; null is -1. Costs are dollars, `days` the days as a page shows
    them in each language; `part` is that of the page's lines in which a training is listed.
    `covered` are the fiscal years whose reports are in the tables, for what was done and what was
    planned, each with the columns that its report does not print.
    """
    order = Order("year", descending=True, limit=None)
    rows = list_trainings(
        reading.tables, replace(Filters(country=country), stage="all"), order, columns=COLUMNS
    )
    parts = parts_of_lines(reading)
    columns: dict[str, Any] = {
        "id": [row["training_id"] for row in rows],
        "page": [f"{row['document']}/{row['page']}" for row in rows],
        "part": [parts.get(row["training_id"], 1) for row in rows],
        "year": [row["fiscal_year"] for row in rows],
        "startYear": [row["start_fiscal_year"] for row in rows],
        "day": [row["start_date"].isoformat() if row["start_date"] else None for row in rows],
        "planned": [int(row["stage"] == "planned") for row in rows],
        "students": [row["quantity"] for row in rows],
        "cost": [row["cost_usd"] for row in rows],
        "title": [titles(row)["title"] for row in rows],
        "unitText": [row["student_unit"] for row in rows],
        "placeText": [row["location_printed"] for row in rows],
        "flags": [row["flags"] for row in rows],
        "days": {
            code: [dates(row, language) for row in rows] for code, language in LANGUAGES.items()
        },
    }
    names = {}
    for column in CODED:
        codes = sorted({row[column] for row in rows if row[column] is not None})
        numbers = {code: number for number, code in enumerate(codes)}
        columns[column] = [numbers.get(row[column], -1) for row in rows]
        named = _units if column == "unit_id" else _names
        names[column] = named(reading, column, codes)
    lengths = [_length(row) for row in rows]
    columns[LENGTH] = [LENGTH_CODES.index(code) if code else -1 for code in lengths]
    names[LENGTH] = _names(reading, "days", LENGTH_CODES)
    names["training_group"] = _names(
        reading, "training_type", sorted({str(at_depth(row["training_type"], 1)) for row in rows})
    )
    flags = sorted({flag for row in rows for flag in row["flags"]})
    names["flags"] = _names(reading, "flags", flags)
    covered = {
        stage: {
            year: sorted(reading.unprinted_years.get((year, stage), ()))
            for year in reading.covered_years(country, stage)
        }
        for stage in (DONE, PLANNED)
    }
    return _JSON.encode({"country": country, "covered": covered, "names": names, "rows": columns})


def _length(row: Row) -> str | None:
    """Return the class of a training's length, as `foja.tables.lengths` does in a question."""
    first, last = row["start_date"], row["end_date"]
    if first is None or last is None or last < first:
        return None
    days = (last - first).days + 1
    return next(one.code for one in LENGTHS if one.most is None or days <= one.most)


def _names(reading: Reading, column: str, codes: list[str]) -> list[dict[str, str]]:
    known = {code: value_names(reading.tables, each) for code, each in LANGUAGES.items()}
    return [
        {"code": code, **{name: names.of(column, code) for name, names in known.items()}}
        for code in codes
    ]


def _units(reading: Reading, _column: str, codes: list[str]) -> list[dict[str, str]]:
    """Name many units at once, which one by one would take a question each."""
    table = reading.tables.table("units")
    known = {
        row["unit_id"]: row
        for row in reading.tables.rows(
            table.filter(table.unit_id.isin(codes)).select("unit_id", "name_en", "name_es")
        )
    }
    return [
        {"code": code, **{name: known[code][f"name_{name}"] for name in LANGUAGES}}
        for code in codes
    ]
