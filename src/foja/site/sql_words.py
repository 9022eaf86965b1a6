"""What the SQL page says: why a question is not answered, and what tables and columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.tables.folder import duckdb_type
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.language import Language
    from foja.tables.sql_errors import SqlError

FIRST: Final = "trainings"
"""The table whose columns stand open."""


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A column: its name, DuckDB's type, what it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table: its name, what a row is, its columns."""

    name: str
    row: str
    columns: tuple[ColumnWords, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question is not answered.

    `sentence` is in the reader's language, `said` what the database says (in English, empty where
    it says nothing); `line` and `column` count from 1, 0 where no place is known.
    """

    sentence: str
    said: str
    line: int
    column: int


def schema_messages() -> Iterator[str]:
    """Return what the schema says of tables and columns: messages to translate."""
    for table in TABLES:
        yield table.row
        for column in table.columns:
            yield column.meaning


@cache
def table_words(language: Language) -> tuple[TableWords, ...]:
    """Return every table with its columns, in the reader's language."""
    _ = language.gettext
    return tuple(
        TableWords(
            table.name,
            _(table.row),
            tuple(
                ColumnWords(column.name, duckdb_type(column.type), _(column.meaning))
                for column in table.columns
            ),
        )
        for table in TABLES
    )


def problem_words(error: SqlError, language: Language) -> Problem:
    """Return why a question is not answered, in the reader's language."""
    _ = language.gettext
    what, most = error.subject, error.most
    sentences = {
        "empty": _("There is nothing but white space or comments: write one SELECT."),
        "long": _(
            "The SQL has %(found)s characters; the limit is %(most)s.", found=what, most=most
        ),
        "statements": _(
            "The SQL has %(found)s statements; one SELECT is expected. Leave out the others.",
            found=what,
        ),
        "kind": _("This is a statement of kind %(kind)s; only SELECT is answered.", kind=what),
        "form": _("A part of the SQL is not answered here: %(part)s.", part=what),
        "table": _(
            "There is no table “%(name)s”. The tables are listed beside the text.", name=what
        ),
        "table_function": _(
            "“%(name)s” cannot be queried like a table: only the tables listed, range, "
            "generate_series and unnest can.",
            name=what,
        ),
        "function": _(
            "The function “%(name)s” cannot be used: only those that calculate with the values "
            "given to them can, none that reads files, settings or the machine.",
            name=what,
        ),
        "changing": _(
            "“%(name)s” changes from one moment to the next or depends on the machine. An address "
            "that holds a query always has the same answer, so write the value itself.",
            name=what,
        ),
        "parameter": _("The parameter %(name)s has no value; write the value itself.", name=what),
        "sample": _(
            "A sample needs a seed, or its rows would differ each time: "
            "USING SAMPLE reservoir(10 ROWS) REPEATABLE (1)."
        ),
        "deep": _("Expressions are nested more deeply than can be read; write it flatter."),
        "database": _("The database cannot answer this:"),
        "zone": _("The answer has a time with a time zone; cast it to TIMESTAMP or to text."),
        "time": _(
            "The query took longer than %(seconds)s seconds and was stopped. Choose a country or "
            "some years first, or join fewer tables.",
            seconds=what,
        ),
        "memory": _(
            "The query needs more than %(memory)s of memory and was stopped. Group or limit "
            "earlier, and choose fewer columns.",
            memory=what,
        ),
        "size": _(
            "A single row of the answer is larger than %(octets)s octets; choose less.", octets=what
        ),
    }
    stopped = _(
        "The query was stopped, because it needed more memory or went deeper than is allowed; "
        "ask for less."
    )
    return Problem(
        sentences.get(error.code, stopped),
        what.partition(": ")[2] or what if error.code == "database" else "",
        error.line,
        error.column,
    )
