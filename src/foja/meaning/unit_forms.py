"""The normal form of one piece of a printed unit: kind, branches, number, other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.meaning.unit_words import Part, of_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.meaning.unit_names import Term

_LEFT_OUT: Final = frozenset({"noise", "person"})
_ROMAN: Final = {"i": "1", "v": "5", "x": "10"}


@dataclass(frozen=True, slots=True)
class Form:
    """One piece of a unit's name in normal order.

    `kind` is its one kind and `number` its one number; both are None where the piece has several,
    and then its parts stand in the order printed. `forces` are the forces named in it and `places`
    the towns, neither of which is among `parts`.
    """

    parts: tuple[Part, ...]
    kind: Term | None = None
    number: str | None = None
    forces: tuple[Part, ...] = ()
    places: tuple[Part, ...] = ()

    def of_role(self, *roles: str) -> tuple[Part, ...]:
        """Return the parts of these roles."""
        return tuple(part for part in self.parts if part.role in roles)

    @property
    def words(self) -> tuple[Part, ...]:
        """What is neither kind, branch nor number: proper names and other words."""
        return self.of_role("word", "other")

    def is_only(self, role: str) -> bool:
        """Tell whether the piece has parts of one role and no others."""
        return bool(self.parts) and all(part.role == role for part in self.parts)


def form_of(segment: Sequence[Part]) -> Form:
    """Return the normal form of one piece of a printed unit."""
    forces: dict[Part, None] = {}
    places: list[Part] = []
    parts: list[Part] = []
    kinds = numbers = 0
    for part in segment:
        role = part.role
        if role == "force":
            forces[part] = None
        elif role == "place":
            places.append(part)
        elif role not in _LEFT_OUT:
            parts.append(part)
            kinds += role == "kind"
            numbers += role == "number"
    if kinds > 1 and numbers <= 1:
        parts = _without_repeats(parts)
        kinds = sum(part.role == "kind" for part in parts)
    if kinds and not numbers:
        parts = _numbered(parts)
    outside = (tuple(forces), tuple(places))
    if kinds == 1 and numbers <= 1:
        kind = next(part for part in parts if part.role == "kind")
        number = next((part.text for part in parts if part.role == "number"), None)
        return Form(_ordered(parts, kind), kind.term, number, *outside)
    return Form(tuple(parts), None, None, *outside)


def _without_repeats(parts: Sequence[Part]) -> list[Part]:
    """Leave out a kind said again: "Mil Air Base (BAM) #1", "A-3 Section"."""
    return [
        part
        for at, part in enumerate(parts)
        if part.role != "kind" or all(part.term is not before.term for before in parts[:at])
    ]


def _numbered(parts: list[Part]) -> list[Part]:
    """Read a single I, V or X beside a kind as a Roman numeral: "X Naval Zone"."""
    for at, part in enumerate(parts):
        if part.text in _ROMAN:
            behind = next((p for p in parts[at + 1 :] if p.role != "branch"), None)
            before = next((p for p in parts[:at][::-1] if p.role != "branch"), None)
            if any(near is not None and near.role == "kind" for near in (before, behind)):
                return [*parts[:at], of_number(_ROMAN[part.text]), *parts[at + 1 :]]
    return parts


def _ordered(parts: Sequence[Part], kind: Part) -> tuple[Part, ...]:
    """Return kind, branches by name, number, other words; a branch that the kind says is left out.

    "Naval" says nothing beside "Naval Sector".
    """
    said = kind.term.name_en if kind.term else ""
    branches = {
        part.text: part
        for part in parts
        if part.role == "branch" and part.term and part.term.name_en not in said
    }
    return (
        kind,
        *(branches[key] for key in sorted(branches)),
        *(part for part in parts if part.role == "number"),
        *(part for part in parts if part.role not in {"number", "kind", "branch"}),
    )
