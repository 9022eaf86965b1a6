"""The vocabularies as tables: countries, programmes, recipients."""

from __future__ import annotations

from typing import Any

from foja.meaning.countries import all_countries, country_name
from foja.meaning.programs import all_programs
from foja.meaning.recipients import all_recipients


def records() -> dict[str, list[dict[str, Any]]]:
    """Return the records of every table that comes from a vocabulary, by the table's name."""
    return {
        "countries": [
            {
                "country_iso3": country.iso3,
                "name_en": country_name(country.iso3, "en"),
                "name_es": country_name(country.iso3, "es"),
            }
            for country in all_countries()
            if country.iso3 is not None
        ],
        "programs": [
            {
                "program": program.code,
                "name_en": program.name_en,
                "name_es": program.name_es,
                "description_en": program.description_en,
                "description_es": program.description_es,
                "part_of": program.part_of,
            }
            for program in all_programs()
        ],
        "recipients": [
            {
                "recipient_force": recipient.code,
                "country_iso3": recipient.country_iso3,
                "name_en": recipient.name_en,
                "name_es": recipient.name_es,
                "parent": recipient.parent,
            }
            for recipient in all_recipients()
        ],
    }
