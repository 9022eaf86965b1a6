"""The browsable page at `/api/v1/`: every endpoint, its parameters, a form and examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from foja.site.api.call import SECONDS
from foja.site.api.endpoint import ENGLISH, ROOT
from foja.site.api.openapi import TAGS
from foja.site.api.parameters import expected, parameter_schemas
from foja.site.api.problem import KINDS
from foja.site.api.registry import ENDPOINTS
from foja.site.api.settings import RATE
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse

    from foja.site.api.endpoint import Endpoint

LONGEST_LIST: Final = 60
"""Values that a form offers as a list; of more, a text is asked."""


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


def browse(request: Request) -> HTMLResponse:
    """Answer `/api/v1/`."""
    return page(
        request,
        ENGLISH,
        "api.html",
        translated=False,
        section="api",
        title="API",
        description="Everything that the pages show, as JSON and CSV, from the same questions.",
        root=ROOT,
        tags=[
            (tag, meaning, [_shown(one) for one in ENDPOINTS if one.tag == tag])
            for tag, meaning in TAGS.items()
            if any(one.tag == tag for one in ENDPOINTS)
        ],
        problems=[(key.replace("_", "-"), kind.status, kind.title) for key, kind in KINDS.items()],
        rate=f"{RATE:g}",
        seconds=f"{SECONDS:g}",
    )


def _shown(endpoint: Endpoint) -> dict[str, Any]:
    parameters = [
        _parameter(name, field, in_path=name in endpoint.in_path)
        for name, field in parameter_schemas(endpoint.asked).items()
    ]
    return {
        "name": endpoint.name,
        "path": f"{ROOT}{endpoint.path}",
        "summary": endpoint.summary,
        "description": _coded(endpoint.description),
        "parameters": parameters,
        # A form has no place for what stands in the path.
        "form": [] if endpoint.in_path else parameters,
        "examples": [
            f"{ROOT}{example}" if example.startswith("/") else f"{ROOT}{endpoint.path}{example}"
            for example in endpoint.examples
        ],
    }


def _parameter(name: str, field: dict[str, Any], *, in_path: bool) -> ShownParameter:
    schema = field["schema"]
    one = schema.get("items", schema)
    meaning = schema.get("description") or one.get("description", "")
    choices = tuple(str(value) for value in one.get("enum", ()))
    # What a text means is said once.
    values = expected(schema).partition(f": {meaning}.")[0].removesuffix(".")
    return ShownParameter(
        name,
        _coded(meaning),
        _coded(values),
        in_path or field["required"],
        in_path,
        field["several"],
        choices if len(choices) <= LONGEST_LIST else (),
        str(schema.get("default", "")) if not field["several"] else "",
    )


def _coded(text: str) -> Markup:
    """Return a text with what stands between accents as code, everything escaped."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part
        for place, part in enumerate(parts)
    )
