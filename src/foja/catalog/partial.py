"""The half-brought file: what has arrived of a document, beside the place it will have."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from foja.errors import FetchError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTIAL_SUFFIX: Final = ".part"
"""Added to a document's name while it arrives; no catalog path ends in it, so builds pass it by."""

_READ_BYTES: Final = 1 << 20


class PartialFile:
    """The bytes of one document that have arrived, in `<name>.part`, and their SHA-256.

    The file is created with the first byte, locked against a second run of Foja, and ends either
    under the document's own name (`publish`), or kept for a later run, or gone (`close`). Every
    method raises FetchError, in one sentence, where the disk is full or may not be written.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + PARTIAL_SUFFIX)
        self.size = 0
        self.resumable = False
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._made: list[Path] = []

    @property
    def sha256(self) -> str:
        """SHA-256, in hexadecimal, of what has arrived."""
        return self._digest.hexdigest()

    def take_up(self, head_bytes: int) -> bytes:
        """Go on with what an earlier run kept, if it did; return its first bytes."""
        with _storing(self.path):
            if not self.path.exists():
                return b""
            file = self._open()
            file.seek(0)
            head = file.read(head_bytes)
            file.seek(0)
            while block := file.read(_READ_BYTES):
                self._digest.update(block)
                self.size += len(block)
            self.resumable = True
            return head

    def append(self, block: bytes) -> None:
        """Add the next bytes."""
        with _storing(self.path):
            file = self._file or self._open()
            file.write(block)
        self._digest.update(block)
        self.size += len(block)

    def clear(self) -> None:
        """Forget what has arrived, to start again."""
        if self._file is not None:
            with _storing(self.path):
                self._file.truncate(0)
        self.size = 0
        self.resumable = False
        self._digest = hashlib.sha256()

    def publish(self) -> None:
        """Give the whole document its own name, in one step that cannot be seen half done."""
        with _storing(self.target):
            file = self._file or self._open()
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()  # an open file cannot be renamed there
            self.path.replace(self.target)
            file.close()
            self._file = None

    def close(self, *, keep: bool) -> None:
        """Let go: keep what has arrived for a later run, or leave nothing behind."""
        if self._file is None:
            return
        file, self._file = self._file, None
        discard = not (keep and self.size)
        # What ended the transfer is already on its way to the reader; a disk that refuses even to
        # flush or remove would say the same thing twice.
        if discard and sys.platform != "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()  # before the lock goes, lest another run takes the file up
        with contextlib.suppress(OSError):
            file.close()
        with contextlib.suppress(OSError):
            if discard and sys.platform == "win32":
                self.path.unlink()  # an open file cannot be removed there
            for folder in self._made if discard else ():
                folder.rmdir()

    def _open(self) -> BinaryIO:
        self._made = [folder for folder in self.path.parents if not folder.exists()]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            file = self.path.open("a+b")
            if not _lock(file):
                file.close()
                raise FetchError(
                    f"Another run of Foja is downloading {self.target}; wait until it ends."
                )
            if _same(file, self.path):
                self._file = file
                return file
            file.close()  # the other run gave the file its own name between open and lock


def _lock(file: BinaryIO) -> bool:
    if sys.platform == "win32":
        return True  # an open file can be neither renamed nor removed by another run there
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Some network disks know no locks. Without one, two runs at once can only spoil each
        # other's half-brought file, which the hash then finds.
        if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
            raise
    return True


def _same(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _storing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise FetchError(
                f"There is no room left on the disk for {path}; free some and fetch again."
            ) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise FetchError(
                f"Foja has no permission to write {path}; change its permissions or "
                "name another folder."
            ) from error
        raise FetchError(
            f"{path} cannot be written ({error.strerror or error}); name another folder."
        ) from error
