"""Finds phrases of whole words in folded text, many at once, by their first word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_PHRASE: Final = re.compile(r"(\^ )?[a-z0-9]+\*?( [a-z0-9]+\*?)*( \$)?")


class _Tail(NamedTuple):
    """What has to stand around a phrase's first word, and the number the phrase stands for.

    `second` is the second word where it is one without a star: most phrases fail there.
    """

    second: str | None
    at_start: bool
    words: tuple[str, ...]
    at_end: bool
    number: int


def is_phrase(text: str) -> bool:
    """Tell whether a text is written as a phrase.

    A phrase is words of folded text with single spaces between them. A star after a word stands for
    any ending ("nav*" is "navy" and "naval"), "^ " before the first means that nothing stands
    before it, " $" after the last that nothing stands behind it.
    """
    return _PHRASE.fullmatch(text) is not None


class Phrases:
    """Phrases, each with a number; answers which is the lowest number found in a text."""

    def __init__(self, numbered: Iterable[tuple[str, int]]) -> None:
        """Take the phrases, as `is_phrase` describes them, each with its number."""
        self._whole: dict[str, list[_Tail]] = {}
        self._begun: dict[str, list[_Tail]] = {}
        for phrase, number in numbered:
            words = phrase.removeprefix("^ ").removesuffix(" $").split()
            second = words[1] if len(words) > 1 and not words[1].endswith("*") else None
            tail = _Tail(
                second, phrase.startswith("^"), tuple(words[1:]), phrase.endswith("$"), number
            )
            first = self._begun if words[0].endswith("*") else self._whole
            first.setdefault(words[0].removesuffix("*"), []).append(tail)
        self._lengths = sorted({len(word) for word in self._begun})
        self._memory: dict[str, tuple[_Tail, ...]] = {}

    def _tails(self, word: str) -> tuple[_Tail, ...]:
        found = list(self._whole.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                found += self._begun.get(word[:length], ())
        tails = self._memory[word] = tuple(sorted(found, key=lambda tail: tail.number))
        return tails

    def lowest(self, words: list[str], below: int | None = None) -> int | None:
        """Return the lowest number among the phrases that stand in the words.

        Only numbers under `below` are looked for, if given, and `below` itself is the answer where
        there is none.
        """
        best = below
        remembered = self._memory.get
        for place, word in enumerate(words):
            tails = remembered(word)
            following = words[place + 1] if place + 1 < len(words) else ""
            for tail in self._tails(word) if tails is None else tails:
                if best is not None and tail.number >= best:
                    break
                if tail.second is not None and tail.second != following:
                    continue
                if _stands(tail, words, place):
                    best = tail.number
                    break
        return best


def _stands(tail: _Tail, words: list[str], place: int) -> bool:
    if not (tail.words or tail.at_start or tail.at_end):
        return True
    end = place + 1 + len(tail.words)
    if (tail.at_start and place) or end > len(words) or (tail.at_end and end < len(words)):
        return False
    return all(
        found.startswith(wanted[:-1]) if wanted.endswith("*") else found == wanted
        for wanted, found in zip(tail.words, words[place + 1 : end], strict=True)
    )
