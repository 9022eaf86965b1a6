"""The vocabulary of unit names: words and their spellings, Mexican places and ships, demonyms."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

FILE: Final = "units.toml"
MEXICO: Final = "MEX"
_KEY: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_SMALL_WORDS: Final = frozenset({"de", "del", "la", "el", "los", "las", "y", "of", "the", "and"})

Role = Literal["kind", "branch", "word", "force", "headquarters", "person", "noise"]
KnownBy = Literal["number", "place", "place_always", "name", "parent"]


class Term(Entry, frozen=True):
    """A word or phrase of unit names with all its spellings; the fields are told in the file."""

    key: str
    role: Role
    spellings: tuple[str, ...]
    example: str
    name_en: str = ""
    name_es: str = ""
    known_by: KnownBy | None = None
    force: str | None = None
    style: Literal["ordinal", "numeral"] | None = None
    feminine: bool = False
    needs_branch: bool = False
    side_by_side: bool = False
    adjective: bool = False
    agrees_with_noun: bool = False
    common: bool = False
    named_by_branch: bool = False
    site: bool = False
    countries: tuple[str, ...] = ()
    spellings_mexico: tuple[str, ...] = ()
    letters_mexico: tuple[str, ...] = ()

    def spellings_in(self, iso3: str) -> tuple[str, ...]:
        """Return the spellings that hold in a country."""
        if self.countries and iso3 not in self.countries:
            return ()
        return (*self.spellings_mexico, *self.spellings) if iso3 == MEXICO else self.spellings

    def slug(self, spanish: bool) -> str:
        """Return the term as it stands in identifiers, in Spanish or in English."""
        name = self.name_es if spanish else self.name_en
        name = name.partition("(")[0] or name
        return "-".join(word for word in fold(name).split() if word not in _SMALL_WORDS)


class CountryWords(Entry, frozen=True):
    """The words by which a country's units name the country; left out of a unit's name."""

    iso3: str
    words: tuple[str, ...]


class MexicanPlace(Entry, frozen=True):
    """A town, or with `state` a state, that Mexican units name to say where they are."""

    name: str
    spellings: tuple[str, ...]
    state: bool = False


class Ship(Entry, frozen=True):
    """A ship of the Mexican Navy: name, hull number where the reports print one, spellings."""

    name: str
    spellings: tuple[str, ...]
    hull: str | None = None


class Abbreviation(Entry, frozen=True):
    """One word that Mexican units print for several."""

    short: str
    long: str
    example: str


class NoUnit(Entry, frozen=True):
    """What is printed in a unit's place and names none; with `anywhere` also beside other words."""

    key: str
    spellings: tuple[str, ...]
    example: str
    anywhere: bool = False


class SameUnit(Entry, frozen=True):
    """Two normal forms of a Mexican unit's identifier that mean one unit, and how that is known."""

    form: str
    means: str
    reason: str
    example: str


class UnitVocabulary(Entry, frozen=True):
    """The file `units.toml`."""

    term: tuple[Term, ...]
    country: tuple[CountryWords, ...]
    place: tuple[MexicanPlace, ...]
    ship: tuple[Ship, ...]
    no_unit: tuple[NoUnit, ...]
    abbreviation: tuple[Abbreviation, ...] = ()
    same: tuple[SameUnit, ...] = ()
    spanish: tuple[str, ...] = ()


@cache
def vocabulary() -> UnitVocabulary:
    """Return the checked content of the package's `units.toml`."""
    return read_vocabulary()


@cache
def terms() -> dict[str, Term]:
    """Return the terms of the package's vocabulary by their keys."""
    return {term.key: term for term in vocabulary().term}


def read_vocabulary(where: Traversable | None = None) -> UnitVocabulary:
    """Read and check `units.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, UnitVocabulary, where=where)
    require_unique(FILE, (term.key for term in content.term), "key")
    require_unique(FILE, (entry.iso3 for entry in content.country), "country")
    require_unique(FILE, (place.name for place in content.place), "place")
    require_unique(FILE, (ship.name for ship in content.ship), "ship")
    require_unique(FILE, (entry.form for entry in content.same), "form")
    forces = {term.key for term in content.term if term.role == "force"}
    for term in content.term:
        _check_term(term, forces)
    _check_spellings(content)
    return content


def _check_term(term: Term, forces: set[str]) -> None:
    if not _KEY.fullmatch(term.key):
        raise broken_rule(FILE, term.key, "not words joined by hyphens", "write it so")
    if term.role in {"kind", "branch", "word", "force", "headquarters"} and not (
        term.name_en and term.name_es
    ):
        raise broken_rule(FILE, term.key, "a name is missing", "give name_en and name_es")
    if (term.role == "kind") != (term.known_by is not None):
        raise broken_rule(FILE, term.key, "known_by is for kinds", "give each kind one, only them")
    if term.force is not None and term.force not in forces:
        raise broken_rule(FILE, term.key, f"unknown force {term.force}", "name an entry")


def _check_spellings(content: UnitVocabulary) -> None:
    entries: Iterable[tuple[str, tuple[str, ...]]] = [
        *((term.key, (*term.spellings, *term.spellings_mexico)) for term in content.term),
        *((entry.key, entry.spellings) for entry in content.no_unit),
        *((place.name, place.spellings) for place in content.place),
        *((ship.name, ship.spellings) for ship in content.ship),
    ]
    for name, spellings in entries:
        if not spellings:
            raise broken_rule(FILE, name, "no spelling", "give at least one")
        for spelling in spellings:
            if spelling != fold(spelling) or not spelling:
                raise broken_rule(FILE, name, f"spelling {spelling!r} is not folded", "fold it")
    general = [
        spelling for term in content.term if not term.countries for spelling in term.spellings
    ]
    require_unique(FILE, general, "spelling")
