"""Places in words: kinds, coordinates with their precision, and manners of delivery."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.site.language import Language

STATE_OF_MEXICO: Final = "México"
"""What Mexico calls one of its states, as it calls itself."""


def kind_words(kind: str | None, language: Language) -> str:
    """Name a kind of place."""
    _ = language.gettext
    return {
        "base": _("military base"),
        "school": _("school"),
        "town": _("town or city"),
        "ship": _("ship"),
        "country": _("country, no place in it printed"),
        "region": _("region"),
        "online": _("online"),
    }.get(kind or "", kind or "")


def state_words(state: str | None, language: Language) -> str:
    """Name the state or department that a place lies in, apart from a country of its name."""
    if state == STATE_OF_MEXICO:
        return language.gettext("State of Mexico")
    return state or ""


def precision_words(precision: str | None, language: Language) -> str:
    """Say what the coordinates are of."""
    _ = language.gettext
    return {
        "exact": _("of the place itself"),
        "town": _("of the town that it is, lies in or lies next to"),
        "country": _("no more is known than the country"),
    }.get(precision or "", "")


def degrees(latitude: float | None, longitude: float | None, language: Language) -> str:
    """Write coordinates: `31.35° N, 85.71° W`; empty where they are not known."""
    if latitude is None or longitude is None:
        return ""
    _ = language.gettext
    north = _("N") if latitude >= 0 else _("S")
    east = _("E") if longitude >= 0 else _("W")

    def write(value: float) -> str:
        return language.number(round(Decimal(str(abs(value))), 2))

    return f"{write(latitude)}° {north}, {write(longitude)}° {east}"


def delivery_words(code: str | None, language: Language) -> tuple[str, str]:
    """Name a manner of delivery, and say what it means."""
    _ = language.gettext
    known = {
        "in_country": (
            _("In the country trained"),
            _("The place lies in the country whose forces received the training."),
        ),
        "united_states": (
            _("In the United States"),
            _("The place lies in the United States or one of its territories."),
        ),
        "third_country": (
            _("In a third country"),
            _("The place lies neither there nor in the United States."),
        ),
        "online": (_("Online"), _("The report says that the course was given at a distance.")),
        "unknown": (
            _("Not known"),
            _(
                "The report prints no place, one that says nothing, or a code it does not "
                "explain; or the place is a ship or a region of no one country, or the base of a "
                "team that taught elsewhere."
            ),
        ),
    }
    return known.get(code or "unknown", (code or "", ""))
