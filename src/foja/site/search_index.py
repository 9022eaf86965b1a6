"""The words under which everything on the site is found, and the search for what a reader types.

Case, accents and the order of the words do not count; the last letters of a word may be missing,
and a letter or two may be wrong (`foja.tables.search_terms` says how many). What has all the words
comes first; where nothing has them all, what has most of them is found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, chain, islice
from math import log10
from typing import TYPE_CHECKING, Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from foja.tables.search_terms import PIECE, Term
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal[
    "country",
    "authority",
    "type",
    "force",
    "place",
    "unit",
    "report",
    "document",
    "course",
    "claim",
]
KINDS: Final[tuple[Kind, ...]] = (
    "country",
    "authority",
    "type",
    "force",
    "unit",
    "place",
    "course",
    "report",
    "document",
    "claim",
)
"""What can be found, in the order in which it is offered where nothing else tells them apart."""

MOST_WORDS: Final = 12
"""Words of a search that are looked for; what follows is passed over."""
MOST_COMPLETED: Final = 400
"""Words that a beginning may stand for; the beginning of more is too short to mean any."""
MOST_CORRECTED: Final = 12
MOST_SCORED: Final = 600
SHORTEST_BEGINNING: Final = 2
LIKELY: Final = 0.6
"""Share of the words that have to be found where nothing has them all."""

_EXACT, _BEGUN, _NEAR = 1.0, 0.85, 0.6
"""How well a word is met: as it is, by its beginning, with letters wrong."""
_OF_COUNTRY: Final = 0.5
"""How well a word is met that names the country of a thing, beside another word of its own."""
_OWN_NAME: Final = 0.25
"""What a word met in a name counts beyond one met in a spelling."""
_BY_SIZE: Final = 0.25
"""What ten times as many trainings count."""
_PRIOR: Final[dict[Kind, float]] = {
    "country": 0.5,
    "authority": 0.35,
    "type": 0.35,
    "force": 0.3,
    "place": 0.25,
    "unit": 0.1,
    "report": 0.2,
    "course": 0.05,
    "document": 0.0,
    "claim": 0.0,
}
_SHORT_FORMS: Final = {
    "ft": ("fort",),
    "fuerte": ("fort",),
    "bn": ("battalion", "batallon"),
    "btn": ("battalion", "batallon"),
    "regt": ("regiment", "regimiento"),
    "sq": ("squadron", "escuadron"),
    "dept": ("department", "departamento"),
    "univ": ("university", "universidad"),
}
"""Short forms that readers type for words of names."""
_ACCENTED: Final = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_COMBINING: Final = range(0x300, 0x370)
_PLAIN: Final[dict[int, str]] = {
    **{code: plain(chr(code)) for code in _ACCENTED},
    **dict.fromkeys(_COMBINING, ""),
}
"""What `plain` makes of the letters of the reports: a table is ten times quicker over them all."""
_FILLERS: Final = frozenset(
    {
        *("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"),
        *("de", "del", "e", "el", "en", "la", "las", "los", "y"),
    }
)
"""Words that a name may lack: they are looked for, but nothing is dropped for want of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    `key` is its code in the tables, `country` the ISO 3166-1 code of the country it belongs to.
    `name_en` and `name_es` are shown; `also` are other texts under which it is found, such as
    printed spellings, one to a line; `trainings` how many it has, where that can be said.
    """

    kind: Kind
    key: str
    name_en: str
    name_es: str
    also: str = ""
    country: str | None = None
    trainings: int | None = None

    def name(self, language_code: str) -> str:
        """Return the name in a language."""
        return self.name_es if language_code == "es" else self.name_en


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, and the words of its names by which it was, to be marked in them."""

    entry: Entry
    score: float
    words: tuple[str, ...]


def pieces(text: str) -> list[str]:
    """Return the words of a text as they are compared: plain letters and digits."""
    lower = text.lower()
    return PIECE.findall(lower if lower.isascii() else lower.translate(_PLAIN))


class _Places:
    """The words of all entries, and the places of the entries that have each.

    One list and two arrays: a third of the memory that an array for every word takes.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        found: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            texts = {entry.key, entry.name_en, entry.name_es, entry.also}
            for word in set(pieces("\n".join(texts))):
                found[word].append(place)
        self.words: Final = sorted(found)
        """In alphabetical order."""
        self._all: Final = array("I", chain.from_iterable(found[word] for word in self.words))
        counts = (len(found[word]) for word in self.words)
        self._ends: Final = array("I", accumulate(counts, initial=0))

    def __contains__(self, word: str) -> bool:
        """Say whether an entry has the word."""
        return self._at(word) is not None

    def __getitem__(self, word: str) -> array[int]:
        """Return the places of the entries that have a word, none where it is not there."""
        at = self._at(word)
        return array("I") if at is None else self._all[self._ends[at] : self._ends[at + 1]]

    def _at(self, word: str) -> int | None:
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None


class SearchIndex:
    """Entries by the words of their names. Never changes; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Final = tuple(entries)
        self._places: Final = _Places(self.entries)
        self._in_country: Final[dict[str, array[int]]] = defaultdict(lambda: array("I"))
        self._named_by: Final[dict[str, set[str]]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            if entry.kind == "country":
                for word in pieces(f"{entry.name_en} {entry.name_es}"):
                    self._named_by[word].add(entry.key)
            elif entry.country:
                self._in_country[entry.country].append(place)
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._places.words:
            by_length[len(word)].append(word)
        self._by_length: Final = dict(by_length)
        self._by_key: Final = {
            entry.key.casefold(): place
            for place, entry in reversed(list(enumerate(self.entries)))
            if entry.kind in {"country", "authority", "claim", "report"}
        }

    def search(self, text: str, limit: int = 100) -> list[Hit]:
        """Return what a text may mean, the likeliest first, at most `limit`.

        Nothing is found for a text without letters and digits.
        """
        sought = list(dict.fromkeys(pieces(text)))[:MOST_WORDS]
        met = {word: self._met(word, last=word == sought[-1]) for word in sought}
        met = {word: words for word, words in met.items() if words}
        if not met:
            return []
        wanted = [word for word in sought if word not in _FILLERS] or sought
        scores = self._scores(met, wanted)
        own = self._by_key.get(text.strip().casefold())
        if len(scores) > MOST_SCORED:
            likely = nlargest(MOST_SCORED, scores.items(), key=self._first_guess)
            scores = dict(likely)
        hits = [
            Hit(self.entries[place], self._score(place, parts, sought), ())
            for place, parts in scores.items()
        ]
        if own is not None:
            hits = [hit for hit in hits if hit.entry is not self.entries[own]]
            hits.append(Hit(self.entries[own], 100.0, ()))
        hits.sort(key=lambda hit: (-hit.score, KINDS.index(hit.entry.kind), hit.entry.key))
        marks = tuple(
            dict.fromkeys(
                mark
                for word, words in met.items()
                for found, quality in words.items()
                if (mark := word if quality == _BEGUN and found.startswith(word) else found)
            )
        )
        return [Hit(hit.entry, hit.score, marks) for hit in hits[:limit]]

    def _met(self, word: str, *, last: bool) -> dict[str, float]:
        """Return the words of the index that a word may mean, and how well each meets it.

        The `last` word of a search may not have been typed to its end: what it begins will do.
        """
        found = {meant: _BEGUN for meant in _SHORT_FORMS.get(word, ()) if meant in self._places}
        exact = word in self._places
        begun: list[str] = []
        if len(word) >= SHORTEST_BEGINNING and word not in _FILLERS:
            begun = list(islice(self._begun_by(word), MOST_COMPLETED + 1))
            if len(begun) <= MOST_COMPLETED:
                found.update(dict.fromkeys(begun, _BEGUN))
        if not exact and not (last and begun):
            found.update({near: _NEAR for near in self._near(word) if near not in found})
        if exact:
            found[word] = _EXACT
        return found

    def _begun_by(self, word: str) -> Iterator[str]:
        """Return the words that begin so, by the order of the list of all."""
        words = self._places.words
        at = bisect_left(words, word)
        while at < len(words) and words[at].startswith(word):
            yield words[at]
            at += 1

    def _near(self, word: str) -> list[str]:
        """Return the words that are this one with no more letters wrong than may be."""
        most = Term(word).most_wrong
        if not most:
            return []
        size = len(word)
        words = [
            one
            for length in range(size - most, size + most + 1)
            for one in self._by_length.get(length, ())
        ]
        near = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
        least = min((wrong for _found, wrong, _at in near), default=0)
        likely = [found for found, wrong, _at in near if wrong == least]
        return nlargest(MOST_CORRECTED, likely, key=lambda found: len(self._places[found]))

    def _scores(
        self, met: dict[str, dict[str, float]], wanted: Sequence[str]
    ) -> dict[int, dict[str, float]]:
        """Return the entries that have all the words wanted, or else most, with what each met."""
        of_word: dict[str, dict[int, float]] = {}
        for word, words in met.items():
            best: dict[int, float] = {}
            for found, quality in sorted(words.items(), key=lambda item: item[1]):
                best.update(dict.fromkeys(self._places[found], quality))
            for found in words if len(met) > 1 else ():
                for code in self._named_by.get(found, ()):
                    for place in self._in_country.get(code, ()):
                        best.setdefault(place, _OF_COUNTRY)
            of_word[word] = best
        known = [word for word in wanted if word in of_word]
        rarest = sorted(known or of_word, key=lambda word: len(of_word[word]))
        together = set(of_word[rarest[0]])
        for word in rarest[1:]:
            together &= of_word[word].keys()
        if not together or len(known) < LIKELY * len(wanted):
            together = self._most_of(of_word, rarest, len(wanted))
        parts = {
            place: {word: found[place] for word, found in of_word.items() if place in found}
            for place in together
        }
        # A country's name alone means the country, not all that is in it.
        return {
            place: own for place, own in parts.items() if any(q > _OF_COUNTRY for q in own.values())
        }

    @staticmethod
    def _most_of(of_word: dict[str, dict[int, float]], words: list[str], wanted: int) -> set[int]:
        """Return the entries with the most of the words, none where that is too few of them."""
        counts: dict[int, int] = defaultdict(int)
        for word in words:
            for place in of_word[word]:
                counts[place] += 1
        most = max(counts.values(), default=0)
        enough = most >= LIKELY * wanted or (wanted > 1 and most * 2 >= wanted)
        return {place for place, count in counts.items() if count == most} if enough else set()

    def _first_guess(self, found: tuple[int, dict[str, float]]) -> float:
        """Return a score that is quick to tell, by which what is unlikely is left out."""
        entry = self.entries[found[0]]
        return sum(found[1].values()) + _PRIOR[entry.kind] + _size(entry)

    def _score(self, place: int, parts: dict[str, float], sought: list[str]) -> float:
        entry = self.entries[place]
        quality = sum(parts.values()) / len(sought)
        best = 0.0
        for name in {entry.name_en, entry.name_es}:
            own = [word for word in pieces(name) if word not in _FILLERS] or [entry.key]
            met = sum(any(one.startswith(word) for one in own) for word in parts)
            best = max(best, _OWN_NAME * met / len(sought) + min(1.0, met / len(own)))
        return quality + best + _PRIOR[entry.kind] + _size(entry)


def _size(entry: Entry) -> float:
    return log10((entry.trainings or 0) + 1) * _BY_SIZE
