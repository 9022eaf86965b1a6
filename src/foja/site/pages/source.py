"""Where a row is printed: the document's file, and the words with which it is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.citation import Source
from foja.site.language import EN_DASH
from foja.site.reading import Row, row_number

if TYPE_CHECKING:
    from foja.site.page_image import FileState
    from foja.site.state import Site


@dataclass(frozen=True, slots=True)
class Files:
    """A document's file: whether its pages can be shown here, and its official address."""

    state: FileState
    report: str
    url: str
    excerpt: bool


def files_of(site: Site, document: str) -> Files:
    """Return what is known of a document's file."""
    row = site.reading.documents[document]
    return Files(
        site.images.state(document),
        row["report"],
        row["source_url"],
        row["rendition"] == "excerpt",
    )


def source_of(site: Site, row: Row) -> Source:
    """Return what a citation of a training needs."""
    document = site.reading.documents[row["document"]]
    report = site.reading.report(row["report"])
    return Source(
        title=re.sub(r"(\d{4})-(\d{4})", rf"\1{EN_DASH}\2", document["report_title"]),
        report=row["report"],
        region=" + ".join(site.reading.region_names(row["document"])) or document["region"],
        publisher=document["publisher"],
        published=report.published if report else None,
        url=document["source_url"],
        page=row["page"],
        printed_page=row["printed_page"],
        row=row_number(row["training_id"]),
        identifier=row["training_id"],
        fiscal_year=row["fiscal_year"],
        version=site.version,
    )
