"""A page of a document as a drawing: its image, or its lines as text, with boxes over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from foja.site.addresses import page_image_address, training_address
from foja.site.language import AS_PRINTED

if TYPE_CHECKING:
    from foja.site.language import Language
    from foja.site.reading import Row
    from foja.site.state import Site

CLOSE_UP: Final = 34
"""Points of the page shown above and below a marked row: about three lines."""
POINTS_A_LETTER: Final = 3.4
"""Width of a letter of the 7 point type in which a line's text is drawn; a little too wide."""
FIGURES_WIDTH: Final = 190
"""Points at a line's right end for its students, cost and dates."""


@dataclass(frozen=True, slots=True)
class SheetBox:
    """A box on the page: a training (linked), a total, or the training that is marked."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: str
    address: str = ""
    text: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be drawn, in points; `image` is empty where the document is not here."""

    width: float
    height: float
    image: str
    label: str
    boxes: list[SheetBox] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """The view box of the whole page."""
        return f"0 0 {self.width:g} {self.height:g}"

    @property
    def close_up(self) -> str:
        """The view box of the marked row with the lines around it."""
        marked = next((box for box in self.boxes if box.kind == "marked"), None)
        if marked is None:
            return self.whole
        top = max(0.0, marked.y - CLOSE_UP)
        bottom = min(self.height, marked.y + marked.height + CLOSE_UP)
        return f"0 {top:.1f} {self.width:g} {bottom - top:.1f}"


def make_sheet(
    site: Site,
    language: Language,
    document: str,
    page: int,
    rows: list[Row],
    totals: list[Row],
    *,
    label: str,
    marked: str = "",
) -> Sheet | None:
    """Return the page with its rows and totals, None where the page has no geometry.

    `marked` is the identifier of the training or total to mark; other trainings are links to their
    own pages.
    """
    covered = site.reading.coverage.get(document, {}).get(page)
    if covered is None or covered["width"] is None or covered["height"] is None:
        return None
    image = ""
    if site.images.state(document) == "here":
        image = page_image_address(document, page, 2, site.images.version(document))
    sheet = Sheet(covered["width"], covered["height"], image, label)
    sheet.boxes.extend(
        _total(total, language, marked=total["total_id"] == marked)
        for total in totals
        if total["x0"] is not None
    )
    sheet.boxes.extend(
        _training(row, language, marked=row["training_id"] == marked)
        for row in rows
        if row["x0"] is not None
    )
    return sheet


def _training(row: Row, language: Language, *, marked: bool) -> SheetBox:
    _ = language.gettext
    title = row["course_title"] or _("no title printed")
    width = row["x1"] - row["x0"]
    figures = " · ".join(
        (
            AS_PRINTED.number(row["quantity"]),
            AS_PRINTED.money(row["cost_usd"]),
            row["start_date_printed"] or "",
        )
    )
    return SheetBox(
        "marked" if marked else "row",
        row["x0"],
        row["y0"],
        width,
        row["y1"] - row["y0"],
        label=_("Open: %(title)s", title=title),
        address=training_address(language, row["training_id"]),
        text=_cut(" · ".join(part for part in (title, row["student_unit"]) if part), width),
        figures=figures,
    )


def _total(total: Row, language: Language, *, marked: bool) -> SheetBox:
    _ = language.gettext
    kind = "sum differs" if total["status"] == "differs" else "sum"
    return SheetBox(
        "marked" if marked else kind,
        total["x0"],
        total["y0"],
        total["x1"] - total["x0"],
        total["y1"] - total["y0"],
        label=_("Printed total"),
        text=_("Printed total"),
        figures=" · ".join(
            (AS_PRINTED.number(total["students"]), AS_PRINTED.money(total["cost_usd"]))
        ),
    )


def _cut(text: str, width: float) -> str:
    most = max(8, int((width - FIGURES_WIDTH) / POINTS_A_LETTER))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
