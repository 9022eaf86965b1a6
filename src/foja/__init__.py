"""What the United States gave to security forces abroad, each figure beside its official page.

`foja.open()` gives the tables: `foja.open().trainings(country="MEX", fiscal_year=2020)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from foja.tables.engine import Tables

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(path: Path | str | None = None) -> Tables:  # noqa: A001 - reads as `foja.open()`
    """Open the tables in `path`, else the newest there are; see `foja.tables.engine.Tables`.

    Raises `foja.errors.TablesError` where the folder's tables cannot be used.
    """
    from foja.tables.engine import Tables  # noqa: PLC0415 - `import foja` stays quick

    return Tables(path)
