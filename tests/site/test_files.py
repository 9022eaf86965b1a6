"""Images of pages, the site's own files, and small addresses that machines read."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.site.conftest import DOCUMENT, FILE
from tests.site.reader import Reader

from foja.errors import DocumentError
from foja.site.app import create_app
from foja.site.page_image import PageImages

if TYPE_CHECKING:
    from pathlib import Path

    from foja.catalog import Catalog


def test_a_page_is_drawn_at_its_size(site_with_pages: Reader) -> None:
    for scale in (1, 2, 3):
        answer = site_with_pages.get(f"/page/{DOCUMENT}/2.webp?scale={scale}")
        assert answer.headers["content-type"] == "image/webp"
        with Image.open(BytesIO(answer.content)) as picture:
            assert picture.size == (792 * scale, 612 * scale)
            assert picture.format == "WEBP"


def test_an_image_with_its_version_is_kept_forever(site_with_pages: Reader) -> None:
    version = site_with_pages.app.state.site.images.version(DOCUMENT)
    kept = site_with_pages.get(f"/page/{DOCUMENT}/1.webp?scale=2&v={version}")
    assert "immutable" in kept.headers["cache-control"]
    plain = site_with_pages.get(f"/page/{DOCUMENT}/1.webp?scale=2")
    assert "immutable" not in plain.headers["cache-control"]
    again = site_with_pages.get(
        f"/page/{DOCUMENT}/1.webp?scale=2", if_none_match=kept.headers["etag"]
    )
    assert [again.status_code, again.content] == [304, b""]
    other = site_with_pages.get(f"/page/{DOCUMENT}/2.webp?scale=2")
    assert other.headers["etag"] != kept.headers["etag"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/page/{DOCUMENT}/3.webp", 404),
        (f"/page/{DOCUMENT}/0.webp", 404),
        (f"/page/{DOCUMENT}/1.webp?scale=9", 400),
        (f"/page/{DOCUMENT}/1.webp?scale=x", 400),
        (f"/page/{DOCUMENT}/1.webp?path=/etc/passwd", 400),
        ("/page/2020-2021/zz/1.webp", 404),
        ("/page/..%2F..%2Fetc/passwd/1.webp", 404),
    ],
)
def test_nothing_else_is_drawn(site_with_pages: Reader, address: str, status: int) -> None:
    assert site_with_pages.get(address).status_code == status


def test_without_documents_nothing_is_drawn(site: Reader) -> None:
    assert site.get(f"/page/{DOCUMENT}/1.webp").status_code == 404


@pytest.fixture
def copied(pages_folder: Path, tmp_path: Path) -> Path:
    """The documents folder, to be damaged."""
    return shutil.copytree(pages_folder, tmp_path / "documents")


def test_only_the_catalogs_bytes_are_shown(copied: Path, small_catalog: Catalog) -> None:
    images = PageImages(copied, small_catalog)
    assert images.state(DOCUMENT) == "here"
    path = copied / FILE
    content = path.read_bytes()
    path.write_bytes(content.replace(b"%PDF-1.", b"%PDF-9."))
    assert images.state(DOCUMENT) == "different"
    path.write_bytes(b"<!doctype html><p>Not found")
    assert images.state(DOCUMENT) == "different"
    path.unlink()
    assert images.state(DOCUMENT) == "absent"
    path.mkdir()
    assert images.state(DOCUMENT) == "different"


def test_a_changed_file_is_verified_again(copied: Path, small_catalog: Catalog) -> None:
    images = PageImages(copied, small_catalog)
    path = copied / FILE
    content = path.read_bytes()
    path.write_bytes(b"short")
    assert images.state(DOCUMENT) == "different"
    path.write_bytes(content)
    assert images.state(DOCUMENT) == "here"


def test_unknown_documents_and_no_folder(small_catalog: Catalog) -> None:
    images = PageImages(None, small_catalog)
    assert [images.state(DOCUMENT), images.state("2020-2021/zz")] == ["absent", "absent"]
    with pytest.raises(DocumentError, match="not on this machine"):
        images.draw(DOCUMENT, 1, 1)


def test_drawn_images_are_kept_within_limits(
    pages_folder: Path, small_catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = PageImages(pages_folder, small_catalog)
    first = images.draw(DOCUMENT, 1, 1)
    assert images.draw(DOCUMENT, 1, 1) is first
    monkeypatch.setattr("foja.site.page_image.MOST_KEPT", len(first))
    images.draw(DOCUMENT, 2, 1)
    assert images.draw(DOCUMENT, 1, 1) is not first


def test_a_file_that_is_not_the_official_one_is_said(
    tables_folder: Path, copied: Path, small_catalog: Catalog
) -> None:
    (copied / FILE).write_bytes(b"%PDF-1.4 not the one")
    with Reader(create_app(tables_folder, copied, catalog=small_catalog)) as visitor:
        page = visitor.page(f"/en/document/{DOCUMENT}/1")
    assert "not the official one" in page.part("document-missing")
    assert page.values("image", "href") == []


def test_the_sites_own_files_are_kept_as_long_as_they_last(site: Reader) -> None:
    for address in site.page("/en/").loaded:
        answer = site.get(address)
        assert answer.status_code == 200, address
        if "?v=" in address:
            assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in site.get("/static/css/foja.css").headers["cache-control"]
    assert site.get("/static/nothing.css").status_code == 404
    assert site.get("/static/%2e%2e/app.py").status_code == 404


def test_small_addresses(site: Reader) -> None:
    assert site.get("/favicon.svg").headers["content-type"].startswith("image/svg+xml")
    assert site.get("/robots.txt").text.startswith("User-agent: *\n")
    health = site.get("/healthz").json()
    assert health == {"status": "ok", "data_version": "f" * 16, "trainings": 21}
    moved = site.get("/training/2020-2021.wh.41.01", accept_language="es")
    assert moved.headers["location"] == "/es/training/2020-2021.wh.41.01"


def test_style_and_script_ask_nothing_of_other_hosts(site: Reader) -> None:
    for path in ("css/foja.css", "js/site.js", "favicon.svg"):
        text = site.get(f"/static/{path}").text.replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text
        assert "url(" not in text
        assert "@import" not in text
