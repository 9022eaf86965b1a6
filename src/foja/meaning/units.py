"""The unit below a force that a printed cell names: one identifier for all its spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from foja.meaning.text import fold
from foja.meaning.unit_forms import Form, form_of
from foja.meaning.unit_mexico import identifying_forms, units_listed
from foja.meaning.unit_names import MEXICO, vocabulary
from foja.meaning.unit_readable import readable_names
from foja.meaning.unit_ships import FoundShip, ships_in, without_hulls
from foja.meaning.unit_words import Part, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMORY: Final = 1 << 17
_LONGEST: Final = 80  # characters of an identifier after the country; what is longer is cut


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit below a force.

    `unit_id` is the country's code and the unit's normal form, such as `MEX.zona-naval-6`: the same
    for every spelling of one name, and never the same where numbers differ. `kind` is what the unit
    is, after `units.toml` (naval_zone, battalion, ship); None where it is only a name. `number` is
    its number where it has one that is whole. The names are for readers, in English and Spanish; a
    name that no vocabulary knows stands in both as printed.
    """

    unit_id: str
    kind: str | None
    number: int | None
    name_en: str
    name_es: str


@lru_cache(maxsize=_MEMORY)
def unit_of(iso3: str | None, student_unit: str | None) -> Unit | None:
    """Return the unit that a printed cell names, by the country's ISO 3166-1 alpha-3 code.

    `student_unit` is the cell as printed or mended.

    None where no country is known, where the cell names no unit below a force ("SEMAR", "N/A"),
    where it names several (`units_named` tells which), and where it does not tell one unit from
    another ("Infantry Battalion"). Nothing is guessed from likeness: two names that differ in a
    number, or in a word that no vocabulary knows, are two units.
    """
    if iso3 is None or not student_unit or not student_unit.strip():
        return None
    text = student_unit.strip()
    plain = reader(iso3).plain(_once(text) if iso3 == MEXICO else text)
    if _is_no_unit(plain, iso3):
        return None
    return _mexican_unit(plain, text) if iso3 == MEXICO else _unit_elsewhere(iso3, plain, text)


@lru_cache(maxsize=_MEMORY)
def units_named(iso3: str | None, student_unit: str | None) -> tuple[Unit, ...]:
    """Return every unit that a printed cell names: one, none, or for Mexico those of a list.

    What of a list names no unit of its own is left out, and what has words that no vocabulary
    knows: without signs between them it is not certain where one unit ends.
    """
    whole = unit_of(iso3, student_unit)
    if whole is not None:
        return (whole,)
    if iso3 != MEXICO or not student_unit:
        return ()
    plain = reader(MEXICO).plain(student_unit)
    if _is_no_unit(plain, MEXICO):
        return ()
    named: dict[str, Unit] = {}
    for part in plain.split(";"):
        listed = units_listed(reader(MEXICO).segments(without_hulls(part)))
        found = [_ship(ship) for ship in ships_in(part)]
        found += [_unit(MEXICO, forms, part) for forms in listed if _is_proven(forms)]
        named.update((unit.unit_id, unit) for unit in found)
    return tuple(named.values())


def _is_proven(forms: Sequence[Form]) -> bool:
    return forms[0].kind is not None and not any(form.of_role("other") for form in forms)


def _is_no_unit(plain: str, iso3: str) -> bool:
    bare = reader(iso3).bare(plain)
    return not bare or bare in _no_units() or _no_unit_beside().search(bare) is not None


@cache
def _no_units() -> frozenset[str]:
    return frozenset(s for entry in vocabulary().no_unit for s in entry.spellings)


@cache
def _no_unit_beside() -> re.Pattern[str]:
    spellings = (s for entry in vocabulary().no_unit if entry.anywhere for s in entry.spellings)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b")


def _mexican_unit(plain: str, printed: str) -> Unit | None:
    ships = ships_in(plain)
    if ships:
        return _ship(ships[0]) if len(ships) == 1 and ";" not in plain else None
    if sum(_has_kind(part) for part in plain.split(";")) > 1:
        return None
    forms = identifying_forms(reader(MEXICO).segments(plain))
    return _unit(MEXICO, forms, printed) if forms else None


def _has_kind(plain: str) -> bool:
    """Tell whether a text between semicolons names a unit, or the headquarters of a force."""
    parts = [part for segment in reader(MEXICO).segments(plain) for part in segment]
    return any(part.role in {"kind", "headquarters"} for part in parts)


def _once(text: str) -> str:
    """Return a text that is printed twice in one cell once."""
    words = text.split()
    half = len(words) // 2
    first, second = " ".join(words[:half]), " ".join(words[half:])
    return first if half and fold(first) == fold(second) else text


def _ship(ship: FoundShip) -> Unit:
    slug = "-".join(fold(ship.name).split())
    name = f"ARM {ship.name} ({ship.hull})" if ship.hull else f"ARM {ship.name}"
    return Unit(f"{MEXICO}.buque-{slug}", "ship", None, name, name)


def _unit_elsewhere(iso3: str, plain: str, printed: str) -> Unit | None:
    segments = reader(iso3).segments(plain)
    if not segments or _is_ministry(segments):
        return None
    forms = [form_of(segment) for segment in segments]
    forces = {force.text: force for form in forms for force in form.forces}
    forms = [form for form in forms if form.parts]
    if not _tells_apart(forms, has_force=bool(forces)):
        return None
    implied = {part.term.force for form in forms for part in form.parts if part.term}
    kept = tuple(forces[key] for key in sorted(forces) if key not in implied)
    return _unit(iso3, [*forms, Form(kept)] if kept else forms, printed)


def _tells_apart(forms: Sequence[Form], *, has_force: bool) -> bool:
    """Tell whether the pieces say more than a kind, a branch or a force by themselves."""
    parts = [part for form in forms for part in form.parts]
    if any(
        part.role == "number" or (part.role == "other" and len(part.text) > 1) for part in parts
    ):
        return True
    kinds = [part.term for part in parts if part.term and part.role == "kind"]
    words = sum(part.role == "word" for part in parts)
    branches = [part.term for part in parts if part.term and part.role == "branch"]
    if any(part.role == "headquarters" for part in parts):
        return has_force or bool(kinds) or words > 0
    if words and words + len(branches) > 1:
        return True
    if any(term.named_by_branch for term in kinds):
        return any(not term.common for term in branches)
    is_named = any(term.known_by in {"name", "parent"} for term in kinds)
    return is_named and len(parts) > len(kinds)


def _is_ministry(segments: Sequence[Sequence[Part]]) -> bool:
    """Tell whether the cell is a ministry's name and no more: above any unit."""
    roles = {part.role for segment in segments for part in segment}
    return len(segments) == 1 and segments[0][0].text == "ministry" and "kind" not in roles


def _unit(iso3: str, forms: Sequence[Form], printed: str) -> Unit:
    first = forms[0]
    kind = first.kind.key.replace("-", "_") if first.kind else None
    if kind is None and first.parts[0].role == "headquarters":
        kind = "headquarters"
    number = int(first.number) if first.number and first.number.isdigit() else None
    return Unit(f"{iso3}.{_slug(iso3, forms)}", kind, number, *readable_names(forms, printed))


def _slug(iso3: str, forms: Sequence[Form]) -> str:
    spanish = iso3 in vocabulary().spanish
    slugs = (_said(part, form, spanish=spanish) for form in forms for part in form.parts)
    whole = "-".join(filter(None, slugs))
    if iso3 == MEXICO:
        whole = _same_forms().get(whole, whole)
    if len(whole) <= _LONGEST:
        return whole
    mark = blake2b(whole.encode(), digest_size=4).hexdigest()
    return f"{whole[: _LONGEST - len(mark) - 1].rstrip('-')}-{mark}"


def _said(part: Part, form: Form, *, spanish: bool) -> str:
    """Return a part as the identifier says it; Spanish adjectives agree with the kind."""
    feminine = spanish and form.kind is not None and form.kind.feminine
    agrees = feminine and part.role == "branch" and part.term and part.term.adjective
    return f"{part.slug[:-1]}a" if agrees and part.slug.endswith("o") else part.slug


@cache
def _same_forms() -> dict[str, str]:
    return {entry.form: entry.means for entry in vocabulary().same}
