"""What the page of the API says, in the reader's language.

The declarations of the API are in English, as the OpenAPI document that is made from them. What
they say is translated like the site's own messages; names and values stay as a program writes them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from foja.site.api.call import SECONDS
from foja.site.api.openapi import TAGS
from foja.site.api.parameters import parameter_schemas
from foja.site.api.problem import KINDS
from foja.site.api.registry import ENDPOINTS
from foja.site.api.settings import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from foja.site.language import Language

NAMES: Final = {tag: "SQL" if tag == "sql" else tag.capitalize() for tag in TAGS}
"""The parts of the API by the names under which the page lists them."""


def declared_messages() -> Iterator[str]:
    """Return what the API's declarations say in English: messages to translate."""
    yield from NAMES.values()
    yield from TAGS.values()
    yield from (kind.title for kind in KINDS.values())
    for endpoint in ENDPOINTS:
        yield endpoint.summary
        yield endpoint.description
        for field in parameter_schemas(endpoint.asked).values():
            if meaning := meaning_of(field["schema"]):
                yield meaning


def meaning_of(schema: Mapping[str, Any]) -> str:
    """Return what a parameter means, in English; empty where its values tell all."""
    one = schema.get("items", schema)
    return str(schema.get("description") or one.get("description", ""))


def values_of(schema: Mapping[str, Any], language: Language) -> str:
    """Say what values a parameter has, as `foja.site.api.parameters.expected` says to programs."""
    _ = language.gettext
    one = schema.get("items", schema)
    if "enum" in one:
        return _("One of: %(values)s", values=", ".join(str(value) for value in one["enum"]))
    if one.get("type") == "boolean":
        return _("true or false")
    if one.get("format") == "date":
        return _("A day as year, month and day, such as 2011-01-31")
    if one.get("type") == "integer":
        least, most = one["minimum"], one["maximum"]
        said = _("A whole number from %(least)s to %(most)s", least=least, most=most)
    elif length := one.get("maxLength"):
        said = _("A text of at most %(most)s characters that print", most=length)
    else:
        said = _("A text")
    if times := schema.get("maxItems"):
        said += _(", at most %(times)s times", times=times)
    if examples := one.get("examples"):
        said += _(", such as %(example)s", example=examples[0])
    return said


@cache
def introduction(language: Language) -> Markup:
    """Return what the page says of all answers."""
    _ = language.gettext
    return coded(
        _(
            "Every answer carries the version of the tables, licence, citation, its own address "
            "and that of its evidence: in JSON under `about`, with CSV in the headers "
            "`Foja-Tables-Version`, `Foja-Citation` and `Link`."
        )
    )


@cache
def rules(language: Language) -> tuple[Markup, ...]:
    """Return what holds for every question."""
    _ = language.gettext
    said = (
        _(
            "Lists have pages of at most `limit` rows, 100 if nothing is said and 1,000 at most. "
            "`page.next` is the address of the next one; a cursor only continues the question "
            "that it was given for."
        ),
        _(
            "Answers have an `ETag`: send it back as `If-None-Match`, and an answer that you have "
            "costs nothing."
        ),
        _("Pages of any other site may read the answers (CORS), without cookies or passwords."),
        _(
            "One address may ask %(rate)s questions a second, unless whoever runs this site says "
            "otherwise; more are answered with 429 and `Retry-After`.",
            rate=f"{RATE:g}",
        ),
        _(
            "A question that takes longer than %(seconds)s seconds is stopped and answered with "
            "503. The whole record is better taken as files.",
            seconds=f"{SECONDS:g}",
        ),
        _(
            "In a CSV an empty field is nothing printed, several values are joined by “; ”, and "
            "the file has no byte order mark."
        ),
        _(
            "A parameter that is not known is refused, so that a mistyped filter is never "
            "mistaken for one that found nothing. Empty parameters count as not given."
        ),
    )
    return tuple(coded(text) for text in said)


@cache
def refusals(language: Language) -> Markup:
    """Return in which form the API says that it does not answer."""
    _ = language.gettext
    return coded(
        _(
            "Whatever is not answered is told, in English, as `application/problem+json` "
            "(RFC 9457): `title`, `status`, `detail`, `where` (the parameter), `what_to_do`."
        )
    )


def coded(text: str) -> Markup:
    """Return a text with what stands between accents as code, everything escaped."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part
        for place, part in enumerate(parts)
    )
