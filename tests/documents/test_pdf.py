"""Words, boxes, rules and images of PDF files, and files that are none."""

from __future__ import annotations

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from foja.documents.pdf import PdfDocument
from foja.errors import DocumentError

SIZE = (400, 300)
ALL_TURNS = (0, 90, 180, 270)
# From the page as seen, measured from its lower left, to the page as it is stored.
TURNED = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 300, 0),
    180: (-1, 0, 0, -1, 400, 300),
    270: (0, -1, 1, 0, 0, 400),
}


@pytest.fixture
def open_pdf(tmp_path):
    """Draw on a page 400 points wide and 300 high, and open the file."""

    def draw_and_open(draw, rotation=0, **options):
        canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=SIZE, **options)
        canvas.setPageRotation(rotation)
        canvas.transform(*TURNED[rotation])
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
        canvas.save()
        return PdfDocument(tmp_path / "page.pdf")

    return draw_and_open


def texts(document, page=1):
    return [word.text for word in document.page(page).words]


# -- words --------------------------------------------------------------------------------------


def test_words_come_in_the_order_in_which_they_are_drawn(open_pdf):
    def draw(canvas):
        canvas.drawString(200, 100, "third")
        canvas.drawString(20, 250, "first second")

    with open_pdf(draw) as document:
        assert texts(document) == ["third", "first", "second"]


@pytest.mark.parametrize("rotation", ALL_TURNS)
def test_boxes_are_those_of_the_page_as_seen(open_pdf, rotation):
    with open_pdf(lambda canvas: canvas.drawString(50, 200, "Seen here"), rotation) as document:
        page = document.page(1)
        assert (page.width, page.height) == SIZE
        assert document.size(1) == SIZE
        seen, here = page.words
    assert seen.x0 == pytest.approx(50, abs=0.5)
    assert seen.x1 == pytest.approx(50 + stringWidth("Seen", "Helvetica", 10), abs=0.5)
    assert here.x0 == pytest.approx(50 + stringWidth("Seen ", "Helvetica", 10), abs=0.5)
    # The base line stands 200 points above the foot, 100 below the top.
    assert seen.y0 < 100 - 5
    assert 100 < seen.y1 < 105
    assert (seen.y0, seen.y1) == pytest.approx((here.y0, here.y1))


@pytest.mark.parametrize("rotation", ALL_TURNS)
def test_boxes_count_from_the_corner_of_the_part_that_is_shown(open_pdf, rotation):
    def draw(canvas):
        canvas.setCropBox((30, 20, 380, 290))
        canvas.drawString(150, 150, "Seen")

    with open_pdf(draw, rotation) as document:
        page = document.page(1)
        [word] = page.words
        shown = document.image(1, 4).convert("L")
    # The word's box on the picture of the page holds ink, and nothing outside it does.
    inked = shown.point(lambda value: 255 * (value < 200)).getbbox()
    left, top, right, bottom = (value / 4 for value in inked)
    assert word.x0 - 1 <= left < right <= word.x1 + 1
    assert word.y0 - 1 <= top < bottom <= word.y1 + 1
    assert (page.width, page.height) == pytest.approx((shown.width / 4, shown.height / 4), abs=1)


def test_words_of_one_line_share_one_height_whatever_their_letters(open_pdf):
    with open_pdf(lambda canvas: canvas.drawString(50, 200, "acne Ágj - .")) as document:
        heights = {(round(word.y0, 3), round(word.y1, 3)) for word in document.page(1).words}
    assert len(heights) == 1


@pytest.mark.parametrize(
    ("line", "next_line", "expected"),
    [
        ("the Civil-", "Military course", ["the", "Civil-", "Military", "course"]),
        ("CTR -", "N/A", ["CTR", "-", "N/A"]),
        ("(IOSCO)-", "RESIDENT", ["(IOSCO)-", "RESIDENT"]),
        ("one\u2013", "two", ["one\u2013", "two"]),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen(open_pdf, line, next_line, expected):
    def draw(canvas):
        canvas.drawString(50, 200, line)
        canvas.drawString(50, 188, next_line)

    with open_pdf(draw) as document:
        words = document.page(1).words
    assert [word.text for word in words] == expected
    assert words[-1].y0 > words[0].y0 + 10


def test_pieces_of_a_word_that_touch_are_one_word(open_pdf):
    def draw(canvas):
        canvas.drawString(50, 200, "IV")
        canvas.drawString(50 + stringWidth("IV", "Helvetica", 10), 200, "-VI")
        canvas.drawString(150, 200, "apart")

    with open_pdf(draw) as document:
        assert texts(document) == ["IV-VI", "apart"]


def test_odd_letters_are_kept(open_pdf):
    printed = "Córdoba D\u2019Ivoire \u201cAgua\u201d 1ª/2º & Côte"
    with open_pdf(lambda canvas: canvas.drawString(20, 200, printed)) as document:
        assert texts(document) == printed.split()


def test_a_page_without_text_has_no_words(open_pdf):
    with open_pdf(lambda canvas: canvas.rect(10, 10, 50, 50)) as document:
        assert document.page(1).words == ()


def test_pages_come_in_order(tmp_path):
    canvas = Canvas(str(tmp_path / "three.pdf"), pagesize=SIZE)
    for name in ("one", "two", "three"):
        canvas.drawString(50, 200, name)
        canvas.showPage()
    canvas.save()
    with PdfDocument(tmp_path / "three.pdf") as document:
        assert document.page_count == 3
        assert [page.number for page in document.pages()] == [1, 2, 3]
        assert [page.words[0].text for page in document.pages()] == ["one", "two", "three"]


# -- rules and images ---------------------------------------------------------------------------


@pytest.mark.parametrize("rotation", ALL_TURNS)
def test_rules_are_boxes_of_the_page_as_seen(open_pdf, rotation):
    def draw(canvas):
        canvas.setLineWidth(1)
        canvas.line(40, 220, 340, 220)
        canvas.rect(40, 100, 200, 12, stroke=0, fill=1)
        canvas.drawString(50, 50, "no rule")

    with open_pdf(draw, rotation) as document:
        line, bar = sorted(document.rules(1), key=lambda box: box.y0)
    assert line == pytest.approx((40, 80, 340, 80), abs=1.5)
    assert bar == pytest.approx((40, 188, 240, 200), abs=1.5)


def test_an_image_has_the_pixels_asked_for(open_pdf):
    with open_pdf(lambda canvas: canvas.rect(0, 0, 400, 150, stroke=0, fill=1)) as document:
        image = document.image(1, 1.5)
        assert image.size == (600, 450)
        assert image.convert("L").getpixel((300, 50)) == 255
        assert image.convert("L").getpixel((300, 400)) == 0


def test_an_image_too_large_is_refused(open_pdf):
    with open_pdf(Canvas.showPage) as document:
        message = r"page\.pdf, page 1: 100 pixels a point is too large to draw\.$"
        with pytest.raises(DocumentError, match=message):
            document.image(1, 100)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_refused(open_pdf, number):
    with open_pdf(Canvas.showPage) as document:
        message = rf"has pages 1 to {document.page_count}, not {number}\.$"
        with pytest.raises(DocumentError, match=message):
            document.page(number)


# -- files that are no document -----------------------------------------------------------------

NO_PAGES = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""


def _pdf_bytes(tmp_path, **options):
    canvas = Canvas(str(tmp_path / "whole.pdf"), pagesize=SIZE, **options)
    for _ in range(20):
        canvas.drawString(50, 200, "some words " * 20)
        canvas.showPage()
    canvas.save()
    return (tmp_path / "whole.pdf").read_bytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is not a PDF but a web page"),
        (b"PK\x03\x04" + bytes(2000), "is not a PDF but something else"),
        (b"%PDF-1.7\n", "is damaged or cut short"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "is damaged or cut short"),
        (NO_PAGES, "is damaged or cut short"),
    ],
    ids=["empty", "web page", "archive", "only the mark", "noise", "no pages"],
)
def test_what_is_no_pdf_is_refused_in_one_sentence(tmp_path, content, reason):
    path = tmp_path / "document.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        PdfDocument(path)
    _assert_one_sentence(refused, path, reason)


def test_a_pdf_cut_short_is_refused(tmp_path):
    whole = _pdf_bytes(tmp_path)
    path = tmp_path / "document.pdf"
    for part in (0.1, 0.3, 0.5, 0.7, 0.9):
        path.write_bytes(whole[: int(part * len(whole))])
        with pytest.raises(DocumentError) as refused:
            PdfDocument(path)
        _assert_one_sentence(refused, path, "")


@pytest.mark.parametrize("strength", [40, 128])
def test_an_encrypted_pdf_is_refused(tmp_path, strength):
    encryption = StandardEncryption("secret", strength=strength)
    path = tmp_path / "document.pdf"
    path.write_bytes(_pdf_bytes(tmp_path, encrypt=encryption))
    with pytest.raises(DocumentError) as refused:
        PdfDocument(path)
    _assert_one_sentence(refused, path, "is encrypted and asks for a password")


def test_a_folder_and_an_absent_file_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent.pdf"):
        with pytest.raises(DocumentError) as refused:
            PdfDocument(path)
        _assert_one_sentence(refused, path, "cannot be read")


def _assert_one_sentence(refused, path, reason):
    message = str(refused.value)
    assert message.startswith(f"{path}")
    assert reason in message
    assert message.endswith(".")
    assert "\n" not in message
    assert ". " not in message.removeprefix(str(path))
