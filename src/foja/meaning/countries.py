"""Countries as printed to ISO 3166-1 alpha-3 codes, and codes to names in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal

import pycountry
from babel import Locale

from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

FILE: Final = "countries.toml"
KOSOVO: Final = "XKX"
"""Kosovo has no ISO code of its own; XKX is the user-assigned one that banks and the EU use."""

Kind = Literal["country", "former_country", "organisation"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country, a country that is no more, or an organisation printed in a country's place.

    `iso3` is the ISO 3166-1 alpha-3 code; a former country keeps the code it had (ISO 3166-3), with
    the codes of its `successors`; None for an organisation.
    """

    iso3: str | None
    kind: Kind
    name_en: str
    name_es: str
    successors: tuple[str, ...] = ()


class Alias(Entry, frozen=True):
    """A printed name that the library does not know; `seen` lists reports that print it."""

    printed: str
    iso3: str
    reason: str
    seen: tuple[str, ...] = ()


class FormerCountry(Entry, frozen=True):
    """A country that was dissolved, with the ISO code it had until then."""

    iso3: str
    printed: tuple[str, ...]
    name_en: str
    name_es: str
    successors: tuple[str, ...]
    reason: str
    seen: tuple[str, ...] = ()


class Organisation(Entry, frozen=True):
    """An organisation that a report may print where it prints countries."""

    printed: tuple[str, ...]
    name_en: str
    name_es: str
    reason: str
    seen: tuple[str, ...] = ()


class Ambiguous(Entry, frozen=True):
    """A name that means more than one country and is therefore left unknown."""

    printed: str
    reason: str
    seen: tuple[str, ...] = ()


class CountryVocabulary(Entry, frozen=True):
    """The file `countries.toml`."""

    alias: tuple[Alias, ...]
    ambiguous: tuple[Ambiguous, ...]
    former_country: tuple[FormerCountry, ...]
    organisation: tuple[Organisation, ...]


@cache
def vocabulary() -> CountryVocabulary:
    """Return the checked content of the package's `countries.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> CountryVocabulary:
    """Read and check `countries.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, CountryVocabulary, where=where)
    current = _codes()
    for alias in content.alias:
        if alias.iso3 not in current:
            raise broken_rule(FILE, alias.printed, f"{alias.iso3} is not an ISO code", "correct it")
    for former in content.former_country:
        if former.iso3 in current or not pycountry.historic_countries.get(alpha_3=former.iso3):
            raise broken_rule(
                FILE, former.iso3, "not a withdrawn ISO code", "use the code of ISO 3166-3"
            )
        if not current.keys() >= set(former.successors):
            raise broken_rule(FILE, former.iso3, "a successor is not an ISO code", "correct it")
    require_unique(FILE, (entry.iso3 for entry in content.former_country), "former country")
    printed = [name for name, _ in _printed_names(content)]
    printed += [entry.printed for entry in content.ambiguous]
    require_unique(FILE, map(_key, printed), "printed name")
    return content


def _printed_names(content: CountryVocabulary) -> Iterator[tuple[str, Country]]:
    for alias in content.alias:
        yield alias.printed, _country(alias.iso3)
    for former in content.former_country:
        for printed in former.printed:
            yield printed, _former_country(former)
    for organisation in content.organisation:
        for printed in organisation.printed:
            yield (
                printed,
                Country(None, "organisation", organisation.name_en, organisation.name_es),
            )


def _former_country(entry: FormerCountry) -> Country:
    return Country(entry.iso3, "former_country", entry.name_en, entry.name_es, entry.successors)


@cache
def _codes() -> dict[str, str]:
    """Return alpha-3 codes to the alpha-2 codes under which CLDR names countries."""
    return {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {KOSOVO: "XK"}


@cache
def _country(iso3: str) -> Country:
    territory = _codes()[iso3]
    names = (Locale(language).territories[territory] for language in ("en", "es"))
    return Country(iso3, "country", *names)


def _key(name: str) -> str:
    """Fold a country's name, whatever its articles, its "saint" and its order around a comma."""
    head, comma, tail = name.partition(",")
    if comma and " of" in f" {fold(tail)} ":
        name = f"{tail} {head}"
    short = {"st": "saint", "the": ""}
    return " ".join(filter(None, (short.get(word, word) for word in fold(name).split())))


@cache
def _known() -> dict[str, Country]:
    """Return every known name, folded, with its country; `countries.toml` has the last word."""
    known: dict[str, Country] = {}
    for listed in pycountry.countries:
        for field in ("name", "common_name", "official_name"):
            name = getattr(listed, field, None)
            if name:
                known[_key(name)] = _country(listed.alpha_3)
    for printed, country in _printed_names(vocabulary()):
        known[_key(printed)] = country
    for entry in vocabulary().ambiguous:
        known.pop(_key(entry.printed), None)
    return known


@lru_cache(maxsize=4096)
def country_of(printed: str) -> Country | None:
    """Return the country of a name as printed in a report; None if the name is unknown.

    Names are compared without regard to case, accents, punctuation, "the" and "Republic of" set
    behind a comma; then `countries.toml` is asked. Nothing is guessed from likeness.
    """
    return _known().get(_key(printed))


@cache
def _by_code() -> dict[str, Country]:
    former = (_former_country(entry) for entry in vocabulary().former_country)
    return {c.iso3: c for c in (*map(_country, _codes()), *former) if c.iso3}


def country_name(iso3: str, locale: str) -> str:
    """Return the name of a country in English (`en`) or Spanish (`es`), after CLDR.

    Raises KeyError for a code that is neither of ISO 3166-1, XKX, nor a former country's.
    """
    country = _by_code()[iso3]
    if locale not in {"en", "es"}:
        raise ValueError(f"country names are in en and es, not in {locale}")
    return country.name_en if locale == "en" else country.name_es


@cache
def all_countries() -> tuple[Country, ...]:
    """Return every country that has a code, former ones among them, by code."""
    return tuple(_by_code()[code] for code in sorted(_by_code()))
