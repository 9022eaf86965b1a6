from __future__ import annotations

import pytest

from foja.catalog import CatalogDocument, verify
from foja.catalog.verify import looks_like_html, sha256_of
from foja.errors import DocumentError

CONTENT = b"%PDF-1.4\n" + b"page " * 1000


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "wh.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def document(file):
    return describe(file)


def describe(file, rendition="original"):
    return CatalogDocument(
        key="2020-2021/wh",
        region_key="wh",
        regions=("Western Hemisphere",),
        path=f"2020-2021/{file.name}",
        source_url="https://www.state.gov/wh.pdf",
        bytes=len(file.read_bytes()),
        sha256=sha256_of(file),
        rendition=rendition,
    )


def refusal(path, document):
    with pytest.raises(DocumentError) as caught:
        verify(path, document)
    text = str(caught.value)
    assert str(path) in text
    assert text.endswith(".")
    return text


def test_the_document_itself(file, document):
    assert verify(file, document) is None


def test_absent(tmp_path, document):
    text = refusal(tmp_path / "other.pdf", document)
    assert "is absent" in text
    assert "run `foja fetch 2020-2021`" in text


def test_an_absent_excerpt_is_not_promised(tmp_path, file):
    text = refusal(tmp_path / "other.pdf", describe(file, "excerpt"))
    assert "foja fetch" not in text
    assert "https://www.state.gov/wh.pdf" in text


def test_a_folder(tmp_path, document):
    assert "not a file" in refusal(tmp_path, document)


def test_empty(file, document):
    file.write_bytes(b"")
    text = refusal(file, document)
    assert "is empty" in text
    assert "delete it and run `foja fetch 2020-2021`" in text


def test_a_web_page_saved_as_pdf(file, document):
    file.write_bytes(b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>Access denied</html>")
    assert "is a web page (HTML)" in refusal(file, document)


def test_something_else_saved_as_pdf(file, document):
    file.write_bytes(b"PK\x03\x04")
    assert "is not a PDF" in refusal(file, document)


def test_a_pdf_saved_as_a_web_page(tmp_path):
    file = tmp_path / "wh.htm"
    file.write_bytes(b"<html>" + b"page " * 10)
    document = describe(file)
    verify(file, document)
    file.write_bytes(CONTENT)
    assert "is a PDF" in refusal(file, document)


def test_cut_short(file, document):
    file.write_bytes(CONTENT[:-1])
    assert "has 5,008 bytes where 2020-2021/wh has 5,009" in refusal(file, document)


def test_one_byte_changed(file, document):
    file.write_bytes(CONTENT[:-1] + b"!")
    text = refusal(file, document)
    assert "SHA-256" in text
    assert "delete it and run `foja fetch 2020-2021`" in text


def test_a_wrong_excerpt_is_not_promised(file):
    document = describe(file, "excerpt")
    file.write_bytes(CONTENT[:-1] + b"!")
    assert "foja fetch" not in refusal(file, document)


@pytest.mark.parametrize(
    ("head", "html"),
    [
        (b"<HTML>", True),
        (b"  <!doctype HTML PUBLIC", True),
        (b"<!-- cached --><html>", True),
        (b'<?xml version="1.0"?><html xmlns="x">', True),
        (b'<?xml version="1.0"?><report/>', False),
        (b"%PDF-1.4 <html>", False),
        (b"", False),
    ],
)
def test_telling_a_web_page(head, html):
    assert looks_like_html(head) is html
