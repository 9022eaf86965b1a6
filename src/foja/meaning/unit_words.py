"""A printed unit taken apart: cells split at their signs, numbers read, spellings made terms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from foja.meaning.text import fold
from foja.meaning.unit_names import MEXICO, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.meaning.unit_names import MexicanPlace, Term, UnitVocabulary

_DAMAGE: Final = re.compile(r"[?\ufffd¡£¢¤¥§¨]")
_DIGIT: Final = re.compile(r"\d")
_DAMAGED: Final = re.compile(r"[a-z]*(?:[?\ufffd¡£¢¤¥§¨]+[a-z]+)+")
_NOT_AVAILABLE: Final = re.compile(r"[a-z]*n/a[a-z]*")
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.\s?)+[a-z]\b\.?(?=[\s,;/)\"]|$)")
_ORDINAL: Final = re.compile(
    r"\b(\d+)\s?[/.]?\s?(?:[º°ª]|(?:st|nd|rd|th|d|er|ero|era|ra|ro|o|a|da|do|to|ta|mo|ma|vo|va|no|na)\b)"
)
_FIELD_LETTER: Final = re.compile(r"\b(\d+)\s?-\s?([a-z])\b")
_NUMBER_SIGN: Final = re.compile(
    r"\b(?:no|num|nro|nr|numero|number|nbr|n)\b[.\s°º:-]*(?:o\b\.?\s*)?(?=\d)"
)
_COUNT: Final = re.compile(r"\(\s*\d{1,2}\s*\)?(?=[\s,;.)]|$)")
_SEPARATOR: Final = re.compile(
    r"[,;/|\n]|:\s|\s[-\u2013\u2014]+\s|[\u2013\u2014]|--+|\s-(?=\w)|(?<=\w)-\s"
)
# Only the digits of the reports: a damaged page may print those of any script.
_TOKEN: Final = re.compile(r"[0-9]+[a-z]\b|[a-z]+|[0-9]+")
_ROMAN: Final = re.compile(r"\b(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})\b")
_ACRONYM: Final = re.compile(r"\(([a-z]{2,8})\)")
_UNITS_OF_ROMAN: Final = {"I": 1, "V": 5, "X": 10}

_ENGLISH: Final = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_SPANISH: Final = [
    "primer",
    "segund",
    "tercer",
    "cuart",
    "quint",
    "sext",
    "septim",
    "octav",
    "noven",
    "decim",
    "undecim",
    "duodecim",
    "decimotercer",
    "decimocuart",
    "decimoquint",
    "decimosext",
    "decimoseptim",
    "decimoctav",
    "decimonoven",
    "vigesim",
]
ORDINAL_WORDS: Final[dict[str, str]] = {
    **{word: str(number) for number, word in enumerate(_ENGLISH, 1)},
    **{
        f"{stem}{ending}": str(number)
        for number, stem in enumerate(_SPANISH, 1)
        for ending in ("o", "a")
    },
    "primer": "1",
    "tercer": "3",
    "setima": "7",
    "setimo": "7",
}
"""Ordinals in letters of both languages, folded, with their numbers."""
_LONG_CODE: Final = 4  # digits: A0351 is the number of a military unit, its zero counts


class Part(NamedTuple):
    """A piece of a printed unit: a term, a place, a number, or a word no vocabulary knows.

    `text` is the term's key, the number without leading zeros, or the word itself; `slug` the same
    as identifiers say it; `role` the term's role, or place, number, other.
    """

    text: str
    slug: str
    role: str = "other"
    term: Term | None = None
    place: MexicanPlace | None = None


def of_term(term: Term, *, spanish: bool) -> Part:
    """Return the part that a term is, with its slug in Spanish or in English."""
    return Part(term.key, term.slug(spanish=spanish), term.role, term)


def of_number(number: str) -> Part:
    """Return the part that a number is."""
    return Part(number, number, "number")


Phrases = dict[str, list[tuple[tuple[str, ...], Part]]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Takes printed units of one country apart."""

    phrases: Phrases
    letters: dict[str, Part]
    abbreviations: dict[str, list[str]]
    words: dict[int, set[str]]
    country_words: frozenset[str]

    def bare(self, plain: str) -> str:
        """Return the words and numbers of a plain text, the country's own names left out."""
        return " ".join(t for t in _TOKEN.findall(plain) if t not in self.country_words)

    def segments(self, plain: str) -> list[list[Part]]:
        """Return the pieces between the signs of a plain text, each as its parts in order."""
        found = [self._parts(_TOKEN.findall(piece)) for piece in _SEPARATOR.split(plain)]
        return [parts for parts in found if parts]

    def plain(self, printed: str) -> str:
        """Return the text in lower case, without accents, its ordinals and damaged words read."""
        text = _ROMAN.sub(_number_of_roman, printed.replace("&", " and "))
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text.replace("º", "°").replace("ª", "°"))
            text = "".join(sign for sign in text if not unicodedata.combining(sign))
        text = text.casefold()
        if _DAMAGE.search(text):
            text = _DAMAGED.sub(self._mend, text)
        if "n/a" in text:
            text = _NOT_AVAILABLE.sub(self._mend_not_available, text)
        text = text.replace("'", " ").replace("\u2019", " ")
        if _DIGIT.search(text):
            text = _ORDINAL.sub(r"\1 ", text)
            text = _FIELD_LETTER.sub(r"\1\2 ", text)
        if "." in text:
            text = _DOTTED.sub(_without_dots, text)
        if _DIGIT.search(text):
            text = _NUMBER_SIGN.sub(" ", text)
            if len(_COUNT.findall(text)) > 1:
                text = _COUNT.sub(" ", text)
        if "(" in text:
            text = _ACRONYM.sub(_drop_acronym, text)
        return text.replace("#", " ")

    def _mend(self, found: re.Match[str]) -> str:
        """Return the one known word that fits where letters are damaged; else join what is left."""
        pattern = re.compile(re.sub(r"[^a-z]", "[a-z]", found[0]))
        fitting = [w for w in self.words.get(len(found[0]), ()) if pattern.fullmatch(w)]
        return fitting[0] if len(fitting) == 1 else re.sub(r"[^a-z]", "", found[0])

    def _mend_not_available(self, found: re.Match[str]) -> str:
        """Undo a replacement of "na" by "N/A" inside a known word: "N/Aval", "SEDEN/A"."""
        joined = found[0].replace("n/a", "na")
        return joined if joined in self.words.get(len(joined), ()) else found[0]

    def _parts(self, tokens: list[str]) -> list[Part]:
        parts: list[Part] = []
        tokens = [ORDINAL_WORDS.get(token, token) for token in tokens]
        if not self.abbreviations.keys().isdisjoint(tokens):
            tokens = [word for token in tokens for word in self.abbreviations.get(token, [token])]
        at, end = 0, len(tokens)
        while at < end:
            token = tokens[at]
            if token in self.letters and at + 1 < end and tokens[at + 1][0].isdigit():
                parts.append(self.letters[token])
                at += 1
                continue
            for phrase, part in self.phrases.get(token, ()):
                size = len(phrase)
                if size == 1 or tuple(tokens[at : at + size]) == phrase:
                    parts.append(part)
                    at += size
                    break
            else:
                at += 1
                if token in self.country_words:
                    continue
                if token[0].isdigit():
                    parts.append(of_number(_number(token)))
                else:
                    parts.append(Part(token, token))
        return parts


def _number(token: str) -> str:
    return token if len(token) >= _LONG_CODE else token.lstrip("0") or "0"


def _number_of_roman(found: re.Match[str]) -> str:
    """Return a Roman numeral of two letters or more as digits; one letter may be a letter."""
    text = found[0]
    if len(text) < 2:  # noqa: PLR2004 - one letter
        return text
    values = [_UNITS_OF_ROMAN[letter] for letter in text]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def _without_dots(found: re.Match[str]) -> str:
    return found[0].replace(".", "").replace(" ", "") + " "


def _drop_acronym(found: re.Match[str]) -> str:
    """Leave out an acronym in brackets that only repeats the initials of the words before it."""
    words = re.findall(r"[a-z]+", found.string[: found.start()])
    acronym = found[1]
    initials = "".join(word[0] for word in words)
    large = "".join(word[0] for word in words if word not in {"of", "the", "and", "de", "la"})
    return " " if initials.endswith(acronym) or large.endswith(acronym) else f" {acronym} "


def reader_of(content: UnitVocabulary, iso3: str) -> Reader:
    """Return the reader of a country's units under a vocabulary."""
    spanish = iso3 in content.spanish
    phrases: Phrases = {}
    words: dict[int, set[str]] = {}
    letters: dict[str, Part] = {}
    for term in sorted(content.term, key=lambda term: not term.countries):
        part = of_term(term, spanish=spanish)
        _add(phrases, words, term.spellings_in(iso3), part)
        if iso3 == MEXICO:
            letters.update(dict.fromkeys(term.letters_mexico, part))
    if iso3 == MEXICO:
        for place in content.place:
            slug = "-".join(fold(place.name).split())
            _add(phrases, words, place.spellings, Part(slug, slug, "place", place=place))
    for entries in phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    abbreviations = {e.short: e.long.split() for e in content.abbreviation if iso3 == MEXICO}
    return Reader(phrases, letters, abbreviations, words, _own_words(content, iso3))


def _add(
    phrases: Phrases, words: dict[int, set[str]], spellings: Iterable[str], part: Part
) -> None:
    """Add the spellings of a part; where one comes twice the first holds."""
    for spelling in spellings:
        tokens = tuple(spelling.split())
        same_start = phrases.setdefault(tokens[0], [])
        if all(known != tokens for known, _ in same_start):
            same_start.append((tokens, part))
        for token in tokens:
            words.setdefault(len(token), set()).add(token)


def _own_words(content: UnitVocabulary, iso3: str) -> frozenset[str]:
    return frozenset(w for entry in content.country if entry.iso3 == iso3 for w in entry.words)


@cache
def _general(*, spanish: bool) -> Reader:
    """Return the reader of a country that no entry is for; most countries share it."""
    content = vocabulary()
    return reader_of(content, content.spanish[0] if spanish else "")


@cache
def reader(iso3: str) -> Reader:
    """Return the reader of a country's units, by the package's vocabulary."""
    content = vocabulary()
    if iso3 == MEXICO:
        return reader_of(content, iso3)
    general = _general(spanish=iso3 in content.spanish)
    return replace(general, country_words=_own_words(content, iso3))
