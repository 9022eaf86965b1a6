"""The page of a static edition to which links lead that only a server can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.choice import Parameters
from foja.site.problems import language_of
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def elsewhere_page(request: Request) -> Response:
    """Answer `/<language>/not-in-this-edition`; `page` is the address that was asked for."""
    language = language_of(request)
    _ = language.gettext
    given = Parameters(request.query_params, language, ("page",))
    return page(
        request,
        language,
        "elsewhere.html",
        title=_("Not in this edition"),
        description=_("A page that needs the server edition of Foja."),
        asked=given.text("page"),
        hidden=True,
    )
