"""Which years are meant, in words, and what it changes in a choice that they are meant so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.measures.filters import Filters
    from foja.measures.spread import Part, Spread

CALENDAR: Final = {
    "en": (("fiscal year", "calendar year"), ("Fiscal year", "Calendar year")),
    "es": (
        ("ejercicio fiscal", "año calendario"),
        ("ejercicios fiscales", "años calendario"),
        ("Ejercicio fiscal", "Año calendario"),
        ("Ejercicios fiscales", "Años calendario"),
    ),
}
"""What sentences say of years in each language, and what they say where years are calendar ones."""


class CalendarLanguage(Language):
    """A language whose sentences count in calendar years where the site's own count fiscal ones.

    It changes messages before anything is filled into them, never what a report prints.
    """

    def gettext(self, message: str, /, **values: object) -> str:
        """Translate a message, its fiscal years made calendar years."""
        text = _in_calendar_years(self.translations.gettext(message), self.code)
        return text % values if values else text

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """Translate a message that depends on a number, its fiscal years made calendar years."""
        text = self.translations.ngettext(singular, plural, number)
        return _in_calendar_years(text, self.code) % {"num": self.number(number), **values}


def _in_calendar_years(text: str, code: str) -> str:
    for fiscal, calendar in CALENDAR[code]:
        text = text.replace(fiscal, calendar)
    return text


_SPOKEN: Final = {code: CalendarLanguage(code) for code in CALENDAR}


def counting(language: Language, filters: Filters) -> Language:
    """Return the language for sentences about the years of a choice: fiscal, or calendar years."""
    return _SPOKEN[language.code] if filters.year_basis == "calendar" else language


@dataclass(frozen=True, slots=True)
class YearsLine:
    """What the years of a choice are and what that changes: one line, and its part for a chart."""

    short: str
    whole: str


def years_line(spread: Spread, language: Language) -> YearsLine:
    """Say which years are meant, and how many of the chosen students that moves to another year."""
    filters, counted = spread.filters, spread.chosen
    years = _of_reports if filters.year_basis == "report" else _of_first_days
    short = years(counted, filters, language)
    undated = _undated(counted, filters, language)
    return YearsLine(short, f"{short} {undated}".rstrip())


def _of_reports(counted: list[Part], filters: Filters, language: Language) -> str:
    """Say what would change if each training counted in the fiscal year of its first day."""
    _ = language.gettext
    chosen = [one for one in counted if filters.has_year(one.report)]
    if not chosen:
        return _("Years are those of the reports.")
    moved = [one for one in chosen if one.start not in {None, one.report}]
    if not moved:
        return _(
            "Years are those of the reports; by its first day, where one is printed, no training "
            "chosen would change its year."
        )
    all_of_them, those = _students(chosen), _students(moved)
    earliest = min(one.start for one in moved if one.start is not None)
    year = min(one.report for one in moved if one.start == earliest)
    return language.ngettext(
        "Years are those of the reports. Counted by its first day, a training of the FY%(report)s "
        "report may fall in fiscal year %(year)s: %(num)s of %(all)s students is in another year.",
        "Years are those of the reports. Counted by its first day, a training of the FY%(report)s "
        "report may fall in fiscal year %(year)s: %(num)s of %(all)s students are in another year.",
        those,
        report=year,
        year=earliest,
        all=language.number(all_of_them),
    )


def _of_first_days(counted: list[Part], filters: Filters, language: Language) -> str:
    """Say what the choice's years change against those of the reports."""
    _ = language.gettext
    calendar = filters.year_basis == "calendar"
    chosen = [
        one
        for one in counted
        if (year := one.year(filters.year_basis)) is not None and filters.has_year(year)
    ]
    moved = [one for one in chosen if one.year(filters.year_basis) != one.report]
    if not chosen:
        return (
            _("Years are calendar years of the first day.")
            if calendar
            else _("Years are the fiscal years of the first day.")
        )
    given = {"all": language.number(_students(chosen))}
    if calendar:
        return language.ngettext(
            "Years are calendar years of the first day: %(num)s of %(all)s students is in the "
            "report of a fiscal year with another number.",
            "Years are calendar years of the first day: %(num)s of %(all)s students are in the "
            "report of a fiscal year with another number.",
            _students(moved),
            **given,
        )
    return language.ngettext(
        "Years are the fiscal years of the first day: %(num)s of %(all)s students is in the report "
        "of another fiscal year.",
        "Years are the fiscal years of the first day: %(num)s of %(all)s students are in the "
        "report of another fiscal year.",
        _students(moved),
        **given,
    )


def _undated(counted: list[Part], filters: Filters, language: Language) -> str:
    """Say apart what has no first day, in the reports of the years chosen."""
    undated = [one for one in counted if one.start is None and filters.has_year(one.report)]
    trainings = sum(one.figures.trainings for one in undated)
    if not trainings:
        return ""
    given = {
        "students": language.ngettext("%(num)s student", "%(num)s students", _students(undated))
    }
    if filters.year_basis == "report":
        return language.ngettext(
            "%(num)s training (%(students)s) has no first day.",
            "%(num)s trainings (%(students)s) have no first day.",
            trainings,
            **given,
        )
    return language.ngettext(
        "%(num)s training of these reports (%(students)s) has no first day and is in no year.",
        "%(num)s trainings of these reports (%(students)s) have no first day and are in no year.",
        trainings,
        **given,
    )


def _students(counted: Iterable[Part]) -> int:
    return sum(one.figures.students or 0 for one in counted)
