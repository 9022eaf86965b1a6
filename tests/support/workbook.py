"""Reads an Excel workbook by its XML alone, as another program would."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

Cell = str | Decimal | date | None


def read_workbook(content: bytes) -> dict[str, list[dict[str, Cell]]]:
    """Return the rows of each sheet by its name, each row by the heads of its sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        parts = {name: ET.fromstring(package.read(name)) for name in package.namelist()}  # noqa: S314 - our own
    targets = {
        relation.attrib["Id"]: relation.attrib["Target"]
        for relation in parts["xl/_rels/workbook.xml.rels"].iter(f"{PACKAGE}Relationship")
    }
    formats = [
        int(style.attrib["numFmtId"]) for style in parts["xl/styles.xml"].find(f"{MAIN}cellXfs")
    ]
    found = {}
    for sheet in parts["xl/workbook.xml"].iter(f"{MAIN}sheet"):
        rows = _rows(parts[f"xl/{targets[sheet.attrib[RELATION]]}"], formats)
        heads = rows[0]
        found[sheet.attrib["name"]] = [
            {str(head): row.get(column) for column, head in heads.items()} for row in rows[1:]
        ]
    return found


def _rows(sheet: ET.Element, formats: list[int]) -> list[dict[str, Cell]]:
    rows = []
    for number, row in enumerate(sheet.iter(f"{MAIN}row"), start=1):
        assert row.attrib["r"] == str(number)
        rows.append(
            {
                cell.attrib["r"].removesuffix(str(number)): _value(cell, formats)
                for cell in row.iter(f"{MAIN}c")
            }
        )
    return rows


def _value(cell: ET.Element, formats: list[int]) -> Cell:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    number = Decimal(cell.findtext(f"{MAIN}v") or "")
    if formats[int(cell.get("s", "0"))]:
        return date(1899, 12, 30) + timedelta(days=int(number))
    return number
