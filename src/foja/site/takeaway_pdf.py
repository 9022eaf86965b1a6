"""A brief on one page of paper: sentences left, charts and caveats right, the source below.

The page is letter size, that of the readers in Washington and Mexico City. ReportLab writes it,
with Bitstream Vera embedded, which it carries and which has the letters of Western and Central
Europe.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from foja.site.takeaway_charts import HEIGHT, LEFT, WIDTH, BarChart, bar_charts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.takeaway_brief import Brief, Line, Section

PAGE: Final = (612.0, 792.0)
MARGIN: Final = 40.0
GUTTER: Final = 18.0
RIGHT: Final = 168.0
"""Width of the right column, in points, as all here."""
FOOT: Final = 52.0
SIZES: Final = (9.2, 8.8, 8.4, 8.0, 7.6, 7.2, 6.9)
"""Sizes of type, tried until all sentences fit; then the least significant are left out."""
SMALL: Final = 6.6
INK, SOFT, LINE, BAR, NOW = "#211d18", "#5d554b", "#d9d1c3", "#b9c4cf", "#2b6cc4"
PLAIN, BOLD = "FojaPlain", "FojaBold"


@cache
def _fonts() -> frozenset[int]:
    """Register the fonts, once; return the characters they have."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - wanted by those who want paper
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name, file in ((PLAIN, "Vera.ttf"), (BOLD, "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)


def drawable(text: str) -> str:
    """Return text in letters that the font has; one it has not loses its accent, or is a `?`."""
    known = _fonts()
    out = []
    for letter in text:
        if ord(letter) in known or letter.isspace():
            out.append(letter if ord(letter) in known else " ")
            continue
        plain = unicodedata.normalize("NFD", letter)[0]
        out.append(plain if ord(plain) in known else "?")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paragraph with its height, ready to be drawn."""

    paragraph: Any
    height: float
    after: float


def as_pdf(brief: Brief) -> bytes:
    """Return the brief as a PDF of one page."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    _fonts()
    file = io.BytesIO()
    # Without a clock in it, the same brief is the same file.
    canvas = Canvas(
        file, pagesize=PAGE, invariant=True, pageCompression=1, lang=brief.language.code
    )
    canvas.setTitle(brief.title)
    canvas.setAuthor("Foja")
    canvas.setSubject(brief.source)
    canvas.setProducer("Foja")
    top = _head(canvas, brief)
    foot = _foot(canvas, brief)
    _right(canvas, brief, top, foot)
    _left(canvas, brief, top, foot)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _style(size: float, *, bold: bool = False, colour: str = INK) -> Any:  # noqa: ANN401
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    return ParagraphStyle(
        f"{size}{bold}{colour}",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.3,
        textColor=HexColor(colour),
        splitLongWords=1,
    )


def _placed(text: str, style: Any, width: float, after: float) -> _Placed:  # noqa: ANN401
    from reportlab.platypus import Paragraph  # noqa: PLC0415

    paragraph = Paragraph(text, style)
    _width, height = paragraph.wrap(width, PAGE[1])
    return _Placed(paragraph, height, after)


def _draw(canvas: Any, placed: Sequence[_Placed], x: float, top: float) -> float:  # noqa: ANN401
    """Draw paragraphs downwards from `top`; return where the last one ends."""
    for one in placed:
        one.paragraph.drawOn(canvas, x, top - one.height)
        top -= one.height + one.after
    return top


def _head(canvas: Any, brief: Brief) -> float:  # noqa: ANN401
    """Draw the title and the first sentence over the whole width."""
    width = PAGE[0] - 2 * MARGIN
    head = brief.sections[0].lines[0]
    placed = [
        _placed(escape(drawable(brief.title)), _style(16, bold=True), width, 6),
        _placed(_marked(head), _style(10.5), width, 8),
    ]
    end = _draw(canvas, placed, MARGIN, PAGE[1] - MARGIN)
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, end, PAGE[0] - MARGIN, end)
    return end - 12


def _foot(canvas: Any, brief: Brief) -> float:  # noqa: ANN401
    """Draw source and citation; return the height of the room above them."""
    width = PAGE[0] - 2 * MARGIN
    text = f"{escape(drawable(brief.source))} {escape(drawable(brief.citation))}"
    placed = _placed(text, _style(SMALL, colour=SOFT), width, 0)
    top = MARGIN - 14 + placed.height
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, top + 5, PAGE[0] - MARGIN, top + 5)
    _draw(canvas, [placed], MARGIN, top)
    return top + 14


def _right(canvas: Any, brief: Brief, top: float, foot: float) -> None:  # noqa: ANN401
    """Draw the charts, then what to know before quoting, as much of it as there is room for."""
    x = PAGE[0] - MARGIN - RIGHT
    for chart in bar_charts(brief):
        _draw_chart(canvas, chart, x, top)
        top -= RIGHT * HEIGHT / WIDTH + 16
    title = brief.language.gettext("Before you quote a figure")
    placed = [_placed(escape(drawable(title)), _style(8.4, bold=True), RIGHT, 3)]
    for size in (7.2, SMALL, 6.0, 5.4):
        lines = [
            _placed(escape(drawable(text)), _style(size, colour=SOFT), RIGHT, 3)
            for text in brief.caveats
        ]
        if sum(one.height + one.after for one in (*placed, *lines)) <= top - foot:
            break
    _draw(canvas, [*placed, *lines], x, top)


def _draw_chart(canvas: Any, chart: BarChart, x: float, top: float) -> None:  # noqa: ANN401
    scale = RIGHT / WIDTH
    bottom = top - HEIGHT * scale
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 7.4)
    canvas.drawString(x, top - 7, drawable(chart.title))
    canvas.setFillColor(SOFT)
    canvas.setFont(PLAIN, 6.2)
    canvas.drawString(x, top - 15, drawable(chart.most))
    base = bottom + (HEIGHT - chart.base) * scale
    for bar in chart.bars:
        left, width = x + bar.x * scale, bar.width * scale
        if bar.height is None:
            canvas.setStrokeColor(SOFT)
            canvas.line(left, base + 1.5, left + width, base + 1.5)
        else:
            canvas.setFillColor(NOW if bar.now else BAR)
            canvas.rect(left, base, width, bar.height * scale * 0.9, stroke=0, fill=1)
        if bar.label:
            canvas.setFillColor(INK if bar.now else SOFT)
            canvas.setFont(BOLD if bar.now else PLAIN, 5.2)
            canvas.drawCentredString(x + bar.label_x * scale, bottom + 2, bar.label)
    canvas.setStrokeColor(SOFT)
    canvas.setLineWidth(0.5)
    canvas.line(x + LEFT * scale, base, x + RIGHT, base)


def _left(canvas: Any, brief: Brief, top: float, foot: float) -> None:  # noqa: ANN401
    """Draw the sections in the largest type in which they all fit."""
    width = PAGE[0] - 2 * MARGIN - RIGHT - GUTTER
    room = top - foot
    sections = [section for section in brief.sections if section.title]
    if not sections:
        text = escape(drawable(brief.little))
        _draw(canvas, [_placed(text, _style(9.2, colour=SOFT), width, 0)], MARGIN, top)
        return
    for size in SIZES:
        placed = _column(sections, size, width)
        if sum(one.height + one.after for one in placed) <= room:
            break
    lines = sorted(
        (line for section in sections for line in section.lines),
        key=lambda line: line.finding.significance,
    )
    left_out: set[int] = set()
    while sum(one.height + one.after for one in placed) > room:
        left_out.add(id(lines[len(left_out)]))
        placed = _column(sections, SIZES[-1], width, left_out)
    _draw(canvas, placed, MARGIN, top)


def _column(
    sections: Sequence[Section], size: float, width: float, left_out: set[int] | None = None
) -> list[_Placed]:
    placed = []
    for section in sections:
        lines = [line for line in section.lines if id(line) not in (left_out or set())]
        if not lines:
            continue
        title = escape(drawable(section.title))
        placed.append(_placed(title, _style(size + 0.6, bold=True, colour=NOW), width, 2))
        placed += [_placed(_marked(line), _style(size), width, size * 0.45) for line in lines]
        last = placed[-1]
        placed[-1] = _Placed(last.paragraph, last.height, size * 0.9)
    return placed


def _marked(line: Line) -> str:
    """Return a sentence with its figures in bold type, as ReportLab's paragraphs are written."""
    out = []
    for part in line.sentence.parts:
        text = escape(drawable(part.text))
        out.append(f"<b>{text}</b>" if part.is_strong else text)
    return "".join(out)
