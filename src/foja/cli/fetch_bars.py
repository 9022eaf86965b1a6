"""The progress of a fetch on a terminal: one bar for all bytes, the document beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from foja.catalog import CatalogDocument
    from foja.catalog.outcome import FetchProgress

DONE = frozenset({"fetched", "present", "excerpt", "failed"})


class FetchBars:
    """Draws a fetch of `documents`; give `tell` to `fetch` and use it in a `with` statement."""

    def __init__(self, console: Console, documents: Sequence[CatalogDocument]) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        total = sum(document.bytes for document in documents)
        self._task = self._progress.add_task("Fetching", total=total)
        self._finished = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, news: FetchProgress) -> None:
        """Show what has just happened to a document."""
        if news.state in DONE:
            self._finished += news.document.bytes
            self._progress.update(self._task, completed=self._finished)
            return
        if news.state == "retrying" and news.message:
            self._progress.console.print(news.message, markup=False)
        self._progress.update(
            self._task,
            description=f"Fetching {news.document.key}",
            completed=self._finished + news.received,
        )
