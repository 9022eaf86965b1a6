"""The guides of the repository, as pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.site.choice import Parameters
from foja.site.docs_list import docs_address, guide, listed
from foja.site.docs_text import text_of
from foja.site.problems import RefusalError, language_of
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language


def docs_page(request: Request) -> Response:
    """Answer `/<language>/docs`, the list of all guides."""
    language = language_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    return page(
        request,
        language,
        "docs.html",
        section="docs",
        title=_("Guides"),
        description=_("How Foja is used, what its figures mean, and how it is kept."),
        groups=listed(language),
        group_names=_groups(language),
    )


def guide_text_page(request: Request) -> Response:
    """Answer `/<language>/docs/<name>`, one guide."""
    language, name = language_of(request), request.path_params["name"]
    _ = language.gettext
    Parameters(request.query_params, language, ())
    try:
        found, text = guide(name, language), text_of(name, language)
    except KeyError:
        message = _("There is no guide “%(name)s”.", name=name[:60])
        steps = ((_("All guides"), docs_address(language)),)
        raise RefusalError(404, message, steps) from None
    return page(
        request,
        language,
        "docs_guide.html",
        section="docs",
        title=found.title,
        description=_("Foja's guide “%(title)s”.", title=found.title),
        guide=found,
        text=text,
        groups=listed(language),
        group_names=_groups(language),
    )


def _groups(language: Language) -> dict[str, str]:
    """Return the names of the groups of guides."""
    _ = language.gettext
    return {
        "readers": _("Using Foja"),
        "meaning": _("What the figures mean"),
        "doors": _("Data, programs and servers"),
        "house": _("Keeping Foja"),
    }
