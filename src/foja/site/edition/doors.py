"""What a static edition has for those who come without an address of a page, or with a wrong one.

The page of the address alone, the page for addresses that do not exist, and what search engines
read first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from foja.site.edition.links import ELSEWHERE, INDEX, place_of
from foja.site.language import LANGUAGES
from foja.site.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

POLICY: Final = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'\">"
)
"""What the headers of a server say, as far as a page can say it of itself."""
NOT_FOUND: Final = "404.html"
"""The file that hosts of plain files answer with where there is none at an address."""
MOST_IN_MAP: Final = 50_000
"""Addresses that one map for search engines may hold."""


def write_front_door(folder: Path, origin: str, base: str, languages: Sequence[str]) -> None:
    """Write the page of the address alone, which leads on to the first of the languages."""
    homes = {LANGUAGES[code]: f"{base}/{code}/" for code in languages}
    first = next(iter(homes))
    alternates = "".join(
        f'<link rel="alternate" hreflang="{language.tag}" href="{origin}{home}">\n'
        for language, home in homes.items()
    )
    links = " ".join(
        f'<a href="{home}" lang="{language.tag}">{language.name}</a>'
        for language, home in homes.items()
    )
    (folder / INDEX).write_text(
        f'<!doctype html>\n<html lang="{first.tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>Foja</title>\n{alternates}'
        f'<meta http-equiv="refresh" content="0; url={homes[first]}">\n</head>\n'
        f"<body><p>Foja: {links}</p></body>\n</html>\n",
        "utf-8",
    )


def write_not_found(folder: Path, base: str, languages: Sequence[str]) -> None:
    """Write the page for addresses that do not exist, in every language of the edition.

    A host answers with it at any depth, so its links begin at the host's own address.
    """
    parts = [
        environment(LANGUAGES[code])
        .get_template("not_found_part.html")
        .render(base=base, heading="h2" if place else "h1")
        for place, code in enumerate(languages)
    ]
    page = environment(LANGUAGES[languages[0]]).get_template("not_found.html")
    (folder / NOT_FOUND).write_text(page.render(base=base, parts=parts, policy=POLICY), "utf-8")


def write_for_robots(folder: Path, origin: str, base: str, listed: Iterable[str]) -> None:
    """Write the map of the edition's pages for search engines, and the file that names it."""
    begun = f"{origin}{base}/"
    places = sorted(quote(place_of(address).removesuffix(INDEX)) for address in listed)
    kept = [place for place in places if not place.endswith(f"{ELSEWHERE}/")][:MOST_IN_MAP]
    lines = "\n".join(f"<url><loc>{escape(begun + place)}</loc></url>" for place in kept)
    (folder / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n',
        "utf-8",
    )
    (folder / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {begun}sitemap.xml\n", "utf-8"
    )
