"""Fonts whose characters PDFium takes for Mac Roman, and how their letters are mended."""

from __future__ import annotations

import struct

import pytest

from foja.documents.font_tables import character_maps, is_read_as_mac_roman, windows_character
from foja.documents.pdf import PdfDocument

MAC, SYMBOL, WINDOWS = (1, 0), (3, 0), (3, 1)


def font(*maps, before=(b"OS/2", b"glyf")):
    """A font file with these character maps after other tables."""
    tags = [*before, b"cmap"]
    start = 12 + 16 * len(tags)
    header = struct.pack(">4sHHHH", b"\0\1\0\0", len(tags), 0, 0, 0)
    tables = b"".join(struct.pack(">4sIII", tag, 0, start, 0) for tag in tags)
    entries = b"".join(struct.pack(">HHI", *each, 0) for each in maps)
    return header + tables + struct.pack(">HH", 0, len(maps)) + entries


def test_the_character_maps_of_a_font_are_listed():
    assert character_maps(font(MAC, SYMBOL)) == [MAC, SYMBOL]
    assert character_maps(font()) == []


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", font(MAC, SYMBOL)[:-3], b"OTTO" * 10])
def test_a_font_that_is_cut_short_has_no_maps(content):
    assert character_maps(content) == []


@pytest.mark.parametrize(
    ("maps", "misread"),
    [
        ((MAC, SYMBOL), True),
        ((SYMBOL, MAC), True),
        ((MAC,), False),
        ((SYMBOL,), False),
        ((MAC, WINDOWS), False),
        ((MAC, SYMBOL, WINDOWS), False),
        ((), False),
    ],
)
def test_a_font_is_misread_that_has_only_a_mac_and_a_symbol_map(maps, misread):
    assert is_read_as_mac_roman(font(*maps)) is misread


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("È", "é"),
        ("Ò", "ñ"),
        ("Ì", "í"),
        ("˙", "ú"),
        ("Û", "ó"),
        ("·", "á"),
        ("…", "É"),
        ("í", "\u2019"),
    ],
)
def test_letters_are_those_of_the_windows_code(read, printed):
    assert windows_character(read) == printed


@pytest.mark.parametrize("letter", ["\u0142", "\u4e2d", "\u20bf"])
def test_a_letter_that_mac_roman_lacks_stays(letter):
    assert windows_character(letter) == letter


# File, page, words as its image shows them (the report prints "Ceará" damaged, as "Cearß").
SEEN = (
    ("2010-2011/171514.excerpt.pdf", 3, ("PARANÁ", "RÍOS", "CÓRDOBA")),
    ("2011-2012/197610.excerpt.pdf", 43, ("511º", "412°")),
    ("2011-2012/197615.excerpt.pdf", 11, ("Cearß", "Piauφ", "û")),
    (
        "2016-2017/fmt_vol1_16_17.western-hemisphere.excerpt.pdf",
        40,
        ("José,", "Secretaría", "Técnica", "Planificación", "Officers\u2019"),
    ),
    ("2020-2021/10-Volume-I-Section-IV-Part-IV-I-Africa.pdf", 15, ("Côte", "Arm?es/Ministry")),
)


@pytest.mark.documents
@pytest.mark.parametrize(("path", "page", "words"), SEEN, ids=lambda value: str(value)[:24])
def test_words_of_the_reports_are_read_as_the_page_shows_them(documents_folder, path, page, words):
    with PdfDocument(documents_folder / path) as document:
        found = {word.text for word in document.page(page).words}
    assert set(words) <= found
