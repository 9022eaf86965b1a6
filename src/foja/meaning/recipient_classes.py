"""The general class of a unit of any country: army, navy, police and so on, by ordered rules."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from foja.meaning.countries import all_countries
from foja.meaning.phrases import Phrases, is_phrase
from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

FILE: Final = "recipient_classes.toml"
NOT_GIVEN: Final = "not_given"
NOTHING_PRINTED: Final = "nothing_printed"
SEVERAL: Final = "several"
SEVERAL_NAMED: Final = "general_several_named"
SEVERAL_COUNTED: Final = "general_several_counted"
_KEY: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_EXAMPLE: Final = re.compile(r"(?P<iso3>[A-Z]{3}): (?P<unit>.*)")
_BETWEEN_COUNTS: Final = re.compile(r"[,;/\n]")
_DASH: Final = r"[-\u2013]"
_COUNTED: Final = re.compile(
    rf"\(?\d{{1,3}}\)?\s*{_DASH}?\s*[^\W\d].*|.*[^\W\d]\s*(?:{_DASH}|\()?\s*\d{{1,3}}\)?"
)
_FEWEST_COUNTED: Final = 3
_SHORTEST_COUNTED: Final = len("A 1,B 1,C 1")
_BETWEEN_NAMES: Final = re.compile(r"[,;/+\n]")
_AND: Final = frozenset({"and", "y", "e", "et"})


class RecipientClass(Entry, frozen=True):
    """A kind of force or institution that every country may have, and what it means."""

    key: str
    name_en: str
    name_es: str
    meaning_en: str
    meaning_es: str


class ClassRule(Entry, frozen=True):
    """One rule: a unit in which any of the phrases stands is of the class.

    `words` are phrases as `foja.meaning.phrases.is_phrase` describes them; `countries` are those
    the rule is asked for, all where it is empty. `names_force` says that the phrases are names of
    forces: two such names of different classes in one cell, set apart by a sign or an "and", are
    several recipients. `tells_no_unit` marks rules that find no unit of the students in the cell:
    nothing, "N/A", or the school that taught them. `examples` are units as printed with the
    country's code before them, `expected` the same for names that no report printed yet. A rule
    without words is one that `class_of` applies by what its reason says.
    """

    id: str
    recipient_class: str
    words: tuple[str, ...]
    reason: str
    reason_es: str
    examples: tuple[str, ...]
    expected: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    names_force: bool = False
    tells_no_unit: bool = False


class ClassVocabulary(Entry, frozen=True):
    """The file `recipient_classes.toml`; the order of the rules is their precedence.

    `accented_words` are words whose accented letter reports lose ("Regi?n").
    """

    accented_words: tuple[str, ...]
    recipient_class: tuple[RecipientClass, ...]
    rule: tuple[ClassRule, ...]


@cache
def vocabulary() -> ClassVocabulary:
    """Return the checked content of the package's `recipient_classes.toml`."""
    return read_vocabulary()


def read_vocabulary(where: Traversable | None = None) -> ClassVocabulary:
    """Read and check `recipient_classes.toml`, in the folder `where` if given.

    Raises `VocabularyError`.
    """
    content = load(FILE, ClassVocabulary, where=where)
    keys = {known.key for known in content.recipient_class}
    require_unique(FILE, (known.key for known in content.recipient_class), "class")
    require_unique(FILE, (rule.id for rule in content.rule), "rule")
    for key in keys:
        if not _KEY.fullmatch(key):
            raise broken_rule(FILE, key, "not a key", "write it like air_force")
    codes = {country.iso3 for country in all_countries()}
    for rule in content.rule:
        _check(rule, keys, codes)
    return content


def _check(rule: ClassRule, keys: set[str], codes: set[str | None]) -> None:
    if rule.recipient_class not in keys:
        problem = f"unknown class {rule.recipient_class}"
        raise broken_rule(FILE, rule.id, problem, "define it or correct it")
    if not rule.examples + rule.expected:
        raise broken_rule(FILE, rule.id, "no example", "add a unit as a report prints it")
    for country in rule.countries:
        if country not in codes:
            raise broken_rule(FILE, rule.id, f"{country} is not an ISO code", "correct it")
    for phrase in rule.words:
        if not is_phrase(phrase):
            problem = f"{phrase!r} is not a phrase of folded words"
            raise broken_rule(FILE, rule.id, problem, "write it in lower case without accents")
    for example in rule.examples + rule.expected:
        country, _ = example_parts(example)
        if country not in codes or (rule.countries and country not in rule.countries):
            problem = f"the example {example!r} begins with no country of the rule"
            raise broken_rule(FILE, rule.id, problem, 'write it like "COL: Armada Nacional"')


def example_parts(example: str) -> tuple[str, str]:
    """Return the country's code and the unit of an example; two empty texts where it has none."""
    match = _EXAMPLE.fullmatch(example)
    return (match["iso3"], match["unit"]) if match else ("", "")


@cache
def _lost_letters() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of words with a hole where a letter was lost, and the words in full."""
    whole: dict[str, str] = {}
    for word in vocabulary().accented_words:
        places = [place for place, sign in enumerate(word) if not sign.isascii()]
        for place in places:
            whole[fold(word[:place]) + " " + fold(word[place + 1 :])] = fold(word)
    holes = "|".join(sorted(map(re.escape, whole), key=len, reverse=True))
    return re.compile(rf"\b(?:{holes})\b"), whole


def folded(unit: str) -> str:
    """Return a unit folded, words of the vocabulary whole again where a letter was lost.

    A lost letter folds to a space: "Regi?n" to "regi n", which is "region" here.
    """
    text = fold(unit)
    if text.isascii() and unit.isascii() and "?" not in unit:
        return text
    pattern, whole = _lost_letters()
    return pattern.sub(lambda match: whole[match[0]], text)


@cache
def _phrases(iso3: str | None) -> Phrases:
    """Return the phrases of the rules for one country alone, of those for all if None."""
    return Phrases(
        (phrase, number)
        for number, rule in enumerate(vocabulary().rule)
        if (iso3 in rule.countries if iso3 else not rule.countries)
        for phrase in rule.words
    )


def _rule_of(iso3: str, words: list[str]) -> ClassRule | None:
    own = _phrases(iso3).lowest(words)
    number = _phrases(None).lowest(words, below=own)
    return None if number is None else vocabulary().rule[number]


def class_of(iso3: str, unit: str) -> tuple[str | None, str | None]:
    """Return the class of a country's printed unit and the rule that says so.

    The first rule in the file that finds one of its phrases decides, unless the cell names forces
    of two classes, or counts the students of three places or more ("6 from the Air Force, 5 from
    the Ministry of Finance, 2 from the Police"): then it is `several`. A cell with nothing in it is
    `not_given`; both parts are None where no rule knows the unit.
    """
    if not unit.strip():
        return NOT_GIVEN, NOTHING_PRINTED
    rule = _rule_of(iso3, folded(unit).split())
    if rule is None:
        return None, None
    if _counts_several(iso3, unit):
        return SEVERAL, SEVERAL_COUNTED
    if rule.names_force and _names_several(iso3, unit):
        return SEVERAL, SEVERAL_NAMED
    return rule.recipient_class, rule.id


def _counts_several(iso3: str, unit: str) -> bool:
    if len(unit) < _SHORTEST_COUNTED:
        return False
    parts = [part.strip() for part in _BETWEEN_COUNTS.split(unit)]
    if len(parts) < _FEWEST_COUNTED:
        return False
    counted = [part for part in parts if _COUNTED.fullmatch(part)]
    if len(counted) < _FEWEST_COUNTED:
        return False
    rules = (_rule_of(iso3, folded(part).split()) for part in counted)
    return len({rule.recipient_class for rule in rules if rule}) > 1


def _names_several(iso3: str, unit: str) -> bool:
    names = [name for part in _BETWEEN_NAMES.split(unit) for name in _names(folded(part).split())]
    if len(names) == 1:
        return False
    rules = (_rule_of(iso3, name) for name in names)
    return len({rule.recipient_class for rule in rules if rule and rule.names_force}) > 1


def _names(words: list[str]) -> list[list[str]]:
    """Return the words in lists, cut where an "and" stands."""
    names: list[list[str]] = [[]]
    for word in words:
        if word in _AND:
            names.append([])
        else:
            names[-1].append(word)
    return names


def class_keys() -> Iterable[str]:
    """Return the keys of the classes, in the order of the file."""
    return (known.key for known in vocabulary().recipient_class)
