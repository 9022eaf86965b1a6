"""A unit's trainings as CSV: each line says on which side of the day it stands."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from foja.site.addresses import document_address, training_address
from foja.site.citation import citations
from foja.site.downloads import BYTE_ORDER_MARK, COLUMNS, SOURCE_COLUMNS
from foja.site.pages.source import source_of

if TYPE_CHECKING:
    from foja.measures.units import UnitHistory
    from foja.site.language import Language
    from foja.site.state import Site
    from foja.site.unit_view import Asked

PART: Final = "part"
"""The first column: before, after, undated, or listed with other units."""


def history_csv(
    site: Site, history: UnitHistory, asked: Asked, language: Language, origin: str
) -> bytes:
    """Return the trainings of a unit as CSV (UTF-8); `origin` is the site's own address.

    Without a day, trainings with a first day are `dated`.
    """
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((PART, *COLUMNS, *SOURCE_COLUMNS))
    question = f"{origin}{asked.address(language)}"
    groups = (
        ("before", history.before),
        ("after" if history.day else "dated", history.after),
        ("undated", history.undated),
        ("listed", history.listed),
    )
    for part, rows in groups:
        for row in rows:
            source = source_of(site, row)
            values = [_cell(row[name]) for name in COLUMNS]
            writer.writerow(
                (
                    part,
                    *values,
                    source.title,
                    source.url,
                    citations(source, language)[0].text,
                    f"{origin}{training_address(language, row['training_id'])}",
                    f"{origin}{document_address(language, row['document'], row['page'])}",
                    question,
                    site.version,
                )
            )
    return text.getvalue().encode()


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value
