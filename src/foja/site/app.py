"""The site as one ASGI application, and the server that runs it on this machine."""

from __future__ import annotations

import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route

from foja.catalog import load_catalog
from foja.errors import SettingsError
from foja.site.language import CODES
from foja.site.page_image import PageImages
from foja.site.pages.about import about_page
from foja.site.pages.authorities import authorities_page, authority_page
from foja.site.pages.charts import chart_file
from foja.site.pages.claims import check_page, claim_page, claims_page
from foja.site.pages.cooperation import cooperation_file, cooperation_home, cooperation_page
from foja.site.pages.countries import choose_country, countries_page
from foja.site.pages.country import country_page, home_page
from foja.site.pages.definitions import definitions_page
from foja.site.pages.document import document_page, page_page
from foja.site.pages.downloads import trainings_csv, trainings_json
from foja.site.pages.files import (
    favicon,
    front_door,
    health,
    page_image,
    permanent_training,
    robots,
    static_files,
    total_image,
    web_page,
)
from foja.site.pages.places import place_page, places_page
from foja.site.pages.record import record_page, report_page
from foja.site.pages.takeaways import takeaways_file, takeaways_of_country, takeaways_page
from foja.site.pages.training import training_page
from foja.site.pages.types import type_page, types_page
from foja.site.pages.units import unit_csv, unit_page, units_page
from foja.site.problems import HANDLERS
from foja.site.reading import Reading
from foja.site.security import AddressLimit, SecurityHeaders
from foja.site.state import Site
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from foja.catalog import Catalog

SMALLEST_COMPRESSED: Final = 1_000
"""Octets; shorter answers travel as they are."""


def create_app(
    tables_path: Path | None = None,
    documents: Path | None = None,
    *,
    catalog: Catalog | None = None,
) -> Starlette:
    """Return the site over the tables in `tables_path`, else the newest there are.

    `documents` is a folder of official documents from which pages are shown; without one, or where
    a document is absent, its lines are shown as text. `catalog` is the one in the package if not
    given. Raises TablesError where there are no tables.
    """
    catalog = catalog or load_catalog()
    tables = Tables(tables_path)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        tables.close()

    app = Starlette(
        lifespan=lifespan,
        routes=_routes(),
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(AddressLimit),
            Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=5),
        ],
        exception_handlers=HANDLERS,
    )
    app.state.site = Site(Reading(tables, catalog), PageImages(documents, catalog))
    app.state.version = tables.version
    return app


def _routes() -> list[Route | Mount]:
    routes: list[Route | Mount] = [
        Route("/", front_door),
        Route("/training/{training_id}", permanent_training),
        Route("/page/{report}/{region}/{page:int}.webp", page_image),
        Route("/page/{report}/{region}.html", web_page),
        Route("/total/{total_id}.webp", total_image),
        Route("/robots.txt", robots),
        Route("/favicon.svg", favicon),
        Route("/favicon.ico", favicon),
        Route("/healthz", health),
        Mount("/static", static_files(), name="static"),
    ]
    for code in CODES:
        routes.extend(
            (
                Route(f"/{code}/", home_page),
                Route(f"/{code}/countries", countries_page),
                Route(f"/{code}/country", choose_country),
                Route(f"/{code}/country/{{country}}", country_page),
                Route(f"/{code}/country/{{country}}/trainings.csv", trainings_csv),
                Route(f"/{code}/country/{{country}}/trainings.json", trainings_json),
                Route(f"/{code}/country/{{country}}/chart/{{name}}.{{kind}}", chart_file),
                Route(f"/{code}/takeaways/{{country}}", takeaways_of_country),
                Route(f"/{code}/takeaways/{{country}}/{{year:int}}", takeaways_page),
                Route(f"/{code}/takeaways/{{country}}/{{year:int}}.{{kind}}", takeaways_file),
                Route(f"/{code}/training/{{training_id}}", training_page),
                Route(f"/{code}/document/{{report}}/{{region}}", document_page),
                Route(f"/{code}/document/{{report}}/{{region}}/{{page:int}}", page_page),
                Route(f"/{code}/units", units_page),
                Route(f"/{code}/unit/{{unit_id}}", unit_page),
                Route(f"/{code}/unit/{{unit_id}}/trainings.csv", unit_csv),
                Route(f"/{code}/authorities", authorities_page),
                Route(f"/{code}/authority/{{code}}", authority_page),
                Route(f"/{code}/places", places_page),
                Route(f"/{code}/place/{{place_id}}", place_page),
                Route(f"/{code}/types", types_page),
                Route(f"/{code}/type/{{key}}", type_page),
                Route(f"/{code}/definitions", definitions_page),
                Route(f"/{code}/cooperation", cooperation_home),
                Route(f"/{code}/cooperation/{{country}}", cooperation_page),
                Route(f"/{code}/cooperation/{{country}}/panel/{{name}}.{{kind}}", cooperation_file),
                Route(f"/{code}/claims", claims_page),
                Route(f"/{code}/claims/check", check_page),
                Route(f"/{code}/claims/{{claim}}", claim_page),
                Route(f"/{code}/record", record_page),
                Route(f"/{code}/record/{{report}}", report_page),
                Route(f"/{code}/about", about_page),
            )
        )
    return routes


def serve(
    host: str,
    port: int,
    *,
    tables_path: Path | None = None,
    documents: Path | None = None,
    on_listening: Callable[[str], None] | None = None,
) -> None:
    """Serve the site until it is interrupted.

    `on_listening` is told the site's address once readers can reach it. Raises TablesError where
    there are no tables, and SettingsError where the address is taken.
    """
    import uvicorn  # noqa: PLC0415 - an application served by another server does not need it

    app = create_app(tables_path, documents)
    try:
        listener = socket.create_server((host, port), reuse_port=False)
    except OSError as error:
        reason = error.strerror or error
        message = f"Cannot serve on {host}, port {port} ({reason}); choose another with --port."
        raise SettingsError(message) from error
    with listener:
        if on_listening is not None:
            name = f"[{host}]" if ":" in host else host
            on_listening(f"http://{name}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
