"""The first view of a country: what it received along the years, and the trainings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.site.choice import DOLLARS, OVERVIEW, PARTS
from foja.site.pages.charts import colourings, shown_charts
from foja.site.trainings_table import trainings_table
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from foja.site.language import Language


def _text(language: Language) -> str:
    return language.gettext("Overview")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: U.S. military and security training", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language, site = shown.choice, shown.language, shown.site
    return {
        # How the other views show dollars and parts is theirs: here are the sums as printed.
        "charts": shown_charts(
            choice.shown(parts=PARTS[0], dollars=DOLLARS[0]), site, language, shown.asked
        ),
        "colourings": colourings(choice, language),
        "trainings": trainings_table(site.reading, choice, language, shown.head.total),
    }


VIEW: Final = View(OVERVIEW, _text, _title, _build, scripts=("js/charts.js",))
