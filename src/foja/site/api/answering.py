"""Answers as they travel: JSON or CSV with tag, addresses and licence; problems in one shape."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import msgspec
from starlette.responses import Response

from foja.site.api.csv_form import MEDIA_TYPE as CSV
from foja.site.api.csv_form import as_csv
from foja.site.api.envelope import ENCODER, about, envelope
from foja.site.api.problem import MEDIA_TYPE
from foja.site.conditional import build_hash

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.api.endpoint import Answer, Api, Endpoint
    from foja.site.api.parameters import Asked
    from foja.site.api.problem import ProblemError

KEPT: Final = "public, max-age=300"
KEPT_BY_READERS: Final = "max-age=60"
"""Of answers that rest on a folder of documents: kept by their readers, not by the site."""
JSON: Final = "application/json"
SHOWN_TO_ALL: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After, Foja-Tables-Version, Foja-Citation, "
    "Foja-Count",
    "cross-origin-resource-policy": "cross-origin",
}
"""Headers by which pages of other sites may read an answer; there is nothing here that is secret,
and no cookie or password is ever looked at."""
PREFLIGHT: Final = {
    **SHOWN_TO_ALL,
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "Accept, If-None-Match",
    "access-control-max-age": "86400",
    "allow": "GET, HEAD, OPTIONS",
}
UNCHANGED: Final = 304
_RESERVED: Final = "/:@!$&'()*+,;=?%"
"""Characters of an address that stay as they are."""


def problem_response(problem: ProblemError, path: str) -> Response:
    """Return a problem as it is sent; `path` is what was asked."""
    headers = {**SHOWN_TO_ALL, "cache-control": "no-store", **problem.headers}
    content = msgspec.json.encode(problem.told(path))
    return Response(content, problem.status, headers, MEDIA_TYPE)


def address_of(request: Request) -> str:
    """Return the whole address that was asked, with nothing in it that a header cannot hold."""
    url = request.url
    query = quote(url.query, safe=_RESERVED)
    path = quote(request.scope["path"], safe=_RESERVED.replace("%", ""))
    return f"{url.scheme}://{url.netloc}{path}{'?' if query else ''}{query}"


def tag_of(api: Api, request: Request) -> str:
    """Return what names an answer before it is made: tables, code and address decide it."""
    said = (api.version, build_hash(), api.origin, request.url.path, request.url.query)
    return _weak("\n".join(said).encode())


def unchanged(tag: str, kept: str = KEPT) -> Response:
    """Return the answer to a reader who has it already; `kept` is how long it may be kept now."""
    headers = {**SHOWN_TO_ALL, "etag": tag, "cache-control": kept, "vary": "accept-encoding"}
    return Response(None, UNCHANGED, headers)


def response(
    api: Api, endpoint: Endpoint, asked: Asked, answer: Answer, request: Request
) -> Response:
    """Return an answer as JSON or CSV; a CSV says in its headers what JSON says around its data."""
    address = address_of(request)
    following = ""
    if answer.pages is not None and answer.pages.next_cursor:
        kept = [
            pair for pair in request.query_params.multi_items() if pair[0] != "cursor" and pair[1]
        ]
        query = urlencode([*kept, ("cursor", answer.pages.next_cursor)])
        following = f"{address.partition('?')[0]}?{query}"
    if asked.format == "csv":
        content, media_type = as_csv(endpoint, answer), CSV
    else:
        content, media_type = ENCODER.encode(envelope(api, answer, address, following)), JSON
    headers = {
        **SHOWN_TO_ALL,
        **_around(api, answer, address, following),
        "cache-control": KEPT_BY_READERS if endpoint.by_content else KEPT,
        "etag": _weak(content) if endpoint.by_content else tag_of(api, request),
        "vary": "accept-encoding",
    }
    if asked.format == "csv":
        headers["content-disposition"] = f'attachment; filename="foja-{endpoint.name}.csv"'
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return unchanged(headers["etag"], headers["cache-control"])
    return Response(content, 200, headers, media_type)


def _around(api: Api, answer: Answer, address: str, following: str) -> dict[str, str]:
    """Return what stands around an answer's data, as headers."""
    whole = about(api, answer, address)
    links = [
        (whole.licence_address, "license"),
        (whole.evidence, "alternate"),
        (f"{api.origin}/api/v1/openapi.json", "service-desc"),
        *([(following, "next")] if following else []),
    ]
    said = {
        "link": ", ".join(f'<{target}>; rel="{relation}"' for target, relation in links),
        "foja-tables-version": whole.tables_version,
        "foja-citation": whole.citation,
    }
    if answer.pages is not None and answer.pages.count is not None:
        said["foja-count"] = str(answer.pages.count)
    # Whatever an address holds is written there as ASCII; a header can hold nothing else.
    return {name: text.encode("ascii", "replace").decode() for name, text in said.items()}


def _weak(content: bytes) -> str:
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'
