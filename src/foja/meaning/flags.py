"""The doubts that a row may carry, each explained in both languages."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "flags.toml"


class Flag(Entry, frozen=True):
    """A doubt about a row: its stable name, a label and what it means for the reader."""

    code: str
    label_en: str
    label_es: str
    meaning_en: str
    meaning_es: str
    example: str


class FlagVocabulary(Entry, frozen=True):
    """The file `flags.toml`."""

    flag: tuple[Flag, ...]


@cache
def all_flags() -> tuple[Flag, ...]:
    """Return every flag, in the order of `flags.toml`."""
    return read_flags()


def read_flags(where: Traversable | None = None) -> tuple[Flag, ...]:
    """Read and check `flags.toml`, in the folder `where` if given; raises `VocabularyError`."""
    flags = load(FILE, FlagVocabulary, where=where).flag
    require_unique(FILE, (flag.code for flag in flags), "flag")
    for flag in flags:
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", flag.code):
            raise broken_rule(FILE, flag.code, "not a name", "write it in small letters with _")
    return flags


@cache
def flag_of(code: str) -> Flag:
    """Return the flag of that name; raises KeyError if `flags.toml` does not explain it."""
    for flag in all_flags():
        if flag.code == code:
            return flag
    raise KeyError(code)
