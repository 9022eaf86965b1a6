"""The verdict on a claim, computed from the tables of the day.

A claim holds when its plain meaning gives a figure that its words admit. Where only another
definition does, the verdict names that definition. A claim that holds only by bending its words
does not hold: what each word admits is written down beforehand, in `data/claims/operators.toml`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from weakref import WeakKeyDictionary

from foja.meaning.claims import Claim, Operator, all_claims, all_operators
from foja.measures.claim_ways import reckon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from foja.measures.claim_answer import Reckoned
    from foja.tables.engine import Tables

Kind = Literal["holds", "holds_otherwise", "does_not_hold", "cannot_be_checked"]
KINDS: Final[tuple[Kind, ...]] = (
    "holds",
    "holds_otherwise",
    "does_not_hold",
    "cannot_be_checked",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One way with what it gives, and whether the claim's words admit that; None if unknown."""

    found: Reckoned
    admitted: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What today's tables say of a claim.

    `ours` and `theirs` are in the unit of the way that `decided`; `difference` is ours less
    theirs, None where either is none or the figures are years or places. `decided` is the way in
    whose words the verdict is given: the plain one, or the first other one under which the claim
    holds. `tried` are all ways in the ledger's order.
    """

    claim: Claim
    kind: Kind
    ours: Decimal | None
    theirs: Decimal
    difference: Decimal | None
    decided: Tried | None
    tried: tuple[Tried, ...]

    def of(self, key: str) -> Reckoned | None:
        """Return what the way of that key gives, None where there is no such way."""
        return next((one.found for one in self.tried if one.found.way.key == key), None)


def admits(operator: Operator, claim: Claim, found: Reckoned) -> bool | None:
    """Say whether the claim's words admit what a way found; None where it found nothing."""
    if found.value is None:
        return None
    if operator.aim == "extreme":
        year = found.year
        others = [value for other, value in found.years if other != year]
        since = int(claim.number)
        return {
            "highest": found.as_high is None and all(value < found.value for value in others),
            "lowest": found.as_low is None and all(value > found.value for value in others),
            "highest_since": found.as_high == since,
            "lowest_since": found.as_low == since,
        }[operator.key]
    return operator.admits(found.value, claim.number)


def verdict(claim: Claim, tables: Tables, covered: Sequence[int] | None = None) -> Verdict:
    """Check a claim against the tables.

    `covered` are the fiscal years on which the tables have a report on the claim's country; those
    in which it is listed, if not given.
    """
    operator = all_operators()[claim.operator]
    tried = []
    for way in claim.ways:
        found = reckon(tables, way, covered)
        admitted = None if way.shown_only else admits(operator, claim, found)
        tried.append(Tried(found, admitted))
    deciding = [one for one in tried if not one.found.way.shown_only]
    kind, decided = _decide(deciding)
    ours = decided.found.value if decided else None
    # A difference of years or of places in an order says nothing.
    counted = operator.aim == "number" and claim.unit not in {"year", "rank", "steps"}
    difference = ours - claim.number if ours is not None and counted else None
    return Verdict(claim, kind, ours, claim.number, difference, decided, tuple(tried))


def _decide(deciding: Sequence[Tried]) -> tuple[Kind, Tried | None]:
    if not deciding:
        return "cannot_be_checked", None
    plain = deciding[0]
    if plain.admitted:
        return "holds", plain
    other = next((one for one in deciding[1:] if one.admitted), None)
    if other is not None:
        return "holds_otherwise", other
    if plain.admitted is None:
        # Another definition that fails refutes nothing where the plain one cannot be reckoned.
        return "cannot_be_checked", plain
    return "does_not_hold", plain


_KEPT: Final[WeakKeyDictionary[Tables, dict[str, Verdict]]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()
"""Two readers who ask for the same verdict wait for one reckoning instead of paying for two."""


def ledger_verdict(claim_id: str, tables: Tables) -> Verdict:
    """Return the verdict on a claim of the ledger, computed once while the tables are open.

    Raises KeyError where there is no such claim.
    """
    with _LOCK:
        kept = _KEPT.setdefault(tables, {})
        if claim_id not in kept:
            kept[claim_id] = verdict(all_claims()[claim_id], tables)
        return kept[claim_id]


def ledger(tables: Tables) -> list[Verdict]:
    """Return the verdict on every claim of the ledger, in its order."""
    return [ledger_verdict(claim_id, tables) for claim_id in all_claims()]
