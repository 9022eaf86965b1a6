"""What a comparison shows of an item: the measure chosen, in dollars of the year or of one year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.measures.beside_series import constant_dollars_by_year
from foja.measures.prices import BASE_YEAR, DECIMALS, base_years, price_factor
from foja.site.charts.words import dollar_scale

if TYPE_CHECKING:
    from collections.abc import Collection

    from foja.measures.compare import Compared
    from foja.measures.figures import Figures
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.tables.engine import Tables

MEASURES: Final = {"cost": "cost_usd", "students": "students", "trainings": "trainings"}
"""The measures by their names in an address, and the figures they are."""

Amount = Decimal | int | None


@dataclass(frozen=True)
class Amounts:
    """Reads and writes the measure of a comparison, or another that is named.

    `factors` make the dollars of each fiscal year those of `BASE_YEAR`; empty for dollars as
    printed.
    """

    measure: str
    language: Language
    factors: dict[int, Decimal]

    @property
    def constant(self) -> bool:
        """Whether dollars are those of one year."""
        return bool(self.factors)

    def of_year(self, item: Compared, year: int, measure: str = "") -> Amount:
        """Return an item's amount in a year; None where it is unknown or nothing is printed."""
        figures = item.in_year(year)
        return None if figures is None else self._of(figures, year, measure or self.measure)

    def over(self, item: Compared, years: Collection[int], measure: str = "") -> Amount:
        """Return an amount over years that are all known of an item, constant ones to the cent."""
        name = measure or self.measure
        if name != "cost" or not self.factors:
            return self._of(item.over(years), None, name)
        if any(self._lost(item, year) for year in years):
            return None
        found = [self.of_year(item, year, name) for year in years]
        known = [Decimal(value) for value in found if value is not None]
        return round(sum(known, Decimal(0)), DECIMALS) if known else None

    def _lost(self, item: Compared, year: int) -> bool:
        """Whether a year has dollars and no price index, so that a sum would be too small."""
        figures = item.in_year(year)
        return bool(figures and figures.cost_usd and year not in self.factors)

    def _of(self, figures: Figures, year: int | None, measure: str) -> Amount:
        value: Any = getattr(figures, MEASURES[measure])
        if measure != "cost" or not self.factors or value is None or year is None:
            return value  # type: ignore[no-any-return]
        factor = self.factors.get(year)
        return None if factor is None else round(Decimal(value) * factor, DECIMALS)

    def written(self, value: Amount, measure: str = "") -> str:
        """Write an amount in a cell."""
        if (measure or self.measure) == "cost":
            return self.language.sum_of_money(value)
        return self.language.number(value)

    def in_words(self, value: Amount) -> str:
        """Write an amount in a sentence, with what it counts."""
        language = self.language
        if value is None:
            return language.gettext("no figure printed")
        if self.measure == "cost":
            return language.sum_of_dollars(value)
        if self.measure == "students":
            return language.ngettext("%(num)s student", "%(num)s students", int(value))
        return language.ngettext("%(num)s training", "%(num)s trainings", int(value))

    def scale(self, most: Amount) -> tuple[int, str]:
        """Return what an axis counts in: the divisor of its values, and the unit in words."""
        _ = self.language.gettext
        if self.measure == "students":
            return 1, _("Students; one person on two courses counts twice")
        if self.measure == "trainings":
            return 1, _("Trainings")
        scale = dollar_scale(most or 0, self.language)
        if self.constant:
            return scale.divisor, _(
                "%(unit)s, constant, of %(year)s (CPI-U)", unit=scale.unit, year=BASE_YEAR
            )
        return scale.divisor, scale.unit


def measure_name(measure: str, language: Language) -> str:
    """Name a measure."""
    _ = language.gettext
    return {"cost": _("Cost"), "students": _("Students"), "trainings": _("Trainings")}[measure]


def amounts_of(choice: Choice, tables: Tables, language: Language) -> Amounts:
    """Return how the measure of a choice is read."""
    factors: dict[int, Decimal] = {}
    if choice.dollars == "constant":
        factors = (
            {year: price_factor(year, "calendar") for year in base_years()}
            if choice.filters.year_basis == "calendar"
            else constant_dollars_by_year(tables)
        )
    return Amounts(choice.measure, language, factors)
