"""What stands around every answer: version of the tables, licence, citation, evidence, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, TypeVar

import msgspec
from msgspec import Meta

from foja import __version__
from foja.site.downloads import LICENCE, SOURCE
from foja.site.metadata import LICENCE as LICENCE_ADDRESS

if TYPE_CHECKING:
    from foja.site.api.endpoint import Answer, Api, Endpoint

Data = TypeVar("Data")

ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
"""Writes answers as JSON: dollars as numbers, days as text."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an answer is from, and how it is cited."""

    tables_version: Annotated[str, Meta(description="hash of what the tables hold")]
    foja: Annotated[str, Meta(description="version of Foja")]
    source: Annotated[str, Meta(description="the official reports")]
    licence: str
    licence_address: str
    citation: Annotated[str, Meta(description="how to cite this answer")]
    address: Annotated[str, Meta(description="address of this answer")]
    evidence: Annotated[
        str, Meta(description="page of the site that shows the rows and pages it rests on")
    ]


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of a list this is."""

    limit: Annotated[int, Meta(description="most rows of this answer")]
    rows: Annotated[int, Meta(description="rows of this answer")]
    count: Annotated[
        int | None, Meta(description="rows of the whole list; null where they are not counted")
    ]
    next_cursor: Annotated[
        str | None, Meta(description="cursor of the next page; null on the last")
    ]
    next: Annotated[str | None, Meta(description="address of the next page; null on the last")]


class One(msgspec.Struct, Generic[Data], frozen=True, forbid_unknown_fields=True):
    """An answer that is one thing."""

    about: About
    data: Data


class Listed(msgspec.Struct, Generic[Data], frozen=True, forbid_unknown_fields=True):
    """An answer that is a page of a list."""

    about: About
    page: Page
    data: list[Data]


def answer_type(endpoint: Endpoint) -> Any:  # noqa: ANN401 - a type made of two
    """Return the structure of an endpoint's whole answer."""
    return Listed[endpoint.row] if endpoint.listed else One[endpoint.row]  # type: ignore[name-defined]


def about(api: Api, answer: Answer, address: str) -> About:
    """Return what an answer says of itself; `address` is its own."""
    return About(
        api.version,
        __version__,
        SOURCE,
        LICENCE,
        LICENCE_ADDRESS,
        f"{SOURCE}. Read through Foja, {address or 'its tables'}, data version {api.version}.",
        address,
        api.page(answer.evidence),
    )


def envelope(api: Api, answer: Answer, address: str = "", following: str = "") -> dict[str, Any]:
    """Return a whole answer; `following` is the address of the next page, if there is one."""
    said: dict[str, Any] = {"about": about(api, answer, address)}
    if answer.pages is not None:
        pages = answer.pages
        rows = len(answer.data)
        following_page = following or None
        said["page"] = Page(pages.limit, rows, pages.count, pages.next_cursor, following_page)
    return {**said, "data": answer.data}
