"""What a map shows: points with the sums of their places, and what has no point, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from foja.measures.figures import add_figures, add_up
from foja.measures.where import by_place
from foja.site.charts.series import coder, dimension_of, divide
from foja.site.entities import places_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from foja.measures.figures import Figures
    from foja.measures.where import PlaceCell
    from foja.site.charts.model import Question
    from foja.site.charts.series import Value
    from foja.site.choice import Choice
    from foja.site.reading import Reading, Row

NOT_PRINTED: Final = "not_printed"
"""The rule of rows whose report prints no location."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the gazetteer with the sums of its trainings, by the values of the colours."""

    row: Row
    figures: Figures
    values: dict[str, Figures]

    @property
    def place_id(self) -> str:
        """The identifier of the place."""
        return str(self.row["place_id"])


@dataclass(frozen=True, slots=True)
class Dot:
    """The places that have the same coordinates, such as a base and its schools: one circle.

    The place with most on it comes first. `chosen` tells whether the choice has them; those beside
    it are shown for the reader to go to.
    """

    spots: tuple[Spot, ...]
    longitude: float
    latitude: float
    figures: Figures
    values: dict[str, Figures]
    chosen: bool = True

    @property
    def country(self) -> str | None:
        """The country in which it lies."""
        code = self.spots[0].row["country_iso3"]
        return str(code) if code else None

    @property
    def place_ids(self) -> tuple[str, ...]:
        """The identifiers of its places."""
        return tuple(spot.place_id for spot in self.spots)


@dataclass(frozen=True)
class Gathered:
    """The trainings of a choice by where they were held.

    `dots` can stand on a map; `spots` are all places, those without coordinates too. Without a
    place are the rows whose report prints none (`unprinted`) and those of which it tells nothing
    (`untold`). `values` name the colours.
    """

    total: Figures
    dots: list[Dot]
    spots: list[Spot]
    unprinted: Figures
    untold: Figures
    values: list[Value]
    others: list[Dot] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> list[Spot]:
        """Return the places of some kinds that have no coordinates."""
        return [spot for spot in self.unlocated if spot.row["kind"] in kinds]

    @property
    def unlocated(self) -> list[Spot]:
        """The places that no map can show."""
        return [spot for spot in self.spots if spot.row["latitude"] is None]

    @property
    def located(self) -> Figures:
        """The sums of all that can stand on a map."""
        return add_up(dot.figures for dot in self.dots)


def amount(figures: Figures, measure: str) -> float:
    """Return students, dollars or trainings; 0 where none are printed."""
    if measure == "trainings":
        return float(figures.trainings)
    return float((figures.students if measure == "students" else figures.cost_usd) or 0)


def gather(choice: Choice, question: Question, reading: Reading) -> Gathered:
    """Return the trainings of a choice by place, the largest first.

    Where places are chosen, the `others` are those that could be chosen instead.
    """
    chosen = set(choice.filters.places)
    dimension = dimension_of(question)
    anywhere = replace(choice.filters, places=())
    # Types below a group are told apart only where one group alone is chosen.
    groups = dimension.key == "type" and not choice.filters.training_types
    cells = by_place(reading.tables, anywhere, dimension.column, groups=groups)
    code = coder(question)
    mine = [cell for cell in cells if not chosen or (cell.place or "unknown") in chosen]
    known = places_of(reading)
    spots = _spots(mine, known, code, choice.circles)
    beside = [cell for cell in cells if cell.place and cell.place not in chosen] if chosen else []
    without = [cell for cell in mine if cell.place is None]
    return Gathered(
        add_up(cell.figures for cell in mine),
        _dots(spots, choice.circles),
        spots,
        add_up(cell.figures for cell in without if cell.rule == NOT_PRINTED),
        add_up(cell.figures for cell in without if cell.rule != NOT_PRINTED),
        divide(question).values,
        _dots(_spots(beside, known, code, choice.circles), choice.circles, chosen=False),
    )


def _spots(
    cells: list[PlaceCell],
    known: dict[str, Row],
    code: Callable[[str | None], str],
    measure: str,
) -> list[Spot]:
    codes = {value: code(value) for value in {cell.value for cell in cells}}
    sums = add_figures(
        ((cell.place, codes[cell.value]), cell.figures) for cell in cells if cell.place
    )
    totals = add_figures((place, figures) for (place, _code), figures in sums.items())
    values: dict[str, dict[str, Figures]] = {}
    for (place, one), figures in sums.items():
        values.setdefault(place, {})[one] = figures
    spots = [Spot(known[place], totals[place], values[place]) for place in values]
    return sorted(spots, key=lambda spot: _size(spot, measure))


def _size(spot: Spot, measure: str) -> tuple[float, int, str]:
    return -amount(spot.figures, measure), -spot.figures.trainings, spot.place_id


def _dots(spots: list[Spot], measure: str, *, chosen: bool = True) -> list[Dot]:
    """Return the spots that have coordinates, those at the same point together."""
    at: dict[tuple[float, float], list[Spot]] = {}
    for spot in spots:
        if spot.row["latitude"] is not None:
            at.setdefault((spot.row["longitude"], spot.row["latitude"]), []).append(spot)
    dots = [
        Dot(
            tuple(group),
            *point,
            group[0].figures if len(group) == 1 else add_up(spot.figures for spot in group),
            group[0].values
            if len(group) == 1
            else add_figures(pair for spot in group for pair in spot.values.items()),
            chosen,
        )
        for point, group in at.items()
    ]
    return sorted(
        dots,
        key=lambda dot: (
            -amount(dot.figures, measure),
            -dot.figures.trainings,
            dot.spots[0].place_id,
        ),
    )
