"""PDF files as words with boxes, ruled lines and page images; the only module that knows PDFium.

A page's words come in the order in which the page draws them. Boxes are those of the font (ascent
to descent), so that all words of a line share one height, in points from the top left of the page
as seen, whatever its rotation. PDFium is not thread safe: one thread at a time, several processes
freely.
"""

from __future__ import annotations

import ctypes
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from foja.documents.font_tables import LIGATURES, is_read_as_mac_roman, windows_character
from foja.errors import DocumentError
from foja.model import Box, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

# PDFium reports a hyphen at the end of a line as one of these and puts no break after it.
LINE_END_HYPHENS: Final = "\x02\ufffe\u00ad"
WORD: Final = re.compile(rf"[^\s{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")
NOTHING: Final = "\uffff"  # keeps the place of a letter that is part of the one before
AS_PRINTED: Final = str.maketrans({**dict.fromkeys(LINE_END_HYPHENS, "-"), NOTHING: None})
SPELT_LIGATURE: Final = re.compile("f[li]")
PDF_MARK: Final = b"%PDF-"
MARK_WITHIN: Final = 1024
ASCII_END: Final = "\x7f"
LONGEST_NAME: Final = 256
QUARTER, HALF = 90, 180  # degrees by which a page is turned clockwise to be seen
LARGEST_PIXELS: Final = 40_000_000
# Some writers break a word into pieces with a line break between ("IV", "-VI", FY2007, p. 3).
TOUCHING: Final = 0.06  # how far they may overlap or stand off the line, in letter heights
APART: Final = 0.02  # a gap of so many letter heights is a space, if a narrow one

REASONS: Final = {
    pdfium_c.FPDF_ERR_FILE: "cannot be opened",
    pdfium_c.FPDF_ERR_FORMAT: "is damaged or cut short",
    pdfium_c.FPDF_ERR_PASSWORD: "is encrypted and asks for a password",
    pdfium_c.FPDF_ERR_SECURITY: "is encrypted in a way that no reader here knows",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number in the file from 1, size in points, words in drawing order.

    Words that stand outside the page are not seen and none of its words.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


class PdfDocument:
    """An open PDF file; use it as a context manager.

    Raises DocumentError when the file is empty, is not a PDF, is encrypted or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_mark(path)
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            code = getattr(error, "err_code", None)
            reason = REASONS.get(code, "is damaged or cut short")
            message = f"{path} {reason}: fetch it again, or remove it from the documents folder."
            raise DocumentError(message) from error
        self._fonts = _Fonts()
        self.page_count = len(self._pdf)
        if self.page_count == 0:
            self.close()
            raise DocumentError(f"{path} has no pages: fetch it again.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._pdf.close()

    def pages(self) -> Iterator[Page]:
        """Yield every page in order, one in memory at a time."""
        for number in range(1, self.page_count + 1):
            yield self.page(number)

    def page(self, number: int) -> Page:
        """Read the words of page `number`, counted from 1."""
        page = self._load(number)
        try:
            width, height = page.get_size()
            words = _words(page, _Turn.of(page), self._fonts)
            # What a damaged page puts elsewhere nobody sees, so it is printed on no page.
            seen = tuple(
                word
                for word in words
                if word.x0 < width and word.x1 > 0 and word.y0 < height and word.y1 > 0
            )
            return Page(number, width, height, seen)
        finally:
            page.close()

    def rules(self, number: int) -> list[Box]:
        """Return the boxes of all lines and fills drawn on page `number`; a line is a thin box."""
        page = self._load(number)
        try:
            return _paths(page, _Turn.of(page))
        finally:
            page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Return the width and height of page `number` in points."""
        page = self._load(number)
        try:
            width, height = page.get_size()
            return (float(width), float(height))
        finally:
            page.close()

    def image(self, number: int, scale: float) -> Image:
        """Draw page `number` with `scale` pixels to a point.

        Raises DocumentError when the picture would be larger than 40 million pixels.
        """
        page = self._load(number)
        try:
            width, height = page.get_size()
            if width * height * scale * scale > LARGEST_PIXELS:
                message = (
                    f"{self.path}, page {number}: {scale} pixels a point is too large to draw."
                )
                raise DocumentError(message)
            image: Image = page.render(scale=scale).to_pil()
            return image
        finally:
            page.close()

    def _load(self, number: int) -> pdfium.PdfPage:
        if not 1 <= number <= self.page_count:
            message = f"{self.path} has pages 1 to {self.page_count}, not {number}."
            raise DocumentError(message)
        try:
            return self._pdf[number - 1]
        except pdfium.PdfiumError as error:
            message = f"{self.path}, page {number}: the page is damaged; fetch the file again."
            raise DocumentError(message) from error


def _check_mark(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(MARK_WITHIN)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}.") from error
    if not start:
        raise DocumentError(f"{path} is empty: fetch it again.")
    if PDF_MARK not in start:
        kind = "a web page" if b"<" in start[:64] else "something else"
        raise DocumentError(f"{path} is not a PDF but {kind}: fetch it again.")


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the page's own coordinates (from its lower left, unturned) to those of the eye."""

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Turn:
        left, bottom, right, top = page.get_cropbox()
        media = page.get_mediabox()
        left, bottom = max(left, media[0]), max(bottom, media[1])
        right, top = min(right, media[2]), min(top, media[3])
        return cls(page.get_rotation(), left, bottom, right, top)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.rotation == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.rotation == QUARTER:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.rotation == HALF:
            return Box(
                self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            )
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


class _Fonts:
    """Remembers of each font of a document whether its characters must be mended."""

    def __init__(self) -> None:
        self._misread: dict[tuple[bytes, int, int], bool] = {}

    def mended(self, text_page: object, characters: str) -> str:
        """Return the text with the characters of misread fonts mended; see `font_tables`."""
        ligatures = [match.start() for match in SPELT_LIGATURE.finditer(characters)]
        if characters.isascii() and not ligatures:
            return characters
        letters = list(characters)
        for index, letter in enumerate(letters):
            if (
                letter > ASCII_END
                and letter not in LINE_END_HYPHENS
                and not pdfium_c.FPDFText_HasUnicodeMapError(text_page, index)
                and self._is_misread(text_page, index)
            ):
                letters[index] = windows_character(letter)
        for index in ligatures:
            if _stand_together(text_page, index) and self._is_misread(text_page, index):
                letters[index] = LIGATURES[characters[index : index + 2]]
                letters[index + 1] = NOTHING
        return "".join(letters)

    def _is_misread(self, text_page: object, index: int) -> bool:
        item = pdfium_c.FPDFText_GetTextObject(text_page, index)
        if not item:
            return False
        font = pdfium_c.FPDFTextObj_GetFont(item)
        name = ctypes.create_string_buffer(LONGEST_NAME)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, LONGEST_NAME)
        size = ctypes.c_size_t()
        pdfium_c.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
        key = (name.value, pdfium_c.FPDFFont_GetFlags(font), size.value)
        if key not in self._misread:
            data = (ctypes.c_uint8 * size.value)()
            pdfium_c.FPDFFont_GetFontData(font, data, size.value, ctypes.byref(size))
            self._misread[key] = is_read_as_mac_roman(bytes(data))
        return self._misread[key]


def _stand_together(text_page: object, index: int) -> bool:
    """Say whether a character and the next come from one character of the document."""
    x, y, next_x, next_y = (ctypes.c_double() for _ in range(4))
    origin = pdfium_c.FPDFText_GetCharOrigin
    origin(text_page, index, ctypes.byref(x), ctypes.byref(y))
    origin(text_page, index + 1, ctypes.byref(next_x), ctypes.byref(next_y))
    return (x.value, y.value) == (next_x.value, next_y.value)


def _words(page: pdfium.PdfPage, turn: _Turn, fonts: _Fonts) -> tuple[Word, ...]:
    text_page = pdfium_c.FPDFText_LoadPage(page.raw)
    if not text_page:
        return ()
    try:
        characters = fonts.mended(text_page, _characters(text_page))
        # Asking only for the boxes of a word's first and last character is what makes this quick.
        rectangle = pdfium_c.FS_RECTF()
        reference = ctypes.byref(rectangle)
        loose = pdfium_c.FPDFText_GetLooseCharBox
        upright, base_x, base_y = turn.rotation == 0, turn.left, turn.top
        words: list[Word] = []
        end_before = 0
        for match in WORD.finditer(characters):
            first, end = match.span()
            loose(text_page, first, reference)
            left, bottom = rectangle.left, rectangle.bottom
            right, top = rectangle.right, rectangle.top
            if end - first > 1:
                loose(text_page, end - 1, reference)
                left, bottom = min(left, rectangle.left), min(bottom, rectangle.bottom)
                right, top = max(right, rectangle.right), max(top, rectangle.top)
            text = match.group().translate(AS_PRINTED)
            if upright:
                word = Word(text, left - base_x, base_y - top, right - base_x, base_y - bottom)
            else:
                word = Word(text, *turn.box(left, bottom, right, top))
            if words and " " not in characters[end_before:first] and _touch(words[-1], word):
                word = _glue(words.pop(), word)
            words.append(word)
            end_before = end
        return tuple(words)
    finally:
        pdfium_c.FPDFText_ClosePage(text_page)


def _touch(left: Word, right: Word) -> bool:
    """Say whether two words that no space parts stand on one line, letter against letter."""
    height = right.y1 - right.y0
    return (
        -TOUCHING * height < right.x0 - left.x1 < APART * height
        and abs(right.y0 - left.y0) < TOUCHING * height
        and abs(right.y1 - left.y1) < TOUCHING * height
    )


def _glue(left: Word, right: Word) -> Word:
    return Word(
        left.text + right.text,
        left.x0,
        min(left.y0, right.y0),
        right.x1,
        max(left.y1, right.y1),
    )


def _characters(text_page: object) -> str:
    """Return the page's text with exactly one character for each of PDFium's."""
    count = pdfium_c.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Characters without a Unicode value are left out of the whole text: ask for each.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code <= sys.maxunicode else "\ufffd" for code in codes)


def _paths(page: pdfium.PdfPage, turn: _Turn) -> list[Box]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    references = tuple(ctypes.byref(value) for value in (left, bottom, right, top))
    boxes = []
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, index)
        if pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_PATH:
            pdfium_c.FPDFPageObj_GetBounds(item, *references)
            boxes.append(turn.box(left.value, bottom.value, right.value, top.value))
    return boxes
