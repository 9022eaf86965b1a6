"""The words of charts: amounts for a sentence, the filters that are on, the source."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from babel.numbers import format_compact_decimal

from foja.site.language import EN_DASH
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.measures.names import Names
    from foja.site.charts.model import Question
    from foja.site.language import Language

MILLION: Final = 1_000_000
THOUSAND: Final = 1_000


class Scale(NamedTuple):
    """What an axis counts in: the divisor of its values, and the unit in words."""

    divisor: int
    unit: str


def amount(value: Decimal | int, language: Language) -> str:
    """Write dollars for a headline: `$4.4 million`, `4.4 millones de dólares`; small ones whole."""
    if value < MILLION:
        return language.dollars(round(Decimal(value)))
    compact = format_compact_decimal(
        float(round(Decimal(value) / MILLION, 1) * MILLION),
        format_type="long",
        locale=language.locale,
        fraction_digits=1,
    )
    return f"${compact}" if language.code == "en" else f"{compact} de dólares"


def dollar_scale(most: Decimal, language: Language) -> Scale:
    """Choose what an axis of dollars counts in, so that its labels are short numbers."""
    _ = language.gettext
    if most >= 2 * MILLION:
        return Scale(MILLION, _("Millions of U.S. dollars"))
    if most >= 2 * THOUSAND:
        return Scale(THOUSAND, _("Thousands of U.S. dollars"))
    return Scale(1, _("U.S. dollars"))


def years_of(first: int, last: int) -> str:
    """Write a span of fiscal years: `2007-2020` with an en dash."""
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def program_name(code: str | None, names: Names, language: Language) -> str:
    """Name a programme by its code, and say so where no rule has named it."""
    if code is None or code == UNKNOWN:
        return language.gettext("programme not named by any rule")
    return names.program(code)


def restrictions(question: Question) -> str:
    """Say which filters are on besides country and years, empty where none is."""
    filters, language = question.filters, question.language
    _ = language.gettext
    said = [program_name(code, question.names, language) for code in filters.programs]
    said.extend(
        _("force not named by any rule")
        if code == UNKNOWN
        else question.names.recipient_force(code)
        for code in filters.recipient_forces
    )
    if filters.words:
        said.append(_("words “%(words)s”", words=filters.words))
    if filters.stage != "actual":
        said.append(_("planned") if filters.stage == "planned" else _("done and planned"))
    if filters.year_basis != "report":
        said.append(_("by fiscal year of the first day"))
    return _("Only: %(filters)s.", filters="; ".join(said)) if said else ""


def source(question: Question) -> str:
    """Return the source line of every chart."""
    _ = question.language.gettext
    return _(
        "Source: Foreign Military Training Report, U.S. Departments of State and Defense. "
        "Foja, tables %(version)s.",
        version=question.tables.version,
    )


def sentences(*parts: str) -> str:
    """Join sentences, leaving out empty ones."""
    return " ".join(part for part in parts if part)
