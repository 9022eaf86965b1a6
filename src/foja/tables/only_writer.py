"""One process at a time writes a folder; the system forgets the lock of a process that is gone."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from foja.errors import TablesError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def only_writer(out: Path) -> Iterator[None]:
    """Hold the lock of `out` while the block runs; its file stands beside and goes with it.

    On Windows the file is made, and nothing is locked.

    Raises TablesError where another process holds it, OSError where no file can be written there.
    """
    lock = out.with_name(f".{out.name}.lock")
    descriptor = _locked(lock, out)
    try:
        yield
    finally:
        # While it is still locked: whoever opened this file meanwhile finds that it is gone.
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(lock: Path, out: Path) -> int:
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _lock(descriptor, out)
            if _is_at(descriptor, lock):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int, out: Path) -> None:
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TablesError(
                f"Another process is writing {out}; wait until it ends, or choose another --out."
            ) from error


def _is_at(descriptor: int, lock: Path) -> bool:
    """Say whether the file that is open is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False
