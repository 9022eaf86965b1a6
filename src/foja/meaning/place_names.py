"""The gazetteer: training places with coordinates, and the printed names that lead to them."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import msgspec
import pycountry

from foja.errors import VocabularyError
from foja.meaning.countries import KOSOVO, all_countries
from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, folder, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

PLACES: Final = "places.csv"
ALIASES: Final = "place_aliases.csv"
NO_PLACE: Final = "place_no_place.csv"
TITLES: Final = "place_titles.csv"
TEAMS: Final = "place_teams.csv"
RULES: Final = "place_rules.toml"

RECIPIENT: Final = "recipient"
"""In `place_titles.csv`: the place is the country of the students."""

ONLINE: Final = "XX.online"
"""The place of what was held online; XX is a code that ISO leaves to its users."""

Kind = Literal["base", "school", "town", "ship", "country", "region", "online"]
Precision = Literal["exact", "town", "country"]
Row = TypeVar("Row", bound=msgspec.Struct)

_PLACE_ID: Final = re.compile(r"[A-Z]{2}\.[a-z0-9-]+")
_ISO3: Final = re.compile(r"[A-Z]{3}")


class Place(Entry, frozen=True):
    """A place of training.

    `latitude` and `longitude` are degrees, WGS 84, None where nobody here knows them. `precision`
    says what the coordinates are of: `exact`, the place itself; `town`, the town or city that it
    is, lies in or lies next to; `country`, no more is known than the country, and coordinates are
    None. `country_iso3` is None where a name alone tells no country (a ship, online). `admin1` is
    the state, given for Mexico and the United States. `within` is the place that holds this one,
    as Fort Benning holds the school WHINSEC. `source` says where the coordinates are from.
    """

    place_id: str
    name_en: str
    name_es: str
    country_iso3: str | None
    admin1: str | None
    kind: Kind
    latitude: float | None
    longitude: float | None
    precision: Precision
    source: str
    within: str | None = None


class Alias(Entry, frozen=True):
    """A location as printed, without ZIP code and "US", folded, and the place that it means.

    With `recipients` (ISO codes, a space between) it holds for those countries' rows alone.
    """

    printed: str
    place_id: str
    recipients: str | None = None
    reason: str | None = None


class NoPlace(Entry, frozen=True):
    """A location as printed that names no place, and why: `rule` is a code of the rules' file."""

    printed: str
    rule: Literal["no_place_said", "sender_of_teams", "location_code"]
    reason: str


class TitlePlace(Entry, frozen=True):
    """A course's title, folded, that tells the place where no location is printed.

    `match` says whether the `title` is the whole one or stands anywhere in it. The place
    `RECIPIENT` is the country of the students.
    """

    title: str
    match: Literal["whole", "part"]
    place_id: str
    reason: str
    example: str


class TeamBase(Entry, frozen=True):
    """A place that the reports print as the location of teams that it sends to teach elsewhere."""

    place_id: str
    reason: str


class PlaceRule(Entry, frozen=True):
    """A way in which a place was found or not: a label and the reason for it."""

    code: str
    label_en: str
    label_es: str
    reason_en: str
    reason_es: str


class RuleVocabulary(Entry, frozen=True):
    """The file `place_rules.toml`."""

    rule: tuple[PlaceRule, ...]


def read_csv(name: str, schema: type[Row], where: Traversable | None = None) -> tuple[Row, ...]:
    """Read the CSV file `name` as rows of `schema`; an empty cell is None.

    Raises `VocabularyError` where the file is missing, is not UTF-8, lacks a column, has one too
    many, or a cell does not fit.
    """
    try:
        text = (where or folder()).joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise VocabularyError(
            f"vocabulary file {name} is missing; install Foja again or restore the file"
        ) from None
    except UnicodeDecodeError as error:
        raise VocabularyError(
            f"vocabulary file {name} is not UTF-8 ({error}); save it as UTF-8"
        ) from None
    rows = []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for record in reader:
        try:
            cells = {column: cell or None for column, cell in record.items()}
            rows.append(msgspec.convert(cells, schema, strict=False))
        except (msgspec.ValidationError, TypeError) as error:
            raise VocabularyError(
                f"vocabulary file {name}, line {reader.line_num}: {error}; mend that line"
            ) from None
    return tuple(rows)


@cache
def country_places() -> tuple[Place, ...]:
    """Return a place for each country: "in Colombia", the town not said, is `CO.country`.

    It has no coordinates: a point in the middle of a country would look like a town on a map.
    """
    return tuple(
        Place(
            place_id=f"{country.alpha2}.country",
            name_en=country.name_en,
            name_es=country.name_es,
            country_iso3=country.iso3,
            admin1=None,
            kind="country",
            latitude=None,
            longitude=None,
            precision="country",
            source="ISO 3166-1" if country.iso3 != KOSOVO else "user-assigned code of ISO 3166-1",
        )
        for country in _countries()
    )


class _Country(Entry, frozen=True):
    iso3: str
    alpha2: str
    name_en: str
    name_es: str


def _countries() -> list[_Country]:
    two = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {KOSOVO: "XK"}
    return [
        _Country(iso3=c.iso3, alpha2=two[c.iso3], name_en=c.name_en, name_es=c.name_es)
        for c in all_countries()
        if c.iso3 in two
    ]


@cache
def gazetteer() -> tuple[Place, ...]:
    """Return the places of the package's `places.csv`, checked, in the order of the file."""
    return read_places()


def read_places(where: Traversable | None = None) -> tuple[Place, ...]:
    """Read and check `places.csv`, in the folder `where` if given; raises `VocabularyError`."""
    places = read_csv(PLACES, Place, where)
    require_unique(PLACES, (place.place_id for place in places), "place")
    known = {place.place_id for place in (*places, *country_places())}
    require_unique(
        PLACES, (place.place_id for place in (*places, *country_places())), "country's place"
    )
    for place in places:
        _check(place, known)
    return places


def _check(place: Place, known: set[str]) -> None:
    problem = None
    if not _PLACE_ID.fullmatch(place.place_id):
        problem = ("not an identifier", "write it like MX.tapachula")
    elif place.country_iso3 is not None and not _ISO3.fullmatch(place.country_iso3):
        problem = (f"{place.country_iso3} is not an ISO code", "correct it")
    elif (place.latitude is None) is not (place.longitude is None):
        problem = ("half a coordinate", "give both or none")
    elif (place.latitude is None) is not (place.precision == "country"):
        problem = (f"precision {place.precision} does not fit the coordinates", "correct it")
    elif place.latitude is not None and not (
        -90 <= place.latitude <= 90 and -180 <= (place.longitude or 0) <= 180  # noqa: PLR2004 - degrees
    ):
        problem = ("coordinates off the globe", "give degrees")
    elif place.within is not None and place.within not in known - {place.place_id}:
        problem = (f"unknown place {place.within} around it", "define it")
    if problem:
        raise broken_rule(PLACES, place.place_id, *problem)


@cache
def places_by_id() -> dict[str, Place]:
    """Return every place, countries among them, by identifier."""
    return {place.place_id: place for place in (*gazetteer(), *country_places())}


@cache
def country_place_ids() -> dict[str, str]:
    """Return the identifier of each country's place by the country's ISO code."""
    return {place.country_iso3: place.place_id for place in country_places() if place.country_iso3}


@cache
def aliases() -> tuple[Alias, ...]:
    """Return the printed names of `place_aliases.csv`, checked, in the order of the file."""
    return read_aliases()


def read_aliases(where: Traversable | None = None) -> tuple[Alias, ...]:
    """Read and check `place_aliases.csv`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    rows = read_csv(ALIASES, Alias, where)
    keys = []
    for row in rows:
        _check_name(ALIASES, row.printed, row.place_id)
        for iso3 in (row.recipients or "").split():
            if iso3 not in country_place_ids():
                raise broken_rule(ALIASES, row.printed, f"{iso3} is not an ISO code", "correct it")
        keys += [f"{row.printed} ({iso3})" for iso3 in (row.recipients or "any").split()]
    require_unique(ALIASES, keys, "printed name")
    return rows


def _check_name(file: str, name: str, place_id: str) -> None:
    if name != fold(name):
        raise broken_rule(file, name, "not folded", f"write {fold(name)!r}")
    if place_id not in places_by_id():
        raise broken_rule(file, name, f"unknown place {place_id}", f"define it in {PLACES}")


@cache
def no_places() -> dict[str, NoPlace]:
    """Return the locations of `place_no_place.csv`, checked, by folded text."""
    rows = read_no_places()
    return {row.printed: row for row in rows}


def read_no_places(where: Traversable | None = None) -> tuple[NoPlace, ...]:
    """Read and check `place_no_place.csv`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    rows = read_csv(NO_PLACE, NoPlace, where)
    require_unique(NO_PLACE, (row.printed for row in rows), "printed name")
    named = {alias.printed for alias in aliases() if not alias.recipients}
    for row in rows:
        if row.printed != fold(row.printed):
            raise broken_rule(NO_PLACE, row.printed, "not folded", f"write {fold(row.printed)!r}")
        if row.printed in named:
            raise broken_rule(NO_PLACE, row.printed, f"{ALIASES} has a place for it", "choose")
    return rows


@cache
def title_places() -> tuple[TitlePlace, ...]:
    """Return the rules of `place_titles.csv`, checked, in the order of the file."""
    return read_title_places()


def read_title_places(where: Traversable | None = None) -> tuple[TitlePlace, ...]:
    """Read and check `place_titles.csv`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    rows = read_csv(TITLES, TitlePlace, where)
    require_unique(TITLES, (row.title for row in rows), "title")
    for row in rows:
        known = row.place_id if row.place_id != RECIPIENT else ONLINE
        _check_name(TITLES, row.title, known)
    return rows


@cache
def team_bases() -> dict[str, TeamBase]:
    """Return the places of `place_teams.csv`, checked, by identifier."""
    return {row.place_id: row for row in read_team_bases()}


def read_team_bases(where: Traversable | None = None) -> tuple[TeamBase, ...]:
    """Read and check `place_teams.csv`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    rows = read_csv(TEAMS, TeamBase, where)
    require_unique(TEAMS, (row.place_id for row in rows), "place")
    for row in rows:
        _check_name(TEAMS, "", row.place_id)
    return rows


@cache
def all_place_rules() -> tuple[PlaceRule, ...]:
    """Return how places are found, in the order of `place_rules.toml`."""
    rules: Sequence[PlaceRule] = load(RULES, RuleVocabulary).rule
    require_unique(RULES, (rule.code for rule in rules), "rule")
    return tuple(rules)
