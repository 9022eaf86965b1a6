"""What is read from no report, as tables: vocabularies, their rules, and the series beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foja.meaning.countries import all_countries, country_name
from foja.meaning.place_names import all_place_rules
from foja.meaning.places import all_places
from foja.meaning.programs import all_programs
from foja.meaning.recipients import Rule, all_recipients, all_rules
from foja.meaning.training_types import TrainingType
from foja.meaning.training_types import taxonomy as our_taxonomy
from foja.tables.series import series_records

if TYPE_CHECKING:
    from foja.meaning.training_types import Group, Taxonomy

Record = dict[str, Any]


def records(taxonomy: Taxonomy | None = None) -> dict[str, list[Record]]:
    """Return the records of every table that comes from a vocabulary, by the table's name.

    `taxonomy` is the one by which the trainings were typed, the package's own if not given.
    """
    taxonomy = taxonomy or our_taxonomy()
    return {
        "countries": _countries(),
        "programs": _programs(),
        "recipients": _recipients(),
        "places": _places(),
        "training_types": _training_types(taxonomy),
        "rules": [*_type_rules(taxonomy), *_recipient_rules(), *_place_rules()],
        **series_records(),
    }


def _countries() -> list[Record]:
    return [
        {
            "country_iso3": country.iso3,
            "name_en": country_name(country.iso3, "en"),
            "name_es": country_name(country.iso3, "es"),
        }
        for country in all_countries()
        if country.iso3 is not None
    ]


def _programs() -> list[Record]:
    return [
        {
            "program": program.code,
            "name_en": program.name_en,
            "name_es": program.name_es,
            "description_en": program.description_en,
            "description_es": program.description_es,
            "part_of": program.part_of,
            "agency": program.agency,
            "legal_authority_en": program.legal_authority_en,
            "legal_authority_es": program.legal_authority_es,
            "in_law_from": program.in_law_from,
            "in_law_to": program.in_law_to,
            "successors": list(program.successors),
        }
        for program in all_programs()
    ]


def _recipients() -> list[Record]:
    return [
        {
            "recipient_force": recipient.code,
            "country_iso3": recipient.country_iso3,
            "name_en": recipient.name_en,
            "name_es": recipient.name_es,
            "parent": recipient.parent,
            "recipient_class": recipient.recipient_class,
            "established": recipient.established,
            "dissolved": recipient.dissolved,
            "aliases": list(recipient.aliases),
        }
        for recipient in all_recipients()
    ]


def _places() -> list[Record]:
    return [
        {
            "place_id": place.place_id,
            "name_en": place.name_en,
            "name_es": place.name_es,
            "country_iso3": place.country_iso3,
            "admin1": place.admin1,
            "kind": place.kind,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "precision": place.precision,
            "within": place.within,
            "source": place.source,
        }
        for place in all_places()
    ]


def _training_types(taxonomy: Taxonomy) -> list[Record]:
    entries: tuple[Group | TrainingType, ...] = (*taxonomy.groups, *taxonomy.types)
    return [
        {
            "training_type": entry.key,
            "parent": entry.group if isinstance(entry, TrainingType) else None,
            "name_en": entry.name_en,
            "name_es": entry.name_es,
            "definition_en": entry.definition_en,
            "definition_es": entry.definition_es,
        }
        for entry in entries
    ]


def _type_rules(taxonomy: Taxonomy) -> list[Record]:
    return [
        {
            "kind": "training_type",
            "rule": rule.id,
            "value": taxonomy.type_of(rule),
            "place": place,
            "reason": rule.reason,
            "reason_es": rule.reason_es,
            "patterns": list(rule.patterns),
            "examples": list(rule.examples),
        }
        for place, rule in enumerate(taxonomy.rules, start=1)
    ]


def _recipient_rules() -> list[Record]:
    return [
        {
            "kind": "recipient_force",
            "rule": rule.id,
            "value": rule.force if isinstance(rule, Rule) else rule.recipient_class,
            "place": place,
            "reason": rule.reason,
            "reason_es": rule.reason_es,
            "patterns": list(rule.patterns if isinstance(rule, Rule) else rule.words),
            "examples": list(rule.examples),
        }
        for place, rule in enumerate(all_rules(), start=1)
    ]


def _place_rules() -> list[Record]:
    return [
        {
            "kind": "place_id",
            "rule": rule.code,
            "value": None,
            "place": place,
            "reason": rule.reason_en,
            "reason_es": rule.reason_es,
            "patterns": [],
            "examples": [],
        }
        for place, rule in enumerate(all_place_rules(), start=1)
    ]
