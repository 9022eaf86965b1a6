"""Where an address of the site leads in a static edition, and in which file it lies."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from foja.site.choice import FILE_NAMES, FILTER_NAMES, TABLE_NAMES
from foja.site.headers import EMBEDDED
from foja.site.language import CODES, LANGUAGES
from foja.site.reading import WORLD, row_number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

INDEX: Final = "index.html"
ELSEWHERE: Final = "not-in-this-edition"
"""The page to which links lead that only a server can answer."""

ICON: Final = "/favicon.svg"
"""The site's own mark, which is no picture of its pages."""

_IN_HTML: Final = re.compile(r'\b(href|src|action|data-[a-z-]+)="(/(?!/)[^"]*)"')
_IN_JSON: Final = re.compile(r'"(/(?:en|es)/[^"\\]*)"')
_IN_MANIFEST: Final = re.compile(r'"(/[^"\\]*)"')
_FILE: Final = re.compile(
    r"\.(?:json|csv|svg|png|webp|pdf|md|html|xml|js|css|txt|xlsx|parquet|webmanifest)$"
)
_ELSEWHERE: Final = rf'"[^"]*/{ELSEWHERE}/[^"]*"'
_NOT_TAKEN: Final = re.compile(
    rf"\s*<a\b[^>]*\bhref={_ELSEWHERE}[^>]* download(?: [^>]*)?>.*?</a>", re.DOTALL
)
"""A file to save that the edition does not have: it would save the page that says so."""
_NOT_SHOWN: Final = re.compile(
    rf"<noscript><img\b[^>]*\bsrc={_ELSEWHERE}[^>]*></noscript>|<img\b[^>]*\bsrc={_ELSEWHERE}[^>]*>"
)
_NO_CARD: Final = re.compile(rf'<meta property="og:image" content={_ELSEWHERE}>\n')
_OF_CARD: Final = re.compile(r'<meta property="og:image:[a-z]+" content="[^"]*">\n')
_ASKS: Final = re.compile(rf'(<form\b[^>]*\baction=)"([^"?]*/{ELSEWHERE}/)\?page=([^"&]*)"([^>]*>)')
_CHOOSES: Final = re.compile(
    rf'<form\b(?! class="site-search")[^>]*\baction="(?![^"]*/{ELSEWHERE}/)[^>]*>'
)
"""A form that leads to a page of the edition, which only a script can make another."""
_OF_PAGE: Final = re.compile(r'<html lang="([a-z]+)"')
_SWITCH: Final = re.compile(r'<nav class="(?:colour-by|switch)"[^>]*>.*?</nav>\s*', re.DOTALL)
_CHOICE: Final = re.compile(r'<li><a href="([^"]*)"')
_DOWNLOAD: Final = re.compile(r"/trainings\.[a-z.]+$")
_TELLS_NOTHING: Final = frozenset(("v", "view"))
"""Parameters of files: the version, and the view that the links of a chart lead to."""
_OF_MAP: Final = frozenset(("area", "circles"))
"""Parameters of a map, which the overview has not: they change no figure."""
_COUNTRY: Final = re.compile(r"^/(en|es)/country/([A-Z]{3})(?:/([a-z]+))?$")
_TRAINING: Final = re.compile(r"^/(en|es)/training/([^/]+)$")
_UNIT: Final = re.compile(r"^/(en|es)/unit/(([A-Z]{3})\.[^/]+)$")
_PAGE: Final = re.compile(r"^/(en|es)/document/[^/]+/[^/]+/\d+$")
_LANGUAGE: Final = re.compile(r"^/(en|es)(?:/|$)")


def is_file(path: str) -> bool:
    """Say whether an address without its query names a file rather than a page."""
    return path.startswith("/static/") or bool(_FILE.search(path))


def place_of(address: str) -> str:
    """Return the file of an address, relative to the edition's folder.

    A page lies in a folder of its own, so that any web host serves it under its address; what a
    query tells apart lies in a folder below.
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if is_file(parts.path):
        if not parts.query or path.startswith("static/"):
            return path
        folder, _, name = path.rpartition("/")
        return f"{folder}/{_plain(parts.query)}/{name}"
    below = f"{_plain(parts.query)}/" if parts.query else ""
    return f"{path}/{below}{INDEX}" if path else f"{below}{INDEX}"


def _plain(query: str) -> str:
    return re.sub(r"[^A-Za-z0-9=._-]+", "-", unquote(query))


@dataclass
class Links:
    """Rewrites the links of pages and files; `files` collects those that have to be written.

    `pages` are the addresses of the edition's pages, without anchors; `base` is the folder of the
    host under which it will lie, empty for the host itself. `document_of` returns the address of
    the page of a document that lists a training or a printed total, with its part and without the
    language. `pictures` tells whether drawings and images of pages are written. `origin` is the
    site's own address, as pages name themselves.
    """

    pages: Collection[str]
    document_of: Callable[[str], str | None]
    base: str = ""
    pictures: bool = True
    origin: str = "http://localhost"
    files: set[str] = field(default_factory=set)

    def html(self, text: str) -> str:
        """Return a page with every link rewritten, without what it cannot show or save."""
        text = self._in_full(text)
        text = _SWITCH.sub(_offered, _IN_HTML.sub(self._attribute, text))
        text = _ASKS.sub(_told_where, _NOT_SHOWN.sub("", _NOT_TAKEN.sub("", text)))
        of_page = _OF_PAGE.search(text)
        text = _CHOOSES.sub(rf"{_without_script(of_page[1] if of_page else CODES[0])}\g<0>", text)
        if _NO_CARD.search(text):
            text = _OF_CARD.sub("", _NO_CARD.sub("", text)).replace(
                "summary_large_image", "summary"
            )
        return text

    def json(self, text: str) -> str:
        """Return a file of JSON with every link rewritten."""
        return _IN_JSON.sub(lambda found: f'"{self.to(found[1])}"', text)

    def manifest(self, text: str) -> str:
        """Return what a browser reads to put the site on a home screen, its addresses rewritten."""
        return _IN_MANIFEST.sub(lambda found: f'"{self.to(found[1])}"', text)

    def feed(self, text: str) -> str:
        """Return a feed with every link rewritten, and the place of the edition in its names."""
        text = self._in_full(text)
        return text.replace(f"<id>{self.origin}/feed/", f"<id>{self.origin}{self.base}/feed/")

    def _attribute(self, found: re.Match[str]) -> str:
        name, address = found[1], html.unescape(found[2])
        return f'{name}="{html.escape(self.to(address))}"'

    def _in_full(self, text: str) -> str:
        """Rewrite addresses that are named in full: as a page's own, its picture's, or in words."""
        origin = re.escape(self.origin)
        named = re.compile(rf'"{origin}(/[^"]*)"|>{origin}(/(?!feed/)[^<\s]*)<')
        return named.sub(self._named, text)

    def _named(self, found: re.Match[str]) -> str:
        whole = f"{self.origin}{html.escape(self.to(html.unescape(found[1] or found[2])))}"
        return f'"{whole}"' if found[1] else f">{whole}<"

    def to(self, address: str) -> str:
        """Return where a link leads in the edition."""
        parts = urlsplit(address)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if is_file(parts.path):
            return self._file(parts.path, parts.query, asked)
        if asked in self.pages:
            return self._page(asked) + anchor
        if EMBEDDED.match(parts.path):
            # A drawing for frames of other sites is written where a page offers it.
            self.files.add(asked)
            return self._page(asked) + anchor
        return self.base + self._instead(parts.path, parts.query, anchor)

    def _page(self, address: str) -> str:
        return f"{self.base}/{quote(place_of(address).removesuffix(INDEX))}"

    def _file(self, path: str, query: str, asked: str) -> str:
        if path.startswith("/static/"):
            return self.base + asked
        if path.endswith((".png", ".svg", ".webp")) and not self.pictures and path != ICON:
            return self._nowhere(path, "", query)
        if not path.startswith("/page/"):
            said = [(name, value) for name, value in parse_qsl(query) if name not in _TELLS_NOTHING]
            if _DOWNLOAD.search(path):
                if not {name for name, _value in said} <= {*TABLE_NAMES, *FILE_NAMES}:
                    # The whole country's file would hold other trainings than were asked for.
                    return self._nowhere(path, query, "")
                said = []
                if f"/{WORLD}/" in path and not path.endswith((".parquet", ".dictionary.csv")):
                    # Of all countries together the site offers no other kind of file.
                    return self._nowhere(path, query, "")
            asked = f"{path}?{urlencode(said)}" if said else path
        self.files.add(asked)
        return f"{self.base}/{quote(place_of(asked))}"

    def _instead(self, path: str, query: str, anchor: str) -> str:
        """Return the page that comes nearest to one which the edition does not have."""
        country, training, unit = (pattern.match(path) for pattern in (_COUNTRY, _TRAINING, _UNIT))
        chosen = [(name, value) for name, value in parse_qsl(query) if name not in _OF_MAP]
        if country and chosen and _chosen_in_browser(country, chosen):
            # The overview is the view whose choice the browser makes.
            overview = f"/{country[1]}/country/{country[2]}"
            if overview in self.pages:
                return f"{overview}/?{urlencode(chosen)}{anchor}"
        if training:
            there = self._line(training[1], unquote(training[2]))
            if there:
                return there
        if unit and f"/{unit[1]}/country/{unit[3]}" in self.pages:
            of_unit = urlencode({"unit": unquote(unit[2])})
            return f"/{unit[1]}/country/{unit[3]}/?{of_unit}#trainings"
        if _PAGE.match(path) and path in self.pages:
            mark = dict(parse_qsl(query)).get("mark", "")
            return self._line(path[1:3], mark) or f"{path}/{f'#{mark}' if mark else anchor}"
        if path == "/":
            return "/"
        return self._nowhere(path, query, anchor).removeprefix(self.base)

    def _line(self, language: str, identifier: str) -> str:
        """Return where a training or a printed total is listed; empty where nowhere is."""
        place = self.document_of(identifier)
        page = f"/{language}{place}"
        if not place or page not in self.pages:
            return ""
        mark = identifier if ".t" in identifier else f"row-{row_number(identifier)}"
        return f"{self._page(page).removeprefix(self.base)}#{mark}"

    def _nowhere(self, path: str, query: str, anchor: str) -> str:
        # A country with another choice would show other figures than those that were asked for.
        if path in self.pages and not (query and _COUNTRY.match(path)):
            # Its script says that the page is shown without what is asked.
            return self._page(path) + (f"?{query}" if query else "") + anchor
        found = _LANGUAGE.match(path)
        languages = [found[1] if found else "en", *CODES]
        there = next(code for code in languages if f"/{code}/{ELSEWHERE}" in self.pages)
        asked = urlencode({"page": f"{path}?{query}" if query else path})
        return f"{self.base}/{there}/{ELSEWHERE}/?{asked}"


def _told_where(form: re.Match[str]) -> str:
    """Return a form that names the page it leads to: its fields take the place of a query."""
    begun, action, page, rest = form.groups()
    page = html.escape(unquote(page))
    return f'{begun}"{action}"{rest}<input type="hidden" name="page" value="{page}">'


def _without_script(code: str) -> str:
    """Return what stands above a form for readers whose browser runs no script."""
    _ = LANGUAGES[code].gettext
    said = _(
        "Without a script the form below changes nothing: this copy of Foja consists of plain "
        "files."
    )
    return f'<noscript><p class="note">{said}</p></noscript>'


def _offered(switch: re.Match[str]) -> str:
    """Return a list of ways to show a view; nothing where the edition has none of them."""
    ways = _CHOICE.findall(switch[0])
    return switch[0] if any(f"/{ELSEWHERE}/" not in way for way in ways) else ""


def _chosen_in_browser(country: re.Match[str], chosen: list[tuple[str, str]]) -> bool:
    """Say whether a page's script can do what a server does with what an address chooses."""
    names = {name for name, _value in chosen}
    return country[2] != WORLD and names <= {*FILTER_NAMES, *TABLE_NAMES}
