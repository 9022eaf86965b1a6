"""The words of charts: amounts for a sentence, the filters that are on, the source."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from babel.numbers import format_compact_decimal

from foja.measures.prices import BASE_YEAR, DECIMALS
from foja.site.charts.series import dimension_of
from foja.site.language import EN_DASH, without_marks
from foja.site.reading import ALL, DONE, PLANNED

if TYPE_CHECKING:
    from foja.site.charts.model import Question
    from foja.site.charts.series import Amount, Measure
    from foja.site.language import Language

MILLION: Final = 1_000_000
THOUSAND: Final = 1_000
TENTH: Final = 10
"""Shares of ten per cent or more are written whole."""


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


def dollars(written: str, question: Question) -> str:
    """Say of written dollars, always more than one, that they were planned where they were."""
    _ = question.language.gettext
    stage = question.filters.stage
    if stage == PLANNED:
        return _("%(dollars)s planned", dollars=written)
    if stage == ALL:
        return _("%(dollars)s done and planned", dollars=written)
    return written


def at_prices(written: str, question: Question) -> str:
    """Say of written dollars at which year's prices they are, where not as printed."""
    if question.prices is None:
        return written
    _ = question.language.gettext
    return _("%(dollars)s at %(base)s prices", dollars=written, base=BASE_YEAR)


def percent(share: Decimal | int, language: Language) -> str:
    """Write a share in per cent: `34%`, below ten with a decimal; what rounds to none as less."""
    rounded = round(Decimal(share), 0 if share >= TENTH else 1)
    if share and not rounded:
        return "< 0.1%"
    return f"{language.number(rounded)}%"


def counted(value: Decimal | int, measure: Measure, question: Question) -> str:
    """Write an amount with what it counts, whole: `$1,200 at 2024 prices`, `3 students`."""
    if measure == "cost_usd":
        written = question.language.sum_of_money(value)
        return dollars(at_prices(written, question), question)
    if measure == "trainings":
        return trainings(int(value), question)
    return students(int(value), question)


def in_headline(value: Decimal | int, measure: Measure, question: Question) -> str:
    """Write an amount for a headline with what it counts: `$4.4 million planned`, `3 students`."""
    if measure == "cost_usd":
        return dollars(at_prices(amount(value, question.language), question), question)
    return counted(value, measure, question)


def title_of_one(place: str, name: str, written: str, language: Language) -> str:
    """Return the title of a chart with a single bar, which is the most of nothing."""
    return language.gettext(
        "%(country)s: “%(part)s”, %(amount)s", country=place, part=name, amount=written
    )


def whole(question: Question, measure: Measure) -> str:
    """Name what shares are of: `dollars planned`."""
    _ = question.language.gettext
    named = {"cost_usd": _("dollars"), "students": _("students"), "trainings": _("trainings")}
    stage = question.filters.stage
    if stage == PLANNED:
        return _("%(what)s planned", what=named[measure])
    if stage == ALL:
        return _("%(what)s done and planned", what=named[measure])
    return named[measure]


def column(question: Question, measure: Measure) -> str:
    """Name a measure as a column of a file: the year of constant dollars stands in it."""
    if measure == "cost_usd" and question.prices is not None:
        return f"cost_usd_constant_{BASE_YEAR}"
    return measure


def exact(value: Amount, question: Question) -> Amount:
    """Return an amount for a file: constant dollars to the cent, others as they are."""
    if isinstance(value, Decimal) and question.prices is not None:
        return round(value, DECIMALS)
    return value


def trainings(number: int, question: Question) -> str:
    """Count trainings, and say that they were planned where they were."""
    language, stage = question.language, question.filters.stage
    if stage == PLANNED:
        return language.ngettext("%(num)s training planned", "%(num)s trainings planned", number)
    if stage == ALL:
        return language.ngettext(
            "%(num)s training done and planned", "%(num)s trainings done and planned", number
        )
    return language.ngettext("%(num)s training", "%(num)s trainings", number)


def students(number: int, question: Question) -> str:
    """Count students, and say that they were planned where they were."""
    language, stage = question.language, question.filters.stage
    if stage == PLANNED:
        return language.ngettext("%(num)s student planned", "%(num)s students planned", number)
    if stage == ALL:
        return language.ngettext(
            "%(num)s student done and planned", "%(num)s students done and planned", number
        )
    return language.ngettext("%(num)s student", "%(num)s students", number)


def dollar_scale(most: Decimal | int, language: Language) -> Scale:
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


def chosen_years(question: Question) -> str:
    """Name the fiscal years of a choice that a report was read for: `fiscal year 2019`."""
    _ = question.language.gettext
    covered = {*question.covered, *question.cube.chosen(question.filters).years}
    years = sorted(year for year in covered if question.filters.has_year(year))
    if len(years) == 1:
        return _("fiscal year %(year)s", year=years[0])
    if not years:
        return _("no fiscal year reported")
    return _("fiscal years %(years)s", years=years_of(years[0], years[-1]))


def by_what(question: Question) -> str:
    """Name what the bars are divided by."""
    _ = question.language.gettext
    if dimension_of(question).is_country:
        return _("by recipient country")
    return {
        "type": _("by training type"),
        "recipient": _("by recipient force"),
        "authority": _("by programme"),
        "delivery": _("by place of delivery"),
    }[question.by]


def what(question: Question) -> str:
    """Name one of what the bars are divided by, as the heading of a column."""
    _ = question.language.gettext
    if dimension_of(question).is_country:
        return _("Recipient country")
    return {
        "type": _("Type of training"),
        "recipient": _("Recipient force"),
        "authority": _("Programme"),
        "delivery": _("Place of delivery"),
    }[question.by]


def rest(question: Question) -> str:
    """Name the values that have no colour of their own."""
    _ = question.language.gettext
    if dimension_of(question).is_country:
        return _("Other countries")
    return {
        "type": _("Other types"),
        "recipient": _("Other forces"),
        "authority": _("Other programmes"),
        "delivery": _("Other places of delivery"),
    }[question.by]


def restrictions(question: Question) -> str:
    """Say which filters are on besides country and years, empty where none is."""
    filters, language = question.filters, question.language
    _ = language.gettext
    said = [
        question.names.of(column, code) for column, codes in filters.codes.items() for code in codes
    ]
    if filters.words:
        said.append(_("words “%(words)s”", words=without_marks(filters.words)))
    if filters.stage != DONE:
        said.append(
            _("planned trainings")
            if filters.stage == PLANNED
            else _("trainings done and planned, together")
        )
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
