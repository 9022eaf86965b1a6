"""The addresses of the site's pages, written in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from foja.site.language import Language


def training_address(language: Language, training_id: str) -> str:
    """Return the address of a training."""
    return f"/{language.code}/training/{quote(training_id, safe='')}"


def document_address(language: Language, document: str, page: int | None = None) -> str:
    """Return the address of a document, or of one page of its file."""
    place = "" if page is None else f"/{page}"
    return f"/{language.code}/document/{quote(document)}{place}"


def report_address(language: Language, report: str) -> str:
    """Return the address of a report in the record."""
    return f"/{language.code}/record/{quote(report, safe='')}"


def country_address(language: Language, code: str) -> str:
    """Return the address of a country without any filter."""
    return f"/{language.code}/country/{code}"


def page_image_address(document: str, page: int, scale: int, version: str) -> str:
    """Return the address of a page's image; `version` names the document's bytes."""
    return f"/page/{quote(document)}/{page}.webp?scale={scale}&v={version}"
