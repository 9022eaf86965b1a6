"""The server that speaks with a language model's host: tools, resources, two ways to reach it."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from foja import __version__
from foja.assistants.answers import ask_tool
from foja.assistants.guides import GUIDES, MEDIA_TYPE
from foja.assistants.tools import TOOLS
from foja.site.api.call import Limits, failure
from foja.site.api.problem import ProblemError
from foja.site.api.rate import Buckets
from foja.site.api.settings import settings_from

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    from foja.site.api.endpoint import Api
    from foja.site.api.settings import Settings

LOG: Final = logging.getLogger("foja.assistants")
LOOPBACK: Final = "127.0.0.1"
PATH: Final = "/mcp"
INSTRUCTIONS: Final = (
    "Foja holds what the United States reported about its training of security forces abroad, "
    "{covered}, each figure beside the official page that prints it. "
    "Take every figure from a tool, never from memory, and let `measure` count and sum. "
    "With each figure give the page it rests on (`about.evidence`) and the citation "
    "(`about.citation`). Read foja://caveats before you generalise. "
    "Addresses that begin with / are those of the site that `foja serve` opens."
)
READS: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class Assistant:
    """Answers a model's host from some tables."""

    def __init__(self, api: Api, settings: Settings | None = None) -> None:
        settings = settings or settings_from(os.environ)
        self._api = api
        self._limits = Limits(settings.seconds)
        self._buckets = Buckets(settings.rate)

    def server(self) -> Server[Any]:
        """Return the server of the protocol."""
        years = self._api.reading.years
        covered = f"fiscal years {years[0]} to {years[-1]}" if years else "no fiscal year yet"
        return Server(
            "foja",
            version=__version__,
            title="Foja",
            instructions=INSTRUCTIONS.format(covered=covered),
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
        )

    async def _list_tools(
        self, _context: ServerRequestContext[Any], _page: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.purpose,
                    input_schema=tool.schema,
                    annotations=READS,
                )
                for tool in TOOLS.values()
            ]
        )

    async def _call_tool(
        self, _context: ServerRequestContext[Any], asked: types.CallToolRequestParams
    ) -> types.CallToolResult:
        try:
            told = await anyio.to_thread.run_sync(
                ask_tool,
                self._api,
                asked.name,
                asked.arguments or {},
                self._limits,
                self._buckets,
            )
        except ProblemError as problem:
            return _refused(problem)
        except Exception:
            LOG.exception("the tool %r failed", asked.name[:80])
            return _refused(failure())
        whole = json.dumps(told.whole, ensure_ascii=False, separators=(",", ":"))
        return types.CallToolResult(
            content=[
                types.TextContent(type="text", text=told.rests_on),
                types.TextContent(type="text", text=whole),
            ],
            structured_content=told.whole,
        )

    async def _list_resources(
        self, _context: ServerRequestContext[Any], _page: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=uri, name=name, description=holds, mime_type=MEDIA_TYPE)
                for uri, (name, holds, _make) in GUIDES.items()
            ]
        )

    async def _read_resource(
        self, _context: ServerRequestContext[Any], asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(asked.uri)
        if uri not in GUIDES:
            message = f"There is no such resource; the resources are: {', '.join(GUIDES)}."
            raise MCPError(types.INVALID_PARAMS, message)
        text = await anyio.to_thread.run_sync(GUIDES[uri][2])
        contents = types.TextResourceContents(uri=uri, text=text, mime_type=MEDIA_TYPE)
        return types.ReadResourceResult(contents=[contents])


def _refused(problem: ProblemError) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=str(problem))], is_error=True
    )


def serve_stdio(api: Api) -> None:
    """Answer on standard input and output until the host closes them; logs go to standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    server = Assistant(api).server()

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def serve_http(api: Api, port: int) -> None:
    """Answer over HTTP at `/mcp` on this machine alone, until interrupted."""
    import uvicorn  # noqa: PLC0415 - wanted for this way alone

    from foja.site.connections import server_config  # noqa: PLC0415 - as above

    app = (
        Assistant(api)
        .server()
        .streamable_http_app(
            streamable_http_path=PATH, json_response=True, stateless_http=True, host=LOOPBACK
        )
    )
    uvicorn.Server(server_config(app, host=LOOPBACK, port=port)).run()
