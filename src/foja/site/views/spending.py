"""Spending by fiscal year: divided as the reader likes, in sums or shares, at which prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.measures.prices import BASE_YEAR
from foja.site.views.links import as_parts, divided_by, in_dollars, rows_address
from foja.site.views.model import Shown, View
from foja.site.views.series_chart import along_or_of_one_year

if TYPE_CHECKING:
    from foja.site.language import Language


def _text(language: Language) -> str:
    return language.gettext("Spending")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: spending on training by fiscal year", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    return {
        "chart": along_or_of_one_year(
            shown, "spending_by_fiscal_year", "spending_of_one_year", choice
        ),
        "switches": [
            divided_by(choice, language),
            as_parts(choice, language),
            in_dollars(choice, language),
        ],
        "dollars_note": _note(language) if choice.dollars == "constant" else "",
        "rows_text": language.ngettext(
            "See the training behind these dollars",
            "See the %(num)s trainings behind these dollars, the most expensive first",
            shown.head.total.trainings,
        ),
        "rows_address": rows_address(choice, language, sort="-cost"),
    }


def _note(language: Language) -> str:
    return language.gettext(
        "The chart has dollars at %(base)s prices: those printed for each year, raised by the U.S. "
        "consumer price index (CPI-U, annual averages of the Bureau of Labor Statistics). The "
        "index of a fiscal year is a quarter of the calendar year before and three quarters of its "
        "own. The figures above the chart are dollars of each year.",
        base=BASE_YEAR,
    )


VIEW: Final = View(
    "spending", _text, _title, _build, styles=("css/views.css",), scripts=("js/charts.js",)
)
"""Spending by fiscal year."""
