"""Places and countries as they stand inside a sentence: their articles and prepositions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.site.language import Language

WITH_THE: Final = frozenset(
    [
        "ANT",
        "ARE",
        "BHS",
        "CAF",
        "COK",
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

CON_ARTICULO: Final = {
    "Antillas": "las",
    "Bahamas": "las",
    "Comoras": "las",
    "Emiratos": "los",
    "Islas": "las",
    "Maldivas": "las",
    "RAE": "la",
    "Reino": "el",
    "República": "la",
    "Territorios": "los",
}
"""First words of the countries that Spanish names with an article inside a sentence."""

INSTITUTIONS: Final = frozenset(
    [
        "Academy",
        "Agency",
        "Center",
        "Centre",
        "College",
        "Depot",
        "Headquarters",
        "Institute",
        "Office",
        "School",
        "Site",
        "University",
        "area",
        "base",
        "camp",
        "centre",
        "complex",
        "institute",
        "school",
    ]
)
"""Words of the schools and bases that English names with an article: at the Naval War College."""

INSTITUCIONES: Final = {
    "Academia": "la",
    "Agencia": "la",
    "Arsenal": "el",
    "Base": "la",
    "Campamento": "el",
    "Centro": "el",
    "Colegio": "el",
    "Comando": "el",
    "Complejo": "el",
    "Cuartel": "el",
    "Depósito": "el",
    "Escuela": "la",
    "Estación": "la",
    "Fuerte": "el",
    "Instituto": "el",
    "Oficina": "la",
    "Sede": "la",
    "Universidad": "la",
    "Área": "el",
}
"""First words of the schools and bases that Spanish names with an article."""

CONTRACTED: Final = re.compile(r"\b([Dd]e|a) el ")
"""Spanish says `del` and `al`; the El of a name, as of El Salvador, stays."""


def country_in_sentence(code: str, name: str, language: Language) -> str:
    """Return a country's name with the article it has inside a sentence."""
    if language.code == "en":
        return f"the {name}" if code in WITH_THE else name
    article = CON_ARTICULO.get(name.partition(" ")[0], "")
    return f"{article} {name}" if article else name


def place_in_sentence(name: str, language: Language) -> str:
    """Return a place's name with its article: `the Army Aviation School`, `Fort Lee`."""
    if language.code == "en":
        # The Bahrain (Naval War College course) would be wrong: only what comes first counts.
        words = re.split(r"[(,]", name)[0].split()
        return f"the {name}" if INSTITUTIONS.intersection(words) else name
    article = INSTITUCIONES.get(name.partition(" ")[0], "")
    return f"{article} {name}" if article else name


def town_in_sentence(name: str, language: Language) -> str:
    """Return a town's name with its article: Mexicans say `la Ciudad de México`."""
    return f"la {name}" if language.code == "es" and name.startswith("Ciudad de ") else name


def contracted(text: str) -> str:
    """Write `del` and `al` in a Spanish sentence."""
    return CONTRACTED.sub(r"\1l ", text)
