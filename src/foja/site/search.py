"""What a search found, in the reader's words: names with their matched letters, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.addresses import (
    authority_address,
    claim_address,
    country_address,
    document_address,
    place_address,
    report_address,
    training_address,
    type_address,
    unit_address,
)
from foja.site.choice import Choice
from foja.site.reading import WORLD
from foja.site.search_entries import search_index
from foja.site.search_index import MOST_WORDS, pieces
from foja.site.trainings_table import titles
from foja.tables.search_terms import PIECE, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.site.language import Language
    from foja.site.reading import Reading, Row
    from foja.site.search_index import Entry, Hit

LONGEST_IDENTIFIER: Final = 80
ROWS: Final = "rows"
CODE: Final = 3
"""Letters of an ISO 3166-1 alpha-3 code."""
MOST_IN_GROUP: Final = 12
MOST_LOOKED_AT: Final = 400
LONGEST_QUOTED: Final = 190
SHORT: Final = 2
"""Letters of a word that is marked as a whole word alone, where longer ones were asked."""

Part = tuple[str, bool]
"""A part of a name, and whether the search met it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, as it is shown.

    `about` says what it is and where it belongs; `spelling` is the printed text, or the name in the
    other language, that was met where the name itself was not, `spelling_language` the code of its
    language where that is not the page's. A `printed` name is the report's own, in English.
    """

    kind: str
    kind_name: str
    name: str
    parts: tuple[Part, ...]
    about: str
    trainings: str
    address: str
    spelling: tuple[Part, ...] = ()
    spelling_language: str = ""
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """All that was found of a kind: its name, the first of them, and how many more there are."""

    kind: str
    title: str
    found: tuple[Found, ...]
    more: str


def straight_to(text: str, reading: Reading, language: Language) -> str:
    """Return the address of what a text names exactly, empty where it names nothing so.

    That is the identifier of a training, or the ISO 3166-1 code of a country in capitals.
    """
    text = text.strip()
    if len(text) == CODE and text.isupper() and text in reading.listed_countries:
        return country_address(language, text)
    if text == WORLD:
        return country_address(language, WORLD)
    return training_address(language, text) if _training(text, reading) else ""


def suggestions(text: str, reading: Reading, language: Language, most: int) -> list[Found]:
    """Return the likeliest things a text may mean, those of a kind together."""
    identified = _identified(text, reading, language)
    hits = search_index(reading).search(text, most)
    first = list(dict.fromkeys(hit.entry.kind for hit in hits))
    hits.sort(key=lambda hit: first.index(hit.entry.kind))
    return [*identified, *(found_of(hit, reading, language) for hit in hits)][:most]


def groups(text: str, reading: Reading, language: Language) -> list[Group]:
    """Return all that a text may mean by kinds, the kind of the likeliest first."""
    _ = language.gettext
    made = []
    identified = _identified(text, reading, language)
    if identified:
        made.append(Group("training", _("Trainings"), tuple(identified), ""))
    hits = search_index(reading).search(text, MOST_LOOKED_AT)
    for kind in dict.fromkeys(hit.entry.kind for hit in hits):
        own = [hit for hit in hits if hit.entry.kind == kind]
        shown = tuple(found_of(hit, reading, language) for hit in own[:MOST_IN_GROUP])
        rest = len(own) - len(shown)
        made.append(
            Group(
                kind,
                plural_names(language)[kind],
                shown,
                language.ngettext(
                    "%(num)s more is less like it; another word narrows the search.",
                    "%(num)s more are less like it; another word narrows the search.",
                    rest,
                )
                if rest
                else "",
            )
        )
    return made


def found_of(hit: Hit, reading: Reading, language: Language) -> Found:
    """Return a thing found as it is shown."""
    entry = hit.entry
    name = entry.name(language.code)
    parts = marked(name, hit.words)
    spelling: tuple[Part, ...] = ()
    spelling_language = "en"
    if not any(met for _text, met in parts):
        other = language.other
        lines = dict.fromkeys(entry.also.split("\n"), "en")
        lines[entry.name(other.code)] = other.code
        likest = {line: marked(line, hit.words) for line in lines}
        best = max(lines, key=lambda line: sum(met for _text, met in likest[line]))
        if any(met for _text, met in likest[best]):
            spelling, spelling_language = likest[best], lines[best]
    return Found(
        entry.kind,
        kind_names(language)[entry.kind],
        name,
        parts,
        _about(entry, reading, language),
        ""
        if not entry.trainings
        else language.ngettext("%(num)s training", "%(num)s trainings", entry.trainings),
        _address(entry, language),
        spelling,
        "" if spelling_language == language.code else spelling_language,
        entry.kind == "course",
    )


def marked(text: str, words: Sequence[str]) -> tuple[Part, ...]:
    """Return a text in parts, those marked with which one of the words begins one of its own.

    Beside longer words one of one or two letters, such as `de`, has to be a whole word.
    """
    longest = max(map(len, words), default=0)
    parts: list[Part] = []
    at = 0
    for piece in PIECE.finditer(text):
        own = "".join(pieces(piece[0]))
        met = max(
            (
                len(word)
                for word in words
                if own.startswith(word) and (len(word) > SHORT or own == word or longest <= SHORT)
            ),
            default=0,
        )
        if met:
            start = piece.start()
            parts.extend(((text[at:start], False), (text[start : start + met], True)))
            at = start + met
    parts.append((text[at:], False))
    return tuple(part for part in parts if part[0])


def kind_names(language: Language) -> dict[str, str]:
    """Return what one thing of each kind is called."""
    _ = language.gettext
    return {
        "training": _("Training"),
        "country": _("Country"),
        "authority": _("Programme"),
        "type": _("Type of training"),
        "force": _("Force or institution"),
        "unit": _("Unit"),
        "place": _("Place"),
        "course": _("Course"),
        "report": _("Report"),
        "document": _("Document"),
        "claim": _("Claim"),
    }


def plural_names(language: Language) -> dict[str, str]:
    """Return what the things of each kind are called together."""
    _ = language.gettext
    return {
        "country": _("Countries"),
        "authority": _("Authorities and programmes"),
        "type": _("Types of training"),
        "force": _("Forces and institutions"),
        "unit": _("Units"),
        "place": _("Places"),
        "course": _("Courses"),
        "report": _("Reports"),
        "document": _("Documents"),
        "claim": _("Claims"),
    }


def rows_address(text: str, language: Language) -> str:
    """Return the address of the trainings of all countries that have the words of a text."""
    words = " ".join(text.split()[:MOST_WORDS])
    return Choice(WORLD, view=ROWS).filtered(words=words).address(language)


def _training(text: str, reading: Reading) -> Row | None:
    """Return the training whose identifier a text is; most texts cannot be one."""
    looks_so = len(text) <= LONGEST_IDENTIFIER and text[:4].isdigit() and "." in text
    return reading.training(text) if looks_so else None


def _identified(text: str, reading: Reading, language: Language) -> list[Found]:
    """Return the training whose identifier the text is, if it is one."""
    text = text.strip()
    row = _training(text, reading)
    if row is None:
        return []
    _ = language.gettext
    country = reading.country_name(row["country_iso3"], row["country"], language)
    return [
        Found(
            "training",
            kind_names(language)["training"],
            titles(row)["title"] or _("no title printed"),
            ((titles(row)["title"] or _("no title printed"), False),),
            f"{country}, {row['fiscal_year']}",
            "",
            training_address(language, row["training_id"]),
            ((text, True),),
            printed=True,
        )
    ]


def _about(entry: Entry, reading: Reading, language: Language) -> str:
    if entry.kind == "country" or entry.country is None:
        return ""
    name = reading.country_name(entry.country, entry.country, language)
    if entry.kind == "course":
        return language.gettext("most of them in %(country)s", country=name)
    return name


def _address(entry: Entry, language: Language) -> str:
    key = entry.key
    if entry.kind == "force":
        country = entry.country or WORLD
        return Choice(country).filtered(recipient_forces=(key,)).address(language)
    if entry.kind == "course":
        words = quoted(key)[:LONGEST_QUOTED]
        return Choice(entry.country or WORLD, view=ROWS).filtered(words=words).address(language)
    return {
        "country": country_address,
        "authority": authority_address,
        "type": type_address,
        "unit": unit_address,
        "place": place_address,
        "report": report_address,
        "document": document_address,
        "claim": claim_address,
    }[entry.kind](language, key)
