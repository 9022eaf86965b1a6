"""What is compared with what: read from an address, found by name, and written back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from foja.measures.compare import Compared, common_years, compared_cells
from foja.site.addresses import authority_address, country_address, unit_address
from foja.site.choice import Choice
from foja.site.gaps import unmatched_years
from foja.site.offered import remembered
from foja.site.value_names import value_names
from foja.site.world_years import world_years

if TYPE_CHECKING:
    from collections.abc import Collection

    from foja.measures.filters import Filters
    from foja.site.language import Language
    from foja.site.reading import Reading

KINDS: Final = ("country", "force", "unit", "authority")
"""What can be compared, the default first."""
FIELDS: Final = {
    "country": "country",
    "force": "recipient_forces",
    "unit": "units",
    "authority": "programs",
}
"""The field of `Filters` that chooses an item of each kind."""
COLUMNS: Final = {
    "country": "country_iso3",
    "force": "recipient_force",
    "unit": "unit_id",
    "authority": "program",
}
FEWEST, MOST = 2, 6
"""Items of a comparison."""
SHOWN: Final = ("dollars", "measure")
"""How a comparison is shown, as `Choice` says it."""
ROWS: Final = "trainings"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an address compares: items of one kind, under one choice.

    `choice` holds the filters that hold for all of them, and how they are shown; its country is
    that in which programmes are compared, or the world.
    """

    of: str
    items: tuple[str, ...]
    choice: Choice

    def query(self, *, shown: bool = True) -> str:
        """Return the query of the address, with its question mark."""
        choice, default = self.choice, Choice(self.choice.country)
        said = [] if self.of == KINDS[0] else [("of", self.of)]
        said.extend(("item", code) for code in self.items)
        said.extend(choice.filters.to_query(country=True))
        if shown:
            said.extend(
                (name, str(getattr(choice, name)))
                for name in SHOWN
                if getattr(choice, name) != getattr(default, name)
            )
        return f"?{urlencode(said)}" if said else ""

    def address(self, language: Language, file: str = "") -> str:
        """Return the address of the page, or of a file of it."""
        return f"/{language.code}/compare{f'/{file}' if file else ''}{self.query()}"

    def filtered(self, **changes: object) -> Comparison:
        """Return the comparison under other filters."""
        return replace(self, choice=self.choice.filtered(**changes))

    def shown(self, **changes: object) -> Comparison:
        """Return the comparison shown otherwise."""
        return replace(self, choice=replace(self.choice, **changes))  # type: ignore[arg-type]

    def with_item(self, code: str) -> Comparison:
        """Return the comparison with one more item, or the same where it has it."""
        return replace(self, items=tuple(dict.fromkeys((*self.items, code))))

    def without(self, code: str) -> Comparison:
        """Return the comparison without an item."""
        return replace(self, items=tuple(one for one in self.items if one != code))

    def filters_of(self, code: str) -> Filters:
        """Return the choice of one item's trainings."""
        value: Any = code if self.of == "country" else (code,)
        return replace(self.choice.filters, **{FIELDS[self.of]: value})

    def country_of(self, code: str) -> str | None:
        """Return the country in whose page an item's trainings are listed, None for all."""
        if self.of == "country":
            return code
        if self.of == "authority":
            return self.choice.filters.country
        return code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a comparison: its name, its own page, its figures."""

    code: str
    name: str
    page: str
    filters: Filters
    found: Compared
    country: str

    def rows(self, language: Language, **changes: object) -> str:
        """Return the address of the item's trainings, with some filters changed."""
        filters = replace(self.filters, **changes)  # type: ignore[arg-type]
        return Choice(self.country, filters).address(language, anchor=ROWS)

    def in_year(self, language: Language, year: int) -> str:
        """Return the address of the item's trainings of one year."""
        return self.rows(language, fiscal_year_from=year, fiscal_year_to=year)


@dataclass(frozen=True)
class Side:
    """The items of a comparison with their figures, and the years that all of them have."""

    comparison: Comparison
    items: tuple[Item, ...]
    partial: dict[int, tuple[str, ...]]

    @cached_property
    def common(self) -> list[int]:
        """The fiscal years that are known of every item, ascending."""
        return common_years([item.found for item in self.items])

    @cached_property
    def years(self) -> list[int]:
        """Every year from the first to the last that is known of any item."""
        known = {year for item in self.items for year in item.found.known}
        return list(range(min(known), max(known) + 1)) if known else []


def side_by_side(comparison: Comparison, reading: Reading, language: Language) -> Side:
    """Return the items of a comparison with their figures."""
    names = item_names(comparison, reading, language)
    items = []
    column = COLUMNS[comparison.of]
    tables, chosen = reading.tables, comparison.choice.filters
    every = remembered(
        tables,
        ("compared", column, comparison.items, chosen),
        lambda: compared_cells(tables, chosen, column, comparison.items),
    )
    for code, cells in zip(comparison.items, every, strict=True):
        filters = comparison.filters_of(code)
        known = _known(comparison, code, {cell.year for cell in cells}, reading)
        items.append(
            Item(
                code,
                names[code],
                _page(comparison, code, language),
                _by_country(filters, comparison.country_of(code), reading),
                Compared(cells, frozenset(known)),
                _listed_under(comparison, code, reading),
            )
        )
    partial: dict[int, tuple[str, ...]] = {}
    if comparison.of == "authority" and comparison.choice.filters.country is None:
        world = world_years(reading, comparison.choice.filters)
        years = [one.year for one in world.years]
        partial = {one.year: one.read for one in world.partial(years)}
    return Side(comparison, tuple(items), partial)


def _by_country(filters: Filters, country: str | None, reading: Reading) -> Filters:
    """Return an item's filters with its country, where it has one, for the address of its rows."""
    return replace(filters, country=country) if country in reading.countries else filters


def _listed_under(comparison: Comparison, code: str, reading: Reading) -> str:
    country = comparison.country_of(code)
    return country if country in reading.countries and country else comparison.choice.country


def _known(
    comparison: Comparison, code: str, found: Collection[int | None], reading: Reading
) -> list[int]:
    """Return the chosen years of which something is known of an item."""
    filters = comparison.filters_of(code)
    country = comparison.country_of(code)
    if country in reading.countries and country:
        covered = reading.covered_years(country, filters.stage)
    else:
        covered = [one.year for one in world_years(reading, filters).years]
    left_out = unmatched_years({year for year in found if year is not None}, filters, reading)
    return [year for year in covered if filters.has_year(year) and year not in left_out]


def _page(comparison: Comparison, code: str, language: Language) -> str:
    """Return the page about an item; that of a force is its country's, with the force chosen."""
    if comparison.of == "unit":
        return unit_address(language, code)
    if comparison.of == "authority":
        return authority_address(language, code)
    if comparison.of == "country":
        return country_address(language, code)
    country = code.partition(".")[0]
    filters = replace(Choice(country).filters, country=country, recipient_forces=(code,))
    return Choice(country, filters).address(language)


def item_names(comparison: Comparison, reading: Reading, language: Language) -> dict[str, str]:
    """Return the names of the items; of forces and units of several countries with the country."""
    names = value_names(reading.tables, language)
    column = COLUMNS[comparison.of]
    found = {code: names.of(column, code) for code in comparison.items}
    if comparison.of not in {"force", "unit"}:
        return found
    countries = {code.partition(".")[0] for code in comparison.items}
    if len(countries) == 1:
        return found
    return {
        code: f"{reading.country_name(code.partition('.')[0], code, language)}: {name}"
        for code, name in found.items()
    }
