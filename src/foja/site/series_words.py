"""How a series beside the trainings is named and found on the page that draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foja.meaning.series import Definition
    from foja.site.language import Language


def publisher_of(entry: Definition, language: Language) -> str:
    """Return who published a series; a share is our own arithmetic."""
    if entry.made_from == "ratio":
        return language.gettext("Foja, from the two series that the share is made of")
    return entry.publisher


def point_anchor(series: str, year: int) -> str:
    """Return the identifier of the row of a series' point on the page about cooperation."""
    return f"point-{series}-{year}"
