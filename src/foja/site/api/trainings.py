"""Trainings: those of a choice in any order, page by page, and one with all that is known of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Meta

from foja.measures.rows import BEST_MATCH, SORTS, Order, list_trainings, trainings_named
from foja.measures.search import count
from foja.site.addresses import document_address, page_image_address, training_address
from foja.site.api.choosing import ChoiceAsked, filters_of, rows_page
from foja.site.api.endpoint import ENGLISH, Answer, Api, Endpoint
from foja.site.api.paging import Part, part_of
from foja.site.api.parameters import Asked
from foja.site.api.problem import not_found, quoted
from foja.site.api.row_types import row_type, said
from foja.site.citation import bibtex, citations
from foja.site.pages.source import files_of, source_of
from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.filters import Filters
    from foja.site.reading import Row
    from foja.tables.engine import Tables

COLUMNS: Final = tuple(column.name for column in TRAININGS.columns)
NEWEST_FIRST: Final = "-year"
IMAGE_SCALE: Final = 2
MOST_KEPT: Final = 4
"""Orders of identifiers that are kept, so that the pages after the first need not sort again."""
if TYPE_CHECKING:
    Sort: TypeAlias = str
else:
    Sort = Literal[(*(f"{turn}{name}" for name in SORTS for turn in ("", "-")), BEST_MATCH)]

ADDRESSES: Final = (
    ("address", said(str, "the training's page on this site, with the line of the official page")),
    ("page_address", said(str, "the page of the document on this site, the line marked")),
    ("source_url", said(str, "official address of the document")),
)
TRAINING_ROW: Final = row_type("Training", "trainings", ADDRESSES)


class TrainingsAsked(ChoiceAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Trainings of a choice."""

    sort: Annotated[
        Sort,
        Meta(
            description="what orders the rows, turned by a minus; `match` puts those first that "
            "have most of the words. Rows that tie follow the pages of the reports",
        ),
    ] = NEWEST_FIRST


def trainings(api: Api, asked: TrainingsAsked) -> Answer:
    """Return the trainings of a choice, every column of each, with the page that proves it."""
    filters, part = filters_of(api, asked), part_of(api, asked)
    found = count(api.tables, filters)
    sort = asked.sort.removeprefix("-")
    order = Order(sort, descending=asked.sort.startswith("-"), limit=asked.limit)
    if part.offset == 0:
        rows = list_trainings(api.tables, filters, order, columns=COLUMNS)
    else:
        rows = _later_rows(api.tables, filters, order, part)
    return Answer(with_addresses(api, rows), rows_page(filters), part.pages(found))


def with_addresses(api: Api, rows: Sequence[Row]) -> list[Row]:
    """Return rows of `trainings` with the addresses of `ADDRESSES`."""
    documents = api.reading.documents
    return [
        {
            **row,
            "address": api.page(training_address(ENGLISH, row["training_id"])),
            "page_address": api.page(
                document_address(ENGLISH, row["document"], row["page"], mark=row["training_id"])
            ),
            "source_url": documents[row["document"]]["source_url"],
        }
        for row in rows
    ]


_ORDERS: Final[WeakKeyDictionary[Tables, OrderedDict[tuple[Filters, Order], str]]] = (
    WeakKeyDictionary()
)
_LOCK: Final = threading.Lock()


def _later_rows(tables: Tables, filters: Filters, order: Order, part: Part) -> list[Row]:
    """Return rows after the first page: their place among all is sorted once for several pages."""
    whole = Order(order.sort, order.descending, limit=None)
    key = (filters, whole)
    with _LOCK:
        kept = _ORDERS.setdefault(tables, OrderedDict())
        ids = kept.get(key)
    if ids is None:
        found = list_trainings(tables, filters, whole, columns=("training_id",))
        # One text needs a fifth of the memory of as many identifiers.
        ids = "\n".join(row["training_id"] for row in found)
        with _LOCK:
            kept[key] = ids
            while len(kept) > MOST_KEPT:
                kept.popitem(last=False)
    chosen = ids.split("\n")[part.offset : part.offset + part.limit]
    by_id = {row["training_id"]: row for row in trainings_named(tables, chosen)}
    return [by_id[training_id] for training_id in chosen]


# One training ------------------------------------------------------------------------------------


class PrintedSum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A total that the report prints over rows of which the training is one."""

    total_id: str
    level: str
    students: int | None
    cost_usd: float | None
    students_summed: int | None
    cost_summed: float | None
    status: Annotated[
        str | None, Meta(description="agrees, misprinted or differs; null where none was compared")
    ]
    address: Annotated[str, Meta(description="the total in the API")]


class Citations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a training is cited."""

    chicago: str
    apa: str
    press: str
    bibtex: str


ONE_ROW: Final = row_type(
    "TrainingInFull",
    "trainings",
    (
        *ADDRESSES,
        (
            "image_address",
            said(
                str | None,
                "image of the official page; null for a web page and where this site has no copy",
            ),
        ),
        ("citations", Citations),
        ("printed_totals", said(list[PrintedSum], "the narrowest first")),
    ),
)


class TrainingAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One training."""

    training_id: Annotated[
        str,
        Meta(
            max_length=80,
            description="identifier: report, region, printed page and row",
            examples=["2020-2021.wh.44.05"],
        ),
    ]


def training(api: Api, asked: TrainingAsked) -> Answer:
    """Return one training: every column, citations, image of its page, printed totals over it."""
    row = api.reading.training(asked.training_id)
    if row is None:
        raise not_found(
            f"No training has the identifier {quoted(asked.training_id)}.",
            "training_id",
            "One looks like 2020-2021.wh.44.05: report, region, page and row.",
        )
    source = source_of(api.site, row)
    cited = {one.key: one.text for one in citations(source, ENGLISH)}
    (whole,) = with_addresses(api, [row])
    document, page = row["document"], row["page"]
    image = page_image_address(document, page, IMAGE_SCALE, api.site.images.version(document))
    data: dict[str, Any] = {
        **whole,
        "image_address": api.page(image) if files_of(api.site, document).drawn else None,
        "citations": {**cited, "bibtex": bibtex(source)},
        "printed_totals": [_printed_sum(api, total) for total in api.reading.totals_of(row)],
    }
    return Answer(data, training_address(ENGLISH, row["training_id"]))


def _printed_sum(api: Api, total: Row) -> Row:
    names = ("total_id", "level", "students", "cost_usd", "students_summed", "cost_summed")
    return {
        **{name: total[name] for name in names},
        "status": total["status"],
        "address": api.page(f"/api/v1/totals/{total['total_id']}"),
    }


ENDPOINTS: Final = (
    Endpoint(
        name="trainings",
        path="/trainings",
        tag="trainings",
        summary="Trainings of a choice",
        description="One row for each line of Section IV of a report, with every column of the "
        "table `trainings`. The filters are those of the site's addresses.",
        asked=TrainingsAsked,
        row=TRAINING_ROW,
        answer=trainings,
        listed=True,
        examples=("?country=MEX&from=2020&to=2020", "?words=naval+infantry&sort=match&format=csv"),
    ),
    Endpoint(
        name="training",
        path="/trainings/{training_id}",
        tag="trainings",
        summary="One training",
        description="Every column, how it is cited, the image of its page, and the printed totals "
        "that it is summed in.",
        asked=TrainingAsked,
        row=ONE_ROW,
        answer=training,
        by_content=True,
        examples=("/trainings/2020-2021.wh.44.05",),
    ),
)
