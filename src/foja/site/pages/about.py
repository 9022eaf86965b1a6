"""How the figures are read, checked and cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.meaning.flags import all_flags
from foja.measures.record import reports
from foja.site.choice import Parameters
from foja.site.problems import language_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.words import flag

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def about_page(request: Request) -> Response:
    """Answer `/<language>/about`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    counts = reports(site.reading.tables)
    return page(
        request,
        language,
        "about.html",
        section="about",
        title=_("How the figures are read, checked and cited"),
        description=_("Where the figures come from, how they are checked and how to cite them."),
        totals=sum(row["totals"] for row in counts),
        agree=sum(row["totals_agree"] for row in counts),
        trainings=sum(row["trainings"] for row in counts),
        years=site.reading.years,
        flags=[flag(one.code, language) for one in all_flags()],
    )
