"""The words of the page about cooperation: units, statuses, values, dates of events."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from foja.meaning.series import definition_of
from foja.site.charts.words import dollar_scale
from foja.site.language import EN_DASH

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.meaning.series import Definition, Status, Unit
    from foja.meaning.series_points import Event
    from foja.measures.cooperation import ShownPanel, ShownSeries
    from foja.site.language import Language

NOT_SETTLED: Final[tuple[Status, ...]] = (
    "provisional",
    "preliminary",
    "rounded",
    "estimate",
    "projection",
    "partial_year",
)
"""Statuses drawn hollow: the figure may change, or is not exact."""


GOVERNMENTS: Final = (".gov", "gao.gov", ".mil", ".gob.mx", "usembassy-mexico.gov")
"""How the names of sites end that governments keep themselves."""


class Axis(NamedTuple):
    """What an axis counts in: the divisor of its values, and the unit in words."""

    divisor: int
    unit: str


@lru_cache(maxsize=1 << 12)
def status_name(status: Status, language: Language) -> str:
    """Name a point's status."""
    _ = language.gettext
    names = {
        "final": _("final"),
        "provisional": _("provisional"),
        "preliminary": _("preliminary"),
        "as_published": _("as published"),
        "rounded": _("rounded by the source"),
        "estimate": _("estimate"),
        "projection": _("projection"),
        "partial_year": _("year not over in the source"),
    }
    return names[status]


def axis_of(unit: Unit, most: Decimal, language: Language) -> Axis:
    """Return what an axis counts in, given the largest value it shows."""
    _ = language.gettext
    if unit == "usd":
        return Axis(*dollar_scale(most, language))
    names = {
        "deaths": _("Deaths"),
        "victims": _("Victims"),
        "persons": _("Persons"),
        "per_100000": _("Per 100,000 inhabitants"),
        "percent": _("Percent"),
        "index": _("Index"),
    }
    return Axis(1, names[unit])


@lru_cache(maxsize=1 << 12)
def value_text(value: Decimal, unit: Unit, language: Language) -> str:
    """Write a value in its unit as a table does."""
    if unit == "usd":
        return language.sum_of_money(value)
    return f"{language.number(value)}%" if unit == "percent" else language.number(value)


def years_text(panel: ShownPanel, language: Language) -> str:
    """Say which kind of year and of dollars a panel has."""
    _ = language.gettext
    year = (
        _("by fiscal year, October to September")
        if panel.basis == "fiscal"
        else _("by calendar year")
    )
    if panel.base_year:
        return _("%(year)s; dollars of %(base)s (CPI-U)", year=year, base=panel.base_year)
    if panel.unit == "usd":
        return _("%(year)s; dollars of each year", year=year)
    return year


def year_name(year: int, panel: ShownPanel, language: Language) -> str:
    """Write a year with its kind: `FY2009`, `2009`."""
    return _fiscal_year(year, language) if panel.basis == "fiscal" else str(year)


@lru_cache(maxsize=1 << 8)
def _fiscal_year(year: int, language: Language) -> str:
    return language.gettext("FY%(year)s", year=year)


def name_of(entry: Definition, language: Language) -> str:
    """Return a series' name."""
    return entry.name_es if language.code == "es" else entry.name_en


def title_of(panel: ShownPanel, language: Language) -> str:
    """Return a panel's title."""
    return panel.title_es if language.code == "es" else panel.title_en


def names_of(keys: tuple[str, ...], language: Language) -> list[str]:
    """Return the names of several series, in the order of their keys."""
    return [name_of(definition_of(key), language) for key in keys]


def event_text(event: Event, language: Language) -> str:
    """Return an event's sentence."""
    return event.text_es if language.code == "es" else event.text_en


def event_date(event: Event, language: Language) -> str:
    """Write an event's day, or its month where no more is known."""
    if event.precision == "month":
        return language.month(f"{event.date:%Y-%m}")
    return language.day(event.date)


def host_of(address: str) -> str:
    """Return the name of the site that an address is on, without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_government(host: str) -> bool:
    """Say whether a site is a government's own, by its name."""
    return host.endswith(GOVERNMENTS)


def at_start(text: str) -> str:
    """Write a date as the first words of a line: months begin small in Spanish."""
    return text[:1].upper() + text[1:]


def description_of(series: tuple[ShownSeries, ...], panel: ShownPanel, language: Language) -> str:
    """Say in words what a drawing shows: of each series the ends and the highest point."""
    _ = language.gettext
    said = []
    for one in series:
        if not one.points:
            continue
        first, last = one.points[0], one.points[-1]
        peak = max(one.points, key=lambda point: point.value)
        name = name_of(one.definition, language)
        if first is last:
            said.append(
                _(
                    "%(name)s: %(value)s in %(year)s.",
                    name=name,
                    value=value_text(first.value, panel.unit, language),
                    year=first.year,
                )
            )
            continue
        said.append(
            _(
                "%(name)s: %(from_value)s in %(first)s, %(to_value)s in %(last)s; "
                "the highest, %(most)s, in %(peak)s.",
                name=name,
                from_value=value_text(first.value, panel.unit, language),
                first=first.year,
                to_value=value_text(last.value, panel.unit, language),
                last=last.year,
                most=value_text(peak.value, panel.unit, language),
                peak=peak.year,
            )
        )
    return " ".join(said)


def span(first: int, last: int) -> str:
    """Write years as a range."""
    return str(first) if first == last else f"{first}{EN_DASH}{last}"
