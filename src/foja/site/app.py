"""The site as one ASGI application, and the server that runs it on this machine."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route

from foja.catalog import load_catalog
from foja.errors import SettingsError
from foja.meaning.claims import all_claims
from foja.measures.claims import ledger_verdict
from foja.site.apart import apart
from foja.site.api.application import ApiApplication, ApiMount
from foja.site.api.endpoint import ROOT as API_ROOT
from foja.site.api.settings import settings_from
from foja.site.charts.render import end_drawing
from foja.site.choice import OVERVIEW
from foja.site.conditional import Conditional
from foja.site.edition.ask import ask
from foja.site.guide_figures import guide_figures
from foja.site.hosts import HostCheck, hosts_of
from foja.site.language import CODES
from foja.site.limits import SECONDS, OnlyReading, TimeLimit
from foja.site.memory import (
    collecting_seldom,
    giving_back,
    keep_what_stays,
    limit_threads,
    share_pools,
)
from foja.site.offered import keep_countries
from foja.site.page_cache import KeptPages, PageCache
from foja.site.page_image import PageImages
from foja.site.pages.about import about_page
from foja.site.pages.authorities import authorities_page, authority_page
from foja.site.pages.cards import (
    claim_card,
    comparison_card,
    cooperation_card,
    country_card,
    rank_card,
    site_card,
    takeaways_card,
    unit_card,
)
from foja.site.pages.charts import chart_file
from foja.site.pages.claims import check_page, claim_page, claims_page
from foja.site.pages.compare import compare_file, compare_page
from foja.site.pages.cooperation import cooperation_file, cooperation_home, cooperation_page
from foja.site.pages.countries import choose_country, countries_file, countries_page
from foja.site.pages.country import country_page, home_page, view_page
from foja.site.pages.definitions import definitions_page
from foja.site.pages.docs import docs_page, guide_text_page
from foja.site.pages.document import document_page, page_page
from foja.site.pages.downloads import trainings_file
from foja.site.pages.edition import elsewhere_page
from foja.site.pages.embed import (
    embed_comparison,
    embed_page,
    embed_panel,
    embed_rank,
    host_script,
)
from foja.site.pages.facet import facet_page
from foja.site.pages.feeds import feed, manifest, robots, sitemap, sitemap_part
from foja.site.pages.files import (
    favicon,
    front_door,
    health,
    page_image,
    permanent_training,
    static_files,
    total_image,
    web_page,
)
from foja.site.pages.guide import guide_page
from foja.site.pages.help import help_page
from foja.site.pages.map_files import map_file
from foja.site.pages.marks import ring_file, time_file
from foja.site.pages.places import place_page, places_page
from foja.site.pages.record import record_page, report_page
from foja.site.pages.search import search_json, search_page
from foja.site.pages.share import short
from foja.site.pages.sql import sql_chart, sql_csv, sql_page
from foja.site.pages.takeaways import takeaways_file, takeaways_of_country, takeaways_page
from foja.site.pages.training import training_page
from foja.site.pages.types import type_page, types_page
from foja.site.pages.units import unit_csv, unit_page, units_page
from foja.site.problems import HANDLERS
from foja.site.reading import Reading
from foja.site.security import AddressLimit, SecurityHeaders
from foja.site.state import Site
from foja.site.views import VIEWS
from foja.tables.engine import Tables
from foja.tables.sql_process import SqlUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from foja.catalog import Catalog
    from foja.site.hosts import Hosts
    from foja.tables.loading import Loading
    from foja.tables.sql_process import SqlLimits

LOG: Final = logging.getLogger("foja.site")
SMALLEST_COMPRESSED: Final = 1_000
"""Octets; shorter answers travel as they are."""
FIRST_PAGE: Final = 3.0
"""Seconds to wait for a first reader before anything is made that nobody has asked for."""
REST: Final = 0.02
"""Seconds between two verdicts that are reckoned before anybody asks."""


def create_app(
    tables_path: Path | None = None,
    documents: Path | None = None,
    *,
    catalog: Catalog | None = None,
    hosts: Hosts | None = None,
    seconds: float = SECONDS,
    sql_limits: SqlLimits | None = None,
    loading: Loading | None = None,
    as_files: bool = False,
) -> Starlette:
    """Return the site over the tables in `tables_path`, else the newest there are.

    `documents` is a folder of official documents from which pages are shown; without one, or where
    a document is absent, its lines are shown as text. `catalog` is the one in the package if not
    given. `hosts` are the names under which it answers, any where it is asked without a server, and
    `seconds` how long an answer may take; `sql_limits` are those of questions in SQL. `loading` are
    the tables of `tables_path` where they are being loaded already; `as_files` is that of `Site`.
    Raises TablesError where there are no tables.
    """
    catalog = catalog or load_catalog()
    tables = Tables(tables_path, loading=loading)
    kept = KeptPages()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        limit_threads()
        giving = asyncio.create_task(giving_back())
        yield
        giving.cancel()
        app.state.ending.set()
        with app.state.preparing:
            # What is being prepared ends first, since it asks these tables.
            app.state.site.sql.close()
            tables.close()
        # A server that is told to end by a signal never reaches the end of its program.
        end_drawing()

    app = Starlette(
        lifespan=lifespan,
        routes=_routes(),
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(HostCheck, hosts=hosts),
            Middleware(AddressLimit),
            Middleware(OnlyReading),
            Middleware(PageCache, kept=kept),
            Middleware(TimeLimit, seconds=seconds),
            Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=5),
            Middleware(Conditional, version=tables.version),
        ],
        exception_handlers=HANDLERS,
    )
    app.state.site = Site(
        Reading(tables, catalog), PageImages(documents, catalog), sql_limits, as_files
    )
    app.state.version = tables.version
    app.state.kept_pages = kept
    app.state.ending = threading.Event()
    app.state.preparing = threading.Lock()
    return app


def _routes() -> list[Route | Mount]:
    routes: list[Route | Mount] = [
        Route("/", front_door),
        Route("/training/{training_id}", permanent_training),
        Route("/page/{report}/{region}/{page:int}.webp", page_image),
        Route("/page/{report}/{region}.html", web_page),
        Route("/total/{total_id}.webp", total_image),
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap/{name}.xml", sitemap_part),
        Route("/s/{code}", short),
        Route("/embed.js", host_script),
        Route("/favicon.svg", favicon),
        Route("/favicon.ico", favicon),
        Route("/healthz", health),
        Mount("/static", static_files(), name="static"),
        ApiMount(API_ROOT, ApiApplication(settings_from(os.environ)), name="api"),
    ]
    for code in CODES:
        routes.extend(
            (
                Route(f"/{code}/", home_page),
                Route(f"/{code}/countries", countries_page),
                Route(f"/{code}/countries/chart/{{name}}.{{kind}}", countries_file),
                Route(f"/{code}/compare", compare_page),
                Route(f"/{code}/compare/chart/{{name}}.{{kind}}", compare_file),
                Route(f"/{code}/country", choose_country),
                Route(f"/{code}/country/{{country}}", country_page),
                Route(f"/{code}/country/{{country}}/trainings.{{kind}}", trainings_file),
                Route(f"/{code}/country/{{country}}/rows/{{kind}}", facet_page),
                Route(f"/{code}/country/{{country}}/chart/map.{{kind}}", map_file),
                Route(f"/{code}/country/{{country}}/chart/ring.{{kind}}", ring_file),
                Route(f"/{code}/country/{{country}}/chart/time.{{kind}}", time_file),
                Route(f"/{code}/country/{{country}}/chart/{{name}}.{{kind}}", chart_file),
                Route(f"/{code}/country/{{country}}/{{view}}", view_page),
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
                Route(f"/{code}/card/country/{{country}}.png", country_card),
                Route(f"/{code}/card/takeaways/{{country}}/{{year:int}}.png", takeaways_card),
                Route(f"/{code}/card/claim/{{claim}}.png", claim_card),
                Route(f"/{code}/card/unit/{{unit_id}}.png", unit_card),
                Route(f"/{code}/card/cooperation/{{country}}.png", cooperation_card),
                Route(f"/{code}/card/countries.png", rank_card),
                Route(f"/{code}/card/compare.png", comparison_card),
                Route(f"/{code}/card/site.png", site_card),
                Route(f"/{code}/embed/country/{{country}}/{{name}}", embed_page),
                Route(f"/{code}/embed/compare/{{name}}", embed_comparison),
                Route(f"/{code}/embed/countries/{{name}}", embed_rank),
                Route(f"/{code}/embed/cooperation/{{country}}/{{name}}", embed_panel),
                Route(f"/{code}/feed.xml", feed),
                Route(f"/{code}/site.webmanifest", manifest),
                Route(f"/{code}/search", search_page),
                Route(f"/{code}/search.json", search_json),
                Route(f"/{code}/sql", apart(sql_page)),
                Route(f"/{code}/sql.csv", apart(sql_csv)),
                Route(f"/{code}/sql/chart.{{kind}}", apart(sql_chart)),
                Route(f"/{code}/about", about_page),
                Route(f"/{code}/help", help_page),
                Route(f"/{code}/guide", guide_page),
                Route(f"/{code}/docs", docs_page),
                Route(f"/{code}/docs/{{name}}", guide_text_page),
                Route(f"/{code}/not-in-this-edition", elsewhere_page),
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
    prepare: bool = True,
    loading: Loading | None = None,
) -> None:
    """Serve the site until it is interrupted.

    `on_listening` is told the site's address once readers can reach it; `prepare` tells whether
    what many ask first is then made ready. `loading` is that of `create_app`. Raises TablesError
    where there are no tables, and SettingsError where the address is taken.
    """
    import uvicorn  # noqa: PLC0415 - an application served by another server does not need it

    from foja.site.connections import server_config  # noqa: PLC0415 - as above

    share_pools()
    app = create_app(tables_path, documents, hosts=hosts_of(host), loading=loading)
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
        with collecting_seldom():
            if prepare:
                threading.Thread(target=_prepare, args=(app,), daemon=True).start()
            uvicorn.Server(server_config(app)).run(sockets=[listener])


def _prepare(app: Starlette) -> None:
    """Ask for what many readers ask first, so that none waits for what is made once.

    Templates and the common kinds of questions are compiled, the indexes of words and units read,
    verdicts and the guide's figures reckoned; between readers' pages, while nobody waits. Whoever
    started the server has the first page to themselves.
    """
    alone_until = time.monotonic() + FIRST_PAGE
    while not app.state.kept_pages and time.monotonic() < alone_until:
        if app.state.ending.wait(REST):
            return
    for step in _steps(app):
        with app.state.preparing:
            if app.state.ending.is_set():
                return
            step()
        time.sleep(REST)


def _steps(app: Starlette) -> Iterator[Callable[[], object]]:
    tables = app.state.site.reading.tables
    yield partial(keep_countries, tables)
    for address in _asked_first():
        yield partial(_ask, app, address)
    for claim_id in all_claims():
        yield partial(ledger_verdict, claim_id, tables)
    yield partial(guide_figures, tables)
    yield partial(_prepare_sql, app)
    yield keep_what_stays


def _prepare_sql(app: Starlette) -> None:
    try:
        app.state.site.sql.workers.prepare()
    except SqlUnavailableError as error:
        LOG.warning("%s", error)


def _ask(app: Starlette, address: str) -> None:
    asyncio.run(ask(app, address, "http://localhost"))


def _asked_first() -> Iterator[str]:
    yield "/en/"
    yield "/es/"
    for view in VIEWS:
        if view != OVERVIEW:
            yield f"/en/country/MEX/{view}"
    yield from (f"/en/country/MEX?{query}" for query in ("from=2010", "type=flight", "words=naval"))
    yield from ("/en/country/WLD", "/en/search?q=naval", "/en/units?q=naval")
