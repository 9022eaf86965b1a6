"""The description of a Frictionless data package: the CSV files with types, keys and hashes.

Follows version 1 of the Data Package and Table Schema specifications, which every reader knows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from foja.tables.export_about import (
    LICENCE_NAME,
    LICENCE_URL,
    PLANNED,
    SEPARATOR,
    SOURCE,
    TITLE,
    hashed,
)
from foja.tables.references import references_of
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

    from foja.tables.columns import Column, Table

FILE: Final = "datapackage.json"


def write_datapackage(folder: Path, version: str, rows: Mapping[str, int]) -> None:
    """Describe the CSV files of a folder, whose rows are given by file, in `datapackage.json`."""
    licence = {"name": LICENCE_NAME, "path": LICENCE_URL, "title": "CC0 1.0 Universal"}
    package = {
        "profile": "data-package",
        "name": "foja",
        "title": TITLE,
        "description": PLANNED,
        "version": version,
        "licenses": [licence],
        "sources": [
            {"title": SOURCE},
            {"title": "GeoNames (coordinates of places, CC BY 4.0)"},
            {"title": "Publishers of the series, named in series_definitions"},
        ],
        "contributors": [{"title": "The Foja developers", "role": "author"}],
        "resources": [
            _resource(table, folder / f"{table.name}.csv", rows[f"{table.name}.csv"])
            for table in TABLES
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", "utf-8")


def _resource(table: Table, path: Path, rows: int) -> dict[str, Any]:
    size = hashed(path)
    return {
        "name": table.name,
        "path": path.name,
        "profile": "tabular-data-resource",
        "title": table.name.replace("_", " ").capitalize(),
        "description": f"A row is {table.row}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size["bytes"],
        "hash": f"sha256:{size['sha256']}",
        "rows": rows,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [
        {
            "fields": [reference.column],
            "reference": {
                # The specification names the own table by an empty text.
                "resource": "" if reference.to_table == table.name else reference.to_table,
                "fields": [reference.to_column],
            },
        }
        for reference in references_of(table.name)
    ]
    return schema | {"foreignKeys": keys} if keys else schema


def _field(column: Column) -> dict[str, Any]:
    kind = str(column.type)
    listed = kind.startswith("list")
    said = f'{column.meaning}; items with "{SEPARATOR}" between them' if listed else column.meaning
    field: dict[str, Any] = {"name": column.name, "type": _type(column.type), "description": said}
    if field["type"] == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    # An empty list is an empty cell, which a data package takes for an absent value.
    if column.required and not listed:
        constraints["required"] = True
    if column.values and not listed:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    return field | {"constraints": constraints} if constraints else field


def _type(kind: pa.DataType) -> str:
    text = str(kind)
    if text.startswith("int"):
        return "integer"
    if text.startswith(("double", "decimal")):
        return "number"
    return {"date32[day]": "date", "bool": "boolean"}.get(text, "string")
