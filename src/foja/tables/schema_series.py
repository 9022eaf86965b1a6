"""The tables of the series beside the trainings: points, what they count, dated events."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from foja.meaning.series import SERIES_BASES, SERIES_KINDS, SERIES_STATUSES, SERIES_UNITS
from foja.tables.columns import BOOL, COUNTRY_PATTERN, DATE, INT, STRING, STRINGS, Column, Table

AMOUNT: Final = pa.decimal128(18, 4)
"""Dollars, persons, rates and an index in one column, exact.

A double would hold each value, but sums of doubles depend on their order, and two builds have to
agree to the last digit. No series has more than four decimals; dollars have none.
"""

SERIES: Final = Table(
    "series",
    "one value of a series, of one country in one year",
    ("series", "country_iso3", "year"),
    (
        Column("series", STRING, "the series, in `series_definitions`", True),
        Column(
            "country_iso3",
            STRING,
            "ISO 3166-1 alpha-3 code (XKX for Kosovo; former countries keep the code they had)",
            True,
            pattern=COUNTRY_PATTERN,
        ),
        Column("year", INT, "year, fiscal or calendar as the series' basis says", True),
        Column("value", AMOUNT, "the value in the series' unit; dollars are nominal", True),
        Column("status", STRING, "how firm the value is", True, SERIES_STATUSES),
        Column("source_url", STRING, "official address of the figure", True),
        Column("note_en", STRING, "what is odd about the point or who quoted it, in English"),
        Column("note_es", STRING, "what is odd about the point or who quoted it, in Spanish"),
    ),
    by_report=False,
)

SERIES_DEFINITIONS: Final = Table(
    "series_definitions",
    "one series: what it counts, by whom and as of when",
    ("series",),
    (
        Column("series", STRING, "stable key", True, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("definition_en", STRING, "what it counts, in English", True),
        Column("definition_es", STRING, "what it counts, in Spanish", True),
        Column("unit", STRING, "unit of the values; usd is nominal US dollars", True, SERIES_UNITS),
        Column(
            "basis",
            STRING,
            "fiscal years (October to September) or calendar years",
            True,
            SERIES_BASES,
        ),
        Column(
            "kind", STRING, "at which stage money is counted, or what else is", True, SERIES_KINDS
        ),
        Column(
            "geography",
            STRING,
            "ISO 3166-1 alpha-3 code; `all` where each point names its country",
            True,
            pattern=r"^([A-Z]{3}|all)$",
        ),
        Column("account", STRING, "budget account; null where it is not one account"),
        Column("panel", STRING, "panel that shows it; null for what others are divided by"),
        Column("publisher", STRING, "who published it", True),
        Column("source_title", STRING, "title of the source", True),
        Column("source_url", STRING, "official address of the source", True),
        Column("vintage", STRING, "edition or file that the values are from", True),
        Column("licence", STRING, "terms of the source", True),
        Column("caveat_en", STRING, "what a reader has to know, in English", True),
        Column("caveat_es", STRING, "what a reader has to know, in Spanish", True),
        Column(
            "never_add_to",
            STRINGS,
            "series of the same kind that hold part of the same money or deaths; amounts of "
            "different panels are never added at all",
            True,
        ),
        Column("not_comparable_with", STRINGS, "series that count the same in another way", True),
        Column(
            "covers_from", INT, "first year that the source has whole; null for scattered years"
        ),
        Column("covers_to", INT, "last year that the source has whole; null for scattered years"),
        Column("additive", BOOL, "whether years may be summed", True),
        Column("population", STRING, "series that makes it a rate; null where none does"),
        Column(
            "made_from",
            STRING,
            "where its points are: in `series`, in `trainings`, or a ratio of two series",
            True,
            ("files", "trainings", "ratio"),
        ),
        Column("numerator", STRING, "series above the line of a ratio"),
        Column("denominator", STRING, "series below the line of a ratio"),
    ),
    by_report=False,
)

EVENTS: Final = Table(
    "events",
    "one dated event",
    ("event",),
    (
        Column("event", STRING, "stable key", True),
        Column("date", DATE, "day; first of the month where only the month is known", True),
        Column("precision", STRING, "what is known of the date", True, ("day", "month")),
        Column("country_iso3", STRING, "country it concerns", True, pattern=COUNTRY_PATTERN),
        Column("category", STRING, "kind of event", True),
        Column("text_en", STRING, "what happened, in English", True),
        Column("text_es", STRING, "what happened, in Spanish", True),
        Column("source_url", STRING, "address of the source", True),
        Column(
            "source_type",
            STRING,
            "who tells it",
            True,
            ("official", "press", "reference"),
        ),
    ),
    by_report=False,
)

SERIES_TABLES: Final[tuple[Table, ...]] = (SERIES, SERIES_DEFINITIONS, EVENTS)
