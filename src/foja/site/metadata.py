"""What a page says of itself in its head: title, description, robots, card, data for machines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from foja.measures.claims import KINDS
from foja.site import card
from foja.site.claim_words import verdict_name
from foja.site.short_address import short_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foja.site.language import Language
    from foja.site.reading import Reading

SHORTEST: Final = 50
LONGEST: Final = 160
"""Characters of a description: fewer say nothing, more are cut by those who show it."""
LONGEST_TITLE: Final = 140
OF_A_TABLE: Final = frozenset({"sort", "size", "page", "columns"})
"""Parameters of another order or another piece of the same rows: such pages are not for indexes."""
LICENCE: Final = "https://creativecommons.org/publicdomain/mark/1.0/"
"""The mark for works free of known copyright: those of the United States government."""
BASED_ON: Final = (
    "U.S. Department of State and U.S. Department of Defense, Foreign Military Training and DoD "
    "Engagement Activities of Interest, annual reports to Congress"
)
_COUNTRY: Final = re.compile(r"/[a-z]{2}/country/([A-Z]{3})$|/[a-z]{2}/$")
_RECORD: Final = re.compile(r"/[a-z]{2}/record(?:/[^/]+)?$")


@dataclass(frozen=True, slots=True)
class PageHead:
    """The head of a page: all addresses are whole, with the site's own host.

    `robots` is empty where a page may be found; `card` and `short` are empty where it has none.
    """

    title: str
    description: str
    robots: str
    card: str
    short: str
    data: Markup


def page_head(
    title: str,
    description: str,
    *,
    language: Language,
    reading: Reading,
    here: str,
    origin: str,
    status: int,
    hidden: bool = False,
) -> PageHead:
    """Return the head of a page known under the address `here`, empty where it has none.

    `hidden` says that the page is not for indexes.
    """
    path, _mark, query = here.partition("?")
    names = {part.partition("=")[0] for part in query.split("&")}
    good = status < 400 and bool(here)  # noqa: PLR2004 - HTTP's errors
    quiet = hidden or not good or bool(names & OF_A_TABLE)
    short = short_address(here) if good else None
    whole = cut(title, LONGEST_TITLE)
    return PageHead(
        title=whole,
        description=fitted(description, whole, language),
        robots="noindex, follow" if quiet else "",
        card=f"{origin}{card.card_address(language, here, reading.tables.version)}" if good else "",
        short=f"{origin}{short}" if short else "",
        data=_data(path, title, description, language, reading, origin)
        if good and not query
        else Markup(""),
    )


def title_with(
    title: str, chosen: Mapping[str, list[str]], reading: Reading, language: Language
) -> str:
    """Return a page's title with what its address chooses, so that no two pages share one.

    `chosen` are the values of the address's parameters; those that readers would not know the page
    by are passed over.
    """
    said = [
        word
        for name, values in chosen.items()
        for value in values
        if (word := _chosen_word(name, value, reading, language)) and word not in title
    ]
    return f"{title}: {', '.join(said)}" if said else title


def _chosen_word(name: str, value: str, reading: Reading, language: Language) -> str:
    """Return how a title says a value of a parameter, empty where it does not."""
    _ = language.gettext
    if name in {"q", "words", "year", "from", "to"}:
        return value
    if name == "country":
        return reading.country_name(value, value, language)
    if name == "verdict":
        return verdict_name(value, language) if value in KINDS else ""
    if name == "basis":
        return {"start": _("fiscal year of the first day"), "calendar": _("calendar year")}.get(
            value, ""
        )
    if name == "before":
        return _("before and after %(day)s", day=value)
    return _("page %(page)s", page=value) if name == "page" else ""


def fitted(description: str, title: str, language: Language) -> str:
    """Return a description of `SHORTEST` to `LONGEST` characters: longer ones are cut at a word.

    The page's title precedes it where there is room, so that pages of a kind tell themselves apart;
    one still too short is followed by what the site is.
    """
    text = " ".join(description.split())
    if title not in text and (len(text) < SHORTEST or len(title) + len(text) + 2 <= LONGEST):
        text = title if text in title else f"{title}. {text}"
    if len(text) < SHORTEST:
        _ = language.gettext
        about = _("U.S. training of the world's security forces, each figure beside its page.")
        text = f"{text.removesuffix('.')}. {about}"
    return cut(text, LONGEST)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between two words."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip(' ,;:.(')}\N{HORIZONTAL ELLIPSIS}"


def _data(
    path: str, title: str, description: str, language: Language, reading: Reading, origin: str
) -> Markup:
    """Return the page's data set as JSON-LD (schema.org), empty for a page that is of none.

    It stands in a script element, which no browser runs: its type is no script's. Signs that could
    end the element are written as JSON escapes.
    """
    country = _COUNTRY.fullmatch(path)
    if not country and not _RECORD.fullmatch(path):
        return Markup("")
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": fitted(description, title, language),
        "url": f"{origin}{path}",
        "inLanguage": language.code,
        "version": reading.tables.version,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Foja", "url": f"{origin}/"},
        "isBasedOn": BASED_ON,
        "temporalCoverage": _years(reading),
    }
    if country:
        code = country[1] or card.HOME
        base = f"{origin}/{language.code}/country/{code}/trainings"
        said["spatialCoverage"] = reading.country_name(code, code, language)
        said["distribution"] = [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{base}.{kind}"}
            for kind, media in (("csv", "text/csv"), ("json", "application/json"))
        ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - JSON of our own, with every sign of markup escaped


def _years(reading: Reading) -> str:
    years = reading.years
    return f"{years[0] - 1}-10-01/{years[-1]}-09-30" if years else ""
