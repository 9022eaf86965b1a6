"""A static edition of the small tables: whole, the same each time, and nothing lost in the way."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from tests.site.reader import Page
from tests.support.edition import write_some

from foja.errors import SettingsError
from foja.site.edition.doors import write_not_found
from foja.site.edition.links import ELSEWHERE
from foja.site.edition.rows import country_rows
from foja.site.edition.write import INDEX, Written, make_edition

if TYPE_CHECKING:
    from pathlib import Path

    from tests.site.reader import Reader

ORIGIN = "https://example.org/foja"


def write(tables: Path, out: Path) -> Written:
    edition = make_edition(tables, None, origin=ORIGIN, languages=["en"], countries=["MEX"],
                           reports=["2020-2021"], pictures=False)  # fmt: skip
    return write_some(edition, out)


@pytest.fixture(scope="module")
def edition(tables_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("edition") / "site"
    write(tables_folder, out)
    return out


def test_every_link_leads_to_a_file(edition: Path) -> None:
    pages = sorted(edition.rglob("*.html"))
    assert (edition / "en" / "country" / "MEX" / "index.html") in pages
    for path in pages:
        page = Page(path.read_text("utf-8"))
        for link in (*page.links, *page.loaded):
            if not link.startswith("/"):
                continue
            place = unquote(urlsplit(link).path)
            assert place.startswith("/foja/"), f"{path}: {link}"
            target = edition / place.removeprefix("/foja/")
            file = target / "index.html" if place.endswith("/") else target
            assert file.is_file(), f"{path}: {link}"


def test_the_index_names_every_page(edition: Path) -> None:
    index = json.loads((edition / INDEX).read_text("utf-8"))
    assert "/en/country/MEX" in index["pages"]
    assert f"/en/{ELSEWHERE}" in index["pages"]
    assert index["settings"]["countries"] == ["MEX"]


def test_the_address_alone_leads_to_the_home_page(edition: Path) -> None:
    page = (edition / "index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=/foja/en/">' in page
    assert Page(page).links == ["/foja/en/"]


def test_a_wrong_address_is_told_of_in_each_language_at_any_depth(
    edition: Path, tmp_path: Path
) -> None:
    own = Page((edition / "404.html").read_text("utf-8"))
    for link in (*own.links, *own.loaded):
        place = unquote(urlsplit(link).path)
        assert place.startswith("/foja/"), link
        target = edition / place.removeprefix("/foja/")
        assert (target / "index.html" if place.endswith("/") else target).is_file(), link
    write_not_found(tmp_path, "", ("es", "en"))
    both = (tmp_path / "404.html").read_text("utf-8")
    assert '<html lang="es">' in both
    assert '<section lang="en">' in both
    assert {"/es/", "/en/", "/es/countries/", "/en/record/"} <= {*Page(both).links}
    assert both.count("<h1>") == 1


def test_what_is_named_in_full_is_where_the_edition_is_put(edition: Path) -> None:
    page = (edition / "en" / "country" / "MEX" / "ring" / "index.html").read_text("utf-8")
    here = f"{ORIGIN}/en/country/MEX/ring/"
    assert f'<link rel="canonical" href="{here}">' in page
    assert f'id="whole-address" href="{here}">{here}</a>' in page
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in (edition / "robots.txt").read_text("utf-8")
    named = re.compile(r'<(?:loc|id|icon)>([^<]*)<|href="([^"]*)"')
    for name in ("sitemap.xml", "en/feed.xml"):
        found = [one or other for one, other in named.findall((edition / name).read_text("utf-8"))]
        assert len(found) > 3
        assert all(address.startswith(f"{ORIGIN}/") for address in found)
        for address in found:
            target = edition / unquote(address.removeprefix(f"{ORIGIN}/"))
            entry = address.startswith(f"{ORIGIN}/feed/")
            assert entry or target.is_file() or (target / "index.html").is_file(), address
    manifest = json.loads((edition / "en" / "site.webmanifest").read_text("utf-8"))
    assert (manifest["start_url"], manifest["scope"]) == ("/foja/en/", "/foja/")


def test_nothing_is_offered_that_no_host_of_files_can_do(edition: Path) -> None:
    documents = [*(edition / "en" / "document").glob("*/*/*/index.html")]
    for path in documents:
        page = path.read_text("utf-8")
        assert "This edition does not hold the official document" in page
        assert "foja fetch" not in page
    assert documents
    for path in edition.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "site-search" not in page, path
        assert "short-address" not in page, path
        assert "og:image" not in page, path


def test_rows_are_those_of_the_tables(edition: Path, site: Reader) -> None:
    content = (edition / "data" / "country" / "MEX.json").read_bytes()
    reading = site.app.state.site.reading
    assert content == country_rows(reading, "MEX")
    rows = json.loads(content)["rows"]
    table = reading.tables.table("trainings")
    mexican = reading.tables.rows(table.filter(table.country_iso3 == "MEX"))
    assert sorted(rows["id"]) == sorted(row["training_id"] for row in mexican)
    assert [cost for cost in rows["cost"] if cost is not None]
    assert sum(cost or 0 for cost in rows["cost"]) == pytest.approx(
        float(sum(row["cost_usd"] or 0 for row in mexican))
    )


def test_it_is_written_again_the_same(edition: Path, tables_folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write(tables_folder, again)
    files = {
        path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()
    }
    before = {
        path.relative_to(edition): path.read_bytes()
        for path in edition.rglob("*")
        if path.is_file()
    }
    assert files == before


def test_a_folder_of_something_else_is_left_alone(tables_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(SettingsError, match="something other than an edition"):
        write(tables_folder, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"origin": "example.org"}, "not an address"),
        ({"languages": ["fr"]}, "No language “fr”"),
        ({"countries": ["ZZZ"]}, "No trainings of “ZZZ”"),
        ({"reports": ["1066"]}, "No report “1066”"),
    ],
)
def test_settings_that_cannot_be_meant(
    tables_folder: Path, settings: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        make_edition(tables_folder, None, **{"origin": ORIGIN, **settings})  # type: ignore[arg-type]
