"""What a training was for: a taxonomy of groups and types, and ordered rules that read a title.

The taxonomy and its rules are data: `training_types.toml` names and defines groups and types,
`training_type_rules.toml` holds the rules in their order of precedence, and the first rule that
matches decides. A reader's own taxonomy is one file of the same kind (docs/own-taxonomies.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from foja.errors import VocabularyError
from foja.meaning.programs import all_programs
from foja.meaning.text import fold
from foja.meaning.vocabulary import Entry, broken_rule, load, require_unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

TYPES_FILE: Final = "training_types.toml"
RULES_FILE: Final = "training_type_rules.toml"
UNCLASSIFIED: Final = "unclassified"
OURS: Final = "foja"

_MEMORY: Final = 1 << 16
_GROUP_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_TYPE_KEY: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_WORD_START: Final = re.compile(r"\b[a-z0-9]")
# A pattern that opens with a word's first signs can only match where a title has such a word.
_OPENING: Final = re.compile(r"(?:\\b|\^)([a-z0-9][a-z0-9 ]{1,3})(?![?*{])")
_OPENING_LENGTHS: Final = (2, 3, 4)
_GROUPED: Final = re.compile(r"\([^()]*\)")


class Group(Entry, frozen=True):
    """The upper level of the taxonomy; its types' keys begin with its own."""

    key: str
    name_en: str
    name_es: str
    definition_en: str | None = None
    definition_es: str | None = None


class TrainingType(Entry, frozen=True):
    """The lower level of the taxonomy; `key` is `group.type`."""

    key: str
    name_en: str
    name_es: str
    definition_en: str | None = None
    definition_es: str | None = None

    @property
    def group(self) -> str:
        """The key of the group the type belongs to."""
        return self.key.partition(".")[0]


class Rule(Entry, frozen=True):
    """One rule: a title that any of `patterns` is found in is of `type`.

    Patterns are regular expressions searched in the title as `foja.meaning.text.fold` leaves it
    (lower case, a to z and digits, single spaces). `programs` limits the rule to those programme
    codes; without patterns it takes every title of them. A title in which one of `but_not` is found
    is left to later rules. `examples` are titles as printed, each decided by this rule. `reason_es`
    is the reason in Spanish, which every rule of the package has and a user's may leave out.
    """

    id: str
    type: str
    reason: str
    examples: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    reason_es: str | None = None


class Remap(Entry, frozen=True):
    """Moves everything typed as one of `from` (types, or groups for all their types) to `to`."""

    to: str
    sources: tuple[str, ...] = msgspec.field(name="from")


class _Types(Entry, frozen=True):
    group: tuple[Group, ...]
    type: tuple[TrainingType, ...]


class _Rules(Entry, frozen=True):
    rule: tuple[Rule, ...]


class _OwnTaxonomy(Entry, frozen=True):
    extends: str | None = None
    group: tuple[Group, ...] = ()
    type: tuple[TrainingType, ...] = ()
    rule: tuple[Rule, ...] = ()
    remap: tuple[Remap, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """Groups, types and rules that were checked against each other; rules in order of precedence.

    `remapped` tells where a user's file sends the types of ours.
    """

    groups: tuple[Group, ...]
    types: tuple[TrainingType, ...]
    rules: tuple[Rule, ...]
    remapped: Mapping[str, str] = field(default_factory=dict)

    def type_of(self, rule: Rule) -> str:
        """Return the type that a rule of this taxonomy gives."""
        return self.remapped.get(rule.type, rule.type)


@cache
def taxonomy() -> Taxonomy:
    """Return the package's own taxonomy."""
    return read_own()


def _ours() -> Taxonomy:
    return taxonomy()


def read_own(where: Traversable | None = None) -> Taxonomy:
    """Read and check the package's files, in the folder `where` if given.

    Raises `VocabularyError` naming file, entry and remedy.
    """
    types = load(TYPES_FILE, _Types, where=where)
    rules = load(RULES_FILE, _Rules, where=where)
    named: tuple[Group | TrainingType, ...] = (*types.group, *types.type)
    for entry in named:
        if not (entry.definition_en and entry.definition_es):
            raise broken_rule(TYPES_FILE, entry.key, "no definition", "define it in both languages")
    for rule in rules.rule:
        if not rule.reason_es:
            raise broken_rule(RULES_FILE, rule.id, "no reason in Spanish", "write its reason_es")
    _check_keys(TYPES_FILE, types.group, types.type)
    _check_rules(RULES_FILE, rules.rule, {entry.key for entry in types.type})
    checked = Taxonomy(types.group, types.type, rules.rule)
    _check_used(RULES_FILE, checked)
    _check_examples(RULES_FILE, checked, checked.rules)
    return checked


def read_taxonomy(path: Path | str) -> Taxonomy:
    """Read and check a user's own taxonomy, one TOML file (docs/own-taxonomies.md).

    With `extends = "foja"` its rules come before ours, and its `[[remap]]` entries move our types
    to its own. Raises `VocabularyError` naming file, entry and remedy.
    """
    path = Path(path)
    if not path.is_file():
        raise VocabularyError(f"taxonomy file {path} is not there; give the path of a TOML file")
    name = str(path)
    own = load(path.name, _OwnTaxonomy, where=path.parent)
    if own.extends not in {None, OURS}:
        raise broken_rule(
            name, f'extends = "{own.extends}"', "no such taxonomy", f'write extends = "{OURS}"'
        )
    base = taxonomy() if own.extends else Taxonomy((), (), ())
    groups = (*base.groups, *own.group)
    types = (*base.types, *own.type)
    _check_keys(name, groups, types)
    remapped = _remapped(name, own.remap, base, {entry.key for entry in types})
    types = tuple(entry for entry in types if entry.key not in remapped)
    populated = {entry.group for entry in types}
    groups = tuple(group for group in groups if group.key in populated)
    _check_rules(name, own.rule, {entry.key for entry in types})
    require_unique(name, (rule.id for rule in (*own.rule, *base.rules)), "rule")
    checked = Taxonomy(groups, types, (*own.rule, *base.rules), remapped)
    _check_used(name, checked)
    _check_examples(name, checked, own.rule)
    return checked


def _check_keys(file: str, groups: Iterable[Group], types: Iterable[TrainingType]) -> None:
    groups, types = tuple(groups), tuple(types)
    require_unique(file, (group.key for group in groups), "group")
    require_unique(file, (entry.key for entry in types), "type")
    known = {group.key for group in groups}
    for group in groups:
        if not _GROUP_KEY.fullmatch(group.key):
            raise broken_rule(
                file, group.key, "not a key of a group", "use a to z, digits and _ only"
            )
    for entry in types:
        if not _TYPE_KEY.fullmatch(entry.key):
            raise broken_rule(file, entry.key, "not a key of a type", "write it as group.type")
        if entry.group not in known:
            raise broken_rule(file, entry.key, f"unknown group {entry.group}", "add a [[group]]")
    for key in sorted(known - {entry.group for entry in types}):
        raise broken_rule(file, key, "a group without types", f"add a [[type]] {key}.something")


def _check_rules(file: str, rules: tuple[Rule, ...], types: set[str]) -> None:
    require_unique(file, (rule.id for rule in rules), "rule")
    programs = {program.code for program in all_programs()}
    for rule in rules:
        if rule.type not in types:
            raise broken_rule(file, rule.id, f"unknown type {rule.type}", "use a key of a [[type]]")
        if not rule.patterns and not rule.programs:
            raise broken_rule(file, rule.id, "neither patterns nor programs", "give one of them")
        for program in rule.programs:
            if program not in programs:
                raise broken_rule(
                    file, rule.id, f"unknown programme {program}", "use a code of programs.toml"
                )
        if not rule.reason or not rule.examples:
            raise broken_rule(file, rule.id, "no reason or no example", "give both")
        for pattern in (*rule.patterns, *rule.but_not):
            _check_pattern(file, rule.id, pattern)


def _check_pattern(file: str, rule: str, pattern: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise broken_rule(
            file, rule, f"{pattern!r} is not a regular expression ({error})", "correct it"
        ) from None
    if compiled.search(""):
        raise broken_rule(file, rule, f"{pattern!r} matches every title", "name a word in it")
    if plain := re.search(r"(?<!\\)[A-Z]|[^\x00-\x7f]|(?<!\\)-(?![^\[]*\])|/", pattern):
        raise broken_rule(
            file,
            rule,
            f"{pattern!r} has {plain[0]!r}, which no folded title has",
            "write lower case without accents, and a space for every other character",
        )


def _remapped(
    file: str, remaps: tuple[Remap, ...], base: Taxonomy, types: set[str]
) -> dict[str, str]:
    moved: dict[str, str] = {}
    for remap in remaps:
        if remap.to not in types:
            raise broken_rule(file, f"remap to {remap.to}", "unknown type", "add a [[type]]")
        for source in remap.sources:
            found = [entry.key for entry in base.types if source in {entry.key, entry.group}]
            if not found:
                raise broken_rule(
                    file,
                    f"remap from {source}",
                    "no such type or group to move",
                    f'correct it, or add extends = "{OURS}" above the first entry',
                )
            for key in found:
                if key in moved:
                    raise broken_rule(
                        file, f"remap from {source}", f"{key} is moved twice", "keep one of the two"
                    )
                moved[key] = remap.to
    for remap in remaps:
        if remap.to in moved:
            raise broken_rule(
                file, f"remap to {remap.to}", "it is itself moved away", "name where it ends up"
            )
    return moved


def _check_used(file: str, checked: Taxonomy) -> None:
    used = {checked.type_of(rule) for rule in checked.rules}
    for entry in checked.types:
        if entry.key not in used:
            raise broken_rule(file, entry.key, "a type that no rule gives", "add a [[rule]] for it")


def _check_examples(file: str, checked: Taxonomy, rules: tuple[Rule, ...]) -> None:
    reader = _reader(checked)
    for rule in rules:
        for example in rule.examples:
            decided = reader.rule_of(fold(example), rule.programs[0] if rule.programs else None)
            if decided is not rule:
                by = "no rule" if decided is None else f"rule {decided.id}"
                raise broken_rule(
                    file,
                    rule.id,
                    f"its example {example!r} is decided by {by}",
                    "mend the pattern, the example or the order of the rules",
                )


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule ready to be tried: its place in the order, its patterns compiled."""

    place: int
    rule: Rule
    found: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def takes(self, folded: str, program: str | None) -> bool:
        if self.rule.programs and program not in self.rule.programs:
            return False
        if self.found is not None and not self.found.search(folded):
            return False
        return self.unless is None or not self.unless.search(folded)


class _Reader:
    """The rules of a taxonomy, filed by the first signs of the words their patterns open with.

    A title is tried only against rules filed under its own words and those that cannot be filed;
    the order of the rules is kept.
    """

    def __init__(self, source: Taxonomy) -> None:
        self.remember = lru_cache(maxsize=_MEMORY)(self.rule_of)
        self._everywhere: list[_Compiled] = []
        self._by_opening: dict[str, list[_Compiled]] = {}
        for place, rule in enumerate(source.rules):
            unless = re.compile("|".join(rule.but_not)) if rule.but_not else None
            by_opening: dict[str | None, list[str]] = {}
            for pattern in rule.patterns:
                by_opening.setdefault(_opening(pattern), []).append(pattern)
            if not rule.patterns:
                self._everywhere.append(_Compiled(place, rule, None, unless))
            for opening, patterns in by_opening.items():
                found = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
                compiled = _Compiled(place, rule, found, unless)
                if opening is None:
                    self._everywhere.append(compiled)
                else:
                    self._by_opening.setdefault(opening, []).append(compiled)

    def rule_of(self, folded: str, program: str | None) -> Rule | None:
        """Return the first rule that takes the folded title."""
        openings = {
            folded[at.start() : at.start() + length]
            for at in _WORD_START.finditer(folded)
            for length in _OPENING_LENGTHS
        }
        candidates = [
            *self._everywhere,
            *(rule for opening in openings for rule in self._by_opening.get(opening, ())),
        ]
        candidates.sort(key=lambda compiled: compiled.place)
        return next((each.rule for each in candidates if each.takes(folded, program)), None)


def _opening(pattern: str) -> str | None:
    """Return the two to four signs a match opens a word with, None if a pattern leaves it open."""
    flat = pattern
    while (inner := _GROUPED.sub("", flat)) != flat:
        flat = inner
    opening = _OPENING.match(pattern)
    return opening[1] if opening and "|" not in flat else None


@lru_cache(maxsize=8)
def _reader(source: Taxonomy) -> _Reader:
    return _Reader(source)


def rule_for(title: str, program: str | None, taxonomy: Taxonomy | None = None) -> Rule | None:
    """Return the rule that decides a title of a programme, None where no rule matches."""
    return _reader(taxonomy or _ours()).remember(fold(title), program)


def training_type_of(
    title: str | None, program: str | None, taxonomy: Taxonomy | None = None
) -> tuple[str, str | None]:
    """Return the training type of a title and the rule that gave it.

    `program` is the programme's code (`IMET`, `REGIONALCENTERS`, ...), which a few rules ask for.
    Where no rule matches, or no title is printed, the answer is `("unclassified", None)`. Rules are
    those of `taxonomy`, the package's own if not given.
    """
    taxonomy = taxonomy or _ours()
    rule = None if title is None else rule_for(title, program, taxonomy)
    return (UNCLASSIFIED, None) if rule is None else (taxonomy.type_of(rule), rule.id)


def all_groups() -> tuple[Group, ...]:
    """Return every group of the package's own taxonomy, in its order."""
    return taxonomy().groups


def all_types() -> tuple[TrainingType, ...]:
    """Return every type of the package's own taxonomy, in its order."""
    return taxonomy().types
