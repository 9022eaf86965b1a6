"""The tables of what is meant: countries, programmes, recipients, units, places, types, rules."""

from __future__ import annotations

from typing import Final

from foja.tables.columns import (
    COUNTRY_PATTERN,
    DATE,
    DOUBLE,
    INT,
    PLACE_PATTERN,
    RULE_KINDS,
    STRING,
    STRINGS,
    UNIT_PATTERN,
    Column,
    Table,
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
        Column("agency", STRING, "agency that answers for it where a heading does not say", True),
        Column("legal_authority_en", STRING, "the law it rests on, in English"),
        Column("legal_authority_es", STRING, "the law it rests on, in Spanish"),
        Column("in_law_from", INT, "first fiscal year of the authority; null where unsure"),
        Column("in_law_to", INT, "last fiscal year of the authority; null while it is in force"),
        Column("successors", STRINGS, "codes of the programmes that replaced it", True),
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
        Column("recipient_class", STRING, "general class: army, navy, police and so on"),
        Column("established", STRING, "when it was founded, as far as known"),
        Column("dissolved", STRING, "when it ended; null while it exists"),
        Column("aliases", STRINGS, "other names and abbreviations", True),
    ),
    by_report=False,
)

UNITS: Final = Table(
    "units",
    "one unit below a force, joined from its spellings",
    ("unit_id",),
    (
        Column("unit_id", STRING, "country and normal form of the name", True, (), UNIT_PATTERN),
        Column("country_iso3", STRING, "country", True, pattern=COUNTRY_PATTERN),
        Column("recipient_force", STRING, "the force that most of its rows name"),
        Column("kind", STRING, "kind of unit, such as naval_zone; null where it is only a name"),
        Column("number", INT, "the unit's number, where it has one"),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("spellings", STRINGS, "the printed strings that were joined", True),
        Column("trainings", INT, "trainings that were done", True, minimum=0),
        Column("students", INT, "students of these; null where none are printed"),
        Column("first_date", DATE, "earliest first day; null where none is printed"),
        Column("last_date", DATE, "latest first day; null where none is printed"),
    ),
    by_report=False,
)

PLACES: Final = Table(
    "places",
    "one place of training",
    ("place_id",),
    (
        Column("place_id", STRING, "country and name of the place", True, (), PLACE_PATTERN),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("country_iso3", STRING, "country; null at sea or online", pattern=COUNTRY_PATTERN),
        Column("admin1", STRING, "state or province"),
        Column("kind", STRING, "base, school, town, ship, country, region or online", True),
        Column("latitude", DOUBLE, "degrees north; null where not known"),
        Column("longitude", DOUBLE, "degrees east; null where not known"),
        Column("precision", STRING, "how near the coordinates are: exact, town or country"),
        Column("within", STRING, "the place that holds it, as a base holds a school"),
        Column("source", STRING, "where the coordinates are from"),
    ),
    by_report=False,
)

TRAINING_TYPES: Final = Table(
    "training_types",
    "one type of training, or one group of types",
    ("training_type",),
    (
        Column("training_type", STRING, "key: `group`, or `group.type`", True),
        Column("parent", STRING, "the group a type belongs to; null for a group"),
        Column("name_en", STRING, "name in English", True),
        Column("name_es", STRING, "name in Spanish", True),
        Column("definition_en", STRING, "what belongs in it, in English"),
        Column("definition_es", STRING, "what belongs in it, in Spanish"),
    ),
    by_report=False,
)

RULES: Final = Table(
    "rules",
    "one rule that gives trainings a value",
    ("kind", "rule"),
    (
        Column("kind", STRING, "the column it fills", True, RULE_KINDS),
        Column("rule", STRING, "name of the rule, as the trainings carry it", True),
        Column("value", STRING, "what it says; null where it depends on the country", False),
        Column("place", INT, "precedence: the first rule that matches decides", True, minimum=1),
        Column("reason", STRING, "why it says so", True),
        Column("reason_es", STRING, "why it says so, in Spanish; null where none is written"),
        Column("patterns", STRINGS, "what it looks for in the folded text", True),
        Column("examples", STRINGS, "printed texts that it decides", True),
    ),
    by_report=False,
)
