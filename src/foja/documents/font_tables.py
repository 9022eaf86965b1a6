"""What an embedded TrueType font says of its own character codes."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct(">4xH6x")
ENTRY: Final = struct.Struct(">4s4xII")
CMAP_HEADER: Final = struct.Struct(">2xH")
CMAP_ENTRY: Final = struct.Struct(">HH4x")
MAC_ROMAN: Final = (1, 0)
SYMBOL: Final = (3, 0)
POUND: Final = "\u00a3"
LIGATURES: Final = {"fl": "ß", "fi": "Þ"}
"""Windows letters at the Mac Roman codes of two ligatures, which PDFium spells out."""


def character_maps(font: bytes) -> list[tuple[int, int]]:
    """Return platform and encoding of each character map of a font file; none if it has no maps."""
    try:
        (tables,) = HEADER.unpack_from(font)
        for number in range(tables):
            tag, start, _ = ENTRY.unpack_from(font, HEADER.size + number * ENTRY.size)
            if tag == b"cmap":
                (maps,) = CMAP_HEADER.unpack_from(font, start)
                first = start + CMAP_HEADER.size
                return [
                    CMAP_ENTRY.unpack_from(font, first + index * CMAP_ENTRY.size)
                    for index in range(maps)
                ]
    except struct.error:
        # Cut short: nothing can be said of its characters.
        return []
    return []


def is_read_as_mac_roman(font: bytes) -> bool:
    """Say whether PDFium takes the font's character codes for Mac Roman.

    It does where the only maps are Mac Roman's and that of a symbol font, whatever encoding the
    document states. Ghostscript writes such fonts with Windows codes: the excerpts of FY2010,
    FY2011 and FY2015 to FY2019 show "San José" and PDFium reads "San JosÈ" (2016-2017/wh, p. 40).
    """
    return set(character_maps(font)) == {MAC_ROMAN, SYMBOL}


def windows_character(mac_roman: str) -> str:
    """Return the character whose Windows code is the Mac Roman code of the given one.

    A character that one of the two encodings lacks is returned as it is.
    """
    if mac_roman == POUND:
        # PDFium's table has the pound sign at the code of the inverted exclamation mark too; of the
        # two Windows letters it is "Á" that the reports print ("PARANÁ", 2010-2011/wh, p. 3).
        return "Á"
    try:
        return mac_roman.encode("mac_roman").decode("cp1252")
    except UnicodeError:
        return mac_roman
