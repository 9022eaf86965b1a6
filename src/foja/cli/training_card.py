"""One training on a terminal: its columns, its citation, its totals, the image of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_cache_path

from foja.catalog import load_catalog, verify
from foja.documents.html import HtmlDocument
from foja.documents.pdf import PdfDocument
from foja.errors import DocumentError, QueryError
from foja.measures.rows import totals_of, training
from foja.site.citation import citations
from foja.site.language import LANGUAGES
from foja.site.page_image import PageImages
from foja.site.pages.source import source_of
from foja.site.reading import Reading
from foja.site.state import Site
from foja.tables.engine import Tables
from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

Row = dict[str, Any]
SCALE: Final = 2.0
MARGIN: Final = 2.0  # points between the row and the frame around it
MARK: Final = (214, 96, 13)


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A training's row and the text that shows it."""

    row: Row
    text: str


def training_card(tables: Path | None, training_id: str) -> TrainingCard:
    """Return the card of a training; QueryError if no training has that identifier."""
    with Tables(tables) as opened:
        row = training(opened, training_id)
        if row is None:
            raise QueryError(
                f"No training has the identifier {training_id!r}; one looks like "
                "2020-2021.wh.41.07 (report, region, printed page, row on the page)."
            )
        totals = totals_of(opened, row)
        catalog = load_catalog()
        source = source_of(Site(Reading(opened, catalog), PageImages(None, catalog)), row)
    width = max(len(column.name) for column in TRAININGS.columns)
    lines = [f"{column.name:<{width}}  {_value(row[column.name])}" for column in TRAININGS.columns]
    lines += ["", citations(source, LANGUAGES["en"])[0].text, ""]
    lines += [f"{total['total_id']}: {total['level']} total, {total['status']}" for total in totals]
    return TrainingCard(row, "\n".join(lines))


def _value(value: object) -> str:
    if value is None:
        return "-"
    return ", ".join(value) if isinstance(value, list) else str(value)


def write_page_image(card: TrainingCard, documents: Path, target: Path | None) -> str:
    """Write the page with the row framed and say where, or say why there is no image."""
    row = card.row
    document = load_catalog().document(row["document"])
    path = documents / document.path
    try:
        verify(path, document)
    except DocumentError as error:
        return f"No image of the page: {error} The official document is at {document.source_url}"
    is_html = row["x0"] is None
    kind = "html" if is_html else "png"
    target = target or user_cache_path("foja") / "pages" / f"{row['training_id']}.{kind}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_html:
            return _write_marked_html(path, row, target)
        with PdfDocument(path) as pdf:
            image = pdf.image(row["page"], SCALE).convert("RGB")
        _frame(image, row)
        image.save(target)
    except (OSError, ValueError) as error:
        raise QueryError(f"{target} cannot be written: {error}; choose another --image.") from error
    return f"Page {row['page']} of {path}, the row framed: {target}"


def _write_marked_html(path: Path, row: Row, target: Path) -> str:
    """Write the page as it stands, without scripts and loads, its row marked."""
    number = int(row["training_id"].rsplit(".", 1)[1])
    body = HtmlDocument(path).safe_html(marked=number)
    style = f".marked td {{ outline: 2px solid rgb{MARK}; background: #fdf3d0 }}"
    target.write_text(
        f"<!doctype html><meta charset=utf-8><title>{row['training_id']}</title>"
        f"<style>{style}</style>{body}",
        "utf-8",
    )
    return f"Row {number} of {path}, marked: {target}#row-{number}"


def _frame(image: Image, row: Row) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - only when there is a page to draw on

    corners = (
        (row["x0"] - MARGIN) * SCALE,
        (row["y0"] - MARGIN) * SCALE,
        (row["x1"] + MARGIN) * SCALE,
        (row["y1"] + MARGIN) * SCALE,
    )
    ImageDraw.Draw(image).rectangle(corners, outline=MARK, width=3)
