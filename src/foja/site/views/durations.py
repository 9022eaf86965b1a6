"""How long trainings were: their lengths in classes, and the medians of values and years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.measures.durations import Span, ask_days_by, span_of
from foja.site.charts import durations, words
from foja.site.charts.series import choosing
from foja.site.language import NOTHING
from foja.site.pages.charts import chart_of, shown_chart
from foja.site.views.links import divided_by, rows_address
from foja.site.views.model import Shown, View
from foja.tables.lengths import BY_CODE
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.measures.filters import Filters
    from foja.site.charts import ChartView
    from foja.site.charts.durations import DurationsData
    from foja.site.language import Language

NAME: Final = "durations"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table of medians: `address` chooses it, `rows` leads to those counted, if any."""

    name: str
    address: str
    rows: str
    counted: str
    without: str
    median: str
    middle: str
    longest: str


def _text(language: Language) -> str:
    return language.gettext("How long")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: how long U.S. training was", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    chart = chart_of(NAME, choice, shown.site, language, shown.asked)
    data: DurationsData = chart.data
    undated = choice.filtered(lengths=(UNKNOWN,))
    drawn = choice.filtered(lengths=tuple(BY_CODE)) if data.whole.without else choice
    return {
        "chart": shown_chart(chart, choice, language),
        "switches": [divided_by(choice, language)],
        "what": words.what(chart.question),
        "by_value": _values(shown, chart, data),
        "by_year": _years(shown, chart),
        "without": durations.without(chart.question, data.whole),
        "without_address": rows_address(undated, language),
        "rows_address": rows_address(drawn, language, sort="-start"),
    }


def _values(shown: Shown, chart: ChartView, data: DurationsData) -> list[Line]:
    question = chart.question
    whole = _line(
        shown, question.language.gettext("All together"), "", question.filters, data.whole
    )
    lines = []
    for value in data.values:
        filters = choosing(question, value.codes)
        span = span_of(data.by_value[value.code])
        lines.append(_line(shown, value.name, question.link(filters), filters, span))
    return [*lines, whole]


def _years(shown: Shown, chart: ChartView) -> list[Line]:
    question = chart.question
    by_year = ask_days_by(question.tables, question.filters, "year")
    lines = []
    for year in sorted(year for year in by_year if year is not None):
        filters = question.filters.in_year(year)
        lines.append(
            _line(shown, str(year), question.link(filters), filters, span_of(by_year[year]))
        )
    return lines


def _line(shown: Shown, name: str, address: str, filters: Filters, span: Span) -> Line:
    language = shown.language
    rows = shown.choice.shown(filters=filters)
    if filters.country is not None:
        rows = rows.shown(country=filters.country)
    if span.without:
        # The rows are those counted, not those without a length beside them.
        rows = rows.filtered(lengths=tuple(BY_CODE))
    return Line(
        name,
        address,
        rows_address(rows, language) if span.counted else "",
        language.number(span.counted),
        language.number(span.without),
        _days(span.median, language),
        NOTHING
        if span.lower is None or span.upper is None
        else language.gettext(
            "%(from)s to %(to)s",
            **{"from": _days(span.lower, language), "to": _days(span.upper, language)},
        ),
        _days(span.longest, language),
    )


def _days(days: float | None, language: Language) -> str:
    if days is None:
        return NOTHING
    return language.number(int(days) if days == int(days) else Decimal(str(round(days, 1))))


VIEW: Final = View(
    NAME, _text, _title, _build, styles=("css/views.css",), scripts=("js/charts.js",)
)
"""Lengths of trainings."""
