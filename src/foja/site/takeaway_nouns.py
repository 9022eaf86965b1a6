"""The nouns of takeaways: what a finding is about, in either language, and lists of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.language import years_in_words
from foja.site.takeaway_places import (
    country_in_sentence,
    place_in_sentence,
    town_in_sentence,
)

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Dimension, Finding, MeasureName, Subject
    from foja.site.language import Language
    from foja.tables.engine import Tables

SEVERAL: Final = ".SEVERAL"
"""The end of the code of several forces in one row, which are no force by that name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one language of everything a takeaway speaks of, by code."""

    language: Language
    countries: dict[str, str]
    programs: dict[str, str]
    forces: dict[str, str]
    types: dict[str, str]
    places: dict[str, str]
    towns: frozenset[str]
    tables: Tables
    ships: frozenset[str] = frozenset()

    def country(self, code: str) -> str:
        """Return the name of a country as it stands inside a sentence."""
        return country_in_sentence(code, self.countries.get(code, code), self.language)

    def place(self, code: str) -> str:
        """Return the name of a place as it stands inside a sentence."""
        name = self.places.get(code, code)
        in_sentence = town_in_sentence if code in self.towns else place_in_sentence
        return in_sentence(name, self.language)

    def where(self, code: str) -> str:
        """Say where trainings were: in a town, at a base or school, aboard a ship."""
        _ = self.language.gettext
        if code in self.ships:
            name = self.places[code]
            return name[0].lower() + name[1:]
        if code in self.towns:
            return _("in %(name)s", name=self.place(code))
        return _("at %(name)s", name=self.place(code))

    def unit(self, code: str, language: str) -> str:
        """Return the name of a unit in a language; there are too many to keep them all."""
        table = self.tables.table("units")
        rows = self.tables.rows(table.filter(table.unit_id == code))
        return str(rows[0][f"name_{language}"]) if rows else code

    def is_printed(self, unit: Subject) -> bool:
        """Say whether a unit has no name but the one the reports print."""
        return self.unit(unit.value, "en") == self.unit(unit.value, "es")

    def of(self, subject: Subject) -> str:
        """Return the name of a subject."""
        if subject.dimension == "unit":
            return self.unit(subject.value, self.language.code)
        return {
            "program": self.programs,
            "force": self.forces,
            "group": self.types,
            "type": self.types,
            "place": self.places,
        }.get(subject.dimension, {}).get(subject.value, subject.value)


def read_names(tables: Tables, language: Language) -> Names:
    """Return the names in a language; the small tables are read once."""

    def of(table: str, key: str) -> dict[str, str]:
        rows = tables.whole(table)
        return {row[key]: row[f"name_{language.code}"] for row in rows}

    def of_kind(kind: str) -> frozenset[str]:
        rows = tables.whole("places")
        return frozenset(row["place_id"] for row in rows if row["kind"] == kind)

    return Names(
        language,
        of("countries", "country_iso3"),
        of("programs", "program"),
        of("recipients", "recipient_force"),
        of("training_types", "training_type"),
        of("places", "place_id"),
        of_kind("town"),
        tables,
        of_kind("ship"),
    )


def is_several(subject: Subject) -> bool:
    """Say whether a subject is of several forces in one row."""
    return subject.dimension == "force" and subject.value.endswith(SEVERAL)


def noun(subject: Subject, country: str, names: Names) -> str:
    """Begin a sentence with a subject of a country: `Training in the United States`."""
    _ = names.language.gettext
    if subject.dimension in {"delivery", "place"}:
        where = where_of(subject, country, names)
        # "Training in Honolulu, Hawaii, appears": what a comma opens a comma closes.
        return _("Training %(where)s", where=f"{where}," if "," in where else where)
    if is_several(subject):
        return _("Training for several forces together")
    return {
        "program": _("Training under “%(name)s”"),
        "force": _("Training for “%(name)s”"),
        "group": _("“%(name)s” training"),
        "type": _("“%(name)s” training"),
    }[subject.dimension] % {"name": names.of(subject)}


def where_of(subject: Subject, country: str, names: Names) -> str:
    """Say where the trainings of a place or delivery were: `in Mexico`, `at Fort Lee`, `online`."""
    _ = names.language.gettext
    if subject.dimension == "place":
        return names.where(subject.value)
    return {
        "in_country": _("in %(name)s", name=names.country(country)),
        "united_states": _("in the United States"),
        "third_country": _("in third countries"),
        "online": _("online"),
    }[subject.value]


def listed(subject: Subject, country: str, names: Names) -> str:
    """Name a subject inside a list."""
    _ = names.language.gettext
    if subject.dimension == "delivery":
        return where_of(subject, country, names)
    if subject.dimension == "place":
        return names.place(subject.value)
    if is_several(subject):
        return _("several forces together")
    return _("“%(name)s”", name=names.of(subject))


def only(subject: Subject, measure: MeasureName, country: str, names: Names) -> str:
    """Return the sentence of a mix of one part."""
    _ = names.language.gettext
    if subject.dimension in {"delivery", "place"}:
        return _("All the students were trained %(where)s.") % {
            "where": where_of(subject, country, names)
        }
    if is_several(subject):
        return _("All the students were in rows of several forces together.")
    if measure == "cost_usd":
        message = _("One programme accounts for the whole cost: %(name)s.")
    else:
        message = {
            "group": _("All the students were in training of one type, %(name)s."),
            "force": _("All the students were from one recipient, %(name)s."),
            "program": _("All the students were trained under one programme, %(name)s."),
        }[subject.dimension]
    return message % {"name": listed(subject, country, names)}


def several(dimension: Dimension, measure: MeasureName, number: int, language: Language) -> str:
    """Return the sentence of a mix of several parts, with a place for their `list`."""
    _ = language.gettext
    if number == 1:
        if measure == "cost_usd":
            return _("The programme with the highest cost was %(list)s.")
        return {
            "group": _("The type of training with the most students was %(list)s."),
            "force": _("By recipient, the largest group was %(list)s."),
            "program": _("The programme with the most students was %(list)s."),
            "delivery": _("Training was given %(list)s."),
            "place": _("The place with the most students was %(list)s."),
        }[dimension]
    if measure == "cost_usd":
        return _("The programmes with the highest cost were %(list)s.")
    return {
        "group": _("The types of training with the most students were %(list)s."),
        "force": _("By recipient, the largest groups were %(list)s."),
        "program": _("The programmes with the most students were %(list)s."),
        "delivery": _("Training was given %(list)s."),
        "place": _("The places with the most students were %(list)s."),
    }[dimension]


def caveat(finding: Finding, language: Language, who: str, count: int) -> str:
    """Return the sentence of a caveat; `who` names the trainings it is about, `count` of them."""
    year = finding.rows.years[-1]
    return {
        "other_start_year": lambda: language.ngettext(
            "%(who)s began outside fiscal year %(year)s: it counts in the year of the report.",
            "%(who)s began outside fiscal year %(year)s: they count in the year of the report.",
            count,
            who=who,
            year=year,
        ),
        "without_cost": lambda: language.ngettext(
            "%(who)s is listed without a cost.",
            "%(who)s are listed without a cost.",
            count,
            who=who,
        ),
        "repeated_row": lambda: language.ngettext(
            "%(who)s stands on a line that repeats another word for word; each line counts.",
            "%(who)s stand on lines that repeat another word for word; each line counts.",
            count,
            who=who,
        ),
        "cost_outlier": lambda: language.ngettext(
            "%(who)s has a cost per student far above or below that of the others.",
            "%(who)s have a cost per student far above or below that of the others.",
            count,
            who=who,
        ),
        "cost_shared": lambda: language.ngettext(
            "%(who)s shares its printed cost with others.",
            "%(who)s share a printed cost with others.",
            count,
            who=who,
        ),
        "cost_zero": lambda: language.ngettext(
            "%(who)s is listed at $0: another account or another country may have paid.",
            "%(who)s are listed at $0: another account or another country may have paid.",
            count,
            who=who,
        ),
    }[finding.kind]()


def years_said(years: list[int], language: Language) -> str:
    """Write fiscal years as a sentence does: `1999, 2002, and 2006`, runs of them as ranges."""
    return language.together(years_in_words(years).split(", "))


def section_title(section: str, language: Language) -> str:
    """Name a section of a brief; the head has no title."""
    _ = language.gettext
    return {
        "head": "",
        "change": _("What rose and fell"),
        "types": _("What was taught"),
        "recipients": _("Who was trained"),
        "programs": _("Who paid"),
        "places": _("Where"),
        "news": _("New and gone"),
        "largest": _("The largest"),
    }[section]
