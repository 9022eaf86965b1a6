"""What the bars of a chart are divided by: values rolled up, in one order, each with its colour."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from weakref import WeakKeyDictionary

from foja.meaning.training_types import UNCLASSIFIED
from foja.measures.figures import (
    Figures,
    add_figures,
    ask_matrix,
    at_depth,
    figures_of,
    kept_by_value,
    measures,
)
from foja.measures.filters import MOST_VALUES, Filters
from foja.site.charts.theme import REST, UNTOLD
from foja.site.value_names import NOT_GIVEN
from foja.tables.selection import UNKNOWN, is_part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import ibis.expr.types as ir

    from foja.measures.figures import Dimension as CubeDimension
    from foja.site.charts.model import Question
    from foja.tables.engine import Tables

Measure = Literal["cost_usd", "students", "trainings"]
Amount = Decimal | int | None
Cells = dict[tuple[int | None, str | None], Figures]

MEASURES: Final[dict[str, Measure]] = {
    "cost": "cost_usd",
    "students": "students",
    "trainings": "trainings",
}
"""The measures by their names in an address."""
_CUBED: Final = ("program", "recipient_force")
_DELIVERIES: Final = ("in_country", "united_states", "third_country", "online")
"""In this order, whatever their sums: there are no others."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something that charts can be coloured by: its column, and the field of `Filters` for it.

    `depth` is how many parts of its dotted codes are told apart while none is chosen; None where
    codes have no parts.
    """

    key: str
    column: str
    field: str
    depth: int | None

    @property
    def is_country(self) -> bool:
        """Whether its values are countries, of which a choice has one or all."""
        return self.field == "country"


DIMENSIONS: Final[dict[str, Dimension]] = {
    dimension.key: dimension
    for dimension in (
        Dimension("type", "training_type", "training_types", 1),
        Dimension("recipient", "recipient_force", "recipient_forces", 2),
        Dimension("authority", "program", "programs", None),
        Dimension("delivery", "delivery", "deliveries", None),
    )
}
COUNTRIES: Final = Dimension("recipient", "country_iso3", "country", None)
"""The recipients of all countries together."""


def dimension_of(question: Question) -> Dimension:
    """Return what the question's bars are divided by; recipients of the world are its countries."""
    if question.by == COUNTRIES.key and question.filters.country is None:
        return COUNTRIES
    return DIMENSIONS[question.by]


@dataclass(frozen=True, slots=True)
class Value:
    """One value that bars are divided by: its code, its name and the number of its colour.

    `codes` are those of the address that chooses it. A value beyond the colours is `REST`; what no
    rule or report tells is `UNTOLD`, whose `code` is empty.
    """

    code: str
    name: str
    codes: tuple[str, ...]
    slot: int


@dataclass(frozen=True, slots=True)
class Divided:
    """A choice divided by the values of a dimension, by year: `cells` by year and value code."""

    dimension: Dimension
    values: list[Value]
    cells: dict[tuple[int | None, str], Figures]

    def amount(self, year: int, code: str, measure: Measure) -> Amount:
        """Return what a value has in a year: 0 without a row, None where its rows print none."""
        figures = self.cells.get((year, code))
        return 0 if figures is None else amount_of(figures, measure)

    def sums(self) -> dict[str, Figures]:
        """Return the figures of each value over all years of the choice."""
        return add_figures((code, figures) for (_year, code), figures in self.cells.items())


def amount_of(figures: Figures, measure: Measure) -> Amount:
    """Return the dollars, the students or the number of some trainings."""
    return cast("Amount", getattr(figures, measure))


def priced(question: Question, year: int | None, figures: Figures) -> Figures:
    """Return figures with their dollars in those that the question asks for, not rounded.

    In constant dollars a year without a price index has no dollars.
    """
    if question.prices is None or figures.cost_usd is None:
        return figures
    factor = question.prices.get(year) if year is not None else None
    return replace(figures, cost_usd=None if factor is None else figures.cost_usd * factor)


def divide(question: Question) -> Divided:
    """Divide the question's choice by the dimension that it is coloured by.

    Types are told apart by their groups, forces by the highest; where a single group or force is
    chosen, by its parts.
    """
    if question.divided is not None:
        return question.divided
    dimension = dimension_of(question)
    root, depth = _root(question.filters, dimension)
    found = _cells(question, dimension)
    cells = add_figures(
        ((year, _key(code, depth)), priced(question, year, figures))
        for (year, code), figures in found.items()
    )
    present = {code for _year, code in cells}
    ranked = _ranking(question, dimension, root, depth)
    slots = {code: min(place, REST) for place, code in enumerate(ranked)}
    values = [
        Value(code, _name(question, dimension, code, root), (code,), slots.get(code, REST))
        for code in [*ranked, *sorted(present - set(ranked) - {""})]
        if code in present
    ]
    if "" in present:
        codes = _untold_codes(found)
        names = dict.fromkeys(question.names.of(dimension.column, code) for code in codes)
        values.append(Value("", "; ".join(names), codes, UNTOLD))
    return Divided(dimension, _told_apart(values), cells)


def coder(question: Question) -> Callable[[str | None], str]:
    """Return what turns a code of the question's column into that of its `Value` in `divide`."""
    _root_code, depth = _root(question.filters, dimension_of(question))
    return lambda code: _key(code, depth)


def root_of(filters: Filters, dimension: Dimension) -> str:
    """Return the single group or force that is chosen, told apart by its parts, or nothing."""
    return _root(filters, dimension)[0]


def _root(filters: Filters, dimension: Dimension) -> tuple[str, int | None]:
    """Return the single group or force that is chosen, empty if none, and the depth to show."""
    if dimension.is_country:
        return "", None
    chosen = getattr(filters, dimension.field)
    if dimension.key == "type":
        groups = {code.partition(".")[0] for code in chosen}
        if len(groups) == 1 and not groups & {UNCLASSIFIED, UNKNOWN}:
            return groups.pop(), 2
    elif dimension.key == "recipient" and len(chosen) == 1 and not _is_untold(chosen[0]):
        return chosen[0], len(chosen[0].split(".")) + 1
    return "", dimension.depth


@lru_cache(maxsize=1 << 13)
def _is_untold(code: str | None) -> bool:
    return code in {None, UNKNOWN, UNCLASSIFIED} or str(code).endswith(NOT_GIVEN)


@lru_cache(maxsize=1 << 13)
def _key(code: str | None, depth: int | None) -> str:
    return "" if _is_untold(code) else str(at_depth(code, depth))


def _cells(question: Question, dimension: Dimension) -> Cells:
    """Return the chosen figures by year and value of a column."""
    if dimension.column in _CUBED:
        chosen = question.cube.chosen(question.filters)
        column = cast("CubeDimension", dimension.column)
        return cast("Cells", chosen.by_two("fiscal_year", column))
    matrix = question.matrices.get(dimension.column)
    if matrix is None:
        matrix = ask_matrix(question.tables, question.filters, dimension.column)
    return matrix.chosen(question.filters)


def _ranking(question: Question, dimension: Dimension, root: str, depth: int | None) -> list[str]:
    """Return the values of a country's whole record, those with most dollars and students first.

    The order is that of no choice, so that a value keeps its colour under every filter and in both
    charts.
    """
    if dimension.key == "delivery":
        return list(_DELIVERIES)
    whole = _whole_record(question.tables, question.filters, dimension.column)
    sums = add_figures(
        (_key(code, depth), figures)
        for code, figures in whole.items()
        if not root or is_part_of(code or UNKNOWN, root)
    )
    sums.pop("", None)
    dollars = sum((one.cost_usd or Decimal(0) for one in sums.values()), Decimal(0)) or Decimal(1)
    students = sum(one.students or 0 for one in sums.values()) or 1

    def weight(code: str) -> Decimal:
        one = sums[code]
        return (one.cost_usd or Decimal(0)) / dollars + Decimal(one.students or 0) / students

    return sorted(sums, key=lambda code: (-weight(code), code))


_WHOLE: Final[WeakKeyDictionary[Tables, OrderedDict[Any, dict[str | None, Figures]]]] = (
    WeakKeyDictionary()
)
_LOCK: Final = threading.Lock()
MOST_KEPT: Final = 64
"""Countries, stages and columns whose whole record is kept."""


def _whole_record(tables: Tables, filters: Filters, column: str) -> dict[str | None, Figures]:
    """Return the figures of each value of a column over all a country was given."""
    everything = Filters(country=filters.country, stage=filters.stage)
    kept_sums = kept_by_value(tables, everything, column)
    if kept_sums is not None:
        return kept_sums
    key = (filters.country, filters.stage, column)
    with _LOCK:
        kept = _WHOLE.setdefault(tables, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]

    def build() -> ir.Table:
        rows = everything.apply_later(tables.table("trainings"))
        return rows.group_by(rows[column].name("value")).aggregate(**measures(rows))

    rows = tables.ask(("whole record", column, everything.shape), build, everything.values)
    found = {row["value"]: figures_of(row) for row in rows}
    with _LOCK:
        kept[key] = found
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return found


def _name(question: Question, dimension: Dimension, code: str, root: str) -> str:
    name = question.names.of(dimension.column, code)
    if code == root and _has_parts(question, root):
        _ = question.language.gettext
        return _("%(force)s, no part named", force=name)
    return name


def _has_parts(question: Question, root: str) -> bool:
    whole = _whole_record(question.tables, question.filters, "recipient_force")
    return any(code and code.startswith(f"{root}.") for code in whole)


def _untold_codes(cells: Cells) -> tuple[str, ...]:
    """Return the codes of what is not told that are found in the choice."""
    return tuple(sorted({code or UNKNOWN for _year, code in cells if _is_untold(code)}))


def _told_apart(values: list[Value]) -> list[Value]:
    """Return the values, two of the same name told apart by their codes."""
    names = Counter(value.name for value in values)
    return [
        value if names[value.name] == 1 else replace(value, name=f"{value.name} ({value.code})")
        for value in values
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One colour of a chart: its name, the values drawn in it, the number of the colour."""

    name: str
    values: tuple[Value, ...]
    slot: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that choose what is drawn."""
        return tuple(code for value in self.values for code in value.codes)


def drawn(values: Iterable[Value], rest_name: str) -> list[Drawn]:
    """Return the colours of a chart in their order: each value of its own, the rest, the untold.

    A rest of one value has that value's name.
    """
    listed = list(values)
    own = [Drawn(value.name, (value,), value.slot) for value in listed if value.slot < REST]
    rest = tuple(value for value in listed if value.slot == REST)
    if rest:
        own.append(Drawn(rest[0].name if len(rest) == 1 else rest_name, rest, REST))
    own.extend(Drawn(value.name, (value,), UNTOLD) for value in listed if value.slot == UNTOLD)
    return own


def choosing(question: Question, codes: tuple[str, ...]) -> Filters:
    """Return the question's choice with these values of its dimension alone.

    More values than an address may hold leave the choice as it is, and so do several countries.
    """
    dimension = dimension_of(question)
    if dimension.is_country:
        known = len(codes) == 1 and codes[0] != UNKNOWN
        return replace(question.filters, country=codes[0]) if known else question.filters
    if len(codes) > MOST_VALUES:
        return question.filters
    return replace(question.filters, **{dimension.field: codes})  # type: ignore[arg-type]
