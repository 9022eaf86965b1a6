"""The terminal: where answers go, where complaints go, and the bar of long work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

out_console: Final = Console(highlight=False, soft_wrap=True)
err_console: Final = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def bars() -> Iterator[Progress]:
    """Show the progress of long work on standard error until the block ends."""
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err_console, transient=True) as progress:
        yield progress
