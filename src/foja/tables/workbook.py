"""Writes an Excel workbook (Office Open XML): sheets of a heading line and rows, nothing more."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_LETTERS: Final = 32_767
"""Characters that a cell can hold."""
MOST_ROWS: Final = 1_048_576
"""Rows that a sheet can hold, its heading line among them."""
FIRST_DAY: Final = date(1899, 12, 30)
"""The day from which Excel counts days, as long as they are after February 1900."""
DAY_STYLE, HEAD_STYLE = 1, 2

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file, so that the same rows make the same file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (at most 31 characters), its heading line, its rows.

    Whole numbers and decimals become numbers, dates become days; anything else becomes text.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return an Excel workbook with these sheets."""
    buffer = io.BytesIO()
    save_workbook(buffer, sheets, title)
    return buffer.getvalue()


def save_workbook(target: Path | IO[bytes], sheets: Sequence[Sheet], title: str) -> list[int]:
    """Write an Excel workbook row by row, and return the number of rows of each sheet."""
    counts = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as package:

        def add(name: str, parts: Iterable[str]) -> None:
            info = zipfile.ZipInfo(name, _WRITTEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            with package.open(info, "w") as file:
                for part in parts:
                    file.write(part.encode())

        add("[Content_Types].xml", [_content_types(len(sheets))])
        add("_rels/.rels", [_root_relations()])
        add("docProps/core.xml", [_properties(title)])
        add("xl/workbook.xml", [_workbook([sheet.name for sheet in sheets])])
        add("xl/_rels/workbook.xml.rels", [_relations(len(sheets))])
        add("xl/styles.xml", [_STYLES])
        for number, sheet in enumerate(sheets, start=1):
            counted = _Counted(sheet.rows)
            add(f"xl/worksheets/sheet{number}.xml", _sheet(replace(sheet, rows=counted)))
            counts.append(counted.rows)
    return counts


class _Counted:
    """Rows that are counted while they are written."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self._rows: Final = rows
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._rows:
            self.rows += 1
            yield row


def column_name(place: int) -> str:
    """Return the letters of a column by its place from 0: A, B, ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet(sheet: Sheet) -> Iterator[str]:
    columns = [column_name(place) for place in range(len(sheet.heads))]
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/>'
        "<sheetData>"
    )
    yield _row(1, columns, [_text(head, HEAD_STYLE) for head in sheet.heads])
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        yield _row(last, columns, [_cell(value) for value in row])
    area = f"A1:{columns[-1]}{last}"
    yield f'</sheetData><autoFilter ref="{area}"/></worksheet>'


def _row(number: int, columns: list[str], cells: list[str]) -> str:
    written = [
        f'<c r="{column}{number}"{cell}'
        for column, cell in zip(columns, cells, strict=True)
        if cell
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _cell(value: object) -> str:
    """Return what follows the place of a cell in its element; nothing for an empty cell."""
    if value is None or value == "":
        return ""
    # Most cells are texts.
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"><v>{value}</v></c>"
    if isinstance(value, date):
        return f' s="{DAY_STYLE}"><v>{(value - FIRST_DAY).days}</v></c>'
    return _text(str(value))


def _text(text: str, style: int = 0) -> str:
    held = text if text.isprintable() else _FORBIDDEN.sub("", text)
    written = escape(held[:MOST_LETTERS])
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _content_types(sheets: int) -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{parts}</Types>"
    )


def _root_relations() -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _properties(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Foja</dc:creator></cp:coreProperties>"
    )


def _workbook(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


def _relations(sheets: int) -> str:
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )
