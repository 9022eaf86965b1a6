"""Folders that may not be read or written, also where root runs the tests."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY: Final = 65534


@contextmanager
def as_an_ordinary_person() -> Iterator[None]:
    """Give up root's right to read and write anywhere, for as long as the block runs."""
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
