"""The rows of a country: the table, what narrows it down beside it, its columns, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.site.choice import TABLE_COLUMNS
from foja.site.facets import Facets
from foja.site.table_columns import headings
from foja.site.take_away import take_away
from foja.site.trainings_table import trainings_table
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from foja.site.language import Language


def _text(language: Language) -> str:
    return language.gettext("The rows")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: every training, line by line", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language, reading = shown.choice, shown.language, shown.site.reading
    texts = headings(language)
    return {
        "trainings": trainings_table(reading, choice, language, shown.head.total),
        "facets": Facets(reading, choice, language, shown.asked).all(),
        "choosable": [(key, texts[key], key in choice.columns) for key in TABLE_COLUMNS],
        "usual_columns": choice.shown(cols=()).address(language) if choice.cols else "",
        "beside_columns": _beside_columns(shown),
        "take_away": take_away(shown.head.total.trainings, choice, language),
    }


def _beside_columns(shown: Shown) -> list[tuple[str, str]]:
    """Return what is chosen but for the columns and the page, to be sent along with columns."""
    choice = shown.choice.shown(cols=())
    return choice.parameters()


VIEW: Final = View("rows", _text, _title, _build, styles=("css/rows.css",))
"""Every training of the choice."""
