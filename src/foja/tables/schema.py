"""Every table and column that Foja publishes, defined once.

The Parquet schema, the checks of each build, the data dictionary of every export and the help texts
of the site all come from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

STRING: Final = pa.string()
INT: Final = pa.int32()
DOUBLE: Final = pa.float64()
MONEY: Final = pa.decimal128(14, 2)
DATE: Final = pa.date32()
BOOL: Final = pa.bool_()
STRINGS: Final = pa.list_(pa.string())

STAGES: Final = ("actual", "planned")
DELIVERIES: Final = ("in_country", "united_states", "third_country", "online", "unknown")
LEVELS: Final = ("program_year", "program", "country")
STATUSES: Final = ("agrees", "misprinted", "differs")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name (with its unit), Arrow type, meaning; `required` means never null."""

    name: str
    type: pa.DataType
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: its name, what a row is, its key and its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    by_report: bool = True

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of the table."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _box() -> tuple[Column, ...]:
    return tuple(
        Column(name, DOUBLE, f"{side} edge of the box in points from the top left; null for HTML")
        for name, side in (("x0", "left"), ("y0", "top"), ("x1", "right"), ("y1", "bottom"))
    )


REPORT_PATTERN: Final = r"^\d{4}-\d{4}$"
COUNTRY_PATTERN: Final = r"^[A-Z]{3}$"

TRAININGS: Final = Table(
    "trainings",
    "one line of Section IV of a report: one training of one unit",
    ("training_id",),
    (
        Column(
            "training_id",
            STRING,
            "report, region, printed page (or f and the page of the file) and row on the page",
            required=True,
            pattern=r"^\d{4}-\d{4}\.[a-z0-9-]+\.[0-9a-zA-Z-]+\.\d{2,}$",
        ),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("document", STRING, "the document's key in the catalog", True),
        Column("page", INT, "page of the file, from 1", True, minimum=1),
        Column("printed_page", STRING, "the number printed on the page; null where none is"),
        *_box(),
        Column("fiscal_year", INT, "fiscal year under which the report lists the training", True),
        Column("stage", STRING, "done (actual) or still planned", True, STAGES),
        Column("region", STRING, "region of the world, as the report divides it", True),
        Column(
            "country", STRING, "country or organisation, as printed; null where the heading is lost"
        ),
        Column(
            "country_iso3",
            STRING,
            "ISO 3166-1 alpha-3 code (XKX for Kosovo); null for an organisation or an unknown name",
            pattern=COUNTRY_PATTERN,
        ),
        Column(
            "program_printed", STRING, "heading of the programme, as printed; null where it is lost"
        ),
        Column("program", STRING, "stable code of the programme, such as IMET or SEC333"),
        Column("agency", STRING, "agency that answers for the programme: DoD, DoS, DHS"),
        Column("course_title_printed", STRING, "title of the course, as printed"),
        Column("course_title", STRING, "title with spacing and broken words mended"),
        Column(
            "quantity",
            INT,
            "students as the report counts them: a person on two courses counts twice; "
            "null where none is printed",
        ),
        Column("cost_usd", MONEY, "cost in nominal US dollars; null where none is printed"),
        Column("location_printed", STRING, "training location, as printed; null without a column"),
        Column("student_unit_printed", STRING, "unit of the students, as printed"),
        Column("us_unit_printed", STRING, "US unit with its number of trainers, as printed"),
        Column("start_date_printed", STRING, "first day, as printed"),
        Column("end_date_printed", STRING, "last day, as printed"),
        Column("student_unit", STRING, "unit of the students, spacing and broken words mended"),
        Column("us_unit", STRING, "US unit, the number of trainers split off"),
        Column("us_quantity", INT, "US trainers, where the report prints their number"),
        Column("start_date", DATE, "first day; null where absent or impossible (see flags)"),
        Column("end_date", DATE, "last day; null where absent or impossible (see flags)"),
        Column(
            "start_fiscal_year", INT, "fiscal year (1 October to 30 September) of the first day"
        ),
        Column("place_id", STRING, "key of the training's place in `places`; null until placed"),
        Column(
            "delivery",
            STRING,
            "where the training was given, seen from the country; null until placed",
            values=DELIVERIES,
        ),
        Column("recipient_force", STRING, "force that received the training, such as MEX.SEMAR"),
        Column("recipient_rule", STRING, "the rule that named the force"),
        Column("training_type", STRING, "key of the type of training; null until typed"),
        Column("training_type_rule", STRING, "the rule that typed the training"),
        Column("flags", STRINGS, "doubts about the row, each documented", True),
    ),
)

PRINTED_TOTALS: Final = Table(
    "printed_totals",
    "one sum that a report prints",
    ("total_id",),
    (
        Column(
            "total_id", STRING, "place of the total: report, region, page, t and its number", True
        ),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("document", STRING, "the document's key in the catalog", True),
        Column("page", INT, "page of the file, from 1", True, minimum=1),
        Column("printed_page", STRING, "the number printed on the page; null where none is"),
        *_box(),
        Column(
            "level",
            STRING,
            "what is summed: a programme's year, a programme, a country",
            True,
            LEVELS,
        ),
        Column("country", STRING, "country, as printed; null where the heading is lost"),
        Column("country_iso3", STRING, "ISO 3166-1 alpha-3 code", pattern=COUNTRY_PATTERN),
        Column("program_printed", STRING, "heading of the programme; null for a country's total"),
        Column("fiscal_year", INT, "fiscal year of the total", True),
        Column("stage", STRING, "done (actual) or still planned", True, STAGES),
        Column("students", INT, "students, as printed; null where none is"),
        Column("cost_usd", MONEY, "cost in nominal US dollars, as printed; null where none is"),
    ),
)

RECONCILIATION: Final = Table(
    "reconciliation",
    "one printed total beside the sum of its rows",
    ("total_id",),
    (
        Column("total_id", STRING, "the total in `printed_totals`", True),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("students_printed", INT, "students, as printed"),
        Column("students_summed", INT, "students, summed over the rows"),
        Column("cost_printed", MONEY, "US dollars, as printed"),
        Column("cost_summed", MONEY, "US dollars, summed over the rows"),
        Column("rows", INT, "number of rows summed", True, minimum=0),
        Column(
            "status", STRING, "agrees, misprinted (with its explanation) or differs", True, STATUSES
        ),
        Column("explanation", STRING, "why the report's own total differs from its rows"),
        Column("explanation_es", STRING, "the explanation in Spanish"),
    ),
)

DOCUMENTS: Final = Table(
    "documents",
    "one official document of the catalog",
    ("document",),
    (
        Column("document", STRING, "key in the catalog: report/region", True),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("report_title", STRING, "title of the report", True),
        Column("region", STRING, "region or regions of the world", True),
        Column("region_key", STRING, "short key of the region, as in identifiers", True),
        Column("publisher", STRING, "who published it", True),
        Column("path", STRING, "path inside a documents folder", True),
        Column("source_url", STRING, "official address", True),
        Column("rendition", STRING, "original, or excerpt of the original's pages", True),
        Column("bytes", INT, "size of the file", True),
        Column("sha256", STRING, "SHA-256 of the file", True),
        Column("status", STRING, "read, absent or refused", True, ("read", "absent", "refused")),
        Column("reason", STRING, "why it was refused; null unless refused"),
        Column("layout", STRING, "the layout that read it; null unless read"),
        Column("pages", INT, "pages of the file; null unless read"),
        Column("rows", INT, "trainings read; null unless read"),
        Column("totals", INT, "printed totals read; null unless read"),
    ),
)

COVERAGE: Final = Table(
    "coverage",
    "one page of one document: what became of its words",
    ("document", "page"),
    (
        Column("document", STRING, "the document's key in the catalog", True),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("page", INT, "page of the file, from 1", True, minimum=1),
        Column("printed_page", STRING, "the number printed on the page; null where none is"),
        Column("width", DOUBLE, "page width in points; null for HTML"),
        Column("height", DOUBLE, "page height in points; null for HTML"),
        Column("words", INT, "words on the page", True),
        Column("used", INT, "words used in rows, totals and headings", True),
        Column("ignored", INT, "words ignored by a named rule", True),
        Column("ignored_by", STRINGS, "the rules and how many words each ignored", True),
        Column("left_over", INT, "words neither used nor ignored; each is in `issues`", True),
    ),
)

ISSUES: Final = Table(
    "issues",
    "one thing in doubt, with its address",
    ("issue_id",),
    (
        Column("issue_id", STRING, "report, region, page and number of the issue", True),
        Column("report", STRING, "the report, by its two years", True, pattern=REPORT_PATTERN),
        Column("code", STRING, "what kind of doubt", True),
        Column("document", STRING, "the document's key in the catalog", True),
        Column("page", INT, "page of the file from 1; 0 where the whole document is meant", True),
        *_box(),
        Column("detail", STRING, "the printed words in question, or what is missing", True),
    ),
)

COUNTRIES: Final = Table(
    "countries",
    "one country",
    ("country_iso3",),
    (
        Column(
            "country_iso3",
            STRING,
            "ISO 3166-1 alpha-3 code (XKX for Kosovo)",
            True,
            pattern=COUNTRY_PATTERN,
        ),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
    ),
    by_report=False,
)

PROGRAMS: Final = Table(
    "programs",
    "one programme or authority",
    ("program",),
    (
        Column("program", STRING, "stable code", True),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("description_en", STRING, "what it is, in English"),
        Column("description_es", STRING, "what it is, in Spanish"),
        Column("part_of", STRING, "code of the programme it is a part of, as IMET2 is of IMET"),
    ),
    by_report=False,
)

RECIPIENTS: Final = Table(
    "recipients",
    "one force or institution that receives training",
    ("recipient_force",),
    (
        Column("recipient_force", STRING, "stable code, such as MEX.SEMAR", True),
        Column("country_iso3", STRING, "country", True, pattern=COUNTRY_PATTERN),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("parent", STRING, "the force it belongs to"),
    ),
    by_report=False,
)

TABLES: Final[tuple[Table, ...]] = (
    TRAININGS,
    PRINTED_TOTALS,
    RECONCILIATION,
    DOCUMENTS,
    COVERAGE,
    ISSUES,
    COUNTRIES,
    PROGRAMS,
    RECIPIENTS,
)
BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES}
