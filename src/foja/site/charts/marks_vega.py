"""The tree ring and trainings along time as Vega-Lite: every mark in the place where it is drawn.

The layout of a tree ring is no transform that Vega knows; its file holds the places reckoned here,
with what each mark stands for, so that any program of Vega's draws the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts.ring_layout import COSINES, SINES, SIZE
from foja.site.charts.ring_svg import LETTERS, named
from foja.site.charts.scatter import ORIGIN, ZERO, zero_text
from foja.site.charts.scatter_svg import HEIGHT, LEFT, radius_of
from foja.site.charts.sheet_svg import MARGIN, WIDTH
from foja.site.charts.theme import COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.charts.marks import Mark
    from foja.site.charts.model import Spec
    from foja.site.charts.ring import RingData
    from foja.site.charts.scatter import ScatterData
    from foja.site.charts.series import Drawn
    from foja.site.language import Language

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.1.0.json"
LINE_STEP: Final = 2
"""Of the places of a year's line, every second is written."""


def ring_spec(data: RingData) -> Spec:
    """Return the tree ring: the years' lines, a circle for each mark, the years' names."""
    layout, palette = data.layout, COLOURS["light"]
    across, down = layout.middle
    colours = {one.slot: one.name for one in data.colours}
    lines = [
        {
            "x": round(across + band.outer[place] * SINES[place], 1),
            "y": round(down - band.outer[place] * COSINES[place], 1),
            "year": band.year,
            "place": number,
            "reported": band.reported,
        }
        for band in layout.bands
        # A line ends where it began.
        for number, place in enumerate([*range(0, len(band.outer), LINE_STEP), 0])
    ]
    marks = [
        {
            **_told(mark, colours),
            "x": round(layout.x[place], 1),
            "y": round(layout.y[place], 1),
            "size": round((2 * layout.radius[place]) ** 2, 2),
            "filled": bool(mark.students),
        }
        for place, mark in enumerate(data.marks)
    ]
    place_of: dict[str, Any] = {"x": _pixels("x", SIZE), "y": _pixels("y", SIZE, reverse=True)}
    encoding: dict[str, Any] = {
        **place_of,
        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
        "color": _colour(data.colours),
        "tooltip": _TOOLTIP,
    }
    return {
        "$schema": SCHEMA,
        "width": SIZE,
        "height": SIZE,
        "layer": [
            {
                "data": {"name": "years"},
                "mark": {
                    "type": "line",
                    "color": palette.line,
                    "strokeWidth": 1,
                    "aria": False,
                    "interpolate": "linear",
                },
                "encoding": {
                    **place_of,
                    "order": {"field": "place", "type": "quantitative"},
                    "detail": {"field": "year", "type": "ordinal"},
                    "strokeDash": {
                        "field": "reported",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": [True, False], "range": [[1, 0], [7, 6]]},
                    },
                },
            },
            *(
                {
                    "data": {"name": "marks"},
                    "transform": [{"filter": "datum.filled" if filled else "!datum.filled"}],
                    "mark": {
                        "type": "circle" if filled else "point",
                        "filled": filled,
                        "opacity": 1,
                        # Only what has no students is a line around nothing.
                        "strokeWidth": 0 if filled else round(layout.unit / 4, 2),
                    },
                    "encoding": encoding,
                }
                for filled in (True, False)
            ),
            {
                "data": {"name": "names"},
                "mark": {"type": "text", "fontSize": LETTERS, "aria": False},
                "encoding": place_of | {"text": {"field": "year"}},
            },
        ],
        "datasets": {
            "years": lines,
            "marks": marks,
            "names": [
                {"x": across, "y": round(down - band.label, 1), "year": str(band.year)}
                for band in named(layout)
            ],
        },
    }


def scatter_spec(data: ScatterData, language: Language) -> Spec:
    """Return trainings along time: a circle for each at its first day, dollars or students up."""
    colours = {one.slot: one.name for one in data.colours}
    values = [(tick.at, tick.text) for tick in data.values]
    if data.has_zero:
        values.insert(0, (ZERO, zero_text(data, language)))
    texts = ", ".join(f"'{at:.4f}': '{text}'" for at, text in values)
    days = [(tick.at, tick.text) for tick in data.days]
    years = ", ".join(f"'{at:.4f}': '{text}'" for at, text in days)
    return {
        "$schema": SCHEMA,
        "width": WIDTH - 2 * MARGIN - LEFT,
        "height": HEIGHT,
        "layer": [
            {
                "data": {"name": "marks"},
                "mark": {
                    "type": "circle",
                    "size": (2 * radius_of(len(data.marks))) ** 2,
                    "opacity": 0.75,
                },
                "encoding": {
                    "x": _axis("x", [at for at, _ in days], years, grid=False),
                    "y": _axis("y", [at for at, _ in values], texts, grid=True),
                    "color": _colour(data.colours),
                    "tooltip": [{"field": "start_date"}, *_TOOLTIP],
                },
            }
        ],
        "datasets": {
            "marks": [
                {
                    **_told(mark, colours),
                    "start_date": _day(mark),
                    "x": round(x, 5),
                    "y": round(y, 5),
                }
                for mark, x, y in zip(data.marks, data.x, data.y, strict=True)
            ]
        },
    }


_TOOLTIP: Final = [{"field": name} for name in ("name", "unit", "year", "students", "cost_usd")]


def _told(mark: Mark, colours: dict[int, str]) -> dict[str, Any]:
    return {
        "key": mark.key,
        "name": mark.name,
        "unit": mark.unit,
        "year": mark.year,
        "students": mark.students,
        "cost_usd": mark.cost,
        "colour": colours.get(mark.slot, ""),
    }


def _day(mark: Mark) -> str:
    return (ORIGIN + timedelta(mark.start or 0)).isoformat()


def _colour(colours: Sequence[Drawn]) -> dict[str, Any]:
    series = COLOURS["light"].series
    return {
        "field": "colour",
        "type": "nominal",
        "title": None,
        "scale": {
            "domain": [one.name for one in colours],
            "range": [series[one.slot] for one in colours],
        },
        "legend": {"orient": "top", "symbolType": "circle", "columns": 3, "labelLimit": 0},
    }


def _pixels(field: str, most: float, *, reverse: bool = False) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, most], "nice": False, "reverse": reverse},
    }


def _axis(field: str, values: list[float], words: str, *, grid: bool) -> dict[str, Any]:
    """Return an axis from 0 to 1 whose values are named by the words of an object of Vega's."""
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {
            "values": values,
            "labelExpr": f"{{{words}}}[format(datum.value, '.4f')]",
            "labelOverlap": "greedy",
            "grid": grid,
            "domain": not grid,
            "ticks": not grid,
        },
    }
