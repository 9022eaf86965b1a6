"""Types of training over time: a small panel for each, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from foja.site.charts import multiples, words
from foja.site.charts.series import DIMENSIONS, root_of
from foja.site.charts.years import share_of
from foja.site.language import NOTHING
from foja.site.pages.charts import chart_of, shown_chart
from foja.site.views.links import measured, rows_address
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from foja.site.charts.model import Question
    from foja.site.charts.multiples import Panel, PanelsData
    from foja.site.language import Language

NAME: Final = "types_by_fiscal_year"
STEP: Final = 10
"""Width of a year in a panel's own units; the panel is as wide as its place on the page."""
BAR: Final = 8
HEIGHT: Final = 100
LEAST: Final = 1.2
"""A bar that has a value is never lower, so that it can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a panel: where it stands, where it leads, and what it says.

    `pale` tells that only some regions of its year were read.
    """

    x: int
    y: float
    height: float
    address: str
    text: str
    pale: bool


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """One panel as the template shows it."""

    name: str
    address: str
    total: str
    share: str
    bars: list[Bar]


def _text(language: Language) -> str:
    return language.gettext("Types over time")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: what the training was for, by fiscal year", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    _ = language.gettext
    chart = chart_of(NAME, choice, shown.site, language, shown.asked)
    question, data = chart.question, chart.data
    group = root_of(choice.filters, DIMENSIONS["type"])
    years = data.along.years
    return {
        "chart": shown_chart(chart, choice, language),
        "switches": [
            measured(choice, language, "cost", "students", "trainings", on=choice.measure)
        ],
        "panels": _panels(question, data),
        "width": STEP * len(years),
        "height": HEIGHT,
        "bar_width": BAR,
        "unknown": [STEP * years.index(year) for year in data.unknown],
        "step": STEP,
        "top": _top(question, data),
        "first_year": years[0] if years else "",
        "last_year": years[-1] if len(years) > 1 else "",
        "empty_types": language.together(data.empty) if data.empty else "",
        "all_types": choice.filtered(training_types=()).address(language) if group else "",
        "rows_text": language.ngettext(
            "See the training", "See the %(num)s trainings", shown.head.total.trainings
        ),
        "rows_address": rows_address(choice, language),
    }


def _panels(question: Question, data: PanelsData) -> list[ShownPanel]:
    whole = sum((Decimal(panel.total or 0) for panel in data.panels), Decimal(0))
    return [
        ShownPanel(
            panel.value.name,
            panel.address,
            NOTHING if panel.total is None else words.counted(panel.total, data.measure, question),
            ""
            if (share := share_of(panel.total, whole)) is None
            else words.percent(share, question.language),
            _bars(question, data, panel),
        )
        for panel in data.panels
    ]


def _bars(question: Question, data: PanelsData, panel: Panel) -> list[Bar]:
    made = []
    unit = HEIGHT / float(data.top)
    for place, year in enumerate(data.along.years):
        value = panel.by_year.get(year)
        if not value:
            continue
        height = max(LEAST, round(float(value) * unit, 2))
        made.append(
            Bar(
                STEP * place + (STEP - BAR) // 2,
                round(HEIGHT - height, 2),
                height,
                panel.addresses[year],
                multiples.spoken(question, data, panel, year),
                year in question.partial,
            )
        )
    return made


def _top(question: Question, data: PanelsData) -> str:
    """Write the end of the scale: `$10 million`, `250`."""
    if data.measure == "cost_usd":
        return words.amount(data.top, question.language)
    return question.language.number(data.top)


VIEW: Final = View("types", _text, _title, _build, styles=("css/views.css",))
"""Types of training over time."""
