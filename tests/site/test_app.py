"""The application as a server runs it: it starts, answers, closes; a taken port is told."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from anyio.from_thread import start_blocking_portal

from foja.errors import SettingsError, TablesError
from foja.site.app import create_app, serve

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
