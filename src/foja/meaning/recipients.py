"""The force or institution that received a training, by ordered rules over the students' unit."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "recipients.toml"
_CODE: Final = re.compile(r"(?P<country>[A-Z]{3})(?:\.[A-Z][A-Z_]*)+")


class Recipient(Entry, frozen=True):
    """A force or institution; `parent` is the one it belongs to, None at the top of its country."""

    code: str
    name_en: str
    name_es: str
    parent: str | None = None
    note: str | None = None

    @property
    def country_iso3(self) -> str:
        """ISO 3166-1 alpha-3 code of the country, which begins every code."""
        return self.code.partition(".")[0]


class Rule(Entry, frozen=True):
    """One rule: a unit whose folded text any of the patterns matches belongs to `force`.

    Patterns are regular expressions, searched in the unit as `foja.meaning.text.fold` leaves it. A
    rule without patterns answers where no unit is printed. `examples` are units as printed,
    `expected` names that no report printed yet.
    """

    id: str
    force: str
    patterns: tuple[str, ...]
    reason: str
    reason_es: str
    examples: tuple[str, ...]
    expected: tuple[str, ...] = ()


class RecipientVocabulary(Entry, frozen=True):
    """The file `recipients.toml`; the order of the rules is their precedence."""

    recipient: tuple[Recipient, ...]
    rule: tuple[Rule, ...]


@cache
def vocabulary() -> RecipientVocabulary:
    """Return the checked content of the package's `recipients.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> RecipientVocabulary:
    """Read and check `recipients.toml`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    content = load(FILE, RecipientVocabulary, where=where)
    codes = {recipient.code for recipient in content.recipient}
    require_unique(FILE, (recipient.code for recipient in content.recipient), "code")
    require_unique(FILE, (rule.id for rule in content.rule), "rule")
    for recipient in content.recipient:
        if not _CODE.fullmatch(recipient.code):
            raise broken_rule(FILE, recipient.code, "not a code", "write it like MEX.SEMAR")
        if recipient.parent is not None and recipient.parent not in codes - {recipient.code}:
            raise broken_rule(
                FILE, recipient.code, f"unknown parent {recipient.parent}", "correct it"
            )
    for rule in content.rule:
        _check(rule, codes)
    return content


def _check(rule: Rule, codes: set[str]) -> None:
    if rule.force not in codes:
        raise broken_rule(FILE, rule.id, f"unknown force {rule.force}", "define it or correct it")
    if not rule.examples:
        raise broken_rule(FILE, rule.id, "no example", "add a unit as a report prints it")
    for pattern in rule.patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise broken_rule(
                FILE, rule.id, f"pattern {pattern!r} is no regular expression ({error})", "mend it"
            ) from None


@cache
def _rules(iso3: str) -> tuple[tuple[re.Pattern[str] | None, Rule], ...]:
    return tuple(
        (re.compile("|".join(rule.patterns)) if rule.patterns else None, rule)
        for rule in vocabulary().rule
        if rule.force.partition(".")[0] == iso3
    )


@lru_cache(maxsize=1 << 16)
def recipient_of(iso3: str, student_unit: str | None) -> tuple[str | None, str | None]:
    """Return the force that a unit belongs to and the rule that says so.

    `iso3` is the country's code, `student_unit` the unit as printed or mended, None or empty where
    none is printed. The first rule that matches decides. Both parts are None where the country has
    no rules or none of them matches; the caller counts those.
    """
    unit = fold(student_unit or "")
    for pattern, rule in _rules(iso3):
        if pattern.search(unit) if pattern else not (student_unit or "").strip():
            return rule.force, rule.id
    return None, None


def all_recipients() -> tuple[Recipient, ...]:
    """Return every recipient, in the order of `recipients.toml`."""
    return vocabulary().recipient
