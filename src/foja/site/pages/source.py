"""Where a row is printed: the document's file, and the words with which it is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foja.site.addresses import web_page_address
from foja.site.citation import Source
from foja.site.language import EN_DASH, LANGUAGES
from foja.site.reading import Row, row_number
from foja.site.web_page import version_of

if TYPE_CHECKING:
    from foja.site.page_image import FileState
    from foja.site.state import Site


@dataclass(frozen=True, slots=True)
class Files:
    """A document's file: whether its pages can be shown here, and its official address.

    `as_files` is that of `foja.site.state.Site`: nothing can be fetched where a page is a file.
    """

    state: FileState
    report: str
    url: str
    excerpt: bool
    web_page: bool
    as_files: bool = False

    @property
    def drawn(self) -> bool:
        """Whether images of its pages can be shown."""
        return self.state == "here" and not self.web_page

    @property
    def framed(self) -> bool:
        """Whether it can be shown as the web page it is."""
        return self.state == "here" and self.web_page


def files_of(site: Site, document: str) -> Files:
    """Return what is known of a document's file."""
    row = site.reading.documents[document]
    return Files(
        site.images.state(document),
        row["report"],
        row["source_url"],
        row["rendition"] == "excerpt",
        site.reading.is_web_page(document),
        site.as_files,
    )


def frame_address(site: Site, document: str, row: int = 0, *, around: bool = False) -> str:
    """Return the address of a document shown as a web page, a row marked, or the rows around it."""
    version = version_of(site.images.version(document))
    return web_page_address(document, version, row, around=around)


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
        web_page=site.reading.is_web_page(row["document"]),
        planned=row["stage"] == "planned",
        region_es=site.reading.region_name(row["document"], LANGUAGES["es"]),
    )
