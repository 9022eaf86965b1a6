"""How each view of a country is read: one entry for every view that draws something."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foja.site.language import Language


def chart_texts(language: Language) -> dict[str, tuple[str, str, str]]:
    """Return the name, the text and the fine print of each entry by its key, in reading order."""
    _ = language.gettext
    return {
        "all": (
            _("What all charts share"),
            _(
                "Each shows the trainings chosen beside it. A bar, bubble or name leads to what is "
                "behind it; the back button undoes the step."
            ),
            _(
                "Below each stand the same figures as a table, its source, and the picture (PNG, "
                "SVG), the figures (CSV) and the drawing (Vega-Lite) to take along."
            ),
        ),
        "colours": (
            _("Colours"),
            _(
                "The largest values have a colour each; the rest are grey together. “Colour by” "
                "changes what is told apart: type, recipient, programme, place of delivery."
            ),
            _("No colour means good or bad. Every one is named in the legend and the table."),
        ),
        "spending": (
            _("Spending"),
            _(
                "A bar for each fiscal year, as high as the dollars its lines print; lines without "
                "a cost add nothing."
            ),
            _("As shares, all bars are equally high. In constant dollars, years compare."),
        ),
        "students": (
            _("Students"),
            _("A bar for each fiscal year, as high as its seats in courses."),
            _("One large seminar can make a year; its line is among the rows."),
        ),
        "types": (
            _("Types over time"),
            _(
                "A small chart for each type, its years from left to right, all on one scale: "
                "heights compare between them."
            ),
            "",
        ),
        "ring": (
            _("Tree ring"),
            _(
                "Every year is a ring, the newest outside, and every training a bubble, whose area "
                "is its students and whose colour its type or recipient."
            ),
            _("Where a bubble lies within its ring means nothing."),
        ),
        "time": (
            _("Day by day"),
            _("Every training is a dot: to the right the later its first day, higher the more."),
            _("Lines without a first day are not drawn; how many is said below."),
        ),
        "who": (
            _("Who"),
            _("Forces with their parts and units, each with its sums and its years."),
            _("A force holds what is printed of it as a whole, besides its units."),
        ),
        "where": (
            _("Where"),
            _(
                "A circle for each place, its area the students trained there. What is known only "
                "by its country is on no map: it is listed beside."
            ),
            "",
        ),
        "durations": (
            _("How long"),
            _("Trainings by the days from the first to the last, both counted."),
            _("Lines without one of the two days are left out; how many is said there."),
        ),
        "panels": (
            _("Aid and outcomes"),
            _(
                "One frame for each series on the same years, never two scales in one frame. That "
                "two lines move together does not show that one moved the other."
            ),
            "",
        ),
    }
