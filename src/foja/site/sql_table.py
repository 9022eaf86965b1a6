"""An answer in SQL as a table whose identifiers lead to the pages they rest on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from foja.site.addresses import (
    country_address,
    document_address,
    report_address,
    training_address,
    unit_address,
)
from foja.tables.schema import TRAININGS
from foja.tables.schema_vocabularies import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.site.language import Language
    from foja.site.reading import Reading
    from foja.site.sql_desk import Shown

NUMERIC: Final = re.compile(
    r"U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(\d+,(?P<places>\d+)\)"
)
"""DuckDB's types of numbers."""
GROUPED_FROM: Final = 10_000
"""Whole numbers from here on are written with commas; years and pages stay below."""
LONGEST_CELL: Final = 2_000
MOST_CELLS: Final = 5_000
FEWEST_ROWS: Final = 50
"""A page shows fewer rows of a wide answer: no page may take long to be made."""
_TRAINING: Final = re.compile(TRAININGS.column("training_id").pattern or "")
_UNIT: Final = re.compile(UNITS.column("unit_id").pattern or "")
_ENGLISH: Final = frozenset(
    ("country", "region", "course_title", "course_title_readable", "us_unit", "explanation")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown; `address` is empty where it leads nowhere."""

    text: str
    address: str
    english: bool


@dataclass(frozen=True, slots=True)
class SqlTable:
    """The table: names of columns with whether each holds numbers, and the rows."""

    columns: tuple[tuple[str, bool], ...]
    rows: list[list[Cell]]


def sql_table(shown: Shown, reading: Reading, language: Language) -> SqlTable:
    """Return an answer's rows as a page shows them."""
    answer = shown.answer
    most = max(FEWEST_ROWS, MOST_CELLS // max(1, len(answer.columns)))
    numeric = [NUMERIC.fullmatch(kind) for kind in answer.types]
    places = [int(met["places"]) if met and met["places"] else None for met in numeric]
    links = _Links(answer.columns, reading, language)
    rows = [
        [
            Cell(
                value_text(value, places[at]),
                links.address(name, value, row),
                name in _ENGLISH or name.endswith(("_printed", "_en")),
            )
            for at, (name, value) in enumerate(zip(answer.columns, row, strict=True))
        ]
        for row in shown.rows[:most]
    ]
    heads = tuple(
        (name, met is not None) for name, met in zip(answer.columns, numeric, strict=True)
    )
    return SqlTable(heads, rows)


def value_text(value: Any, places: int | None = None) -> str:  # noqa: ANN401 - what JSON holds
    """Write a value; a decimal number with its `places`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and places is not None:
        return f"{value:,.{places}f}"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= GROUPED_FROM else str(value)
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.6g}"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}\N{HORIZONTAL ELLIPSIS}"


class _Links:
    """Where the identifiers of an answer lead; what the tables do not know leads nowhere."""

    def __init__(self, columns: tuple[str, ...], reading: Reading, language: Language) -> None:
        self._at: Final = {name: at for at, name in enumerate(columns)}
        self._reading: Final = reading
        self._language: Final = language

    def address(self, column: str, value: object, row: list[Any]) -> str:
        """Return where a value leads; empty where it leads nowhere."""
        if column in {"page", "printed_page"} and value is not None:
            return self._page(row)
        find = self._finders.get(column)
        return find(value) if find is not None and isinstance(value, str) else ""

    @cached_property
    def _finders(self) -> dict[str, Callable[[str], str]]:
        """For each column of identifiers, where one of them leads."""
        language, reading = self._language, self._reading

        def if_so(known: object, address: str) -> str:
            return address if known else ""

        return {
            "training_id": lambda one: if_so(
                _TRAINING.fullmatch(one), training_address(language, one)
            ),
            "total_id": self._total,
            "document": lambda one: if_so(
                one in reading.documents, document_address(language, one)
            ),
            "report": lambda one: if_so(reading.report(one), report_address(language, one)),
            "country_iso3": lambda one: if_so(
                one in reading.listed_countries, country_address(language, one)
            ),
            "unit_id": lambda one: if_so(_UNIT.fullmatch(one), unit_address(language, one)),
        }

    def _total(self, total_id: str) -> str:
        total = self._reading.total(total_id)
        if total is None:
            return ""
        return document_address(self._language, total["document"], total["page"], mark=total_id)

    def _page(self, row: list[Any]) -> str:
        """Return the page that a row names, its line marked where the row says which."""
        said = {name: row[at] for name, at in self._at.items()}
        document, page = said.get("document"), said.get("page")
        if document not in self._reading.documents:
            return ""
        if not isinstance(page, int) or isinstance(page, bool) or not 0 < page < GROUPED_FROM:
            return ""
        mark = said.get("training_id") or said.get("total_id") or ""
        known = isinstance(mark, str) and (_TRAINING.fullmatch(mark) or self._reading.total(mark))
        return document_address(self._language, str(document), page, mark=mark if known else "")
