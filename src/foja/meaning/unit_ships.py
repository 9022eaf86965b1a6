"""Ships of the Mexican Navy by their names and hull numbers, however they are printed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from foja.meaning.text import fold
from foja.meaning.unit_names import vocabulary

if TYPE_CHECKING:
    from foja.meaning.unit_names import Ship

_HULL: Final = re.compile(
    r"\b(po|pc|p[i1]|mp|b[i1]|be|are|atr|p|f|d|e|a)[\s-]{0,3}0*([1-9]\d{1,3}|(?<=0)\d)\b"
)
_MARKS: Final = frozenset(
    {
        "arm",
        "po",
        "be",
        "destroyer",
        "carrier",
        "patrulla",
        "costera",
        "oceanica",
        "interceptora",
        "buque",
        "ship",
    }
)
_CAN_BEGIN: Final = _MARKS - {"costera", "oceanica", "interceptora", "ship", "po"}
_NAME_END: Final = re.compile(r"[,;(]| - ")


class FoundShip(NamedTuple):
    """A ship in a printed unit: its name, or its hull number where no name is known."""

    name: str
    hull: str | None


def ships_in(plain: str) -> tuple[FoundShip, ...]:
    """Return the different ships that a plain text names, in order.

    A name counts beside a hull number or a ship's mark ("ARM", "destroyer") only, since ships bear
    the names of states, towns and persons. A hull number that no known ship has is a ship of its
    own.
    """
    text = _HULL.sub(_marked_hull, plain)
    tokens = re.findall(r"hull_[a-z]+_\d+|[a-z0-9]+", text)
    found: dict[str, FoundShip] = {}
    for at, token in enumerate(tokens):
        is_hull = token.startswith("hull_")
        if not is_hull and token not in _CAN_BEGIN:
            continue
        hull = token.removeprefix("hull_").replace("_", "-").upper() if is_hull else None
        ship = _ship_at(tokens, at, hull)
        if ship is not None:
            found[ship.name] = FoundShip(ship.name, ship.hull)
        elif hull is not None:
            found[hull] = FoundShip(hull, None)
    if len(found) > 1:  # a hull beside the name of its ship is one ship
        named = {ship.name for ship in found.values() if ship.name in _names()}
        found = {key: ship for key, ship in found.items() if key in named} or found
    return tuple(found.values()) or _unknown_name(plain)


def without_hulls(plain: str) -> str:
    """Return a plain text without hull numbers, which number no unit on land."""
    return _HULL.sub(" ", plain)


def _ship_at(tokens: list[str], at: int, hull: str | None) -> Ship | None:
    """Return the ship of a hull number or a mark; a name beside the number is trusted more."""
    after = _named_after(tokens, at)
    if hull is None:
        return after
    beside = [ship for ship in (after, _named_before(tokens, at)) if ship]
    known = _by_hull().get(hull)
    return known if known and (known in beside or not beside) else next(iter(beside), None)


def _unknown_name(plain: str) -> tuple[FoundShip, ...]:
    """Return the ship whose name, in no list, stands behind ARM."""
    mark = re.search(r"\barm\b[.,\s\"“”]*(?=[a-z])", plain)
    if mark is None:
        return ()
    name = fold(_NAME_END.split(plain[mark.end() :], maxsplit=1)[0].replace('"', " "))
    return (FoundShip(name.title(), None),) if name else ()


def _marked_hull(found: re.Match[str]) -> str:
    return f" hull_{found[1].replace('1', 'i')}_{int(found[2]):02d} "


def _named_after(tokens: list[str], at: int) -> Ship | None:
    at += 1
    while at < len(tokens) and (
        tokens[at] in _MARKS or tokens[at].isdigit() or tokens[at].startswith("hull_")
    ):
        at += 1
    return _starting_at(tokens, at)


def _starting_at(tokens: list[str], at: int) -> Ship | None:
    for spelling, ship in _names_by_length():
        if tuple(tokens[at : at + len(spelling)]) == spelling:
            return ship
    return None


def _named_before(tokens: list[str], at: int) -> Ship | None:
    for spelling, ship in _names_by_length():
        if at >= len(spelling) and tuple(tokens[at - len(spelling) : at]) == spelling:
            return ship
    return None


@cache
def _names_by_length() -> tuple[tuple[tuple[str, ...], Ship], ...]:
    pairs = [
        (tuple(spelling.split()), ship) for ship in vocabulary().ship for spelling in ship.spellings
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _by_hull() -> dict[str, Ship]:
    return {ship.hull: ship for ship in vocabulary().ship if ship.hull}


@cache
def _names() -> frozenset[str]:
    return frozenset(ship.name for ship in vocabulary().ship)
