"""The official documents of the regional tables, each read once in a test run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foja.layouts import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from foja.layouts.base import Reading


@cache
def reading(folder: Path, path: str) -> Reading:
    """Read the document at `path` in the folder of official documents."""
    return read_document(folder / path, path)
