"""The figures of the five worked questions, reckoned from the tables once while the site runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from foja.measures.entities import GROUP, YEAR, parts, total_of
from foja.measures.filters import Filters
from foja.measures.units import unit_history

if TYPE_CHECKING:
    from foja.measures.entities import Part
    from foja.measures.figures import Figures
    from foja.measures.units import UnitHistory
    from foja.tables.engine import Tables

HOME: Final = "MEX"
OTHER: Final = "COL"
NAVY: Final = Filters(
    country=HOME, fiscal_year_from=2016, fiscal_year_to=2016, recipient_forces=("MEX.SEMAR",)
)
"""The first question: the Mexican Navy in fiscal year 2016."""
RIGHTS: Final = Filters(country=HOME, training_types=("human_rights",))
"""The second question: human rights and humanitarian law, Mexico, all years."""
UNIT: Final = "MEX.grupo-aeromovil-fuerzas-especiales-brigada-fusileros-paracaidistas"
EVENT: Final = "michoacan-operation"
"""The third question: a unit, and a day of the table `events`."""
MOST: Final = 5
"""Lines that a table of an answer shows."""


@dataclass(frozen=True, slots=True)
class GuideFigures:
    """What the answers need.

    `history` is that of `UNIT` split at the day of `event`; either is None where the tables do not
    have it.
    """

    navy: Figures
    navy_programs: list[Part]
    navy_groups: list[Part]
    rights: dict[int, Figures]
    event: dict[str, Any] | None
    history: UnitHistory | None
    by_year: dict[str, dict[int, Figures]]


_KEPT: Final[WeakKeyDictionary[Tables, GuideFigures]] = WeakKeyDictionary()


def guide_figures(tables: Tables) -> GuideFigures:
    """Return the figures of the questions; two readers at once may reckon them twice."""
    kept = _KEPT.get(tables)
    if kept is None:
        kept = _KEPT[tables] = _reckon(tables)
    return kept


def _reckon(tables: Tables) -> GuideFigures:
    programs = parts(tables, NAVY, "program", order="cost_usd")
    events = {row["event"]: row for row in tables.ask("all events", lambda: tables.table("events"))}
    event = events.get(EVENT)
    units = tables.table("units")
    known = tables.ask("unit of the guide", lambda: units.filter(units.unit_id == UNIT))
    return GuideFigures(
        navy=total_of(programs),
        navy_programs=programs,
        navy_groups=parts(tables, NAVY, GROUP, order="students", limit=MOST),
        rights=_by_year(parts(tables, RIGHTS, YEAR)),
        event=event,
        history=unit_history(tables, UNIT, before=event["date"]) if event and known else None,
        by_year={
            code: _by_year(parts(tables, Filters(country=code), YEAR)) for code in (HOME, OTHER)
        },
    )


def _by_year(found: list[Part]) -> dict[int, Figures]:
    return {part.value: part.figures for part in found if isinstance(part.value, int)}
