"""The OpenAPI 3.1 document, made from the declarations that parse and shape the answers."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import msgspec

from foja import __version__
from foja.site.api.csv_form import MEDIA_TYPE as CSV
from foja.site.api.endpoint import ROOT, Endpoint
from foja.site.api.envelope import answer_type
from foja.site.api.parameters import parameter_schemas
from foja.site.api.problem import KINDS, MEDIA_TYPE, Problem
from foja.site.api.registry import ENDPOINTS
from foja.site.metadata import LICENCE

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MEANINGS: Final = {
    400: "A parameter is unknown, is missing or has a value that is not valid",
    404: "There is nothing at this address",
    405: "Only GET, HEAD and OPTIONS are served",
    413: "A request has no body here: the question is in its address",
    414: "The address is longer than 2,000 octets",
    429: "Too many questions from one address; `Retry-After` says when to ask again",
    500: "A failure of Foja itself",
    503: "The question took longer than it may, and was stopped",
}
HEADERS: Final = {
    "ETag": "names this answer; sent back as `If-None-Match` it saves the answer",
    "Foja-Tables-Version": "hash of what the tables hold",
    "Foja-Citation": "how to cite this answer",
    "Link": "licence, page of the site that shows the evidence (`alternate`), next page (`next`)",
}
TAGS: Final = {
    "trainings": "Single trainings, with the official page of each",
    "measures": "Sums, means, medians and rates over trainings",
    "record": "What was read, printed totals beside the rows, documents, pages, doubts",
    "units": "Units below a force, found by any spelling",
    "vocabularies": "What codes mean: countries, programmes, forces, places, types, rules",
    "series": "Appropriations, outcomes and events beside the trainings",
    "takeaways": "What stands out in a country's fiscal year, in sentences",
    "claims": "What others published, checked against the tables",
    "search": "Everything that has a page, by any words",
    "sql": "Questions in SQL",
}


@cache
def document(version: str) -> bytes:
    """Return the document as JSON; `version` is that of the tables."""
    return json.dumps(described(version), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def described(version: str) -> dict[str, Any]:
    """Return the document; `version` is that of the tables."""
    answers = [answer_type(endpoint) for endpoint in ENDPOINTS]
    schemas, components = msgspec.json.schema_components(
        [*answers, Problem], ref_template="#/components/schemas/{name}"
    )
    used = {endpoint.tag for endpoint in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "Foja",
            "version": "1",
            "summary": "What the United States gave to security forces abroad, each figure beside "
            "its official page",
            "description": f"Version {__version__} of Foja over tables of version {version}. Every "
            "answer carries the version of the tables, licence, citation and the address of its "
            "evidence. It is read-only; no key is needed.",
            "license": {"name": "Public Domain Mark 1.0", "url": LICENCE},
        },
        "servers": [{"url": ROOT}],
        "tags": [{"name": name, "description": TAGS[name]} for name in TAGS if name in used],
        "paths": {
            endpoint.path: {"get": _operation(endpoint, schema)}
            for endpoint, schema in zip(ENDPOINTS, schemas[:-1], strict=True)
        },
        "components": {"schemas": components, "responses": _problems(schemas[-1])},
    }


def _operation(endpoint: Endpoint, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": [
            _parameter(name, field, in_path=name in endpoint.in_path)
            for name, field in parameter_schemas(endpoint.asked).items()
        ],
        "responses": {
            "200": {
                "description": endpoint.summary,
                "headers": {
                    name: {"description": meaning, "schema": {"type": "string"}}
                    for name, meaning in HEADERS.items()
                },
                "content": {
                    "application/json": {"schema": schema},
                    CSV.partition(";")[0]: {"schema": {"type": "string"}},
                },
            },
            "304": {"description": "The reader already has this answer"},
            **{
                str(status): {"$ref": f"#/components/responses/Problem{status}"}
                for status in MEANINGS
            },
        },
    }


def _parameter(name: str, field: dict[str, Any], *, in_path: bool) -> dict[str, Any]:
    schema = {key: value for key, value in field["schema"].items() if key != "description"}
    meaning = field["schema"].get("description") or schema.get("items", {}).get("description", "")
    said: dict[str, Any] = {
        "name": name,
        "in": "path" if in_path else "query",
        "required": in_path or field["required"],
        "description": meaning,
        "schema": schema,
    }
    if field["several"]:
        said |= {"style": "form", "explode": True}
    return said


def _problems(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = {kind.status for kind in KINDS.values()}
    if kinds != MEANINGS.keys():
        raise AssertionError(kinds)
    return {
        f"Problem{status}": {"description": meaning, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, meaning in MEANINGS.items()
    }
