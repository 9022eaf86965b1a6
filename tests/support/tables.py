"""A small folder of tables, written from rows that a person can add up."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from foja.tables.schema import BY_NAME, TABLES
from foja.tables.series import series_records
from foja.tables.units import unit_records

Row = dict[str, Any]

TRAININGS = Path(__file__).with_name("trainings.csv")

_NAMES = {"MEX": "Mexico", "COL": "Colombia", None: "Organization of American States"}
_PROGRAMS = (
    ("ALP", "Aviation Leadership Program", "Programa de Liderazgo en Aviación"),
    ("CTFP", "Combating Terrorism Fellowship", "Becas contra el terrorismo"),
    ("DHS", "Department of Homeland Security", "Departamento de Seguridad Nacional"),
    ("FMF", "Foreign Military Financing", "Financiamiento Militar Extranjero"),
    ("IMET", "International Military Education and Training", "Educación Militar Internacional"),
    ("INL", "International Narcotics and Law Enforcement", "Antinarcóticos"),
    ("SEC333", "Section 333, Building Capacity", "Sección 333, creación de capacidades"),
)
_FORCES = (
    ("MEX.CIVIL", "Civil ministries", "Dependencias civiles"),
    ("MEX.FGR", "Prosecutors", "Fiscalía General de la República"),
    ("MEX.SEDENA", "Army and air force (SEDENA)", "Ejército y Fuerza Aérea (SEDENA)"),
    ("MEX.SEMAR", "Navy (SEMAR)", "Secretaría de Marina (SEMAR)"),
)
_REGION = "Western Hemisphere"
_ROWS_ON_A_PAGE = 5


def training_rows() -> list[Row]:
    """Every row of `trainings`, in the order of the reports' pages."""
    with TRAININGS.open(encoding="utf-8", newline="") as file:
        given = [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]
    counted: dict[str, int] = defaultdict(int)
    rows = []
    for row in sorted(given, key=lambda g: (g["report"], _NAMES[g["country"]], str(g["program"]))):
        rows.append(_training(row, counted[row["report"]]))
        counted[row["report"]] += 1
    return rows


def _training(given: dict[str, Any], place: int) -> Row:
    report, country, stage = given["report"], given["country"], given["stage"]
    course, unit, dollars = given["course"], given["unit"], given["dollars"]
    first = dt.date.fromisoformat(given["first_day"]) if given["first_day"] else None
    page, line = divmod(place, _ROWS_ON_A_PAGE)
    row = dict.fromkeys(column.name for column in BY_NAME["trainings"].columns)
    return row | {
        "training_id": f"{report}.wh.{page + 41}.{line + 1:02d}",
        "report": report,
        "document": f"{report}/wh",
        "page": page + 1,
        "printed_page": str(page + 41),
        "x0": 30.0,
        "y0": 60.0 + 20 * line,
        "x1": 760.0,
        "y1": 78.0 + 20 * line,
        "fiscal_year": int(report[:4]) + (stage == "planned"),
        "stage": stage,
        "region": _REGION,
        "country": _NAMES[country],
        "country_iso3": country,
        "program_printed": f"{given['program'] or 'Unheard-of Programme'}, as printed",
        "program": given["program"],
        "agency": "DoD",
        "course_title_printed": course,
        "course_title": course,
        "course_title_readable": course,
        "quantity": given["students"] and int(given["students"]),
        "cost_usd": None if dollars is None else Decimal(dollars),
        "location_printed": given["place"],
        "student_unit_printed": unit,
        "student_unit": unit,
        "us_unit_printed": "7TH SFG - 3",
        "us_unit": "7TH SFG",
        "us_quantity": 3,
        "start_date_printed": first and first.strftime("%m/%d/%Y"),
        "end_date_printed": first and first.strftime("%m/%d/%Y"),
        "start_date": first,
        "end_date": first,
        "start_fiscal_year": first and first.year + (first.month >= 10),
        "recipient_force": given["force"],
        "recipient_rule": given["force"] and "by_unit",
        "unit_id": given["unit_id"],
        "place_id": given["place_id"],
        "delivery": given["delivery"],
        "place_rule": given["place_id"] and "by_location",
        "training_type": given["type"],
        "training_type_rule": None if given["type"] == "unclassified" else "by_title",
        "flags": ["cost_outlier"] if course == "Odd Course" else [],
    }


def _totals(trainings: list[Row]) -> tuple[list[Row], list[Row]]:
    """Printed totals of country and programme year, one of them misprinted, and their checks."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in trainings:
        common = (
            row["report"],
            row["country"],
            row["country_iso3"],
            row["fiscal_year"],
            row["stage"],
        )
        groups[*common, "program_year", row["program_printed"]].append(row)
        groups[*common, "country", None].append(row)
    printed, checks = [], []
    for number, (key, rows) in enumerate(groups.items(), start=1):
        report, country, iso3, year, stage, level, program = key
        students = sum(row["quantity"] or 0 for row in rows)
        cost = sum((row["cost_usd"] or Decimal(0) for row in rows), Decimal(0))
        misprinted = (report, iso3, level) == ("2016-2017", "MEX", "country")
        total_id = f"{report}.wh.{rows[-1]['printed_page']}.t{number:02d}"
        printed.append(
            {
                **{name: rows[-1][name] for name in ("document", "page", "printed_page")},
                "x0": 30.0,
                "y0": 500.0,
                "x1": 760.0,
                "y1": 518.0,
                "total_id": total_id,
                "report": report,
                "level": level,
                "country": country,
                "country_iso3": iso3,
                "program_printed": program,
                "fiscal_year": year,
                "stage": stage,
                "students": students + misprinted,
                "cost_usd": cost,
            }
        )
        checks.append(
            {
                "total_id": total_id,
                "report": report,
                "students_printed": students + misprinted,
                "students_summed": students,
                "cost_printed": cost,
                "cost_summed": cost,
                "rows": len(rows),
                "status": "misprinted" if misprinted else "agrees",
                "explanation": "The page adds one student." if misprinted else None,
                "explanation_es": "La página suma un alumno de más." if misprinted else None,
            }
        )
    return printed, checks


def all_rows() -> dict[str, list[Row]]:
    """The rows of every table."""
    trainings = training_rows()
    totals, checks = _totals(trainings)
    reports = sorted({row["report"] for row in trainings})
    pages = sorted({(row["report"], row["page"], row["printed_page"]) for row in trainings})
    documents = [
        {
            "document": f"{report}/wh",
            "report": report,
            "report_title": f"Foreign Military Training, {report}",
            "region": _REGION,
            "region_key": "wh",
            "publisher": "Department of State",
            "path": f"{report}/western-hemisphere.pdf",
            "source_url": f"https://www.state.gov/{report}/western-hemisphere.pdf",
            "rendition": "original",
            "bytes": 1000,
            "sha256": "0" * 64,
            "status": "read",
            "reason": None,
            "layout": "ruled_tables_2007",
            "pages": sum(page[0] == report for page in pages),
            "rows": sum(row["report"] == report for row in trainings),
            "totals": sum(total["report"] == report for total in totals),
        }
        for report in reports
    ]
    absent = {
        **documents[-1],
        "document": "2020-2021/af",
        "region": "Africa",
        "region_key": "af",
        "path": "2020-2021/africa.pdf",
        "status": "absent",
        **dict.fromkeys(("layout", "pages", "rows", "totals")),
    }
    return {
        "trainings": trainings,
        "printed_totals": totals,
        "reconciliation": checks,
        "documents": sorted([*documents, absent], key=lambda row: row["document"]),
        "coverage": [
            {
                "document": f"{report}/wh",
                "report": report,
                "page": page,
                "printed_page": printed,
                "width": 792.0,
                "height": 612.0,
                "words": 100,
                "used": 90,
                "ignored": 10 - (page == 1),
                "ignored_by": ["page_number: 1"],
                "left_over": int(page == 1),
            }
            for report, page, printed in pages
        ],
        "issues": [
            {
                "issue_id": f"{report}.wh.41.i01",
                "report": report,
                "code": "word_left_over",
                "document": f"{report}/wh",
                "page": 1,
                **dict.fromkeys(("x0", "y0", "x1", "y1"), 10.0),
                "detail": "stray",
            }
            for report in reports
        ],
        "countries": [
            {"country_iso3": "COL", "name_en": "Colombia", "name_es": "Colombia"},
            {"country_iso3": "MEX", "name_en": "Mexico", "name_es": "México"},
        ],
        "programs": [
            {**_whole("programs", agency="DoD"), **_named("program", *names)} for names in _PROGRAMS
        ],
        "recipients": [
            {**_whole("recipients", country_iso3="MEX"), **_named("recipient_force", *names)}
            for names in _FORCES
        ],
        "units": units_of(trainings),
        "places": [
            {**_whole("places", kind="town"), **_place(place)}
            for place in sorted({row["place_id"] for row in trainings if row["place_id"]})
        ],
        "training_types": [
            {**_whole("training_types"), **_type(key)}
            for key in sorted({part for row in trainings for part in _with_group(row)})
        ],
        "rules": [
            {
                **_whole("rules", kind="training_type", rule="by_title", place=1),
                "reason": "the title says so",
                "examples": ["Law of the Sea"],
            }
        ],
        **{
            name: [*records[:50], *filter(_converts, records[50:])]
            for name, records in series_records().items()
        },
    }


def _converts(record: Row) -> bool:
    """Say whether it is of a series that makes constant dollars or rates."""
    return str(record.get("series", "")).startswith(("prices.", "population."))


def _whole(table: str, **values: Any) -> Row:
    """A row of a table with nothing in it but these values, and no entry in its lists."""
    columns = BY_NAME[table].columns
    return {c.name: [] if pa.types.is_list(c.type) else None for c in columns} | values


def _place(place_id: str) -> Row:
    name = place_id.partition(".")[2].replace("-", " ").title()
    return {
        "place_id": place_id,
        "name_en": name,
        "name_es": name,
        "country_iso3": {"US": "USA", "MX": "MEX", "PA": "PAN"}[place_id[:2]],
    }


def _with_group(row: Row) -> tuple[str, ...]:
    key = row["training_type"]
    return () if key == "unclassified" else (key, key.partition(".")[0])


def _type(key: str) -> Row:
    name = key.replace("_", " ").replace(".", ": ").capitalize()
    group = key.partition(".")[0]
    return {
        "training_type": key,
        "parent": None if group == key else group,
        "name_en": name,
        "name_es": f"{name} (es)",
    }


def units_of(trainings: list[Row]) -> list[Row]:
    """The rows of the table `units` that some trainings give."""
    return unit_records(pa.Table.from_pylist(trainings, schema=BY_NAME["trainings"].arrow))


def _named(key: str, code: str, english: str, spanish: str) -> Row:
    return {key: code, "name_en": english, "name_es": spanish}


def write_tables(folder: Path, *, parts: bool = False) -> Path:
    """Write the tables, one part per report if `parts`, and `tables.json`; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    rows = all_rows()
    for table in TABLES:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows[table.name]:
            groups[f".{row['report']}" if parts and table.by_report else ""].append(row)
        for suffix, group in groups.items():
            name = f"{table.name}{suffix}.parquet"
            pq.write_table(pa.Table.from_pylist(group, schema=table.arrow), folder / name)
            files[name] = {"sha256": _sha256(folder / name), "rows": len(group)}
    write_manifest(folder, files)
    return folder


def write_manifest(folder: Path, files: dict[str, Any], *, schema: int = 1) -> None:
    """Write `tables.json`."""
    manifest = {"schema": schema, "version": "f" * 16, "built_with": "0.1.0", "files": files}
    (folder / "tables.json").write_text(json.dumps(manifest), "utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
