"""Both names of codes, as rows of the API carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from foja.tables.selection import lines_of, text_later

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from foja.site.api.endpoint import Api

TABLES: Final = {
    "country_iso3": "countries",
    "program": "programs",
    "recipient_force": "recipients",
    "training_type": "training_types",
    "place_id": "places",
    "unit_id": "units",
}
"""The columns whose codes have names, and the table of each; its key is the column."""


class Named(NamedTuple):
    """A name in English and in Spanish; None where a code has none."""

    en: str | None
    es: str | None


def names_of(api: Api, column: str, codes: Iterable[str | None]) -> dict[str, Named]:
    """Return both names of some codes of a column of `TABLES`, of those that have names."""
    name = TABLES[column]

    def build() -> ir.Table:
        table, wanted = api.tables.table(name), lines_of(text_later("wanted"))
        found = table.semi_join(wanted, table[column] == wanted.line)
        return found.select(column, "name_en", "name_es")

    text = "\n".join({code for code in codes if code})
    rows = api.tables.ask(("api names", name), build, {"wanted": text}) if text else []
    return {row[column]: Named(row["name_en"], row["name_es"]) for row in rows}
