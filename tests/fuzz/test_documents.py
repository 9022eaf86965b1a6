"""A seeded sample of the damaged documents that `make fuzz` builds, and that its judge can find."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.fuzz.addresses import wrong_addresses
from tests.fuzz.documents import Seen, damaged, rows_by_document, try_batch
from tests.fuzz.mutations import HTML, PDF
from tests.fuzz.specimens import Specimen, shelved, specimens
from tests.support.report_pdf import STYLE_2020, Country, Program, write_report
from tests.support.ruled_readings import catalog_of

from foja.catalog import load_catalog
from foja.documents.pdf import PdfDocument
from foja.tables.build import build

SEED = 3
SAMPLE = 150
EVERY = 5


@pytest.mark.documents
def test_damaged_documents_are_read_or_refused_and_nothing_stands_where_it_does_not(
    documents_folder, tmp_path
):
    whole = specimens(documents_folder, tmp_path, SEED, every=EVERY)
    assert {each.is_html for each in whole} == {True, False}
    batch = {f"m{number:05d}": damaged(number, SEED, whole) for number in range(SAMPLE)}
    seen = Seen()
    with ThreadPoolExecutor(1) as pool:
        try_batch(batch, {}, tmp_path, seen, pool)
    assert seen.faults == []
    assert seen.read.total() + seen.refused.total() == SAMPLE
    assert min(seen.read.total(), seen.refused.total()) > SAMPLE // 10
    assert seen.trainings > 1000
    assert 0 < seen.peak_memory < 10**9


@pytest.mark.parametrize("kinds", [PDF, HTML], ids=["PDF", "HTML"])
def test_every_damage_is_the_same_for_the_same_seed(kinds, tmp_path):
    write_report(tmp_path / "one.pdf", [_country("Chad")], STYLE_2020)
    page = b"<html><body><table>" + b"<tr><td>1<td>Course 2" * 50 + b"</table></body></html>"
    content = (tmp_path / "one.pdf").read_bytes() if kinds is PDF else page
    for name, mutation in kinds.items():
        first, again = (mutation(content, content[::-1], Random(5)) for _ in range(2))  # noqa: S311 - no secret
        assert first == again, name
        # Some leave a file as it was by chance, but not always.
        seeds = [mutation(content, content[::-1], Random(seed)) for seed in range(12)]  # noqa: S311
        assert any(changed != content for changed in seeds), name


def _country(name):
    row = dict.fromkeys(STYLE_2020.roles, "") | {"course_title": "Course", "quantity": "1"}
    rows = tuple(row | {"student_unit": f"Unit {number}"} for number in range(5))
    return Country(name, (Program("IMET-1", rows),))


def test_an_address_where_a_training_does_not_stand_is_found(tmp_path):
    folder = tmp_path / "documents" / "2020-2021"
    folder.mkdir(parents=True)
    path = folder / "wh.pdf"
    write_report(path, [_country("Chad")], STYLE_2020)
    catalog = catalog_of({"wh": path.read_bytes()})
    build(tmp_path / "documents", tmp_path / "tables", jobs=0, catalog=catalog)
    rows = rows_by_document(tmp_path / "tables")["2020-2021/wh"]
    assert wrong_addresses(path, rows) == []
    first, second = rows[:2]
    changed = {
        "has no page 2": {"page": 2},
        "is not on a page": {"x1": 10_000.0},
        "is not on a page of": {"x0": first["x1"], "x1": first["x0"]},
        "are not in its box": {"y0": second["y0"], "y1": second["y1"]},
    }
    for reason, change in changed.items():
        [sentence] = wrong_addresses(path, [first | change, *rows[1:]])
        assert reason in sentence


def test_words_outside_the_page_make_no_training(tmp_path):
    """Found by damaged page boxes: rows that nobody sees had addresses off their page."""
    path = tmp_path / "wh.pdf"
    write_report(path, [_country("Chad")], STYLE_2020)
    content = path.read_bytes()
    box = b"/MediaBox [ 0 0 792 612 ]"
    assert box in content
    narrow = content.replace(box, b"/MediaBox [ 0 0 001 612 ]")
    (tmp_path / "documents" / "2020-2021").mkdir(parents=True)
    files = {"whole": content, "narrow": narrow}
    for name, each in files.items():
        (tmp_path / "documents" / "2020-2021" / f"{name}.pdf").write_bytes(each)
    summary = build(tmp_path / "documents", tmp_path / "tables", jobs=0, catalog=catalog_of(files))
    assert [outcome.rows for outcome in summary.outcomes] == [5, 0]
    [refused] = summary.with_status("refused")
    assert "2020-2021/narrow" in refused.reason


def test_specimens_stand_in_a_catalog_of_their_own(tmp_path):
    source = load_catalog().documents[0]
    catalog = shelved({"m1": (Specimen(source, b"<html>"), b"<html>")}, tmp_path)
    [document] = catalog.documents
    assert (tmp_path / document.path).read_bytes() == b"<html>"
    assert (document.bytes, document.regions) == (6, source.regions)


def test_a_page_draws_only_words_that_are_on_it(tmp_path):
    path = tmp_path / "words.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    for text, x, y in (("on", 20, 50), ("edge", 195, 50), ("right", 210, 80), ("below", 20, -30)):
        canvas.drawString(x, y, text)
    canvas.save()
    with PdfDocument(path) as document:
        assert [word.text for word in document.page(1).words] == ["on", "edge"]
