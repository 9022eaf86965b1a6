"""The lists of the form on a country's page: what can be chosen, and how many trainings it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.training_types import UNCLASSIFIED
from foja.measures.figures import Figures, at_depth
from foja.measures.training import facet_values, facets
from foja.site.choice import BASES
from foja.site.language import EN_DASH
from foja.site.reading import ALL, DONE, PLANNED, WORLD
from foja.site.value_names import NOT_GIVEN, value_names
from foja.tables.columns import DELIVERIES
from foja.tables.selection import UNKNOWN, is_part_of, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.measures.figures import Key, Matrix
    from foja.measures.training import FacetValue
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.offered import Offered
    from foja.site.reading import Reading

SHORTEST_LIST: Final = 2
"""A list of fewer values is no choice."""
_LAST: Final = "\uffff"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list in the form; its text ends with the number of its trainings."""

    value: str
    text: str
    on: bool


def options(
    offered: Offered, choice: Choice, reading: Reading, language: Language
) -> dict[str, list[Any]]:
    """Return the lists of the form by their names; those that offer no choice are empty."""
    filters = choice.filters
    found = facets(offered.cube, filters)
    lists = _Lists(choice, reading, language)
    deliveries: dict[Key, Figures] = {}
    deliveries |= dict(offered.spread.by_delivery().by_value(filters).items())
    return {
        "countries": lists.countries(),
        "years": sorted(
            {
                *reading.covered_years(choice.country, filters.stage),
                *offered.cube.years,
                *(year for year in (filters.fiscal_year_from, filters.fiscal_year_to) if year),
            }
        ),
        "programs": lists.plain("program", found.programs),
        # Of all countries there would be thousands: a country is chosen first.
        "forces": []
        if choice.is_world
        else lists.tree("recipient_force", found.recipient_forces, filters.recipient_forces),
        "types": lists.types(offered.types),
        "deliveries": lists.deliveries(facet_values(deliveries, filters.deliveries)),
        "flags": lists.flags(offered.spread.flags()),
        "stages": lists.stages(),
        "bases": lists.bases(),
    }


class _Lists:
    """Makes the lists of one page."""

    def __init__(self, choice: Choice, reading: Reading, language: Language) -> None:
        self._choice: Final = choice
        self._filters: Final = choice.filters
        self._reading: Final = reading
        self._language: Final = language
        self._names: Final = value_names(reading.tables, language)

    def _option(
        self, column: str, value: str, count: int, *, on: bool, part: bool = False
    ) -> Option:
        name = self._names.of(column, value)
        begun = f"{EN_DASH} " if part else ""
        return Option(value, f"{begun}{name} ({self._language.number(count)})", on)

    def countries(self) -> list[Option]:
        """List all countries together, then each by name."""
        chosen = self._choice.country
        world = Option(WORLD, self._language.gettext("All countries"), chosen == WORLD)
        names = {
            code: self._names.country(code)
            for code in {*self._reading.listed_countries, chosen} - {WORLD}
        }
        return [
            world,
            *(
                Option(code, names[code], code == chosen)
                for code in sorted(names, key=lambda code: plain(names[code]))
            ),
        ]

    def plain(self, column: str, values: list[FacetValue]) -> list[Option]:
        """List the values of a column by name."""
        listed = [
            self._option(column, one.value, one.figures.trainings, on=one.chosen) for one in values
        ]
        return sorted(listed, key=lambda option: plain(option.text))

    def tree(self, column: str, values: list[FacetValue], chosen: tuple[str, ...]) -> list[Option]:
        """List the values of a column of dotted codes, each part below what it belongs to.

        A value counts its parts as well.
        """
        counts = {one.value: one.figures.trainings for one in values}
        known = {
            ".".join(parts[:length])
            for parts in (code.split(".") for code in counts)
            for length in range(min(2, len(parts)), len(parts) + 1)
        }
        if len(known) < SHORTEST_LIST and not chosen:
            return []
        return [
            self._option(
                column,
                code,
                sum(count for one, count in counts.items() if is_part_of(one, code)),
                on=code in chosen,
                part=code.rpartition(".")[0] in known,
            )
            for code in sorted(known, key=lambda code: self._in_tree(column, code))
        ]

    def _in_tree(self, column: str, code: str) -> tuple[str, ...]:
        """Order by the names of a value and of those it belongs to; the unknown comes last."""
        if code == UNKNOWN or code.endswith(NOT_GIVEN):
            return (_LAST, code)
        parts = code.split(".")
        codes = (".".join(parts[:length]) for length in range(2, len(parts) + 1))
        return tuple(plain(self._names.of(column, one)) for one in codes)

    def types(self, found: Matrix) -> list[Option]:
        """List the groups of types, below a chosen group its types; the unclassified come last."""
        chosen = self._filters.training_types
        groups = {code.partition(".")[0] for code in chosen}
        counted = found.by_value(self._filters)
        counts: dict[str, int] = {}
        for code, figures in counted.items():
            for shown in self._shown(str(code), groups):
                counts[shown] = counts.get(shown, 0) + figures.trainings
        for code in chosen:
            for shown in self._shown(code, groups):
                counts.setdefault(shown, 0)

        def order(code: str) -> tuple[str, ...]:
            if code == UNCLASSIFIED:
                return (_LAST,)
            group = str(at_depth(code, 1))
            name = self._names.of("training_type", code) if code != group else ""
            return (plain(self._names.of("training_type", group)), group, plain(name))

        return [
            self._option("training_type", code, counts[code], on=code in chosen, part="." in code)
            for code in sorted(counts, key=order)
        ]

    def _shown(self, code: str, groups: set[str]) -> list[str]:
        """Return the codes under which a type is listed: its group, and itself in a chosen one."""
        group = code.partition(".")[0]
        return [group, code] if group in groups and code != group else [group]

    def deliveries(self, values: list[FacetValue]) -> list[Option]:
        """List where trainings were given, in the order of the vocabulary."""
        found = {one.value: one for one in values}
        listed = [
            self._option("delivery", code, found[code].figures.trainings, on=found[code].chosen)
            for code in DELIVERIES
            if code in found
        ]
        return listed if len(listed) >= SHORTEST_LIST or self._filters.deliveries else []

    def flags(self, counts: Mapping[str, int]) -> list[Option]:
        """List the doubts that a training of the choice carries."""
        chosen = self._filters.flags
        figures: dict[Key, Figures] = {
            code: Figures(trainings=count) for code, count in counts.items()
        }
        return self.plain("flags", facet_values(figures, chosen))

    def stages(self) -> list[Option]:
        """List what was done and what was planned, where a report lists both for the country."""
        _ = self._language.gettext
        stage = self._filters.stage
        if stage == DONE and not self._reading.planned_years(self._choice.country):
            return []
        listed = [
            Option("", _("those done"), stage == DONE),
            Option(PLANNED, _("those planned"), stage == PLANNED),
        ]
        if stage == ALL:
            listed.append(Option(ALL, _("done and planned together"), True))
        return listed

    def bases(self) -> list[Option]:
        """List the years that a training can be counted in."""
        _ = self._language.gettext
        texts = {
            "report": _("its report"),
            "start": _("its first day, fiscal year"),
            "calendar": _("its first day, calendar year"),
        }
        return [
            Option(
                "" if basis == BASES[0] else basis, texts[basis], basis == self._filters.year_basis
            )
            for basis in BASES
        ]
