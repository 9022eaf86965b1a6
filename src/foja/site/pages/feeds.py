"""What machines ask for to find pages: the sitemap, the feed, the manifest, and robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, PlainTextResponse, Response

from foja.site.feed import atom
from foja.site.icons import SIZES
from foja.site.problems import RefusalError, language_of
from foja.site.sitemap import index_xml, part_xml
from foja.site.state import site_of
from foja.site.templating import asset

if TYPE_CHECKING:
    from starlette.requests import Request

KEPT: Final = "public, max-age=3600"
SMALLEST_OF_MANIFEST: Final = 192


def sitemap(request: Request) -> Response:
    """Answer `/sitemap.xml`: which files list the site's pages."""
    return _xml(index_xml(site_of(request).reading, _origin(request)))


def sitemap_part(request: Request) -> Response:
    """Answer `/sitemap/<name>.xml`: pages in both languages."""
    name = str(request.path_params["name"])
    try:
        content = part_xml(site_of(request).reading, name, _origin(request))
    except KeyError as error:
        _ = language_of(request).gettext
        raise RefusalError(404, _("The sitemap has no file “%(name)s”.", name=name[:40])) from error
    return _xml(content)


def feed(request: Request) -> Response:
    """Answer `/<language>/feed.xml`: new reports and misprints as Atom."""
    content = atom(site_of(request), language_of(request), _origin(request))
    return Response(content, media_type="application/atom+xml", headers={"cache-control": KEPT})


def manifest(request: Request) -> Response:
    """Answer `/<language>/site.webmanifest`: name, colours and icons for a home screen."""
    language = language_of(request)
    _ = language.gettext
    return JSONResponse(
        {
            "name": f"Foja: {_('Every figure beside its page')}",
            "short_name": "Foja",
            "lang": language.tag,
            "start_url": f"/{language.code}/",
            "scope": "/",
            "display": "browser",
            "background_color": "#fbf9f4",
            "theme_color": "#fbf9f4",
            "icons": [
                {
                    "src": asset(f"icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in SIZES
                if size >= SMALLEST_OF_MANIFEST
            ],
        },
        headers={"cache-control": KEPT},
        media_type="application/manifest+json",
    )


def robots(request: Request) -> Response:
    """Answer `/robots.txt`: pages may be found; downloads, drawings and searches need not be."""
    lines = (
        "User-agent: *",
        "Disallow: /page/",
        "Disallow: /total/",
        "Disallow: /*/country/*/chart/",
        "Disallow: /*/country/*/trainings.",
        "Disallow: /*/search",
        "Disallow: /*/sql?",
        "Disallow: /*/sql.csv",
        "Disallow: /*/sql/",
        "Disallow: /*/embed/",
        "Disallow: /api/",
        "",
        f"Sitemap: {_origin(request)}/sitemap.xml",
    )
    return PlainTextResponse("\n".join(lines) + "\n", headers={"cache-control": KEPT})


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _xml(content: bytes) -> Response:
    return Response(content, media_type="application/xml", headers={"cache-control": KEPT})
