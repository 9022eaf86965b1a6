"""The words around trainings along time, and what the drawing leaves out, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.charts import words
from foja.site.charts.model import ChartTexts

if TYPE_CHECKING:
    from foja.measures.marks import Row
    from foja.site.charts.model import Question


def texts(question: Question, days: Row, measure: str, shown: int | None) -> ChartTexts:
    """Return the words around the drawing.

    `days` are those of `ask_days`; `shown` the number of marks where not all are drawn.
    """
    language = question.language
    _ = language.gettext
    given = {"country": question.place, "trainings": _dated(question, days)}
    if measure == "cost":
        title = _("%(country)s: %(trainings)s by first day and cost", **given)
        meaning = _(
            "Each dot is a training, at its first day and its cost in U.S. dollars as printed, on "
            "a logarithmic scale; colours %(by)s.",
            by=words.by_what(question),
        )
    else:
        title = _("%(country)s: %(trainings)s by first day and students", **given)
        meaning = _(
            "Each dot is a training, at its first day and its students, on a logarithmic scale; "
            "colours %(by)s.",
            by=words.by_what(question),
        )
    if shown is not None:
        meaning = words.sentences(
            meaning,
            _("Drawn are the %(number)s largest.", number=language.number(shown)),
        )
    left_out = words.sentences(*missing(question, days, measure, shown))
    subtitle = words.sentences(meaning, words.restrictions(question))
    return ChartTexts(
        title,
        words.sentences(subtitle, left_out),
        words.source(question),
        words.sentences(f"{title}.", subtitle, left_out),
        subtitle,
    )


def _dated(question: Question, days: Row) -> str:
    return words.trainings(days["started"], question)


def missing(question: Question, days: Row, measure: str, shown: int | None) -> list[str]:
    """Say which trainings have no dot, and why; and which stand in the row of zeros.

    Where only the largest are drawn, `shown` of them, nothing stands in that row.
    """
    language = question.language
    said = []
    if days["unprinted"]:
        said.append(
            language.ngettext(
                "%(num)s training has no dot: its report prints no dates.",
                "%(num)s trainings have no dot: their reports print no dates.",
                days["unprinted"],
            )
        )
    if days["impossible"]:
        said.append(
            language.ngettext(
                "%(num)s has none because the first day printed is impossible or cannot be read.",
                "%(num)s have none because the first day printed is impossible or cannot be read.",
                days["impossible"],
            )
        )
    without = days["without_cost" if measure == "cost" else "without_students"]
    if without:
        said.append(
            language.ngettext(
                "%(num)s more prints no cost.", "%(num)s more print no cost.", without
            )
            if measure == "cost"
            else language.ngettext(
                "%(num)s more prints no number of students.",
                "%(num)s more print no number of students.",
                without,
            )
        )
    zero = days["zero_cost" if measure == "cost" else "zero_students"]
    if zero and shown is None:
        said.append(
            language.ngettext(
                "%(num)s prints $0 and stands in a row of its own, at the bottom.",
                "%(num)s print $0 and stand in a row of their own, at the bottom.",
                zero,
            )
            if measure == "cost"
            else language.ngettext(
                "%(num)s prints 0 students and stands in a row of its own, at the bottom.",
                "%(num)s print 0 students and stand in a row of their own, at the bottom.",
                zero,
            )
        )
    return said
