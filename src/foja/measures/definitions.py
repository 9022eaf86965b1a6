"""The same trainings counted under several definitions of a type, our own and others'."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from foja.meaning.training_types import Taxonomy, read_taxonomy, rule_for
from foja.meaning.training_types import taxonomy as our_taxonomy
from foja.measures.entities import titles_with_types
from foja.measures.figures import Figures, add_up, figures_of
from foja.tables.selection import is_part_of

if TYPE_CHECKING:
    from foja.measures.filters import Filters
    from foja.tables.engine import Tables

REFERENCE_FILE: Final = "reference_tactical.toml"
REFERENCE_TYPE: Final = "reference.tactical_or_operations"


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of a kind of training.

    `types` are those of ours it holds, a group standing for all of its types. `reference` is true
    where a taxonomy with rules of its own decides; `types` are then what it makes its class from.
    """

    key: str
    family: str
    types: tuple[str, ...]
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a definition by year; `exact` where its `types` alone choose the same rows."""

    definition: Definition
    by_year: dict[int, Figures]
    exact: bool


@cache
def _reference() -> tuple[Taxonomy, Taxonomy]:
    """Return the reference taxonomy, and its own rules without ours."""
    with as_file(files("foja") / "data" / "taxonomies" / REFERENCE_FILE) as path:
        whole = read_taxonomy(path)
    ours = {rule.id for rule in our_taxonomy().rules}
    own = tuple(rule for rule in whole.rules if rule.id not in ours)
    return whole, Taxonomy(whole.groups, whole.types, own)


@cache
def reference_types() -> tuple[str, ...]:
    """Return the types of ours that the reference class is made from, whole groups as groups."""
    moved = {key for key, to in _reference()[0].remapped.items() if to == REFERENCE_TYPE}
    found: list[str] = []
    for group in our_taxonomy().groups:
        own = [entry.key for entry in our_taxonomy().types if entry.group == group.key]
        inside = [key for key in own if key in moved]
        found.extend([group.key] if inside == own else inside)
    return tuple(found)


@cache
def definitions() -> tuple[Definition, ...]:
    """Return the definitions that are compared, in two families."""
    return (
        Definition("human_rights", "human_rights", ("human_rights.human_rights",)),
        Definition("humanitarian", "human_rights", ("human_rights",)),
        Definition("law", "human_rights", ("human_rights", "law")),
        Definition("tactical", "tactical", ("tactical",)),
        Definition("reference", "tactical", reference_types(), reference=True),
    )


def count_by_definition(tables: Tables, filters: Filters) -> list[Counted]:
    """Return the figures of each definition by year for a choice of trainings.

    Trainings without a year of the kind that the choice's basis means are left out.
    """
    whole, own = _reference()
    sums: dict[str, dict[int, list[Figures]]] = {
        each.key: defaultdict(list) for each in definitions()
    }
    unlike: set[str] = set()
    for row in titles_with_types(tables, filters):
        year, title, program = row["year"], row["course_title"], row["program"]
        if year is None:
            continue
        rule = None if title is None else rule_for(title, program, own)
        held, differs = _held(row["training_type"], whole.type_of(rule) if rule else "")
        unlike.update(differs)
        if held:
            figures = figures_of(row)
            for key in held:
                sums[key][year].append(figures)
    return [
        Counted(
            each,
            {year: add_up(found) for year, found in sorted(sums[each.key].items())},
            each.key not in unlike,
        )
        for each in definitions()
    ]


@lru_cache(maxsize=4096)
def _held(typed: str, ruled: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the definitions that hold a type of ours, and those whose `types` say otherwise.

    `ruled` is the type that a rule of the reference taxonomy gives, empty where none does.
    """
    referred = ruled or _reference()[0].remapped.get(typed, typed)
    held, differs = [], []
    for each in definitions():
        ours = any(is_part_of(typed, key) for key in each.types)
        holds = referred == REFERENCE_TYPE if each.reference else ours
        if holds:
            held.append(each.key)
        if holds is not ours:
            differs.append(each.key)
    return tuple(held), tuple(differs)
