"""What a tree ring shows, in sentences for readers who do not see it, written from its figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from foja.measures.rows import Order, list_trainings
from foja.site.charts import words
from foja.site.charts.series import divide
from foja.site.charts.theme import UNTOLD
from foja.site.language import years_in_words
from foja.site.value_names import value_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from foja.measures.figures import Figures
    from foja.site.charts.model import Question


def told(question: Question) -> str:
    """Return the summary: the widest and the narrowest years, the largest bubble, most of what."""
    return words.sentences(_years(question), _largest(question), _most(question))


def _years(question: Question) -> str:
    _ = question.language.gettext
    by_year = question.cube.chosen(question.filters).by("fiscal_year")
    printed = {
        year: one
        for year, one in by_year.items()
        if isinstance(year, int) and year not in question.partial
    }
    if len(printed) < 2:  # noqa: PLR2004 - one year has no other to be compared with
        return ""
    amounts = sorted({one.students or 0 for one in printed.values()})
    if len(amounts) == 1:
        each = _(
            "Each of the fiscal years %(years)s has %(students)s.",
            years=_in_words(question, printed),
            students=words.students(amounts[0], question),
        )
        return words.sentences(each, _without_any(question, by_year))
    ngettext = question.language.ngettext
    most = {year: one for year, one in printed.items() if (one.students or 0) == amounts[-1]}
    least = {year: one for year, one in printed.items() if (one.students or 0) == amounts[0]}
    given = {"years": _in_words(question, most), "many": _counted(question, most)}
    if question.partial:
        first = ngettext(
            "Of the fiscal years read of every region, %(years)s has the most students: %(many)s.",
            "Of the fiscal years read of every region, %(years)s have the most students: %(many)s "
            "each.",
            len(most),
            **given,
        )
    else:
        first = ngettext(
            "Most students are in fiscal year %(years)s: %(many)s.",
            "Most students are in fiscal years %(years)s: %(many)s each.",
            len(most),
            **given,
        )
    if none := _without_any(question, by_year):
        return words.sentences(first, none)
    second = ngettext(
        "Fewest are in %(years)s: %(few)s.",
        "Fewest are in %(years)s: %(few)s each.",
        len(least),
        years=_in_words(question, least),
        few=_counted(question, least),
    )
    return words.sentences(first, second)


def _without_any(question: Question, by_year: Container[object]) -> str:
    """Name the years whose report was read and lists nothing: zeros, though they have no ring."""
    none = [
        year
        for year in question.covered
        if question.filters.has_year(year)
        and year not in by_year
        and year not in {*question.unmatched, *question.partial}
    ]
    if not none:
        return ""
    return question.language.ngettext(
        "Fiscal year %(years)s has none.",
        "Fiscal years %(years)s have none.",
        len(none),
        years=_in_words(question, none),
    )


def _in_words(question: Question, years: Iterable[int]) -> str:
    return question.language.together(years_in_words(list(years)).split(", "))


def _counted(question: Question, years: Mapping[int, Figures]) -> str:
    """Count the students of one year and its trainings; of several, what each of them has."""
    _ = question.language.gettext
    figures, *others = years.values()
    students = words.students(figures.students or 0, question)
    if others:
        return students
    return _(
        "%(students)s in %(trainings)s",
        students=students,
        trainings=words.trainings(figures.trainings, question),
    )


def _largest(question: Question) -> str:
    """Name the training with most students."""
    _ = question.language.gettext
    order = Order("students", descending=True, limit=2)
    columns = ("course_title", "course_title_readable", "fiscal_year", "quantity", "country_iso3")
    found = list_trainings(question.tables, question.filters, order, columns=columns)
    if not found or not found[0]["quantity"]:
        return ""
    if len(found) > 1 and found[1]["quantity"] == found[0]["quantity"]:
        # None of several is the largest.
        return _(
            "No training has more than %(students)s.",
            students=words.students(found[0]["quantity"], question),
        )
    row = found[0]
    title = row["course_title_readable"] or row["course_title"] or _("no title printed")
    given = {
        "title": title,
        "students": words.students(row["quantity"], question),
        "year": row["fiscal_year"],
    }
    if question.filters.country is None:
        names = value_names(question.tables, question.language)
        country = names.country(row["country_iso3"]) if row["country_iso3"] else ""
        if country:
            return _(
                "The largest training is “%(title)s”, %(country)s, %(students)s, in the report on "
                "fiscal year %(year)s.",
                country=country,
                **given,
            )
    return _(
        "The largest training is “%(title)s”, %(students)s, in the report on fiscal year %(year)s.",
        **given,
    )


def _most(question: Question) -> str:
    """Name the value with most students, and its part of all."""
    _ = question.language.gettext
    divided = divide(question)
    sums = divided.sums()
    whole = sum(figures.students or 0 for figures in sums.values())
    named = [value for value in divided.values if value.slot != UNTOLD and value.code in sums]
    if not named or not whole or len(divided.values) == 1:
        return ""
    first = max(named, key=lambda value: sums[value.code].students or 0)
    students = sums[first.code].students or 0
    if not students:
        return ""
    return _(
        "Of what is named, “%(name)s” has the most students: %(students)s, %(share)s of all.",
        name=first.name,
        students=words.students(students, question),
        share=words.percent(Decimal(100 * students) / whole, question.language),
    )
