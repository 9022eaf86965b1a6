"""Trainings along time: the first day of each against its dollars or its students."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.measures.marks import ask_days
from foja.site.charts import years
from foja.site.charts.scatter_words import missing
from foja.site.pages.charts import colourings
from foja.site.pages.marks import (
    TIME,
    MarksFigure,
    measure_of,
    question_of,
    time_shown,
    time_texts,
)
from foja.site.views.links import Switch, measured
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from foja.site.language import Language


def _text(language: Language) -> str:
    return language.gettext("Day by day")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: U.S. training day by day", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    _ = language.gettext
    question = question_of(choice, shown.site, language, shown.asked)
    measure = measure_of(choice)
    along = years.gather(question, "students" if measure == "students" else "cost_usd")
    days = ask_days(question.tables, choice.filters)
    texts = time_texts(choice, question)
    return {
        "drawing": MarksFigure(
            TIME,
            texts,
            choice,
            language,
            years.legend(question, along),
            (" ".join(missing(question, days, measure, time_shown(choice, days))),),
        ),
        "drawn": days["started"] > days[f"without_{measure}"],
        "table": years.table(question, along),
        "switches": [
            measured(choice, language, "cost", "students", on=measure),
            Switch("by", _("Colour by"), colourings(choice, language)),
        ],
    }


VIEW: Final = View(
    TIME, _text, _title, _build, styles=("css/views.css", "css/ring.css"), scripts=("js/time.js",)
)
