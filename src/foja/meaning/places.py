"""Where a training was held, from the location as printed: a place and a manner of delivery."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from foja.meaning.countries import country_of
from foja.meaning.place_names import (
    ONLINE,
    RECIPIENT,
    Place,
    aliases,
    country_place_ids,
    no_places,
    places_by_id,
    team_bases,
    title_places,
)
from foja.meaning.text import fold

Delivery = Literal["in_country", "united_states", "third_country", "online", "unknown"]

UNITED_STATES: Final = frozenset({"USA", "PRI", "GUM", "VIR", "ASM", "MNP"})
"""The United States and its territories: a course in Puerto Rico is held in the United States."""

_ZIP_CODE: Final = re.compile(r"(?<=\b[a-z]{2}) \d{5}(?: \d{4})?$")
_UNITED_STATES: Final = re.compile(r"(?<=\w) (?:us|usa|united states|u s)$")
_FORT: Final = re.compile(r"\bft\b")
_IN_COUNTRY: Final = re.compile(r"(?:(.+) )?in country training")
_TEAM: Final = re.compile(r"\b(?:mtt|met|mobile (?:training|education) team)s?\b")
_LONGEST: Final = 6
_SHORTEST: Final = 4
_BETWEEN: Final = frozenset({"and", "y", "or", "the", "of", "el", "la", "in"})
_ALSO_A_STATE: Final = frozenset({"georgia"})
_MEMORY: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Placed:
    """What a row's location means.

    `place_id` is a key of the gazetteer, None where no place is told; `delivery` compares the
    place's country with the recipient's; `rule` is the code in `place_rules.toml` of the way the
    answer was found, or of why there is none.
    """

    place_id: str | None
    delivery: Delivery
    rule: str


def plain(location: str) -> str:
    """Return a location as the gazetteer knows it: folded, without ZIP code and "US", "fort" whole.

    "FT BENNING, GA 31905-6245" and "Ft Benning, GA, US" are both "fort benning ga".
    """
    text = _UNITED_STATES.sub("", _ZIP_CODE.sub("", fold(location)))
    return _FORT.sub("fort", text)


def place_of(
    location_printed: str | None,
    iso3: str | None,
    us_unit: str | None = None,
    course_title: str | None = None,
) -> Placed:
    """Return the place of a training, how it was delivered and the rule that says so.

    `location_printed` is the location as printed, `iso3` the recipient country's ISO code. The US
    unit is asked only where the location is a code that the reports do not explain; the course's
    title only where no location is printed. Nothing is guessed from likeness: a location that no
    rule knows has no place, `unknown` delivery and the rule `unknown_location`.
    """
    title = course_title or ""
    if not (location_printed or "").strip():
        place_id = _of_title(title, iso3)
        return _placed(place_id, iso3, "course_title" if place_id else "not_printed")
    found = _of_location(location_printed or "", iso3)
    if found.place_id is None and us_unit:
        place_id = _of_unit(us_unit, is_code=found.rule == "location_code")
        return _placed(place_id, iso3, "us_unit") if place_id else found
    if found.place_id in team_bases() and _travels(title):
        return Placed(found.place_id, "unknown", "team_base")
    return found


def _placed(place_id: str | None, iso3: str | None, rule: str) -> Placed:
    return Placed(place_id, _delivery(place_id, iso3), rule)


def _delivery(place_id: str | None, iso3: str | None) -> Delivery:
    if place_id is None:
        return "unknown"
    if place_id == ONLINE:
        return "online"
    country = places_by_id()[place_id].country_iso3
    if country is None or iso3 is None:
        return "united_states" if country in UNITED_STATES else "unknown"
    if country == iso3:
        return "in_country"
    return "united_states" if country in UNITED_STATES else "third_country"


@lru_cache(maxsize=_MEMORY)
def _of_location(location: str, iso3: str | None) -> Placed:
    text = plain(location)
    place_id = _named(fold(location), iso3) or _named(text, iso3)
    if place_id:
        return _placed(place_id, iso3, "named")
    if text in no_places():
        return Placed(None, "unknown", no_places()[text].rule)
    for rule, answer in (
        ("in_country_training", _in_country(text, iso3)),
        ("country_named", _country_named(text, iso3)),
        ("several_places", _several(text, iso3)),
    ):
        if answer:
            return _placed(answer, iso3, rule)
    return Placed(None, "unknown", "unknown_location")


@cache
def _by_name() -> dict[tuple[str, str | None], str]:
    return {
        (alias.printed, iso3): alias.place_id
        for alias in aliases()
        for iso3 in (alias.recipients.split() if alias.recipients else (None,))
    }


def _named(text: str, iso3: str | None) -> str | None:
    """Return the place of a printed name: the recipient's own meaning of it before the common."""
    names = _by_name()
    return names.get((text, iso3)) or names.get((text, None))


def _country(name: str) -> str | None:
    country = country_of(name)
    return country_place_ids().get(country.iso3 or "") if country else None


def _in_country(text: str, iso3: str | None) -> str | None:
    """Read "Peru (In Country Training)"; the country is the printed one, else the recipient's."""
    match = _IN_COUNTRY.fullmatch(text)
    if match is None:
        return None
    if not match[1]:
        return country_place_ids().get(iso3 or "")
    return _named(match[1], iso3) or _country(match[1])


def _country_named(text: str, iso3: str | None) -> str | None:
    """Return the country that the location is, or that its last words are ("Mopti, Mali").

    "New" before a country makes it another place, and Georgia is the country only for those whose
    country it is.
    """
    words = text.split()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        name = " ".join(words[-count:])
        before = words[-count - 1] if count < len(words) else ""
        if len(name) < _SHORTEST or before == "new":
            continue
        if name in _ALSO_A_STATE and iso3 != "GEO":
            continue
        place_id = _country(name)
        if place_id:
            return place_id
    return None


def _several(text: str, iso3: str | None) -> str | None:
    """Return the country of a location that names several places, if all of them lie in one.

    Places of the recipient's own country are enough ("Tolemaida, Apiay and a range"); of another
    country, every word must belong to a place.
    """
    words, found, left_over, start = text.split(), set[str | None](), 0, 0
    while start < len(words):
        for count in range(min(_LONGEST, len(words) - start), 0, -1):
            name = " ".join(words[start : start + count])
            place_id = _named(name, iso3) if len(name) >= _SHORTEST else None
            if place_id:
                found.add(places_by_id()[place_id].country_iso3)
                break
        else:
            count = 1
            left_over += words[start] not in _BETWEEN
        start += count
    country = next(iter(found)) if len(found) == 1 else None
    if country and (country == iso3 or not left_over):
        return country_place_ids()[country]
    return None


@lru_cache(maxsize=_MEMORY)
def _of_unit(us_unit: str, *, is_code: bool) -> str | None:
    """Return the place that a US unit's cell tells: "Niger (In Country Training)".

    Beside a location code the cell names the school or contractor behind the code, and the end of
    its name may be a place ("Bristow Academy, Titusville, FL"); elsewhere it names who taught.
    """
    text = plain(us_unit)
    if _IN_COUNTRY.fullmatch(text):
        return _in_country(text, None)
    words = text.split() if is_code else []
    for start in range(len(words)):
        name = " ".join(words[start:])
        place_id = _by_name().get((name, None)) if len(name) >= _SHORTEST else None
        if place_id:
            return place_id
    return None


@lru_cache(maxsize=_MEMORY)
def _travels(title: str) -> bool:
    return _TEAM.search(fold(title)) is not None


@cache
def _titles() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    rules = title_places()
    whole = {rule.title: rule.place_id for rule in rules if rule.match == "whole"}
    return whole, tuple((rule.title, rule.place_id) for rule in rules if rule.match == "part")


@lru_cache(maxsize=_MEMORY)
def _of_title(title: str, iso3: str | None) -> str | None:
    """Return the place that a title tells by itself."""
    text = fold(title)
    whole, parts = _titles()
    place_id = whole.get(text) or next((place for part, place in parts if part in text), None)
    return country_place_ids().get(iso3 or "") if place_id == RECIPIENT else place_id


@cache
def all_places() -> tuple[Place, ...]:
    """Return every place of the gazetteer by identifier, with the countries that it may answer."""
    return tuple(places_by_id()[key] for key in sorted(places_by_id()))


def place(place_id: str) -> Place:
    """Return a place by its identifier; raises KeyError if the gazetteer has none of that name."""
    return places_by_id()[place_id]
