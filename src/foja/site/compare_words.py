"""The sentences of a comparison: what is compared, in which years, what is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.measures.prices import BASE_YEAR
from foja.site.chips import Chip, filter_chips
from foja.site.compare import FEWEST
from foja.site.language import years_in_words
from foja.site.value_names import value_names
from foja.site.year_words import counting

if TYPE_CHECKING:
    from foja.site.compare import Comparison, Side
    from foja.site.compare_amounts import Amounts
    from foja.site.language import Language
    from foja.site.reading import Reading


def kind_name(of: str, language: Language) -> str:
    """Name a kind of items, several of them."""
    _ = language.gettext
    return {
        "country": _("Countries"),
        "force": _("Recipient forces"),
        "unit": _("Units"),
        "authority": _("Programmes"),
    }[of]


def compared_words(side: Side, amounts: Amounts, language: Language) -> str:
    """Say in sentences what is compared: in the years that all have, the largest first."""
    _ = counting(language, side.comparison.choice.filters).gettext
    if len(side.items) < FEWEST:
        return _(
            "Put two to six side by side: the same years, the same scale, and only what was read "
            "for all of them."
        )
    if not side.common:
        return _("No fiscal year was read for all of them: there is nothing to compare.")
    sums = [(amounts.over(item.found, side.common), item.name) for item in side.items]
    sums.sort(key=lambda one: (one[0] is None, -(one[0] or 0)))
    said = "; ".join(f"{name}, {amounts.in_words(value)}" for value, name in sums)
    years = years_in_words(side.common)
    if len(side.common) == 1:
        text = _(
            "In fiscal year %(years)s, which was read for all of them: %(sums)s.",
            years=years,
            sums=said,
        )
    else:
        text = _(
            "In the %(num)s fiscal years that were read for all of them (%(years)s): %(sums)s.",
            num=len(side.common),
            years=years,
            sums=said,
        )
    if amounts.constant and amounts.measure == "cost":
        constant = _("Dollars are constant, of %(year)s (CPI-U).", year=BASE_YEAR)
        text = f"{text} {constant}"
    return text


def regions_note(side: Side, language: Language) -> str:
    """Say of which common years only some regions were read: the same for all items."""
    partial = [year for year in side.common if year in side.partial]
    if not partial:
        return ""
    return language.ngettext(
        "Of fiscal year %(years)s only some regions were read, the same for each: it can be "
        "compared across the page, not with other years.",
        "Of fiscal years %(years)s only some regions were read, the same for each: they can be "
        "compared across the page, not with other years.",
        len(partial),
        years=years_in_words(partial),
    )


def chips(comparison: Comparison, reading: Reading, language: Language) -> list[Chip]:
    """Return the filters that are on, each with the address that takes it off."""
    filters = comparison.choice.filters

    def without(**off: object) -> str:
        return comparison.filtered(**off).address(language)

    found = filter_chips(filters, reading, language, without)
    if filters.country:
        name = value_names(reading.tables, language).country(filters.country)
        found.insert(0, Chip(name, without(country=None)))
    return found
