"""The search of the site: everything that has a page, by any words in either language."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from foja.site.api.endpoint import ROOT, Answer, Api, Endpoint
from foja.site.api.parameters import (
    Asked,
    Language,
    Words,
)
from foja.site.api.problem import ProblemError, quoted
from foja.site.language import LANGUAGES
from foja.site.search import suggestions
from foja.site.search_index import pieces

MOST: Final = 100
USUAL: Final = 20


class FoundRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing found."""

    kind: str
    kind_name: str
    name: str
    about: Annotated[str, Meta(description="where it belongs; empty where it says so itself")]
    trainings: Annotated[str, Meta(description="how many trainings, in words; empty if none")]
    matched: Annotated[str, Meta(description="spelling that was met, where the name was not")]
    printed: Annotated[bool, Meta(description="whether the name is the reports' own, in English")]
    address: Annotated[str, Meta(description="its page on this site")]


class FoundData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a search found, the likeliest first, those of a kind together."""

    query: str
    trainings: Annotated[str, Meta(description="address of the trainings that have the words")]
    found: list[FoundRow]


class SearchAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search."""

    q: Annotated[
        Words, Meta(description="words, an identifier, a code; forgives", examples=["bam 11"])
    ]
    limit: Annotated[int, Meta(ge=1, le=MOST, description="most things found")] = USUAL
    lang: Language = "en"


def search(api: Api, asked: SearchAsked) -> Answer:
    """Return the likeliest things that a text may mean."""
    language = LANGUAGES[asked.lang]
    text = " ".join(asked.q.split())
    if not pieces(text):
        raise ProblemError(
            "bad_value",
            f"{quoted(asked.q)} has no letter or digit to look for.",
            where="q",
            what_to_do="Give a word, a code or an identifier.",
        )
    found = [
        {
            "kind": one.kind,
            "kind_name": one.kind_name,
            "name": one.name,
            "about": one.about,
            "trainings": one.trainings,
            "matched": "".join(part for part, _met in one.spelling),
            "printed": one.printed,
            "address": api.page(one.address),
        }
        for one in suggestions(text, api.reading, language, asked.limit)
    ]
    data = {
        "query": text,
        "trainings": api.page(f"{ROOT}/trainings?{urlencode({'words': text})}"),
        "found": found,
    }
    columns = tuple(field.name for field in msgspec.structs.fields(FoundRow))
    lines = [[row[column] for column in columns] for row in found]
    page = f"/{language.code}/search?{urlencode({'q': text})}"
    return Answer(data, page, csv=(columns, lines))


ENDPOINTS: Final = (
    Endpoint(
        name="search",
        path="/search",
        tag="search",
        summary="Search everything that has a page",
        description="Countries, programmes, types, forces, units, places, courses, reports, "
        "documents, claims and training identifiers, found in either language by words that "
        "forgive accents, case, order and small misspellings.",
        asked=SearchAsked,
        row=FoundData,
        answer=search,
        examples=("?q=zona+naval", "?q=fort+benning&format=csv"),
    ),
)
