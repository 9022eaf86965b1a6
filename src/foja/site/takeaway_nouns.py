"""The nouns of takeaways: what a finding is about, in either language, and lists of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.measures.takeaway_facts import Dimension, Finding, MeasureName, Subject
    from foja.site.language import Language
    from foja.tables.engine import Tables

WITH_THE: Final = frozenset(
    [
        "ANT",
        "ARE",
        "BHS",
        "CAF",
        "COM",
        "CYM",
        "DOM",
        "GBR",
        "GMB",
        "MDV",
        "MHL",
        "NLD",
        "PHL",
        "PSE",
        "SLB",
        "SYC",
        "TCA",
        "USA",
        "VGB",
    ]
)
"""Countries that English names with an article inside a sentence."""


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

    def country(self, code: str) -> str:
        """Return the name of a country as it stands inside a sentence."""
        name = self.countries.get(code, code)
        return f"the {name}" if self.language.code == "en" and code in WITH_THE else name

    def place(self, code: str) -> str:
        """Return the name of a place."""
        return self.places.get(code, code)

    def is_town(self, code: str) -> bool:
        """Say whether a place is a town, which trainings are in; they are at a base or school."""
        return code in self.towns

    def unit(self, code: str) -> str:
        """Return the name of a unit; there are too many to keep them all."""
        table = self.tables.table("units")
        rows = self.tables.rows(table.filter(table.unit_id == code))
        return str(rows[0][f"name_{self.language.code}"]) if rows else code

    def of(self, subject: Subject) -> str:
        """Return the name of a subject."""
        if subject.dimension == "unit":
            return self.unit(subject.value)
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
        rows = tables.once((table,), lambda: tables.table(table))
        return {row[key]: row[f"name_{language.code}"] for row in rows}

    return Names(
        language,
        of("countries", "country_iso3"),
        of("programs", "program"),
        of("recipients", "recipient_force"),
        of("training_types", "training_type"),
        of("places", "place_id"),
        frozenset(
            row["place_id"]
            for row in tables.once(("places",), lambda: tables.table("places"))
            if row["kind"] == "town"
        ),
        tables,
    )


def noun(subject: Subject, names: Names, language: Language) -> str:
    """Begin a sentence with a subject: `Training in the United States`."""
    _ = language.gettext
    if subject.dimension == "delivery":
        return {
            "in_country": _("Training in the country itself"),
            "united_states": _("Training in the United States"),
            "third_country": _("Training in third countries"),
            "online": _("Training online"),
        }[subject.value]
    if subject.dimension == "all":
        return _("The training")
    message = {
        "program": _("Training under “%(name)s”"),
        "force": _("Training for “%(name)s”"),
        "group": _("“%(name)s” training"),
        "type": _("“%(name)s” training"),
        "place": _("Training in %(name)s")
        if subject.dimension == "place" and names.is_town(subject.value)
        else _("Training at %(name)s"),
        "unit": _("The unit “%(name)s”"),
    }[subject.dimension]
    name = names.of(subject)
    # "Training in Honolulu, Hawaii, appears": what a comma opens a comma closes.
    closed = f"{name}," if subject.dimension == "place" and "," in name else name
    return message % {"name": closed}


def listed(subject: Subject, names: Names, language: Language) -> str:
    """Name a subject inside a list."""
    _ = language.gettext
    if subject.dimension == "delivery":
        return {
            "in_country": _("in the country itself"),
            "united_states": _("in the United States"),
            "third_country": _("in third countries"),
            "online": _("online"),
        }[subject.value]
    name = names.of(subject)
    return name if subject.dimension == "place" else _("“%(name)s”", name=name)


def only(dimension: Dimension, measure: MeasureName, language: Language) -> str:
    """Return the sentence of a mix of one part, with a place for its `name`."""
    _ = language.gettext
    if measure == "cost_usd":
        return _("One programme accounts for the whole cost: %(name)s.")
    return {
        "group": _("All the students were in training of one type, %(name)s."),
        "force": _("All the students were from one recipient, %(name)s."),
        "program": _("All the students were trained under one programme, %(name)s."),
        "delivery": _("All the students were trained %(name)s."),
        "place": _("All the students were trained in %(name)s."),
    }[dimension]


def several(dimension: Dimension, measure: MeasureName, number: int, language: Language) -> str:
    """Return the sentence of a mix of several parts, with a place for their `list`."""
    _ = language.gettext
    if number == 1:
        if measure == "cost_usd":
            return _("The programme with the highest cost was %(list)s.")
        return {
            "group": _("The type of training with most students was %(list)s."),
            "force": _("The recipient with most students was %(list)s."),
            "program": _("The programme with most students was %(list)s."),
            "delivery": _("Training was given to %(list)s."),
            "place": _("The place with most students was %(list)s."),
        }[dimension]
    if measure == "cost_usd":
        return _("The programmes with the highest cost were %(list)s.")
    return {
        "group": _("The types of training with most students were %(list)s."),
        "force": _("The recipients with most students were %(list)s."),
        "program": _("The programmes with most students were %(list)s."),
        "delivery": _("Training was given to %(list)s."),
        "place": _("The places with most students were %(list)s."),
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
            "%(who)s is printed as another is; both count.",
            "%(who)s are printed as others are; all of them count.",
            count,
            who=who,
        ),
        "cost_outlier": lambda: language.ngettext(
            "%(who)s has a cost per student far from that of the others.",
            "%(who)s have a cost per student far from that of the others.",
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
