"""Loads vocabulary files: TOML in `foja/data/vocabulary`, checked strictly against their schema."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

import msgspec

from foja.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

Schema = TypeVar("Schema", bound=msgspec.Struct)


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything a vocabulary file holds: frozen, and a misspelt field is an error."""


def folder() -> Traversable:
    """Return the folder of the vocabulary files that come with the package."""
    return files("foja").joinpath("data", "vocabulary")


def load(name: str, schema: type[Schema], *, where: Traversable | None = None) -> Schema:
    """Read the vocabulary file `name` and return it as `schema`.

    `where` is the folder to read from, the package's own if not given. Raises `VocabularyError`
    when the file is missing, is not TOML, or does not follow the schema; the message names file and
    entry.
    """
    file = (where or folder()).joinpath(name)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise VocabularyError(
            f"vocabulary file {name} is missing; install Foja again or restore the file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(
            f"vocabulary file {name} is not TOML in UTF-8 ({error}); mend it at the place named"
        ) from None
    try:
        return msgspec.convert(content, schema)
    except msgspec.ValidationError as error:
        raise VocabularyError(
            f"vocabulary file {name} does not follow its schema ({error}); "
            "mend the entry at the path after $ ([0] is the first entry of a list)"
        ) from None


def broken_rule(file: str, entry: str, problem: str, remedy: str) -> VocabularyError:
    """Return the error for an entry that has every field but contradicts itself or another."""
    return VocabularyError(f"vocabulary file {file}, entry {entry}: {problem}; {remedy}")


def require_unique(file: str, keys: Iterable[str], what: str) -> None:
    """Raise `VocabularyError` when a key occurs twice; `what` names the kind of key."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise broken_rule(file, key, f"this {what} occurs twice", "keep one of the two")
        seen.add(key)
