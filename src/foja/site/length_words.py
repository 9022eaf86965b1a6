"""Names of the classes of lengths that trainings are counted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.language import EN_DASH
from foja.tables.lengths import BY_CODE

if TYPE_CHECKING:
    from foja.site.language import Language


def length_name(code: str, language: Language) -> str:
    """Return the name of a class of lengths, `2 to 5 days`, or of those without one."""
    _ = language.gettext
    known = BY_CODE.get(code)
    if known is None:
        return _("no length: a day is missing or impossible")
    if known.most is None:
        return _("more than a year")
    if known.least == known.most:
        return language.ngettext("%(num)s day", "%(num)s days", known.least)
    return _("%(days)s days", days=f"{known.least}{EN_DASH}{known.most}")
