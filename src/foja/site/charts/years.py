"""Charts along the years: spending and students, each divided by what the reader chose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from foja.measures.training import reported_years
from foja.site.charts import words
from foja.site.charts.model import (
    ChartCell,
    ChartColumn,
    ChartTable,
    ChartTexts,
    LegendEntry,
)
from foja.site.charts.series import Drawn, Measure, amount_of, choosing, divide, drawn
from foja.site.charts.theme import REST
from foja.site.reading import PLANNED

if TYPE_CHECKING:
    from foja.site.charts.model import Question
    from foja.site.charts.series import Amount, Divided


@dataclass(frozen=True, slots=True)
class YearsData:
    """What a chart along the years shows.

    `years` is every year of the axis, `gaps` those of them without a report, `unmatched` those
    whose report prints nothing that the choice could match; `by_year` the sums, None where a year
    prints no value; `divided` the same by the values of what the chart is coloured by, and
    `colours` what is drawn in one colour each.
    """

    measure: Measure
    years: list[int]
    gaps: list[int]
    unmatched: list[int]
    by_year: dict[int, Amount]
    divided: Divided
    colours: list[Drawn]

    @property
    def printed(self) -> dict[int, Decimal | int]:
        """The years that print a value above zero."""
        return {year: value for year, value in self.by_year.items() if value}

    @property
    def most(self) -> Decimal:
        """The highest value of a year."""
        return Decimal(max(self.printed.values(), default=0))

    @property
    def peak(self) -> int | None:
        """The first of the years with the highest value; None where there is none."""
        return max(self.printed, key=lambda year: (self.printed[year], -year), default=None)

    def of(self, year: int, colour: Drawn) -> Amount:
        """Return what a colour stands for in a year; None where nothing of it is printed."""
        amounts = [
            self.divided.amount(year, value.code, self.measure)
            for value in colour.values
            if (year, value.code) in self.divided.cells
        ]
        known = [amount for amount in amounts if amount is not None]
        if amounts and not known:
            return None
        return sum(known, Decimal(0)) if self.measure == "cost_usd" else sum(known)


def gather(question: Question, measure: Measure) -> YearsData:
    """Collect what the chart shows from the figures that the page has asked."""
    filters = question.filters
    chosen = question.cube.chosen(filters)
    covered = set(question.covered) | set(chosen.years)
    # Years before the first report in the tables and after the last are no gap of this country.
    unmatched = set(question.unmatched) - covered
    known = sorted(covered | unmatched | set(reported_years(question.tables, filters)))
    years = (
        [year for year in range(known[0], known[-1] + 1) if filters.has_year(year)] if known else []
    )
    sums = chosen.by("fiscal_year")
    divided = divide(question)
    return YearsData(
        measure=measure,
        years=years,
        gaps=[year for year in years if year not in covered | unmatched],
        unmatched=[year for year in years if year in unmatched],
        by_year={
            year: amount_of(sums[year], measure) if year in sums else 0
            for year in years
            if year in covered
        },
        divided=divided,
        colours=drawn(divided.values, words.rest(question)),
    )


def texts(question: Question, data: YearsData) -> ChartTexts:
    """Return the words around the chart."""
    title = _title(question, data)
    source = words.source(question)
    subtitle = words.sentences(
        _unit(question, data), words.restrictions(question), question.years_line
    )
    return ChartTexts(title, subtitle, source, words.sentences(f"{title}.", subtitle))


def _title(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    place = question.place
    planned = question.filters.stage == PLANNED
    peak = data.peak
    if peak is None:
        return _title_of_nothing(question, data)
    last = max(data.by_year)
    now = _sum_in_words(question, data, data.by_year[last] or 0)
    if planned:
        return _title_of_plans(question, data, peak, now)
    if len(data.by_year) == 1:
        return _("%(country)s: %(sum)s in fiscal year %(year)s", country=place, sum=now, year=last)
    if peak == last:
        return _(
            "%(country)s: %(sum)s in fiscal year %(year)s, the most since %(first)s",
            country=place,
            sum=now,
            year=last,
            first=min(data.by_year),
        )
    return _(
        "%(country)s: %(sum)s in fiscal year %(year)s; the most was %(most)s in %(peak)s",
        country=place,
        sum=now,
        year=last,
        most=_sum_in_words(question, data, data.printed[peak]),
        peak=peak,
    )


def _title_of_nothing(question: Question, data: YearsData) -> str:
    """Say that the years have no report, or that it prints no value above zero."""
    _ = question.language.gettext
    place, planned = question.place, question.filters.stage == PLANNED
    if not data.by_year:
        if planned:
            return _("%(country)s: no report of what was planned for these years", country=place)
        return _("%(country)s: no report for these fiscal years", country=place)
    years = words.years_of(min(data.by_year), max(data.by_year))
    if data.measure == "students":
        if planned:
            return _(
                "%(country)s: no students planned, fiscal years %(years)s",
                country=place,
                years=years,
            )
        return _("%(country)s: no students, fiscal years %(years)s", country=place, years=years)
    if planned:
        return _(
            "%(country)s: no cost printed for what was planned, fiscal years %(years)s",
            country=place,
            years=years,
        )
    return _("%(country)s: no cost printed, fiscal years %(years)s", country=place, years=years)


def _title_of_plans(question: Question, data: YearsData, peak: int, now: str) -> str:
    """Say what was planned: never what was done."""
    _ = question.language.gettext
    place, last = question.place, max(data.by_year)
    if len(data.by_year) == 1:
        return _("%(country)s: %(sum)s for fiscal year %(year)s", country=place, sum=now, year=last)
    if peak == last:
        return _(
            "%(country)s: %(sum)s for fiscal year %(year)s, the most since %(first)s",
            country=place,
            sum=now,
            year=last,
            first=min(data.by_year),
        )
    return _(
        "%(country)s: %(sum)s for fiscal year %(year)s; the most was %(most)s for %(peak)s",
        country=place,
        sum=now,
        year=last,
        most=_sum_in_words(question, data, data.printed[peak]),
        peak=peak,
    )


def _sum_in_words(question: Question, data: YearsData, value: Decimal | int) -> str:
    if data.measure == "cost_usd":
        return words.dollars(words.amount(value, question.language), question)
    return words.students(int(value), question)


def _unit(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    by = words.by_what(question)
    if data.measure == "students":
        return _("Students per fiscal year, %(by)s; one person on two courses counts twice.", by=by)
    unit = words.dollar_scale(data.most, question.language).unit
    return _("%(unit)s per fiscal year, %(by)s, as printed.", unit=unit, by=by)


def legend(question: Question, data: YearsData) -> list[LegendEntry]:
    """Return the colours that have a bar, each with the address of the choice that it shows.

    The address of the rest chooses all the values in it.
    """
    return [
        LegendEntry(colour.name, colour.slot, question.link(choosing(question, colour.codes)))
        for colour in data.colours
        if any(data.of(year, colour) for year in data.by_year)
    ]


def table(question: Question, data: YearsData) -> ChartTable:
    """Return the same as a table: a row for each year, a column for each value."""
    language = question.language
    _ = language.gettext
    spending = data.measure == "cost_usd"
    write = cache(language.sum_of_money if spending else language.number)
    values = data.divided.values
    columns = [
        ChartColumn(_("Fiscal year")),
        ChartColumn(_("All together"), numeric=True),
        *(
            ChartColumn(
                value.name,
                numeric=True,
                address=question.link(choosing(question, value.codes)),
            )
            for value in values
        ),
    ]
    rows = []
    for year in data.years:
        if year not in data.by_year:
            empty = [ChartCell("", numeric=True) for _column in columns[2:]]
            why = _("not printed") if year in data.unmatched else _("no report here")
            rows.append([ChartCell(str(year)), ChartCell(why, numeric=True), *empty])
            continue
        address = question.link(question.filters.in_year(year))
        cells = [
            ChartCell(str(year), address=address),
            ChartCell(write(data.by_year[year]), numeric=True),
        ]
        cells.extend(
            ChartCell(write(data.divided.amount(year, value.code, data.measure)), numeric=True)
            for value in values
        )
        rows.append(cells)
    return ChartTable(columns, rows)


def csv_rows(question: Question, data: YearsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers, one row for each year and value."""
    by = question.by
    year_name = "calendar_year" if question.filters.year_basis == "calendar" else "fiscal_year"
    rows = [
        [
            year,
            "; ".join(value.codes),
            value.name,
            data.divided.amount(year, value.code, data.measure),
        ]
        for year in data.by_year
        for value in data.divided.values
        if (year, value.code) in data.divided.cells
    ]
    return [year_name, by, f"{by}_name", data.measure], rows


def bars(question: Question, data: YearsData) -> list[dict[str, Any]]:
    """Return the rows that the bars are drawn from, each with its link and its words."""
    language = question.language
    made: list[dict[str, Any]] = []
    for year in data.by_year:
        for rank, colour in enumerate(data.colours):
            value = data.of(year, colour)
            if not value:
                continue
            if data.measure == "students":
                written = words.students(int(value), question)
            else:
                written = words.dollars(language.sum_of_money(value), question)
            made.append(
                {
                    "year": year,
                    "series": colour.name,
                    "rank": rank,
                    "value": float(value),
                    "href": question.link(choosing(question, colour.codes).in_year(year)),
                    "text": f"{year}, {colour.name}: {written}",
                }
            )
    return made


def labels(question: Question, data: YearsData, divisor: int) -> list[dict[str, Any]]:
    """Return the sums written above bars: the highest, and the last year's."""
    marked = {data.peak, max(data.by_year, default=None)}
    made = []
    for year in sorted(year for year in marked if year is not None):
        value = data.by_year[year]
        if value is None:
            continue
        short = round(Decimal(value) / divisor, 1 if divisor > 1 else 0)
        text = question.language.number(short)
        made.append({"year": year, "value": float(value), "text": text})
    return made


def names(data: YearsData) -> list[str]:
    """Return the names of the colours in the order of their numbers.

    A number without a name holds its place with spaces, so that no other colour moves up.
    """
    named = {colour.slot: colour.name for colour in data.colours}
    return [named.get(slot, " " * (slot + 1)) for slot in range(max(named, default=REST) + 1)]
