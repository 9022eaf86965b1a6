"""Claims of others with the verdict of today's tables, and a claim of one's own checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from foja.meaning.claims import all_claims, all_operators, all_sources
from foja.measures.claims import KINDS, ledger, ledger_verdict, verdict
from foja.site.addresses import claim_address
from foja.site.api.choosing import (  # noqa: TC001 - msgspec reads them when the class is made
    Basis,
    Stage,
)
from foja.site.api.endpoint import ENGLISH, Answer, Api, Endpoint
from foja.site.api.paging import part_of
from foja.site.api.parameters import (
    Asked,
    Code,
    Language,
    Paged,
    Words,
    Year,
)
from foja.site.api.problem import not_found, quoted
from foja.site.claim_evidence import shown_ways
from foja.site.claim_words import in_language, sentence, source_words, why
from foja.site.language import LANGUAGES
from foja.site.own_claim import FIELDS, OWN_MEASURES, own_operators, read_own_claim

if TYPE_CHECKING:
    from foja.measures.claims import Verdict
    from foja.site.language import Language as SiteLanguage

if TYPE_CHECKING:
    VerdictName: TypeAlias = str
    MeasureName: TypeAlias = str
    OperatorName: TypeAlias = str
else:
    VerdictName = Literal[KINDS]
    MeasureName = Literal[OWN_MEASURES]
    OperatorName = Literal[tuple(one.key for one in own_operators())]


class ClaimRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim in precise words, what we find, and the verdict."""

    claim: Annotated[str | None, Meta(description="identifier; null for a claim of one's own")]
    text_en: str
    text_es: str
    figure: Annotated[str, Meta(description="what was published")]
    unit: str
    operator: Annotated[str, Meta(description="how the figure is meant")]
    verdict: VerdictName
    ours: Annotated[float | None, Meta(description="what we find, in the claim's unit")]
    difference: Annotated[float | None, Meta(description="ours less theirs")]
    sentence: Annotated[str, Meta(description="the verdict in one sentence")]
    why: str
    source: Annotated[str | None, Meta(description="who published it")]
    source_title: str | None
    source_url: str | None
    source_date: str | None
    address: Annotated[str, Meta(description="page of the site with the rows behind the verdict")]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to rows."""

    text: str
    address: str


class Tried(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A definition under which the claim was checked."""

    key: str
    name: str
    value: Annotated[str, Meta(description="what it gives, in words")]
    number: float | None
    unit: str
    admitted: Annotated[
        bool | None, Meta(description="whether the claim's words admit it; null if unknown")
    ]
    shown_only: Annotated[bool, Meta(description="shown, but never decides a verdict")]
    decided: bool
    rows: Annotated[list[Link], Meta(description="pages of the site with its rows")]
    trainings: Annotated[list[str], Meta(description="identifiers, where the rows are few")]


class ClaimInFull(ClaimRow, frozen=True, forbid_unknown_fields=True):
    """A claim with every definition tried."""

    tried: list[Tried]


class ClaimsAsked(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims of the ledger."""

    verdict: Annotated[VerdictName, Meta(description="only those with this verdict")] | None = None
    lang: Language = "en"


def claims(api: Api, asked: ClaimsAsked) -> Answer:
    """Return the published claims of the ledger, each with its verdict."""
    language = LANGUAGES[asked.lang]
    found = [one for one in ledger(api.tables) if asked.verdict in {None, one.kind}]
    part, pages = part_of(api, asked).of(found)
    rows = [_row(api, one, language) for one in part]
    query = f"?verdict={asked.verdict}" if asked.verdict else ""
    return Answer(rows, f"/{language.code}/claims{query}", pages)


class ClaimAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim of the ledger."""

    claim: Annotated[
        str, Meta(max_length=20, description="identifier (`/claims`)", examples=["C008"])
    ]
    lang: Language = "en"


def claim(api: Api, asked: ClaimAsked) -> Answer:
    """Return one claim with every definition tried and the way to its rows."""
    if asked.claim not in all_claims():
        message = f"There is no claim {quoted(asked.claim)}."
        raise not_found(message, "claim", "/api/v1/claims lists them.")
    language = LANGUAGES[asked.lang]
    found = ledger_verdict(asked.claim, api.tables)
    return Answer(_in_full(api, found, language), claim_address(language, asked.claim))


class CheckAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim of one's own."""

    country: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=80,
            description="ISO 3166-1 alpha-3 code, or a name in English or Spanish",
            examples=["MEX"],
        ),
    ]
    first: Annotated[Year, Meta(description="first fiscal year", examples=[2020])] | None = (
        msgspec.field(name="from", default=None)
    )
    last: Annotated[Year, Meta(description="last fiscal year; the first if not given")] | None = (
        msgspec.field(name="to", default=None)
    )
    measure: Annotated[MeasureName, Meta(description="what is counted")] = "students"
    operator: (
        Annotated[OperatorName, Meta(description="how the figure is meant; `/claims` uses them")]
        | None
    ) = None
    figure: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=40,
                description="the figure claimed, in digits; a year for an operator that says since",
                examples=["308943"],
            ),
        ]
        | None
    ) = None
    type: Annotated[Code, Meta(description="type of training or group")] | None = None
    force: Annotated[Code, Meta(description="code of the recipient force")] | None = None
    program: Annotated[Code, Meta(description="code of the programme")] | None = None
    stage: Stage = "actual"
    basis: Basis = "report"
    claim: (
        Annotated[Words, Meta(description="the claim as it was published, to be repeated")] | None
    ) = None
    lang: Language = "en"


def check_claim(api: Api, asked: CheckAsked) -> Answer:
    """Check a claim: a figure about the trainings of a country in some years."""
    language = LANGUAGES[asked.lang]
    given: dict[str, Any] = msgspec.to_builtins(asked)
    values = {name: str(given[name]) for name in FIELDS if given.get(name) is not None}
    own = read_own_claim(values, api.reading, language)
    country = own.ways[0].country
    covered = api.reading.covered_years(country, asked.stage)
    found = verdict(own, api.tables, covered)
    page = f"/{language.code}/claims/check?{urlencode(values)}"
    return Answer(_in_full(api, found, language, page), page)


def _row(api: Api, found: Verdict, language: SiteLanguage, page: str = "") -> dict[str, Any]:
    one = found.claim
    source = all_sources().get(one.source)
    return {
        "claim": one.id if source else None,
        "text_en": one.claim_en,
        "text_es": one.claim_es,
        "figure": one.figure,
        "unit": one.unit,
        "operator": one.operator,
        "verdict": found.kind,
        "ours": found.ours,
        "difference": found.difference,
        "sentence": sentence(found, language),
        "why": why(found, language),
        "source": source_words(source, "who", language) if source else None,
        "source_title": source_words(source, "title", language) if source else None,
        "source_url": source.url or None if source else None,
        "source_date": source.date if source else None,
        "address": api.page(page or claim_address(language, one.id)),
    }


def _in_full(api: Api, found: Verdict, language: SiteLanguage, page: str = "") -> dict[str, Any]:
    shown = {one.key: one for one in shown_ways(found, api.reading, language)}
    return {
        **_row(api, found, language, page),
        "tried": [
            {
                "key": one.found.way.key,
                "name": shown[one.found.way.key].name,
                "value": shown[one.found.way.key].value,
                "number": one.found.value,
                "unit": one.found.unit,
                "admitted": one.admitted,
                "shown_only": one.found.way.shown_only,
                "decided": one is found.decided,
                "rows": [
                    {"text": link.text, "address": api.page(link.address)}
                    for link in shown[one.found.way.key].links
                ],
                "trainings": [row["training_id"] for row, _ in shown[one.found.way.key].rows],
            }
            for one in found.tried
        ],
    }


_OPERATORS: Final = "; ".join(
    f"`{key}`: {in_language(one, 'rule', ENGLISH)}"
    for key, one in all_operators().items()
    if one.own
)
ENDPOINTS: Final = (
    Endpoint(
        name="claims",
        path="/claims",
        tag="claims",
        summary="Published claims with our verdict",
        description="What others published about the trainings and the money, checked against "
        "today's tables. The verdict is computed, never written down.",
        asked=ClaimsAsked,
        row=ClaimRow,
        answer=claims,
        listed=True,
        examples=("?verdict=does_not_hold",),
    ),
    Endpoint(
        name="check_claim",
        path="/claims/check",
        tag="claims",
        summary="Check a claim of your own",
        description="Says whether a figure about a country's trainings holds, under which "
        f"definition, and leads to the rows. How a figure can be meant: {_OPERATORS}",
        asked=CheckAsked,
        row=ClaimInFull,
        answer=check_claim,
        examples=("?country=MEX&from=2020&measure=students&figure=300",),
    ),
    Endpoint(
        name="claim",
        path="/claims/{claim}",
        tag="claims",
        summary="One claim with every definition tried",
        description="The plain meaning first, then other definitions, each with its value and the "
        "way to its rows.",
        asked=ClaimAsked,
        row=ClaimInFull,
        answer=claim,
        examples=("/claims/C008",),
    ),
)
