"""The rank of all countries for a measure and a year: read from an address, reckoned, written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from foja.measures.compare import by_country, can_be_rated, nothing, ranks, rates_by_country
from foja.measures.figures import add_up
from foja.site.choice import Choice
from foja.site.language import years_in_words
from foja.site.reading import WORLD
from foja.site.value_names import value_names
from foja.site.world_words import regions_read
from foja.site.world_years import WorldYears, world_years
from foja.tables.selection import plain

if TYPE_CHECKING:
    from foja.measures.figures import Figures
    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading
    from foja.site.value_names import ValueNames

ALL_YEARS: Final = "all"
"""What asks for every year that was read, instead of one."""
RATE: Final = "per_100_000"
MEASURES: Final = ("cost", "students", "trainings", RATE)
"""What countries can be ranked by, the default first."""
SORTS: Final = ("name", "students", "cost", "trainings", RATE)
PARAMETERS: Final = ("year", "measure", "sort", "program", "type")
WHOLE: Final = 100
COLUMNS: Final = ("rank", "country_iso3", "country", "fiscal_year", "read", "years_read")
"""The first columns of the file."""

Amount = Decimal | int | None


@dataclass(frozen=True, slots=True)
class RankChoice:
    """What a rank is asked for: a fiscal year, None for all that were read, and the trainings.

    `sort` is empty for the order of the measure, the largest first; `default_year` is the year of
    an address that names none.
    """

    year: int | None
    filters: Filters
    default_year: int | None
    measure: str = MEASURES[0]
    sort: str = ""

    def address(self, language: Language, file: str = "", **changes: object) -> str:
        """Return the address of the page, or of a file of it, with something changed."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        said: list[tuple[str, str]] = []
        if other.year != other.default_year:
            said.append(("year", ALL_YEARS if other.year is None else str(other.year)))
        if other.measure != MEASURES[0]:
            said.append(("measure", other.measure))
        if other.sort:
            said.append(("sort", other.sort))
        said.extend(("program", code) for code in other.filters.programs)
        said.extend(("type", code) for code in other.filters.training_types)
        query = f"?{urlencode(said)}" if said else ""
        return f"/{language.code}/countries{f'/{file}' if file else ''}{query}"

    @property
    def in_years(self) -> Filters:
        """The trainings of the year, or of all."""
        return replace(self.filters, fiscal_year_from=self.year, fiscal_year_to=self.year)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One country: its figures, its place among those known, the years read for its region.

    `rate` is students for each 100,000 inhabitants, None where the tables have no inhabitants.
    """

    code: str
    name: str
    figures: Figures
    years: tuple[int, ...]
    rate: Decimal | None = None
    rank: int | None = None

    def amount(self, measure: str) -> Amount:
        """Return one of `MEASURES`."""
        if measure == RATE:
            return self.rate
        if measure == "cost":
            return self.figures.cost_usd
        return self.figures.students if measure == "students" else self.figures.trainings


@dataclass(frozen=True)
class Rank:
    """All countries for a measure and a year.

    `listed` have trainings, in the order asked for; `idle` are those whose region was read and
    lists nothing; `unknown` those whose region was not read for the year. `organisations` are the
    figures of rows without a country code.
    """

    choice: RankChoice
    listed: tuple[Ranked, ...]
    idle: tuple[Ranked, ...]
    unknown: tuple[Ranked, ...]
    organisations: Figures | None
    world: WorldYears

    @cached_property
    def total(self) -> Figures:
        """The figures of everything chosen, organisations with them."""
        rest = [self.organisations] if self.organisations else []
        return add_up([*(one.figures for one in self.listed), *rest])

    @cached_property
    def comparable(self) -> bool:
        """Whether the sums are over the same years for all, so that places can be told."""
        known = {one.years for one in (*self.listed, *self.idle)}
        return self.choice.year is not None or len(known) <= 1

    def share(self, one: Ranked) -> float | None:
        """Return a country's part of everything, None where parts cannot be told."""
        measure = self.choice.measure
        if measure == RATE or not self.comparable:
            return None
        whole = Ranked("", "", self.total, ()).amount(measure)
        value = one.amount(measure)
        return float(value / whole) if value is not None and whole else None

    def bar(self, one: Ranked) -> float:
        """Return the length of a country's bar, the longest is `WHOLE`."""
        measure = self.choice.measure
        most = max((each.amount(measure) or 0 for each in self.listed), default=0)
        value = one.amount(measure)
        return round(float(value / most) * WHOLE, 1) if value and most else 0.0

    @property
    def first(self) -> list[Ranked]:
        """The countries with a value, the largest first."""
        measure = self.choice.measure
        found = [one for one in self.listed if one.amount(measure)]
        return sorted(found, key=lambda one: (-(one.amount(measure) or 0), plain(one.name)))


def rank(choice: RankChoice, reading: Reading, language: Language) -> Rank:
    """Return the rank of all countries."""
    filters = choice.in_years
    figures = by_country(reading.tables, filters)
    rates = rates_by_country(reading.tables, filters) if choice.measure == RATE else {}
    listed: list[Ranked] = []
    idle: list[Ranked] = []
    unknown: list[Ranked] = []
    for code in {*reading.listed_countries, *(code for code in figures if code)}:
        years = tuple(reading.covered_years(code))
        one = Ranked(
            code,
            reading.country_name(code, code, language),
            figures.get(code, nothing()),
            years,
            rates.get(code),
        )
        if code in figures:
            listed.append(one)
        else:
            known = choice.year is None or choice.year in years
            (idle if known else unknown).append(one)
    made = Rank(
        choice,
        tuple(listed),
        tuple(sorted(idle, key=lambda one: plain(one.name))),
        tuple(sorted(unknown, key=lambda one: plain(one.name))),
        figures.get(None),
        world_years(reading, choice.filters),
    )
    return replace(made, listed=tuple(_in_order(_placed(made), choice)))


def _placed(made: Rank) -> list[Ranked]:
    if not made.comparable:
        return list(made.listed)
    values: dict[str, Any] = {
        one.code: value
        for one in made.listed
        if (value := one.amount(made.choice.measure)) is not None
    }
    places = ranks(values)
    return [replace(one, rank=places.get(one.code)) for one in made.listed]


def _in_order(listed: list[Ranked], choice: RankChoice) -> list[Ranked]:
    """Return countries in the order asked for; what has no value comes last, whatever the order."""
    key = choice.sort.removeprefix("-") or choice.measure
    down = choice.sort.startswith("-") or not choice.sort
    by_name = sorted(listed, key=lambda one: plain(one.name), reverse=down and key == "name")
    if key == "name":
        return by_name
    told = [one for one in by_name if one.amount(key) is not None]
    untold = [one for one in by_name if one.amount(key) is None]
    return [*sorted(told, key=lambda one: one.amount(key) or 0, reverse=down), *untold]


def measures_of(reading: Reading) -> tuple[str, ...]:
    """Return the measures that countries can be ranked by with these tables."""
    rated = can_be_rated(reading.tables, reading.listed_countries)
    return MEASURES if rated else MEASURES[:-1]


def default_year(reading: Reading) -> int | None:
    """Return the latest year of which all regions were read, or else the latest of any."""
    world = world_years(reading, Choice(WORLD).filters)
    whole = world.whole or [one.year for one in world.years]
    return whole[-1] if whole else None


def measure_words(measure: str, language: Language) -> str:
    """Name a measure as the heading of a column."""
    _ = language.gettext
    return {
        "cost": _("Cost"),
        "students": _("Students"),
        "trainings": _("Trainings"),
        RATE: _("Students per 100,000 inhabitants"),
    }[measure]


def written(value: Amount, measure: str, language: Language) -> str:
    """Write an amount in a cell."""
    return language.sum_of_money(value) if measure == "cost" else language.number(value)


def in_words(value: Amount, measure: str, language: Language) -> str:
    """Write an amount in a sentence, with what it counts."""
    if value is None:
        return language.gettext("no figure printed")
    if measure == "cost":
        return language.sum_of_dollars(value)
    if measure == "students":
        return language.ngettext("%(num)s student", "%(num)s students", int(value))
    if measure == "trainings":
        return language.ngettext("%(num)s training", "%(num)s trainings", int(value))
    return language.gettext(
        "%(rate)s students per 100,000 inhabitants", rate=language.number(value)
    )


def as_csv(made: Rank) -> str:
    """Return the rank as CSV: plain numbers, empty where nothing is known."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    rate = ["students_per_100000"] if made.choice.measure == RATE else []
    writer.writerow([*COLUMNS, "students", "cost_usd", *rate, "trainings", "share"])
    year = made.choice.year or ALL_YEARS
    for one, read in (
        *((one, True) for one in made.listed),
        *((one, True) for one in made.idle),
        *((one, False) for one in made.unknown),
    ):
        figures, share = one.figures, made.share(one)
        writer.writerow(
            [
                one.rank or "",
                one.code,
                one.name,
                year,
                "yes" if read else "no",
                years_in_words(list(one.years)).replace("\N{EN DASH}", "-"),
                *_values(figures.students, figures.cost_usd, read=read),
                *([*_values(one.rate, read=read)] if rate else []),
                *_values(figures.trainings, read=read),
                round(share, 6) if read and share is not None else "",
            ]
        )
    return file.getvalue()


def _values(*values: Amount, read: bool) -> list[str]:
    return [str(value) if read and value is not None else "" for value in values]


def only_regions(made: Rank, language: Language) -> str:
    """Name the regions that the tables have of the year chosen; nothing where they have all."""
    year = made.choice.year
    regions = regions_read(made.world, [year], language) if year else []
    return regions[0].regions if regions and not regions[0].whole else ""


def restricted(made: Rank, names: ValueNames, language: Language) -> str:
    """Name the programmes and types chosen; nothing where none are."""
    only = [
        names.of(column, code)
        for column, codes in made.choice.filters.codes.items()
        for code in codes
    ]
    return language.gettext("Only: %(filters)s.", filters="; ".join(only)) if only else ""


def rank_limits(made: Rank, reading: Reading, language: Language) -> str:
    """Say in sentences among what a rank is one: the programmes and types chosen, the regions."""
    _ = language.gettext
    said = [restricted(made, value_names(reading.tables, language), language)]
    if regions := only_regions(made, language):
        said.append(
            _(
                "Of fiscal year %(year)s the tables have %(regions)s: places are among its "
                "countries.",
                year=made.choice.year,
                regions=regions,
            )
        )
    return " ".join(filter(None, said))
