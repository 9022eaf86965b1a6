"""The columns of the table of trainings: their headings, and the columns of files behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.site.language import Language

BEGINS_LARGEST: Final = frozenset(("year", "start", "students", "cost", "flags"))
"""Columns wanted largest or newest first; words come in the order of the alphabet."""
NUMBERS: Final = frozenset(("students", "cost"))

BEHIND: Final[dict[str, tuple[str, ...]]] = {
    "year": ("fiscal_year", "stage"),
    "country": ("country", "country_iso3"),
    "program": ("program_printed", "program"),
    "course": ("course_title_printed", "course_title_readable"),
    "type": ("training_type",),
    "force": ("recipient_force",),
    "unit": ("student_unit", "unit_id"),
    "us_unit": ("us_unit", "us_quantity"),
    "location": ("location_printed", "place_id"),
    "delivery": ("delivery",),
    "start": ("start_date", "end_date"),
    "students": ("quantity",),
    "cost": ("cost_usd",),
    "flags": ("flags",),
    "training": (),
    "page": ("report", "document", "page", "printed_page"),
}
"""The columns of `trainings` that each column of the table is made from; a file always has the
identifier as well."""
NAMES: Final[dict[str, str]] = {
    "program": "program_name",
    "training_type": "training_type_name",
    "recipient_force": "recipient_force_name",
    "unit_id": "unit_name",
    "place_id": "place_name",
    "delivery": "delivery_name",
}
"""Columns of codes, and the column of a file that has their names in the reader's language."""


def headings(language: Language) -> dict[str, str]:
    """Return the heading of every column in a language."""
    _ = language.gettext
    return {
        "year": _("Year"),
        "country": _("Country"),
        "program": _("Programme"),
        "course": _("Course"),
        "type": _("Type"),
        "force": _("Recipient"),
        "unit": _("Unit of the students"),
        "us_unit": _("U.S. unit"),
        "location": _("Place"),
        "delivery": _("Where it was given"),
        "start": _("Dates"),
        "students": _("Students"),
        "cost": _("Cost"),
        "flags": _("In doubt"),
        "training": _("Identifier"),
        "page": _("Page"),
    }


def file_columns(shown: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of `trainings` behind those shown, in the table's order."""
    return ("training_id", *(name for key in shown for name in BEHIND[key]))
