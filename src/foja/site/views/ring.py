"""The tree ring of a country: years as rings, a bubble for each training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.site.charts import ring, ring_words, years
from foja.site.pages.charts import colourings
from foja.site.pages.marks import RING, MarksFigure, question_of, ring_texts
from foja.site.views.links import Switch
from foja.site.views.model import Shown, View

if TYPE_CHECKING:
    from foja.site.language import Language


def _text(language: Language) -> str:
    return language.gettext("Tree ring")


def _title(language: Language, name: str) -> str:
    return language.gettext("%(country)s: U.S. training as a tree ring", country=name)


def _build(shown: Shown) -> dict[str, Any]:
    choice, language = shown.choice, shown.language
    question = question_of(choice, shown.site, language, shown.asked)
    along = years.gather(question, "students")
    told = ring_words.told(question)
    texts = ring_texts(question, told)
    return {
        "drawing": MarksFigure(
            RING,
            texts,
            choice,
            language,
            years.legend(question, along),
            (told, ring.broken(question, along.gaps, along.unmatched)),
        ),
        "table": years.table(question, along),
        "switches": [Switch("by", language.gettext("Colour by"), colourings(choice, language))],
    }


VIEW: Final = View(
    RING, _text, _title, _build, styles=("css/views.css", "css/ring.css"), scripts=("js/ring.js",)
)
