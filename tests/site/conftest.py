"""A site over the small tables, once without documents and once with one that can be shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.site.reader import Reader
from tests.support.tables import write_tables

from foja.catalog import Catalog, CatalogDocument, Report, ReportYear
from foja.site.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENT = "2020-2021/wh"
FILE = "2020-2021/western-hemisphere.pdf"
LAST_READ = 2020


@pytest.fixture(scope="session")
def tables_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small tables."""
    return write_tables(tmp_path_factory.mktemp("site") / "tables")


@pytest.fixture(scope="session")
def site(tables_folder: Path) -> Iterator[Reader]:
    """A reader of the site on a machine without documents."""
    with Reader(create_app(tables_folder)) as reader:
        yield reader


@pytest.fixture(scope="session")
def pages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documents folder with one document of two pages."""
    folder = tmp_path_factory.mktemp("documents")
    path = folder / FILE
    path.parent.mkdir()
    canvas = Canvas(str(path), pagesize=(792, 612), invariant=True)
    for number in (41, 42):
        canvas.drawString(40, 540, f"Mexico, page {number}")
        canvas.showPage()
    canvas.save()
    return folder


@pytest.fixture(scope="session")
def small_catalog(pages_folder: Path) -> Catalog:
    """A catalog of the small tables' reports, one with that document, and of one not yet read."""
    content = (pages_folder / FILE).read_bytes()
    document = CatalogDocument(
        key=DOCUMENT,
        region_key="wh",
        regions=("Western Hemisphere",),
        path=FILE,
        source_url="https://www.state.gov/2020-2021/western-hemisphere.pdf",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        rendition="original",
    )
    reports = tuple(
        Report(
            report=f"{year}-{year + 1}",
            title=f"Foreign Military Training, {year}-{year + 1}",
            publisher="Department of State",
            status="read" if year <= LAST_READ else "published_not_yet_read",
            fiscal_years=(ReportYear(year, "actual"),),
            published="2022-03" if year == LAST_READ else None,
            documents=(document,) if year == LAST_READ else (),
        )
        for year in (2016, 2018, 2019, 2020, 2021)
    )
    return Catalog(reports)


@pytest.fixture(scope="session")
def site_with_pages(
    tables_folder: Path, pages_folder: Path, small_catalog: Catalog
) -> Iterator[Reader]:
    """A reader of the site on a machine that has the document."""
    with Reader(create_app(tables_folder, pages_folder, catalog=small_catalog)) as reader:
        yield reader


@pytest.fixture(scope="session")
def record() -> Iterator[Reader]:
    """A reader of the site over the tables in the package."""
    with Reader(create_app()) as reader:
        yield reader
