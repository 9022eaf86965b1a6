"""A reader of the site: asks an application directly, without a server or a network."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Self

import httpx
from anyio.from_thread import start_blocking_portal

if TYPE_CHECKING:
    from starlette.applications import Starlette

ORIGIN = "http://foja.test"


class Reader:
    """Asks for addresses of one application; redirects are answers like any other."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.app.state.site.sql.close()
        self.app.state.site.reading.tables.close()

    def forget(self) -> None:
        """Have every page made anew."""
        self.app.state.kept_pages.forget()

    def ask(self, method: str, address: str, **headers: str) -> httpx.Response:
        """Return the answer; underscores in the names of headers stand for hyphens."""

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                sent = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, address, headers=sent)

        # Browser tests of the same run keep a loop of their own in this thread.
        with start_blocking_portal() as portal:
            return portal.call(answer)

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Return the answer to GET."""
        return self.ask("GET", address, **headers)

    def page(self, address: str, status: int = 200) -> Page:
        """Return a page, which has to have that status."""
        answer = self.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{answer.text[:800]}"
        assert answer.headers["content-type"] == "text/html; charset=utf-8", address
        return Page(answer.text)


class Page(HTMLParser):
    """A page as a reader's machine sees it: its words, addresses and identifiers."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._words: list[str] = []
        self._by_id: dict[str, list[str]] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(source)

    BLOCKS = frozenset({"td", "th", "dt", "dd", "li", "p", "h1", "h2", "h3", "option"})
    VOID = frozenset({"meta", "link", "input", "img", "br", "rect", "image", "path"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes.extend((tag, name, value) for name, value in given.items())
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"script", "img", "image"}:
            self.loaded.extend(given[name] for name in ("src", "href") if name in given)
        if tag == "link" and given.get("rel") in {"stylesheet", "icon"}:
            self.loaded.append(given["href"])
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in self.VOID:
            self._open.append((tag, given.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.handle_data(" ")
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        for _tag, name in self._open:
            if name is not None:
                self._by_id.setdefault(name, []).append(data)

    @property
    def text(self) -> str:
        """The page's words, one space between them."""
        return " ".join("".join(self._words).split())

    def part(self, name: str) -> str:
        """The words inside the element with that identifier."""
        assert name in self.ids, f"the page has no #{name}"
        return " ".join("".join(self._by_id.get(name, [])).split())

    def values(self, tag: str, name: str) -> list[str]:
        """The values of an attribute on all elements of a kind."""
        return [
            value for one, attribute, value in self.attributes if (one, attribute) == (tag, name)
        ]
