"""Writes what comes from the tables: dictionary, misprints, claims, the figures of the guides.

Run with `make docs`. Parts of a guide stand between marks, from `<!-- record: … -->` to
`<!-- /record -->`. Each guide that the site shows is linked into the package. The pages of
misprinted totals are cut from the official documents where they are at hand (FOJA_DOCUMENTS); an
image that is there already stays.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import foja
from foja.catalog import load_catalog, verify
from foja.catalog.folder import documents_folder
from foja.documents.pdf import PdfDocument
from foja.errors import DocumentError
from foja.site.claim_files import claims_document
from foja.site.docs_list import GROUPS
from foja.site.docs_parts import dictionary, record, rule_quality
from foja.site.guide_questions import questions
from foja.site.language import LANGUAGES
from foja.site.reading import Reading
from foja.tables.folder import SNAPSHOT

if TYPE_CHECKING:
    from decimal import Decimal

    from foja.site.guide_model import Question, Step
    from foja.site.language import Language
    from foja.tables.engine import Tables

DOCS: Final = Path(__file__).resolve().parent
MISPRINTS: Final = DOCS / "misprints.md"
CLAIMS: Final = DOCS / "claims.md"
FOLDERS: Final = {"en": DOCS, "es": DOCS / "es"}
LINKS: Final = DOCS.parent / "src" / "foja" / "data" / "docs"
ORIGIN: Final = "https://…"
"""Stands for the address of the reader's Foja in the words of a citation."""
ANSWER: Final = "The answer of today\N{RIGHT SINGLE QUOTATION MARK}s tables"
"""The words under which the site gives an answer, whose translation is the site's."""
IMAGES: Final = DOCS / "misprints"
SCALE: Final = 1.6  # pixels to a point: small letters stay readable
_YEAR: Final = re.compile(r"FY ?\d\d")
ABOVE, BELOW = 70.0, 24.0  # points of the page shown around a total

Row = dict[str, Any]


def misprinted() -> list[Row]:
    """Return the misprinted totals of the snapshot with their places, in the record's order."""
    with foja.open(SNAPSHOT) as tables:
        totals = tables.printed_totals().drop("report")
        joined = tables.reconciliation().join(totals, "total_id")
        wrong = joined.filter(joined.status == "misprinted")
        return tables.rows(wrong.order_by("report", "document", "page", "total_id"))


def misprints(rows: list[Row]) -> str:
    """Return the list of totals that a report prints and its own rows contradict."""
    with foja.open(SNAPSHOT) as tables:
        printed = tables.counts["printed_totals"]
    lines = [
        "# Totals that the reports misprint",
        "",
        f"Totals printed in the documents read: {printed:,}. Contradicted by the report's own",
        f"rows: {len(rows):,}, each looked at on its page. Written by `make docs`.",
    ]
    for report, of_report in groupby(rows, lambda row: row["report"]):
        lines += ["", f"## Report {report}"]
        for row in of_report:
            lines += ["", *_entry(row)]
    return "\n".join(lines) + "\n"


def _entry(row: Row) -> list[str]:
    page = f"page {row['page']} of the file"
    if row["printed_page"]:
        page = f"p. {row['printed_page']} ({page})"
    lines = [
        f"### {_heading(row)}",
        "",
        f"`{row['total_id']}`, {row['document']}, {page}.",
        "",
        "| | printed | sum of the rows | difference |",
        "| --- | ---: | ---: | ---: |",
        _line("students", row["students_printed"], row["students_summed"], ""),
        _line("US dollars", row["cost_printed"], row["cost_summed"], "$"),
        "",
        row["explanation"],
    ]
    if _image(row).exists():
        lines += ["", f"![The total on its page](misprints/{_image(row).name})"]
    return lines


def _heading(row: Row) -> str:
    """Name a total: its country, its programme as the report prints it, its fiscal year.

    Some reports print region, country and year in the line of the programme too.
    """
    country = row["country"]
    program = row["program_printed"] or "the whole country"
    words = [word.strip() for word in program.split(",")]
    kept = words[words.index(country) + 1 :] if country in words else words
    kept = [word for word in kept if not _YEAR.fullmatch(word)]
    return f"{country}: {', '.join(kept)}, fiscal year {row['fiscal_year']}"


def _line(name: str, printed: Decimal | None, summed: Decimal, sign: str) -> str:
    shown = "none" if printed is None else f"{sign}{_number(printed)}"
    difference = _number((printed or 0) - summed)
    return f"| {name} | {shown} | {sign}{_number(summed)} | {difference} |"


def _number(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _image(row: Row) -> Path:
    return IMAGES / f"{row['total_id']}.webp"


def cut_images(rows: list[Row]) -> None:
    """Cut each misprinted total out of its page, with the lines above it."""
    catalog, folder = load_catalog(), documents_folder()
    IMAGES.mkdir(exist_ok=True)
    for key, of_document in groupby(rows, lambda row: row["document"]):
        document = catalog.document(key)
        missing = [row for row in of_document if row["x0"] is not None and not _image(row).exists()]
        if not missing:
            continue
        try:
            verify(folder / document.path, document)
        except DocumentError as error:
            sys.stderr.write(f"No images of {key}: {error}\n")
            continue
        with PdfDocument(folder / document.path) as pdf:
            for row in missing:
                image = pdf.image(row["page"], SCALE)
                top = max(0, int((row["y0"] - ABOVE) * SCALE))
                bottom = min(image.height, int((row["y1"] + BELOW) * SCALE))
                image.crop((0, top, image.width, bottom)).save(_image(row), quality=60)


def worked_questions(tables: Tables, language: Language) -> str:
    """Return the five worked questions of the site, with their figures, in a language."""
    reading = Reading(tables, load_catalog())
    lines: list[str] = []
    for number, question in enumerate(questions(reading, language, ORIGIN), 1):
        lines += ["", f"### {number}. {question.title}", *_question(question, language)]
    return "\n".join([*lines, "", ""])


def _question(question: Question, language: Language) -> list[str]:
    _ = language.gettext
    lines = ["", f"**{_('The way')}**", ""]
    lines += [f"{number}. {_step(step)}" for number, step in enumerate(question.steps, 1)]
    lines += ["", f"**{_(ANSWER)}**"]
    for text in question.answer:
        lines += ["", f"> {text}"]
    if question.rows:
        numbers = "| ---: " * (len(question.heads) - 1)
        lines += ["", f"| {' | '.join(question.heads)} |", f"| --- {numbers}|"]
        lines += [f"| {' | '.join(cell.text for cell in row)} |" for row in question.rows]
    lines += ["", f"**{_('What the figure cannot show')}**", ""]
    lines += [f"- {text}" for text in question.limits]
    return [*lines, "", f"**{_('How to cite it')}**", "", question.cite]


def _step(step: Step) -> str:
    return f"{step.text} `{step.address}`" if step.address else step.text


def parts(tables: Tables, language: Language) -> dict[tuple[str, str], str]:
    """Return each part of a guide that is written from the tables, by guide and name."""
    return {
        ("reporter", "questions"): worked_questions(tables, language),
        ("researcher", "record"): record(tables, language),
        ("methodology", "quality"): rule_quality(language),
    }


def with_part(text: str, name: str, part: str) -> str:
    """Return a guide with one part written anew; ValueError where its marks are missing."""
    first, last = f"<!-- {name}: written by `make docs` -->\n", f"<!-- /{name} -->\n"
    if first not in text or last not in text:
        raise ValueError(f"The marks of the part “{name}” are missing: {first}{last}")
    head, _mark, rest = text.partition(first)
    _old, _mark, tail = rest.partition(last)
    return f"{head}{first}{part}{last}{tail}"


def _write_part(path: Path, name: str, part: str) -> None:
    path.write_text(with_part(path.read_text("utf-8"), name, part), "utf-8")


def link_guides() -> None:
    """Link each guide that the site shows into the package, which has to hold its text."""
    for name in (name for names in GROUPS.values() for name in names):
        for page in (Path(f"{name}.md"), Path("es", f"{name}.md")):
            link = LINKS / page
            if (DOCS / page).is_file() and not link.exists():
                link.parent.mkdir(parents=True, exist_ok=True)
                up = Path(*[".."] * (len(link.relative_to(DOCS.parent).parts) - 1))
                link.symlink_to(up / "docs" / page)


def main() -> None:
    """Write all documents that come from the tables."""
    rows = misprinted()
    cut_images(rows)
    MISPRINTS.write_text(misprints(rows), "utf-8")
    with foja.open(SNAPSHOT) as tables:
        CLAIMS.write_text(claims_document(tables), "utf-8")
        for code, folder in FOLDERS.items():
            language = LANGUAGES[code]
            (folder / "data-dictionary.md").write_text(dictionary(language), "utf-8")
            for (guide, name), part in parts(tables, language).items():
                _write_part(folder / f"{guide}.md", name, part)
    link_guides()


if __name__ == "__main__":
    main()
