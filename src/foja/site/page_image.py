"""Images of the official pages, drawn only from documents that are byte for byte the catalog's.

A document is found by its catalog key alone; no part of a path ever comes from a reader. Its file
is verified once per process, and again when it changes.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from foja.catalog import verify
from foja.documents.pdf import PdfDocument
from foja.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from foja.catalog import Catalog, CatalogDocument

LOG: Final = logging.getLogger("foja.site")

SCALES: Final = (1, 2, 3)
"""Pixels to a point that can be asked for; 2 is sharp on a phone's screen."""
MOST_KEPT: Final = 32_000_000
"""Octets of drawn images kept in memory."""

FileState = Literal["here", "absent", "different", "not_pdf"]
"""Whether a document's page can be shown: its file is here and verified, is absent, is not the one
the catalog means (or cannot be read), or has no pages to draw."""


class PageImages:
    """Draws pages of the documents in a folder; safe to share between threads.

    `folder` is None where this machine keeps no documents.
    """

    def __init__(self, folder: Path | None, catalog: Catalog) -> None:
        self.folder = folder
        self._documents: dict[str, CatalogDocument] = {
            document.key: document for document in catalog.documents
        }
        self._verified: dict[str, tuple[tuple[int, int], FileState]] = {}
        self._drawn: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._kept = 0
        self._lock = Lock()
        # PDFium is not thread safe: one page is drawn at a time.
        self._drawing = Lock()

    def version(self, key: str) -> str:
        """Return a short name of the document's bytes; KeyError for a key the catalog lacks."""
        return self._documents[key].sha256[:12]

    def state(self, key: str) -> FileState:
        """Tell whether the document's pages can be shown."""
        document = self._documents.get(key)
        if document is None:
            return "absent"
        if not document.path.endswith(".pdf"):
            return "not_pdf"
        if self.folder is None:
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
        place = (key, page, scale)
        with self._lock:
            if place in self._drawn:
                self._drawn.move_to_end(place)
                return self._drawn[place]
        if self.folder is None or key not in self._documents:
            raise DocumentError(f"{key} is not on this machine; fetch it first.")
        path = self.folder / self._documents[key].path
        with self._drawing, PdfDocument(path) as document:
            picture = document.image(page, scale)
        octets = BytesIO()
        # Lossless is the smaller for black type on white: 75 kB against 180 kB (FY2020, p. 41).
        picture.convert("RGB").save(octets, "webp", lossless=True, method=2)
        image = octets.getvalue()
        with self._lock:
            self._keep(place, image)
        return image

    def _keep(self, place: tuple[str, int, int], image: bytes) -> None:
        if place in self._drawn:
            return
        self._drawn[place] = image
        self._kept += len(image)
        while self._kept > MOST_KEPT and len(self._drawn) > 1:
            _, dropped = self._drawn.popitem(last=False)
            self._kept -= len(dropped)


def _verified(path: Path, document: CatalogDocument) -> FileState:
    try:
        verify(path, document)
    except DocumentError as error:
        LOG.warning("%s", error)
        return "different"
    return "here"
