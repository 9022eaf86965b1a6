"""What is chosen, as chips above the figures: each tells a filter and leads to the page without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.measures.filters import COLUMNS
from foja.site.language import without_marks
from foja.site.value_names import value_names
from foja.site.year_words import counting

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading

REPORT: Final = "report"
"""The year basis that every row has."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    text: str
    off: str


def filter_chips(
    filters: Filters, reading: Reading, language: Language, without: Callable[..., str]
) -> list[Chip]:
    """Return what is on but for the country; `without` gives the address with fields changed."""
    return [
        *_years(filters, language, without),
        *code_chips(filters, reading, language, without),
        *_rest(filters, language, without),
    ]


def code_chips(
    filters: Filters, reading: Reading, language: Language, without: Callable[..., str]
) -> list[Chip]:
    """Return what is chosen of the columns that hold codes, such as programmes and types."""
    names = value_names(reading.tables, language)
    found = []
    for field, column in COLUMNS.items():
        chosen = getattr(filters, field)
        for code in chosen:
            rest = tuple(other for other in chosen if other != code)
            found.append(Chip(names.of(column, code), without(**{field: rest})))
    return found


def _years(filters: Filters, language: Language, without: Callable[..., str]) -> list[Chip]:
    _ = counting(language, filters).gettext
    first, last = filters.fiscal_year_from, filters.fiscal_year_to
    if first is not None and first == last:
        neither = without(fiscal_year_from=None, fiscal_year_to=None)
        return [Chip(_("Fiscal year %(year)s", year=first), neither)]
    found = []
    if first is not None:
        text = _("From fiscal year %(year)s", year=first)
        found.append(Chip(text, without(fiscal_year_from=None)))
    if last is not None:
        text = _("To fiscal year %(year)s", year=last)
        found.append(Chip(text, without(fiscal_year_to=None)))
    return found


def _rest(filters: Filters, language: Language, without: Callable[..., str]) -> list[Chip]:
    """Return the words looked for, plans, and years that are not the reports'."""
    _ = language.gettext
    found = []
    if filters.words:
        phrase = without_marks(filters.words)
        words = filters.words if phrase == filters.words else _("“%(word)s”", word=phrase)
        found.append(Chip(_("Words: %(words)s", words=words), without(words="")))
    if filters.stage != "actual":
        planned = filters.stage == "planned"
        text = _("Planned trainings") if planned else _("Done and planned trainings")
        found.append(Chip(text, without(stage="actual")))
    if filters.year_basis != REPORT:
        text = (
            _("Counted in the calendar year of the first day")
            if filters.year_basis == "calendar"
            else _("Counted in the fiscal year of the first day")
        )
        found.append(Chip(text, without(year_basis=REPORT)))
    return found
