"""Templates: one Jinja environment per language, escaping everything, refusing unknown names."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from foja.site.language import AS_PRINTED, EN_DASH, NOTHING, years_in_words
from foja.site.tracking import without_tracking

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language

LANGUAGE_PART: Final = 3
"""Characters of `/en` or `/es` at the start of every page's address."""


@cache
def environment(language: Language) -> Environment:
    """Return the templates of a language, compiled once."""
    made = Environment(
        loader=PackageLoader("foja.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    translations = language.translations
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    made.globals.update(language=language, asset=asset, nothing=NOTHING, en_dash=EN_DASH)
    # Course titles and headings are the reports' own words: a screen reader changes its voice.
    made.globals["in_english"] = "" if language.code == "en" else Markup(' lang="en"')
    made.filters.update(
        number=language.number,
        money=language.money,
        sum_of_money=language.sum_of_money,
        printed_money=AS_PRINTED.money,
        day=language.day,
        short_day=language.short_day,
        octets=language.size,
        years=years_in_words,
    )
    return made


@cache
def asset(path: str) -> str:
    """Return the address of a file of the site, which changes when the file does."""
    place = resources.files("foja.site") / "static" / path
    return f"/static/{path}?v={hashlib.sha256(place.read_bytes()).hexdigest()[:10]}"


def script(path: str) -> str:
    """Return the address of a script that a page does without where it is not installed."""
    present = (resources.files("foja.site") / "static" / path).is_file()
    return asset(path) if present else ""


def page(
    request: Request,
    language: Language,
    template: str,
    *,
    status: int = 200,
    translated: bool = True,
    here: str = "",
    **context: object,
) -> HTMLResponse:
    """Fill a template and answer with it.

    `here` is the address under which the page should be known, that of the request if not given;
    `translated` is False for a page whose address has no counterpart in the other language.
    """
    if translated and not here:
        here = f"{request.url.path}{without_tracking(request.query_params)}"
    text = (
        environment(language)
        .get_template(template)
        .render(
            {
                "origin": str(request.base_url).rstrip("/"),
                "here": here,
                "there": f"/{language.other.code}{here[LANGUAGE_PART:]}" if here else "",
                "version": request.app.state.version,
                "section": "",
                **context,
            }
        )
    )
    return HTMLResponse(
        text, status, {"content-language": language.code, "vary": "accept-encoding"}
    )
