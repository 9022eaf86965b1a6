"""The files that the rows of a choice can be taken away as: what each holds, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from foja.site.sql_choice import choice_as_sql, sql_address

if TYPE_CHECKING:
    from foja.site.choice import Choice
    from foja.site.language import Language

MOST_IN_FILE: Final = 25_000
"""Trainings in a file that is written line by line; only Parquet holds more."""
ENDINGS: Final = ("csv", "xlsx", "json", "parquet")
LARGE_TOO: Final = frozenset(("parquet",))
NAMES: Final = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "parquet": "Parquet"}


@dataclass(frozen=True, slots=True)
class File:
    """A file: its identifier on the page, what it is called, its address, what it holds."""

    key: str
    text: str
    address: str


def take_away(found: int, choice: Choice, language: Language) -> dict[str, Any]:
    """Return the files of a choice with so many trainings: of the columns on show, and of all."""
    _ = language.gettext
    endings = [each for each in ENDINGS if found <= MOST_IN_FILE or each in LARGE_TOO]
    return {
        "shown": [
            File(f"{each}-shown", NAMES[each], file_address(choice, language, each, shown=True))
            for each in endings
        ],
        "whole": [
            File(f"{each}-whole", NAMES[each], file_address(choice, language, each))
            for each in endings
        ],
        "sql": sql_address(language, sql) if (sql := choice_as_sql(choice.filters)) else "",
        "dictionary": file_address(choice, language, "dictionary.csv", shown=True),
        "too_many": ""
        if found <= MOST_IN_FILE
        else _(
            "CSV, Excel and JSON hold at most %(most)s trainings: choose a country or some years, "
            "or take Parquet.",
            most=language.number(MOST_IN_FILE),
        ),
    }


def file_address(choice: Choice, language: Language, ending: str, *, shown: bool = False) -> str:
    """Return the address of a file of the choice, in the order of the table.

    With `shown` it has the columns on show, else every column.
    """
    said = [
        (name, value)
        for name, value in choice.parameters(charts=False)
        if name not in {"size", "page", "cols"}
    ]
    if shown:
        said.append(("cols", ",".join(choice.columns)))
    query = f"?{urlencode(said)}" if said else ""
    return f"/{language.code}/country/{choice.country}/trainings.{ending}{query}"
