"""Lists of whole tables: countries, programmes, forces, places, types, documents, doubts and more.

Each table has one declaration: its path, the columns that choose from it, and the page of the site
that shows a row. The structures of question and row are made from it and from the tables' schema.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import pyarrow as pa
from msgspec import Meta

from foja.site.api.endpoint import Answer, Api, Endpoint, Pages
from foja.site.api.paging import Part, part_of
from foja.site.api.parameters import Asked, Code, Paged
from foja.site.api.problem import not_found, quoted
from foja.site.api.row_types import Field, column_type, row_type, said
from foja.tables.schema import BY_NAME
from foja.tables.selection import number_later, text_later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import ibis.expr.types as ir

    from foja.site.reading import Row
    from foja.tables.columns import Column


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as the API lists it.

    `one` is the singular of `name`; where it is empty there is no address of one row. `choose` are
    the columns that choose rows, by their names as parameters. `page` returns the path of the
    site's page that shows a row, `whole` is that of all. `more` are fields after the columns, and
    `add` what they hold. `without` are columns left out.
    """

    name: str
    table: str
    tag: str
    summary: str
    whole: str
    page: Callable[[Api, Row], str]
    one: str = ""
    choose: tuple[tuple[str, str], ...] = ()
    more: tuple[Field, ...] = ()
    add: Callable[[Api, Row], Row] = field(default=lambda _api, _row: {})
    description: str = ""
    examples: tuple[str, ...] = ()


def endpoints_of(listing: Listing) -> tuple[Endpoint, ...]:
    """Return the endpoint of a table's list and, where it has one, that of a single row."""
    address = ("address", said(str, "page of the site that shows it"))
    camel = "".join(part.title() for part in listing.name.split("_"))
    row = row_type(f"{camel}Row", listing.table, (*listing.more, address))
    meaning = listing.description or f"One row for {BY_NAME[listing.table].row}."
    asked: Any = msgspec.defstruct(
        f"{camel}Asked",
        [
            (name, *_parameter(BY_NAME[listing.table].column(column)))
            for name, column in listing.choose
        ],
        bases=(Paged,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    listed = Endpoint(
        name=listing.name,
        path=f"/{listing.name}",
        tag=listing.tag,
        summary=listing.summary,
        description=meaning,
        asked=asked,
        row=row,
        answer=_lister(listing),
        listed=True,
        examples=listing.examples or ("",),
    )
    if not listing.one:
        return (listed,)
    (key,) = BY_NAME[listing.table].key
    one_asked: Any = msgspec.defstruct(
        f"{camel}OneAsked",
        [(key, Annotated[Code, Meta(description=BY_NAME[listing.table].column(key).meaning)])],
        bases=(Asked,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    single = Endpoint(
        name=listing.one,
        path=f"/{listing.name}/{{{key}}}",
        tag=listing.tag,
        summary=f"One of {listing.name.replace('_', ' ')}",
        description=meaning,
        asked=one_asked,
        row=row,
        answer=_finder(listing, key),
    )
    return (listed, single)


def _parameter(column: Column) -> tuple[Any, Any]:
    """Return the type of a parameter that chooses by a column, and that it may be left out."""
    if pa.types.is_integer(column.type):
        kind: Any = Annotated[int, Meta(ge=0, le=999_999, description=column.meaning)]
    elif column.values or column.pattern:
        kind = column_type(column)
    else:
        kind = Annotated[Code, Meta(description=column.meaning)]
    return kind | None, None


def _lister(listing: Listing) -> Callable[[Api, Any], Answer]:
    def answer(api: Api, asked: Any) -> Answer:  # noqa: ANN401 - the structure made above
        chosen = {column: getattr(asked, name) for name, column in listing.choose}
        rows, pages = rows_of(api, listing.table, chosen, part_of(api, asked))
        return Answer([_row(listing, api, row) for row in rows], listing.whole, pages)

    return answer


def _finder(listing: Listing, key: str) -> Callable[[Api, Any], Answer]:
    def answer(api: Api, asked: Any) -> Answer:  # noqa: ANN401 - the structure made above
        code = getattr(asked, key)
        found = row_of(api, listing.table, code)
        if found is None:
            message = f"There is no {listing.one.replace('_', ' ')} {quoted(code)}."
            raise not_found(message, key, f"/api/v1/{listing.name} lists them.")
        return Answer(_row(listing, api, found), listing.page(api, found))

    return answer


def rows_of(
    api: Api,
    table: str,
    chosen: Mapping[str, str | int | None],
    part: Part,
    order: Sequence[Any] = (),
) -> tuple[list[Row], Pages]:
    """Return a part of a table's rows, and which part it is.

    `chosen` are values by their columns, None where a column chooses nothing. `order` sorts the
    rows to the last of them and is one for each table; where it is empty, the table's key does.
    """
    given = {column: value for column, value in chosen.items() if value is not None}

    def build() -> ir.Table:
        rows = api.tables.table(table)
        for column in given:
            later = number_later if rows[column].type().is_integer() else text_later
            rows = rows.filter(rows[column] == later(column))
        return rows

    def count() -> ir.Table:
        rows = build()
        return rows.aggregate(rows=rows.count())

    def page() -> ir.Table:
        rows = build().order_by(list(order or BY_NAME[table].key))
        return rows.limit(part.limit, offset=part.offset)

    kept = ("api list", table, tuple(given))
    (counted,) = api.tables.ask((*kept, "count"), count, given)
    # Of pages after the first each would be compiled to be asked once.
    found = api.tables.ask((*kept, part.limit) if not part.offset else None, page, given)
    return found, part.pages(counted["rows"])


def row_of(api: Api, table: str, code: str) -> Row | None:
    """Return the row of a table whose key, one column, is `code`; None where there is none."""
    (key,) = BY_NAME[table].key

    def build() -> ir.Table:
        rows = api.tables.table(table)
        return rows.filter(rows[key] == text_later("code"))

    found = api.tables.ask(("api one", table), build, {"code": code})
    return found[0] if found else None


def _row(listing: Listing, api: Api, row: Row) -> Row:
    address = api.page(listing.page(api, row))
    return {**row, **listing.add(api, row), "address": address}
