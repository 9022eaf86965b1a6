"""A tool's answer: the API's, with a sentence on what it rests on for the model to repeat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import msgspec

from foja.assistants.tools import CITE, LIMIT, TOOLS, Tool
from foja.site.api.call import Limits, call
from foja.site.api.endpoint import ROOT
from foja.site.api.envelope import ENCODER, envelope
from foja.site.api.problem import ProblemError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.site.api.endpoint import Api, Endpoint
    from foja.site.api.rate import Buckets

LONGEST: Final = 2_000
"""Characters of everything a tool is given, as of an address of the site."""
CALLER: Final = "assistant"
"""One server speaks with one model's host: all its questions count together."""
CITED: Final = ("training_id", "address", "page_address", "source_url", "citations")
"""What of a training says where it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: what it rests on in a sentence, and the whole of it as JSON knows it."""

    rests_on: str
    whole: dict[str, Any]


def ask_tool(
    api: Api, name: str, given: Mapping[str, Any], limits: Limits, buckets: Buckets
) -> Told:
    """Return a tool's answer within the API's limits; `ProblemError` for what is not answered."""
    tool = TOOLS.get(name)
    if tool is None:
        raise ProblemError(
            "not_found",
            f"There is no tool {quoted(name)}.",
            what_to_do=f"The tools are: {', '.join(TOOLS)}.",
        )
    wait = buckets.take(CALLER)
    if wait:
        raise ProblemError(
            "too_many_requests",
            f"More than {buckets.rate:g} questions a second were asked.",
            what_to_do=f"Ask again in {math.ceil(wait)} s.",
        )
    asked = _asked(tool, given)
    answer = call(api, tool.endpoint, asked, limits)
    following = ""
    if answer.pages is not None and answer.pages.next_cursor:
        following = _address(api, tool, {**asked, "cursor": answer.pages.next_cursor})
    enveloped = envelope(api, answer, _address(api, tool, asked), following)
    whole = msgspec.json.decode(ENCODER.encode(enveloped))
    if name == CITE:
        whole["data"] = {part: whole["data"][part] for part in CITED}
    about = whole["about"]
    return Told(
        f"Rests on {about['evidence']} (tables {about['tables_version']}). "
        f"Cite as: {about['citation']}",
        whole,
    )


def _asked(tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked of the endpoint; `ProblemError` for what the tool does not take."""
    known = tool.parameters
    for name in given:
        if name not in known:
            raise ProblemError(
                "unknown_parameter",
                f"The tool {tool.name} has no parameter {quoted(str(name))}.",
                where=str(name)[:80],
                what_to_do=f"Its parameters are: {', '.join(known)}.",
            )
    asked = {name: value for name, value in given.items() if value not in (None, "", [])}
    if sum(len(str(value)) for value in asked.values()) > LONGEST:
        raise ProblemError(
            "bad_value",
            f"The arguments have more than {LONGEST:,} characters.",
            what_to_do="Ask for less at once.",
        )
    for name, value in asked.items():
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and not text.isprintable():
                raise ProblemError(
                    "bad_value",
                    f"{quoted(text)} has characters that cannot be printed.",
                    where=name,
                    what_to_do="Give text in letters, digits and punctuation.",
                )
    if LIMIT in known:
        asked.setdefault(LIMIT, tool.usual)
        most = tool.schema["properties"][LIMIT]["maximum"]
        if isinstance(asked[LIMIT], int) and asked[LIMIT] > most:
            raise ProblemError(
                "bad_value",
                f"The tool {tool.name} answers with at most {most} rows.",
                where=LIMIT,
                what_to_do="Ask for the next page with `cursor`, or for a sum with `measure`.",
            )
    return asked


def _address(api: Api, tool: Tool, asked: Mapping[str, Any]) -> str:
    """Return the address at which the API answers the same."""
    endpoint: Endpoint = tool.asks
    path = endpoint.path
    for name in endpoint.in_path:
        path = path.replace("{" + name + "}", quote(str(asked.get(name, "")), safe=""))
    rest = [(name, value) for name, value in asked.items() if name not in endpoint.in_path]
    query = urlencode(rest, doseq=True)
    return f"{api.origin}{ROOT}{path}{'?' if query else ''}{query}"
