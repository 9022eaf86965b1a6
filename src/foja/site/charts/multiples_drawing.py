"""The drawing of small multiples as one file; the page draws its own panels, without a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts import multiples
from foja.site.charts.layers import layer, leading_bar, named, pale, whole_height, with_data
from foja.site.charts.theme import WIDTH

if TYPE_CHECKING:
    from foja.site.charts.layers import Part
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
    divisor = multiples.divisor_of(question, data)
    years = data.along.years
    titles = [_title(panel.value.name) for panel in data.panels]
    x: Part = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": years, "paddingInner": 0.2, "paddingOuter": 0.1},
        "axis": {
            "values": sorted({years[0], years[-1]}) if years else [],
            "labelAngle": 0,
            "grid": False,
            "ticks": False,
            "labelOverlap": False,
        },
    }
    y: Part = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, float(data.top)], "nice": False},
        "axis": {
            "values": [0, float(data.top) / 2, float(data.top)],
            "labelExpr": f"format(datum.value / {divisor}, ',~f')",
            "domain": False,
            "ticks": False,
        },
    }
    gap = layer("gaps", "bar", {"style": "gap", "opacity": 0.5, "aria": False}, whole_height(x))
    shown = {**leading_bar(x, y), **({"opacity": pale()} if question.partial else {})}
    bar = layer(None, "bar", {"cursor": "pointer", "style": "single"}, shown)
    made = {
        "data": {"name": "bars"},
        "facet": {
            **named("panel"),
            "title": None,
            "sort": titles,
            "header": {"labelAnchor": "start", "labelFontWeight": "bold", "labelPadding": 4},
        },
        "spec": {"layer": [gap, bar], "width": WIDTH / COLUMNS - SPACE, "height": HEIGHT},
        "columns": COLUMNS,
        "spacing": {"row": SPACE / 3, "column": SPACE - 12},
    }
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
            **({"pale": True} if year in question.partial else {}),
        }
        for panel in data.panels
        for year, value in panel.by_year.items()
    ]


def _title(name: str) -> str:
    return "\n".join(textwrap.wrap(name, LETTERS))
