"""The application as a server runs it: it starts, answers, closes; a taken port is told."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from anyio import to_thread
from anyio.from_thread import start_blocking_portal
from anyio.to_thread import current_default_thread_limiter

from foja.errors import SettingsError, TablesError
from foja.site.app import create_app, serve
from foja.tables.sql_process import SqlBusyError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_tables_are_closed_when_the_server_stops(tables_folder: Path) -> None:
    app = create_app(tables_folder)
    tables = app.state.site.reading.tables

    async def run() -> int:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://foja.test"
            ) as client:
                return (await client.get("/healthz")).status_code

    with start_blocking_portal() as portal:
        assert portal.call(run) == 200
    with pytest.raises(TablesError, match="closed"):
        tables.rows(tables.table("countries"))


@pytest.mark.parametrize("address", ["/en/sql.csv?q=SELECT+1", "/api/v1/sql?q=SELECT+1"])
def test_a_page_is_answered_while_every_question_in_sql_waits(
    tables_folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    app = create_app(tables_folder)
    asked, may_end = threading.Event(), threading.Event()

    def wait(*_given: object, **_more: object) -> None:
        asked.set()
        assert may_end.wait(60)
        raise SqlBusyError(1)

    monkeypatch.setattr(app.state.site.sql, "ask", wait)

    async def run() -> list[int]:
        async with app.router.lifespan_context(app):
            current_default_thread_limiter().total_tokens = 1
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://foja.test"
            ) as client:
                waiting = [asyncio.create_task(client.get(address)) for _ in range(3)]
                assert await to_thread.run_sync(asked.wait, 60)
                page = await client.get("/en/about")
                may_end.set()
                answers = await asyncio.gather(*waiting)
                return [page.status_code, *(one.status_code for one in answers)]

    with start_blocking_portal() as portal:
        status, *others = portal.call(run)
    assert status == 200
    assert set(others) == {503}


def test_a_taken_port_is_told_in_one_sentence(tables_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} .* choose another with --port"):
            serve("127.0.0.1", port, tables_path=tables_folder)


def test_readers_are_told_where_the_site_is(
    tables_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda _self, sockets: told.append(len(sockets)))
    serve("127.0.0.1", 0, tables_path=tables_folder, on_listening=told.append)
    assert told[0].startswith("http://127.0.0.1:")
    assert told[1:] == [1]


def test_without_tables_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(TablesError):
        create_app(tmp_path)
