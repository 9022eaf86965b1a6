"""A unit's page in words: how it was found, its counts before and after a day, its spellings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from foja.site.addresses import document_address, training_address, unit_address
from foja.site.language import EN_DASH
from foja.site.trainings_table import dates
from foja.site.words import page_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.units import Match, UnitHistory
    from foja.site.language import Language
    from foja.site.reading import Reading, Row


MOST_ROWS: Final = 300
"""Lines that a part of the page shows; a handful of units have more, which the CSV holds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a unit: a day that splits its trainings, spellings taken out."""

    unit_id: str
    before: dt.date | None = None
    without: tuple[str, ...] = ()

    def path(self, language: Language) -> str:
        """Return the unit's address without a question."""
        return unit_address(language, self.unit_id)

    def address(
        self, language: Language, *, without: tuple[str, ...] | None = None, file: str = ""
    ) -> str:
        """Return the address of the question, with other spellings taken out if given."""
        said = [("before", self.before.isoformat())] if self.before else []
        said += [("without", one) for one in (self.without if without is None else without)]
        place = f"{self.path(language)}/{file}" if file else self.path(language)
        return f"{place}?{urlencode(said)}" if said else place


@dataclass(frozen=True, slots=True)
class Spelled:
    """A printed spelling, its lines, and the address that takes it out or puts it back."""

    printed: str
    rows: int
    out: bool
    address: str


@dataclass(frozen=True, slots=True)
class HistoryPart:
    """Some of a unit's trainings: before the day, from it on, without a day, in lists of units.

    `rows` are the first `MOST_ROWS` of its `count`.
    """

    key: str
    title: str
    text: str
    rows: list[Row]
    count: int


def match_words(match: Match, language: Language) -> str:
    """Say how a unit was found."""
    _ = language.gettext
    if match.why == "name":
        return _("the same name")
    if match.why == "words":
        return _("all the words")
    return _("near: %(score)s of 100", score=round(match.score))


def years_of(unit: Row) -> str:
    """Write the years of a unit's first and last training with a day; empty where none has."""
    first, last = unit["first_date"], unit["last_date"]
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}{EN_DASH}{last.year}"


def _students(rows: Sequence[Row]) -> int:
    return sum(row["quantity"] or 0 for row in rows)


def unit_figures(history: UnitHistory, language: Language) -> list[dict[str, str]]:
    """Return the head figures: with a day the two sides of it, and what cannot be told."""
    _ = language.gettext

    def figure(key: str, label: str, rows: Sequence[Row]) -> dict[str, str]:
        students = language.ngettext("%(num)s student", "%(num)s students", _students(rows))
        return {
            "key": key,
            "label": label,
            "value": language.ngettext("%(num)s training", "%(num)s trainings", len(rows)),
            "more": students,
        }

    if history.day is None:
        found = [figure("all", _("With a first day"), history.after)]
    else:
        day = language.day(history.day)
        found = [
            figure("before", _("Began before %(day)s", day=day), history.before),
            figure("after", _("Began on %(day)s or later", day=day), history.after),
        ]
    if history.undated:
        found.append(figure("undated", _("Without a first day: not told"), history.undated))
    if history.listed:
        found.append(
            {
                "key": "listed",
                "label": _("In lists with other units: not counted"),
                "value": language.ngettext(
                    "%(num)s training", "%(num)s trainings", len(history.listed)
                ),
                "more": _listed_sides(history, language),
            }
        )
    return found


def _listed_sides(history: UnitHistory, language: Language) -> str:
    """Say on which side of the day the lines in lists stand, or what is not printed of them."""
    _ = language.gettext
    day = history.day
    if day is None:
        return _("how many of the students were of this unit is not printed")
    dated = [row["start_date"] for row in history.listed if row["start_date"] is not None]
    before = sum(first < day for first in dated)
    return _(
        "%(before)s began before that day, %(after)s on it or later",
        before=language.number(before),
        after=language.number(len(dated) - before),
    )


def straddling(history: UnitHistory, language: Language) -> str:
    """Say how many trainings began before the day and ended on it or later."""
    day = history.day
    if day is None:
        return ""
    count = sum(row["end_date"] is not None and row["end_date"] >= day for row in history.before)
    if not count:
        return ""
    return language.ngettext(
        "%(num)s training began before that day and ended on it or later.",
        "%(num)s trainings began before that day and ended on it or later.",
        count,
    )


def spelling_lines(history: UnitHistory, asked: Asked, language: Language) -> list[Spelled]:
    """Return the printed spellings that were joined, each with the address that turns it."""
    listed = []
    for spelling in history.spellings:
        if spelling.taken_out:
            rest = tuple(one for one in asked.without if one != spelling.printed)
        else:
            rest = (*asked.without, spelling.printed)
        listed.append(
            Spelled(
                spelling.printed,
                spelling.rows,
                spelling.taken_out,
                asked.address(language, without=rest),
            )
        )
    return listed


def history_parts(history: UnitHistory, reading: Reading, language: Language) -> list[HistoryPart]:
    """Return the trainings in time order, in the parts that the day makes."""
    _ = language.gettext

    def part(key: str, title: str, found: Sequence[Row], text: str = "") -> HistoryPart:
        shown = [_row(row, reading, language) for row in found[:MOST_ROWS]]
        return HistoryPart(key, title, text, shown, len(found))

    if history.day is None:
        made = [part("dated", _("In time order"), history.after)]
    else:
        day = language.day(history.day)
        made = [
            part("before", _("Began before %(day)s", day=day), history.before),
            part("after", _("Began on %(day)s or later", day=day), history.after),
        ]
    if history.undated:
        text = _(
            "The report prints no first day, or one that cannot be right. Only the fiscal year is "
            "known: 1 October of the year before to 30 September."
        )
        title = _("Without a first day, by fiscal year")
        made.append(part("undated", title, history.undated, text))
    if history.listed:
        text = _(
            "The report names several units on one line, this one among them, and does not say "
            "which students were whose. These lines are in no count above."
        )
        made.append(part("listed", _("In a list of several units"), history.listed, text))
    return made


def _row(row: Row, reading: Reading, language: Language) -> dict[str, Any]:
    return {
        "when": dates(row, language) if row["start_date"] else str(row["fiscal_year"]),
        "fiscal_year": row["fiscal_year"],
        "title": row["course_title"],
        "address": training_address(language, row["training_id"]),
        "program": reading.program_name(row["program"], row["program_printed"] or "", language),
        "printed": row["student_unit_printed"],
        "location": row["location_printed"],
        "students": row["quantity"],
        "cost": row["cost_usd"],
        "page_address": document_address(
            language, row["document"], row["page"], mark=row["training_id"]
        ),
        "page_name": page_name(row, reading, language),
    }
