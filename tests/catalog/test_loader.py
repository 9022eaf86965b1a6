from __future__ import annotations

import pickle

import pytest

from foja.catalog import load_catalog
from foja.errors import CatalogError

REPORT = """\
report = "2020-2021"
title = "Foreign Military Training and DoD Engagement Activities of Interest, 2020-2021"
publisher = "U.S. Department of State and U.S. Department of Defense"
landing_page = "https://www.state.gov/reports/2020-2021/"
published = "2022-03"
published_as = "pdf"
status = "read"

[[fiscal_years]]
year = 2020
stage = "actual"

[[documents]]
key = "2020-2021/af"
region_key = "af"
regions = ["Africa"]
path = "2020-2021/Africa.pdf"
source_url = "https://www.state.gov/Africa.pdf"
bytes = 1410652
sha256 = "a5bb23f66e15b8bdd07f401df67472119164747fc76941feb304e8ec27bc92bf"
rendition = "original"

[[documents]]
key = "2020-2021/sca-wh"
region_key = "sca-wh"
regions = ["South and Central Asia", "Western Hemisphere"]
path = "2020-2021/wh.excerpt.pdf"
source_url = "https://www.state.gov/volume.pdf"
bytes = 1041150
sha256 = "8bb907affac3aba888c74e8afa5cb46aee15bc55d54655bb1b0ec6c63aa3d8b4"
rendition = "excerpt"
"""


def write(folder, text=REPORT, name="2020-2021"):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_reads_a_report(tmp_path):
    catalog = load_catalog(write(tmp_path))
    report = catalog.report("2020-2021")
    assert [(year.year, year.stage) for year in report.fiscal_years] == [(2020, "actual")]
    africa, second = catalog.documents
    assert (africa.report, africa.region, africa.is_excerpt) == ("2020-2021", "Africa", False)
    assert second.region == "South and Central Asia + Western Hemisphere"
    assert second.is_excerpt
    assert catalog.document("2020-2021/sca-wh") is second
    assert pickle.loads(pickle.dumps(catalog)) == catalog  # noqa: S301 (own data, for processes)


def test_cannot_be_changed(tmp_path):
    catalog = load_catalog(write(tmp_path))
    with pytest.raises(AttributeError):
        catalog.documents[0].bytes = 1


def test_reports_and_documents_keep_their_order(tmp_path):
    write(tmp_path)
    write(tmp_path, REPORT.replace("2020", "2019").replace("2021", "2020"), name="2019-2020")
    catalog = load_catalog(tmp_path)
    assert [report.report for report in catalog.reports] == ["2019-2020", "2020-2021"]
    assert [document.key for document in catalog.documents] == [
        "2019-2020/af",
        "2019-2020/sca-wh",
        "2020-2021/af",
        "2020-2021/sca-wh",
    ]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("2020", "2020-2021"),
        ("FY2021", "2020-2021"),
        ("2020-2012", "2020-2021"),
        ("anything", "2020-2021 to 2020-2021"),
    ],
)
def test_an_unknown_report_is_answered_with_the_nearest(tmp_path, asked, near):
    with pytest.raises(CatalogError, match=near):
        load_catalog(write(tmp_path)).report(asked)


def test_an_unknown_document_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(CatalogError, match="'2020-2021/AFR'; the nearest are 2020-2021/af"):
        load_catalog(write(tmp_path)).document("2020-2021/AFR")


def test_documents_of_one_region_are_numbered(tmp_path):
    again = REPORT.replace('["South and Central Asia", "Western Hemisphere"]', '["Africa"]')
    again = again.replace("sca-wh", "af-2")
    with pytest.raises(CatalogError, match=r"documents\[0\].region_key: 'af' must be 'af-1'"):
        load_catalog(write(tmp_path, again))
    numbered = again.replace('2020-2021/af"', '2020-2021/af-1"').replace('"af"', '"af-1"')
    keys = [document.region_key for document in load_catalog(write(tmp_path, numbered)).documents]
    assert keys == ["af-1", "af-2"]


BAD = {
    "unknown field of the report": ('status = "read"', 'status = "read"\nyear = 1', "unknown"),
    "unknown field of a document": ("bytes = 1410652", "bytes = 1410652\npages = 3", "unknown"),
    "absent field": ('rendition = "original"\n', "", r"documents\[0\].*rendition"),
    "another type": ("bytes = 1410652", 'bytes = "1410652"', r"documents\[0\].bytes"),
    "unknown status": ('status = "read"', 'status = "lost"', "status"),
    "unknown rendition": ('"excerpt"', '"copy"', r"documents\[1\].rendition"),
    "unknown stage": ('"actual"', '"done"', "stage"),
    "not TOML": ("[[documents]]", "[[documents]", "is not TOML"),
    "a report of two years apart": ('"2020-2021"', '"2020-2022"', "two years in a row"),
    "a report of another file": ('report = "2020-2021"', 'report = "2019-2020"', "own name"),
    "empty title": ('title = "Foreign', 'title = " Foreign', "title"),
    "an odd day": ('"2022-03"', '"March 2022"', "published"),
    "a month that is none": ('"2022-03"', '"2022-13"', "published"),
    "a landing page without https": ("https://www.state.gov/rep", "http://x.gov/", "landing_page"),
    "another fiscal year": ("year = 2020", "year = 2021", "fiscal_years"),
    "planned before done": ('"actual"', '"planned"', "fiscal_years"),
    "a file of another format": ('published_as = "pdf"', 'published_as = "html"', "published_as"),
    "documents of an unread report": ('"read"', '"published_not_yet_read"', "cannot list"),
    "another key": ('key = "2020-2021/af"', 'key = "2020-2021/wh"', r"documents\[0\].key"),
    "another region key": ('region_key = "af"', 'region_key = "AF"', r"documents\[0\].region_key"),
    "unknown region": ('["Africa"]', '["Afrika"]', "knows no region 'Afrika'"),
    "no region": ('["Africa"]', "[]", r"documents\[0\].regions"),
    "a short hash": ("bc92bf", "bc92b", r"documents\[0\].sha256"),
    "a hash with capitals": ("bc92bf", "BC92BF", r"documents\[0\].sha256"),
    "no bytes": ("bytes = 1410652", "bytes = 0", r"documents\[0\].bytes"),
    "negative bytes": ("bytes = 1410652", "bytes = -1", r"documents\[0\].bytes"),
    "a path out of the folder": ("2020-2021/Africa", "2020-2021/../Africa", r"\[0\].path"),
    "a path from the root": ('"2020-2021/Africa', '"/2020-2021/Africa', r"\[0\].path"),
    "a path with a drive": ('"2020-2021/Africa', '"2020-2021/C:Africa', r"\[0\].path"),
    "a path with a backslash": ("2020-2021/Africa", "2020-2021/..\\\\Africa", r"\[0\].path"),
    "a path in another report": ('path = "2020-2021/A', 'path = "2019-2020/A', r"\[0\].path"),
    "a path to a folder deeper": ("2020-2021/Africa", "2020-2021/a/Africa", r"\[0\].path"),
    "a hidden file": ("2020-2021/Africa", "2020-2021/.Africa", r"\[0\].path"),
    "a half-brought file": ("Africa.pdf", "Africa.pdf.part", r"\[0\].path"),
    "a path twice": ("2020-2021/wh.excerpt.pdf", "2020-2021/AFRICA.pdf", r"\[1\].path.*twice"),
    "an address without https": ("https://www.state.gov/Afr", "http://x.gov/Afr", "source_url"),
    "an address with a user": ("https://www.state.gov/Afr", "https://me@x.gov/Afr", "source_url"),
    "an address without a page": ("https://www.state.gov/Africa.pdf", "https://x.gov/", "source"),
    "an address with a space": ("state.gov/Africa", "state.gov/A frica", "source_url"),
    "an address that is none": ("https://www.state.gov/Afr", "https://[x/Afr", "source_url"),
}


@pytest.mark.parametrize("case", BAD)
def test_refuses_in_one_sentence_with_file_and_field(tmp_path, case):
    old, new, words = BAD[case]
    assert old in REPORT
    write(tmp_path, REPORT.replace(old, new, 1))
    with pytest.raises(CatalogError, match=words) as caught:
        load_catalog(tmp_path)
    text = str(caught.value)
    assert str(tmp_path / "2020-2021.toml") in text
    assert "\n" not in text


def test_a_read_report_needs_documents(tmp_path):
    head = REPORT.partition("[[documents]]")[0]
    with pytest.raises(CatalogError, match="needs documents"):
        load_catalog(write(tmp_path, head))
    unread = head.replace('"read"', '"published_not_yet_read"')
    assert load_catalog(write(tmp_path, unread)).documents == ()


def test_the_second_year_may_be_planned(tmp_path):
    planned = 'stage = "actual"\n\n[[fiscal_years]]\nyear = 2021\nstage = "planned"'
    both = REPORT.replace('stage = "actual"', planned)
    years = load_catalog(write(tmp_path, both)).report("2020-2021").fiscal_years
    assert [(year.year, year.stage) for year in years] == [(2020, "actual"), (2021, "planned")]


def test_an_absent_folder(tmp_path):
    with pytest.raises(CatalogError, match="does not exist"):
        load_catalog(tmp_path / "none")


def test_an_empty_folder(tmp_path):
    with pytest.raises(CatalogError, match=r"holds no report's \.toml file"):
        load_catalog(tmp_path)


def test_a_file_that_is_not_text(tmp_path):
    (tmp_path / "2020-2021.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogError, match="is not TOML"):
        load_catalog(tmp_path)


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "2020-2021.toml").mkdir()
    with pytest.raises(CatalogError, match="cannot be read"):
        load_catalog(tmp_path)
