"""Charts along the years: spending and students, each divided by what the reader chose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from foja.measures.prices import BASE_YEAR
from foja.measures.training import reported_years
from foja.site.charts import words
from foja.site.charts.model import (
    ChartCell,
    ChartColumn,
    ChartTable,
    LegendEntry,
)
from foja.site.charts.room import room
from foja.site.charts.series import (
    Drawn,
    Measure,
    amount_of,
    choosing,
    dimension_of,
    divide,
    drawn,
    priced,
)
from foja.site.charts.theme import REST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from foja.site.charts.model import Question
    from foja.site.charts.series import Amount, Divided

SHARE_DECIMALS: Final = 4
"""Places of a share in a file."""


@dataclass(frozen=True, slots=True)
class YearsData:
    """What a chart along the years shows.

    `years` is every year of the axis, `gaps` those of them without a report, `unmatched` those
    whose report prints nothing that the choice could match, `unpriced` those whose dollars no price
    index makes comparable; `by_year` the sums, None where a year prints no value; `divided` the
    same by the values of what the chart is coloured by, and `colours` what is drawn in one colour
    each. Dollars at the prices of one year are not rounded.
    """

    measure: Measure
    years: list[int]
    gaps: list[int]
    unmatched: list[int]
    unpriced: list[int]
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

    def share(self, year: int, colour: Drawn) -> Decimal | None:
        """Return what a colour has of each hundred of a year; None where the year prints none."""
        return share_of(self.of(year, colour), self.by_year[year])


def peak_of(printed: Mapping[int, Decimal | int]) -> int | None:
    """Return the first of the years with the highest value; None where there is none."""
    return max(printed, key=lambda year: (printed[year], -year), default=None)


def last_of(question: Question, years: Collection[int]) -> int:
    """Return the last of the years that a report is of, else the last of all.

    By its first day a training may lie in a year that no report is of: one that began after its
    report's year says nothing of the year it began in. Raises ValueError where there is no year.
    """
    return max([year for year in years if year in question.covered] or years)


def share_of(part: Amount, whole: Amount) -> Decimal | None:
    """Return a part in per cent of the whole; None where either is unknown or the whole is zero."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


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
    sums = {
        year: priced(question, cast("int | None", year), figures)
        for year, figures in chosen.by("fiscal_year").items()
    }
    divided = divide(question)
    unpriced = set()
    if question.prices is not None and measure == "cost_usd":
        unpriced = covered - set(question.prices)
    return YearsData(
        measure=measure,
        years=years,
        gaps=[year for year in years if year not in covered | unmatched],
        unmatched=[year for year in years if year in unmatched],
        unpriced=[year for year in years if year in unpriced],
        by_year={
            year: amount_of(sums[year], measure) if year in sums else 0
            for year in years
            if year in covered - unpriced
        },
        divided=divided,
        colours=drawn(divided.values, words.rest(question)),
    )


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
    _ = question.language.gettext
    write = _writer(question, data)
    values = data.divided.values
    columns = [
        ChartColumn(_("Fiscal year")),
        ChartColumn(_all_together(question, data), numeric=True),
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
            why = _why_not(question, data, year)
            rows.append([ChartCell(str(year)), ChartCell(why, numeric=True), *empty])
            continue
        address = question.link(question.filters.in_year(year))
        cells = [
            ChartCell(_year_name(question, year), address=address),
            ChartCell(write(data.by_year[year], None), numeric=True),
        ]
        whole = data.by_year[year] if question.by_share else None
        cells.extend(
            ChartCell(
                write(data.divided.amount(year, value.code, data.measure), whole), numeric=True
            )
            for value in values
        )
        rows.append(cells)
    return ChartTable(columns, rows)


def _writer(question: Question, data: YearsData) -> Callable[[Amount, Amount], str]:
    """Return what writes an amount; of a whole, its share first and the amount in brackets."""
    language = question.language
    write = language.sum_of_money if data.measure == "cost_usd" else language.number

    @cache
    def written(amount: Amount, whole: Amount) -> str:
        share = share_of(amount, whole)
        if share is None:
            return write(amount)
        return f"{words.percent(share, language)} ({write(amount)})"

    return written


def _all_together(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    if data.measure == "cost_usd" and question.prices is not None:
        return _("All together, dollars at %(base)s prices", base=BASE_YEAR)
    return _("All together")


def _why_not(question: Question, data: YearsData, year: int) -> str:
    """Say why a year of the table has no figure."""
    _ = question.language.gettext
    if year in data.unpriced:
        return _("no price index yet")
    return _("not printed") if year in data.unmatched else _("no report here")


def _year_name(question: Question, year: int) -> str:
    regions = question.partial.get(year)
    return f"{year} ({regions})" if regions else str(year)


def csv_rows(question: Question, data: YearsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers, one row for each year and value."""
    by = dimension_of(question).key
    year_name = "calendar_year" if question.filters.year_basis == "calendar" else "fiscal_year"
    rows: list[list[Any]] = []
    for year, whole in data.by_year.items():
        for value in data.divided.values:
            if (year, value.code) not in data.divided.cells:
                continue
            amount = data.divided.amount(year, value.code, data.measure)
            row = [year, "; ".join(value.codes), value.name, words.exact(amount, question)]
            if question.by_share:
                share = share_of(amount, whole)
                row.append(None if share is None else round(share, SHARE_DECIMALS))
            rows.append(row)
    names = [year_name, by, f"{by}_name", words.column(question, data.measure)]
    return [*names, "percent_of_year"] if question.by_share else names, rows


def bars(question: Question, data: YearsData) -> list[dict[str, Any]]:
    """Return the rows that the bars are drawn from, each with its link and its words."""
    language = question.language
    made: list[dict[str, Any]] = []
    for year in data.by_year:
        regions = question.partial.get(year, "")
        for rank, colour in enumerate(data.colours):
            value = data.of(year, colour)
            if not value:
                continue
            share = data.share(year, colour) if question.by_share else None
            written = words.counted(value, data.measure, question)
            if share is not None:
                written = f"{words.percent(share, language)} ({written})"
            made.append(
                {
                    "year": year,
                    "series": colour.name,
                    "rank": rank,
                    "value": float(value if share is None else share),
                    "href": question.link(choosing(question, colour.codes).in_year(year)),
                    "text": f"{year}, {colour.name}: {written}{f' ({regions})' if regions else ''}",
                    **({"pale": True} if regions else {}),
                }
            )
    return made


def in_part(question: Question, data: YearsData) -> list[dict[str, Any]]:
    """Return what is written above the bars of years of which only some regions were read."""
    _ = question.language.gettext
    return [
        {
            "year": year,
            "value": float((100 if value else 0) if question.by_share else value or 0),
            "text": _("in part"),
            "regions": regions,
        }
        for year, regions in question.partial.items()
        if (value := data.by_year.get(year)) is not None
    ]


def labels(question: Question, data: YearsData, divisor: int) -> list[dict[str, Any]]:
    """Return the sums written above bars: the highest, and the last year's.

    Bars of a hundred have none.
    """
    if question.by_share:
        return []
    marked = {peak_of(data.printed), last_of(question, data.by_year) if data.by_year else None}
    made = []
    heights = {year: float(data.by_year.get(year) or 0) for year in data.years}
    # Above a year in part stands that it is one.
    for year in sorted(
        year for year in marked if year is not None and year not in question.partial
    ):
        value = data.by_year[year]
        if value is None:
            continue
        short = round(Decimal(value) / divisor, 1 if divisor > 1 else 0)
        text = question.language.number(short)
        made.append(
            {"year": year, "value": float(value), "text": text, "room": room(heights, year)}
        )
    return made


def names(data: YearsData) -> list[str]:
    """Return the names of the colours in the order of their numbers.

    A number without a name holds its place with spaces, so that no other colour moves up.
    """
    named = {colour.slot: colour.name for colour in data.colours}
    return [named.get(slot, " " * (slot + 1)) for slot in range(max(named, default=REST) + 1)]
