"""The record: printed totals beside the sums of their rows, reports, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

from foja.measures.record import reports as sums_of_reports
from foja.site.addresses import document_address, report_address, total_image_address
from foja.site.api.endpoint import ENGLISH, ROOT, Answer, Api, Endpoint
from foja.site.api.paging import part_of
from foja.site.api.parameters import (
    Asked,
    Code,
    Country,
    Paged,
    Year,
)
from foja.site.api.problem import not_found, quoted
from foja.site.api.row_types import row_type, said
from foja.site.pages.source import files_of
from foja.tables.columns import LEVELS, REPORT_PATTERN, STAGES, STATUSES
from foja.tables.schema import RECONCILIATION

if TYPE_CHECKING:
    from foja.site.reading import Row

if TYPE_CHECKING:
    Level: TypeAlias = str
    Status: TypeAlias = str
    Stage: TypeAlias = str
else:
    Level, Status, Stage = Literal[LEVELS], Literal[STATUSES], Literal[STAGES]
Report = Annotated[
    str,
    Meta(
        pattern=REPORT_PATTERN, description="the report, by its two years", examples=["2020-2021"]
    ),
]
_COMPARED: Final = (
    "students_summed",
    "cost_summed",
    "rows",
    "status",
    "explanation",
    "explanation_es",
)
_KINDS: Final = {
    "students_summed": int,
    "cost_summed": float,
    "rows": int,
    "status": Status,
    "explanation": str,
    "explanation_es": str,
}
TOTAL_ROW: Final = row_type(
    "PrintedTotal",
    "printed_totals",
    (
        *(
            (name, said(_KINDS[name] | None, RECONCILIATION.column(name).meaning))
            for name in _COMPARED
        ),
        ("address", said(str, "the page of the document on this site, the line marked")),
        (
            "image_address",
            said(str | None, "image of the line; null where this site has no copy of the document"),
        ),
        ("source_url", said(str, "official address of the document")),
    ),
)


class TotalsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sums that the reports print."""

    country: Country | None = None
    year: Annotated[Year, Meta(description="fiscal year of the total")] | None = None
    report: Report | None = None
    document: (
        Annotated[Code, Meta(description="the document's key", examples=["2020-2021/wh"])] | None
    ) = None
    level: (
        Annotated[Level, Meta(description="a programme's year, a programme, a country")] | None
    ) = None
    status: (
        Annotated[Status, Meta(description="how it compares with the sum of its rows")] | None
    ) = None
    stage: Annotated[Stage, Meta(description="trainings done, or planned")] | None = None


def totals(api: Api, asked: TotalsAsked) -> Answer:
    """Return printed totals, each beside the sum of its rows, in the order of the pages."""
    wanted: dict[str, Any] = {
        "country_iso3": asked.country,
        "fiscal_year": asked.year,
        "report": asked.report,
        "document": asked.document,
        "level": asked.level,
        "status": asked.status,
        "stage": asked.stage,
    }
    given = [(name, value) for name, value in wanted.items() if value is not None]
    found = [
        total for total in api.reading.totals if all(total[name] == value for name, value in given)
    ]
    rows, pages = part_of(api, asked).of(found)
    known = asked.report in api.reading.reports
    page = report_address(ENGLISH, str(asked.report)) if known else "/en/record"
    return Answer([_total(api, row) for row in rows], page, pages)


class TotalAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One printed total."""

    total_id: Annotated[
        str,
        Meta(
            max_length=80,
            description="identifier: report, region, page, t and its number",
            examples=["2020-2021.eap.12.t01"],
        ),
    ]


def total(api: Api, asked: TotalAsked) -> Answer:
    """Return one printed total beside the sum of its rows."""
    row = api.reading.total(asked.total_id)
    if row is None:
        message = f"No printed total has the identifier {quoted(asked.total_id)}."
        raise not_found(message, "total_id", "/api/v1/totals lists them.")
    return Answer(_total(api, row), _page(row))


def _total(api: Api, row: Row) -> Row:
    images = api.site.images
    image = total_image_address(row["total_id"], images.version(row["document"]))
    return {
        **row,
        "address": api.page(_page(row)),
        "image_address": api.page(image) if files_of(api.site, row["document"]).drawn else None,
        "source_url": api.reading.documents[row["document"]]["source_url"],
    }


def _page(row: Row) -> str:
    return document_address(ENGLISH, row["document"], row["page"], mark=row["total_id"])


# Reports and documents ---------------------------------------------------------------------------


class ReportRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was read of a report, and what of its printed totals agrees."""

    report: str
    report_title: str
    documents: int
    documents_read: int
    documents_absent: int
    documents_refused: int
    pages: int
    words: int
    words_left_over: Annotated[int, Meta(description="words neither used nor ignored by a rule")]
    trainings: int
    totals: int
    totals_agree: int
    totals_misprinted: Annotated[int, Meta(description="misprinted in the report, explained")]
    totals_differ: int
    issues: int
    address: Annotated[str, Meta(description="the report's page on this site")]


class ReportsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reports of the record."""


def reports(api: Api, asked: ReportsAsked) -> Answer:
    """Return what was read of each report, and how its printed totals compare."""
    rows, pages = part_of(api, asked).of(sums_of_reports(api.tables))
    return Answer(
        [{**row, "address": api.page(report_address(ENGLISH, row["report"]))} for row in rows],
        "/en/record",
        pages,
    )


DOCUMENT_ROW: Final = row_type(
    "Document",
    "documents",
    (
        ("address", said(str, "the document on this site")),
        ("pages_address", said(str, "address of its pages in the API")),
    ),
)


class DocumentsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Official documents."""

    report: Report | None = None
    status: (
        Annotated[
            Literal["read", "absent", "refused"], Meta(description="whether it could be read")
        ]
        | None
    ) = None


def documents(api: Api, asked: DocumentsAsked) -> Answer:
    """Return the official documents of the catalog, and whether each was read."""
    found = [
        row
        for row in api.reading.documents.values()
        if asked.report in {None, row["report"]} and asked.status in {None, row["status"]}
    ]
    rows, pages = part_of(api, asked).of(found)
    return Answer([_document(api, row) for row in rows], "/en/record", pages)


class DocumentAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One official document."""

    report: Report
    region: Annotated[
        str, Meta(max_length=40, description="key of the region, as in its key", examples=["wh"])
    ]


def document(api: Api, asked: DocumentAsked) -> Answer:
    """Return one official document."""
    key = f"{asked.report}/{asked.region}"
    row = api.reading.documents.get(key)
    if row is None:
        message = f"There is no document {quoted(key)} in the catalog."
        raise not_found(message, "region", "/api/v1/documents lists them.")
    return Answer(_document(api, row), document_address(ENGLISH, key))


def _document(api: Api, row: Row) -> Row:
    return {
        **row,
        "address": api.page(document_address(ENGLISH, row["document"])),
        "pages_address": api.page(f"{ROOT}/pages?document={row['document']}"),
    }


ENDPOINTS: Final = (
    Endpoint(
        name="reports",
        path="/reports",
        tag="record",
        summary="What was read of each report",
        description="Documents, pages, words, trainings, and how the printed totals compare with "
        "the sums of their rows.",
        asked=ReportsAsked,
        row=ReportRow,
        answer=reports,
        listed=True,
        examples=("",),
    ),
    Endpoint(
        name="totals",
        path="/totals",
        tag="record",
        summary="Printed totals and their reconciliation",
        description="The sums that the reports print, about ten thousand, each beside the sum of "
        "the rows read: it agrees, is misprinted in the report (explained), or differs. They are "
        "never trainings.",
        asked=TotalsAsked,
        row=TOTAL_ROW,
        answer=totals,
        listed=True,
        by_content=True,
        examples=("?country=MEX&level=country", "?status=misprinted&format=csv"),
    ),
    Endpoint(
        name="total",
        path="/totals/{total_id}",
        tag="record",
        summary="One printed total",
        description="The total as printed, the sum of its rows, and the page that prints it.",
        asked=TotalAsked,
        row=TOTAL_ROW,
        answer=total,
        by_content=True,
        examples=("/totals/2020-2021.eap.12.t01",),
    ),
    Endpoint(
        name="documents",
        path="/documents",
        tag="record",
        summary="Official documents and whether each was read",
        description="One row for each document of the catalog, with its official address, size and "
        "SHA-256.",
        asked=DocumentsAsked,
        row=DOCUMENT_ROW,
        answer=documents,
        listed=True,
        examples=("?report=2020-2021",),
    ),
    Endpoint(
        name="document",
        path="/documents/{report}/{region}",
        tag="record",
        summary="One official document",
        description="The document, what was read of it, and the addresses of its pages.",
        asked=DocumentAsked,
        row=DOCUMENT_ROW,
        answer=document,
        examples=("/documents/2020-2021/wh",),
    ),
)
