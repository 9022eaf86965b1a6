"""Writes course titles so that they can be read: abbreviations in full, capitals only where due."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "glossary.toml"
_MEMORY: Final = 1 << 16

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
_ROMAN: Final = re.compile(r"I{1,3}|IV|VI{0,3}|IX|X")
_VOWEL: Final = re.compile("[AEIOUY]")
_SMALL: Final = frozenset(
    ("and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
_AFTER_COLON: Final = re.compile(r"\s*[-:\u2013/]?\s*")
_BESIDE_DIGITS: Final = 3  # letters of a type beside its number: UH-60, AN/SPS-64


class Abbreviation(Entry, frozen=True):
    """A short form in capitals, as printed, what it stands for, and the conditions that decide.

    `previous` and `next`: one of these words, in capitals, stands directly before or after; where
    both are given one of the two is enough. `beside`: one of these words stands anywhere in the
    title. `start`, `end`: it is the first or last word. A long form that ends with a colon
    introduces the rest of the title. In titles that are not in capitals throughout, a short form is
    expanded where it is in capitals itself, or however it is written with `any_case`.
    """

    short: str
    long: str
    reason: str
    printed: str
    readable: str
    next: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    start: bool = False
    end: bool = False
    any_case: bool = False


class Acronym(Entry, frozen=True):
    """A short form that readers know, or that no title explains: it keeps its letters as given.

    `meaning` is what it stands for, empty where no title tells.
    """

    short: str
    meaning: str
    printed: str
    readable: str


class Glossary(Entry, frozen=True):
    """The file `glossary.toml`."""

    abbreviation: tuple[Abbreviation, ...]
    acronym: tuple[Acronym, ...]


class _Place(NamedTuple):
    """Where a word stands in its title: the words around it, in capitals."""

    words: tuple[str, ...]
    before: str | None
    after: str | None


@cache
def vocabulary() -> Glossary:
    """Return the checked content of the package's `glossary.toml`."""
    return read_glossary()


def read_glossary(where: Traversable | None = None) -> Glossary:
    """Read and check `glossary.toml`, in the folder `where` if given.

    Raises `VocabularyError` for a short form that is not in capitals, an abbreviation that is given
    twice under one condition, or an acronym that is also an abbreviation without a condition.
    """
    content = load(FILE, Glossary, where=where)
    for entry in content.abbreviation:
        if not _WORD.match(entry.short) or entry.short != entry.short.upper():
            raise broken_rule(FILE, entry.short, "not a short form in capitals", "write it so")
    require_unique(FILE, map(_condition, content.abbreviation), "abbreviation and condition")
    require_unique(FILE, (entry.short.upper() for entry in content.acronym), "acronym")
    certain = {entry.short for entry in content.abbreviation if not _is_conditional(entry)}
    for acronym in content.acronym:
        if acronym.short.upper() in certain:
            raise broken_rule(FILE, acronym.short, "kept and written in full", "choose one")
    return content


def _condition(entry: Abbreviation) -> str:
    parts = (*sorted(entry.next), "|", *sorted(entry.previous), "|", *sorted(entry.beside))
    return f"{entry.short} {' '.join(parts)} {entry.start} {entry.end}"


def _is_conditional(entry: Abbreviation) -> bool:
    return any((entry.next, entry.previous, entry.beside, entry.start, entry.end))


@cache
def _by_first_word() -> dict[str, tuple[Abbreviation, ...]]:
    """Return the abbreviations by their first word, the longest and the conditional ones first."""
    found: dict[str, list[Abbreviation]] = {}
    for entry in vocabulary().abbreviation:
        found.setdefault(_words(entry.short)[0], []).append(entry)
    return {
        word: tuple(sorted(entries, key=lambda each: (-len(each.short), not _is_conditional(each))))
        for word, entries in found.items()
    }


@cache
def _acronyms() -> dict[str, str]:
    return {entry.short.upper(): entry.short for entry in vocabulary().acronym}


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=_MEMORY)
def readable_title(title: str | None) -> str | None:
    """Return a course title with its abbreviations in full, by `glossary.toml`.

    A title in capitals throughout gets ordinary letters, known acronyms apart (SAR, UH-60, IAAFA);
    any other keeps its case. An abbreviation that could mean two things is written in full only
    where its condition decides, else it stays. A title that needs nothing comes back as it is. Give
    it text that `foja.meaning.text.mend` has straightened.
    """
    if not title:
        return title
    capitals = title.upper().replace("\u2019", "'")
    if len(capitals) != len(title):  # a letter without a capital of its own, as German ß
        return title
    in_capitals = title == title.upper() and sum(map(str.isalpha, title)) > 1
    matches = list(_WORD.finditer(capitals))
    words = tuple(match[0] for match in matches)
    out: list[str] = []
    done = 0
    for number, match in enumerate(matches):
        if match.start() < done:
            continue
        out.append(title[done : match.start()])
        entry = _entry_at(title, capitals, words, number, match.start(), in_capitals)
        if entry is None:
            done = match.end()
            word = title[match.start() : done]
            out.append(_cased(word, title, match, first=number == 0) if in_capitals else word)
            continue
        done = match.start() + len(entry.short)
        long = entry.long
        if long.endswith(":"):
            rest = _AFTER_COLON.match(title, done)
            done = rest.end() if rest else done
            long = f"{long} " if done < len(title) else long.removesuffix(":")
        out.append(long)
    return "".join((*out, title[done:]))


def _entry_at(
    title: str, capitals: str, words: tuple[str, ...], number: int, start: int, in_capitals: bool
) -> Abbreviation | None:
    """Return the abbreviation that stands at a word of the title and whose conditions hold."""
    for entry in _by_first_word().get(words[number], ()):
        end = start + len(entry.short)
        if not capitals.startswith(entry.short, start) or capitals[end : end + 1].isalnum():
            continue
        printed = title[start:end]
        if not (in_capitals or entry.any_case or printed == printed.upper()):
            continue
        length = len(_words(entry.short))
        alone_in_brackets = capitals[start - 1 : start] == "(" and capitals[end : end + 1] == ")"
        if alone_in_brackets and length == 1 and not (entry.previous or entry.end):
            continue  # the short form of what the title has just said
        after = number + length
        place = _Place(
            words,
            words[number - 1] if number else None,
            words[after] if after < len(words) else None,
        )
        if _holds(entry, place):
            return entry
    return None


def _holds(entry: Abbreviation, place: _Place) -> bool:
    if entry.start and place.before is not None:
        return False
    if entry.end and place.after is not None:
        return False
    if entry.beside and not any(word in place.words for word in entry.beside):
        return False
    if entry.next or entry.previous:
        return place.after in entry.next or place.before in entry.previous
    return True


def _cased(word: str, title: str, match: re.Match[str], *, first: bool) -> str:
    """Return a word of a title in capitals as a title has it."""
    known = _acronyms().get(match[0])
    if known is not None:
        return known
    left, right = title.rfind(" ", 0, match.start()) + 1, title.find(" ", match.end())
    piece = title[left : right if right >= 0 else len(title)]
    beside_digits = len(word) <= _BESIDE_DIGITS and any(map(str.isdigit, piece))
    if len(word) == 1 or beside_digits or any(map(str.isdigit, word)) or _ROMAN.fullmatch(word):
        return word
    if not _VOWEL.search(word):
        return word
    if not first and word.lower() in _SMALL:
        return word.lower()
    return word.capitalize()
