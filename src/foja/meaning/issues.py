"""What can be in doubt on a page, and why words of a page are left out, in both languages."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "issues.toml"


class Explained(Entry, frozen=True):
    """A code that readers of documents use: a label, and what it means for who reads the record."""

    code: str
    label_en: str
    label_es: str
    meaning_en: str
    meaning_es: str


class ExplainedIssue(Explained, frozen=True):
    """A kind of doubt; `example` is a place where it stands, or what it looks like."""

    example: str


class IssueVocabulary(Entry, frozen=True):
    """The file `issues.toml`: kinds of doubt, and rules that leave words out (`ignored`)."""

    issue: tuple[ExplainedIssue, ...]
    ignored: tuple[Explained, ...]


@cache
def vocabulary() -> IssueVocabulary:
    """Return the checked content of the package's `issues.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> IssueVocabulary:
    """Read and check `issues.toml`, in the folder `where` if given; raises `VocabularyError`."""
    content = load(FILE, IssueVocabulary, where=where)
    for what, entries in (("issue", content.issue), ("ignored rule", content.ignored)):
        require_unique(FILE, (entry.code for entry in entries), what)
        for entry in entries:
            if not re.fullmatch(r"[a-z]+(_[a-z]+)*", entry.code):
                raise broken_rule(
                    FILE, entry.code, "not a name", "write it in small letters with _"
                )
    return content


@cache
def issue_of(code: str) -> ExplainedIssue:
    """Return the issue of that code; raises KeyError if `issues.toml` does not explain it."""
    return {entry.code: entry for entry in vocabulary().issue}[code]


@cache
def ignored_by(code: str) -> Explained:
    """Return the rule of that code; raises KeyError if `issues.toml` does not explain it."""
    return {entry.code: entry for entry in vocabulary().ignored}[code]
