"""`foja mcp`: the record for language models, through the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the types of options are read when a command runs
from typing import Annotated

import typer

from foja.errors import SettingsError


def mcp(
    tables: Annotated[
        Path | None, typer.Option("--tables", envvar="FOJA_TABLES", help="Folder of tables.")
    ] = None,
    site: Annotated[
        str,
        typer.Option(
            envvar="FOJA_SITE",
            help="Address of a site with the same tables, such as https://foja.example.org: links "
            "in answers lead there.",
        ),
    ] = "",
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65535, help="Answer over HTTP on this machine instead of standard input."
        ),
    ] = None,
) -> None:
    """Answer a language model's host: search, measures, claims, citations, each with its page."""
    from foja.assistants.server import serve_http, serve_stdio  # noqa: PLC0415
    from foja.site.api.call import open_api  # noqa: PLC0415

    origin = site.rstrip("/")
    if origin and not origin.startswith(("https://", "http://")):
        raise SettingsError(
            f"“{site[:80]}” is not the address of a site; give one such as https://foja.example.org."
        )
    api = open_api(tables, None, origin)
    try:
        if port is None:
            serve_stdio(api)
        else:
            serve_http(api, port)
    finally:
        api.tables.close()
