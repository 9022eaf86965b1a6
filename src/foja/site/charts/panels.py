"""Panels of series on one time axis: each drawing holds one unit and one scale.

A fiscal year's bar reaches from October to September, a calendar year's from January to December,
so that events stand at their day in every drawing. Vega reads axes and legends out in English,
whatever the page's language; each point says its year, series and value itself, so that those are
kept silent.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.site import cooperation_words as words
from foja.site.charts.finish import TEXT_WIDTH, finish
from foja.site.charts.model import ChartTexts
from foja.site.charts.room import ROOM
from foja.site.charts.theme import WIDTH, config
from foja.site.series_words import publisher_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foja.meaning.series_points import Event
    from foja.measures.cooperation import ShownPanel, ShownPoint, ShownSeries
    from foja.site.charts.model import Spec, Theme
    from foja.site.language import Language

HEIGHT: Final = 190
LOW: Final = 92
"""Heights in pixels of a drawing that stands alone, and of one of several accounts."""
MARGIN: Final = 58
"""Pixels left of every drawing, so that the years of all stand below each other."""
LANE: Final = 11
"""Pixels from one row of event numbers to the next."""
LETTER: Final = 7.0
"""Width in pixels of a letter in a legend."""
AXIS: Final = 60
"""Width in pixels of the figures beside a drawing."""
NARROW_LETTERS: Final = 30
"""Letters of a legend's line at the width of a small phone."""
OCTOBER: Final = 0.25
"""A fiscal year begins a quarter before the calendar year it is named for."""
NARROW_YEAR: Final = 1.25
"""Years that an event's number takes at the width of a phone."""
MOST_NUMBERS: Final = 20
"""A low drawing has the rules of more events, but not their numbers, which would tower over it."""
DAYS: Final = 365.25
LINE_HEIGHT: Final = 14
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its number in the list."""

    number: int
    event: Event

    @property
    def time(self) -> float:
        """The event's place on the axis of years; the middle of the month if that is all known."""
        day = self.event.date.timetuple().tm_yday - 1
        middle = 15 if self.event.precision == "month" else 0
        return round(self.event.date.year + (day + middle) / DAYS, 3)


@dataclass(frozen=True, slots=True)
class Frame:
    """One drawing of a panel: all its series, or one account of several."""

    name: str
    panel: ShownPanel
    series: tuple[ShownSeries, ...]
    alone: bool

    @property
    def bars(self) -> bool:
        """Whether the drawing has bars: one series, of amounts that belong to a year each."""
        return len(self.series) == 1 and self.series[0].definition.additive


def frames_of(panel: ShownPanel) -> tuple[Frame, ...]:
    """Return a panel's drawings.

    Accounts differ a hundredfold in size and are no other measure of each other, so that each has
    a drawing and a scale of its own; definitions of one thing are drawn together.
    """
    drawn = tuple(series for series in panel.series if series.points)
    if not drawn:
        return ()
    if len(drawn) > 1 and any(series.definition.account for series in drawn):
        return tuple(Frame(one.definition.key, panel, (one,), alone=False) for one in drawn)
    return (Frame(panel.key, panel, drawn, alone=True),)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all drawings of a page share: language, years, events, and where a point leads."""

    language: Language
    first: int
    last: int
    events: Sequence[NumberedEvent]
    link: Callable[[ShownSeries, ShownPoint], str]
    source: str

    def texts(self, frame: Frame) -> ChartTexts:
        """Return the words around a drawing."""
        axis = self.axis(frame)
        title = self.title(frame)
        publishers = dict.fromkeys(
            publisher_of(one.definition, self.language) for one in frame.series
        )
        return ChartTexts(
            title,
            f"{axis.unit}, {words.years_text(frame.panel, self.language)}.",
            self.language.gettext(
                "Sources: %(publishers)s. %(foja)s",
                publishers="; ".join(publishers),
                foja=self.source,
            ),
            f"{title}. {words.description_of(frame.series, frame.panel, self.language)}",
        )

    def title(self, frame: Frame) -> str:
        """Return a drawing's title: the panel's, or the account's."""
        if frame.alone:
            return words.title_of(frame.panel, self.language)
        return words.name_of(frame.series[0].definition, self.language)

    def axis(self, frame: Frame) -> words.Axis:
        """Return what the drawing's axis counts in."""
        most = max(abs(point.value) for one in frame.series for point in one.points)
        return words.axis_of(frame.panel.unit, Decimal(most), self.language)

    def spec(self, frame: Frame, theme: Theme = "light") -> Spec:
        """Return the Vega-Lite specification of one drawing."""
        made = self._layered(frame, "")
        return finish(made, self.texts(frame), theme, self.language)

    def sheet(self, frames: Sequence[Frame], texts: ChartTexts, theme: Theme = "light") -> Spec:
        """Return several drawings below each other as one picture, without links."""
        views: list[Spec] = []
        datasets: dict[str, Any] = {}
        for place, frame in enumerate(frames):
            view = self._layered(frame, f"{place}-")
            datasets.update(view.pop("datasets"))
            own = self.texts(frame)
            for layer in view["layer"]:
                layer["encoding"].pop("href", None)
            views.append(
                {
                    **view,
                    "title": {
                        "text": own.title,
                        "subtitle": own.subtitle,
                        "fontSize": 14,
                        "subtitleFontSize": 11,
                        "offset": 8,
                    },
                }
            )
        lines = _wrapped(texts.source)
        views.append(
            {
                "data": {"values": [{}]},
                "width": WIDTH,
                "height": LINE_HEIGHT * len(lines),
                "mark": {
                    "type": "text",
                    "style": "source",
                    "align": "left",
                    "baseline": "top",
                    "text": lines,
                },
                "encoding": {"x": {"value": 0}, "y": {"value": 0}},
            }
        )
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
            "description": texts.description,
            "title": {"text": _wrapped(texts.title), "subtitle": _wrapped(texts.subtitle)},
            "vconcat": views,
            "spacing": 22,
            "resolve": {"scale": dict.fromkeys(("color", "shape", "stroke"), "independent")},
            "datasets": datasets,
            "config": config(theme, self.language),
        }

    def points(self, frame: Frame) -> list[dict[str, Any]]:
        """Return the rows that a drawing is made from: one for each point, with its link."""
        offset = OCTOBER if frame.panel.basis == "fiscal" else 0.0
        rows = []
        for rank, one in enumerate(frame.series):
            name = words.name_of(one.definition, self.language)
            segment, before = 0, None
            for point in one.points:
                # No line runs over a year that the source does not have.
                segment += before != point.year - 1
                before = point.year
                status = words.status_name(point.status, self.language)
                value = words.value_text(point.value, frame.panel.unit, self.language)
                year = words.year_name(point.year, frame.panel, self.language)
                rows.append(
                    {
                        "key": one.definition.key,
                        "year": point.year,
                        "from": point.year - offset,
                        "middle": point.year - offset + 0.5,
                        "to": point.year - offset + 1,
                        "series": name,
                        "rank": rank,
                        "segment": f"{rank}.{segment}",
                        "value": float(point.value),
                        "hollow": point.status in words.NOT_SETTLED,
                        "href": self.link(one, point),
                        "text": f"{year}, {name}: {value} ({status})",
                    }
                )
        return rows

    @property
    def _lanes(self) -> int:
        return 1 + max((row["lane"] for row in self._marks()), default=-1)

    def _marks(self) -> list[dict[str, Any]]:
        """Return the events' rules and numbers, the numbers in rows where they would touch."""
        ends: list[float] = []
        rows = []
        for each in self.events:
            lane = next(
                (n for n, end in enumerate(ends) if each.time >= end + NARROW_YEAR), len(ends)
            )
            ends[lane : lane + 1] = [each.time]
            date = words.event_date(each.event, self.language)
            rows.append(
                {
                    "time": each.time,
                    "lane": lane,
                    "height": -6 - LANE * lane,
                    "number": str(each.number),
                    "href": f"#event-{each.event.event}",
                    "text": f"{date}: {words.event_text(each.event, self.language)}",
                }
            )
        return rows

    def _layered(self, frame: Frame, prefix: str) -> Spec:
        points, events = f"{prefix}points", f"{prefix}events"
        layers = self._event_layers(events)
        if not frame.alone and len(self.events) > MOST_NUMBERS:
            layers = layers[:1]
        layers.extend(self._bars(frame, points) if frame.bars else self._lines(frame, points))
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
            "width": WIDTH,
            "height": HEIGHT if frame.alone else LOW,
            "layer": layers,
            "datasets": {points: self.points(frame), events: self._marks()},
        }

    def _x(self, field: str) -> dict[str, Any]:
        years = range(self.first, self.last + 1)
        return {
            "field": field,
            "type": "quantitative",
            "title": None,
            "scale": {
                "domain": [self.first - OCTOBER, self.last + 1],
                "nice": False,
                "zero": False,
            },
            "axis": {
                "values": [year + 0.5 for year in years],
                "labelExpr": "format(floor(datum.value), 'd')",
                "labelOverlap": "greedy",
                "labelSeparation": 7,
                "grid": False,
                "ticks": False,
                "domain": True,
                "aria": False,
            },
        }

    def _y(self, frame: Frame) -> dict[str, Any]:
        ticks = 4 if frame.alone else 2
        return {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": True, "nice": ticks},
            "axis": {
                "labelExpr": f"format(datum.value / {self.axis(frame).divisor}, ',~f')",
                "domain": False,
                "ticks": False,
                "tickCount": ticks,
                "aria": False,
                "minExtent": MARGIN,
                "maxExtent": MARGIN,
            },
        }

    def _event_layers(self, data: str) -> list[dict[str, Any]]:
        number = {"field": "height", "type": "quantitative", "scale": None}
        return [
            {
                "data": {"name": data},
                "mark": {
                    "type": "rule",
                    "style": "gap-word",
                    "strokeWidth": 0.7,
                    "opacity": 0.6,
                    "aria": False,
                },
                "encoding": {"x": self._x("time"), "y": {"value": 0}, "y2": {"value": "height"}},
            },
            {
                "data": {"name": data},
                "mark": {"type": "text", "style": "gap-word", "fontSize": 10, "cursor": "pointer"},
                "encoding": {
                    "x": self._x("time"),
                    "y": number,
                    "text": {"field": "number"},
                    "href": {"field": "href"},
                    "tooltip": {"field": "text"},
                    "description": {"field": "text"},
                },
            },
        ]

    def _bars(self, frame: Frame, data: str) -> list[dict[str, Any]]:
        return [
            {
                "data": {"name": data},
                "mark": {"type": "rect", "style": ["single", "segment"], "cursor": "pointer"},
                "encoding": {
                    "x": self._x("from"),
                    "x2": {"field": "to"},
                    "y": self._y(frame),
                    "y2": {"datum": 0},
                    **_told(),
                },
            }
        ]

    def _lines(self, frame: Frame, data: str) -> list[dict[str, Any]]:
        names = [words.name_of(one.definition, self.language) for one in frame.series]
        narrow = 2 * (min(NARROW_LETTERS, max(map(len, names))) * LETTER + 30)
        legend = {
            "aria": False,
            "orient": "top",
            "direction": "horizontal",
            "columns": {"expr": f"{ROOM} < {narrow + AXIS:.0f} ? 1 : 2"},
            "labelExpr": _in_lines(names),
            "labelLimit": {"expr": "width - 14"},
            "symbolLimit": 0,
            "symbolType": "circle",
            "symbolStrokeWidth": 1.6,
            "offset": 12 + self._lanes * LANE,
        }
        # One series has its name in the title.
        shown = None if len(names) == 1 else legend
        scale = {"domain": names}
        color = {
            "field": "series",
            "type": "nominal",
            "sort": names,
            "title": None,
            "scale": scale,
        }
        place = {"x": self._x("middle"), "y": self._y(frame)}
        line: dict[str, Any] = {
            "data": {"name": data},
            "mark": {"type": "line", "strokeWidth": 1.7, "aria": False},
            "encoding": {
                **place,
                "color": {**color, "legend": shown},
                "detail": {"field": "segment", "type": "nominal"},
            },
        }
        dots: dict[str, Any] = {
            "data": {"name": data},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 46,
                "strokeWidth": 1.6,
                "opacity": 1,
                "cursor": "pointer",
            },
            "encoding": {
                **place,
                "color": {**color, "legend": shown},
                "shape": {
                    **color,
                    "scale": {**scale, "range": list(SHAPES[: len(names)])},
                    "legend": shown,
                },
                "stroke": {**color, "legend": shown},
                "fillOpacity": {"condition": {"test": "datum.hollow", "value": 0}, "value": 1},
                **_told(),
            },
        }
        return [line, dots]


def _in_lines(names: list[str]) -> str:
    """Return the expression that writes a long name in several lines.

    Names differ in their last words, so that none may be cut on a phone. What depends on the width
    would be measured before the width is known.
    """
    lines = {name: textwrap.wrap(name, NARROW_LETTERS) for name in names}
    return f"({json.dumps(lines, ensure_ascii=False)})[datum.label]"


def _told() -> dict[str, Any]:
    return {
        "href": {"field": "href"},
        "tooltip": {"field": "text"},
        "description": {"field": "text"},
    }


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, TEXT_WIDTH)
