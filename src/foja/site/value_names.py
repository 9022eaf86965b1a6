"""Names of the values by which trainings are chosen and coloured, long and short."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from foja.meaning.flags import flag_of
from foja.meaning.training_types import UNCLASSIFIED
from foja.site.length_words import length_name
from foja.tables.selection import UNKNOWN, text_later

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foja.site.language import Language
    from foja.tables.engine import Tables

NOT_GIVEN: Final = ".NOT_GIVEN"
"""How the code of a force ends where the report prints none."""

_IN_BRACKETS: Final = re.compile(r"\(([A-Z][\w&-]+)(?:, [^()]*)?\)$")
_TABLES: Final = {
    "country_iso3": "countries",
    "program": "programs",
    "recipient_force": "recipients",
    "training_type": "training_types",
    "place_id": "places",
}
"""The columns whose values have their names in a table, and that table; its key is the column."""


class ValueNames:
    """The names of the values of each column of `trainings` that can be chosen, in a language.

    A code without a name is its own name. Safe between threads: at worst two read the same rows.
    """

    def __init__(self, tables: Tables, language: Language) -> None:
        self._tables: Final = tables
        self._language: Final = language
        self._names: Final[dict[str, dict[str, str]]] = {}

    def of(self, column: str, code: str | None) -> str:
        """Return the name of a value; what no rule has named says so."""
        if column == "delivery":
            return self._delivery(code)
        if column == "flags" and code:
            return self._flag(code)
        if column == "days":
            return length_name(code or UNKNOWN, self._language)
        if column == "unit_id" and code not in {None, UNKNOWN}:
            return self._unit(str(code))
        if code is None or code in {UNKNOWN, UNCLASSIFIED}:
            return self._untold(column)
        return self._table(column).get(code, code)

    def short(self, column: str, code: str | None) -> str:
        """Return a name for a narrow column: a programme by its abbreviation."""
        name = self.of(column, code)
        return abbreviation(name) if column == "program" else name

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return self.of("country_iso3", code)

    def codes(self, column: str) -> set[str]:
        """Return the codes that the tables know of a column with a table of its own."""
        return set(self._table(column))

    def has_unit(self, code: str) -> bool:
        """Say whether the tables know a unit."""
        return bool(self._units(code))

    def _table(self, column: str) -> dict[str, str]:
        kept = self._names.get(column)
        if kept is None:
            name = _TABLES[column]
            rows = self._tables.whole(name)
            kept = {row[column]: row[f"name_{self._language.code}"] for row in rows}
            self._names[column] = kept
        return kept

    def _untold(self, column: str) -> str:
        _ = self._language.gettext
        return {
            "country_iso3": _("no country named"),
            "program": _("programme not named by any rule"),
            "recipient_force": _("force not named by any rule"),
            "training_type": _("not classified"),
            "place_id": _("place not known"),
            "unit_id": _("no unit named"),
        }.get(column, UNKNOWN)

    def _delivery(self, code: str | None) -> str:
        _ = self._language.gettext
        known = {
            "in_country": _("in the country itself"),
            "united_states": _("in the United States"),
            "third_country": _("in a third country"),
            "online": _("online"),
        }
        return known.get(code or "", _("place not known"))

    def _flag(self, code: str) -> str:
        try:
            known = flag_of(code)
        except KeyError:
            return code
        return known.label_es if self._language.code == "es" else known.label_en

    def _unit(self, code: str) -> str:
        found = self._units(code)
        return str(found[0][f"name_{self._language.code}"]) if found else code

    def _units(self, code: str) -> list[dict[str, Any]]:
        def build() -> ir.Table:
            table = self._tables.table("units")
            return table.filter(table.unit_id == text_later("unit_id")).select("name_en", "name_es")

        return self._tables.ask(("unit named",), build, {"unit_id": code})


@lru_cache(maxsize=1 << 10)
def abbreviation(name: str) -> str:
    """Return the short form that a programme's name holds: `IMET`, `Section 1004`; or the name."""
    found = _IN_BRACKETS.search(name)
    if found:
        return found[1]
    return name.partition(":")[0]


_KEPT: Final[WeakKeyDictionary[Tables, dict[str, ValueNames]]] = WeakKeyDictionary()


def value_names(tables: Tables, language: Language) -> ValueNames:
    """Return the names of some tables' values, read once for each language."""
    kept = _KEPT.setdefault(tables, {})
    names = kept.get(language.code)
    if names is None:
        names = kept[language.code] = ValueNames(tables, language)
    return names
