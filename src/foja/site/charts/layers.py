"""Parts that several charts draw with Altair, and data put where Altair does not look at it.

Altair checks every inline row against its schema, which takes longer than drawing the chart; so
charts name their data, and the finished dictionary receives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt

if TYPE_CHECKING:
    from foja.site.charts.model import Spec


def gap_layers(x: alt.X) -> list[alt.Chart]:
    """Mark the fiscal years of which nothing is known, so that nobody reads a zero there."""
    data = alt.NamedData(name="gaps")
    band = (
        alt.Chart(data)
        .mark_bar(style="gap", filled=False, strokeDash=[3, 3], aria=False)
        .encode(x=x, y=alt.value(0), y2=alt.value("height"))
    )
    word = (
        alt.Chart(data)
        .mark_text(style="gap-word", angle=270)
        .encode(x=x, y=alt.value(alt.expr("height / 2")), text="text:N", description="text:N")
    )
    return [band, word]


PALE: Final = alt.condition("datum.pale", alt.value(0.45), alt.value(1))
"""How strong a bar is drawn: pale where its year holds only some regions."""


def partial_layers(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Write above the bar of a year that it holds only some regions, so that nobody compares it."""
    word = (
        alt.Chart(alt.NamedData(name="in_part"))
        .mark_text(style="gap-word", angle=270, align="left", baseline="middle", dx=6)
        .encode(x=x, y=y, text="text:N", description="regions:N", tooltip="regions:N")
    )
    return [word]


def with_data(spec: Spec, **rows: list[dict[str, Any]]) -> Spec:
    """Put the rows of each named data set into a finished specification."""
    return {**spec, "datasets": rows}
