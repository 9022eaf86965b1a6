"""The head of a country's page: its first sentence, and its three figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.language import years_in_words
from foja.site.reading import ALL, PLANNED
from foja.site.year_words import counting

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.measures.figures import Figures
    from foja.measures.filters import Filters
    from foja.measures.training import Head
    from foja.site.language import Language


@dataclass(frozen=True, slots=True)
class Figure:
    """One head figure, and what is said below it in smaller type.

    Where the reader has chosen years the figure is their sum, and the last of them stands below;
    otherwise it is the latest year's, and the sum of all years stands below.
    """

    key: str
    label: str
    value: str
    more: tuple[str, ...]


def years_together(head: Head, filters: Filters, years: list[int]) -> bool:
    """Tell whether the years of the choice are told together instead of the latest alone.

    They are where the reader has chosen several, and where the latest has no training but others
    do: a large zero would hide what was found.
    """
    if len(years) <= 1:
        return False
    chosen = filters.fiscal_year_from is not None or filters.fiscal_year_to is not None
    return chosen or bool(head.in_years.trainings and not head.latest.trainings)


def summary(
    head: Head, filters: Filters, years: list[int], language: Language, *, unprinted: bool = False
) -> str:
    """Return the page's first sentence; `years` are those of the choice that a report covers.

    It tells the years chosen together, or else the latest; and the change in dollars. `unprinted`
    says that the years chosen have reports, none of which prints what the choice asks for.
    """
    language = counting(language, filters)
    if head.last_year is None:
        return _sentence_of_no_report(language, unprinted=unprinted)
    together = years_together(head, filters, years)
    shown = head.in_years if together else head.latest
    said = years if together else [head.last_year]
    if not shown.trainings:
        return _sentence_of_nothing(said, filters, language)
    _ = language.gettext
    text = _listed(shown, said, filters, language)
    if shown.cost_usd is None:
        return _("%(listed)s, without costs.", listed=text)
    text = _(
        "%(listed)s, at a cost of %(dollars)s",
        listed=text,
        dollars=language.sum_of_dollars(shown.cost_usd),
    )
    now = head.latest.cost_usd
    if together and not head.latest.trainings:
        return _("%(listed)s; none of them in %(year)s.", listed=text, year=head.last_year)
    if now is None:
        return f"{text}."
    if together:
        dollars = language.sum_of_dollars(now)
        last = _("%(dollars)s of it in %(year)s", dollars=dollars, year=head.last_year)
        text = f"{text}; {last}"
    before = head.before.cost_usd if head.before else None
    if before is not None and head.year_before is not None and (now or before):
        text = f"{text}, {_compared('dollars', now, before, head.year_before, filters, language)}"
    return f"{text}."


def _sentence_of_no_report(language: Language, *, unprinted: bool) -> str:
    _ = language.gettext
    if unprinted:
        return _(
            "What is chosen cannot be found in these fiscal years: their reports do not print it."
        )
    return _("The tables have no report for these fiscal years.")


def _sentence_of_nothing(years: list[int], filters: Filters, language: Language) -> str:
    if filters.stage == PLANNED:
        return language.ngettext(
            "For fiscal year %(years)s the reports list no plan of such a training.",
            "For fiscal years %(years)s the reports list no plan of such a training.",
            len(years),
            years=years_in_words(years),
        )
    return language.ngettext(
        "For fiscal year %(years)s the reports list no such training.",
        "For fiscal years %(years)s the reports list no such training.",
        len(years),
        years=years_in_words(years),
    )


def _listed(shown: Figures, years: list[int], filters: Filters, language: Language) -> str:
    """Begin the sentence: how many students in how many trainings, done or planned."""
    given = {
        "years": years_in_words(years),
        "students": language.ngettext("%(num)s student", "%(num)s students", shown.students or 0),
        "trainings": language.ngettext("%(num)s training", "%(num)s trainings", shown.trainings),
    }
    if filters.stage == PLANNED:
        return language.ngettext(
            "For fiscal year %(years)s the reports list plans for %(students)s in %(trainings)s",
            "For fiscal years %(years)s the reports list plans for %(students)s in %(trainings)s",
            len(years),
            **given,
        )
    if filters.stage == ALL:
        return language.ngettext(
            "For fiscal year %(years)s the reports list, done and planned together, "
            "%(students)s in %(trainings)s",
            "For fiscal years %(years)s the reports list, done and planned together, "
            "%(students)s in %(trainings)s",
            len(years),
            **given,
        )
    return language.ngettext(
        "For fiscal year %(years)s the reports list %(students)s in %(trainings)s",
        "For fiscal years %(years)s the reports list %(students)s in %(trainings)s",
        len(years),
        **given,
    )


def figures(
    head: Head, filters: Filters, years: list[int], language: Language, *, in_part: bool = False
) -> list[Figure]:
    """Return the head figures; `years` are those of the choice that a report covers.

    `in_part` says that of some of them only some regions were read.
    """
    if head.last_year is None:
        return []
    language = counting(language, filters)
    return [
        _figure(key, label, head, filters, years, language, in_part=in_part)
        for key, label in _labels(filters, language).items()
    ]


def _labels(filters: Filters, language: Language) -> dict[str, str]:
    _ = language.gettext
    if filters.stage == PLANNED:
        return {
            "students": _("Students planned"),
            "dollars": _("Cost planned"),
            "trainings": _("Trainings planned"),
        }
    if filters.stage == ALL:
        return {
            "students": _("Students, done and planned"),
            "dollars": _("Cost, done and planned"),
            "trainings": _("Trainings, done and planned"),
        }
    return {"students": _("Students"), "dollars": _("Cost"), "trainings": _("Trainings")}


def _figure(
    key: str,
    label: str,
    head: Head,
    filters: Filters,
    years: list[int],
    language: Language,
    *,
    in_part: bool,
) -> Figure:
    _ = language.gettext
    year = head.last_year or 0
    now, total = _value(head.latest, key), _value(head.in_years, key)
    change = ""
    earlier = head.year_before
    if earlier is None:
        change = _("no earlier year with the same regions to compare with")
    elif head.before is None or (before := _value(head.before, key)) is None:
        change = _("no figure for %(year)s to compare with", year=earlier)
    elif now is not None:
        compared = _compared(key, now, before, earlier, filters, language)
        was = _written(before, key, language)
        change = f"{compared} ({was})" if before else compared
    together = years_together(head, filters, years)
    said = years if together else [year]
    label = language.ngettext(
        "%(label)s, fiscal year %(years)s",
        "%(label)s, fiscal years %(years)s",
        len(said),
        label=label,
        years=years_in_words(said),
    )
    latest, whole = _written(now, key, language), _written(total, key, language)
    if together:
        last = _("%(value)s in %(year)s", value=latest, year=year)
        if in_part:
            label = _("%(label)s (in what is read)", label=label)
        return Figure(key, label, whole, (f"{last}{', ' if change else ''}{change}",))
    more: tuple[str, ...] = (change,) if change else ()
    if len(years) > 1:
        given = {"sum": whole, "years": years_in_words(years)}
        more += (
            _("%(sum)s in what is read of fiscal years %(years)s", **given)
            if in_part
            else _("%(sum)s in fiscal years %(years)s", **given),
        )
    return Figure(key, label, latest, more)


def _value(shown: Figures, key: str) -> int | Decimal | None:
    return {"students": shown.students, "dollars": shown.cost_usd}.get(key, shown.trainings)


def _written(value: int | Decimal | None, key: str, language: Language) -> str:
    return language.sum_of_money(value) if key == "dollars" else language.number(value)


def _compared(
    key: str,
    now: int | Decimal,
    before: int | Decimal,
    year: int,
    filters: Filters,
    language: Language,
) -> str:
    """Compare with the year before, in words: `20% more than in 2015`."""
    _ = language.gettext
    written = language.change(now, before)
    amount = (written or "")[1:]
    if now == before or written == "0%":
        kind = "same"
    elif written is None:
        kind = "none"
    elif written.startswith("\N{MULTIPLICATION SIGN}"):
        kind = "times"
    else:
        kind = "more" if now > before else "less" if key == "dollars" else "fewer"
    if filters.stage == PLANNED:
        return {
            "same": _("the same as planned for %(year)s", year=year),
            "none": _("after none planned for %(year)s", year=year),
            "times": _("%(times)s times the figure planned for %(year)s", times=amount, year=year),
            "more": _("%(percent)s more than planned for %(year)s", percent=amount, year=year),
            "less": _("%(percent)s less than planned for %(year)s", percent=amount, year=year),
            "fewer": _("%(percent)s fewer than planned for %(year)s", percent=amount, year=year),
        }[kind]
    return {
        "same": _("the same as in %(year)s", year=year),
        "none": _("after none in %(year)s", year=year),
        "times": _("%(times)s times the figure of %(year)s", times=amount, year=year),
        "more": _("%(percent)s more than in %(year)s", percent=amount, year=year),
        "less": _("%(percent)s less than in %(year)s", percent=amount, year=year),
        "fewer": _("%(percent)s fewer than in %(year)s", percent=amount, year=year),
    }[kind]
