"""Series beside the trainings: what each counts, its points, and the events on the same axis.

Definitions that differ stay apart, each with a name of its own: appropriated, obligated and
disbursed money, final and provisional deaths, the vintages of a source that restates itself.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, get_args

from foja.meaning.countries import all_countries
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

DEFINITIONS: Final = "definitions.toml"
PANELS: Final = "panels.toml"
EVERY_COUNTRY: Final = "all"

Unit = Literal["usd", "deaths", "victims", "persons", "per_100000", "percent", "index"]
Basis = Literal["fiscal", "calendar"]
Kind = Literal[
    "requested",
    "appropriated",
    "obligated",
    "disbursed",
    "authorized_sale",
    "reported_cost",
    "deaths",
    "victims",
    "persons",
    "rate",
    "index",
    "population",
]
Status = Literal[
    "final",
    "provisional",
    "preliminary",
    "as_published",
    "rounded",
    "estimate",
    "projection",
    "partial_year",
]
MadeFrom = Literal["files", "trainings", "ratio"]
Section = Literal["money", "outcomes", "more"]

SERIES_UNITS: Final[tuple[str, ...]] = get_args(Unit)
SERIES_BASES: Final[tuple[str, ...]] = get_args(Basis)
SERIES_KINDS: Final[tuple[str, ...]] = get_args(Kind)
SERIES_STATUSES: Final[tuple[str, ...]] = get_args(Status)


class Definition(Entry, frozen=True):
    """What a series counts, by whom, as of when, and what it must never be joined with.

    `geography` is the ISO 3166-1 alpha-3 code of the country, or `all` where each point names its
    own. `status` holds for points that give none. `covers` are the first and last year that the
    source has whole, so that a year without a point is nothing, not unknown; None where it has
    scattered years. Years in `partial_years` are not over in the source. Series of one kind that
    share money or deaths name each other in `never_add_to`, and amounts of different panels are
    never added at all; series that count the same thing in another way in `not_comparable_with`.
    The years of a series that is not `additive` may not be summed. `population` is the series that
    makes it a rate. `made_from` says where the points are: in the files here, in the trainings, or
    in `numerator` by `denominator`.
    """

    key: str
    name_en: str
    name_es: str
    definition_en: str
    definition_es: str
    unit: Unit
    basis: Basis
    kind: Kind
    geography: str
    publisher: str
    source_title: str
    source_url: str
    vintage: str
    vintage_es: str
    licence: str
    licence_es: str
    status: Status
    caveat_en: str
    caveat_es: str
    account: str | None = None
    panel: str | None = None
    covers: tuple[int, int] | None = None
    partial_years: tuple[int, ...] = ()
    never_add_to: tuple[str, ...] = ()
    not_comparable_with: tuple[str, ...] = ()
    additive: bool = True
    population: str | None = None
    made_from: MadeFrom = "files"
    numerator: str | None = None
    denominator: str | None = None


class Definitions(Entry, frozen=True):
    """The file `definitions.toml`."""

    series: tuple[Definition, ...]


class Panel(Entry, frozen=True):
    """One panel of the page: series of one unit, on one axis; `countries` empty means every one.

    `section` is the part of the page: money spent, outcomes beside it, or more definitions of both.
    """

    key: str
    title_en: str
    title_es: str
    unit: Unit
    countries: tuple[str, ...]
    section: Section


class EventCategory(Entry, frozen=True):
    """A kind of event, with its name in both languages."""

    key: str
    name_en: str
    name_es: str


class Panels(Entry, frozen=True):
    """The file `panels.toml`; the order of the panels is the page's.

    `main_events` are the keys of the events that are drawn unless all are asked for.
    """

    main_events: tuple[str, ...]
    panel: tuple[Panel, ...]
    event_category: tuple[EventCategory, ...]


def folder() -> Traversable:
    """Return the folder of the series that come with the package."""
    return files("foja").joinpath("data", "series")


@cache
def all_series() -> tuple[Definition, ...]:
    """Return every series of the package, in the order of `definitions.toml`."""
    return read_definitions()


@cache
def _by_key() -> dict[str, Definition]:
    return {entry.key: entry for entry in all_series()}


def definition_of(key: str) -> Definition:
    """Return the definition of a series; KeyError if there is none of that key."""
    return _by_key()[key]


@cache
def all_panels() -> tuple[Panel, ...]:
    """Return the panels of the page, from top to bottom."""
    return read_panels().panel


@cache
def event_categories() -> tuple[EventCategory, ...]:
    """Return the kinds of events."""
    return read_panels().event_category


def read_panels(where: Traversable | None = None) -> Panels:
    """Read and check `panels.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(PANELS, Panels, where=where or folder())
    require_unique(PANELS, (panel.key for panel in content.panel), "panel")
    require_unique(PANELS, (kind.key for kind in content.event_category), "event category")
    require_unique(PANELS, content.main_events, "main event")
    codes = country_codes()
    for panel in content.panel:
        for iso3 in panel.countries:
            if iso3 not in codes:
                raise broken_rule(PANELS, panel.key, f"{iso3} is not an ISO code", "correct it")
    return content


def read_definitions(where: Traversable | None = None) -> tuple[Definition, ...]:
    """Read and check `definitions.toml`, in the folder `where` if given.

    Raises `VocabularyError` when a key occurs twice, a series names another that there is not or
    that does not name it back, a panel would hold two units or two kinds of year, a panel
    of every country a series of one, or a country is not an ISO code.
    """
    entries = load(DEFINITIONS, Definitions, where=where or folder()).series
    require_unique(DEFINITIONS, (entry.key for entry in entries), "series")
    require_unique(DEFINITIONS, (entry.name_en for entry in entries), "English name")
    require_unique(DEFINITIONS, (entry.name_es for entry in entries), "Spanish name")
    known = {entry.key: entry for entry in entries}
    panels = {panel.key: panel for panel in read_panels(where).panel}
    codes = country_codes()
    for entry in entries:
        if entry.geography not in codes | {EVERY_COUNTRY}:
            raise _broken(
                entry, f"{entry.geography} is not an ISO code", "correct it, or write all"
            )
        if entry.panel is not None and entry.panel not in panels:
            raise _broken(entry, f"there is no panel {entry.panel}", f"add it to {PANELS}")
        if entry.panel is not None and panels[entry.panel].unit != entry.unit:
            raise _broken(entry, f"panel {entry.panel} has another unit", "give it its own panel")
        one_country = entry.geography != EVERY_COUNTRY
        if one_country and entry.panel is not None and not panels[entry.panel].countries:
            raise _broken(entry, "its panel is every country's", "name the panel's countries")
        _check_partners(entry, known)
        _check_source(entry, known)
    for panel in panels:
        if len({entry.basis for entry in entries if entry.panel == panel}) > 1:
            raise broken_rule(PANELS, panel, "fiscal and calendar years in it", "divide it")
    return entries


def _broken(entry: Definition, problem: str, remedy: str) -> Exception:
    return broken_rule(DEFINITIONS, entry.key, problem, remedy)


def _check_partners(entry: Definition, known: dict[str, Definition]) -> None:
    for field in ("never_add_to", "not_comparable_with"):
        for other in getattr(entry, field):
            if other not in known or other == entry.key:
                raise _broken(entry, f"{field} names {other}, no other series", "correct it")
            if entry.key not in getattr(known[other], field):
                raise _broken(entry, f"{other} does not name it back in {field}", "add it there")


def _check_source(entry: Definition, known: dict[str, Definition]) -> None:
    ratio = entry.made_from == "ratio"
    parts = (entry.numerator, entry.denominator)
    if ratio != all(parts) or ratio != any(parts):
        raise _broken(entry, "a ratio has a numerator and a denominator", "give both, or neither")
    if entry.covers is not None and entry.covers[0] > entry.covers[1]:
        raise _broken(entry, "its last year is before its first", "turn them around")
    for part in filter(None, (*parts, entry.population)):
        if part not in known:
            raise _broken(entry, f"there is no series {part}", "correct the key")
    if ratio and len({known[str(part)].unit for part in parts}) != 1:
        raise _broken(entry, "its two series have different units", "take two of one unit")
    if entry.population and known[entry.population].kind != "population":
        raise _broken(entry, f"{entry.population} is not a population", "correct the key")


def country_codes() -> frozenset[str]:
    """Return the codes that a point, a panel or an event may carry."""
    return frozenset(country.iso3 for country in all_countries() if country.iso3)


def may_be_added(keys: Iterable[str]) -> bool:
    """Say whether the points of these series for one year make a sum that means something.

    Only where all are of one panel, unit, year and kind, so that no request is added to an
    appropriation, where each may be summed at all, and none has named another as shared.
    """
    entries = [definition_of(key) for key in keys]
    alike = {(e.panel, e.unit, e.basis, e.kind, e.publisher, e.vintage) for e in entries}
    if len(alike) > 1 or not all(entry.additive for entry in entries):
        return False
    together = {entry.key for entry in entries}
    return not any(together & set(entry.never_add_to) for entry in entries)
