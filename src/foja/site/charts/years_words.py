"""The words of charts along the years: a title that states what they show, and their unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.measures.prices import BASE_YEAR
from foja.site.charts import words
from foja.site.charts.model import ChartTexts
from foja.site.charts.theme import REST, UNTOLD
from foja.site.charts.years import last_of, peak_of
from foja.site.reading import DONE, PLANNED

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.site.charts.model import Question
    from foja.site.charts.years import YearsData

MOST_UNTOLD: Final = 50
"""Per cent of a year beyond which what is told of it says little."""


def texts(question: Question, data: YearsData) -> ChartTexts:
    """Return the words around the chart."""
    title = _title_of_share(question, data) if question.by_share else _title(question, data)
    title = _with_regions(question, data, title)
    source = words.source(question)
    brief = words.sentences(_unit(question, data), words.restrictions(question))
    subtitle = words.sentences(brief, question.years_line)
    return ChartTexts(title, subtitle, source, words.sentences(f"{title}.", subtitle), brief)


def _title(question: Question, data: YearsData) -> str:
    """Say the last year's sum and the highest; of what was planned, never as if it were done."""
    _ = question.language.gettext
    place = question.place
    if not data.printed:
        return _title_of_nothing(question, data)
    last = last_of(question, data.by_year)
    # Of all countries together, years of which other regions were read say nothing beside it.
    like = question.compared(last, data.by_year)
    peak = peak_of({year: value for year, value in data.printed.items() if year in like}) or last
    now = _sum_in_words(question, data, data.by_year[last] or 0)
    planned = question.filters.stage == PLANNED
    told: dict[str, object] = {"country": place, "sum": now, "year": last}
    if len(like) <= 1:
        title = (
            _("%(country)s: %(sum)s for fiscal year %(year)s")
            if planned
            else _("%(country)s: %(sum)s in fiscal year %(year)s")
        )
    elif peak == last:
        told["first"] = min(like)
        title = (
            _("%(country)s: %(sum)s for fiscal year %(year)s, the most since %(first)s")
            if planned
            else _("%(country)s: %(sum)s in fiscal year %(year)s, the most since %(first)s")
        )
    else:
        told |= {"most": _sum_in_words(question, data, data.printed[peak]), "peak": peak}
        title = (
            _("%(country)s: %(sum)s for fiscal year %(year)s; the most was %(most)s for %(peak)s")
            if planned
            else _(
                "%(country)s: %(sum)s in fiscal year %(year)s; the most was %(most)s in %(peak)s"
            )
        )
    return title % told


def _with_regions(question: Question, data: YearsData, title: str) -> str:
    """Say in a title of all countries which regions its last year holds, and what it is beside."""
    if question.like is None or not data.by_year:
        return title
    _ = question.language.gettext
    last = last_of(question, data.by_year)
    regions = question.partial.get(last, "")
    compared = question.compared(last, data.by_year)
    if regions:
        return f"{title} ({regions})"
    if 1 < len(compared) < len(data.by_year):
        return _(
            "%(title)s, of the %(num)s years of which all regions were read",
            title=title,
            num=len(compared),
        )
    return title


def _title_of_nothing(question: Question, data: YearsData) -> str:
    """Say that the years have no report, or that it prints no value above zero."""
    _ = question.language.gettext
    place, planned = question.place, question.filters.stage == PLANNED
    if not data.by_year:
        if planned:
            return _("%(country)s: no report of what was planned for these years", country=place)
        return _("%(country)s: no report for these fiscal years", country=place)
    given = {"country": place, "years": words.years_of(min(data.by_year), max(data.by_year))}
    if planned:
        return {
            "cost_usd": _(
                "%(country)s: no cost printed for what was planned, fiscal years %(years)s", **given
            ),
            "students": _("%(country)s: no students planned, fiscal years %(years)s", **given),
            "trainings": _("%(country)s: no trainings planned, fiscal years %(years)s", **given),
        }[data.measure]
    return {
        "cost_usd": _("%(country)s: no cost printed, fiscal years %(years)s", **given),
        "students": _("%(country)s: no students, fiscal years %(years)s", **given),
        "trainings": _("%(country)s: no trainings, fiscal years %(years)s", **given),
    }[data.measure]


def _title_of_share(question: Question, data: YearsData) -> str:
    """Say which colour has most of the last year that prints anything, and what it had at first."""
    if not data.printed:
        return _title_of_nothing(question, data)
    language = question.language
    _ = language.gettext
    last = last_of(question, data.printed)
    first = min(
        (year for year in question.compared(last, data.printed) if _is_told(data, year)),
        default=last,
    )
    named = [colour for colour in data.colours if colour.slot not in {REST, UNTOLD}]
    lead = max(named or data.colours, key=lambda colour: data.share(last, colour) or 0)
    given = {
        "country": question.place,
        "part": lead.name,
        "share": words.percent(data.share(last, lead) or 0, language),
        "what": words.whole(question, data.measure),
        "year": last,
    }
    then = words.percent(data.share(first, lead) or 0, language)
    if question.filters.stage != DONE:
        if first == last:
            return _(
                "%(country)s: “%(part)s” has %(share)s of the %(what)s for fiscal year %(year)s",
                **given,
            )
        return _(
            "%(country)s: “%(part)s” has %(share)s of the %(what)s for fiscal year %(year)s, "
            "%(then)s of those for %(first)s",
            then=then,
            first=first,
            **given,
        )
    if first == last:
        return _(
            "%(country)s: “%(part)s” had %(share)s of the %(what)s of fiscal year %(year)s", **given
        )
    return _(
        "%(country)s: “%(part)s” had %(share)s of the %(what)s of fiscal year %(year)s, "
        "%(then)s of those of %(first)s",
        then=then,
        first=first,
        **given,
    )


def _is_told(data: YearsData, year: int) -> bool:
    """Say whether most of a year is told apart: FY1999 and FY2000 print no unit, so no force."""
    untold = [colour for colour in data.colours if colour.slot == UNTOLD]
    return not any((data.share(year, colour) or 0) > MOST_UNTOLD for colour in untold)


def _sum_in_words(question: Question, data: YearsData, value: Decimal | int) -> str:
    return words.in_headline(value, data.measure, question)


def _unit(question: Question, data: YearsData) -> str:
    if question.by_share:
        return _unit_of_share(question, data)
    _ = question.language.gettext
    by = words.by_what(question)
    if data.measure == "students":
        return _("Students per fiscal year, %(by)s; one person on two courses counts twice.", by=by)
    if data.measure == "trainings":
        return _("Trainings per fiscal year, %(by)s: the lines that the reports print.", by=by)
    unit = words.dollar_scale(data.most, question.language).unit
    if question.prices is None:
        return _("%(unit)s per fiscal year, %(by)s, as printed.", unit=unit, by=by)
    return _(
        "%(unit)s at %(base)s prices (CPI-U) per fiscal year, %(by)s.",
        unit=unit,
        base=BASE_YEAR,
        by=by,
    )


def _unit_of_share(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    by = words.by_what(question)
    if data.measure == "students":
        return _(
            "Per cent of the students of each fiscal year, %(by)s; one person on two courses "
            "counts twice.",
            by=by,
        )
    if data.measure == "trainings":
        return _("Per cent of the trainings of each fiscal year, %(by)s.", by=by)
    if question.prices is None:
        return _("Per cent of the dollars of each fiscal year, %(by)s, as printed.", by=by)
    return _(
        "Per cent of the dollars of each fiscal year, %(by)s; the table has them at %(base)s "
        "prices (CPI-U).",
        by=by,
        base=BASE_YEAR,
    )
