"""The sentences of a country's page: what is on, what plans are, why nothing matches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from babel.lists import format_list

from foja.measures.figures import ask_cube
from foja.measures.filters import COLUMNS
from foja.measures.search import corrected, suggestions
from foja.site.chips import REPORT, Chip, filter_chips
from foja.site.gaps import unmatched
from foja.site.language import EN_DASH, NOTHING, Language, without_marks, years_in_words
from foja.site.reading import DONE, PLANNED
from foja.tables.search_terms import terms_of

if TYPE_CHECKING:
    from foja.measures.figures import Cube
    from foja.measures.filters import Filters
    from foja.site.choice import Choice
    from foja.site.reading import Reading
    from foja.tables.search_terms import Term


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of an empty result: what to take off, where it leads, and what is found there."""

    text: str
    address: str
    found: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Why nothing matches, and the ways out."""

    reason: str
    ways: list[Way]


def chips(choice: Choice, reading: Reading, language: Language) -> list[Chip]:
    """Return what is on, each with the address that takes it off."""

    def without(**off: object) -> str:
        return choice.filtered(**off).address(language)

    return filter_chips(choice.filters, reading, language, without)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is shown for a word that no training has, and the way to each word taken for it."""

    text: str
    ways: list[Way]


def corrections(choice: Choice, reading: Reading, language: Language) -> list[Correction]:
    """Say which words of the search were taken for misspellings of others."""
    _ = language.gettext
    said = []
    for part in corrected(reading.tables, choice.filters.words):
        others = [_("“%(word)s”", word=word) for word in part.corrections]
        ways = []
        if len(part.corrections) > 1:
            for other in part.corrections:
                words = _with(choice.filters.words, part.term, other)
                address = choice.filtered(words=words).address(language)
                ways.append(Way(_("Only “%(word)s”", word=other), address, ""))
        text = _(
            "No training in these tables has “%(word)s”; shown is what has %(others)s.",
            word=part.term.text,
            others=either(others, language),
        )
        said.append(Correction(text, ways))
    return said


def either(names: list[str], language: Language) -> str:
    """Join names as alternatives: `a, b, or c`; `a, b o c`."""
    return format_list(names, style="or", locale=language.locale)


def _with(words: str, term: Term, other: str) -> str:
    """Return a search with one of its parts replaced."""
    return " ".join(other if one == term else str(one) for one in terms_of(words))


def planned_note(
    reports: list[str], planned: list[int], filters: Filters, language: Language
) -> tuple[str, str] | None:
    """Say what planned trainings are, where they are chosen: a title and a text.

    `reports` are those that list planned trainings, `planned` the country's years of them.
    """
    _ = language.gettext
    if filters.stage == DONE:
        return None
    meaning = _(
        "The reports %(reports)s list, beside what was done, the trainings that were planned for "
        "the year to come (here fiscal years %(years)s). Whether one took place, and with how many "
        "students and at what cost, they do not say.",
        reports=language.together([report.replace("-", EN_DASH) for report in reports]),
        years=years_in_words(planned) or NOTHING,
    )
    if filters.stage == PLANNED:
        caution = _("No figure on this page is a sum of what was done.")
        return _("Planned, not done"), f"{meaning} {caution}"
    caution = _("The figures on this page add the two; none is a sum of what was done.")
    return _("Done and planned together"), f"{meaning} {caution}"


def empty(
    choice: Choice, cube: Cube, without_words: Cube, reading: Reading, language: Language
) -> Empty:
    """Explain an empty result and propose what to take off.

    `cube` holds the figures with the words that are on, `without_words` those without them.
    """
    _ = language.gettext
    filters = choice.filters
    ways = []

    def propose(text: str, found_in: Cube, **off: object) -> None:
        other = choice.filtered(**off)
        count = found_in.chosen(other.filters).total.trainings
        if count:
            ways.append(
                Way(
                    text,
                    other.address(language),
                    language.ngettext("%(num)s training", "%(num)s trainings", count),
                )
            )

    if filters.year_basis != REPORT:
        by_report = ask_cube(reading.tables, replace(filters, year_basis=REPORT))
        propose(_("Count each training in the year of its report"), by_report, year_basis=REPORT)
    ways.extend(
        Way(
            _("Look for “%(other)s” instead of “%(word)s”", other=one.other, word=one.word),
            choice.filtered(words=one.filters.words).address(language),
            language.ngettext("%(num)s training", "%(num)s trainings", one.trainings),
        )
        for one in suggestions(reading.tables, filters)
    )
    if filters.words:
        words = without_marks(filters.words)
        propose(_("Take off the words “%(words)s”", words=words), without_words, words="")
    if filters.programs:
        propose(_("Take off the programme"), cube, programs=())
    if filters.recipient_forces:
        propose(_("Take off the recipient force"), cube, recipient_forces=())
    for field, text in _others(language).items():
        if getattr(filters, field):
            without = replace(filters, **{field: ()})  # type: ignore[arg-type]
            propose(text, ask_cube(reading.tables, without), **{field: ()})
    if filters.fiscal_year_from is not None or filters.fiscal_year_to is not None:
        propose(_("Show all fiscal years"), cube, fiscal_year_from=None, fiscal_year_to=None)
    if not ways:
        codes: dict[str, object] = dict.fromkeys(COLUMNS, ())
        nothing = replace(filters, words="", **codes)  # type: ignore[arg-type]
        propose(
            _("Take everything off"),
            ask_cube(reading.tables, nothing),
            words="",
            fiscal_year_from=None,
            fiscal_year_to=None,
            **codes,
        )
    return Empty(_reason(choice, cube, reading, language), ways)


def _reason(choice: Choice, cube: Cube, reading: Reading, language: Language) -> str:
    """Say why nothing matches."""
    _ = language.gettext
    filters = choice.filters
    covered = reading.covered_years(choice.country, filters.stage)
    chosen = {year for year in covered if filters.has_year(year)}
    if not chosen and choice.is_world:
        return _("These tables have no report for the fiscal years chosen.")
    if not chosen:
        return _("These tables have no report on this country for the fiscal years chosen.")
    if filters.year_basis != REPORT and chosen <= set(unmatched(cube, filters, reading)):
        return _(
            "The reports on these fiscal years print no dates: none of their trainings can be "
            "counted in the year of its first day."
        )
    unknown = [
        _("“%(word)s”", word=part.term.text)
        for part in reading.tables.search.meant(filters.words)
        if not part.sought
    ]
    if unknown:
        return language.ngettext(
            "No training in these tables has %(words)s, nor a word like it.",
            "No training in these tables has %(words)s, nor words like them.",
            len(unknown),
            words=either(unknown, language),
        )
    return _("The reports list nothing that fits all that is chosen.")


def _others(language: Language) -> dict[str, str]:
    """Return how to propose taking off what is chosen of the rarer fields."""
    _ = language.gettext
    return {
        "training_types": _("Take off the training type"),
        "deliveries": _("Take off the place of delivery"),
        "places": _("Take off the place"),
        "units": _("Take off the unit"),
        "flags": _("Take off the doubt"),
        "lengths": _("Take off the length"),
    }
