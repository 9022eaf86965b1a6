"""The drawing of a chart along the years: stacked bars, its gaps, the sums above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.charts import words
from foja.site.charts.layers import (
    gap_layers,
    layer,
    leading_bar,
    named,
    pale,
    partial_layer,
    whole_ticks,
    with_data,
)
from foja.site.charts.room import where_there_is_room
from foja.site.charts.theme import WIDTH
from foja.site.charts.years import YearsData, bars, in_part, labels, names

if TYPE_CHECKING:
    from collections.abc import Collection

    from foja.site.charts.layers import Part
    from foja.site.charts.model import Question, Spec

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


def spec(question: Question, data: YearsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    _ = question.language.gettext
    scale = words.dollar_scale(data.most, question.language)
    divisor = scale.divisor if data.measure == "cost_usd" else 1
    drawn = bars(question, data)
    x: Part = {
        "field": "year",
        "type": "ordinal",
        "title": _("Fiscal year"),
        "scale": {"domain": data.years, "paddingInner": 0.22, "paddingOuter": 0.12},
        "axis": {"labelAngle": 0, "grid": False, "labelOverlap": "greedy", "ticks": False},
    }
    y: Part = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 100]} if question.by_share else {"domainMin": 0},
        "axis": {
            "labelExpr": "datum.value + '%'"
            if question.by_share
            else f"format(datum.value / {divisor}, ',~f')",
            "domain": False,
            "ticks": False,
            **whole_ticks(0 if question.by_share or data.measure == "cost_usd" else int(data.most)),
        },
    }
    bar = layer(
        "bars",
        "bar",
        {"cursor": "pointer", "style": "segment"},
        {
            **leading_bar(x, {**y, "stack": "zero"}),
            "color": _colour(names(data), {bar["series"] for bar in drawn}),
            "order": {"field": "rank", "type": "quantitative"},
            **({"opacity": pale()} if question.partial else {}),
        },
    )
    room = {"expr": where_there_is_room("text")}
    label = layer(
        "labels",
        "text",
        {"dy": -7, "style": "sum", "aria": False, "opacity": room},
        {"x": x, "y": y, "text": named("text")},
    )
    layers = [*gap_layers(x), bar, label]
    if question.partial:
        layers.append(partial_layer(x, y))
    made = {"layer": layers, "width": WIDTH, "height": HEIGHT}
    return with_data(
        made,
        **({"in_part": in_part(question, data)} if question.partial else {}),
        bars=drawn,
        labels=labels(question, data, divisor),
        gaps=[
            *({"year": year, "text": _("not read")} for year in data.gaps),
            *({"year": year, "text": _("not printed")} for year in data.unmatched),
            *({"year": year, "text": _("no price index yet")} for year in data.unpriced),
        ],
    )


def _colour(domain: list[str], there: Collection[str]) -> Part:
    """Encode what bars are divided by, and its names above the chart.

    A value without a bar keeps its colour, and has no place in the legend.
    """
    shown = [name for name in domain if name in there]
    # Names stand in two columns where the longest, with its square, fits into one whole.
    narrow = 2 * (max(map(len, shown), default=0) * LETTER + 30)
    return {
        "field": "series",
        "type": "nominal",
        "title": None,
        "sort": domain,
        "scale": {"domain": domain},
        "legend": {
            "values": shown,
            "orient": "top",
            "direction": "horizontal",
            "columns": {"expr": f"width < {narrow:.0f} ? 1 : 2"},
            "labelLimit": {"expr": "width - 24"},
            "labelExpr": SHORT_WHERE_NARROW,
            "symbolLimit": 0,
        },
    }
