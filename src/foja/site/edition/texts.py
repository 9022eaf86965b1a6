"""What the script of a static edition says, in the words of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foja.site.language import Language


def texts(language: Language) -> dict[str, Any]:
    """Return the texts that a choice made in the browser needs; `%(num)s` is filled in there."""
    _ = language.gettext
    return {
        "chosen": _("Chosen; each can be taken off"),
        "takeOff": _("take off"),
        "from": _("From fiscal year %(year)s", year="%(value)s"),
        "to": _("To fiscal year %(year)s", year="%(value)s"),
        "words": _("Words: %(words)s", words="%(value)s"),
        "figures": {
            "students": _("Students in all that is chosen"),
            "dollars": _("Cost of all that is chosen"),
            "trainings": _("Trainings chosen"),
        },
        "summary": _(
            "Chosen: %(students)s students in %(trainings)s trainings, at a cost of %(dollars)s.",
            students="%(students)s",
            trainings="%(trainings)s",
            dollars="%(dollars)s",
        ),
        "training": _("1 training"),
        "trainings": _("%(num)s trainings chosen", num="%(num)s"),
        "students": _("%(num)s students chosen", num="%(num)s"),
        "before": _("Before"),
        "next": _("Next"),
        "shown": _(
            "%(first)s to %(last)s of %(all)s", first="%(first)s", last="%(last)s", all="%(all)s"
        ),
        "csv": _("Download what is chosen as CSV (%(num)s)", num="%(num)s"),
    }
