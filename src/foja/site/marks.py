"""Texts with the words searched marked in them, and where else a training has such words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.measures.search import sought, why
from foja.site.table_columns import headings
from foja.tables.search_terms import has, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.site.language import Language
    from foja.site.reading import Row
    from foja.tables.engine import Tables

COLUMN_OF: Final = {
    "course_title_printed": "course",
    "course_title": "course",
    "course_title_readable": "course",
    "student_unit": "unit",
    "us_unit": "us_unit",
    "location_printed": "location",
    "place_id": "location",
    "training_type": "type",
    "program_printed": "program",
    "program": "program",
}
"""The column of the table in which a reader would look for each searched column."""
AS_PRINTED: Final = frozenset(COLUMN_OF) - {"place_id", "training_type", "program"}
"""Searched columns whose texts are the reports' own, in English; the others' are names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is marked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """Where else a row has words searched: the heading of the column, the text with its marks."""

    heading: str
    pieces: tuple[Piece, ...]
    printed: bool


class Marker:
    """Marks the words of a search in texts; without a search every text stays as it is."""

    def __init__(self, tables: Tables, words: str, language: Language) -> None:
        self._tables: Final = tables
        self._words: Final = words
        self._sought: Final = sought(tables, words) if words else ()
        self._parts: Final = [
            part for part in tables.search.meant(words) if part.sought and not part.term.without
        ]
        self._headings: Final = headings(language) if words else {}
        self._kept: Final[dict[str, tuple[Piece, ...]]] = {}

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return a text in pieces, those that have words of the search marked."""
        if text in self._kept:
            return self._kept[text]
        found: list[Piece] = []
        end = 0
        for start, stop in spans(text, self._sought) if self._sought else ():
            found += [Piece(text[end:start]), Piece(text[start:stop], marked=True)]
            end = stop
        found.append(Piece(text[end:]))
        self._kept[text] = tuple(piece for piece in found if piece.text)
        return self._kept[text]

    def also(self, row: Row, shown: Iterable[str]) -> list[Also]:
        """Return the texts that have words of the search which no text `shown` of the row has."""
        visible = "\n".join(shown)
        told = {
            part.term.text for part in self._parts if any(has(visible, one) for one in part.sought)
        }
        if len(told) == len(self._parts):
            return []
        found = []
        for reason in why(self._tables, row, self._words):
            if told.issuperset(reason.words):
                continue
            told.update(reason.words)
            found.append(
                Also(
                    self._headings[COLUMN_OF[reason.column]],
                    self.pieces(reason.text),
                    reason.column in AS_PRINTED,
                )
            )
        return found
