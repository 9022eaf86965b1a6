"""What rose and fell, what is highest or lowest since when, what three years are to seven."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from foja.measures.takeaway_facts import UNITS, WHOLE, Chosen, Evidence, Figure, Finding, Subject
from foja.measures.takeaway_rules import (
    EVIDENCE,
    HALF,
    KNOWN_YEARS,
    LAST_TIMES,
    LAST_YEARS,
    LISTED_YEARS,
    MEAN_YEARS,
    MOST_TIMES,
    MULTIPLE,
    SMALLEST_BASE,
    SMALLEST_CHANGE,
    TWICE,
    WATCHED,
    WATCHED_CHANGE,
    YEARS_BEFORE,
    is_change,
    significance,
    surprise,
)
from foja.measures.years import last_at_least, last_at_most

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from foja.measures.takeaway_facts import MeasureName
    from foja.measures.takeaway_record import CountryRecord, Row

Number = int | Decimal
LONG: Final = 10
"""An extreme over so many years is as much of a surprise as there can be."""
HUNDRED: Final = Decimal(100)
NONE: Final = "-"
"""The part of a form that is not there."""


def whole_changes(
    record: CountryRecord, year: int, periods: Iterable[tuple[int, int]] = ()
) -> list[Finding]:
    """Return what became of all students and all dollars."""
    found: list[Finding | None] = []
    for measure in ("students", "cost_usd"):
        name: MeasureName = "students" if measure == "students" else "cost_usd"
        found.append(subject_change(record, year, WHOLE, name, "change"))
        five = range(year - MEAN_YEARS, year)
        found.append(_to_mean(record, year, name, five, told=False))
        for first, last in periods:
            found.append(_to_mean(record, year, name, range(first, last + 1), told=True))
        found.append(three_to_seven(record, year, WHOLE, name, "change"))
    return [one for one in found if one is not None]


def subject_change(
    record: CountryRecord, year: int, subject: Subject, measure: MeasureName, section: str
) -> Finding | None:
    """Return a subject's value beside the year before, and since when it is highest or lowest.

    None where neither is worth telling, where the year lists none of it, or is not known.
    """
    series = record.series(subject, measure)
    now = series.get(year)
    if not now:
        return None
    figures: dict[str, Figure] = {"now": _sum(record, subject, measure, (year,), now)}
    compared, unlike = _compare(record, subject, measure, year, series, figures)
    extreme, span = _extreme(record, subject, measure, year, series, figures)
    if compared == NONE and extreme == NONE:
        return None
    long = Decimal(span) / LONG
    return Finding(
        section,
        "change",
        f"{compared} {extreme}",
        subject,
        measure,
        Chosen(record.country, (year,), subject),
        figures,
        significance(_size(record, subject, measure, year), max(unlike, long), subject),
    )


def _compare(
    record: CountryRecord,
    subject: Subject,
    measure: MeasureName,
    year: int,
    series: Mapping[int, Number],
    figures: dict[str, Figure],
) -> tuple[str, Decimal]:
    """Compare with the year before: the form of the words, and how far the two are apart."""
    before = series.get(year - 1)
    now = series[year]
    if before is None or not is_change(now, before, measure, subject):
        return NONE, Decimal(0)
    figures["before"] = _sum(record, subject, measure, (year - 1,), before)
    unlike = surprise(now, before)
    if before == 0:
        return "after_none", unlike
    if before < SMALLEST_BASE[measure] or now >= MOST_TIMES * before:
        return "after", unlike
    of, against = figures["now"].of, figures["before"].of
    form, figure = _relation(now, Decimal(before), measure, of, against, mean=False)
    figures["compared"] = figure
    return form, unlike


def _relation(
    now: Number, base: Decimal, measure: MeasureName, of: Chosen, against: Chosen, *, mean: bool
) -> tuple[str, Figure]:
    """Return how one value stands to another: in percent, as a multiple, as about a half."""
    ratio = Decimal(now) / base
    multiple = Figure(ratio, "times", "ratio_to_mean" if mean else "ratio", measure, of, against)
    if HALF[0] <= ratio <= HALF[1]:
        return "half", multiple
    if TWICE[0] <= ratio <= TWICE[1]:
        return "twice", multiple
    if ratio >= MULTIPLE:
        return "times", multiple
    percent = (Decimal(now) - base) * HUNDRED / base
    figure = Figure(
        percent, "percent", "change_to_mean" if mean else "change", measure, of, against
    )
    return ("more" if percent > 0 else "less"), figure


def _extreme(
    record: CountryRecord,
    subject: Subject,
    measure: MeasureName,
    year: int,
    series: Mapping[int, Number],
    figures: dict[str, Figure],
) -> tuple[str, int]:
    """Say since when a value is highest or lowest: the form, and the years it reaches back over.

    It reaches back to the first gap in what is known, and no further.
    """
    run = _run(series, year)
    now = series[year]
    earlier = [series[one] for one in run[:-1]]
    if len(earlier) < KNOWN_YEARS:
        return NONE, 0
    smallest = (WATCHED_CHANGE if subject in WATCHED else SMALLEST_CHANGE)[measure]
    known = {one: Decimal(series[one]) for one in run}
    of = Chosen(record.country, (year,), subject)
    for form, since, apart in (
        ("highest", last_at_least(known, year), now - min(earlier)),
        ("lowest", last_at_most(known, year), max(earlier) - now),
    ):
        if apart < smallest:
            continue
        if form == "highest" and sum(1 for one in earlier if one) < LISTED_YEARS:
            continue
        span = year - (run[0] - 1 if since is None else since)
        if since is not None and span < KNOWN_YEARS:
            continue
        against = Chosen(record.country, tuple(run[:-1]), subject)
        if since is None:
            figures["first"] = Figure(run[0], "year", "first_known", measure, of, against)
            return f"{form}_of", span
        reckoning = Figure(
            since,
            "year",
            "highest_since" if form == "highest" else "lowest_since",
            measure,
            of,
            against,
        )
        figures["since"] = reckoning
        figures["then"] = _sum(record, subject, measure, (since,), series[since])
        return f"{form}_since", span
    return NONE, 0


def _to_mean(
    record: CountryRecord, year: int, measure: MeasureName, period: Sequence[int], *, told: bool
) -> Finding | None:
    """Compare the year with the mean of a period; of one that was asked for, `told` in any case."""
    series = record.series(WHOLE, measure)
    years = tuple(one for one in period if one in series and one != year)
    now = series.get(year)
    if not now or not years or (not told and len(years) < MEAN_YEARS):
        return None
    total = sum((Decimal(series[one]) for one in years), Decimal(0))
    base = total / len(years)
    if base < SMALLEST_BASE[measure] or not is_change(now, base, measure, WHOLE):
        return None
    of, against = Chosen(record.country, (year,)), Chosen(record.country, years)
    form, compared = _relation(now, base, measure, of, against, mean=True)
    figures = {
        "mean": Figure(base, UNITS[measure], "mean", measure, against),
        "compared": compared,
    }
    return Finding(
        "change",
        "period" if told else "mean",
        form,
        WHOLE,
        measure,
        of,
        figures,
        # The year before is closer to what readers ask than five years are.
        Decimal(1) if told else significance(Decimal("0.8"), surprise(now, base), WHOLE),
    )


def three_to_seven(
    record: CountryRecord, year: int, subject: Subject, measure: MeasureName, section: str
) -> Finding | None:
    """Compare the last three years together with the seven before them, all of them known."""
    series = record.series(subject, measure)
    last = tuple(range(year - LAST_YEARS + 1, year + 1))
    before = tuple(range(last[0] - YEARS_BEFORE, last[0]))
    if not series.get(year) or any(one not in series for one in (*last, *before)):
        return None
    now = sum((Decimal(series[one]) for one in last), Decimal(0))
    base = sum((Decimal(series[one]) for one in before), Decimal(0))
    if base < SMALLEST_BASE[measure] or now < LAST_TIMES * base:
        return None
    of, against = (Chosen(record.country, years, subject) for years in (last, before))
    form = "twice" if now <= TWICE[1] * base else "times"
    figures = {
        "now": _sum(record, subject, measure, last, int(now) if measure != "cost_usd" else now),
        "before": _sum(
            record, subject, measure, before, int(base) if measure != "cost_usd" else base
        ),
        "compared": Figure(now / base, "times", "ratio", measure, of, against),
    }
    if now >= MOST_TIMES * base:
        form = "after"
        del figures["compared"]
    return Finding(
        section,
        "three_to_seven",
        form,
        subject,
        measure,
        of,
        figures,
        significance(_size(record, subject, measure, year), surprise(now, base), subject),
    )


def subject_changes(
    record: CountryRecord, year: int, section: str, subjects: Iterable[Subject]
) -> list[Finding]:
    """Return for each subject its change in students or in dollars, whichever is more telling."""
    found = []
    for subject in subjects:
        both = [
            one
            for measure in _measures(subject)
            if (one := subject_change(record, year, subject, measure, section)) is not None
        ]
        if both:
            found.append(max(both, key=lambda one: one.significance))
    return found


def _measures(subject: Subject) -> tuple[MeasureName, ...]:
    """Students first, who are what most readers ask for; of a programme what it paid."""
    if subject.dimension == "program":
        return ("cost_usd", "students")
    return ("students", "cost_usd") if subject in WATCHED else ("students",)


def _run(series: Mapping[int, Number], year: int) -> list[int]:
    """Return the known years without a gap that end with this one."""
    first = year
    while first - 1 in series:
        first -= 1
    return list(range(first, year + 1))


def _size(record: CountryRecord, subject: Subject, measure: MeasureName, year: int) -> Decimal:
    """Return what part of the year the subject is, or of the year before if that is more."""
    if subject == WHOLE:
        return Decimal(1)
    series, whole = record.series(subject, measure), record.series(WHOLE, measure)
    parts = [
        Decimal(series[one]) / Decimal(whole[one])
        for one in (year, year - 1)
        if one in series and whole.get(one)
    ]
    return max(parts, default=Decimal(0))


def _sum(
    record: CountryRecord,
    subject: Subject,
    measure: MeasureName,
    years: tuple[int, ...],
    value: Number,
) -> Figure:
    return Figure(value, UNITS[measure], "sum", measure, Chosen(record.country, years, subject))


def evidence(
    record: CountryRecord, subject: Subject, year: int, measure: MeasureName
) -> tuple[Evidence, ...]:
    """Return the largest rows of a subject in a year."""
    return tuple(map(evident, record.largest_rows(subject, year, measure)[:EVIDENCE]))


def evident(row: Row) -> Evidence:
    """Return a row as evidence."""
    return Evidence(row["training_id"], row["document"], row["page"], row["printed_page"])
