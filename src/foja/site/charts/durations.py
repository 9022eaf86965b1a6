"""How long trainings were: a bar for each class of lengths, divided as the reader chose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from foja.measures.durations import Days, Span, added, ask_days_by, span_of
from foja.site.charts import words
from foja.site.charts.layers import whole_ticks
from foja.site.charts.model import ChartCell, ChartColumn, ChartTable, ChartTexts, LegendEntry
from foja.site.charts.room import ROOM
from foja.site.charts.series import choosing, coder, dimension_of, divide, drawn
from foja.site.charts.theme import REST, WIDTH
from foja.site.length_words import length_name
from foja.site.reading import PLANNED
from foja.tables.lengths import LENGTHS
from foja.tables.selection import UNKNOWN

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec
    from foja.site.charts.series import Drawn, Value

HEIGHT: Final = 300


@dataclass(frozen=True, slots=True)
class DurationsData:
    """What the chart shows: the days of each value, and of all together.

    `by_value` is keyed by the code of a `Value`; `colours` are those that have some training.
    """

    by_value: dict[str, Days]
    whole: Span
    values: list[Value]
    colours: list[Drawn]

    def count(self, code: str, length: str | None) -> int:
        """Return a value's trainings of a class of lengths; of None, those without a length."""
        days = self.by_value.get(code, {})
        if length is None:
            return days.get(None, 0)
        least, most = next((one.least, one.most) for one in LENGTHS if one.code == length)
        return sum(
            count
            for one, count in days.items()
            if one is not None and one >= least and (most is None or one <= most)
        )


def gather(question: Question) -> DurationsData:
    """Count the days of the chosen trainings by the values that the chart is divided by."""
    code_of = coder(question)
    parts: dict[str, list[Days]] = {}
    column = dimension_of(question).column
    for value, days in ask_days_by(question.tables, question.filters, column).items():
        parts.setdefault(code_of(value), []).append(days)
    by_value = {code: added(days) for code, days in parts.items()}
    divided = divide(question)
    values = [value for value in divided.values if value.code in by_value]
    return DurationsData(
        by_value,
        span_of(added(list(by_value.values()))),
        values,
        drawn(values, words.rest(question)),
    )


def texts(question: Question, data: DurationsData) -> ChartTexts:
    """Return the words around the chart."""
    language = question.language
    _ = language.gettext
    unit = _(
        "Trainings by their days, the first and the last included, %(by)s.",
        by=words.by_what(question),
    )
    brief = words.sentences(unit, words.restrictions(question))
    title = _title(question, data)
    subtitle = words.sentences(brief, without(question, data.whole))
    return ChartTexts(
        title, subtitle, words.source(question), words.sentences(f"{title}.", subtitle), brief
    )


def _title(question: Question, data: DurationsData) -> str:
    _ = question.language.gettext
    span = data.whole
    if span.median is None or span.lower is None or span.upper is None:
        if question.filters.stage == PLANNED:
            return _(
                "%(country)s: no training planned has two possible days", country=question.place
            )
        return _("%(country)s: no training chosen has two possible days", country=question.place)
    given = {
        "country": question.place,
        "trainings": words.trainings(span.counted, question),
        "days": question.language.ngettext("%(num)s day", "%(num)s days", int(span.median)),
    }
    if span.counted == 1:
        return _("%(country)s: %(trainings)s, of %(days)s", **given)
    return _("%(country)s: half of %(trainings)s lasted up to %(days)s", **given)


def without(question: Question, span: Span) -> str:
    """Count the trainings whose length nothing tells; empty where there is none."""
    if not span.without:
        return ""
    return question.language.ngettext(
        "%(num)s training has no length: one of its days is not printed, impossible, or its last "
        "day is before its first.",
        "%(num)s trainings have no length: one of their days is not printed, impossible, or their "
        "last day is before their first.",
        span.without,
    )


def _address(question: Question, codes: tuple[str, ...] | None, length: str) -> str:
    filters = question.filters if codes is None else choosing(question, codes)
    return question.link(replace(filters, lengths=(length,)))


def legend(question: Question, data: DurationsData) -> list[LegendEntry]:
    """Return the colours, each with the address of the choice of what it stands for."""
    return [
        LegendEntry(colour.name, colour.slot, question.link(choosing(question, colour.codes)))
        for colour in data.colours
        if any(data.count(value.code, one.code) for value in colour.values for one in LENGTHS)
    ]


def table(question: Question, data: DurationsData) -> ChartTable:
    """Return the same as a table: a row for each class, a column for each value."""
    language = question.language
    _ = language.gettext
    columns = [
        ChartColumn(_("Days")),
        ChartColumn(_("All together"), numeric=True),
        *(
            ChartColumn(
                value.name, numeric=True, address=question.link(choosing(question, value.codes))
            )
            for value in data.values
        ),
    ]
    rows = []
    for length in (*(one.code for one in LENGTHS), None):
        counts = [data.count(value.code, length) for value in data.values]
        code = length or UNKNOWN
        rows.append(
            [
                ChartCell(length_name(code, language), address=_address(question, None, code)),
                ChartCell(language.number(sum(counts)), numeric=True),
                *(ChartCell(language.number(count), numeric=True) for count in counts),
            ]
        )
    return ChartTable(columns, rows)


def csv_rows(question: Question, data: DurationsData) -> tuple[list[str], list[list[Any]]]:
    """Return column names and rows for CSV: a row for each class and value."""
    by = dimension_of(question).key
    names = ["days_from", "days_to", by, f"{by}_name", "trainings"]
    rows: list[list[Any]] = []
    for length in LENGTHS:
        rows.extend(
            [length.least, length.most, "; ".join(value.codes), value.name, count]
            for value in data.values
            if (count := data.count(value.code, length.code))
        )
    rows.extend(
        [None, None, "; ".join(value.codes), value.name, count]
        for value in data.values
        if (count := data.count(value.code, None))
    )
    return names, rows


def bars(question: Question, data: DurationsData) -> list[dict[str, Any]]:
    """Return the rows that the bars are drawn from, each with its link and its words."""
    made: list[dict[str, Any]] = []
    for place, length in enumerate(LENGTHS):
        name = length_name(length.code, question.language)
        for rank, colour in enumerate(data.colours):
            count = sum(data.count(value.code, length.code) for value in colour.values)
            if count:
                made.append(
                    {
                        "length": name,
                        "place": place,
                        "series": colour.name,
                        "rank": rank,
                        "value": count,
                        "href": _address(question, colour.codes, length.code),
                        "text": f"{name}, {colour.name}: {words.trainings(count, question)}",
                    }
                )
    return made


def spec(question: Question, data: DurationsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    names = {colour.slot: colour.name for colour in data.colours}
    domain = [names.get(slot, " " * (slot + 1)) for slot in range(max(names, default=REST) + 1)]
    lengths = [length_name(one.code, question.language) for one in LENGTHS]
    drawn_bars = bars(question, data)
    sums: dict[str, int] = {}
    for bar in drawn_bars:
        sums[bar["length"]] = sums.get(bar["length"], 0) + bar["value"]
    x = {
        "field": "length",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": lengths, "paddingInner": 0.18, "paddingOuter": 0.08},
        "axis": {
            "labelAngle": 0,
            "ticks": False,
            "labelOverlap": False,
            "labelFontSize": {"expr": f"{ROOM} < 330 ? 10 : 12"},
            # On a phone the number of days stands above its word, from above to.
            "labelExpr": f"{ROOM} < 600 "
            f"? split({ROOM} < 440 ? replace(datum.label, '\u2013', '\u2013 ') : datum.label, ' ') "
            ": datum.label",
        },
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": {
            "domain": False,
            "ticks": False,
            **whole_ticks(max(sums.values(), default=0)),
        },
    }
    there = {bar["series"] for bar in drawn_bars}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
        "width": WIDTH,
        "height": HEIGHT,
        "datasets": {
            "bars": drawn_bars,
            "sums": [
                {"length": name, "value": value, "text": question.language.number(value)}
                for name, value in sums.items()
            ],
        },
        "layer": [
            {
                "data": {"name": "bars"},
                "mark": {"type": "bar", "cursor": "pointer", "style": "segment"},
                "encoding": {
                    "x": x,
                    "y": {**y, "stack": "zero"},
                    "color": {
                        "field": "series",
                        "type": "nominal",
                        "title": None,
                        "sort": domain,
                        "scale": {"domain": domain},
                        "legend": {
                            "values": [name for name in domain if name in there],
                            "orient": "top",
                            "columns": 2,
                            "symbolLimit": 0,
                            "labelLimit": WIDTH / 2,
                        },
                    },
                    "order": {"field": "rank", "type": "quantitative"},
                    "href": {"field": "href", "type": "nominal"},
                    "description": {"field": "text", "type": "nominal"},
                    "tooltip": {"field": "text", "type": "nominal"},
                },
            },
            {
                "data": {"name": "sums"},
                "mark": {
                    "type": "text",
                    "dy": -7,
                    "style": "sum",
                    # Sums of five figures stand side by side on a phone too.
                    "fontSize": {"expr": "width < 400 ? 10 : 12"},
                    "fontWeight": {"expr": "width < 400 ? 'normal' : 'bold'"},
                    "aria": False,
                },
                "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
            },
        ],
    }
