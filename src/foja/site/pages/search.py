"""The search box's answers: a page for everyone, and suggestions as JSON while a reader types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, RedirectResponse

from foja.site.choice import Parameters
from foja.site.problems import RefusalError, language_of
from foja.site.search import groups, rows_address, straight_to, suggestions
from foja.site.search_index import pieces
from foja.site.state import site_of
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language

MOST_SUGGESTED: Final = 10
KEPT: Final = "public, max-age=300"


def search_address(language: Language) -> str:
    """Return the address of the search."""
    return f"/{language.code}/search"


def search_page(request: Request) -> Response:
    """Answer `/<language>/search?q=`: what was found by kinds, or how to search.

    What names one thing exactly, a training's identifier or a country's code, leads there.
    """
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    text = _asked(request, language)
    there = straight_to(text, reading, language)
    if there:
        return RedirectResponse(there, 303)
    found = groups(text, reading, language) if text else []
    count = sum(len(group.found) for group in found)
    return page(
        request,
        language,
        "search.html",
        section="search",
        title=_("Search: %(words)s", words=text) if text else _("Search"),
        description=_(
            "Countries, units, places, programmes, courses, reports, claims and training "
            "identifiers in the record, found by any spelling."
        ),
        asked=text,
        groups=found,
        count=count,
        rows=rows_address(text, language) if text else "",
        units=f"/{language.code}/units",
    )


def search_json(request: Request) -> Response:
    """Answer `/<language>/search.json?q=`: the likeliest things, those of a kind together."""
    language, reading = language_of(request), site_of(request).reading
    text = _asked(request, language)
    found = suggestions(text, reading, language, MOST_SUGGESTED) if text else []
    results = [
        {
            "kind": one.kind,
            "kind_name": one.kind_name,
            "name": one.name,
            "parts": one.parts,
            "about": one.about,
            "trainings": one.trainings,
            "address": one.address,
            "spelling": one.spelling,
            "printed": one.printed,
        }
        for one in found
    ]
    return JSONResponse({"query": text, "results": results}, headers={"cache-control": KEPT})


def _asked(request: Request, language: Language) -> str:
    _ = language.gettext
    text = Parameters(request.query_params, language, ("q",)).text("q")
    if text and not pieces(text):
        raise RefusalError(
            400,
            _("“%(text)s” has no letter or digit to look for.", text=text[:40]),
            ((_("Search"), search_address(language)),),
        )
    return text
