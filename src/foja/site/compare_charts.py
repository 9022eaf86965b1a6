"""The charts of a comparison: their data, words, specifications, and the same as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from foja.measures.figures import Figures
from foja.measures.prices import BASE_YEAR
from foja.site.charts.finish import finish
from foja.site.charts.model import ChartTexts, LegendEntry
from foja.site.charts.side_by_side import MixPart, YearBar, mix_spec, years_spec
from foja.site.charts.theme import REST, UNTOLD
from foja.site.charts.words import percent
from foja.site.compare_amounts import MEASURES, Amounts, measure_name
from foja.site.language import without_marks, years_in_words
from foja.site.value_names import value_names
from foja.site.world_years import regions_in_words

if TYPE_CHECKING:
    from foja.site.charts.model import Spec
    from foja.site.compare import Item, Side
    from foja.site.compare_amounts import Amount
    from foja.site.language import Language
    from foja.site.reading import Reading

CHARTS: Final = ("years", "mix")
"""The charts of a comparison by their names in an address."""
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Group:
    """A group of types in the mix: its code, empty where none is told, and its share of each item.

    A share is None where the item's sum is nothing.
    """

    code: str
    name: str
    slot: int
    amounts: tuple[Amount, ...]
    shares: tuple[float | None, ...]


class Charts:
    """What the charts of a comparison are made from, reckoned once."""

    def __init__(self, side: Side, amounts: Amounts, reading: Reading, language: Language) -> None:
        self.side: Final = side
        self.amounts: Final = amounts
        self.language: Final = language
        self._reading: Final = reading
        self._names: Final = value_names(reading.tables, language)

    def texts(self, name: str) -> ChartTexts:
        """Return the words around a chart."""
        _ = self.language.gettext
        items = self.language.together([item.name for item in self.side.items])
        measure = measure_name(self.amounts.measure, self.language)
        only = self._restrictions()
        if name == "mix":
            title = _("%(items)s: types of training", items=items)
            unit = _(
                "Per cent of the %(measure)s of each in fiscal years %(years)s.",
                measure=measure.lower(),
                years=years_in_words(self.side.common),
            )
        else:
            title = _("%(items)s: %(measure)s by fiscal year", items=items, measure=measure.lower())
            unit = _(
                "%(unit)s. All on one scale; what was not read is unknown, not zero.",
                unit=self.amounts.scale(self._most)[1],
            )
            if self.side.partial.keys() & set(self.side.years):
                pale = _("Pale: a year of which only some regions were read.")
                unit = f"{unit} {pale}"
        subtitle = " ".join(part for part in (unit, only) if part)
        source = _(
            "Source: Foreign Military Training Report, U.S. Departments of State and Defense. "
            "Foja, tables %(version)s.",
            version=self._reading.tables.version,
        )
        return ChartTexts(title, subtitle, source, f"{title}. {subtitle}")

    def _restrictions(self) -> str:
        filters = self.side.comparison.choice.filters
        _ = self.language.gettext
        said = [
            self._names.of(column, code)
            for column, codes in filters.codes.items()
            for code in codes
        ]
        if filters.country:
            said.insert(0, self._names.country(filters.country))
        if filters.words:
            said.append(_("words “%(words)s”", words=without_marks(filters.words)))
        if filters.stage != "actual":
            said.append(
                _("planned trainings")
                if filters.stage == "planned"
                else _("trainings done and planned, together")
            )
        return _("Only: %(filters)s.", filters="; ".join(said)) if said else ""

    @cached_property
    def _most(self) -> Amount:
        """The highest value of a year of any item."""
        values = (
            self.amounts.of_year(item.found, year)
            for item in self.side.items
            for year in self.side.years
        )
        return max((value for value in values if value is not None), default=0)

    def spec(self, name: str) -> Spec:
        """Return the Vega-Lite specification of a chart."""
        made = self._mix() if name == "mix" else self._years()
        return finish(made, self.texts(name), "light", self.language)

    def _years(self) -> Spec:
        _ = self.language.gettext
        divisor, _unit = self.amounts.scale(self._most)
        bars = []
        for place, item in enumerate(self.side.items):
            values = {year: self.amounts.of_year(item.found, year) for year in self.side.years}
            known = {year: value for year, value in values.items() if value}
            marked = {max(known, default=None), max(known, key=known.__getitem__, default=None)}
            for year, value in values.items():
                bars.append(self._bar(place, item, year, value, divisor, marked=year in marked))
        calendar = self.side.comparison.choice.filters.year_basis == "calendar"
        return years_spec(
            [item.name for item in self.side.items],
            self.side.years,
            bars,
            divisor=divisor,
            unknown=_("not read"),
            year_title=_("Calendar year") if calendar else _("Fiscal year"),
        )

    def _bar(
        self, place: int, item: Item, year: int, value: Amount, divisor: int, *, marked: bool
    ) -> YearBar:
        _ = self.language.gettext
        if year not in item.found.known:
            return YearBar(place, year, None, f"{year}, {item.name}: {_('not read')}")
        regions = self.side.partial.get(year)
        text = f"{year}, {item.name}: {self.amounts.in_words(value)}"
        if regions is not None:
            part = _("only: %(regions)s", regions=regions_in_words(regions, self.language))
            text = f"{text} ({part})"
        short = ""
        if marked and value:
            scaled = round(Decimal(value) / divisor, 1 if divisor > 1 else 0)
            short = self.language.number(scaled) if scaled or divisor == 1 else "< 0.1"
        return YearBar(
            place,
            year,
            float_of(value or 0),
            text,
            short,
            item.in_year(self.language, year),
            regions is not None,
        )

    @cached_property
    def groups(self) -> list[Group]:
        """The groups of types in the years that all items have, those with most first."""
        measure = self.amounts.measure
        sums = [item.found.groups(self.side.common) for item in self.side.items]
        totals = [
            float_of(getattr(item.found.over(self.side.common), MEASURES[measure]) or 0)
            for item in self.side.items
        ]
        amounts: dict[str, list[Amount]] = {}
        for code in {code for found in sums for code in found}:
            key = "" if code in {"", "unclassified"} else code
            amounts.setdefault(key, [0] * len(sums))
            for place, found in enumerate(sums):
                value = getattr(found.get(code, Figures()), MEASURES[measure])
                amounts[key][place] = (amounts[key][place] or 0) + (value or 0)

        def shares(values: list[Amount]) -> tuple[float | None, ...]:
            return tuple(
                float_of(value or 0) / total if total else None
                for value, total in zip(values, totals, strict=True)
            )

        told = sorted(
            (code for code in amounts if code),
            key=lambda code: (-sum(share or 0 for share in shares(amounts[code])), code),
        )
        ordered = [*told, *([""] if "" in amounts else [])]
        return [
            Group(
                code,
                self._names.of("training_type", code or None),
                min(place, REST) if code else UNTOLD,
                tuple(amounts[code]),
                shares(amounts[code]),
            )
            for place, code in enumerate(ordered)
        ]

    def _colour(self, group: Group) -> str:
        _ = self.language.gettext
        return _("Other types") if group.slot == REST else group.name

    def _mix(self) -> Spec:
        named = {group.slot: self._colour(group) for group in self.groups}
        # A colour without a group keeps its place by spaces, so that no other moves up.
        colours = [named.get(slot, " " * (slot + 1)) for slot in range(max(named, default=-1) + 1)]
        parts: dict[tuple[int, int], list[Group]] = {}
        for group in self.groups:
            for place, share in enumerate(group.shares):
                if share:
                    parts.setdefault((place, group.slot), []).append(group)
        return mix_spec(
            [item.name for item in self.side.items],
            colours,
            [self._part(place, groups) for (place, _slot), groups in parts.items()],
        )

    def _part(self, place: int, groups: list[Group]) -> MixPart:
        item, name = self.side.items[place], self._colour(groups[0])
        share = sum(group.shares[place] or 0 for group in groups)
        written = percent(Decimal(share) * HUNDRED, self.language)
        return MixPart(
            place,
            name,
            share,
            f"{item.name}, {name}: {written}",
            item.rows(self.language, training_types=tuple(_type_code(one) for one in groups)),
        )

    def legend(self, name: str) -> list[LegendEntry]:
        """Return the colours of a chart, each leading to the comparison of that type alone."""
        if name != "mix":
            return []
        shown: dict[int, LegendEntry] = {}
        for group in self.groups:
            codes = tuple(_type_code(one) for one in self.groups if one.slot == group.slot)
            other = self.side.comparison.filtered(training_types=codes)
            shown.setdefault(
                group.slot,
                LegendEntry(self._colour(group), group.slot, other.address(self.language)),
            )
        return list(shown.values())

    def csv(self, name: str) -> str:
        """Return the numbers of a chart as CSV: plain numbers, empty where nothing is known."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows(self._mix_rows() if name == "mix" else self._year_rows())
        return file.getvalue()

    def _year_rows(self) -> list[list[Any]]:
        comparison = self.side.comparison
        calendar = comparison.choice.filters.year_basis == "calendar"
        constant = [f"cost_usd_constant_{BASE_YEAR}"] if self.amounts.constant else []
        head = [comparison.of, "name", "calendar_year" if calendar else "fiscal_year", "read"]
        rows: list[list[Any]] = [[*head, "students", "cost_usd", *constant, "trainings"]]
        for item in self.side.items:
            for year in self.side.years:
                figures = item.found.in_year(year)
                if figures is None:
                    read, values = "no", ["", "", *[""] * len(constant), ""]
                else:
                    read = "in part" if year in self.side.partial else "yes"
                    priced = self.amounts.of_year(item.found, year, "cost")
                    values = [
                        _plain(figures.students),
                        _plain(figures.cost_usd),
                        *([_plain(priced)] if constant else []),
                        _plain(figures.trainings),
                    ]
                rows.append([item.code, item.name, year, read, *values])
        return rows

    def _mix_rows(self) -> list[list[Any]]:
        measure = MEASURES[self.amounts.measure]
        rows: list[list[Any]] = [
            [self.side.comparison.of, "name", "type", "type_name", measure, "share"]
        ]
        for place, item in enumerate(self.side.items):
            for group in self.groups:
                share = group.shares[place]
                rows.append(
                    [
                        item.code,
                        item.name,
                        _type_code(group),
                        group.name,
                        _plain(group.amounts[place]),
                        "" if share is None else round(share, 6),
                    ]
                )
        return rows


def _type_code(group: Group) -> str:
    return group.code or "unclassified"


def _plain(value: Amount) -> str:
    return "" if value is None else str(value)


def float_of(value: Amount) -> float:
    """Return an amount as a drawing takes it."""
    return float(value or 0)
