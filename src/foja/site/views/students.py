"""Students by fiscal year, or trainings: divided as the reader likes, in sums or shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.site.views.links import as_parts, divided_by, measured, rows_address
from foja.site.views.model import Shown, View
from foja.site.views.series_chart import along_or_of_one_year

if TYPE_CHECKING:
    from foja.site.language import Language

TRAININGS: Final = "trainings"
STUDENTS: Final = "students"


def _text(language: Language) -> str:
    return language.gettext("Students")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: students trained by fiscal year", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    measure = TRAININGS if choice.measure == TRAININGS else STUDENTS
    return {
        "chart": along_or_of_one_year(
            shown, f"{measure}_by_fiscal_year", f"{measure}_of_one_year", choice
        ),
        "switches": [
            measured(choice, language, STUDENTS, TRAININGS, on=measure),
            divided_by(choice, language),
            as_parts(choice, language),
        ],
        "dollars_note": "",
        "rows_text": language.ngettext(
            "See the training of these students",
            "See the %(num)s trainings of these students, the largest first",
            shown.head.total.trainings,
        ),
        "rows_address": rows_address(choice, language, sort="-students"),
    }


VIEW: Final = View(
    "students", _text, _title, _build, styles=("css/views.css",), scripts=("js/charts.js",)
)
"""Students by fiscal year."""
