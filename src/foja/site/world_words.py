"""What the page of all countries says of itself: which years are whole, which hold some regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.language import years_in_words
from foja.site.world_years import regions_in_words

if TYPE_CHECKING:
    from foja.measures.training import Head
    from foja.site.language import Language
    from foja.site.world_years import WorldYears


@dataclass(frozen=True, slots=True)
class RegionsRead:
    """Regions in words, and the fiscal years of which they were read."""

    regions: str
    years: str
    whole: bool


def regions_read(world: WorldYears, years: list[int], language: Language) -> list[RegionsRead]:
    """Return which regions were read for which of the years; empty where all years are whole."""
    _ = language.gettext
    groups = world.groups(years)
    if all(not regions for regions, _years in groups):
        return []
    return [
        RegionsRead(
            _("only: %(regions)s", regions=regions_in_words(regions, language))
            if regions
            else _("all regions"),
            years_in_words(own),
            not regions,
        )
        for regions, own in groups
    ]


def of_the_years(world: WorldYears, head: Head, years: list[int], language: Language) -> str:
    """Say what the years of the page's first sentence hold, empty where there is nothing to say.

    `years` are those that the sentence tells together, or the latest alone.
    """
    _ = language.gettext
    groups = world.groups(years)
    partial = [(regions, own) for regions, own in groups if regions]
    said = []
    if partial and len(groups) == 1:
        said.append(
            language.ngettext(
                "Of fiscal year %(years)s the tables have only: %(regions)s.",
                "Of fiscal years %(years)s the tables have only: %(regions)s.",
                len(partial[0][1]),
                years=years_in_words(partial[0][1]),
                regions=regions_in_words(partial[0][0], language),
            )
        )
    elif partial:
        said.append(_("Not every region was read for each of these years."))
    last, before = head.last_year, head.year_before
    # Beside nothing found there is nothing to compare.
    compared = head.before and head.total.trainings
    if last is not None and before is not None and compared and before != last - 1:
        one = world.of(last)
        said.append(
            _("%(year)s is the last year before it of which all regions were read.", year=before)
            if one and one.whole
            else _("%(year)s is the last year before it with the same regions.", year=before)
        )
    return " ".join(said)


def chart_words(world: WorldYears, years: list[int], language: Language) -> dict[int, str]:
    """Return the years of which only some regions were read, each with those regions in words."""
    _ = language.gettext
    return {
        one.year: _("only: %(regions)s", regions=regions_in_words(one.read, language))
        for one in world.partial(years)
    }
