"""HTML files as rows of tables and the texts between them; the only module that knows lexbor.

A file's blocks come in the order in which a browser places them. A row is known by its number: the
`<tr>` elements of the document, counted from 1, whatever table they stand in. The number is the
row's address, so it depends on nothing but the file. Text is that of the body, entities decoded,
white space of any kind as one plain space; scripts, styles and comments are no text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from foja.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborNode

LARGEST: Final = 32 * 1024 * 1024  # bytes; the largest page of the reports has 0.9 million
DEEPEST: Final = 500  # elements inside each other; the reports' pages have at most 39

MARKUP: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|title)\b", re.IGNORECASE)
MARKUP_WITHIN: Final = 65_536
CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
CHARSET_WITHIN: Final = 4096
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS: Final = "windows-1252"
# Names under which browsers, too, read Windows's Western European set.
MEANT_AS_WINDOWS: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
# What else a page may declare; any other name is as good as none.
DECLARABLE: Final = ("utf-8", "cp125", "iso8859-", "koi8-", "mac-")
BYTE_BY_BYTE: Final = "foja.byte-by-byte"

# A table that is closed and goes on with another row is not closed. Without this the rows after the
# slip would be no rows to any browser, their cells one word (1999-2000, Near East, Egypt).
CLOSED_TOO_EARLY: Final = re.compile(r"</table\s*>(?=\s*<tr[\s>])", re.IGNORECASE)
# Start tags (group empty) and end tags of elements that hold others until they are closed.
HOLDING: Final = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|hr|img|input|li|link|meta|option|p|source|tbody|td|tfoot|th"
    r"|thead|tr|wbr)\b)[a-z]",
    re.IGNORECASE,
)

TEXT: Final = "-text"
NO_TEXT: Final = frozenset({"-comment", "script", "style", "template"})
CELLS: Final = frozenset({"td", "th"})
BOLD: Final = frozenset({"b", "strong", "th"})
# Elements inside a line: what touches them is one word with them.
INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "big", "cite", "code", "em", "font", "i", "label", "mark", "nobr"}
    | {"s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u"}
)

# What `safe_html` keeps: elements that only lay text out, and of their attributes whole numbers.
# The content of other elements stays without them, except where it is no text for readers.
SHOWN: Final = frozenset(
    {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "p", "div", "blockquote"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "b", "strong", "i", "em", "u", "sub", "sup", "br", "hr"}
)
SHOWN_SPANS: Final = ("colspan", "rowspan")
SPAN: Final = re.compile(r"[0-9]{1,3}")
WHITE_SPACE: Final = re.compile(r"\s+")
WITHOUT_END: Final = frozenset({"br", "hr"})
NOT_SHOWN: Final = NO_TEXT | {"iframe", "math", "noscript", "object", "select", "svg", "textarea"}


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row of a table: its number in the document, the text of each of its cells.

    `bold` says that something in the row is set in bold; `inside` holds the tags of the elements
    around it and, with # before them, their identifiers.
    """

    number: int
    cells: tuple[str, ...]
    bold: bool = False
    inside: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """The texts of the row's cells that are not empty, parted by single spaces."""
        return " ".join(filter(None, self.cells))


@dataclass(frozen=True, slots=True)
class HtmlText:
    """A text outside the rows; `after` is the number of the row before it, 0 if there is none."""

    after: int
    text: str
    inside: frozenset[str] = field(default_factory=frozenset)


Block = HtmlRow | HtmlText


class HtmlDocument:
    """An HTML file: its title, its encoding, and its rows and texts in order as `blocks`.

    Raises DocumentError when the file cannot be read, is empty, too large, no HTML, cannot be
    decoded, or puts elements into each other beyond all reason.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        source, self.encoding = _decoded(_bytes_of(path), path)
        depths = accumulate(-1 if end else 1 for end in HOLDING.findall(source))
        if max(depths, default=0) > DEEPEST:
            message = f"{path} has more than {DEEPEST} elements inside each other: fetch it again."
            raise DocumentError(message)
        self._tree = LexborHTMLParser(CLOSED_TOO_EARLY.sub("", source))
        body, title = self._tree.body, self._tree.css_first("title")
        self.title = " ".join(title.text().split()) if title else ""
        self.blocks: tuple[Block, ...] = tuple(_Walk().blocks(body) if body else ())

    @property
    def rows(self) -> list[HtmlRow]:
        """The rows of all tables, in order."""
        return [block for block in self.blocks if isinstance(block, HtmlRow)]

    def safe_html(self, marked: int | None = None) -> str:
        """Return the body as HTML that runs nothing, loads nothing and links nowhere.

        Each row has the identifier `row-` and its number; the row with the number `marked` has the
        class `marked`.
        """
        return _safe(self._tree.body, marked) if self._tree.body else ""


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            message = f"{path} is larger than any page of a report: fetch it again."
            raise DocumentError(message)
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}.") from error
    if not content.strip():
        raise DocumentError(f"{path} is empty: fetch it again.")
    if content.lstrip().startswith(b"%PDF-"):
        raise DocumentError(f"{path} is not a web page but a PDF: fetch it again.")
    return content


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    The encoding is that of the byte order mark, else the one the page declares, else UTF-8 if the
    file is that, else Windows-1252. A byte that its encoding does not know is read as Windows-1252,
    so that none is lost.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    encoding = marked or _declared(content) or (WINDOWS if _not_utf8(content) else "utf-8")
    try:
        source = content.decode(encoding, "strict" if marked == "utf-16" else BYTE_BY_BYTE)
    except UnicodeDecodeError as error:
        message = f"{path} breaks off inside a character of its encoding: fetch it again."
        raise DocumentError(message) from error
    if "\0" in source or not MARKUP.search(source, 0, MARKUP_WITHIN):
        raise DocumentError(f"{path} is not a web page: fetch it again.")
    return source, encoding.removesuffix("-sig")


def _declared(content: bytes) -> str | None:
    match = CHARSET.search(content, 0, CHARSET_WITHIN)
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    if name in MEANT_AS_WINDOWS:
        return WINDOWS
    return name if name.startswith(DECLARABLE) else None


def _not_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _byte_by_byte(error: UnicodeError) -> tuple[str, int]:
    """Read the byte that an encoding does not know as Windows-1252, or as the control it is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    try:
        letter = byte.decode(WINDOWS)
    except UnicodeDecodeError:
        letter = chr(byte[0])
    return letter, error.start + 1


codecs.register_error(BYTE_BY_BYTE, _byte_by_byte)


class _Walk:
    """Goes through the elements once, in order, without recursion."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.rows = 0
        self.pieces: list[str] = []
        self.inside: frozenset[str] = frozenset()

    def blocks(self, body: LexborNode) -> list[Block]:
        """Return the rows and texts of the body."""
        # None stands for the end of an element that breaks the line.
        waiting: list[tuple[LexborNode | None, frozenset[str]]] = [(body, frozenset())]
        while waiting:
            node, inside = waiting.pop()
            tag = node.tag if node else None
            if node is None or tag is None:
                self._end_text()
            elif tag == TEXT:
                self._add(node.text_content or "", inside)
            elif tag == "tr":
                self._end_text()
                nested = self._row(node, inside)
                around = inside | {"tr", "td"}
                waiting.extend((table, around) for table in reversed(nested))
            elif tag not in NO_TEXT:
                if tag not in INLINE:
                    self._end_text()
                    waiting.append((None, inside))
                around = inside | ({tag, f"#{node.id}"} if node.id else {tag})
                waiting.extend((child, around) for child in reversed(_children(node)))
        self._end_text()
        return self.found

    def _add(self, text: str, inside: frozenset[str]) -> None:
        if inside != self.inside:
            self._end_text()
            self.inside = inside
        self.pieces.append(text)

    def _end_text(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.found.append(HtmlText(self.rows, text, self.inside))

    def _row(self, row: LexborNode, inside: frozenset[str]) -> list[LexborNode]:
        """Add a row without the tables in its cells, and return those."""
        self.rows += 1
        nested: list[LexborNode] = []
        cells: list[str] = []
        bold = False
        for cell in row.iter():
            if cell.tag in CELLS:
                text, in_bold = _cell(cell, nested)
                cells.append(text)
                bold = bold or in_bold
        self.found.append(HtmlRow(self.rows, tuple(cells), bold, inside))
        return nested


def _cell(cell: LexborNode, nested: list[LexborNode]) -> tuple[str, bool]:
    """Return a cell's text and whether some of it is bold; the tables in it go to `nested`."""
    pieces: list[str] = []
    bold = cell.tag in BOLD
    waiting: list[LexborNode | None] = [*reversed(_children(cell))]
    while waiting:
        node = waiting.pop()
        tag = node.tag if node else None
        if node is None or tag is None:
            pieces.append(" ")
        elif tag == TEXT:
            pieces.append(node.text_content or "")
        elif tag == "table":
            nested.append(node)
            pieces.append(" ")
        elif tag not in NO_TEXT:
            if tag not in INLINE:
                pieces.append(" ")
                waiting.append(None)
            bold = bold or tag in BOLD
            waiting.extend(reversed(_children(node)))
    text = " ".join("".join(pieces).split())
    return text, bold and bool(text)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _safe(body: LexborNode, marked: int | None) -> str:
    pieces: list[str] = []
    number = 0
    # A string stands for the end of an element.
    waiting: list[LexborNode | str] = [*reversed(_children(body))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        tag = node.tag or ""
        if tag == TEXT:
            pieces.append(escape(WHITE_SPACE.sub(" ", node.text_content or "")))
        elif tag not in NOT_SHOWN:
            if tag in SHOWN:
                attributes = _spans(node) if tag in CELLS else ""
                if tag == "tr":
                    number += 1
                    attributes = f' id="row-{number}"' + (' class="marked"' * (number == marked))
                # Some browsers let a table stand in a paragraph; those that do not would close it.
                name = "div" if tag == "p" else tag
                pieces.append(f"<{name}{attributes}>")
                if tag not in WITHOUT_END:
                    waiting.append(f"</{name}>")
            elif tag not in INLINE:
                waiting.append(" ")
            waiting.extend(reversed(_children(node)))
    return "".join(pieces)


def _spans(cell: LexborNode) -> str:
    given = ((name, cell.attrs.get(name)) for name in SHOWN_SPANS)
    return "".join(f' {name}="{span}"' for name, span in given if span and SPAN.fullmatch(span))
