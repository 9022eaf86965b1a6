"""Judge what a server answers when it is asked for a document, before and after it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from foja.catalog.verify import HEAD_BYTES, looks_like_html, unlike_suffix
from foja.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from foja.catalog.model import CatalogDocument

_CONTENT_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_MAY_PASS: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_FORBIDDEN: Final = frozenset({401, 403, 451})
_GONE: Final = frozenset({404, 410})


class InterruptedTransferError(FetchError):
    """The transfer broke off for a reason that may pass.

    `wait` is how many seconds the server asks to be left alone; None where it asks for nothing.
    """

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


def broke_off(document: CatalogDocument, arrived: int, detail: str) -> InterruptedTransferError:
    """Return the error of a connection that ended, or as good as ended, too early."""
    return InterruptedTransferError(
        f"The connection for {document.key} to {document.source_url} broke off after "
        f"{arrived:,} of {document.bytes:,} bytes ({detail})."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The beginning of a server's answer: who said what, and how it describes what follows.

    `headers` are found in capitals and small letters alike.
    """

    document: CatalogDocument
    host: str
    status: int
    reason: str
    headers: Mapping[str, str]

    @property
    def is_packed(self) -> bool:
        """Whether the bytes were packed on the way, so that a count of them means nothing."""
        return self.headers.get("Content-Encoding", "identity").lower() != "identity"

    @property
    def can_be_continued(self) -> bool:
        """Whether the server promises to send the rest alone, should the connection break."""
        return not self.is_packed and "bytes" in self.headers.get("Accept-Ranges", "")

    @property
    def strong_etag(self) -> str | None:
        """The server's name for these very bytes; None where it has none that fits a range."""
        etag = self.headers.get("ETag", "")
        return etag if etag.startswith('"') else None

    @property
    def refuses_range(self) -> bool:
        """Whether it answers a question for a part, but not with the whole."""
        return self.status in {
            HTTPStatus.PARTIAL_CONTENT,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        }

    def continues(self, arrived: int, etag: str | None) -> bool:
        """Whether what follows goes on exactly where `arrived` bytes of the same file stop."""
        span = _CONTENT_RANGE.fullmatch(self.headers.get("Content-Range", ""))
        if not arrived or self.status != HTTPStatus.PARTIAL_CONTENT or span is None:
            return False
        same = etag is None or self.headers.get("ETag", etag) == etag
        return (
            int(span[1]) == arrived
            and span[2] in {"*", str(self.document.bytes)}
            and same
            and not self.is_packed
        )

    def check_status(self, target: Path) -> None:
        """Return if the whole document follows.

        Raises InterruptedTransferError if it may follow another time, else FetchError.
        """
        if self.status == HTTPStatus.OK:
            return
        key, url = self.document.key, self.document.source_url
        said = f"{self.status} {self.reason}".strip()
        if self.status in _MAY_PASS:
            wait = self.headers.get("Retry-After", "")
            raise InterruptedTransferError(
                f"{self.host} could not send {key} from {url} ({said}).",
                float(wait) if wait.isascii() and wait.isdigit() else None,
            )
        if self.status in _FORBIDDEN:
            raise FetchError(
                f"{self.host} refuses to send {key} ({said}); open {url} in a browser, save it as "
                f"{target} and run `foja fetch {self.document.report}` to have it checked."
            )
        if self.status in _GONE:
            raise FetchError(
                f"{key} is no longer at {url} ({said}); look for its new address on the page of "
                f"the report {self.document.report}."
            )
        raise FetchError(f"{url} gave an unexpected answer for {key} ({said}); try again later.")

    def check_start(self, head: bytes) -> None:
        """Return if the first bytes and the size declared may be those of the document.

        Raises FetchError if not: for a web page in place of a PDF first, which says more than a
        wrong size.
        """
        document = self.document
        belied = unlike_suffix(document.path, head)
        typed_html = "html" in self.headers.get("Content-Type", "").lower()
        if belied and document.path.endswith(".pdf") and (typed_html or looks_like_html(head)):
            raise FetchError(
                f"{document.source_url} sent a web page (HTML) instead of the PDF of "
                f"{document.key}, and nothing was kept; look for the PDF on the page of the "
                f"report {document.report}."
            )
        declared = self.headers.get("Content-Length", "")
        if declared.isdigit() and not self.is_packed:
            self._check_size(int(declared))
        if belied and len(head) >= min(HEAD_BYTES, document.bytes):
            raise FetchError(
                f"{document.source_url} for {document.key} sent what is {belied}; nothing was kept."
            )

    def check_end(self, arrived: int) -> None:
        """Return if all has arrived.

        Raises FetchError if the server has no more, InterruptedTransferError if it may have.
        """
        if arrived == self.document.bytes:
            return
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            self._check_size(arrived)  # such a server marks the end itself
        raise broke_off(self.document, arrived, "the server ended it")

    def _check_size(self, size: int) -> None:
        if size != self.document.bytes:
            raise FetchError(
                f"{self.document.source_url} for {self.document.key} sends {size:,} bytes where "
                f"the catalog has {self.document.bytes:,}; the official file was changed or "
                "replaced, and nothing was kept."
            )
