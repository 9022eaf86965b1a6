"""The drawing of a chart along the years: stacked bars, its gaps, the sums above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.charts import words
from foja.site.charts.room import where_there_is_room
from foja.site.charts.theme import WIDTH
from foja.site.charts.years import YearsData, bars, in_part, labels, names

if TYPE_CHECKING:
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
    import altair as alt  # noqa: PLC0415 - a third of a second, wanted by charts alone

    from foja.site.charts.layers import (  # noqa: PLC0415 - as Altair
        PALE,
        gap_layers,
        partial_layers,
        with_data,
    )

    _ = question.language.gettext
    scale = words.dollar_scale(data.most, question.language)
    divisor = scale.divisor if data.measure == "cost_usd" else 1
    domain = data.years
    drawn = bars(question, data)
    domain_of_colours = names(data)
    x = alt.X(
        "year:O",
        title=_("Fiscal year"),
        scale=alt.Scale(domain=domain, paddingInner=0.22, paddingOuter=0.12),
        axis=alt.Axis(labelAngle=0, grid=False, labelOverlap="greedy", ticks=False),
    )
    scale_y = alt.Scale(domain=[0, 100]) if question.by_share else alt.Scale(domainMin=0)
    axis_y = alt.Axis(
        labelExpr="datum.value + '%'"
        if question.by_share
        else f"format(datum.value / {divisor}, ',~f')",
        domain=False,
        ticks=False,
        tickCount=5,
        tickMinStep=1,
    )
    y = alt.Y("value:Q", title=None, scale=scale_y, axis=axis_y)
    # Not `y.stack("zero")`: Altair's setters keep the object they are asked of where all threads
    # see it, so that one chart may be given the axis of another.
    stacked = alt.Y("value:Q", title=None, scale=scale_y, axis=axis_y, stack="zero")
    # A value without a bar keeps its colour, and has no place in the legend.
    there = {bar["series"] for bar in drawn}
    shown = [name for name in domain_of_colours if name in there]
    # Names stand in two columns where the longest, with its square, fits into one whole.
    narrow = 2 * (max(map(len, shown), default=0) * LETTER + 30)
    color = alt.Color(
        "series:N",
        title=None,
        sort=domain_of_colours,
        scale=alt.Scale(domain=domain_of_colours),
        legend=alt.Legend(
            values=shown,
            orient="top",
            direction="horizontal",
            columns=alt.ExprRef(f"width < {narrow:.0f} ? 1 : 2"),
            labelLimit=alt.ExprRef("width - 24"),
            labelExpr=SHORT_WHERE_NARROW,
            symbolLimit=0,
        ),
    )
    bar = (
        alt.Chart(alt.NamedData(name="bars"))
        .mark_bar(cursor="pointer", style="segment")
        .encode(
            x=x,
            y=stacked,
            href="href:N",
            description="text:N",
            tooltip="text:N",
            color=color,
            order="rank:Q",
            **({"opacity": PALE} if question.partial else {}),
        )
    )
    label = (
        alt.Chart(alt.NamedData(name="labels"))
        .mark_text(dy=-7, style="sum", aria=False, opacity=alt.ExprRef(where_there_is_room("text")))
        .encode(x=x, y=y, text="text:N")
    )
    layers = alt.layer(*gap_layers(x), bar, label)
    if question.partial:
        layers = alt.layer(*gap_layers(x), bar, label, *partial_layers(x, y))
    made = layers.properties(width=WIDTH, height=HEIGHT).to_dict()
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
