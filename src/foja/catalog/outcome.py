"""What a fetch tells while it runs and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from foja.catalog.model import CatalogDocument
    from foja.errors import FetchError

FetchState = Literal["started", "received", "retrying", "fetched", "present", "excerpt", "failed"]


class FetchProgress(NamedTuple):
    """What has just happened to a document: for a progress bar.

    `received` of `document.bytes` bytes have arrived; `message` says why it is retried or failed.
    """

    document: CatalogDocument
    state: FetchState
    received: int = 0
    message: str | None = None


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A document that could not be brought, and the sentence that says why."""

    document: CatalogDocument
    error: FetchError


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What became of each document that was asked for, each in one of four lists.

    `fetched` was brought now, `present` was there and whole, `excerpts` are not there and cannot be
    brought (see `excerpt_notice`), `failures` could not be brought.
    """

    fetched: tuple[CatalogDocument, ...] = ()
    present: tuple[CatalogDocument, ...] = ()
    excerpts: tuple[CatalogDocument, ...] = ()
    failures: tuple[FetchFailure, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing failed, and excerpts were not all that was asked for."""
        return not self.failures and not (self.excerpts and not self.fetched and not self.present)


def excerpt_notice(document: CatalogDocument) -> str:
    """Say, in one sentence, why an excerpt cannot be brought and where its pages are published."""
    return (
        f"{document.key} cannot be downloaded: the catalog describes an excerpt, pages cut from "
        f"the official volume, which is published whole at {document.source_url}."
    )
