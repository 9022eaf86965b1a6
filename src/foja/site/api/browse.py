"""The browsable page at `/api/v1/`: every endpoint, its parameters, a form and examples.

It is in the reader's language: `/api/v1/es/` is the same page in Spanish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.site.api.browse_words import (
    NAMES,
    coded,
    introduction,
    meaning_of,
    refusals,
    rules,
    values_of,
)
from foja.site.api.endpoint import ENGLISH, ROOT
from foja.site.api.openapi import TAGS
from foja.site.api.parameters import parameter_schemas
from foja.site.api.problem import KINDS
from foja.site.api.registry import ENDPOINTS
from foja.site.language import LANGUAGES
from foja.site.templating import page

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import HTMLResponse

    from foja.site.api.endpoint import Endpoint
    from foja.site.language import Language

LONGEST_LIST: Final = 60
"""Values that a form offers as a list; of more, a text is asked."""
BROWSED: Final = {
    "/" if language is ENGLISH else f"/{language.code}/": language
    for language in LANGUAGES.values()
}
"""The paths of the page, below the root of the API, and the language of each."""


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter as the page shows it."""

    name: str
    meaning: Markup
    values: Markup
    required: bool
    in_path: bool
    several: bool
    choices: tuple[str, ...]
    usual: str


def browse(request: Request, language: Language) -> HTMLResponse:
    """Answer `/api/v1/` or, in another language than English, `/api/v1/<language>/`."""
    _ = language.gettext
    there = next(path for path, of in BROWSED.items() if of.code == language.other.code)
    return page(
        request,
        language,
        "api.html",
        translated=False,
        section="api",
        title="API",
        description=_("Everything that the pages show, as JSON and CSV, from the same questions."),
        there=f"{ROOT}{there}",
        root=ROOT,
        introduction=introduction(language),
        tags=[
            (
                tag,
                _(NAMES[tag]),
                _(meaning),
                [_shown(one, language) for one in ENDPOINTS if one.tag == tag],
            )
            for tag, meaning in TAGS.items()
            if any(one.tag == tag for one in ENDPOINTS)
        ],
        rules=rules(language),
        refusals=refusals(language),
        problems=[
            (key.replace("_", "-"), kind.status, _(kind.title)) for key, kind in KINDS.items()
        ],
    )


def _shown(endpoint: Endpoint, language: Language) -> dict[str, Any]:
    _ = language.gettext
    parameters = [
        _parameter(name, field, language, in_path=name in endpoint.in_path)
        for name, field in parameter_schemas(endpoint.asked).items()
    ]
    return {
        "name": endpoint.name,
        "path": f"{ROOT}{endpoint.path}",
        "summary": _(endpoint.summary),
        "description": coded(_(endpoint.description)),
        "parameters": parameters,
        # A form has no place for what stands in the path.
        "form": [] if endpoint.in_path else parameters,
        "examples": [
            f"{ROOT}{example}" if example.startswith("/") else f"{ROOT}{endpoint.path}{example}"
            for example in endpoint.examples
        ],
    }


def _parameter(
    name: str, field: dict[str, Any], language: Language, *, in_path: bool
) -> ShownParameter:
    schema = field["schema"]
    meaning = meaning_of(schema)
    choices = tuple(str(value) for value in schema.get("items", schema).get("enum", ()))
    return ShownParameter(
        name,
        coded(language.gettext(meaning) if meaning else ""),
        coded(values_of(schema, language)),
        in_path or field["required"],
        in_path,
        field["several"],
        choices if len(choices) <= LONGEST_LIST else (),
        str(schema.get("default", "")) if not field["several"] else "",
    )
