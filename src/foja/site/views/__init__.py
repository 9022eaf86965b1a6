"""The views of a country, each at `/<language>/country/<code>/<view>` under the same choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foja.site.addresses import takeaways_address
from foja.site.compare import Comparison
from foja.site.cooperation_choice import CooperationChoice
from foja.site.reading import WORLD
from foja.site.views import (
    durations,
    overview,
    ring,
    rows,
    spending,
    students,
    time,
    types,
    where,
    who,
)
from foja.site.views.model import Shown, Tab, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.choice import Choice
    from foja.site.language import Language

__all__ = ["VIEWS", "Shown", "Tab", "View", "tabs"]

VIEWS: Final[dict[str, View]] = {
    view.key: view
    for view in (
        overview.VIEW,
        spending.VIEW,
        students.VIEW,
        types.VIEW,
        ring.VIEW,
        time.VIEW,
        who.VIEW,
        where.VIEW,
        durations.VIEW,
        rows.VIEW,
    )
}
"""Every view by its name in an address, in the order of the tabs."""


def tabs(choice: Choice, language: Language, covered: Sequence[int] = ()) -> list[Tab]:
    """Return the tabs of a country's page; each view keeps what is chosen.

    The last lead to the pages beside it: the takeaways of the last year chosen of those `covered`
    by a report, or of the last at all, the aid by account, and the comparison with others.
    """
    _ = language.gettext
    views = [
        Tab(
            view.key,
            view.text(language),
            "" if view.key == choice.view else choice.shown(view=view.key).address(language),
        )
        for view in VIEWS.values()
        if view.world or not choice.is_world
    ]
    if choice.is_world:
        return views
    chosen = [year for year in covered if choice.filters.has_year(year)] or covered
    pages = [Tab("aid", _("Aid by account"), CooperationChoice(choice.country).address(language))]
    if chosen:
        takeaways = takeaways_address(language, choice.country, chosen[-1])
        pages.insert(0, Tab("takeaways", _("Takeaways"), takeaways))
    pages.append(Tab("compare", _("Compare"), _compared(choice).address(language)))
    return [*views, *pages]


def _compared(choice: Choice) -> Comparison:
    """Return the comparison that a country begins, under what holds for others as well."""
    filters = replace(choice.filters, country=None, recipient_forces=(), units=())
    return Comparison("country", (choice.country,), replace(choice, country=WORLD, filters=filters))
