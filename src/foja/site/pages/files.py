"""Addresses that answer with files: the front door, official pages, style, script, health."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.staticfiles import StaticFiles

from foja.errors import DocumentError
from foja.model import Box
from foja.site import web_page as web_pages
from foja.site.choice import Parameters
from foja.site.language import preferred
from foja.site.page_image import SCALES
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Scope

    from foja.site.language import Language

FOREVER: Final = "public, max-age=31536000, immutable"
SHORT: Final = "public, max-age=300"
CROP_SCALE: Final = 2
IMAGE: Final = {"content-type": "image/webp"}


def front_door(request: Request) -> Response:
    """Answer `/`: the language that the browser asks for, English when it asks for neither."""
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language.code}/", 302, {"vary": "accept-language"})


def permanent_training(request: Request) -> Response:
    """Answer `/training/<identifier>`, an address that leaves the language to its reader."""
    language = preferred(request.headers.get("accept-language", ""))
    identifier = quote(str(request.path_params["training_id"]), safe="")
    return RedirectResponse(
        f"/{language.code}/training/{identifier}", 302, {"vary": "accept-language"}
    )


def page_image(request: Request) -> Response:
    """Answer `/page/<document>/<page>.webp?scale=`: the image of an official page.

    Only documents verified against the catalog are drawn. `v` names the document's bytes: with it
    the image may be kept forever.
    """
    language, images = language_of(request), site_of(request).images
    _ = language.gettext
    given = Parameters(request.query_params, language, ("scale", "v"))
    scale = given.whole("scale", SCALES[0])
    if scale not in SCALES:
        known = ", ".join(str(one) for one in SCALES)
        raise RefusalError(
            400, _("A page is drawn at scale %(known)s, not %(scale)s.", known=known, scale=scale)
        )
    key = f"{request.path_params['report']}/{request.path_params['region']}"
    number = int(request.path_params["page"])
    if images.state(key) != "here":
        raise _not_here(key, language)
    headers = IMAGE | _tagged(given, images.version(key), number, scale)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    try:
        image = images.draw(key, number, scale)
    except DocumentError as error:
        raise RefusalError(
            404, _("The document %(key)s has no page %(page)s.", key=key, page=number)
        ) from error
    return Response(image, headers=headers)


def web_page(request: Request) -> Response:
    """Answer `/page/<document>.html?row=`: a document published as a web page, made safe.

    Only documents verified against the catalog are shown. `row` marks a row of its tables; with
    `around` only the rows around it are shown. `v` names the document's bytes, as for images.
    """
    language, images = language_of(request), site_of(request).images
    _ = language.gettext
    given = Parameters(request.query_params, language, ("row", "around", "v"))
    row, around = given.whole("row", 0), bool(given.text("around"))
    key = f"{request.path_params['report']}/{request.path_params['region']}"
    if not images.is_web_page(key) or images.state(key) != "here":
        raise _not_here(key, language)
    version = web_pages.version_of(images.version(key))
    headers = web_pages.HEADERS | _tagged(given, version, row, int(around))
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    body = images.web_page(key)
    if (row or around) and not web_pages.has_row(body, row):
        raise RefusalError(404, _("The document %(key)s has no row %(row)s.", key=key, row=row))
    if around:
        body = web_pages.excerpt(body, row)
    return HTMLResponse(
        web_pages.document_of(web_pages.mark(body, row) if row else body, key), headers=headers
    )


def total_image(request: Request) -> Response:
    """Answer `/total/<identifier>.webp`: the line of a printed total, framed on its page."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    given = Parameters(request.query_params, language, ("v",))
    identifier = str(request.path_params["total_id"])
    total = site.reading.total(identifier)
    if total is None:
        raise RefusalError(404, _("No total has the identifier “%(id)s”.", id=identifier[:80]))
    key, images = total["document"], site.images
    if total["x0"] is None or images.is_web_page(key) or images.state(key) != "here":
        raise _not_here(key, language)
    headers = IMAGE | _tagged(given, images.version(key), identifier)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    box = Box(*(total[name] for name in ("x0", "y0", "x1", "y1")))
    return Response(images.crop(key, total["page"], box, CROP_SCALE), headers=headers)


def _not_here(key: str, language: Language) -> RefusalError:
    return RefusalError(
        404,
        language.gettext("The pages of “%(key)s” cannot be shown on this machine.", key=key[:60]),
    )


def _tagged(given: Parameters, version: str, *which: object) -> dict[str, str]:
    """Return the headers of a part of a document whose bytes have that version."""
    return {
        "etag": f'"{"-".join((version, *map(str, which)))}"',
        "cache-control": FOREVER if given.text("v") == version else SHORT,
    }


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    """Tell whether the reader has already what these headers are of."""
    return headers["etag"] in request.headers.get("if-none-match", "")


def favicon(_request: Request) -> Response:
    """Answer `/favicon.svg`, and `/favicon.ico` for browsers that ask for it unasked."""
    image = (resources.files("foja.site") / "static" / "favicon.svg").read_bytes()
    return Response(image, media_type="image/svg+xml", headers={"cache-control": SHORT})


def health(request: Request) -> Response:
    """Answer `/healthz`: that the tables answer, and which they are."""
    reading = site_of(request).reading
    counts = reading.tables.counts
    return JSONResponse(
        {"status": "ok", "data_version": reading.tables.version, "trainings": counts["trainings"]},
        headers={"cache-control": "no-store"},
    )


class Static(StaticFiles):
    """The site's own files; an address with a version may be kept forever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer one file."""
        response = await super().get_response(path, scope)
        forever = b"v=" in scope.get("query_string", b"") and response.status_code < 400  # noqa: PLR2004 -- HTTP's errors
        response.headers["cache-control"] = FOREVER if forever else SHORT
        if path == web_pages.STYLE:
            # The page that asks for it is sandboxed and so of no origin.
            response.headers["cross-origin-resource-policy"] = "cross-origin"
        return response


def static_files() -> Static:
    """Return what answers `/static/`."""
    return Static(packages=[("foja.site", "static")])
