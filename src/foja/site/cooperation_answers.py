"""Figures often quoted about the cooperation with Mexico, each beside what is like for like.

Nothing here is typed in but the quotations: the figures beside them are read from the series.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.meaning.series import definition_of
from foja.meaning.series_points import points
from foja.measures.cooperation import MERIDA_YEARS
from foja.measures.prices import per_100_000, percent
from foja.site.charts.words import amount
from foja.site.cooperation_choice import HOME, CooperationChoice

if TYPE_CHECKING:
    from foja.site.language import Language

BEFORE, FIRST, LAST = 2006, 2007, 2023
QUOTED_DOLLARS: Final = 3_500_000_000
QUOTED_DEATHS: Final = (27_700, 107_450)
QUOTED_SHARE: Final = Decimal("69.4")
STATED: Final = 2022
"""Year of the report of the Congressional Research Service that states the sum."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A quoted figure, what the series say, and links to them: text and address.

    `claims` are the claims of the ledger that say the same, each with a verdict of its own.
    """

    key: str
    quote: str
    sentences: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]


def value(series: str, year: int) -> Decimal:
    """Return a series' value in a year, of its own country or of Mexico.

    Raises LookupError where the series has no such point.
    """
    country = definition_of(series).geography
    for point in points(series, HOME if country == "all" else country):
        if point.year == year:
            return point.value
    raise LookupError(f"{series} has no point in {year}")


def total(series: str) -> Decimal:
    """Return the sum of a series' values for Mexico over the years of the Mérida Initiative."""
    first, last = MERIDA_YEARS
    found = (point.value for point in points(series, HOME) if first <= point.year <= last)
    return sum(found, Decimal(0))


def rate(series: str, year: int) -> Decimal:
    """Return a series' value for each 100,000 inhabitants."""
    entry = definition_of(series)
    return per_100_000(value(series, year), str(entry.population), entry.geography, year)


def times(before: Decimal, after: Decimal, language: Language) -> str:
    """Write by how much a value multiplied: `3.04`."""
    return language.number(round(after / before, 2))


def answers(language: Language) -> tuple[Answer, ...]:
    """Return the quoted figures with what is like for like, for the page of Mexico."""
    return (_dollars(language), _deaths(language), _share(language), _homicides(language))


def _link(language: Language, text: str, anchor: str, *, rates: bool = False) -> tuple[str, str]:
    choice = CooperationChoice(HOME, amounts="rate" if rates else "count")
    return text, choice.address(language, anchor=anchor)


def _dollars(language: Language) -> Answer:
    _ = language.gettext
    first, last = MERIDA_YEARS
    given = total("foreign_assistance.appropriated")
    return Answer(
        "dollars",
        _(
            "“%(dollars)s appropriated, fiscal years %(first)s to %(last)s”",
            dollars=amount(QUOTED_DOLLARS, language),
            first=first,
            last=last,
        ),
        (
            _("It holds for all assistance; of security alone no series has every year."),
            _(
                "The Congressional Research Service stated %(stated)s in %(year)s; the years of "
                "the government's own data set add to %(given)s appropriated and planned, and that "
                "is all assistance, not only Mérida.",
                stated=language.sum_of_dollars(value("merida.stated_cumulative", STATED)),
                year=STATED,
                given=language.sum_of_dollars(given),
            ),
            _(
                "Other accounts of partly the same money: %(obligated)s obligated, "
                "%(disbursed)s disbursed in the same years.",
                obligated=language.sum_of_dollars(total("foreign_assistance.obligated")),
                disbursed=language.sum_of_dollars(total("foreign_assistance.disbursed")),
            ),
        ),
        (
            _link(language, _("Assistance, year by year"), "panel-assistance_totals"),
            _link(language, _("Totals as stated"), "panel-merida"),
        ),
        ("C168",),
    )


def _deaths(language: Language) -> Answer:
    _ = language.gettext
    number = language.number
    whole = {year: value("overdoses.all_intents", year) for year in (FIRST, LAST)}
    return Answer(
        "deaths",
        _(
            "“Overdose deaths rose from %(before)s in %(first)s to %(after)s in %(last)s”",
            before=number(QUOTED_DEATHS[0]),
            after=number(QUOTED_DEATHS[1]),
            first=FIRST,
            last=LAST,
        ),
        (
            _("The two ends count different things."),
            _(
                "The first is unintentional deaths only (%(unintentional)s); the second is near a "
                "provisional count of all intents (%(provisional)s, release of May 2024).",
                unintentional=number(value("overdoses.unintentional", FIRST)),
                provisional=number(value("overdoses.predicted.2024_05", LAST)),
            ),
            _(
                "Like for like, all intents and final: %(before)s in %(first)s, %(after)s in "
                "%(last)s, %(times)s times as many; not %(quoted)s.",
                before=number(whole[FIRST]),
                after=number(whole[LAST]),
                first=FIRST,
                last=LAST,
                times=times(whole[FIRST], whole[LAST], language),
                quoted=times(Decimal(QUOTED_DEATHS[0]), Decimal(QUOTED_DEATHS[1]), language),
            ),
        ),
        (_link(language, _("Overdose deaths by definition"), "panel-overdose_deaths"),),
        ("C194", "C195", "F001"),
    )


def _share(language: Language) -> Answer:
    _ = language.gettext
    final, early = (
        percent(value(f"overdoses.{part}", LAST), value(f"overdoses.{whole}", LAST))
        for part, whole in (
            ("synthetic_opioids", "all_intents"),
            ("synthetic_opioids_predicted.2025_05", "predicted.2025_05"),
        )
    )
    return Answer(
        "share",
        _(
            "“%(share)s%% of the overdose deaths of %(year)s were with fentanyl”",
            share=language.number(QUOTED_SHARE),
            year=LAST,
        ),
        (
            _("It holds within a tenth of a point."),
            _(
                "Final figures give %(final)s%%, provisional ones of May 2025 %(early)s%%.",
                final=language.number(final),
                early=language.number(early),
            ),
            _(
                "What is counted is synthetic opioids other than methadone: mostly fentanyl, not "
                "fentanyl alone."
            ),
        ),
        (_link(language, _("The share, year by year"), "panel-overdose_share"),),
        ("C196",),
    )


def _homicides(language: Language) -> Answer:
    _ = language.gettext
    series = "homicides.inegi_registered"
    rates = {year: rate(series, year) for year in (BEFORE, FIRST, LAST)}
    return Answer(
        "homicides",
        _("“The homicide rate tripled from %(first)s to %(last)s”", first=FIRST, last=LAST),
        (
            _("It holds, from the lowest year."),
            _(
                "Homicides registered by INEGI for each 100,000 inhabitants: %(before)s in "
                "%(first)s, %(after)s in %(last)s, %(times)s times the rate.",
                before=language.number(rates[FIRST]),
                after=language.number(rates[LAST]),
                first=FIRST,
                last=LAST,
                times=times(rates[FIRST], rates[LAST], language),
            ),
            _(
                "%(first)s was the lowest year of the series; from %(before)s (%(rate)s) it is "
                "%(times)s times.",
                first=FIRST,
                before=BEFORE,
                rate=language.number(rates[BEFORE]),
                times=times(rates[BEFORE], rates[LAST], language),
            ),
        ),
        (
            _link(language, _("The rate, year by year"), "panel-homicide_deaths", rates=True),
            _link(language, _("The deaths, year by year"), "panel-homicide_deaths"),
        ),
        ("C193",),
    )
