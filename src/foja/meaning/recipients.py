"""The force or institution that received a training, by ordered rules over the students' unit."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from foja.meaning import recipient_classes
from foja.meaning.countries import all_countries
from foja.meaning.recipient_classes import (
    NOT_GIVEN,
    NOTHING_PRINTED,
    ClassRule,
    RecipientClass,
    class_of,
    folded,
)
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE: Final = "recipients.toml"
_CODE: Final = re.compile(r"(?P<country>[A-Z]{3})(?:\.[A-Z][A-Z_]*)+")
_MEMORY: Final = 1 << 17


class Recipient(Entry, frozen=True):
    """A force or institution; `parent` is the one it belongs to, None at the top of its country.

    `established` and `dissolved` say when, with the law or decree that did it; None where nothing
    of that kind is known or it still exists. `aliases` are other names and abbreviations, in
    English and Spanish. `recipient_class` is the key of a class that every country has.
    """

    code: str
    name_en: str
    name_es: str
    recipient_class: str
    parent: str | None = None
    established: str | None = None
    dissolved: str | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None

    @property
    def country_iso3(self) -> str:
        """ISO 3166-1 alpha-3 code of the country, which begins every code."""
        return self.code.partition(".")[0]


class Rule(Entry, frozen=True):
    """One rule: a unit whose folded text any of the patterns matches belongs to `force`.

    Patterns are regular expressions, searched in the unit as `foja.meaning.recipient_classes.
    folded` leaves it. `examples` are units as printed, `expected` names that no report printed yet.
    `tells_no_unit` marks rules that find no unit of the students in the cell: "N/A", or the school
    that taught them.
    """

    id: str
    force: str
    patterns: tuple[str, ...]
    reason: str
    reason_es: str
    examples: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    tells_no_unit: bool = False


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
    classes = set(recipient_classes.class_keys())
    require_unique(FILE, (recipient.code for recipient in content.recipient), "code")
    require_unique(FILE, (rule.id for rule in content.rule), "rule")
    for recipient in content.recipient:
        _check_recipient(recipient, codes, classes)
    for rule in content.rule:
        _check_rule(rule, codes)
    return content


def _check_recipient(recipient: Recipient, codes: set[str], classes: set[str]) -> None:
    code, parent = recipient.code, recipient.parent
    if not _CODE.fullmatch(code):
        raise broken_rule(FILE, code, "not a code", "write it like MEX.SEMAR")
    if parent is not None and parent not in codes - {code}:
        raise broken_rule(FILE, code, f"unknown parent {parent}", "correct it")
    if parent is not None and not code.startswith(f"{parent}."):
        raise broken_rule(FILE, code, f"does not begin with its parent {parent}", "rename it")
    if recipient.recipient_class not in classes:
        problem = f"unknown class {recipient.recipient_class}"
        raise broken_rule(FILE, code, problem, f"define it in {recipient_classes.FILE}")


def _check_rule(rule: Rule, codes: set[str]) -> None:
    if rule.force not in codes:
        raise broken_rule(FILE, rule.id, f"unknown force {rule.force}", "define it or correct it")
    if not rule.examples + rule.expected:
        raise broken_rule(FILE, rule.id, "no example", "add a unit as a report prints it")
    if not rule.patterns:
        raise broken_rule(FILE, rule.id, "no pattern", "add one that its examples match")
    for pattern in rule.patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise broken_rule(
                FILE,
                rule.id,
                f"pattern {pattern!r} is not a regular expression ({error})",
                "mend it",
            ) from None


@cache
def _in_depth() -> dict[str, tuple[tuple[re.Pattern[str], Rule], ...]]:
    """Return the rules of the countries that `recipients.toml` describes, by country."""
    rules: dict[str, tuple[tuple[re.Pattern[str], Rule], ...]] = {}
    for rule in vocabulary().rule:
        country = rule.force.partition(".")[0]
        rules[country] = (*rules.get(country, ()), (re.compile("|".join(rule.patterns)), rule))
    return rules


@lru_cache(maxsize=_MEMORY)
def recipient_of(iso3: str | None, student_unit: str | None) -> tuple[str | None, str | None]:
    """Return the force that a unit belongs to and the rule that says so.

    `iso3` is the country's code, `student_unit` the unit as printed or mended, None or empty where
    none is printed. The first rule that matches decides: for a country that `recipients.toml`
    describes its own rules, for every other those of its general classes, which answer with a code
    such as COL.NAVY. Both parts are None where no rule knows the unit, and for an organisation,
    which has no code; the caller counts those.
    """
    if not iso3:
        return None, None
    unit = (student_unit or "").strip()
    if not unit:
        return general_code(iso3, NOT_GIVEN), NOTHING_PRINTED
    rules = _in_depth().get(iso3)
    if rules is None:
        found, rule_id = class_of(iso3, unit)
        return (general_code(iso3, found) if found else None), rule_id
    text = folded(unit)
    for pattern, rule in rules:
        if pattern.search(text):
            return rule.force, rule.id
    return None, None


def general_code(iso3: str, recipient_class: str) -> str:
    """Return the code of a class in a country: COL.NAVY for COL and navy."""
    return f"{iso3}.{recipient_class.upper()}"


@cache
def all_recipients() -> tuple[Recipient, ...]:
    """Return every recipient: those of `recipients.toml`, then each class for each other country.

    A general class bears its own name; whose it is, its `country_iso3` says.
    """
    described = set(_in_depth())
    general = (
        Recipient(
            code=general_code(country.iso3, known.key),
            name_en=known.name_en,
            name_es=known.name_es,
            recipient_class=known.key,
        )
        for country in all_countries()
        if country.iso3 and country.iso3 not in described
        for known in all_classes()
    )
    return (*vocabulary().recipient, *general)


def all_classes() -> tuple[RecipientClass, ...]:
    """Return every general class, in the order of `recipient_classes.toml`."""
    return recipient_classes.vocabulary().recipient_class


def all_rules() -> tuple[Rule | ClassRule, ...]:
    """Return every rule: those of `recipients.toml`, then those of the general classes."""
    return (*vocabulary().rule, *recipient_classes.vocabulary().rule)
