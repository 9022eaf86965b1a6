"""The official pages, shown only from documents that are byte for byte the catalog's.

Pages of PDF documents are drawn as images; web pages are given as HTML that runs and loads nothing.
A document is found by its catalog key alone; no part of a path ever comes from a reader. Its file
is verified once per process, and again when it changes.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from PIL import ImageDraw

from foja.catalog import verify
from foja.documents.html import HtmlDocument
from foja.documents.pdf import PdfDocument
from foja.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PIL.Image import Image

    from foja.catalog import Catalog, CatalogDocument
    from foja.model import Box

LOG: Final = logging.getLogger("foja.site")

SCALES: Final = (1, 2, 3)
"""Pixels to a point that can be asked for; 2 is sharp on a phone's screen."""
MOST_KEPT: Final = 32_000_000
"""Octets of drawn images and web pages kept in memory."""
CROP_MARGIN: Final = 30
"""Points of the page shown above and below a cropped line: about three lines."""

FileState = Literal["here", "absent", "different"]
"""Whether a document's page can be shown: its file is here and verified, is absent, or is not the
one the catalog means (or cannot be read)."""
FRAME: Final = (176, 116, 0)
"""Colour of the frame around a cropped line."""
PagePlace = tuple[str, str]
"""What is kept in memory: a document's key, and which of its pages in which form."""


class PageImages:
    """Shows pages of the documents in a folder; safe to share between threads.

    `folder` is None where this machine keeps no documents.
    """

    def __init__(self, folder: Path | None, catalog: Catalog) -> None:
        self.folder = folder
        self._documents: dict[str, CatalogDocument] = {
            document.key: document for document in catalog.documents
        }
        self._verified: dict[str, tuple[tuple[int, int], FileState]] = {}
        self._drawn: OrderedDict[PagePlace, bytes] = OrderedDict()
        self._kept = 0
        self._lock = Lock()
        # PDFium is not thread safe: one page is drawn at a time.
        self._drawing = Lock()

    def version(self, key: str) -> str:
        """Return a short name of the document's bytes; KeyError for a key the catalog lacks."""
        return self._documents[key].sha256[:12]

    def is_web_page(self, key: str) -> bool:
        """Tell whether the document was published as a web page, without pages to draw."""
        document = self._documents.get(key)
        return document is not None and not document.path.endswith(".pdf")

    def state(self, key: str) -> FileState:
        """Tell whether the document's pages can be shown."""
        document = self._documents.get(key)
        if document is None or self.folder is None:
            return "absent"
        path = self.folder / document.path
        try:
            status = path.stat()
        except FileNotFoundError:
            return "absent"
        except OSError as error:
            LOG.warning("%s cannot be read (%s); mend its permissions.", path, error.strerror)
            return "different"
        stamp = (status.st_size, status.st_mtime_ns)
        with self._lock:
            known = self._verified.get(key)
        if known is None or known[0] != stamp:
            known = (stamp, _verified(path, document))
            with self._lock:
                self._verified[key] = known
        return known[1]

    def draw(self, key: str, page: int, scale: int) -> bytes:
        """Return the page as lossless WebP, `scale` pixels to a point.

        Ask `state` first. Raises DocumentError where the document has no such page or is not here.
        """
        return self._kept_or_made(
            (key, f"{page} at {scale}"), lambda path: _webp(self._picture(path, page, scale))
        )

    def crop(self, key: str, page: int, box: Box, scale: int) -> bytes:
        """Return the full width of a page around a box, which is framed, as lossless WebP.

        Ask `state` first. Raises DocumentError where the document has no such page or is not here.
        """

        def make(path: Path) -> bytes:
            picture = self._picture(path, page, scale)
            top, bottom = (box.y0 - CROP_MARGIN) * scale, (box.y1 + CROP_MARGIN) * scale
            frame = tuple(
                round(edge * scale) for edge in (box.x0 - 2, box.y0 - 1, box.x1 + 2, box.y1 + 1)
            )
            ImageDraw.Draw(picture).rectangle(frame, outline=FRAME, width=2 * scale)
            height = picture.height
            return _webp(
                picture.crop((0, max(0, round(top)), picture.width, min(height, round(bottom))))
            )

        return self._kept_or_made((key, f"{page} around {box} at {scale}"), make)

    def web_page(self, key: str) -> str:
        """Return the body of a document published as a web page: it runs, loads and links nothing.

        Each row of its tables has the identifier `row-` and its number. Ask `state` first. Raises
        DocumentError where the document is not here or is no web page.
        """
        body = self._kept_or_made(
            (key, "web page"), lambda path: HtmlDocument(path).safe_html().encode()
        )
        return body.decode()

    def _picture(self, path: Path, page: int, scale: int) -> Image:
        with self._drawing, PdfDocument(path) as document:
            return document.image(page, scale).convert("RGB")

    def _kept_or_made(self, place: PagePlace, make: Callable[[Path], bytes]) -> bytes:
        with self._lock:
            if place in self._drawn:
                self._drawn.move_to_end(place)
                return self._drawn[place]
        key = place[0]
        if self.folder is None or key not in self._documents:
            raise DocumentError(f"{key} is not on this machine; fetch it first.")
        made = make(self.folder / self._documents[key].path)
        with self._lock:
            self._keep(place, made)
        return made

    def _keep(self, place: PagePlace, image: bytes) -> None:
        if place in self._drawn:
            return
        self._drawn[place] = image
        self._kept += len(image)
        while self._kept > MOST_KEPT and len(self._drawn) > 1:
            _, dropped = self._drawn.popitem(last=False)
            self._kept -= len(dropped)


def _webp(picture: Image) -> bytes:
    octets = BytesIO()
    # Lossless is the smaller for black type on white: 75 kB against 180 kB (FY2020, p. 41).
    picture.save(octets, "webp", lossless=True, method=2)
    return octets.getvalue()


def _verified(path: Path, document: CatalogDocument) -> FileState:
    try:
        verify(path, document)
    except DocumentError as error:
        LOG.warning("%s", error)
        return "different"
    return "here"
