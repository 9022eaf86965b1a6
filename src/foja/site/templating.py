"""Templates: one Jinja environment per language, escaping everything, refusing unknown names."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from foja.site.help_terms import help_address, terms_of, terms_of_columns, terms_of_view
from foja.site.language import AS_PRINTED, EN_DASH, NOTHING, years_in_words
from foja.site.metadata import page_head, title_with
from foja.site.rendering import PageContext, PageTemplate
from foja.site.state import site_of
from foja.site.tracking import without_tracking

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from foja.site.language import Language

FIRST_VIEW: Final = "overview"
MESSAGES_KEPT: Final = 4096
YEARS: Final = re.compile(r"(?:FY)?\d{4}\N{EN DASH}\d{4}")
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
    made.context_class, made.template_class = PageContext, PageTemplate
    translations = language.translations
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    said = _gettext(language)
    made.globals.update({"gettext": said, "_": said})
    made.globals.update(language=language, asset=asset, nothing=NOTHING, en_dash=EN_DASH)
    # Course titles and headings are the reports' own words: a screen reader changes its voice.
    made.globals["in_english"] = "" if language.code == "en" else Markup(' lang="en"')
    made.globals.update(
        help_address=partial(help_address, language),
        help_terms=partial(terms_of, language=language),
        help_columns=partial(terms_of_columns, language=language),
        help_view=partial(terms_of_view, language=language),
    )
    made.filters.update(
        number=language.number,
        money=language.money,
        sum_of_money=language.sum_of_money,
        printed_money=AS_PRINTED.money,
        day=language.day,
        short_day=language.short_day,
        octets=language.size,
        years=years_in_words,
        unbroken=unbroken,
    )
    return made


def unbroken(text: str) -> Markup:
    """Return a text in which no line ends inside a range of years."""
    kept = YEARS.sub(r'<span class="nowrap">\g<0></span>', str(escape(text)))
    return Markup(kept)  # noqa: S704 - escaped above


def _gettext(language: Language) -> Callable[..., Markup]:
    """Return what templates call for a message: as Jinja's own, which makes each one anew.

    A page has some hundred; those without values are kept.
    """
    translated = language.translations.gettext

    @lru_cache(maxsize=MESSAGES_KEPT)
    def whole(message: str) -> Markup:
        return Markup(translated(message)) % {}  # noqa: S704 - messages are the package's own

    def gettext(message: str, /, **values: object) -> Markup:
        if not values:
            return whole(message)
        # What is filled in is escaped, the message is not.
        return Markup(translated(message)) % values  # noqa: S704 - as above

    return gettext


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
    site = site_of(request)
    reading = site.reading
    origin = str(request.base_url).rstrip("/")
    title, description = str(context["title"]), str(context["description"])
    if "chips" in context:
        # What a country's page is of stands in its heading, what it chooses in its chips.
        chips = _together(context["chips"])
        title = ": ".join(filter(None, (str(context["heading"]), chips)))
        # The first view says what the country is given; each other one what it shows of it.
        first = getattr(context.get("view"), "key", "") == FIRST_VIEW
        of = str(context["name"] if first else context["heading"])
        description = f"{', '.join(filter(None, (of, chips)))}: {description}"
    elif here and status < 400:  # noqa: PLR2004 - HTTP's errors
        whole = title_with(title, _chosen(here), reading, language)
        if whole != title:
            title, description = whole, f"{whole}. {description}"
    head = page_head(
        title,
        description,
        language=language,
        reading=reading,
        here=here,
        origin=origin,
        status=status,
        hidden=context.get("section") == "search" or bool(context.get("hidden")),
    )
    text = (
        environment(language)
        .get_template(template)
        .render(
            {
                "origin": origin,
                "head": head,
                "status": status,
                "here": here,
                "there": f"/{language.other.code}{here[LANGUAGE_PART:]}" if here else "",
                "version": request.app.state.version,
                "as_files": site.as_files,
                "section": "",
                **context,
            }
        )
    )
    return HTMLResponse(
        text, status, {"content-language": language.code, "vary": "accept-encoding"}
    )


def _chosen(here: str) -> dict[str, list[str]]:
    """Return what the query of an address chooses, by the names of its parameters."""
    return parse_qs(here.partition("?")[2])


def _together(chips: object) -> str:
    return ", ".join(chip.text for chip in chips)  # type: ignore[attr-defined]
