"""Charts along the fiscal years: spending stacked by programme, and students."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from foja.measures.training import reported_years
from foja.site.charts import words
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts
from foja.site.charts.theme import SERIES, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foja.measures.figures import Cube, Figures, Key
    from foja.site.charts.model import Question, Spec

Measure = Literal["cost_usd", "students"]
HEIGHT = 300
LETTER = 6.6
"""Width in pixels of a letter in a legend, taken amply."""
SHORT_WHERE_NARROW = (
    f"length(datum.label) * {LETTER} + 24 < width ? datum.label : "
    "indexof(datum.label, '(') > 0 "
    "? slice(datum.label, indexof(datum.label, '(') + 1, length(datum.label) - 1) "
    ": split(datum.label, ':')[0]"
)
"""On a phone a long name is said by its code, which stands in brackets or before a colon."""


@dataclass(frozen=True, slots=True)
class YearsData:
    """What a chart along the years shows.

    `years` is every fiscal year of the axis, `gaps` those of them without a report, `unmatched`
    those whose report prints nothing that the choice could match; `by_year` the sums, None where a
    year prints no value; `programs` every programme, most dollars first.
    """

    measure: Measure
    years: list[int]
    gaps: list[int]
    unmatched: list[int]
    by_year: dict[int, Decimal | int | None]
    by_program: dict[tuple[Key, Key], Figures]
    programs: list[str | None]

    @property
    def printed(self) -> dict[int, Decimal | int]:
        """The years that print a value above zero."""
        return {year: value for year, value in self.by_year.items() if value}

    @property
    def peak(self) -> int | None:
        """The first of the years with the highest value; None where there is none."""
        return max(self.printed, key=lambda year: (self.printed[year], -year), default=None)


def gather(question: Question, measure: Measure) -> YearsData:
    """Collect what the chart shows from the cells of the question's cube."""
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
    return YearsData(
        measure=measure,
        years=years,
        gaps=[year for year in years if year not in covered | unmatched],
        unmatched=[year for year in years if year in unmatched],
        by_year={
            year: _value(sums[year], measure) if year in sums else 0
            for year in years
            if year in covered
        },
        by_program=chosen.by_two("fiscal_year", "program"),
        programs=_ranked(question, chosen, measure),
    )


def _value(figures: Figures, measure: Measure) -> Decimal | int | None:
    return figures.cost_usd if measure == "cost_usd" else figures.students


def _ranked(question: Question, chosen: Cube, measure: Measure) -> list[str | None]:
    """Order the programmes by the country's whole record, so that colours outlive a filter."""
    whole = question.cube.by("program")
    codes = [code for code in chosen.by("program") if code is None or isinstance(code, str)]
    return sorted(codes, key=lambda code: (-(_value(whole[code], measure) or 0), code or ""))


def texts(question: Question, data: YearsData) -> ChartTexts:
    """Return the words around the chart."""
    title = _title(question, data)
    source = words.source(question)
    subtitle = words.sentences(_unit(question, data), words.restrictions(question))
    return ChartTexts(title, subtitle, source, words.sentences(f"{title}.", subtitle))


def _title(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    place = question.place
    spending = data.measure == "cost_usd"
    if not data.by_year:
        return _("%(country)s: no report for these fiscal years", country=place)
    last = max(data.by_year)
    peak = data.peak
    if peak is None:
        years = words.years_of(min(data.by_year), last)
        if spending:
            return _(
                "%(country)s: no cost printed, fiscal years %(years)s", country=place, years=years
            )
        return _("%(country)s: no students, fiscal years %(years)s", country=place, years=years)
    now = _sum_in_words(question, data, data.by_year[last] or 0)
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


def _sum_in_words(question: Question, data: YearsData, value: Decimal | int) -> str:
    language = question.language
    if data.measure == "cost_usd":
        return words.amount(value, language)
    return language.ngettext("%(num)s student", "%(num)s students", int(value))


def _unit(question: Question, data: YearsData) -> str:
    _ = question.language.gettext
    if data.measure == "students":
        return _("Students per fiscal year; one person on two courses counts twice.")
    unit = words.dollar_scale(_most(data), question.language).unit
    return _("%(unit)s per fiscal year, by programme, as printed.", unit=unit)


def _most(data: YearsData) -> Decimal:
    return Decimal(max(data.printed.values(), default=0))


def table(question: Question, data: YearsData) -> ChartTable:
    """Return the same as a table: a row for each fiscal year, a column for each programme."""
    language = question.language
    _ = language.gettext
    spending = data.measure == "cost_usd"
    write = cache(language.money if spending else language.number)
    columns = [
        ChartColumn(_("Fiscal year")),
        ChartColumn(_("All programmes") if spending else _("Students"), numeric=True),
    ]
    programs = data.programs if spending else []
    columns.extend(
        ChartColumn(words.program_name(code, question.names, language), numeric=True)
        for code in programs
    )
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
        cells.extend(ChartCell(write(_of(data, year, code)), numeric=True) for code in programs)
        rows.append(cells)
    return ChartTable(columns, rows)


def _of(data: YearsData, year: int, code: str | None) -> Any:  # noqa: ANN401 - dollars or students
    figures = data.by_program.get((year, code))
    return 0 if figures is None else _value(figures, data.measure)


def csv_rows(question: Question, data: YearsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: plain numbers, one row for each bar drawn or not."""
    if data.measure == "students":
        rows: list[list[Any]] = [[year, data.by_year.get(year)] for year in data.years]
        return ["fiscal_year", "students"], rows
    rows = [
        [
            year,
            code,
            words.program_name(code, question.names, question.language),
            _of(data, year, code),
        ]
        for year in data.by_year
        for code in data.programs
        if (year, code) in data.by_program
    ]
    return ["fiscal_year", "program", "program_name", "cost_usd"], rows


def bars(question: Question, data: YearsData) -> list[dict[str, Any]]:
    """Return the rows that the bars are drawn from, each with its link and its words."""
    language = question.language
    _ = language.gettext
    drawn: list[dict[str, Any]] = []

    def bar(year: int, series: str, rank: int, value: Decimal | int, written: str) -> None:
        drawn.append(
            {
                "year": year,
                "series": series,
                "rank": rank,
                "value": float(value),
                "href": question.link(question.filters.in_year(year)),
                "text": f"{year}, {series}: {written}" if series else f"{year}: {written}",
            }
        )

    if data.measure == "students":
        for year, value in data.printed.items():
            written = language.ngettext("%(num)s student", "%(num)s students", int(value))
            bar(year, "", 0, value, written)
        return drawn
    named, rest = series(data)
    for year in data.by_year:
        for rank, code in enumerate(named):
            value = _of(data, year, code)
            if value:
                name = words.program_name(code, question.names, language)
                bar(year, name, rank, value, language.money(value))
        others = sum((_of(data, year, code) or Decimal(0) for code in rest), Decimal(0))
        if others:
            bar(year, _("Other programmes"), len(named), others, language.money(others))
    return drawn


def series(data: YearsData) -> tuple[list[str | None], list[str | None]]:
    """Return the programmes with a colour of their own, and the rest, which share one."""
    if len(data.programs) <= SERIES + 1:
        return data.programs, []
    return data.programs[:SERIES], data.programs[SERIES:]


def spec(question: Question, data: YearsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    import altair as alt  # noqa: PLC0415 - a third of a second, wanted by charts alone

    from foja.site.charts.layers import gap_layers, with_data  # noqa: PLC0415 - as Altair

    _ = question.language.gettext
    scale = words.dollar_scale(_most(data), question.language)
    divisor = scale.divisor if data.measure == "cost_usd" else 1
    domain = data.years
    x = alt.X(
        "year:O",
        title=_("Fiscal year"),
        scale=alt.Scale(domain=domain, paddingInner=0.22, paddingOuter=0.12),
        axis=alt.Axis(labelAngle=0, grid=False, labelOverlap="greedy", ticks=False),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domainMin=0),
        axis=alt.Axis(
            labelExpr=f"format(datum.value / {divisor}, ',~f')",
            domain=False,
            ticks=False,
            tickCount=5,
            tickMinStep=1,
        ),
    )
    stacked = data.measure == "cost_usd"
    bar = alt.Chart(alt.NamedData(name="bars")).mark_bar(
        cursor="pointer", style="segment" if stacked else "single"
    )
    shared = {
        "x": x,
        "y": y.stack("zero"),
        "href": "href:N",
        "description": "text:N",
        "tooltip": "text:N",
    }
    if stacked:
        names = _legend(question, data)
        # Names stand in two columns where the longest, with its square, fits into one whole.
        narrow = 2 * (max(map(len, names), default=0) * LETTER + 30)
        color = alt.Color(
            "series:N",
            title=None,
            sort=names,
            scale=alt.Scale(domain=names),
            legend=alt.Legend(
                orient="top",
                direction="horizontal",
                columns=alt.ExprRef(f"width < {narrow:.0f} ? 1 : 2"),
                labelLimit=alt.ExprRef("width - 24"),
                labelExpr=SHORT_WHERE_NARROW,
                symbolLimit=0,
            ),
        )
        bar = bar.encode(**shared, color=color, order="rank:Q")
    else:
        bar = bar.encode(**shared)
    label = (
        alt.Chart(alt.NamedData(name="labels"))
        .mark_text(dy=-7, style="sum", aria=False)
        .encode(x=x, y=y, text="text:N")
    )
    layers = alt.layer(*gap_layers(x), bar, label)
    made = layers.properties(width=WIDTH, height=HEIGHT).to_dict()
    return with_data(
        made,
        bars=bars(question, data),
        labels=_labels(question, data, divisor),
        gaps=[
            *({"year": year, "text": _("not read")} for year in data.gaps),
            *({"year": year, "text": _("not printed")} for year in data.unmatched),
        ],
    )


def _legend(question: Question, data: YearsData) -> list[str]:
    named, rest = series(data)
    names = [words.program_name(code, question.names, question.language) for code in named]
    return [*names, question.language.gettext("Other programmes")] if rest else names


def _labels(question: Question, data: YearsData, divisor: int) -> list[dict[str, Any]]:
    """Return the sums written above bars: the highest, and the last year's."""
    language = question.language
    marked: Iterable[int | None] = {data.peak, max(data.by_year, default=None)}
    labels = []
    for year in sorted(year for year in marked if year is not None):
        value = data.by_year[year]
        if value is None:
            continue
        short = round(Decimal(value) / divisor, 1 if divisor > 1 else 0)
        labels.append({"year": year, "value": float(value), "text": language.number(short)})
    return labels
