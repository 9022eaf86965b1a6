"""Whether a training stands where its address says: the page is there, the box on it, the words in
the box. Asked of the document anew, beside the tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from foja.documents.html import HtmlDocument
from foja.documents.pdf import PdfDocument

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from foja.documents.pdf import Page
    from foja.model import Word

PRINTED: Final = (
    "course_title_printed",
    "student_unit_printed",
    "us_unit_printed",
    "location_printed",
    "start_date_printed",
    "end_date_printed",
)
ROUNDED: Final = 0.02  # points: boxes are published in hundredths


def wrong_addresses(path: Path, trainings: Iterable[dict[str, Any]]) -> list[str]:
    """Return a sentence for each training of a document that does not stand at its address.

    `trainings` come in the order of the tables, which is that of the document.
    """
    trainings = list(trainings)
    if not trainings:
        return []
    if path.suffix == ".pdf":
        with PdfDocument(path) as document:
            named = {training["page"] for training in trainings}
            pages = {
                number: document.page(number)
                for number in named | {number + 1 for number in named}
                if 1 <= number <= document.page_count
            }
        following = [*trainings[1:], None]
        return [
            sentence
            for training, after in zip(trainings, following, strict=True)
            for sentence in _on_page(training, after, pages)
        ]
    rows = {row.number: row.text for row in HtmlDocument(path).rows}
    starts = sorted(_row(training) for training in trainings)
    # A training can go on over rows of the table below its first, up to the next training.
    ends = dict(zip(starts, [*starts[1:], len(rows) + 1], strict=True))
    return [sentence for training in trainings for sentence in _in_rows(training, rows, ends)]


def _row(training: dict[str, Any]) -> int:
    return int(training["training_id"].rpartition(".")[2])


def _letters(texts: Iterable[str | None]) -> Counter[str]:
    return Counter("".join("".join((text or "").split()) for text in texts))


def _on_page(
    training: dict[str, Any], after: dict[str, Any] | None, pages: dict[int, Page]
) -> list[str]:
    name = training["training_id"]
    page = pages.get(training["page"])
    if page is None:
        return [f"{name}: the document has no page {training['page']}"]
    x0, y0, x1, y1 = box = tuple(training[edge] for edge in ("x0", "y0", "x1", "y1"))
    if not (0 <= x0 <= x1 <= page.width + ROUNDED and 0 <= y0 <= y1 <= page.height + ROUNDED):
        return [f"{name}: the box {box} is not on a page of {page.width:g} x {page.height:g}"]
    wanted = _letters(training[column] for column in PRINTED)
    inside = _letters(word.text for word in page.words if _touches(word, box))
    missing = wanted - inside
    last = after is None or after["page"] > training["page"]
    if missing and wanted & inside and last and training["page"] + 1 in pages:
        # The last row of a page can go on at the head of the next (FY2003, p. IV-218).
        missing -= _letters(word.text for word in pages[training["page"] + 1].words)
    return [f"{name}: the letters {dict(missing)} are not in its box"] if missing else []


def _touches(word: Word, box: tuple[float, ...]) -> bool:
    x0, y0, x1, y1 = box
    return (
        word.x0 < x1 + ROUNDED
        and word.x1 > x0 - ROUNDED
        and word.y0 < y1 + ROUNDED
        and word.y1 > y0 - ROUNDED
    )


def _in_rows(training: dict[str, Any], rows: dict[int, str], ends: dict[int, int]) -> list[str]:
    name = training["training_id"]
    if training["page"] != 1 or training["x0"] is not None:
        return [f"{name}: HTML has one page and no boxes"]
    first = _row(training)
    if first not in rows:
        return [f"{name}: the document has no row {first}"]
    texts = [rows[number] for number in range(first, ends[first])]
    missing = _letters(training[column] for column in PRINTED) - _letters(texts)
    return [f"{name}: the letters {dict(missing)} are not in its row"] if missing else []
