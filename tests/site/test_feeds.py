"""What machines read: the sitemap, the feed, the manifest, the icons, robots.txt."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from tests.site.reader import ORIGIN

from foja.site.icons import SIZES, draw_icon, icon_path

if TYPE_CHECKING:
    from tests.site.reader import Reader

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def _parsed(text: bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - the site's own


def _files(reader: Reader) -> list[str]:
    root = _parsed(reader.get("/sitemap.xml").content)
    assert root.tag == f"{SITEMAP}sitemapindex"
    return [str(each.text).removeprefix(ORIGIN) for each in root.iter(f"{SITEMAP}loc")]


def _entries(reader: Reader, file: str) -> list[ET.Element]:
    answer = reader.get(file)
    assert answer.headers["content-type"] == "application/xml"
    assert len(answer.content) < 50_000_000
    return list(_parsed(answer.content).iter(f"{SITEMAP}url"))


def test_the_sitemap_lists_every_page_once_in_both_languages(record: Reader) -> None:
    seen: list[str] = []
    for file in _files(record):
        entries = _entries(record, file)
        assert 0 < len(entries) < 50_000
        for entry in entries:
            place = str(entry.findtext(f"{SITEMAP}loc"))
            others = {each.get("hreflang"): each.get("href") for each in entry.iter(f"{XHTML}link")}
            assert place in others.values()
            assert set(others) == {"en", "es", "x-default"}
            seen.append(place)
    assert len(seen) == len(set(seen))
    assert len(seen) > 2 * 29_000
    for address in ("/en/country/MEX", "/es/takeaways/COL/2016", "/en/claims/C168", "/es/"):
        assert f"{ORIGIN}{address}" in seen
    assert not any("?" in place for place in seen)


def test_what_the_sitemap_lists_answers(record: Reader) -> None:
    for file in _files(record):
        places = [str(entry.findtext(f"{SITEMAP}loc")) for entry in _entries(record, file)]
        for place in places[:: max(1, len(places) // 2)][:3]:
            answer = record.get(place.removeprefix(ORIGIN))
            assert answer.status_code == 200, place
            assert "noindex" not in answer.text.partition("</head>")[0].replace(
                "/search", ""
            ) or place.endswith("/search"), place


def test_a_file_that_the_sitemap_lacks_is_told(site: Reader) -> None:
    assert "no file “units-99”" in site.page("/sitemap/units-99.xml", 404).text
    assert site.get("/sitemap/nothing.xml").status_code == 404


def test_robots_are_led_to_the_sitemap(site: Reader) -> None:
    lines = site.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    assert "Disallow: /*/search" in lines


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_feed_is_whole(language: str, record: Reader) -> None:
    answer = record.get(f"/{language}/feed.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = _parsed(answer.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"{ORIGIN}/{language}/feed.xml"
    entries = feed.findall(f"{ATOM}entry")
    keys = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(keys) == len(set(keys)) > 22
    for entry in entries:
        assert MOMENT.fullmatch(str(entry.findtext(f"{ATOM}updated")))
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        address = str(link.get("href")).removeprefix(ORIGIN)
        assert record.get(address).status_code == 200, address
    latest = str(feed.findtext(f"{ATOM}updated"))
    assert latest == max(str(entry.findtext(f"{ATOM}updated")) for entry in entries)
    assert latest < "2027", "no date of the feed is the clock's"


def test_the_feed_tells_misprints_of_the_reports(record: Reader) -> None:
    feed = _parsed(record.get("/en/feed.xml").content)
    said = {
        str(entry.findtext(f"{ATOM}id")).removeprefix(f"{ORIGIN}/feed/"): entry
        for entry in feed.findall(f"{ATOM}entry")
    }
    misprints = said["2006-2007/misprints"]
    report = said["2006-2007"]
    assert "do not equal the lines they sum" in str(misprints.findtext(f"{ATOM}summary"))
    assert report.findtext(f"{ATOM}updated") == "2007-08-01T00:00:00Z"
    assert "month of its publication" in str(said["2010-2011"].findtext(f"{ATOM}summary"))


@pytest.mark.parametrize("size", SIZES)
def test_icons_are_drawn_from_the_svg_and_have_their_size(size: int) -> None:
    kept = icon_path(size).read_bytes()
    with Image.open(io.BytesIO(kept)) as image, Image.open(io.BytesIO(draw_icon(size))) as drawn:
        assert image.size == drawn.size == (size, size)
        assert image.convert("RGB").getpixel((2, 2)) == (251, 249, 244)
        middle = (size // 2, size // 2)
        assert image.convert("RGB").getpixel(middle) == drawn.convert("RGB").getpixel(middle)


def test_the_manifest_names_icons_that_are_there(site: Reader) -> None:
    said = site.get("/es/site.webmanifest").json()
    assert said["lang"] == "es"
    assert said["start_url"] == "/es/"
    for icon in said["icons"]:
        answer = site.get(icon["src"])
        with Image.open(io.BytesIO(answer.content)) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
