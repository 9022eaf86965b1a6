"""The catalog that comes with Foja."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest

from foja.catalog import load_catalog, verify


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def test_every_report_without_a_gap(catalog):
    names = [report.report for report in catalog.reports]
    assert names == [f"{year}-{year + 1}" for year in range(1999, 2023)]
    assert Counter(report.status for report in catalog.reports) == {
        "read": 22,
        "published_not_yet_read": 2,
    }


def test_every_document(catalog):
    assert len(catalog.documents) == 137
    assert len({document.key for document in catalog.documents}) == 137
    assert len({document.sha256 for document in catalog.documents}) == 137
    renditions = Counter(document.rendition for document in catalog.documents)
    assert renditions == {"original": 100, "excerpt": 37}


def test_the_first_two_reports_alone_list_planned_training(catalog):
    planned = [
        (report.report, year.year)
        for report in catalog.reports
        for year in report.fiscal_years
        if year.stage == "planned"
    ]
    assert planned == [("1999-2000", 2000), ("2000-2001", 2001)]
    done = [report.fiscal_years[0].year for report in catalog.reports]
    assert done == list(range(1999, 2023))


def test_every_report_covers_the_western_hemisphere(catalog):
    for report in catalog.reports:
        if report.status == "read":
            names = {name for document in report.documents for name in document.regions}
            assert names & {"Western Hemisphere", "all regions"}, report.report


def test_documents_stand_in_the_order_in_which_the_report_is_read(catalog):
    first = [document.region_key for document in catalog.report("1999-2000").documents]
    assert " ".join(first) == (
        "af-1 af-2 af-3 eap-1 eap-2 eur-1 eur-2 ne-1 ne-2 nis sca wh-1 wh-2 wh-3 wh-4 wh-5"
    )
    for year in range(2012, 2021):
        keys = [document.region_key for document in catalog.report(f"{year}-{year + 1}").documents]
        assert keys == ["af", "eap", "eur", "ne", "sca", "wh"]


def test_addresses_are_official(catalog):
    addresses = [document.source_url for document in catalog.documents]
    addresses += [report.landing_page for report in catalog.reports]
    for address in addresses:
        host = urlsplit(address).hostname
        assert host == "state.gov" or host.endswith(".state.gov")


def test_originals_have_each_an_address_of_their_own(catalog):
    addresses = Counter(d.source_url for d in catalog.documents if not d.is_excerpt)
    assert set(addresses.values()) == {1}
    excerpts = {d.source_url for d in catalog.documents if d.is_excerpt}
    assert not excerpts & set(addresses)


@pytest.mark.documents
def test_the_documents_at_hand_are_those_of_the_catalog(catalog, documents_folder):
    present = [d for d in catalog.documents if (documents_folder / d.path).exists()]
    assert present
    for document in present:
        assert verify(documents_folder / document.path, document) is None
