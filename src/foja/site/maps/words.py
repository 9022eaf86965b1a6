"""The words of maps: measures, names of points, what is said of those without a place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel.numbers import format_percent

from foja.site.charts.words import amount as dollars_in_short
from foja.site.maps.points import amount
from foja.site.place_words import kind_words, state_words

if TYPE_CHECKING:
    from foja.measures.figures import Figures
    from foja.site.charts.series import Value
    from foja.site.language import Language
    from foja.site.maps.points import Dot, Spot


def counted(figures: Figures, measure: str, language: Language) -> str:
    """Say a measure of some trainings: `5,224 students`, `$4.4 million`, `12 trainings`."""
    if measure == "trainings":
        return language.ngettext("%(num)s training", "%(num)s trainings", figures.trainings)
    if measure == "cost":
        return dollars_in_short(figures.cost_usd or 0, language)
    number = figures.students or 0
    return language.ngettext("%(num)s student", "%(num)s students", number)


def step(value: float, measure: str, language: Language) -> str:
    """Say a round value for a legend."""
    whole = round(value)
    if measure == "cost":
        return dollars_in_short(whole, language)
    if measure == "trainings":
        return language.ngettext("%(num)s training", "%(num)s trainings", whole)
    return language.ngettext("%(num)s student", "%(num)s students", whole)


def measure_names(language: Language) -> dict[str, str]:
    """Name what circles can be as large as."""
    _ = language.gettext
    return {"students": _("students"), "cost": _("cost"), "trainings": _("trainings")}


def name(spot: Spot, language: Language) -> str:
    """Return the name of a place."""
    return str(spot.row[f"name_{language.code}"])


def names(dot: Dot, language: Language) -> str:
    """Return the names of the places of a point: the first two, and how many more."""
    first = [name(spot, language) for spot in dot.spots]
    if len(first) <= 3:  # noqa: PLR2004 - three names still read well
        return language.together(first)
    return language.ngettext(
        "%(first)s and %(num)s more place at the same point",
        "%(first)s and %(num)s more places at the same point",
        len(first) - 2,
        first=", ".join(first[:2]),
    )


def lies_in(spot: Spot, country: str, language: Language) -> str:
    """Say where a place lies: `Georgia, United States`; what it is where that is no country."""
    if not country:
        return kind_words(spot.row["kind"], language)
    state = state_words(spot.row["admin1"], language)
    return f"{state}, {country}" if state else country


def all_figures(figures: Figures, language: Language) -> str:
    """Say all three sums: `5,254 students, $1,234,567, 311 trainings`."""
    said = []
    if figures.students is not None:
        said.append(counted(figures, "students", language))
    if figures.cost_usd is not None:
        said.append(language.sum_of_money(figures.cost_usd))
    said.append(counted(figures, "trainings", language))
    return ", ".join(said)


def main_value(dot: Dot, measure: str, values: dict[str, Value]) -> tuple[Value | None, float]:
    """Return the value that has most of a point's measure, and its share of it."""
    if not dot.values:
        return None, 0.0
    whole = amount(dot.figures, measure)

    def weight(code: str) -> tuple[float, int, str]:
        figures = dot.values[code]
        return amount(figures, measure), figures.trainings, code

    code = max(dot.values, key=weight)
    share = weight(code)[0] / whole if whole else 0.0
    return values.get(code), share


@lru_cache(maxsize=1 << 10)
def _percent(hundredths: int, language: Language) -> str:
    return format_percent(hundredths / 100, locale=language.locale)


def percent(share: float, language: Language) -> str:
    """Write a share in whole percents; what is not all is never `100%`, what is not nothing no 0.

    A share that rounds to either is written `99%` or `1%`.
    """
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(99, max(1, rounded))
    return _percent(rounded, language)


def told(dot: Dot, measure: str, values: dict[str, Value], country: str, language: Language) -> str:
    """Say all of a point in one line, as a screen reader and a pointer are told."""
    _ = language.gettext
    place = f"{names(dot, language)} ({lies_in(dot.spots[0], country, language)})"
    figures = all_figures(dot.figures, language)
    value, share = main_value(dot, measure, values)
    if value is None:
        return f"{place}: {figures}"
    said: dict[str, Any] = {"place": place, "figures": figures, "value": value.name}
    if share >= 1 or len(dot.values) == 1:
        return _("%(place)s: %(figures)s; all %(value)s", **said)
    return _(
        "%(place)s: %(figures)s; most of it %(value)s (%(share)s)",
        **said,
        share=percent(share, language),
    )
