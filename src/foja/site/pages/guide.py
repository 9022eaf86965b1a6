"""Five worked questions for reporters and teachers, and exercises for a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.choice import Parameters
from foja.site.guide_questions import questions
from foja.site.problems import language_of
from foja.site.state import site_of
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def guide_page(request: Request) -> Response:
    """Answer `/<language>/guide`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    Parameters(request.query_params, language, ())
    origin = str(request.base_url).rstrip("/")
    return page(
        request,
        language,
        "guide.html",
        section="guide",
        title=_("For reporters and teachers: five worked questions"),
        description=_("Five questions answered step by step, with figures from today's tables."),
        questions=questions(reading, language, origin),
    )
