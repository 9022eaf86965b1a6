"""The drawing of small multiples as one file; the page draws its own panels, without a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts import multiples
from foja.site.charts.theme import WIDTH

if TYPE_CHECKING:
    from foja.site.charts.model import Question, Spec
    from foja.site.charts.multiples import PanelsData

COLUMNS: Final = 3
SPACE: Final = 46
"""Pixels between two panels, where the numbers of the scale stand."""
HEIGHT: Final = 92
LETTERS: Final = 30
"""Letters in a line of a panel's title."""


def spec(question: Question, data: PanelsData) -> Spec:
    """Return the chart without its texts and settings, data in place."""
    import altair as alt  # noqa: PLC0415 - a third of a second, wanted by charts alone

    from foja.site.charts.layers import with_data  # noqa: PLC0415 - as Altair

    divisor = multiples.divisor_of(question, data)
    years = data.along.years
    titles = [_title(panel.value.name) for panel in data.panels]
    x = alt.X(
        "year:O",
        title=None,
        scale=alt.Scale(domain=years, paddingInner=0.2, paddingOuter=0.1),
        axis=alt.Axis(
            values=sorted({years[0], years[-1]}) if years else [],
            labelAngle=0,
            grid=False,
            ticks=False,
            labelOverlap=False,
        ),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, float(data.top)], nice=False),
        axis=alt.Axis(
            values=[0, float(data.top) / 2, float(data.top)],
            labelExpr=f"format(datum.value / {divisor}, ',~f')",
            domain=False,
            ticks=False,
        ),
    )
    gap = (
        alt.Chart(alt.NamedData(name="gaps"))
        .mark_bar(style="gap", opacity=0.5, aria=False)
        .encode(x=x, y=alt.value(0), y2=alt.value("height"))
    )
    bar = (
        alt.Chart()
        .mark_bar(cursor="pointer", style="single")
        .encode(x=x, y=y, href="href:N", description="text:N", tooltip="text:N")
    )
    made = (
        alt.layer(gap, bar)
        .properties(width=WIDTH / COLUMNS - SPACE, height=HEIGHT, data=alt.NamedData(name="bars"))
        .facet(
            facet=alt.Facet(
                "panel:N",
                title=None,
                sort=titles,
                header=alt.Header(labelAnchor="start", labelFontWeight="bold", labelPadding=4),
            ),
            columns=COLUMNS,
            spacing={"row": SPACE / 3, "column": SPACE - 12},
        )
        .to_dict()
    )
    return with_data(
        made, bars=_bars(question, data), gaps=[{"year": year} for year in data.unknown]
    )


def _bars(question: Question, data: PanelsData) -> list[dict[str, Any]]:
    """Return a row for each year of each panel; one without a value keeps its panel's place."""
    return [
        {
            "panel": _title(panel.value.name),
            "type": panel.value.code or "unclassified",
            "year": year,
            "value": float(value or 0),
            "href": panel.addresses.get(year, panel.address),
            "text": multiples.spoken(question, data, panel, year),
        }
        for panel in data.panels
        for year, value in panel.by_year.items()
    ]


def _title(name: str) -> str:
    return "\n".join(textwrap.wrap(name, LETTERS))
