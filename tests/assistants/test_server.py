"""What a model's host is told: the tables' figures, each with its page; nothing else is done."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from mcp import types
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from tests.assistants.ordinary import ORDINARY
from tests.support.loop import run

import foja
from foja.assistants.server import Assistant
from foja.assistants.tools import TOOLS
from foja.site.api.call import open_api
from foja.site.api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from foja.site.api.endpoint import Api

SITE = "https://foja.example.org"


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """The tables in the package, with the address of a site."""
    opened = open_api(origin=SITE)
    yield opened
    opened.tables.close()


def asked(api: Api, question: Callable[[Client], Awaitable[Any]], **settings: float) -> Any:
    """Return what a client is answered by a server in memory."""

    async def answer() -> Any:
        server = Assistant(api, Settings(**settings)).server()
        async with Client(server) as client:
            return await question(client)

    return run(answer)


def tool(api: Api, name: str, /, *, limits: dict[str, float] | None = None, **given: Any) -> Any:
    """Return a tool's result."""
    return asked(api, lambda client: client.call_tool(name, given), **(limits or {}))


def text(result: types.CallToolResult, place: int = 0) -> str:
    """Return one of a result's texts."""
    content = result.content[place]
    assert isinstance(content, types.TextContent)
    return content.text


def test_a_host_is_told_the_years_of_the_tables(api: Api) -> None:
    server = Assistant(api, Settings()).server()
    assert "fiscal years 1999 to 2020, each figure" in str(server.instructions)


def test_every_tool_is_listed_with_what_it_takes(api: Api) -> None:
    listed = asked(api, lambda client: client.list_tools()).tools
    assert [each.name for each in listed] == list(TOOLS) == list(ORDINARY)
    for each in listed:
        assert each.annotations.read_only_hint
        assert each.input_schema["additionalProperties"] is False
        assert "format" not in each.input_schema["properties"]
        assert set(each.input_schema["required"]) <= set(ORDINARY[each.name])


@pytest.mark.parametrize("name", ORDINARY)
def test_every_answer_carries_version_citation_and_pages(api: Api, name: str) -> None:
    result = tool(api, name, **ORDINARY[name])
    assert not result.is_error, text(result)
    whole = result.structured_content
    assert json.loads(text(result, 1)) == whole
    about = whole["about"]
    assert about["tables_version"] == api.version
    assert about["evidence"].startswith(f"{SITE}/en/")
    assert about["address"].startswith(f"{SITE}/api/v1/")
    assert about["address"] in about["citation"]
    assert about["evidence"] in text(result)
    assert about["citation"] in text(result)
    assert whole["data"]


def test_measures_are_the_tables_figures(api: Api) -> None:
    result = tool(api, "measure", **ORDINARY["measure"])
    table = api.tables.trainings(country="MEX")
    by_year = table.group_by("fiscal_year").aggregate(n=table.quantity.sum())
    expected = {row["fiscal_year"]: row["n"] for row in api.tables.rows(by_year)}
    data = result.structured_content["data"]
    assert {row["year"]: row["value"] for row in data} == expected
    assert len(data) > 15


def test_trainings_are_the_tables_rows(api: Api) -> None:
    result = tool(api, "trainings", country="MEX", **{"from": 2019, "to": 2019}, limit=50)
    rows = result.structured_content["data"]
    assert len(rows) == 50
    table = api.tables.trainings(country="MEX", fiscal_year=2019)
    expected = {row["training_id"]: row for row in api.tables.rows(table)}
    assert result.structured_content["page"]["count"] == len(expected)
    for row in rows:
        own = expected[row["training_id"]]
        assert row["quantity"] == own["quantity"]
        assert Decimal(str(row["cost_usd"])) == own["cost_usd"]
        assert row["address"] == f"{SITE}/en/training/{row['training_id']}"
        assert row["source_url"].startswith("https://")


def test_the_next_page_follows(api: Api) -> None:
    first = tool(api, "trainings", country="MEX", limit=5).structured_content
    cursor = first["page"]["next_cursor"]
    assert first["page"]["next"] == f"{first['about']['address']}&cursor={quote(cursor)}"
    second = tool(api, "trainings", country="MEX", limit=5, cursor=cursor).structured_content
    both = [row["training_id"] for page in (first, second) for row in page["data"]]
    assert len(set(both)) == 10


def test_a_citation_names_document_page_and_row(api: Api) -> None:
    data = tool(api, "cite", **ORDINARY["cite"]).structured_content["data"]
    assert "p. 41, row 7" in data["citations"]["chicago"]
    assert "course_title" not in data
    assert data["page_address"].startswith(f"{SITE}/en/document/2020-2021/wh/41")


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("trainings", {"limit": 51}, "at most 50 rows"),
        ("measure", {"measure": "height"}, "is not a value of “measure”"),
        ("training", {"training_id": "nothing"}, "nothing"),
        ("training", {}, "training_id"),
        ("trainings", {"country": "MEX", "colour": "red"}, "has no parameter “colour”"),
        ("trainings", {"words": "naval\x00"}, "characters that cannot be printed"),
        ("trainings", {"words": "x" * 3000}, "more than 2,000 characters"),
        ("trainings", {"program": {"$gt": ""}}, "program"),
        ("trainings", {"limit": "many"}, "limit"),
        ("takeaways", {"country": "../../etc/passwd", "year": 2020}, "country"),
        ("delete", {}, "There is no tool “delete”"),
    ],
)
def test_a_bad_question_gets_a_sentence(
    api: Api, name: str, given: dict[str, Any], words: str
) -> None:
    result = tool(api, name, **given)
    assert result.is_error
    assert words in text(result)
    assert "failed on our side" not in text(result)


def test_limits_refuse(api: Api) -> None:
    async def twice(client: Client) -> Any:
        first = await client.call_tool("search", {"q": "naval"})
        return first, await client.call_tool("search", {"q": "naval"})

    first, second = asked(api, twice, rate=0.001)
    assert not first.is_error
    assert second.is_error
    assert "Ask again in" in text(second)
    slow = tool(api, "measure", limits={"seconds": 0.0001}, measure="units", by="country")
    assert slow.is_error
    assert "was stopped" in text(slow)


def test_resources_are_the_dictionary_and_the_caveats(api: Api) -> None:
    async def read(client: Client) -> dict[str, str]:
        found = {}
        for each in (await client.list_resources()).resources:
            (content,) = (await client.read_resource(each.uri)).contents
            assert isinstance(content, types.TextResourceContents)
            found[str(each.uri)] = content.text
        return found

    texts = asked(api, read)
    assert "- `cost_usd` (" in texts["foja://dictionary"]
    assert "Foreign Military Sales" in texts["foja://caveats"]
    assert "`cost_outlier`" in texts["foja://caveats"]
    assert "<" not in texts["foja://caveats"]


@pytest.mark.parametrize("uri", ["foja://../../etc/passwd", "file:///etc/passwd", "foja://"])
def test_no_other_resource_is_read(api: Api, uri: str) -> None:
    async def read(client: Client) -> str:
        with pytest.raises(MCPError) as error:
            await client.read_resource(uri)
        return str(error.value)

    assert "no such resource" in asked(api, read)


def test_a_host_starts_it_as_a_process() -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "foja", "mcp", "--site", f"{SITE}/"]
    )

    async def answer() -> tuple[Any, Any, Any]:
        async with Client(stdio_client(parameters)) as client:
            tools = await client.list_tools()
            result = await client.call_tool("measure", {"measure": "trainings", "country": "MEX"})
            return client.server_info, tools, result

    info, tools, result = run(answer)
    assert (info.name, info.version) == ("foja", foja.__version__)
    assert len(tools.tools) == len(TOOLS)
    with foja.open() as tables:
        expected = tables.rows(tables.trainings(country="MEX").count().name("n").as_table())
    assert result.structured_content["data"][0]["value"] == expected[0]["n"]
    assert result.structured_content["about"]["evidence"].startswith(f"{SITE}/en/country/MEX")
