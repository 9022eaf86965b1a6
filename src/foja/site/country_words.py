"""The sentences of a country's page: its summary, its head figures, its gaps, its empty results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.site.language import EN_DASH, NOTHING, Language, years_in_words
from foja.site.reading import DONE, PLANNED
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.measures.figures import Cube
    from foja.measures.filters import Filters
    from foja.measures.training import Head
    from foja.site.choice import Choice
    from foja.site.reading import Reading

NONE: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    text: str
    off: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One head figure: the latest year's value, its change, and the sum over the years chosen."""

    key: str
    label: str
    value: str
    change: str
    sum: str


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
    _ = language.gettext
    filters = choice.filters
    found = []

    def add(text: str, **off: object) -> None:
        found.append(Chip(text, choice.filtered(**off).address(language)))

    first, last = filters.fiscal_year_from, filters.fiscal_year_to
    if first is not None and first == last:
        add(
            _("Fiscal year %(year)s", year=first),
            fiscal_year_from=None,
            fiscal_year_to=None,
        )
    else:
        if first is not None:
            add(_("From fiscal year %(year)s", year=first), fiscal_year_from=None)
        if last is not None:
            add(_("To fiscal year %(year)s", year=last), fiscal_year_to=None)
    for code in filters.programs:
        rest = tuple(other for other in filters.programs if other != code)
        add(program_text(code, reading, language), programs=rest)
    for code in filters.recipient_forces:
        rest = tuple(other for other in filters.recipient_forces if other != code)
        add(force_text(code, reading, language), recipient_forces=rest)
    if filters.words:
        add(_("Words: %(words)s", words=filters.words), words="")
    if filters.stage != "actual":
        add(
            _("Planned trainings")
            if filters.stage == "planned"
            else _("Done and planned trainings"),
            stage="actual",
        )
    if filters.year_basis != "report":
        add(_("Fiscal year of the first day"), year_basis="report")
    return found


def program_text(code: str, reading: Reading, language: Language) -> str:
    """Name a programme chosen by its code."""
    if code == UNKNOWN:
        return language.gettext("programme not named by any rule")
    return reading.program_name(code, code, language)


def force_text(code: str, reading: Reading, language: Language) -> str:
    """Name a recipient force chosen by its code."""
    if code == UNKNOWN:
        return language.gettext("force not named by any rule")
    return reading.force_name(code, language)


def summary(head: Head, language: Language) -> str:
    """Return the page's first sentence: the latest year chosen and its change in dollars."""
    _ = language.gettext
    latest = head.latest
    if head.last_year is None:
        return _("The tables have no report for these fiscal years.")
    if not latest.trainings:
        return _("For fiscal year %(year)s the reports list no such training.", year=head.last_year)
    students = language.ngettext("%(num)s student", "%(num)s students", latest.students or 0)
    trainings = language.ngettext("%(num)s training", "%(num)s trainings", latest.trainings)
    if latest.cost_usd is None:
        return _(
            "For fiscal year %(year)s the reports list %(students)s in %(trainings)s, "
            "without costs.",
            year=head.last_year,
            students=students,
            trainings=trainings,
        )
    text = _(
        "For fiscal year %(year)s the reports list %(students)s in %(trainings)s, "
        "at a cost of %(dollars)s",
        year=head.last_year,
        students=students,
        trainings=trainings,
        dollars=language.dollars(latest.cost_usd),
    )
    changed = ""
    if head.before is not None and head.before.cost_usd is not None:
        changed = _changed(latest.cost_usd, head.before.cost_usd, head.last_year - 1, language)
    return f"{text}{', ' if changed else ''}{changed}."


def _changed(now: Decimal, before: Decimal, year: int, language: Language) -> str:
    _ = language.gettext
    written = language.change(now, before)
    if written is None:
        return _("after none in %(year)s", year=year) if now else ""
    if written == "0%":
        return _("as much as in %(year)s", year=year)
    if written.startswith("\N{MULTIPLICATION SIGN}"):
        return _("%(times)s times the cost of %(year)s", times=written[1:], year=year)
    if now > before:
        return _("%(percent)s more than in %(year)s", percent=written[1:], year=year)
    return _("%(percent)s less than in %(year)s", percent=written[1:], year=year)


def figures(head: Head, years: list[int], language: Language) -> list[Figure]:
    """Return the head figures of the latest year chosen; `years` are all of the choice's."""
    _ = language.gettext
    if head.last_year is None:
        return []
    year = head.last_year
    latest, before, total = head.latest, head.before, head.total
    rows = (
        (
            "students",
            _("Students, fiscal year %(year)s", year=year),
            language.number(latest.students),
            latest.students,
            before.students if before else None,
            language.number(total.students),
        ),
        (
            "dollars",
            _("Cost, fiscal year %(year)s", year=year),
            language.money(latest.cost_usd),
            latest.cost_usd,
            before.cost_usd if before else None,
            language.money(total.cost_usd),
        ),
        (
            "trainings",
            _("Trainings, fiscal year %(year)s", year=year),
            language.number(latest.trainings),
            latest.trainings,
            before.trainings if before else None,
            language.number(total.trainings),
        ),
    )
    return [
        Figure(
            key,
            label,
            value,
            _change_text(now, earlier, year - 1, language, dollars=key == "dollars"),
            _("%(sum)s in fiscal years %(years)s", sum=whole, years=years_in_words(years))
            if len(years) > 1
            else "",
        )
        for key, label, value, now, earlier, whole in rows
    ]


def _change_text(
    now: int | Decimal | None,
    before: int | Decimal | None,
    year: int,
    language: Language,
    *,
    dollars: bool,
) -> str:
    _ = language.gettext
    if before is None:
        return _("no figure for %(year)s to compare with", year=year)
    if now is None:
        return ""
    changed = language.change(now, before)
    if changed is None:
        return _("none in %(year)s", year=year)
    was = language.money(before) if dollars else language.number(before)
    if now == before:
        return _("unchanged from %(year)s (%(was)s)", year=year, was=was)
    if changed.startswith("\N{MULTIPLICATION SIGN}"):
        return _("%(change)s the figure of %(year)s (%(was)s)", change=changed, year=year, was=was)
    return _("%(change)s on %(year)s (%(was)s)", change=changed, year=year, was=was)


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
        count = found_in.chosen(reading.with_parts(other.filters)).total.trainings
        if count:
            ways.append(
                Way(
                    text,
                    other.address(language),
                    language.ngettext("%(num)s training", "%(num)s trainings", count),
                )
            )

    if filters.words:
        propose(_("Take off the words “%(words)s”", words=filters.words), without_words, words="")
    if filters.programs:
        propose(_("Take off the programme"), cube, programs=())
    if filters.recipient_forces:
        propose(_("Take off the recipient force"), cube, recipient_forces=())
    if filters.fiscal_year_from is not None or filters.fiscal_year_to is not None:
        propose(_("Show all fiscal years"), cube, fiscal_year_from=None, fiscal_year_to=None)
    if not ways:
        propose(
            _("Take everything off"),
            without_words,
            words="",
            programs=(),
            recipient_forces=(),
            fiscal_year_from=None,
            fiscal_year_to=None,
        )
    if not any(filters.has_year(year) for year in reading.covered_years(choice.country)):
        reason = _("These tables have no report on this country for the fiscal years chosen.")
    else:
        reason = _("The reports list nothing that fits all that is chosen.")
    return Empty(reason, ways)
