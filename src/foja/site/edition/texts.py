"""What the script of a static edition says, in the words of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.site.year_words import CALENDAR

if TYPE_CHECKING:
    from foja.site.language import Language

FILLED: Final = {
    name: f"%({name})s" for name in ("country", "sum", "year", "first", "most", "peak")
}
"""What the script fills in: each stands for itself."""


def texts(language: Language) -> dict[str, Any]:
    """Return the texts that a choice made in the browser needs; `%(num)s` is filled in there."""
    _ = language.gettext
    return {
        "chosen": _("Chosen; each can be taken off"),
        "takeOff": _("take off"),
        "stage": {
            "planned": _("Planned trainings"),
            "all": _("Done and planned trainings"),
        },
        "basis": {
            "calendar": _("Counted in the calendar year of the first day"),
            "start": _("Counted in the fiscal year of the first day"),
        },
        "year": _("Fiscal year %(year)s", year="%(value)s"),
        "from": _("From fiscal year %(year)s", year="%(value)s"),
        "to": _("To fiscal year %(year)s", year="%(value)s"),
        "words": _("Words: %(words)s", words="%(value)s"),
        "none": _("No training matches"),
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
        "whole": _(
            "This page is shown without the choice in its address: for that, Foja has to run as a "
            "program."
        ),
        "only": _("Only: %(filters)s.", filters="%(filters)s"),
        "onlyWords": _("words “%(words)s”", words="%(words)s"),
        "onlyStage": {
            "planned": _("planned trainings"),
            "all": _("trainings done and planned, together"),
        },
        "cost": {
            "planned": _("%(dollars)s planned", dollars="%(sum)s"),
            "all": _("%(dollars)s done and planned", dollars="%(sum)s"),
        },
        "counted": _counted(language),
        "planned": _("planned"),
        "scales": {
            1_000_000: _("Millions of U.S. dollars"),
            1_000: _("Thousands of U.S. dollars"),
            1: _("U.S. dollars"),
        },
        "calendar": CALENDAR[language.code],
        "titles": _titles(language),
    }


def _titles(language: Language) -> dict[str, dict[str, str]]:
    """Return the titles of charts along the years, as `foja.site.charts.years_words` has them.

    One of a single year, one where the last year is the highest, one where it is not.
    """
    _ = language.gettext
    done = {
        "year": _("%(country)s: %(sum)s in fiscal year %(year)s", **FILLED),
        "peak": _(
            "%(country)s: %(sum)s in fiscal year %(year)s, the most since %(first)s", **FILLED
        ),
        "lower": _(
            "%(country)s: %(sum)s in fiscal year %(year)s; the most was %(most)s in %(peak)s",
            **FILLED,
        ),
    }
    planned = {
        "year": _("%(country)s: %(sum)s for fiscal year %(year)s", **FILLED),
        "peak": _(
            "%(country)s: %(sum)s for fiscal year %(year)s, the most since %(first)s", **FILLED
        ),
        "lower": _(
            "%(country)s: %(sum)s for fiscal year %(year)s; the most was %(most)s for %(peak)s",
            **FILLED,
        ),
    }
    return {"actual": done, "all": done, "planned": planned}


def _counted(language: Language) -> dict[str, list[str]]:
    """Return how students are counted in a title, one and several, by whether they were planned."""
    said = {
        "actual": ("%(num)s student", "%(num)s students"),
        "planned": ("%(num)s student planned", "%(num)s students planned"),
        "all": ("%(num)s student done and planned", "%(num)s students done and planned"),
    }
    return {
        stage: [language.translations.ngettext(one, several, number) for number in (1, 2)]
        for stage, (one, several) in said.items()
    }
