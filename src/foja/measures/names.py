"""Names of countries, programmes and recipient forces in either language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foja.tables.engine import Tables


@dataclass(frozen=True, slots=True)
class Names:
    """Every name in one language, by code. A code without a name is its own name."""

    countries: dict[str, str]
    programs: dict[str, str]
    recipient_forces: dict[str, str]

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return self.countries.get(code, code)

    def program(self, code: str) -> str:
        """Return the name of a programme."""
        return self.programs.get(code, code)

    def recipient_force(self, code: str) -> str:
        """Return the name of a recipient force."""
        return self.recipient_forces.get(code, code)


def read_names(tables: Tables, locale: str) -> Names:
    """Return the names in `en` or `es`."""

    def of(table: str, key: str) -> dict[str, str]:
        rows = tables.whole(table)
        return {row[key]: row[f"name_{locale}"] for row in rows}

    return Names(
        of("countries", "country_iso3"),
        of("programs", "program"),
        of("recipients", "recipient_force"),
    )
