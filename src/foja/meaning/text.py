"""Mends the spacing of printed text, folds it to compare, and tells where letters are damaged."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "text.toml"
_MEMORY: Final = 1 << 17

_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f]")
_SOFT_HYPHEN: Final = re.compile("\u00ad\\s*")
_SPACE: Final = re.compile(r"\s+")
_BEFORE_MARK: Final = re.compile(r"\s+(?=[,;)\]])")
_AFTER_BRACKET: Final = re.compile(r"(?<=[(\[])\s+")
_WORD_COMMA_WORD: Final = re.compile(r"(?<=[^\W\d_]{3}),(?=[^\W\d_])")
_HALF_SLASH: Final = re.compile(r"(?<=\w)(?:\s+/(?=\w)|(?<!\b[Ww])/\s+(?=\w))")
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")


class Compound(Entry, frozen=True):
    """The first half of a compound word that a wrapped line separates from the rest."""

    half: str
    reason: str
    printed: str
    mended: str


class Damage(Entry, frozen=True):
    """Signs that stand in the reports only where a letter was lost in a conversion.

    `inside_word` limits them to places between two letters; `pattern`, a regular expression instead
    of signs, to other places.
    """

    reason: str
    printed: str
    report: str
    signs: tuple[str, ...] = ()
    inside_word: bool = False
    pattern: str = ""


class TextVocabulary(Entry, frozen=True):
    """The file `text.toml`."""

    compound: tuple[Compound, ...]
    damage: tuple[Damage, ...]


@cache
def vocabulary() -> TextVocabulary:
    """Return the checked content of the package's `text.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> TextVocabulary:
    """Read and check `text.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, TextVocabulary, where=where)
    require_unique(FILE, (entry.half for entry in content.compound), "half of a compound")
    for entry in content.compound:
        if not re.fullmatch(r"[a-z]+", entry.half):
            raise broken_rule(FILE, entry.half, "not one word in lower case", "write it so")
    require_unique(
        FILE, (sign for entry in content.damage for sign in entry.signs), "sign of damage"
    )
    for damage in content.damage:
        if bool(damage.signs) == bool(damage.pattern):
            raise broken_rule(
                FILE, damage.printed, "signs and pattern, or neither", "give one of the two"
            )
    return content


@cache
def _split_compound() -> re.Pattern[str]:
    halves = "|".join(entry.half for entry in vocabulary().compound)
    return re.compile(rf"\b({halves})- (?=[^\W\d_])(?!(?:and|or|y|o)\b)", re.IGNORECASE)


@cache
def _sign_of_damage() -> re.Pattern[str]:
    letter = r"[^\W\d_]"
    signs = (
        rf"(?<={letter}){re.escape(sign)}(?={letter})" if entry.inside_word else re.escape(sign)
        for entry in vocabulary().damage
        for sign in entry.signs
    )
    patterns = (entry.pattern for entry in vocabulary().damage if entry.pattern)
    return re.compile("|".join((*signs, *patterns)))


@lru_cache(maxsize=_MEMORY)
def mend(text: str) -> str:
    """Return the text with its spacing straightened and compounds broken by a wrap joined.

    Only what is certain is touched: spaces of any kind become one plain space, none stands before a
    comma, a semicolon or a closing bracket nor after an opening one, a comma between words has one
    after it, a slash with a space on one side gets the other if another slash has both, else none
    ("W/ Voice", with voice, stays), soft hyphens and invisible characters go, and a hyphen keeps no
    space after it where its first half is in `text.toml` ("Political- Military"). Letters, case and
    every other sign stay as printed.
    """
    text = unicodedata.normalize("NFC", text)
    text = _SOFT_HYPHEN.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _SPACE.sub(" ", text).strip()
    text = _BEFORE_MARK.sub("", text)
    text = _AFTER_BRACKET.sub("", text)
    text = _WORD_COMMA_WORD.sub(", ", text)
    text = _HALF_SLASH.sub(" / " if " / " in text else "/", text)
    return _split_compound().sub(r"\1-", text)


def fold_once(text: str) -> str:
    """Return what `fold` does, without remembering it: for texts that are not met again."""
    text = text.replace("&", " and ").casefold()
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", text).strip()


@lru_cache(maxsize=_MEMORY)
def fold(text: str) -> str:
    """Return the text for comparison: lower case a to z and digits, single spaces, `&` as "and".

    Accents go, every other sign becomes a space: "Côte d'Ivoire" and "COTE D IVOIRE" fold to
    "cote d ivoire".
    """
    return fold_once(text)


@lru_cache(maxsize=_MEMORY)
def is_damaged(text: str) -> bool:
    """Tell whether letters of the text were lost, by the signs in `text.toml`.

    Give it what `foja.meaning.damage.mend_letters` left, to ask whether damage remains.
    """
    return _sign_of_damage().search(text) is not None
