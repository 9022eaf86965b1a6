"""Bring documents from their official addresses into a documents folder, checked byte for byte.

This is the only part of Foja that uses the network.
"""

from __future__ import annotations

import contextlib
import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import httpx

from foja import __version__
from foja.catalog.answer import Answer, InterruptedTransferError, broke_off
from foja.catalog.outcome import FetchFailure, FetchOutcome, FetchProgress, excerpt_notice
from foja.catalog.partial import PartialFile
from foja.catalog.verify import HEAD_BYTES, unlike_suffix, verify
from foja.errors import DocumentError, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from foja.catalog.model import CatalogDocument

__all__ = ["FetchFailure", "FetchOutcome", "FetchProgress", "excerpt_notice", "fetch"]

USER_AGENT: Final = f"Foja/{__version__} (reads the official reports on security assistance)"
SLOWEST: Final = 512
"""Bytes a second; a server that sends less is treated as one that broke off."""

_TIMEOUT: Final = httpx.Timeout(30.0, connect=20.0)
_LONGEST_PAUSE: Final = 120.0
_REDIRECTS: Final = 5


@dataclass(frozen=True, slots=True)
class _Terms:
    """How often and how patiently to try."""

    attempts: int
    pause: float
    patience: float
    sleep: Callable[[float], None]


def fetch(
    documents: Iterable[CatalogDocument],
    folder: Path,
    *,
    on_progress: Callable[[FetchProgress], None] | None = None,
    client: httpx.Client | None = None,
    attempts: int = 5,
    pause: float = 1.0,
    patience: float = 30.0,
    sleep: Callable[[float], None] = time.sleep,
) -> FetchOutcome:
    """Bring each document to `folder / document.path`, one after the other.

    A document that is there and whole is left alone; one that is there and wrong is replaced, only
    when the right one has arrived. What arrives is written beside its place, with `.part` at the
    end of its name, compared with the catalog's size and SHA-256, and only then renamed. A
    connection that breaks is tried up to `attempts` times, after `pause` seconds and twice as long
    each further time (or as long as the server asks for), and goes on where it stopped if the
    server can do that; then, too, the `.part` stays for the next run. Any other failure leaves
    nothing behind.

    One failure does not stop the others: the outcome names each. Excerpts have no download that
    could be verified and are listed, not brought. `client`, `sleep` and `patience` (seconds that a
    server may all but stand still) are there for tests and unusual networks.
    """
    terms = _Terms(attempts, pause, patience, sleep)
    tell = on_progress if on_progress is not None else _tell_nobody
    fetched: list[CatalogDocument] = []
    present: list[CatalogDocument] = []
    excerpts: list[CatalogDocument] = []
    failures: list[FetchFailure] = []
    with contextlib.ExitStack() as stack:
        if client is None:
            client = stack.enter_context(httpx.Client(timeout=_TIMEOUT))
        for document in dict.fromkeys(documents):
            try:
                state = _bring(document, folder, client, terms, tell)
            except FetchError as error:
                failures.append(FetchFailure(document, error))
                tell(FetchProgress(document, "failed", message=str(error)))
                continue
            {"fetched": fetched, "present": present, "excerpt": excerpts}[state].append(document)
            received = 0 if state == "excerpt" else document.bytes
            message = excerpt_notice(document) if state == "excerpt" else None
            tell(FetchProgress(document, state, received, message))
    return FetchOutcome(tuple(fetched), tuple(present), tuple(excerpts), tuple(failures))


def _tell_nobody(_: FetchProgress) -> None:
    pass


def _bring(
    document: CatalogDocument,
    folder: Path,
    client: httpx.Client,
    terms: _Terms,
    tell: Callable[[FetchProgress], None],
) -> Literal["fetched", "present", "excerpt"]:
    target = folder / document.path
    try:
        verify(target, document)
    except DocumentError as error:
        if document.is_excerpt:
            if isinstance(error.__cause__, FileNotFoundError):
                return "excerpt"
            raise FetchError(str(error)) from error
    else:
        return "present"
    tell(FetchProgress(document, "started"))
    part = PartialFile(target)
    keep = True  # whatever stops the program from outside may be continued
    try:
        _receive(document, part, client, terms, tell)
        part.publish()
    except FetchError as error:
        keep = isinstance(error, InterruptedTransferError)
        raise
    finally:
        part.close(keep=keep and part.resumable)
    return "fetched"


def _receive(
    document: CatalogDocument,
    part: PartialFile,
    client: httpx.Client,
    terms: _Terms,
    tell: Callable[[FetchProgress], None],
) -> None:
    """Fill the half-brought file until it holds the document."""
    head = part.take_up(HEAD_BYTES)
    if part.size > document.bytes or (head and unlike_suffix(document.path, head)):
        part.clear()
    transfer = _Transfer(client, document, part, terms.patience, tell)
    broken = 0
    while True:
        try:
            if part.size < document.bytes:
                transfer.run()
        except InterruptedTransferError as error:
            broken += 1
            if broken >= terms.attempts:
                raise InterruptedTransferError(_given_up(error, part, broken)) from error
            tell(FetchProgress(document, "retrying", part.size, str(error)))
            wait = terms.pause * 2 ** (broken - 1) if error.wait is None else error.wait
            terms.sleep(min(wait, _LONGEST_PAUSE))
            continue
        if part.sha256 == document.sha256:
            return
        part.clear()
        if not transfer.continued:
            raise FetchError(
                f"{document.source_url} sent {document.bytes:,} bytes that are not {document.key} "
                "(their SHA-256 is not the catalog's); the official file was changed, and nothing "
                "was kept."
            )
        # The beginning may be of another file than the end: only a whole new start can tell.
        transfer.continued = False


def _given_up(error: InterruptedTransferError, part: PartialFile, times: int) -> str:
    tries = "once" if times == 1 else f"{times} times"
    outlook = " and go on where it stopped" if part.size else ""
    return f"{str(error).removesuffix('.')}; it was tried {tries}: fetch again later{outlook}."


class _Transfer:
    """Brings one document into its half-brought file, in one exchange or, after a break, several.

    `continued` says whether any of what has arrived was asked for from the middle on.
    """

    def __init__(
        self,
        client: httpx.Client,
        document: CatalogDocument,
        part: PartialFile,
        patience: float,
        tell: Callable[[FetchProgress], None],
    ) -> None:
        self._client = client
        self._document = document
        self._part = part
        self._patience = patience
        self._tell = tell
        self._etag: str | None = None
        self.continued = part.size > 0

    def run(self) -> None:
        """Receive what is missing.

        Raises InterruptedTransferError where trying again may help, with no more in the
        half-brought file than can be continued; FetchError where trying again cannot help.
        """
        try:
            self._exchange()
        except (httpx.RequestError, InterruptedTransferError) as error:
            arrived = self._part.size
            if not self._part.resumable:
                self._part.clear()
            if isinstance(error, InterruptedTransferError):
                raise
            raise broke_off(self._document, arrived, str(error) or type(error).__name__) from error

    def _exchange(self) -> None:
        with self._ask(first=self._part.size) as response:
            answer = self._answer(response)
            if answer.continues(self._part.size, self._etag):
                self.continued = True
                self._store(self._blocks(response))
                answer.check_end(self._part.size)
                return
            if not answer.refuses_range:
                self._take_whole(response)
                return
        self._part.clear()
        with self._ask(first=0) as response:
            self._take_whole(response)

    def _take_whole(self, response: httpx.Response) -> None:
        answer = self._answer(response)
        answer.check_status(self._part.target)
        self._part.clear()  # the server sends from the start, whatever it was asked
        self.continued = False
        blocks = self._blocks(response)
        head = b""
        for block in blocks:
            head += block
            if len(head) >= HEAD_BYTES:
                break
        answer.check_start(head)
        self._part.resumable = answer.can_be_continued
        self._etag = answer.strong_etag
        self._store(iter((head,)))
        self._store(blocks)
        answer.check_end(self._part.size)

    def _store(self, blocks: Iterator[bytes]) -> None:
        for block in blocks:
            if self._part.size + len(block) > self._document.bytes:
                raise FetchError(
                    f"{self._document.source_url} for {self._document.key} sends more than the "
                    f"{self._document.bytes:,} bytes of the catalog; the official file was "
                    "changed or replaced, and nothing was kept."
                )
            self._part.append(block)
            self._tell(FetchProgress(self._document, "received", self._part.size))

    def _blocks(self, response: httpx.Response) -> Iterator[bytes]:
        """Give the bytes as they come; a server that all but stands still is taken for cut off."""
        since, arrived = time.monotonic(), 0
        for block in response.iter_bytes():
            yield block
            arrived += len(block)
            passed = time.monotonic() - since
            if passed >= self._patience:
                if arrived < SLOWEST * passed:
                    pace = f"only {arrived:,} bytes in {passed:.1f} seconds"
                    raise broke_off(self._document, self._part.size, pace)
                since, arrived = time.monotonic(), 0

    def _answer(self, response: httpx.Response) -> Answer:
        return Answer(
            self._document,
            response.url.host,
            response.status_code,
            response.reason_phrase,
            response.headers,
        )

    @contextlib.contextmanager
    def _ask(self, *, first: int) -> Iterator[httpx.Response]:
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
        if first:
            headers["Range"] = f"bytes={first}-"
            if self._etag:
                headers["If-Range"] = self._etag
        request = self._client.build_request("GET", self._document.source_url, headers=headers)
        for _ in range(_REDIRECTS + 1):
            self._check_scheme(request.url)
            response = self._client.send(request, stream=True, follow_redirects=False)
            try:
                if response.next_request is None:
                    yield response
                    return
                request = response.next_request
            finally:
                response.close()
        raise FetchError(
            f"{self._document.source_url} for {self._document.key} redirects from address "
            "to address without end; nothing was kept."
        )

    def _check_scheme(self, url: httpx.URL) -> None:
        """Allow https, and plain http within this machine if the document's address is there."""
        own = httpx.URL(self._document.source_url)
        local = own.scheme == url.scheme == "http" and _is_local(own) and _is_local(url)
        if url.scheme != "https" and not local:
            raise FetchError(
                f"{self._document.source_url} for {self._document.key} leads to {url}, which is "
                "not an https:// address; nothing was kept."
            )


def _is_local(url: httpx.URL) -> bool:
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"
