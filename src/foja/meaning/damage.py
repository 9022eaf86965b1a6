"""Mends damaged letters where a list of known words proves the right ones."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "damaged_words.toml"
_MEMORY: Final = 1 << 17
_MOST_READINGS: Final = 4096  # of one word: three lost letters of sixteen possible ones


class Reading(Entry, frozen=True):
    """What a sign inside a word may stand for; the word that results must be a known one."""

    sign: str
    letters: tuple[str, ...]
    reason: str
    printed: str
    mended: str
    report: str


class KnownWord(Entry, frozen=True):
    """A word in lower case that the reports print damaged somewhere."""

    word: str
    reason: str
    printed: str
    mended: str
    report: str


class Mark(Entry, frozen=True):
    """A damaged sign that is no letter, a pattern of the places it is mended at, and the right one.

    The pattern is a regular expression, the replacement what `re.sub` takes.
    """

    sign: str
    pattern: str
    replacement: str
    reason: str
    printed: str
    mended: str
    report: str


class Phrase(Entry, frozen=True):
    """A damaged form, as printed, and the right one, where no reading of signs explains it.

    It is found as whole words, in the case given.
    """

    damaged: str
    right: str
    reason: str
    printed: str
    mended: str
    report: str


class DamageVocabulary(Entry, frozen=True):
    """The file `damaged_words.toml`."""

    reading: tuple[Reading, ...]
    word: tuple[KnownWord, ...]
    mark: tuple[Mark, ...]
    phrase: tuple[Phrase, ...]


@cache
def vocabulary() -> DamageVocabulary:
    """Return the checked content of the package's `damaged_words.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> DamageVocabulary:
    """Read and check `damaged_words.toml`, in the folder `where` if given.

    Raises `VocabularyError` for an entry given twice, a word not in lower case, or a mended form
    that is the damaged one.
    """
    content = load(FILE, DamageVocabulary, where=where)
    require_unique(FILE, (entry.sign for entry in content.reading), "sign")
    require_unique(FILE, (entry.word for entry in content.word), "known word")
    require_unique(FILE, (entry.damaged for entry in content.phrase), "damaged form")
    require_unique(FILE, (entry.pattern for entry in content.mark), "pattern")
    for mark in content.mark:
        try:
            re.compile(mark.pattern)
        except re.error as error:
            raise broken_rule(
                FILE, mark.pattern, f"not a regular expression ({error})", "mend it"
            ) from None
    for known in content.word:
        if not known.word or known.word != known.word.lower():
            raise broken_rule(FILE, known.word, "not a word in lower case", "write it so")
    for phrase in content.phrase:
        if phrase.damaged == phrase.right:
            raise broken_rule(FILE, phrase.damaged, "mended as itself", "drop the entry")
    return content


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    return {entry.sign: entry.letters for entry in vocabulary().reading}


@cache
def _known() -> frozenset[str]:
    return frozenset(entry.word for entry in vocabulary().word)


def _any_sign() -> str:
    longest_first = sorted(_readings(), key=len, reverse=True)
    return "|".join(re.escape(sign) for sign in longest_first)


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"({_any_sign()})")


@cache
def _damaged_word() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_sign()}|[^\W\d_])+(?!\w)")


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (entry.sign, re.compile(entry.pattern), entry.replacement) for entry in vocabulary().mark
    )


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    right = {entry.damaged: entry.right for entry in vocabulary().phrase}
    ordered = sorted(right, key=len, reverse=True)
    pattern = "|".join(re.escape(damaged) for damaged in ordered)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), right


@lru_cache(maxsize=_MEMORY)
def mend_letters(text: str) -> str:
    """Return the text with lost letters put back, where `damaged_words.toml` proves them.

    A sign inside a word is read as a letter only if exactly one known word results; a sign that is
    no letter, by where it stands; a damaged form that no reading explains is replaced whole.
    Everything else stays as it is. Give it text whose spacing `foja.meaning.text.mend` has
    straightened.
    """
    if any(sign in text for sign in _readings()):
        text = _damaged_word().sub(lambda found: _word(found[0]), text)
    for sign, pattern, replacement in _marks():
        if sign in text:
            text = pattern.sub(replacement, text)
    phrases, right = _phrases()
    if any(damaged in text for damaged in right):
        text = phrases.sub(lambda found: right[found[0]], text)
    return text


def _word(printed: str) -> str:
    """Return the one known word that a damaged one can be, or what is printed."""
    parts = _sign().split(printed)
    if len(parts) == 1:
        return printed
    choices = [_readings()[sign] for sign in parts[1::2]]
    if prod(map(len, choices)) > _MOST_READINGS:
        return printed
    found = {
        word
        for letters in product(*choices)
        if (word := _joined(parts, letters)).lower() in _known()
    }
    return found.pop() if len(found) == 1 else printed


def _joined(parts: list[str], letters: tuple[str, ...]) -> str:
    """Put letters between the parts, large where the rest is or, in a name, at its beginning."""
    kept = "".join(parts[::2])
    read = list(parts)
    read[1::2] = [letter.upper() if kept.isupper() else letter for letter in letters]
    if not parts[0] and kept[:1].islower():
        read[1] = read[1].capitalize()
    return "".join(read)
