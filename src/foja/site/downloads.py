"""Downloads of a choice of trainings: every row with its source, in a file that says what it holds.

A file holds the columns on show or every column of the table, in the table's order, and says what
was chosen, from which version of the tables, on which day it was taken, and how it is cited: CSV
and Excel in columns at the end of each row, Excel, JSON and Parquet also for the file as a whole,
with the meaning of each column. The CSV is plain rows and columns, so that any program reads it;
it begins with a byte order mark, without which Excel damages accents.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from foja.errors import QueryError
from foja.measures.rows import Order, trainings_in_order
from foja.site.addresses import document_address, training_address
from foja.site.citation import chicago
from foja.site.country_words import chips
from foja.site.pages.source import source_of
from foja.site.reading import PLANNED, row_number
from foja.site.table_columns import BEHIND, NAMES, file_columns, headings
from foja.site.take_away import MOST_IN_FILE
from foja.site.value_names import value_names
from foja.tables.schema import TRAININGS
from foja.tables.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.choice import Choice
    from foja.site.citation import Source
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
TAKEN: Final = "taken_on"
"""The column that says on which day (UTC) the file was made."""
ADDED: Final[dict[str, str]] = {
    "source_title": "title of the report that prints the training",
    "source_url": "official address of the document",
    "citation": "how to cite the training, in Chicago style",
    "training_page": "address of the training's page on this site",
    "document_page": "address of the page of the document on this site",
    "filters": "what was chosen, as the address says it",
    "data_version": "version of the tables: the hash of what they hold",
    TAKEN: "day on which the file was made (UTC)",
}
"""The columns at the end of each row of a CSV or Excel file, and what they mean."""
LICENCE: Final = "Facts from works of the United States government, in the public domain."
SOURCE: Final = (
    "U.S. Department of State and U.S. Department of Defense, Foreign Military Training and DoD "
    "Engagement Activities of Interest, annual reports to Congress"
)
BATCH: Final = 2_000
FOR_SOURCE: Final = (
    "training_id",
    "report",
    "document",
    "page",
    "printed_page",
    "fiscal_year",
    "stage",
)
"""The columns of `trainings` that a citation is made from."""

_JSON: Final = msgspec.json.Encoder(decimal_format="number")


def filters_text(choice: Choice) -> str:
    """Write what was chosen as the address does: `country=MEX&from=2010`."""
    return "&".join(f"{name}={value}" for name, value in choice.filters.to_query(country=True))


def file_name(choice: Choice, suffix: str, what: str = "trainings") -> str:
    """Return a name for a file that tells what was chosen, of plain characters only."""
    said = [value for _name, value in choice.filters.to_query()]
    parts = ["foja", choice.country, *said, what]
    plain = (re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)
    return "-".join(part for part in plain if part)[:120] + suffix


class Take:
    """What is taken away of a choice: its columns, its rows, and what it says of itself.

    `origin` is the site's own address. The columns are those the choice names, with the names of
    their codes in the reader's language, or every column where it names none.
    """

    def __init__(self, site: Site, choice: Choice, language: Language, origin: str) -> None:
        self._site: Final = site
        self._choice: Final = choice
        self._language: Final = language
        self._origin: Final = origin
        self._names: Final = value_names(site.reading.tables, language)
        self._sources: Final[dict[str, Source]] = {}
        self._kept: Final[dict[tuple[str, str], str]] = {}
        self._filters: Final = filters_text(choice)
        self.day: Final = datetime.now(UTC).date().isoformat()
        self.columns: Final = file_columns(choice.cols) if choice.cols else COLUMNS

    @cached_property
    def named(self) -> dict[str, str]:
        """The columns of names, and the column of codes that each names."""
        if not self._choice.cols:
            return {}
        return {NAMES[code]: code for code in self.columns if code in NAMES}

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The columns of a row before those that say its source: each code beside its name."""
        names = {code: name for name, code in self.named.items()}
        return tuple(
            head for column in self.columns for head in (column, names.get(column)) if head
        )

    @cached_property
    def table(self) -> pa.Table:
        """The rows in the table's order, with the columns that a source needs."""
        tables, choice = self._site.reading.tables, self._choice
        order = Order(
            choice.sort.removeprefix("-"), descending=choice.sort.startswith("-"), limit=None
        )
        rows = trainings_in_order(tables, choice.filters, order)
        wanted = dict.fromkeys((*self.columns, *FOR_SOURCE))
        return tables.arrow(rows.select(*wanted))

    def rows(self) -> Iterator[Row]:
        """Return each row with its names. Raises `QueryError` where there are too many."""
        if self.table.num_rows > MOST_IN_FILE:
            raise QueryError(f"{self.table.num_rows} trainings are more than {MOST_IN_FILE}.")
        for batch in self.table.to_batches(BATCH):
            for row in batch.to_pylist():
                yield {**row, **{name: self._name(code, row) for name, code in self.named.items()}}

    def source(self, row: Row) -> dict[str, str]:
        """Return what the columns of `ADDED` say of a row."""
        source, language = self._source_of(row), self._language
        address = document_address(language, row["document"], row["page"])
        return {
            "source_title": source.title,
            "source_url": source.url,
            "citation": chicago(source).text,
            "training_page": f"{self._origin}{training_address(language, row['training_id'])}",
            "document_page": f"{self._origin}{address}",
            "filters": self._filters,
            "data_version": self._site.version,
            TAKEN: self.day,
        }

    def _source_of(self, row: Row) -> Source:
        """Return the source of a row; what the rows of a document share is looked up once."""
        known = self._sources.get(row["document"])
        if known is None:
            known = self._sources[row["document"]] = source_of(self._site, row)
        return replace(
            known,
            page=row["page"],
            printed_page=row["printed_page"],
            row=row_number(row["training_id"]),
            identifier=row["training_id"],
            fiscal_year=row["fiscal_year"],
            planned=row["stage"] == PLANNED,
        )

    def about(self) -> dict[str, Any]:
        """Return what the file says of itself as a whole."""
        choice, language, site = self._choice, self._language, self._site
        _ = language.gettext
        page = choice
        if choice.cols:
            usual = choice.cols == choice.shown(cols=()).columns
            page = choice.shown(view="rows", cols=() if usual else choice.cols)
        address = f"{self._origin}{page.address(language)}"
        country = site.reading.country_name(choice.country, choice.country, language)
        chosen = [chip.text for chip in chips(choice, site.reading, language)]
        return {
            "title": _("Trainings, %(country)s", country=country),
            "source": SOURCE,
            "licence": _(LICENCE),
            "citation": _(
                "%(source)s. Read through Foja, %(address)s, data version %(version)s, taken on "
                "%(day)s.",
                source=SOURCE,
                address=address,
                version=site.version,
                day=self.day,
            ),
            "address": address,
            "filters": self._filters,
            "chosen": "; ".join((country, *chosen)),
            "data_version": site.version,
            TAKEN: self.day,
            "count": self.table.num_rows,
        }

    def labels(self) -> dict[str, str]:
        """Return what a reader of the file is told each part of `about` is, by its key."""
        _ = self._language.gettext
        return {
            "title": _("title"),
            "source": _("source"),
            "licence": _("licence"),
            "citation": _("how to cite"),
            "address": _("address of the page"),
            "filters": _("what was chosen, as the address says it"),
            "chosen": _("what was chosen"),
            "data_version": _("version of the tables: the hash of what they hold"),
            TAKEN: _("day on which the file was made (UTC)"),
            "count": _("number of trainings"),
        }

    @property
    def sheet_words(self) -> tuple[str, str, str, str, str]:
        """The names of a workbook's sheets, and the headings of the last."""
        _ = self._language.gettext
        return (
            _("trainings"),
            _("dictionary"),
            _("source"),
            _("what this is"),
            _("what it says"),
        )

    @property
    def dictionary_heads(self) -> tuple[str, str, str, str]:
        """The headings of the dictionary."""
        _ = self._language.gettext
        return _("column"), _("type"), _("meaning"), _("heading")

    def dictionary(self, *, added: bool = True) -> list[tuple[str, str, str, str]]:
        """Return each column's name, type, meaning, and heading on the page."""
        said, language = headings(self._language), self._language
        _ = language.gettext
        heads = {column: said[key] for key, columns in BEHIND.items() for column in columns}
        found = []
        for head in self.heads:
            if head in self.named:
                code = self.named[head]
                meaning = _("name of `%(column)s` in the language of the page", column=code)
                meaning += f" ({language.code})"
                found.append((head, "string", meaning, heads.get(self.named[head], "")))
                continue
            column = TRAININGS.column(head)
            found.append((head, str(column.type), _(column.meaning), heads.get(head, "")))
        if added:
            found.extend((head, "string", _(meaning), "") for head, meaning in ADDED.items())
        return found

    def _name(self, column: str, row: Row) -> str | None:
        code = row[column]
        if code is None:
            return None
        key = (column, code)
        if key not in self._kept:
            self._kept[key] = self._names.of(column, code)
        return self._kept[key]

    def name_table(self) -> pa.Table:
        """Return the table with the columns of names and without what only a source needs."""
        table = self.table
        for name, code in self.named.items():
            values = [self._name(code, {code: one}) for one in table[code].to_pylist()]
            table = table.append_column(name, pa.array(values, pa.string()))
        return table.select(self.heads)


def as_csv(take: Take) -> bytes:
    """Return the trainings as CSV (UTF-8)."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*take.heads, *ADDED))
    for row in take.rows():
        values = [_cell(row[name]) for name in take.heads]
        writer.writerow((*values, *take.source(row).values()))
    return text.getvalue().encode()


def as_json(take: Take) -> bytes:
    """Return the trainings as JSON: what the file holds, then the rows."""
    rows = []
    for row in take.rows():
        source = take.source(row)
        for name in ("filters", "data_version", TAKEN):
            del source[name]
        rows.append({**{name: row[name] for name in take.heads}, **source})
    whole = {
        **take.about(),
        "columns": {name: meaning for name, _kind, meaning, _head in take.dictionary(added=False)},
        "trainings": rows,
    }
    return _JSON.encode(whole)


def as_parquet(take: Take) -> bytes:
    """Return the trainings as Parquet; what the file says of itself is in its metadata.

    The key `foja` holds it as JSON, with the dictionary; each column holds its own meaning.
    """
    table = take.name_table()
    meanings = {name: meaning for name, _kind, meaning, _head in take.dictionary(added=False)}
    said = json.dumps({**take.about(), "columns": meanings}, ensure_ascii=False)
    fields = [field.with_metadata({"meaning": meanings[field.name]}) for field in table.schema]
    schema = pa.schema(fields, metadata={"foja": said})
    buffer = io.BytesIO()
    pq.write_table(table.cast(schema), buffer, compression="zstd")
    return buffer.getvalue()


def as_excel(take: Take) -> bytes:
    """Return the trainings as an Excel workbook: the rows, the dictionary, the source."""
    about = take.about()
    rows = (
        (*(_cell(row[name]) for name in take.heads), *take.source(row).values())
        for row in take.rows()
    )
    trainings, dictionary, source, what, says = take.sheet_words
    labels = take.labels()
    told = [(key, labels[key], value) for key, value in about.items()]
    sheets = (
        Sheet(trainings, (*take.heads, *ADDED), rows),
        Sheet(dictionary, take.dictionary_heads, take.dictionary()),
        Sheet(source, ("key", what, says), told),
    )
    return write_workbook(sheets, str(about["title"]))


def dictionary_csv(take: Take) -> bytes:
    """Return the dictionary of the CSV, itself as CSV: one line for each column."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(take.dictionary_heads)
    writer.writerows(take.dictionary())
    return text.getvalue().encode()


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value
