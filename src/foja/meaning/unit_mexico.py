"""Which of the pieces of a Mexican unit tell it apart, and which only say where it is.

A cell goes from the small to the large ("10th Inf Bn, 33rd Mil Zone, Campeche"): the first piece
is the unit. What tells it apart depends on its kind (`known_by` in `units.toml`): a naval zone is
known by its number wherever its seat was, a naval sector by its town, a section by its staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.meaning.unit_forms import Form, form_of
from foja.meaning.unit_names import KnownBy, Term, terms
from foja.meaning.unit_words import Part, of_term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DEFENSE: Final = frozenset({"sedena", "army", "air-force", "defense-ministry"})
_STAFFS: Final = {
    "air-force": "air-staff",
    "navy": "naval-general-staff",
    "sedena": "defense-staff",
    "army": "defense-staff",
}
_MOST_KINDS: Final = 3
_MOST_WORDS: Final = 7
"""More kinds or words without a sign between them are a list printed without signs."""
_COUNTRY: Final = "mexico"
_BOTH_COASTS: Final = frozenset({"gulf", "pacific"})


def identifying_forms(segments: Sequence[Sequence[Part]]) -> list[Form] | None:
    """Return the pieces that tell a Mexican unit apart, in order; None where no one unit is meant.

    `segments` are the pieces of the cell. None is returned for a force, for several units, and for
    a kind without anything that tells one from another ("Infantry Battalion").
    """
    forms = [form_of(piece) for segment in segments for piece in _pieces(segment)]
    if _names_several(forms):
        return None
    forces = list(dict.fromkeys(force for form in forms for force in form.forces))
    units = _joined(forms)
    if not units:
        return _headquarters_or_staff(forms, forces)
    towns = tuple(part for form in forms for part in form.places if part.text != _COUNTRY)
    return _identify(units, forces, towns)


def units_listed(segments: Sequence[Sequence[Part]]) -> list[list[Form]]:
    """Return the units of a cell that names several side by side.

    Each piece with a kind begins a unit, and what follows belongs to it; numbers that share a kind
    ("3d and 5th Naval Regions") are a unit each. Of a list printed without signs only the commands
    known by their number are certain.
    """
    groups: list[list[list[Part]]] = []
    loose: list[Part] = []
    for segment in segments:
        if _is_list(form_of(segment)) and sum(part.role == "kind" for part in segment) > 1:
            groups += [[pair] for pair in _numbered_commands(segment)]
            continue
        numbers = [part for part in segment if part.role == "number"]
        kinds = [part for part in segment if part.role == "kind"]
        if len(kinds) == 1 and (len(numbers) > 1 or loose):
            groups += [[[number, kinds[0]]] for number in (*loose, *numbers)]
        elif kinds:
            groups.append([list(segment)])
        elif groups and len(numbers) < len(segment):
            groups[-1].append(list(segment))
        loose = numbers if len(numbers) == len(segment) else []
    found = (identifying_forms(group) for group in groups)
    return [forms for forms in found if forms]


def _numbered_commands(segment: Sequence[Part]) -> list[list[Part]]:
    """Return each kind known by its number with the number before it, or else behind it."""
    found: list[list[Part]] = []
    taken = -1
    for at, part in enumerate(segment):
        kind = part.term
        if kind is None or kind.known_by != "number" or kind.needs_branch:
            if kind is not None and part.role == "kind" and at and _has_number(segment, at - 1):
                taken = at - 1
            continue
        beside = next((n for n in (at - 1, at + 1) if n > taken and _has_number(segment, n)), None)
        if beside is not None:
            found.append([part, segment[beside]])
            taken = beside
    return found


def _pieces(segment: Sequence[Part]) -> list[list[Part]]:
    """Cut a numbered section from its staff where no sign stands between ("S-2 SEDENA Staff").

    What the section deals with ("S-7 CN Ops") says nothing beside its number.
    """
    parts = list(segment)
    if len(parts) == 1 and parts[0].role == "other" and len(parts[0].text) == 1:
        return []  # the first letter of a word that the cell cuts off: "S-5 Strategic Plans, D"
    at = next((at for at, part in enumerate(parts) if part.text == "section"), None)
    if at is None or (_has_kind(parts[:at])):
        return [parts]
    cut = at + 2 if _has_number(parts, at + 1) else at + 1
    rest = parts[cut:]
    if any(part.role == "number" for part in parts[:cut]):
        while rest and (rest[0].role in {"branch", "word", "other"} or rest[0].text == "section"):
            rest = rest[1:]
    elif not _has_kind(rest):
        return [parts]
    return [parts[:cut], rest]


def _has_number(parts: Sequence[Part], at: int) -> bool:
    return 0 <= at < len(parts) and parts[at].role == "number"


def _has_kind(parts: Sequence[Part]) -> bool:
    return any(part.role == "kind" for part in parts)


def _joined(forms: Sequence[Form]) -> list[Form]:
    """Return the pieces that name units, what only says a branch joined to the piece before.

    Headquarters, and staffs of no name, are the unit they stand with.
    """
    units: list[Form] = []
    for whole in forms:
        parts = [part for part in whole.parts if part.role != "headquarters"]
        if _has_kind(parts) or len(parts) == 1:
            parts = [part for part in parts if part.text != "staff"]
        if not parts:
            continue
        form = form_of((*parts, *whole.places))
        before = units[-1] if units else None
        if before and form.is_only("branch") and _takes_branch(before):
            units[-1] = form_of((*before.parts, *parts, *before.places, *form.places))
        else:
            units.append(form)
    return units


def _is_site(form: Form) -> bool:
    return form.kind is not None and form.kind.site


def _takes_branch(form: Form) -> bool:
    kind = form.kind
    wanting = kind is not None and (kind.needs_branch or kind.known_by == "place_always")
    return wanting and not form.of_role("branch")


def _names_several(forms: Sequence[Form]) -> bool:
    """Tell whether the cell names units or forces side by side instead of one within another."""
    families = {force.text for form in forms for force in form.forces}
    families |= {form.kind.force for form in forms if form.kind and form.kind.force}
    families = {"defense" if family in _DEFENSE else family for family in families}
    side_by_side = {form.parts for form in forms if form.kind and form.kind.side_by_side}
    words = {part.text for form in forms for part in form.words}
    return (
        len(families) > 1
        or len(side_by_side) > 1
        or words >= _BOTH_COASTS
        or any(_is_list(form) for form in forms)
    )


def _is_list(form: Form) -> bool:
    kinds = form.of_role("kind")
    numbers = {part.text for part in form.of_role("number")}
    names = [part for part in kinds if part.term and part.term.countries]
    return (
        form.is_only("number")
        or (len({kind.text for kind in kinds}) == 1 and len(numbers) > 1)
        or len(kinds) > _MOST_KINDS
        or len(names) > 1
        or len(form.of_role("other")) > _MOST_WORDS
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """The first unit of a cell and what may tell it apart.

    `above` are the pieces behind it; `town` is the town in its own piece or else the first behind
    it; `own_towns` those in its own piece.
    """

    unit: Form
    kind: Term | None
    above: list[Form]
    forces: Sequence[Part]
    town: list[Form]
    own_towns: list[Form]
    sites: list[Form]


def _identify(
    units: Sequence[Form], forces: Sequence[Part], towns: tuple[Part, ...]
) -> list[Form] | None:
    """Return the pieces that tell the first unit apart, by its kind."""
    sites = [form for form in units if _is_site(form)]
    units = [form for form in units if not _is_site(form)] or sites
    unit = units[0]
    own = tuple(part for part in unit.places if part.text != _COUNTRY)
    town = [Form((own or towns)[:1])] if own or towns else []
    own_towns = [Form(own)] if own else []
    cell = _Cell(unit, unit.kind, list(units[1:]), forces, town, own_towns, sites)
    if unit.kind is None:
        return _by_words(cell)
    if unit.kind.key == "section":
        return _section(cell)
    if _is_staff(unit):
        return _staff_or_part(cell)
    return _TOLD_BY[unit.kind.known_by or "name"](cell)


def _by_words(cell: _Cell) -> list[Form] | None:
    """Return a name with what it is part of; one known word says too little ("Education")."""
    unit, above = cell.unit, cell.above
    words = [word for part in unit.parts for word in part.slug.split("-")]
    says_enough = any(p.role in {"other", "number"} for p in unit.parts) or len(words) > 1
    if not unit.of_role("word", "other", "kind") or not says_enough:
        return [unit, *above] if any(form.kind for form in above) else None
    return [unit, *cell.own_towns, *above]


def _by_name(cell: _Cell) -> list[Form] | None:
    """Return a unit known by its name; what has a general kind keeps its town and what is above."""
    unit, kind, above = cell.unit, cell.kind, cell.above
    if kind is not None and (kind.countries or kind.force):
        if len(unit.parts) == 1 and not kind.countries and above and not above[0].kind:
            return [unit, above[0]]
        if any(not form.of_role("kind") for form in above):
            return None
        of_another = kind.force is None and any(part.text != "sedena" for part in cell.forces)
        return [unit, *_of_force(cell.forces)] if of_another else [unit]
    whole = [unit, *cell.own_towns, *above]
    return whole if len(whole) > 1 or len(unit.parts) > 1 else None


def _by_parent(cell: _Cell) -> list[Form] | None:
    """Return a part with the unit, the force or the town it belongs to."""
    unit, kind = cell.unit, cell.kind
    if unit.number and kind and kind.force and not cell.above:
        return [unit]
    force = [] if unit.number else _of_force(cell.forces)
    found = cell.above or force or cell.sites or cell.town
    return [unit, *found] if found or unit.words else None


def _by_number(cell: _Cell) -> list[Form] | None:
    """Return a unit known by its number, or else by its words and its town."""
    unit, kind = cell.unit, cell.kind
    if unit.number and kind and not kind.needs_branch:
        return [_kind_and_number(unit)]
    if unit.number:
        return [unit] if unit.of_role("branch") else [unit, *(cell.above[:1] or cell.town)]
    named = [form for form in cell.above[:1] if form.kind and form.kind.known_by == "name"]
    found = named or cell.town or cell.above
    return [unit, *found] if found or unit.words else None


def _by_place(cell: _Cell) -> list[Form] | None:
    """Return a unit known by its town, or else by its words."""
    if cell.town:
        return [_kind_and_number(cell.unit), *cell.town]
    return [cell.unit, *cell.above[:1]] if cell.unit.words or cell.above else None


def _by_number_and_place(cell: _Cell) -> list[Form] | None:
    return [cell.unit, *cell.town] if cell.town else None


_TOLD_BY: Final[dict[KnownBy, Callable[[_Cell], list[Form] | None]]] = {
    "name": _by_name,
    "parent": _by_parent,
    "number": _by_number,
    "place": _by_place,
    "place_always": _by_number_and_place,
}


def _section(cell: _Cell) -> list[Form] | None:
    """Return a section with the unit or the staff it is part of."""
    unit, above = cell.unit, cell.above
    if above and not _is_staff(above[0]):
        return [unit, *above]
    staff = _staff(above[0]) if above else _staff_of(cell.forces)
    if staff:
        return [unit, staff]
    return [unit, *cell.town] if unit.words and cell.town else None


def _staff_or_part(cell: _Cell) -> list[Form]:
    """Return a staff, or its section where the staff is named first."""
    unit, above = cell.unit, cell.above
    if above and above[0].kind and above[0].kind.key == "section":
        return [above[0], _staff(unit)]
    return [unit, *(form for form in above if not form.kind)]


def _kind_and_number(unit: Form) -> Form:
    return form_of(unit.of_role("kind", "number"))


def _is_staff(form: Form) -> bool:
    return form.kind is not None and form.kind.key in _STAFFS.values()


def _staff(named: Form) -> Form:
    return form_of(named.of_role("kind"))


def _staff_of(forces: Sequence[Part]) -> Form | None:
    names = {force.text for force in forces}
    key = next((staff for force, staff in _STAFFS.items() if force in names), None)
    return form_of([of_term(terms()[key], spanish=True)]) if key else None


def _headquarters_or_staff(forms: Sequence[Form], forces: Sequence[Part]) -> list[Form] | None:
    """Return the staff or the headquarters of the one force that a cell names with it."""
    keys = {part.text for form in forms for part in form.parts}
    force = _of_force(forces)
    staff = _staff_of(forces)
    if "staff" in keys and staff:
        return [staff]
    if "headquarters" in keys and force:
        return [Form((of_term(terms()["headquarters"], spanish=True),)), *force]
    return None


def _of_force(forces: Sequence[Part]) -> list[Form]:
    """Return the force where one is named; of a ministry and its service, the service."""
    services = [force for force in forces if force.text != "sedena"] or list(forces)
    return [Form((services[0],))] if len(services) == 1 else []
