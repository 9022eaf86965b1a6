"""Ways in which a document can be damaged: each takes bytes and a seeded source of chance.

`PDF` and `HTML` hold them by name. Each has another file's bytes at hand, to splice with.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Mutation = Callable[[bytes, bytes, Random], bytes]

OBJECT: Final = re.compile(rb"\d+ \d+ obj\b(.*?)\bendobj", re.DOTALL)
STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
XREF: Final = re.compile(rb"\bxref\b.*", re.DOTALL)
NUMBER: Final = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
PAGE_BOX: Final = re.compile(rb"/(?:MediaBox|CropBox)\s*\[[^\]]*\]")
TAG: Final = re.compile(rb"</?[a-zA-Z][^>]*>")
ODD_NUMBERS: Final = (b"0", b"-1", b"1", b"7", b"65536", b"2147483648", b"-99999999999", b"1e9")
ODD_BYTES: Final = (b"\x00", b"\x80", b"\x9d", b"\xff\xfe", b"\xc3", b"\xef\xbf\xbf", b"\x1a")
CHARSETS: Final = (b"utf-8", b"utf-16", b"windows-1252", b"shift_jis", b"koi8-r", b"nonsense")


def bits_flipped(content: bytes, _: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _each in range(chance.choice((1, 3, 10, 40))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, _: bytes, chance: Random) -> bytes:
    if chance.random() < 0.5:
        return content[: chance.randrange(1, len(content))]
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 5000) :]


def spliced(content: bytes, other: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(1, len(content))] + other[chance.randrange(len(other)) :]


def repeated(content: bytes, _: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randrange(1, 5000)]
    return content[:start] + piece * chance.choice((2, 5, 50)) + content[start + len(piece) :]


def _with_numbers(content: bytes, chance: Random, most: int) -> bytes:
    found = list(NUMBER.finditer(content))
    chosen = set(chance.sample(range(len(found)), min(len(found), chance.randint(1, most))))
    pieces, end = [], 0
    for index, match in enumerate(found):
        if index in chosen:
            near = str(int(float(match[0])) + chance.randint(-50, 50)).encode()
            pieces += [content[end : match.start()], chance.choice((*ODD_NUMBERS, near, near))]
            end = match.end()
    return b"".join([*pieces, content[end:]])


def _replaced(content: bytes, match: re.Match[bytes], group: int, new: bytes) -> bytes:
    return content[: match.start(group)] + new + content[match.end(group) :]


# -- PDF ----------------------------------------------------------------------------------------


def objects_swapped(content: bytes, _: bytes, chance: Random) -> bytes:
    found = list(OBJECT.finditer(content))
    if len(found) < 2:
        return cut(content, b"", chance)
    first, second = sorted(chance.sample(found, 2), key=lambda match: match.start())
    content = _replaced(content, second, 1, first[1])
    return _replaced(content, first, 1, second[1])


def streams_truncated(content: bytes, _: bytes, chance: Random) -> bytes:
    found = list(STREAM.finditer(content))
    if not found:
        return cut(content, b"", chance)
    match = chance.choice(found)
    return _replaced(content, match, 1, match[1][: chance.randrange(len(match[1]) + 1)])


def xref_changed(content: bytes, _: bytes, chance: Random) -> bytes:
    match = XREF.search(content)
    if match is None:
        return _with_numbers(content, chance, 8)
    return _replaced(content, match, 0, _with_numbers(match[0], chance, 8))


def entries_changed(content: bytes, _: bytes, chance: Random) -> bytes:
    """Numbers in dictionaries changed: lengths, references, counts, widths of letters."""
    found = [match for match in OBJECT.finditer(content) if NUMBER.search(match[1][:2000])]
    if not found:
        return cut(content, b"", chance)
    match = chance.choice(found)
    head, mark, rest = match[1].partition(b"stream")
    return _replaced(content, match, 1, _with_numbers(head, chance, 5) + mark + rest)


def page_boxes_changed(content: bytes, _: bytes, chance: Random) -> bytes:
    found = list(PAGE_BOX.finditer(content))
    if not found:
        return entries_changed(content, b"", chance)
    match = chance.choice(found)
    turned = b"/Rotate %d" % chance.choice((0, 90, 180, 270, 45, -90))
    new = _with_numbers(match[0], chance, 4)
    return _replaced(content, match, 0, new + (turned if chance.random() < 0.5 else b""))


def drawing_changed(content: bytes, _: bytes, chance: Random) -> bytes:
    """What a page draws changed and packed again: numbers, a piece lost, doubled or moved."""
    found = [match for match in STREAM.finditer(content) if _unpacked(match[1]) is not None]
    if not found:
        return streams_truncated(content, b"", chance)
    match = chance.choice(found)
    drawn = _unpacked(match[1]) or b" "
    how = chance.randrange(4)
    if how == 0:
        drawn = _with_numbers(drawn, chance, 30)
    elif how == 1:
        drawn = bits_flipped(drawn, b"", chance)
    else:
        lines = drawn.splitlines(keepends=True) or [b""]
        start = chance.randrange(len(lines))
        piece = lines[start : start + chance.randint(1, 40)]
        rest = lines[:start] + lines[start + len(piece) :]
        place = chance.randrange(len(rest) + 1)
        drawn = b"".join(rest[:place] + piece * (how - 1) * 2 + rest[place:])
    return _replaced(content, match, 1, zlib.compress(drawn))


def _unpacked(stream: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return None


# -- HTML ---------------------------------------------------------------------------------------


def _with_tags(content: bytes, chance: Random, new: Callable[[bytes], bytes]) -> bytes:
    found = list(TAG.finditer(content))
    chosen = set(chance.sample(range(len(found)), min(len(found), chance.choice((1, 3, 20, 200)))))
    pieces, end = [], 0
    for index, match in enumerate(found):
        if index in chosen:
            pieces += [content[end : match.start()], new(match[0])]
            end = match.end()
    return b"".join([*pieces, content[end:]])


def tags_dropped(content: bytes, _: bytes, chance: Random) -> bytes:
    return _with_tags(content, chance, lambda _tag: b"")


def tags_repeated(content: bytes, _: bytes, chance: Random) -> bytes:
    times = chance.choice((2, 2, 2, 3, 600))
    return _with_tags(content, chance, lambda tag: tag * times)


def tags_exchanged(content: bytes, _: bytes, chance: Random) -> bytes:
    tags = TAG.findall(content) or [b"<p>"]
    return _with_tags(content, chance, lambda _tag: chance.choice(tags))


def numbers_changed(content: bytes, _: bytes, chance: Random) -> bytes:
    return _with_numbers(content, chance, 30)


def encoding_broken(content: bytes, _: bytes, chance: Random) -> bytes:
    how = chance.randrange(3)
    if how == 0:
        changed = bytearray(content)
        for _each in range(chance.randint(1, 30)):
            place = chance.randrange(len(changed))
            changed[place:place] = chance.choice(ODD_BYTES)
        return bytes(changed)
    if how == 1:
        return b'<meta charset="%s">' % chance.choice(CHARSETS) + content
    text = content.decode("windows-1252", "replace")
    encoded = text.encode(chance.choice(("utf-16", "utf-8-sig", "utf-16-be", "utf-7")))
    return encoded[: len(encoded) - chance.randrange(2)]


EVERY: Final[dict[str, Mutation]] = {
    each.__name__: each for each in (bits_flipped, cut, spliced, repeated)
}
PDF: Final[dict[str, Mutation]] = EVERY | {
    each.__name__: each
    for each in (
        objects_swapped,
        streams_truncated,
        xref_changed,
        entries_changed,
        page_boxes_changed,
        drawing_changed,
    )
}
HTML: Final[dict[str, Mutation]] = EVERY | {
    each.__name__: each
    for each in (tags_dropped, tags_repeated, tags_exchanged, numbers_changed, encoding_broken)
}
