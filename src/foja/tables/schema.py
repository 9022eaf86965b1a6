"""Every table and column that Foja publishes, defined once.

The Parquet schema, the checks of each build, the data dictionary of every export and the help texts
of the site all come from here.
"""

from __future__ import annotations

from typing import Final

from foja.tables.columns import (
    COUNTRY_PATTERN,
    DATE,
    DELIVERIES,
    DOUBLE,
    INT,
    LEVELS,
    MONEY,
    REPORT_PATTERN,
    STAGES,
    STATUSES,
    STRING,
    STRINGS,
    UNIT_PATTERN,
    Column,
    Table,
)
from foja.tables.schema_series import SERIES_TABLES
from foja.tables.schema_vocabularies import (
    COUNTRIES,
    PLACES,
    PROGRAMS,
    RECIPIENTS,
    RULES,
    TRAINING_TYPES,
    UNITS,
)


def _box() -> tuple[Column, ...]:
    return tuple(
        Column(name, DOUBLE, f"{side} edge of the box in points from the top left; null for HTML")
        for name, side in (("x0", "left"), ("y0", "top"), ("x1", "right"), ("y1", "bottom"))
    )


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
        Column(
            "course_title",
            STRING,
            "title with spacing, broken words and, where proven, damaged letters mended",
        ),
        Column(
            "course_title_readable",
            STRING,
            "the title with its abbreviations written out, as far as they are certain",
        ),
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
        Column(
            "student_unit",
            STRING,
            "unit of the students, mended as the title",
        ),
        Column("us_unit", STRING, "US unit, the number of trainers split off"),
        Column("us_quantity", INT, "US trainers, where the report prints their number"),
        Column("start_date", DATE, "first day; null where absent or impossible (see flags)"),
        Column("end_date", DATE, "last day; null where absent or impossible (see flags)"),
        Column(
            "start_date_proposed",
            DATE,
            "the likely reading of a first day that cannot be right; in no figure",
        ),
        Column(
            "end_date_proposed",
            DATE,
            "the likely reading of a last day that cannot be right; in no figure",
        ),
        Column(
            "start_fiscal_year", INT, "fiscal year (1 October to 30 September) of the first day"
        ),
        Column("place_id", STRING, "the training's place in `places`; null where none is known"),
        Column(
            "delivery",
            STRING,
            "where the training was given, seen from the country that received it",
            values=DELIVERIES,
        ),
        Column("place_rule", STRING, "the rule that named the place"),
        Column("recipient_force", STRING, "force that received the training, such as MEX.SEMAR"),
        Column("recipient_rule", STRING, "the rule that named the force"),
        Column(
            "unit_id",
            STRING,
            "the unit below the force, in `units`; null where none is named",
            pattern=UNIT_PATTERN,
        ),
        Column(
            "training_type",
            STRING,
            "type of the training in `training_types`, such as flight.pilot; `unclassified` where "
            "no rule knows the title",
            True,
        ),
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
    UNITS,
    PLACES,
    TRAINING_TYPES,
    RULES,
    *SERIES_TABLES,
)
BY_NAME: Final[dict[str, Table]] = {table.name: table for table in TABLES}
