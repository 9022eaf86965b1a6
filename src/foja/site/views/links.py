"""Where the numbers of a view lead, and the ways in which a view can be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foja.measures.prices import BASE_YEAR
from foja.site.choice import OVERVIEW, Choice
from foja.site.pages.charts import ANCHOR, HERE, Colouring, colourings

if TYPE_CHECKING:
    from foja.site.language import Language

ROWS: Final = "rows"
"""The view that lists the trainings; while there is none, the overview does."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One way in which a view can be shown otherwise: what it is about, and its values."""

    key: str
    text: str
    options: list[Colouring]


def rows_address(choice: Choice, language: Language, **shown: object) -> str:
    """Return the address of the trainings of a choice, its table `shown` otherwise if need be."""
    from foja.site.views import VIEWS  # noqa: PLC0415 - it is made of the views, which ask this

    view = ROWS if ROWS in VIEWS else OVERVIEW
    return choice.shown(view=view, **shown).address(language, anchor=ANCHOR)


def divided_by(choice: Choice, language: Language) -> Switch:
    """Return what bars can be divided by."""
    return Switch("by", language.gettext("Divided by"), colourings(choice, language))


def as_parts(choice: Choice, language: Language) -> Switch:
    """Return whether bars show sums or shares."""
    _ = language.gettext
    texts = {"sums": _("sums"), "share": _("share of the year")}
    return Switch("parts", _("Shown as"), _options(choice, language, "parts", texts))


def in_dollars(choice: Choice, language: Language) -> Switch:
    """Return whether dollars are those printed or of one year."""
    _ = language.gettext
    texts = {
        "nominal": _("of each year, as printed"),
        "constant": _("of %(year)s (CPI-U)", year=BASE_YEAR),
    }
    return Switch("dollars", _("Dollars"), _options(choice, language, "dollars", texts))


def measured(choice: Choice, language: Language, *names: str, on: str) -> Switch:
    """Return which of some measures can be shown, `on` being shown now."""
    _ = language.gettext
    texts = {"cost": _("dollars"), "students": _("students"), "trainings": _("trainings")}
    shown = {name: texts[name] for name in names}
    return Switch("measure", _("Measure"), _options(choice, language, "measure", shown, on))


def _options(
    choice: Choice, language: Language, name: str, texts: dict[str, str], on: str = ""
) -> list[Colouring]:
    chosen = on or getattr(choice, name)
    return [
        Colouring(
            text,
            ""
            if value == chosen
            else replace(choice, **{name: value}).address(language, anchor=HERE),  # type: ignore[arg-type]
        )
        for value, text in texts.items()
    ]
