"""What a reader must find in a written report, and the catalog that such reports stand in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from foja.catalog import Catalog, CatalogDocument, Report, ReportYear
from foja.tables.records import records_of

if TYPE_CHECKING:
    from tests.support.report_pdf import Written

    from foja.layouts.base import Reading

KEY: Final = "2020-2021/wh"


def catalog_of(files: dict[str, bytes], report: str = "2020-2021") -> Catalog:
    """Return a catalog of one report whose documents, by region key, are files of these bytes."""
    documents = tuple(
        CatalogDocument(
            key=f"{report}/{region_key}",
            region_key=region_key,
            regions=("Western Hemisphere",),
            path=f"{report}/{region_key}.pdf",
            source_url=f"https://example.org/{report}/{region_key}.pdf",
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            rendition="original",
        )
        for region_key, content in files.items()
    )
    return Catalog(
        (
            Report(
                report=report,
                title=f"Foreign Military Training, {report}",
                publisher="U.S. Department of State",
                status="read",
                fiscal_years=(ReportYear(int(report[:4]), "actual"),),
                published_as="pdf",
                documents=documents,
            ),
        )
    )


def assert_same(written: Written, reading: Reading) -> None:
    """Hold what was read against what was written: cells, places, totals, and every word."""
    assert [
        (row.address.page, row.address.printed_page, row.address.row, row.place.country, row.cells)
        for row in reading.rows
    ] == [(row.page, row.printed_page, row.row, row.country, row.cells) for row in written.rows]
    assert [row.place.program for row in reading.rows] == [row.program for row in written.rows]
    assert [
        (
            total.address.page,
            total.address.row,
            total.level,
            total.label,
            total.students,
            total.cost,
        )
        for total in reading.totals
    ] == [
        (total.page, total.row, total.level, total.label, total.students, total.cost)
        for total in written.totals
    ]
    assert reading.issues == []
    for page in reading.pages:
        assert page.coverage.left_over == ()
        assert page.coverage.words == written.words[page.number]
        assert page.coverage.used + sum(page.coverage.ignored.values()) == page.coverage.words


def assert_reconciled(written: Written, reading: Reading) -> None:
    """Hold the totals' statuses against what was written: only misprinted ones differ."""
    document = catalog_of({"wh": b""}).document(KEY)
    records = records_of(reading, document).reconciliation
    expected = ["differs" if total.misprinted else "agrees" for total in written.totals]
    assert [record["status"] for record in records] == expected
