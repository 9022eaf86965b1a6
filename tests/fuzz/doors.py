"""Every place where a reader's text enters the site and the API, found in the running application.

Parameters of paths are read from the routes, those of queries from what each page asks its parser
for while it answers an ordinary question, and the API's from its declarations: a new one is found
without being written down here. Only an ordinary value of each path is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from unittest import mock
from urllib.parse import quote

from starlette.routing import Mount, Route

from foja.site.api.endpoint import ROOT
from foja.site.api.parameters import parameter_schemas
from foja.site.api.registry import ENDPOINTS
from foja.site.choice import Parameters
from foja.site.short_address import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette

BRACES = re.compile(r"\{(\w+)(?::\w+)?\}")
ORDINARY = {
    "country": "MEX",
    "training_id": "2020-2021.wh.41.07",
    "unit_id": "MEX.escuadron-aereo-302",
    "place_id": "US.whinsec",
    "key": "flight",
    "report": "2020-2021",
    "region": "wh",
    "year": "2020",
    "page": "41",
    "claim": "C010",
    "total_id": "1999-2000.af-1.f001.t601",
    "view": "spending",
    "code": "IMET",
    "name": "spending_by_fiscal_year",
    "kind": "csv",
}
ORDINARY_OF = {
    ("/sitemap/{name}.xml", "name"): "pages",
    ("/s/{code}", "code"): code_of("/en/country/MEX"),
    ("/countries/chart/{name}.{kind}", "name"): "rank",
    ("/compare/chart/{name}.{kind}", "name"): "years",
    ("/docs/{name}", "name"): "user",
    ("/embed/countries/{name}", "name"): "rank",
    ("/embed/compare/{name}", "name"): "years",
    ("/country/{country}/rows/{kind}", "kind"): "unit",
    ("/takeaways/{country}/{year:int}.{kind}", "kind"): "md",
    ("/cooperation/{country}/panel/{name}.{kind}", "name"): "training",
    ("/embed/cooperation/{country}/{name}", "name"): "training",
    ("/sql/chart.{kind}", "kind"): "json",
}
NEEDED = {
    "/compare/chart/{name}.{kind}": "item=MEX&item=COL",
    "/embed/compare/{name}": "item=MEX&item=COL",
    "/card/compare.png": "item=MEX&item=COL",
    "/search": "q=naval",
    "/sql.csv": "q=SELECT+1",
    "/sql/chart.{kind}": "q=VALUES+(2001,5),(2002,7)",
    "/search.json": "q=naval",
    "/country": "country=MEX",
}
"""What a page has to be asked for to be a page."""
ABSENT = ("/page/", "/total/")
"""Addresses of images of documents, which not every machine has."""
OF_QUERY, OF_PATH = "query", "path"
LANGUAGE = re.compile(r"/(?:en|es)(?=/)")


@dataclass(frozen=True)
class Door:
    """One parameter of one kind of address, and how an address with a text in it is written."""

    route: str
    place: str
    name: str
    ordinary: str
    query: str = ""

    def address(self, text: str) -> str:
        """Return the address with a text in place of the parameter's value."""
        safe = quote(text.encode("utf-8", "surrogateescape"), safe="")
        if self.place == OF_PATH:
            path = self.ordinary.replace("{" + self.name + "}", safe)
            return f"{path}?{self.query}" if self.query else path
        kept = [part for part in self.query.split("&") if part and part.split("=")[0] != self.name]
        return f"{self.ordinary}?{'&'.join([*kept, f'{self.name}={safe}'])}"


def templates(app: Starlette) -> list[str]:
    """Return the path of every route of the site; English and Spanish ones count once."""
    found = [
        route.path
        for route in app.routes
        if isinstance(route, Route) and not route.path.startswith("/es/")
    ]
    mounted = {route.path for route in app.routes if isinstance(route, Mount)}
    assert mounted <= {"/static", ROOT}, f"a mount that no door is known of: {mounted}"
    return found


def filled(template: str, *, but: str = "") -> str:
    """Return an address of a route with ordinary values; `{but}` stays to be filled."""
    key = LANGUAGE.sub("", template, count=1)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        given = ORDINARY_OF.get((key, name), ORDINARY.get(name))
        assert given, f"no ordinary value is known for {name} in {template}: give one here"
        return "{" + name + "}" if name == but else quote(given)

    return BRACES.sub(value, template)


def ordinary_address(template: str) -> str:
    """Return an address of a route that a reader would ask."""
    needed = NEEDED.get(LANGUAGE.sub("", template, count=1), "")
    return f"{filled(template)}?{needed}" if needed else filled(template)


class Noting:
    """Notes which parameters a page asks its parser for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __enter__(self) -> Self:
        plain = Parameters.__init__
        noted = self.names

        def init(
            own: Parameters, query: Any, language: Any, names: tuple[str, ...], **more: Any
        ) -> None:
            noted.extend(name for name in names if name not in noted)
            plain(own, query, language, names, **more)

        self._patch = mock.patch.object(Parameters, "__init__", init)
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.stop()


def site_doors(app: Starlette, ask: Callable[[str], int]) -> list[Door]:
    """Return the doors of every page; `ask` tells the status of the answer to an address."""
    found = []
    # A page that is kept is not made, and so asks for nothing.
    app.state.kept_pages.forget()
    for template in templates(app):
        address = ordinary_address(template)
        with Noting() as noting:
            status = ask(address)
        good = status < 400 or (status == 404 and address.startswith(ABSENT))
        assert good, f"{address} is answered with {status}: give it an ordinary value here"
        path, _, query = address.partition("?")
        found.extend(
            Door(template, OF_PATH, name, filled(template, but=name), query)
            for name in BRACES.findall(template)
        )
        # A name that no page knows is a door as well: its text is repeated in the refusal.
        found.extend(
            Door(template, OF_QUERY, name, path, query) for name in (*noting.names, "v", "unknown")
        )
    return found


def api_doors() -> list[Door]:
    """Return the doors of every endpoint of the API."""
    return list(_api_doors())


def _api_doors() -> Iterator[Door]:
    for endpoint in ENDPOINTS:
        example = next(iter(endpoint.examples), "")
        path, _, query = example.partition("?")
        if not path:
            path = endpoint.path
        values = endpoint.matches.fullmatch(path)
        assert values, f"{endpoint.name} has no example of its path: {example}"
        for name in parameter_schemas(endpoint.asked):
            if name in endpoint.in_path:
                others = {key: value for key, value in values.groupdict().items() if key != name}
                template = endpoint.path
                for key, value in others.items():
                    template = template.replace("{" + key + "}", value)
                yield Door(endpoint.path, OF_PATH, name, ROOT + template, query)
            else:
                yield Door(endpoint.path, OF_QUERY, name, ROOT + path, query)
        yield Door(endpoint.path, OF_QUERY, "unknown", ROOT + path, query)
