"""A chart of an answer in SQL, where it has one: what is told apart, and one to three numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from foja.site.charts.finish import finish
from foja.site.charts.model import ChartTexts
from foja.site.charts.theme import WIDTH
from foja.site.sql_table import NUMERIC, value_text

if TYPE_CHECKING:
    from foja.site.charts.model import Spec
    from foja.site.language import Language
    from foja.site.sql_desk import Shown

MOST_NUMBERS: Final = 3
MOST_LABELS: Final = 40
MOST_BARS_OF_YEARS: Final = 40
LONGEST_LABEL: Final = 60
FAR_APART: Final = 20
"""Numbers of which one is so many times another cannot share a scale."""
YEARS: Final = range(1776, 2200)
DAYS: Final = re.compile(r"DATE|TIMESTAMP(_\w+)?")
ROW: Final = 34
"""Height in pixels of a bar with its name."""
HEIGHT: Final = 320
PANEL_HEIGHT: Final = 150
SCALE: Final[dict[str, Any]] = {
    "format": "~s",
    # What a tick's value is written with, thousands or millions, says nothing of nought.
    "labelExpr": "datum.value === 0 ? '0' : datum.label",
    "tickCount": 5,
    "domain": False,
    "ticks": False,
}
LETTER: Final = 6.6
"""Width in pixels of a letter of a name, taken amply."""

Kind = Literal["bars", "columns", "lines"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw: the place of the labels' column, those of the numbers, and how."""

    kind: Kind
    label: int
    numbers: tuple[int, ...]
    days: bool
    apart: bool


def plan_of(shown: Shown, language: Language) -> Plan | str:
    """Return how an answer is drawn, or in one sentence why it is not."""
    _ = language.gettext
    answer = shown.answer
    numeric = [at for at, kind in enumerate(answer.types) if NUMERIC.fullmatch(kind)]
    words = [at for at in range(len(answer.types)) if at not in numeric]
    label = words[0] if words else _years(shown, numeric)
    # Years are not amounts: beside other labels they are not drawn.
    numbers = tuple(
        at
        for at in numeric
        if at != label and not (shown.rows and _all_years([row[at] for row in shown.rows]))
    )
    if label is None or len(words) > 1 or not 1 <= len(numbers) <= MOST_NUMBERS:
        return _(
            "No chart: one is drawn where the answer has a column of labels, years or days and one "
            "to three columns of numbers."
        )
    labels = [row[label] for row in shown.rows]
    if len(labels) < 2:  # noqa: PLR2004 - a chart compares
        return _("No chart: with a single row there is nothing to compare.")
    if len(set(map(str, labels))) < len(labels):
        return _(
            "No chart: a label occurs in several rows. Group by it, so that each has one mark."
        )
    days = bool(DAYS.fullmatch(answer.types[label]))
    years = not words or _all_years(labels)
    if answer.more or (not days and not years and len(labels) > MOST_LABELS):
        return _(
            "No chart: %(rows)s rows are too many for one. Add ORDER BY and LIMIT %(most)s.",
            rows=language.number(len(labels)) + ("+" if answer.more else ""),
            most=MOST_LABELS,
        )
    tops = [max((abs(row[at] or 0) for row in shown.rows), default=0) for at in numbers]
    apart = len(numbers) > 1 and max(tops) > FAR_APART * max(min(tops), 1e-9)
    if not days and not years:
        return Plan("bars", label, numbers, days=False, apart=len(numbers) > 1)
    short = len(labels) <= MOST_BARS_OF_YEARS and not days
    return Plan("columns" if short and len(numbers) == 1 else "lines", label, numbers, days, apart)


def _years(shown: Shown, numeric: list[int]) -> int | None:
    """Return the first column where every value is a year; None where there is none."""
    for at in numeric:
        if shown.rows and _all_years([row[at] for row in shown.rows]):
            return at
    return None


def _all_years(values: list[Any]) -> bool:
    return all(isinstance(each, int) and each in YEARS for each in values)


def texts_of(shown: Shown, plan: Plan, version: str, language: Language) -> ChartTexts:
    """Return the words around the chart."""
    _ = language.gettext
    names = [shown.answer.columns[at] for at in plan.numbers]
    by = shown.answer.columns[plan.label]
    title = _("%(numbers)s by %(label)s", numbers=language.together(names), label=by)
    scales = _("Each with a scale of its own.") if plan.apart else ""
    source = _(
        "A query in SQL of its reader's own over Foja's tables, version %(version)s.",
        version=version,
    )
    said = "; ".join(_spoken(shown, plan, row) for row in shown.rows[:MOST_LABELS])
    return ChartTexts(title, scales, source, f"{title}. {said}")


def spec_of(shown: Shown, plan: Plan, version: str, language: Language) -> Spec:
    """Return the Vega-Lite specification."""
    rows = _rows(shown, plan)
    draw = {"bars": _bars, "columns": _columns, "lines": _lines}[plan.kind]
    made: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "datasets": {"values": rows},
        **draw(shown, plan, rows),
    }
    return finish(made, texts_of(shown, plan, version, language), "light", language)


def _rows(shown: Shown, plan: Plan) -> list[dict[str, Any]]:
    """Return a mark for each number of each row; a row without a number has none."""
    names = shown.answer.columns
    found = []
    for place, row in enumerate(shown.rows):
        label = _cut(value_text(row[plan.label]))
        for at in plan.numbers:
            if row[at] is None or isinstance(row[at], str):
                continue
            written = value_text(row[at])
            found.append(
                {
                    "place": place,
                    "label": str(row[plan.label]) if plan.days else label,
                    "series": names[at],
                    "value": row[at],
                    "written": written,
                    "text": f"{label}, {names[at]}: {written}",
                }
            )
    return found


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _spoken(shown: Shown, plan: Plan, row: list[Any]) -> str:
    names = shown.answer.columns
    said = ", ".join(f"{names[at]} {value_text(row[at])}" for at in plan.numbers)
    return f"{value_text(row[plan.label])}: {said}"


def _drawn(plan: Plan, layers: list[dict[str, Any]], names: list[str], height: int) -> Spec:
    """Return the layers on one scale, or a panel for each column of numbers."""
    if not plan.apart:
        return {"data": {"name": "values"}, "layer": layers, "width": WIDTH, "height": height}
    return {
        "data": {"name": "values"},
        "facet": {
            "field": "series",
            "type": "nominal",
            "title": None,
            "sort": names,
            "header": {"labelAnchor": "start", "labelFontWeight": "bold", "labelPadding": 6},
        },
        "columns": len(names),
        "spec": {
            "layer": layers,
            "width": WIDTH / len(names) - 50,
            "height": min(height, PANEL_HEIGHT) if plan.kind == "lines" else height,
        },
        "resolve": {
            "scale": {
                "y": "independent" if plan.kind == "lines" else "shared",
                "x": "shared" if plan.kind == "lines" else "independent",
            }
        },
    }


def _names(shown: Shown, plan: Plan) -> list[str]:
    return [shown.answer.columns[at] for at in plan.numbers]


def _bars(shown: Shown, plan: Plan, rows: list[dict[str, Any]]) -> Spec:
    """Bars below one another, each with its name above it and its number at its end."""
    longest = max((len(row["written"]) for row in rows), default=1)
    top = max((row["value"] for row in rows), default=1)
    # The scale runs past the longest bar, so that its number has room.
    room = 1 + 0.02 * longest * (len(plan.numbers) if plan.apart else 1)
    low = min(0, *(row["value"] for row in rows)) if rows else 0
    domain = {} if plan.apart else {"domain": [low, max(top, 0) * room or 1], "nice": False}
    x = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": None,
        "scale": {"padding": 8 + LETTER * longest, **domain} if plan.apart else domain,
    }
    y = {"field": "place", "type": "ordinal", "title": None, "axis": None}
    both = {"description": {"field": "text"}, "tooltip": {"field": "text"}}
    layers = [
        {
            "mark": {"type": "bar", "height": 12, "yOffset": 8, "style": "single"},
            "encoding": {"x": x, "y": y, **both},
        },
        {
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "dy": -7,
                "limit": {"expr": "width"},
                "style": "word",
                "aria": False,
            },
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "label"}},
        },
        {
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "middle",
                "dx": 5,
                "dy": 8,
                "style": "sum",
                "aria": False,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "written"}},
        },
    ]
    return _drawn(plan, layers, _names(shown, plan), ROW * len(shown.rows))


def _columns(shown: Shown, plan: Plan, rows: list[dict[str, Any]]) -> Spec:
    """Bars beside one another along the years."""
    labels = [row["label"] for row in rows]
    whole = [str(year) for year in range(int(min(labels)), int(max(labels)) + 1)] if rows else []
    domain = whole if len(whole) <= MOST_BARS_OF_YEARS else sorted(labels)
    x = {
        "field": "label",
        "type": "ordinal",
        "title": shown.answer.columns[plan.label],
        "scale": {"domain": domain, "paddingInner": 0.2},
        "axis": {"labelAngle": 0, "labelOverlap": True, "ticks": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": _names(shown, plan)[0],
        "axis": SCALE,
    }
    bar = {
        "mark": {"type": "bar", "style": "single"},
        "encoding": {
            "x": x,
            "y": y,
            "description": {"field": "text"},
            "tooltip": {"field": "text"},
        },
    }
    return _drawn(plan, [bar], _names(shown, plan), HEIGHT)


def _lines(shown: Shown, plan: Plan, rows: list[dict[str, Any]]) -> Spec:  # noqa: ARG001 - as the others
    """Lines along years or days, a point for each row."""
    label = shown.answer.columns[plan.label]
    axis = {"labelAngle": 0, "labelOverlap": True, "ticks": False, "grid": False}
    x: dict[str, Any] = {"field": "label", "title": label}
    if plan.days:
        x |= {"type": "temporal", "axis": axis}
    else:
        x |= {
            "type": "quantitative",
            "axis": {**axis, "format": "d"},
            "scale": {"zero": False, "nice": False, "padding": 12},
        }
    names = _names(shown, plan)
    y = {
        "field": "value",
        "type": "quantitative",
        "title": names[0] if len(names) == 1 else None,
        "axis": SCALE,
    }
    colour: dict[str, Any] = {}
    if len(names) > 1 and not plan.apart:
        colour = {
            "color": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": names},
                "legend": {"title": None, "orient": "top", "offset": 8},
            },
            "shape": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": names},
                "legend": None,
            },
        }
    style = {} if colour else {"style": "single"}
    order = {"order": {"field": "place", "type": "quantitative"}}
    line_colour = {name: colour[name] for name in colour if name == "color"}
    layers = [
        {
            "mark": {"type": "line", "strokeWidth": 2, "aria": False, **style},
            "encoding": {"x": x, "y": y, **line_colour, **order},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 44, **style},
            "encoding": {
                "x": x,
                "y": y,
                **colour,
                "description": {"field": "text"},
                "tooltip": {"field": "text"},
            },
        },
    ]
    return _drawn(plan, layers, names, HEIGHT)
