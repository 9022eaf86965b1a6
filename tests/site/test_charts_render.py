"""Pictures of charts: drawn in a process of their own, kept, refused in clear words."""

from __future__ import annotations

import contextlib
import io
import re
import threading
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from tests.support.tables import write_tables

from foja.measures.filters import Filters
from foja.site.charts import CHARTS, view
from foja.site.charts import render as rendering
from foja.site.charts.bundle import BUNDLE, make_bundle
from foja.site.charts.render import Draughtsman, DrawingError
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foja.site.charts.model import Spec

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(write_tables(tmp_path_factory.mktemp("render"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def draughtsman() -> Iterator[Draughtsman]:
    drawing = Draughtsman()
    yield drawing
    drawing.close()


def _spec(tables: Tables, name: str, locale: str = "en") -> Spec:
    filters = Filters(country="MEX")
    covered = (2016, 2018, 2019, 2020)
    return view(name, tables, filters, locale, covered=covered, by="authority").spec("print")


def _words(svg: bytes) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - what we have just drawn
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_says_title_source_and_its_gap(
    tables: Tables, draughtsman: Draughtsman, name: str
) -> None:
    spec = _spec(tables, name)
    svg = draughtsman.draw(spec, "svg")
    words = _words(svg)
    assert spec["title"]["text"][0] in words
    if name == "types_by_fiscal_year":
        assert any("Source: Foreign Military Training Report" in word for word in words)
        assert any("A grey band is a year of which" in word for word in words)
        return
    assert any(word.startswith("Source: Foreign Military Training Report") for word in words)
    assert ("not read" in words) == name.endswith("by_fiscal_year")


def test_a_drawing_links_nowhere(tables: Tables, draughtsman: Draughtsman) -> None:
    spec = _spec(tables, "spending_by_fiscal_year")
    assert all(bar["href"] for bar in spec["datasets"]["bars"])
    svg = draughtsman.draw(spec, "svg").decode()
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"' <]+", svg)) <= names
    assert "<a " not in svg


def test_a_drawing_writes_sums_and_labels(tables: Tables, draughtsman: Draughtsman) -> None:
    words = _words(draughtsman.draw(_spec(tables, "spending_by_fiscal_year"), "svg"))
    assert {"820.5", "2016", "2020", "Other programmes", "200", "Fiscal year"} <= set(words)


def test_a_png_has_the_size_asked_for(tables: Tables, draughtsman: Draughtsman) -> None:
    spec = _spec(tables, "students_by_fiscal_year")
    small = Image.open(io.BytesIO(draughtsman.draw(spec, "png", 1.0)))
    large = Image.open(io.BytesIO(draughtsman.draw(spec, "png", 2.0)))
    assert 720 < small.width < 900
    assert large.width == pytest.approx(2 * small.width, abs=1)
    assert small.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    assert len(small.convert("RGB").getcolors(100_000) or []) > 10


def test_a_drawing_is_kept(
    tables: Tables, draughtsman: Draughtsman, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = _spec(tables, "biggest_courses", "es")
    first = draughtsman.draw(spec, "svg")
    monkeypatch.setattr(draughtsman, "_ask", lambda *_: pytest.fail("drawn twice"))
    assert draughtsman.draw(dict(reversed(spec.items())), "svg") is first


def test_drawings_least_asked_for_are_dropped_first() -> None:
    kept = rendering._Drawn(most_bytes=10)
    kept.put("one", b"12345")
    kept.put("two", b"12345")
    assert kept.get("one") == b"12345"
    kept.put("three", b"1")
    assert (kept.get("one"), kept.get("two"), kept.get("three")) == (b"12345", None, b"1")
    kept.put("one", b"1234567890")
    assert (kept.get("one"), kept.get("three")) == (b"1234567890", None)
    kept.put("huge", b"x" * 11)
    assert (kept.get("huge"), kept.get("one")) == (None, None)


def test_threads_draw_at_the_same_time(tables: Tables, draughtsman: Draughtsman) -> None:
    spec = _spec(tables, "students_by_fiscal_year")
    specs = [{**spec, "width": 700 + number} for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(lambda one: draughtsman.draw(one, "svg"), specs))
    assert len({ET.fromstring(svg).get("width") for svg in drawn}) == 6  # noqa: S314 - as above


def test_what_cannot_be_drawn_is_refused_in_one_sentence(draughtsman: Draughtsman) -> None:
    with pytest.raises(DrawingError, match=r"^The chart cannot be drawn: .+") as caught:
        draughtsman.draw({"mark": "nonsense", "data": {"values": []}}, "svg")
    assert "\n" not in str(caught.value)
    with pytest.raises(ValueError, match="scale of up to 4: 5"):
        draughtsman.draw({}, "png", 5)


def test_a_drawing_that_takes_too_long_is_stopped_and_the_next_is_drawn(tables: Tables) -> None:
    drawing = Draughtsman(seconds=0.001)
    try:
        with pytest.raises(DrawingError, match=r"longer than 0\.001 seconds"):
            drawing.draw(_spec(tables, "biggest_courses"), "svg")
        drawing._seconds = 60
        assert drawing.draw(_spec(tables, "biggest_courses"), "svg").startswith(b"<svg")
    finally:
        drawing.close()


def test_a_worker_that_ends_is_replaced(tables: Tables) -> None:
    drawing = Draughtsman()
    spec = _spec(tables, "biggest_courses")
    try:
        drawing.draw(spec, "svg")
        pool = drawing._pool
        assert pool is not None
        for worker in list((pool._processes or {}).values()):
            worker.kill()
            worker.join()
        deadline = time.monotonic() + 30
        drawn = b""
        while not drawn and time.monotonic() < deadline:
            with contextlib.suppress(DrawingError):
                drawn = drawing.draw({**spec, "width": 500}, "svg")
        assert drawn.startswith(b"<svg")
    finally:
        drawing.close()


class _Counting(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def _words_from(url: str) -> Spec:
    data = {"url": url, "format": {"type": "csv"}}
    return {"data": data, "mark": "text", "encoding": {"text": {"field": "word"}}}


def test_a_drawing_does_not_reach_the_network(
    draughtsman: Draughtsman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Counting, "asked", [], raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(DrawingError, match="not allowed"):
            draughtsman.draw(_words_from(f"http://127.0.0.1:{server.server_port}/a.csv"), "svg")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert _Counting.asked == []


def test_a_drawing_does_not_read_files(draughtsman: Draughtsman, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("word\nsecret\n", "utf-8")
    drawn = draughtsman.draw(_words_from((tmp_path / "a.csv").as_uri()), "svg")
    assert b"secret" not in drawn


def test_the_bundle_in_the_package_is_the_one_that_draws_the_pictures() -> None:
    bundle = make_bundle()
    assert BUNDLE.read_text("utf-8") == bundle
    assert "export{" in bundle[-60:]
    assert "as vegaEmbed}" in bundle[-60:]
    assert BUNDLE.with_suffix(".LICENSE.txt").is_file()
