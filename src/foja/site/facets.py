"""What a choice can be narrowed by: the values of each kind, and how many trainings each has.

Every count is made with the other filters on and the kind's own choice left open, so that it says
how many trainings choosing the value would show. Several values of a kind may be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from foja.measures.filters import COLUMNS, PARAMETERS
from foja.site.offered import countries_of, matrix_of
from foja.site.reading import WORLD
from foja.site.trainings_table import ANCHOR
from foja.site.value_names import NOT_GIVEN, value_names
from foja.tables.selection import UNKNOWN, is_part_of, lines_of, plain, text_later

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from foja.measures.figures import Matrix
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.offered import Offered
    from foja.site.reading import Reading

SHOWN: Final = 7
"""Values of a kind that are shown beside the table; its page has them all."""
MOST_LISTED: Final = 500
"""Values on the page of a kind; where there are more, part of a name has to be given."""
YEAR: Final = "year"
COUNTRY: Final = "country"
KINDS: Final = (YEAR, COUNTRY, "type", "force", "program", "delivery", "place", "unit", "flag")
TREES: Final = {"type": 1, "force": 2}
"""Kinds whose codes are dotted, and the parts of the shortest code that is a value."""

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its name, its trainings, the address that puts it on or takes it off.

    `below` says how deep it stands below what it is a part of.
    """

    code: str
    text: str
    count: int
    on: bool
    address: str
    below: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of values: those shown, how many there are, the address of all of them."""

    key: str
    title: str
    values: list[Value]
    all: int
    more: str = ""

    @property
    def on(self) -> bool:
        """Whether any value is chosen."""
        return any(value.on for value in self.values)


class Facets:
    """Makes the kinds of one choice."""

    def __init__(
        self, reading: Reading, choice: Choice, language: Language, asked: Offered
    ) -> None:
        self._reading: Final = reading
        self._choice: Final = choice
        self._filters: Final = choice.filters
        self._language: Final = language
        self._asked: Final = asked
        self._names: Final = value_names(reading.tables, language)

    def all(self) -> list[Facet]:
        """Return every kind that offers something, each with its most frequent values."""
        found = (self.facet(key) for key in self.kinds())
        return [facet for facet in found if facet.all > 1 or facet.on]

    def kinds(self) -> list[str]:
        """Return the kinds there are for a country or the world.

        All countries have some thousand forces and units: a country is chosen first.
        """
        left_out = {"force", "unit"} if self._choice.is_world else {COUNTRY}
        return [key for key in KINDS if key not in left_out]

    def facet(self, key: str, *, whole: bool = False, find: str = "") -> Facet:
        """Return one kind: its most frequent values and those chosen, or all that `find` names."""
        counts = self._counts(key)
        tree = self._tree(key, counts, whole=whole) if key in TREES else counts
        listed = list(tree)
        if key == YEAR:
            listed.sort(reverse=True)
        else:
            listed.sort(key=lambda code: (-tree[code], code))
        chosen = [code for code in listed if self._on(key, code)]
        if not whole and key != YEAR:
            first = [code for code in listed if self._top(key, code)][:SHOWN]
            kept = {*first, *chosen, *(code for code in listed if self._opened(key, code))}
            listed = [code for code in listed if code in kept]
        names = self._named(key, listed)
        if find:
            words = plain(find).split()
            listed = [code for code in listed if all(one in plain(names[code]) for one in words)]
        listed = listed[:MOST_LISTED]
        if key in TREES:
            listed = _in_tree(listed, tree, TREES[key])
        address = f"{self._choice.shown(view='rows').path(self._language)}/{key}"
        query = self._choice.query(charts=False)
        more = "" if whole or len(listed) >= len(counts) else f"{address}{query}"
        return Facet(
            key,
            self.title(key),
            [self._value(key, code, names[code], tree[code]) for code in listed],
            len(counts),
            more,
        )

    def title(self, key: str) -> str:
        """Return the name of a kind."""
        _ = self._language.gettext
        return {
            YEAR: _("Year"),
            COUNTRY: _("Country"),
            "type": _("Type of training"),
            "force": _("Recipient force"),
            "program": _("Programme"),
            "delivery": _("Where it was given"),
            "place": _("Place"),
            "unit": _("Unit of the students"),
            "flag": _("In doubt"),
        }[key]

    # Counts ------------------------------------------------------------------------------------

    def _counts(self, key: str) -> Counts:
        """Return the trainings of each value of a kind, those chosen even where they have none."""
        filters, asked = self._filters, self._asked
        found: dict[Any, int]
        if key == YEAR:
            by_year = asked.cube.chosen(filters, but="fiscal_year").by("fiscal_year")
            return {str(year): one.trainings for year, one in by_year.items() if year is not None}
        if key == "flag":
            found = dict(asked.spread.flags())
        elif key in {"program", "force"}:
            dimension: Any = COLUMNS[PARAMETERS[key]]
            by_value = asked.cube.chosen(filters, but=dimension).by(dimension)
            found = {value: one.trainings for value, one in by_value.items()}
        else:
            found = {
                value: one.trainings for value, one in self._matrix(key).by_value(filters).items()
            }
        counts = {value or UNKNOWN: count for value, count in found.items()}
        if key == COUNTRY:
            counts.pop(UNKNOWN, None)
        for code in self._chosen(key):
            counts.setdefault(code, 0)
        return counts

    def _matrix(self, key: str) -> Matrix:
        tables, filters = self._reading.tables, self._filters
        if key == "type":
            return self._asked.types
        if key == "delivery":
            return self._asked.spread.by_delivery()
        if key == COUNTRY:
            return countries_of(tables, filters)
        return matrix_of(tables, filters, COLUMNS[PARAMETERS[key]])

    def _tree(self, key: str, counts: Counts, *, whole: bool) -> Counts:
        """Return the counts of codes with all they are parts of; a part counts in each of them."""
        shortest = TREES[key]
        found: Counts = {}
        for code, count in counts.items():
            parts = code.split(".")
            for length in range(min(shortest, len(parts)), len(parts) + 1):
                above = ".".join(parts[:length])
                if whole or self._top(key, above) or self._opened(key, above):
                    found[above] = found.get(above, 0) + count
        return found

    def _chosen(self, key: str) -> tuple[str, ...]:
        return () if key in {YEAR, COUNTRY} else getattr(self._filters, PARAMETERS[key])

    def _on(self, key: str, code: str) -> bool:
        if key == YEAR:
            first, last = self._filters.fiscal_year_from, self._filters.fiscal_year_to
            return (first is not None or last is not None) and self._filters.has_year(int(code))
        return code in self._chosen(key)

    def _top(self, key: str, code: str) -> bool:
        """Say whether a value is no part of another."""
        return key not in TREES or code.count(".") < TREES[key]

    def _opened(self, key: str, code: str) -> bool:
        """Say whether a part is shown because what it is a part of, or it itself, is chosen."""
        return key in TREES and any(
            is_part_of(one, code) or code.rpartition(".")[0] == one for one in self._chosen(key)
        )

    # Names and addresses -----------------------------------------------------------------------

    def _named(self, key: str, codes: list[str]) -> dict[str, str]:
        if key == YEAR:
            return {code: code for code in codes}
        if key == "unit":
            names = self._units(codes)
            return {code: names.get(code) or self._names.of("unit_id", code) for code in codes}
        column = "country_iso3" if key == COUNTRY else COLUMNS[PARAMETERS[key]]
        return {code: self._names.of(column, code) for code in codes}

    def _units(self, codes: Iterable[str]) -> dict[str, str]:
        """Return the names of units, asked for together."""

        def build() -> ir.Table:
            units = self._reading.tables.table("units")
            return units.filter(units.unit_id.isin(lines_of(text_later("codes")).line))

        rows = self._reading.tables.ask("units named", build, {"codes": "\n".join(codes)})
        return {row["unit_id"]: str(row[f"name_{self._language.code}"]) for row in rows}

    def _value(self, key: str, code: str, name: str, count: int) -> Value:
        on = self._on(key, code)
        below = max(0, code.count(".") + 1 - TREES[key]) if key in TREES else 0
        if code.endswith(NOT_GIVEN):
            below = 0
        return Value(code, name, count, on, self._turned(key, code, on=on), below)

    def _turned(self, key: str, code: str, *, on: bool) -> str:
        """Return the address with a value put on, or taken off where it is on."""
        choice = replace(self._choice, view="rows")
        if key == COUNTRY:
            filters = replace(self._filters, country=None if code == WORLD else code)
            return replace(choice, country=code, filters=filters, page=1).address(
                self._language, anchor=ANCHOR
            )
        if key == YEAR:
            alone = on and self._filters.fiscal_year_from == self._filters.fiscal_year_to
            year = None if alone else int(code)
            other = choice.filtered(fiscal_year_from=year, fiscal_year_to=year)
            return other.address(self._language, anchor=ANCHOR)
        kept = [one for one in self._chosen(key) if one != code]
        if not on:
            # A value stands for its parts: one of the two would say nothing more.
            kept = [
                one
                for one in kept
                if key not in TREES or not (is_part_of(one, code) or is_part_of(code, one))
            ]
            kept.append(code)
        other = choice.filtered(**{PARAMETERS[key]: tuple(kept)})
        return other.address(self._language, anchor=ANCHOR)


def _in_tree(codes: list[str], counts: Counts, shortest: int) -> list[str]:
    """Put each part below what it is a part of; those with most trainings come first.

    `shortest` is how many parts the shortest code has that is a value.
    """

    def order(code: str) -> tuple[tuple[int, str], ...]:
        parts = code.split(".")
        first = min(shortest, len(parts))
        above = (".".join(parts[:length]) for length in range(first, len(parts) + 1))
        return tuple((-counts.get(one, 0), one) for one in above)

    return sorted(codes, key=order)
