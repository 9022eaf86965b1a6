"""The words that a page's script says of a mark, with places for what only the mark knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foja.site.charts.model import Question


def script_words(question: Question) -> dict[str, Any]:
    """Return the sentences of a drawing's script, in the question's language.

    A place such as `%(year)s` is filled by the script, which writes numbers as `locale` does.
    """
    language = question.language
    _ = language.gettext

    def counted(singular: str, plural: str) -> list[str]:
        write = language.translations.ngettext
        return [write(singular, plural, number) for number in (1, 2)]

    return {
        "locale": str(language.locale).replace("_", "-"),
        "money": "US$" if language.code == "es" else "$",
        "inEnglish": language.code != "en",
        "year": _("Fiscal year %(year)s"),
        "students": counted("%(num)s student", "%(num)s students"),
        "trainings": counted("%(num)s training", "%(num)s trainings"),
        "noStudents": _("no number of students printed"),
        "noCost": _("no cost printed"),
        "noTitle": _("no title printed"),
        "ofYear": _("Fiscal year %(year)s: %(trainings)s, %(students)s"),
        "noReport": _("Fiscal year %(year)s: no report here"),
        "nothing": _("Fiscal year %(year)s: nothing listed of what is chosen"),
        "period": _("Fiscal years %(first)s to %(last)s"),
        "place": _("%(number)s of %(all)s"),
        "open": _("Open"),
    }
