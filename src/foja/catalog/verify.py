"""Tell whether a file is the document that the catalog describes."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from foja.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

    from foja.catalog.model import CatalogDocument

HEAD_BYTES: Final = 1024
"""As many bytes from the start of a file tell what kind of file it is."""

_PDF_MARK: Final = b"%PDF-"
_HTML_MARKS: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script")
_READ_BYTES: Final = 1 << 20


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:HEAD_BYTES].lower()
    if start.startswith((b"<?xml", b"<!--")):
        return any(mark in start for mark in _HTML_MARKS)
    return start.startswith(_HTML_MARKS)


def unlike_suffix(name: str, head: bytes) -> str | None:
    """Say what a file is if its first bytes belie the suffix of its name; None if they fit."""
    suffix = PurePosixPath(name).suffix
    if suffix == ".pdf" and _PDF_MARK not in head[:HEAD_BYTES]:
        return "a web page (HTML)" if looks_like_html(head) else "not a PDF"
    if suffix in {".htm", ".html"} and not looks_like_html(head):
        return "a PDF" if head.startswith(_PDF_MARK) else "not a web page (HTML)"
    return None


def verify(path: Path, document: CatalogDocument) -> None:
    """Return if the file at `path` is the document, byte for byte.

    Raises DocumentError, one sentence each, if it is absent, cannot be read, is empty, is another
    kind of file than its name says (a web page saved as .pdf), has another size, or another
    SHA-256.
    """
    remedy = _remedy(document)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DocumentError(f"{path} is not a file but should be {document.key}; move it away.")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise DocumentError(f"{path} is absent; {_source(document)}.") from error
    except OSError as error:
        reason = error.strerror or error
        raise DocumentError(f"{path} cannot be read ({reason}); make it readable.") from error
    if size == 0:
        raise DocumentError(f"{path} is empty; {remedy}.")
    belied = unlike_suffix(document.path, head)
    if belied:
        raise DocumentError(f"{path} is {belied}; {remedy}.")
    if size != document.bytes:
        raise DocumentError(
            f"{path} has {size:,} bytes where {document.key} has {document.bytes:,}; {remedy}."
        )
    if sha256_of(path) != document.sha256:
        raise DocumentError(
            f"{path} has the right size but not the content of {document.key} "
            f"(its SHA-256 differs); {remedy}."
        )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; DocumentError if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_READ_BYTES):
                digest.update(block)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror or error}).") from error
    return digest.hexdigest()


def _source(document: CatalogDocument) -> str:
    if document.is_excerpt:
        return (
            "it is an excerpt, which cannot be downloaded: the whole volume is at "
            f"{document.source_url}"
        )
    return f"run `foja fetch {document.report}` to bring it"


def _remedy(document: CatalogDocument) -> str:
    if document.is_excerpt:
        return f"delete it or put the right one there ({_source(document)})"
    return f"delete it and run `foja fetch {document.report}`"
