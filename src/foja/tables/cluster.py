"""Documents handed to the workers of a Dask cluster: the same parts as when read here.

A document travels as its bytes, not as a path: workers need not share a disk with whoever asks,
what they read is what was checked against the catalog, and the whole record is 137 MB. The parts
of the tables travel back as the bytes that were written. Nothing but documents is asked of the
workers, so a worker that is lost loses only its time: the scheduler gives its documents to others.
"""

from __future__ import annotations

import queue as queues
import tempfile
import time
import uuid
from collections import deque
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja import __version__
from foja.errors import DocumentError, FojaError, MissingExtraError, TablesError
from foja.tables.reader_process import Limits
from foja.tables.readers import Readers
from foja.tables.reading import Desk, Outcome, keep, kept_reading, reader_version

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from foja.catalog import CatalogDocument

REACHED_WITHIN: Final = "10s"
WORKERS_WITHIN: Final = 60.0
"""Seconds that a build waits for a cluster that has no worker, at the start or since."""
LOOK_EVERY: Final = 2.0
AHEAD: Final = 2
"""Documents under way for each thread of the workers: one read, one that waits for it."""
IDLE: Final = 60.0
READ_WITH: Final = ("pypdfium2", "selectolax", "pyarrow")
"""Libraries of which another version may read another text or write other bytes."""
TAXONOMY: Final = "taxonomy.toml"


class Errand(msgspec.Struct, frozen=True):
    """A document to read elsewhere: what the catalog says of it, its bytes, whose code to use."""

    document: CatalogDocument
    content: bytes
    taxonomy: bytes | None
    code: str


class Reply(msgspec.Struct, frozen=True):
    """What came of an errand: the outcome and the files of the document's parts."""

    outcome: Outcome
    parts: dict[str, bytes]


@cache
def code_version() -> str:
    """Return what has to be the same here and there: Foja, its data files, what it reads with."""
    libraries = ", ".join(f"{name} {version(name)}" for name in READ_WITH)
    return f"Foja {__version__} ({reader_version()}), {libraries}"


# -- on a worker ------------------------------------------------------------------------------

_spare: Final[queues.SimpleQueue[Readers]] = queues.SimpleQueue()


def read_there(errand: Errand) -> Reply:
    """Read a document on a worker, in a process of its own as a build on one machine does.

    Raises TablesError where the worker has other code.
    """
    if code_version() != errand.code:
        raise TablesError(
            f"it has {code_version()} and the build {errand.code}; install the same there."
        )
    document = errand.document
    with tempfile.TemporaryDirectory(prefix="foja-") as name, _readers() as readers:
        room = Path(name)
        path = room / "documents" / document.path
        path.parent.mkdir(parents=True)
        path.write_bytes(errand.content)
        taxonomy = None
        if errand.taxonomy is not None:
            taxonomy = room / TAXONOMY
            taxonomy.write_bytes(errand.taxonomy)
        desk = Desk(room / "documents", room / "parts", None, taxonomy)
        desk.parts.mkdir()
        [outcome] = readers.outcomes([document], desk)
        parts = {}
        if outcome.status == "read":
            files = sorted(desk.folder(document.key).iterdir())
            parts = {file.name: file.read_bytes() for file in files}
        elif outcome.reason is not None:
            # A reader names the file it was given; people know it by where it lies with them.
            reason = outcome.reason.replace(str(room / "documents"), "{documents}")
            outcome = msgspec.structs.replace(outcome, reason=reason)
        return Reply(outcome, parts)


@contextmanager
def _readers() -> Iterator[Readers]:
    """Give a reading process that another document of this worker has left, or a new one."""
    try:
        readers = _spare.get_nowait()
    except queues.Empty:
        readers = Readers(1, Limits(idle=IDLE))
    try:
        yield readers
    except BaseException:
        readers.close()
        raise
    _spare.put(readers)


# -- here -------------------------------------------------------------------------------------


def read_on_cluster(
    queue: Sequence[CatalogDocument], desk: Desk, address: str
) -> Generator[Outcome]:
    """Read the documents on the Dask cluster at `address` and leave their parts on the desk.

    Yields each document's outcome as it comes. Raises MissingExtraError without `distributed`,
    TablesError when the cluster cannot be reached, has no worker, or its workers have other code.
    """
    waiting = []
    for document in queue:
        outcome = _without_cluster(document, desk)
        if outcome is None:
            waiting.append(document)
        else:
            yield outcome
    if waiting:
        with _client(address) as client:
            yield from _Cluster(client, address, desk).outcomes(waiting)


def _without_cluster(document: CatalogDocument, desk: Desk) -> Outcome | None:
    """Return what needs no worker: a reading that was kept, or a file that is not the document."""
    try:
        return kept_reading(document, desk)
    except DocumentError as error:
        return Outcome(document.key, "refused", str(error))


def _distributed() -> Any:  # noqa: ANN401 - its functions are untyped
    """Return the module of Dask's clusters; raises MissingExtraError."""
    try:
        return import_module("distributed")
    except ModuleNotFoundError as error:
        raise MissingExtraError("`foja build --scheduler`", "dask") from error


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        client = _distributed().Client(address, timeout=REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise TablesError(
            f"No Dask scheduler answers at {address} ({_first_line(error)}); start one with `dask "
            "scheduler`, or build without --scheduler."
        ) from error
    try:
        yield client
    finally:
        client.close()


class _Cluster:
    def __init__(self, client: Any, address: str, desk: Desk) -> None:  # noqa: ANN401 - untyped
        self.client = client
        self.address = address
        self.desk = desk
        self.taxonomy = desk.taxonomy.read_bytes() if desk.taxonomy else None
        self.running: dict[Any, CatalogDocument] = {}

    def outcomes(self, queue: Sequence[CatalogDocument]) -> Iterator[Outcome]:
        threads = self._threads()
        waiting = deque(queue)
        try:
            while waiting or self.running:
                while waiting and len(self.running) < AHEAD * threads:
                    if (refused := self._hand_over(waiting.popleft())) is not None:
                        yield refused
                for future in self._done():
                    yield self._received(self.running.pop(future), future)
        finally:
            if self.running:
                self.client.cancel(list(self.running), force=True)

    def _threads(self) -> int:
        """Return how many documents the workers read at once; raises TablesError."""
        try:
            self.client.wait_for_workers(1, timeout=WORKERS_WITHIN)
            answers = self.client.run(code_version, on_error="return")
        except TimeoutError as error:
            raise self._no_workers() from error
        except Exception as error:  # of whatever the workers lack
            raise self._cannot_run("the workers", error) from error
        for worker, answer in answers.items():
            if isinstance(answer, BaseException):
                raise self._cannot_run(f"the worker {worker}", answer) from answer
            if answer != code_version():
                raise TablesError(
                    f"The worker {worker} has {answer}, and this build has {code_version()}: "
                    "install the same there, so that it reads the same."
                )
        threads: int = sum(self.client.nthreads().values())
        return max(1, threads)

    def _hand_over(self, document: CatalogDocument) -> Outcome | None:
        """Send a document off; an outcome only where it can be read no more.

        The worker holds what it was sent against the catalog again.
        """
        path = self.desk.documents / document.path
        try:
            content = path.read_bytes()
        except OSError as error:
            return Outcome(document.key, "refused", f"{path} cannot be read ({error.strerror}).")
        errand = Errand(document, content, self.taxonomy, code_version())
        key = f"foja-{document.key}-{uuid.uuid4()}"
        future = self.client.submit(read_there, errand, pure=False, key=key)
        self.running[future] = document
        return None

    def _done(self) -> list[Any]:
        """Wait until a document is done; raises TablesError where no worker is left to do it."""
        wait = _distributed().wait
        alone_since = time.monotonic()
        while True:
            try:
                with self.client.as_current():
                    return list(wait(list(self.running), LOOK_EVERY, "FIRST_COMPLETED").done)
            except TimeoutError:
                if self._has_workers():
                    alone_since = time.monotonic()
                elif time.monotonic() - alone_since > WORKERS_WITHIN:
                    raise self._no_workers() from None
            except CancelledError as error:
                raise self._lost() from error

    def _has_workers(self) -> bool:
        try:
            return bool(self.client.nthreads())
        except (OSError, CancelledError):
            return False

    def _received(self, document: CatalogDocument, future: Any) -> Outcome:  # noqa: ANN401 - same
        try:
            reply: Reply = future.result()
        except _distributed().KilledWorker as error:
            raise TablesError(
                f"Worker after worker of {self.address} ended while reading {document.key}, as "
                "happens when memory runs out; give the workers more memory, or build "
                "without --scheduler."
            ) from error
        except CancelledError as error:
            raise self._lost() from error
        except FojaError as error:
            raise TablesError(f"A worker of {self.address} gave up: {error}") from error
        except OSError as error:
            raise TablesError(
                f"A worker of {self.address} cannot write its files ({_first_line(error)}); free "
                "some space there, or build without --scheduler."
            ) from error
        outcome = reply.outcome
        if outcome.status == "read":
            folder = self.desk.folder(document.key)
            folder.mkdir()
            for name, content in reply.parts.items():
                (folder / name).write_bytes(content)
            keep(document, self.desk, outcome)
        elif outcome.reason is not None:
            reason = outcome.reason.replace("{documents}", str(self.desk.documents))
            outcome = msgspec.structs.replace(outcome, reason=reason)
        return outcome

    # -- what to say ------------------------------------------------------------------------

    def _no_workers(self) -> TablesError:
        return TablesError(
            f"The Dask cluster at {self.address} has no worker; start some with `dask worker "
            f"{self.address}`, or build without --scheduler."
        )

    def _lost(self) -> TablesError:
        return TablesError(
            f"The connection to the Dask scheduler at {self.address} was lost; build again, or "
            "without --scheduler. Earlier tables are unchanged."
        )

    def _cannot_run(self, who: str, error: BaseException) -> TablesError:
        return TablesError(
            f"In the cluster at {self.address}, {who} cannot run Foja ({_first_line(error)}): "
            f"install there what this build has, {code_version()}."
        )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
