"""Items of a comparison found by name, and those proposed to a reader who has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.measures.filters import Filters
from foja.measures.units import search_units
from foja.site.reading import WORLD
from foja.site.value_names import value_names
from foja.tables.selection import plain

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.site.language import Language
    from foja.site.reading import Reading

Found = tuple[str, str]
"""A code and its name."""

MOST_FOUND: Final = 12
"""Names offered where several could be meant."""
MOST_OFFERED: Final = 400
"""Names in the list below a field: what is not in it can be typed all the same."""
FIRST_PROPOSED: Final = ("MEX", "COL", "GTM")
"""Countries that a reader who has none may begin with; where the tables have them."""
PROPOSED: Final = 3


def known_item(of: str, code: str, reading: Reading, language: Language) -> bool:
    """Say whether a code is that of an item of a kind."""
    names = value_names(reading.tables, language)
    if of == "country":
        return code in reading.countries
    if of == "unit":
        return names.has_unit(code)
    return code in (reading.forces if of == "force" else reading.programs)


def find_items(of: str, text: str, reading: Reading, language: Language) -> list[Found]:
    """Return what a text can mean among the items of a kind, by code or name in either language."""
    if known_item(of, text, reading, language):
        return [(text, text)]
    if of == "country":
        return [
            (code, reading.country_name(code, code, language))
            for code in reading.find_country(text)
            if code != WORLD
        ]
    if of == "unit":
        return _units(text, reading, language)
    named = offered_items(of, reading, language, most=None)
    asked = plain(text)
    exact = [one for one in named if asked in {plain(one[0]), plain(one[1])}]
    return exact or [one for one in named if asked in plain(one[1])]


def _units(text: str, reading: Reading, language: Language) -> list[Found]:
    asked = plain(text)
    known = [one for one in offered_items("unit", reading, language) if plain(one[1]) == asked]
    if len(known) == 1:
        return known
    if not any(letter.isalnum() for letter in text):
        return []
    return [
        (match.unit["unit_id"], _named(match.unit, reading, language))
        for match in search_units(reading.tables, text, limit=MOST_FOUND)
    ]


def offered_items(
    of: str, reading: Reading, language: Language, most: int | None = MOST_OFFERED
) -> list[Found]:
    """Return items of a kind with names to choose from, in the order of the names.

    Of forces and units those with most trainings, at most `most`.
    """
    if of == "country":
        found = [
            (code, reading.country_name(code, code, language)) for code in reading.listed_countries
        ]
    elif of == "authority":
        found = [
            (code, str(row[f"name_{language.code}"])) for code, row in reading.programs.items()
        ]
    else:
        rows = _largest_units(reading) if of == "unit" else _largest_forces(reading)
        key = "unit_id" if of == "unit" else "recipient_force"
        found = [(str(row[key]), _named(row, reading, language)) for row in rows[:most]]
    return sorted(found, key=lambda one: plain(one[1]))


def _named(row: dict[str, Any], reading: Reading, language: Language) -> str:
    country = reading.country_name(row["country_iso3"], row["country_iso3"] or "", language)
    return f"{country}: {row[f'name_{language.code}']}"


def _largest_units(reading: Reading) -> list[dict[str, Any]]:
    def build() -> ir.Table:
        units = reading.tables.table("units")
        return units.order_by([units.trainings.desc(), "unit_id"]).limit(MOST_OFFERED)

    return reading.tables.once(("largest units",), build)


def _largest_forces(reading: Reading) -> list[dict[str, Any]]:
    """Return the forces that have trainings done, those with most first."""

    def build() -> ir.Table:
        rows = Filters().apply(reading.tables.table("trainings"))
        return rows.group_by("recipient_force").aggregate(trainings=rows.count())

    counted = {
        row["recipient_force"]: row["trainings"]
        for row in reading.tables.once(("forces counted",), build)
    }
    own = [row for row in reading.forces.values() if counted.get(row["recipient_force"])]
    return sorted(own, key=lambda row: (-counted[row["recipient_force"]], row["recipient_force"]))


def proposed_items(of: str, reading: Reading, language: Language) -> list[Found]:
    """Return items that a reader who has none may begin with: those with most trainings.

    Forces and units are those of the country where the record began, if it has any.
    """
    if of == "country":
        listed = reading.listed_countries
        begun = [code for code in FIRST_PROPOSED if code in listed]
        more = sorted(listed, key=lambda code: (-listed[code]["trainings"], code))
        codes = list(dict.fromkeys((*begun, *more)))[:PROPOSED]
        return [(code, reading.country_name(code, code, language)) for code in codes]
    if of == "authority":
        return _largest_programs(reading, language)
    rows = _largest_units(reading) if of == "unit" else _largest_forces(reading)
    key = "unit_id" if of == "unit" else "recipient_force"
    home = [row for row in rows if row["country_iso3"] == FIRST_PROPOSED[0] and _is_named(row)]
    chosen = (home if len(home) >= PROPOSED else rows)[:PROPOSED]
    return [(str(row[key]), _named(row, reading, language)) for row in chosen]


def _is_named(row: dict[str, Any]) -> bool:
    return not str(row.get("recipient_force", "")).endswith("NOT_GIVEN")


def _largest_programs(reading: Reading, language: Language) -> list[Found]:
    def build() -> ir.Table:
        rows = Filters().apply(reading.tables.table("trainings"))
        named = rows.filter(rows.program.notnull())
        return named.group_by("program").aggregate(trainings=named.count())

    rows = reading.tables.once(("programmes counted",), build)
    rows = sorted(rows, key=lambda row: (-row["trainings"], row["program"]))
    codes = [str(row["program"]) for row in rows if row["program"] in reading.programs]
    return [(code, reading.program_name(code, code, language)) for code in codes[:PROPOSED]]
