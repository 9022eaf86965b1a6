"""Downloads of a choice of trainings: every row with its source, in a file that says what it holds.

The CSV is plain rows and columns, so that any program reads it; what concerns the whole file
(filters, data version) is repeated in each row. It begins with a byte order mark, without which
Excel damages accents.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from foja.measures.rows import Order, trainings_in_order
from foja.site.addresses import document_address, training_address
from foja.site.citation import citations
from foja.site.pages.source import source_of
from foja.tables.schema import TRAININGS

if TYPE_CHECKING:
    from foja.site.choice import Choice
    from foja.site.language import Language
    from foja.site.reading import Row
    from foja.site.state import Site

BYTE_ORDER_MARK: Final = "\ufeff"
COLUMNS: Final = tuple(column.name for column in TRAININGS.columns)
SOURCE_COLUMNS: Final = (
    "source_title",
    "source_url",
    "citation",
    "training_page",
    "document_page",
    "filters",
    "data_version",
)
LICENCE: Final = "Facts from works of the United States government, in the public domain."
SOURCE: Final = (
    "U.S. Department of State and U.S. Department of Defense, Foreign Military Training and DoD "
    "Engagement Activities of Interest, annual reports to Congress"
)

_JSON: Final = msgspec.json.Encoder(decimal_format="number")


def rows_of(site: Site, choice: Choice) -> list[Row]:
    """Return all trainings of a choice, every column, newest first."""
    tables, filters = site.reading.tables, choice.filters
    order = Order("year", descending=True, limit=None)
    return tables.rows(trainings_in_order(tables, filters, order))


def filters_text(choice: Choice) -> str:
    """Write what was chosen as the address does: `country=MEX&from=2010`."""
    return "&".join(f"{name}={value}" for name, value in choice.filters.to_query(country=True))


def file_name(choice: Choice, suffix: str, what: str = "trainings") -> str:
    """Return a name for a file that tells what was chosen, of plain characters only."""
    said = [value for _name, value in choice.filters.to_query()]
    parts = ["foja", choice.country, *said, what]
    plain = (re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)
    return "-".join(part for part in plain if part)[:120] + suffix


def as_csv(site: Site, choice: Choice, language: Language, origin: str) -> bytes:
    """Return the trainings of a choice as CSV (UTF-8); `origin` is the site's own address."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *SOURCE_COLUMNS))
    filters = filters_text(choice)
    for row in rows_of(site, choice):
        values = [_cell(row[name]) for name in COLUMNS]
        added = _added(site, row, language, origin)
        writer.writerow((*values, *added.values(), filters, site.version))
    return text.getvalue().encode()


def as_json(site: Site, choice: Choice, language: Language, origin: str) -> bytes:
    """Return the trainings of a choice as JSON: what the file holds, then the rows."""
    rows = rows_of(site, choice)
    address = f"{origin}{choice.address(language)}"
    country = site.reading.country_name(choice.country, choice.country, language)
    whole: dict[str, Any] = {
        "title": f"Trainings, {country}",
        "source": SOURCE,
        "licence": LICENCE,
        "citation": f"{SOURCE}. Read through Foja, {address}, data version {site.version}.",
        "address": address,
        "filters": filters_text(choice),
        "data_version": site.version,
        "count": len(rows),
        "columns": {column.name: column.meaning for column in TRAININGS.columns},
        "trainings": [{**row, **_added(site, row, language, origin)} for row in rows],
    }
    return _JSON.encode(whole)


def _added(site: Site, row: Row, language: Language, origin: str) -> dict[str, str]:
    source = source_of(site, row)
    return {
        "source_title": source.title,
        "source_url": source.url,
        "citation": citations(source, language)[0].text,
        "training_page": f"{origin}{training_address(language, row['training_id'])}",
        "document_page": f"{origin}{document_address(language, row['document'], row['page'])}",
    }


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value
