"""Whether an answer betrays that a hostile string was more than text."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.strings import HEADER, PRODUCT, TAG

import foja
from foja.site.api.call import failure

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from tests.fuzz.strings import Bait

MARKUP = ("text/html", "image/svg+xml", "application/xml", "application/rss+xml", "text/xml")
FAILED = failure().detail
LEADS = frozenset({"href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"})
RUNS = re.compile(
    r"^[\x00-\x20]*(?:java|vb)\s*script\s*:|^[\x00-\x20]*data:text/html", re.IGNORECASE
)
ORIGIN = "http://localhost"
"""The name under which the site was asked."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Told:
    """An answer: status, headers as sent, body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's text, empty where there is none."""
        return next(
            (value.decode("latin-1") for key, value in self.headers if key == name.encode()), ""
        )


class Markup(HTMLParser):
    """Finds what a page would run or open that a reader's text has put there."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if TAG in tag:
            self.faults.append(f"an element <{tag}>")
        for name, value in attrs:
            if TAG in name or name.startswith("on") or name == "style":
                self.faults.append(f"an attribute {name} of <{tag}>")
            if name in LEADS and value and RUNS.match(value):
                self.faults.append(f"{name}={value[:60]} of <{tag}>")

    handle_startendtag = handle_starttag


class Judge:
    """Knows what no answer may hold."""

    def __init__(self, bait: Bait, app: Starlette) -> None:
        places = {
            str(Path(foja.__file__).parent),
            str(Path(sys.prefix)),
            str(Path(sys.base_prefix)) + "/lib",
            str(Path.cwd()),
            str(app.state.site.reading.tables.path),
        }
        self._never = {
            "a secret of the machine": bait.secret.encode(),
            "the list of users": b"root:x:0:0",
            "a trace": b"Traceback (most recent call last)",
            "the source of the site": b"def create_app(",
            "the manifest of the tables": b'"built_with"',
            "a reckoned product": PRODUCT.encode(),
            **{f"the path {place}": place.encode() for place in places if len(place) > 4},
        }

    def faults(self, told: Told, text: str) -> list[str]:
        """Return what is wrong with an answer to a question that held a text."""
        found = [] if 200 <= told.status < 500 else [f"status {told.status}"]
        found.extend(
            f"it holds {what}"
            for what, octets in self._never.items()
            if octets in told.body and octets.decode() not in text
        )
        found.extend(self._headers(told))
        kind = told.header("content-type").partition(";")[0]
        if kind in MARKUP:
            if "'unsafe-inline'" in told.header("content-security-policy"):
                found.append("its policy allows what is inline")
            if TAG.encode() in told.body:
                found.extend(Markup(told.body.decode("utf-8")).faults)
        elif "json" in kind:
            json.loads(told.body)
        elif kind == "text/csv":
            found.extend(_formulas(told.body.decode("utf-8"), text))
        return found

    def faults_of_tool(self, told: str, text: str) -> list[str]:
        """Return what is wrong with what a language model was told."""
        found = ["it failed"] if FAILED in told else []
        octets = told.encode("utf-8", "surrogateescape")
        return found + [
            f"it holds {what}"
            for what, never in self._never.items()
            if never in octets and never.decode() not in text
        ]

    @staticmethod
    def _headers(told: Told) -> list[str]:
        found = [] if told.header("x-content-type-options") == "nosniff" else ["kinds are guessed"]
        for name, value in told.headers:
            if name == HEADER.encode() or name == b"set-cookie":
                found.append(f"a header {name.decode()}")
            if b"\r" in value or b"\n" in value or b"\0" in value:
                found.append(f"a broken header {name.decode()}")
        where = told.header("location").removeprefix(ORIGIN)
        if where and (not where.startswith("/") or where.startswith(("//", "/\\"))):
            found.append(f"it leads to {where[:80]}")
        return found


def _formulas(content: str, text: str) -> list[str]:
    """Return cells of a table that a spreadsheet would reckon because a reader's text says so."""
    given = text.strip()
    if not given.startswith(FORMULA) or len(given) < 3:
        return []
    return [
        f"a cell {cell[:60]!r}"
        for line in csv.reader(io.StringIO(content))
        for cell in line
        if cell.startswith(given)
    ]
