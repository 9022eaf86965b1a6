"""One mark for each training: what a drawing in the browser needs of it, in short columns.

Identifiers are long and share their beginnings, titles and units repeat: both are sent once, and
each mark says by number which are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.measures.marks import ask_country_marks, ask_marks
from foja.site.charts.series import coder, dimension_of, divide, drawn
from foja.site.charts.theme import REST
from foja.site.charts.words import rest
from foja.site.value_names import value_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foja.measures.marks import Row
    from foja.site.charts.model import Question
    from foja.site.charts.series import Drawn

ROW_DIGITS: Final = 2
"""An identifier ends with the row on its page, in so many digits at least."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A training, or of all countries together a country's year, whose `trainings` are summed.

    `key` is the training's identifier, or the country's code, empty where there is none. `slot` is
    the number of its colour; a country's year has the colour of the value with most students.
    `start` counts days from `foja.measures.marks.FIRST_DAY`.
    """

    key: str
    year: int | None
    slot: int
    students: int | None
    cost: float | None
    name: str
    unit: str = ""
    code: str = ""
    start: int | None = None
    trainings: int = 1


def training_marks(question: Question, rows: Sequence[Row] | None = None) -> list[Mark]:
    """Return the marks of the chosen trainings, or of some rows of `ask_marks`, in their order."""
    if rows is None:
        column = dimension_of(question).column
        rows = ask_marks(question.tables, question.filters, column)
    code_of, slots = coder(question), slots_of(question)
    return [
        Mark(
            row["training_id"],
            row["year"],
            slots.get(code_of(row["code"]), REST),
            row["students"],
            row["cost_usd"],
            row["course"] or "",
            row["unit"] or "",
            row["code"] or "",
            row["start"],
        )
        for row in rows
    ]


def country_marks(question: Question) -> list[Mark]:
    """Return the marks of each country and year of a choice of all countries, in order."""
    column = dimension_of(question).column
    code_of, slots = coder(question), slots_of(question)
    names = value_names(question.tables, question.language)
    sums: dict[tuple[str, int | None], list[Row]] = {}
    for row in ask_country_marks(question.tables, question.filters, column):
        sums.setdefault((row["country"] or "", row["year"]), []).append(row)
    _ = question.language.gettext
    elsewhere = _("organisations and names without a country code")
    made = []
    for (country, year), rows in sums.items():
        by_value: dict[str, int] = {}
        for row in rows:
            code = code_of(row["code"])
            by_value[code] = by_value.get(code, 0) + (row["students"] or 0)
        most = max(by_value, key=lambda code: (by_value[code], code))
        students = [row["students"] for row in rows if row["students"] is not None]
        costs = [row["cost_usd"] for row in rows if row["cost_usd"] is not None]
        made.append(
            Mark(
                country,
                year,
                slots.get(most, REST),
                sum(students) if students else None,
                sum(costs) if costs else None,
                names.country(country) if country else elsewhere,
                code=most,
                trainings=sum(row["trainings"] for row in rows),
            )
        )
    made.sort(key=lambda mark: (mark.key, mark.year or 0))
    return made


def slots_of(question: Question) -> dict[str, int]:
    """Return the number of the colour of each value that the question is divided by."""
    return {value.code: value.slot for value in divide(question).values}


def colours_of(question: Question, marks: Iterable[Mark]) -> list[Drawn]:
    """Return the colours that some mark has, in the order of the legend."""
    used = {mark.slot for mark in marks}
    return [
        colour for colour in drawn(divide(question).values, rest(question)) if colour.slot in used
    ]


def columns_of(marks: Sequence[Mark]) -> dict[str, Any]:
    """Return the marks for a drawing that is there first: colours, students, identifiers."""
    prefixes = _Numbered()
    rows: list[int | None] = []
    keys: list[int] = []
    for mark in marks:
        before, dot, row = mark.key.rpartition(".")
        plain = bool(dot) and row.isdigit() and row == f"{int(row):0{ROW_DIGITS}d}"
        keys.append(prefixes.of(before if plain else mark.key))
        rows.append(int(row) if plain else None)
    return {
        "keys": prefixes.texts,
        "key": keys,
        "row": rows,
        "slot": [mark.slot for mark in marks],
        "students": [mark.students for mark in marks],
    }


def told_of(marks: Sequence[Mark]) -> dict[str, Any]:
    """Return what is told of a mark where a reader points at it: title, unit, cost, its value."""
    names, units, codes = _Numbered(), _Numbered(), _Numbered()
    return {
        "name": [names.of(mark.name) for mark in marks],
        "unit": [units.of(mark.unit) for mark in marks],
        "code": [codes.of(mark.code) for mark in marks],
        "cost": [_short(mark.cost) for mark in marks],
        "names": names.texts,
        "units": units.texts,
        "codes": codes.texts,
        **(
            {"trainings": [mark.trainings for mark in marks]}
            if any(mark.trainings > 1 for mark in marks)
            else {}
        ),
    }


def _short(cost: float | None) -> int | float | None:
    return int(cost) if cost is not None and cost == int(cost) else cost


class _Numbered:
    """Texts, each once, by the number of their first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def texts(self) -> list[str]:
        return list(self._numbers)
