"""Takeaways of a country's fiscal year: findings in sentences, with figures, rows and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from msgspec import Meta

from foja.site.addresses import takeaways_address
from foja.site.api.choosing import known_country
from foja.site.api.endpoint import ROOT, Answer, Api, Endpoint
from foja.site.api.parameters import (
    Asked,
    Country,
    Language,
    Year,
)
from foja.site.api.problem import ProblemError
from foja.site.language import LANGUAGES
from foja.site.takeaway_brief import make_brief
from foja.site.takeaway_files import as_json

if TYPE_CHECKING:
    from foja.site.takeaway_brief import Brief


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A training that a finding rests on, and the page that prints it."""

    training_id: str
    address: str
    page_address: str
    official_document: str


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rows of a figure: its years, and the filters that choose them."""

    years: list[int]
    filters: dict[str, str]
    training_id: str | msgspec.UnsetType = msgspec.UNSET


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number: value, unit, how it is reckoned from its rows and those it is compared with."""

    value: float
    unit: str
    reckoning: str
    measure: str
    of: Rows
    against: Rows | msgspec.UnsetType = msgspec.UNSET


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is spoken of: a value of a dimension, or the whole."""

    dimension: str
    value: str


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a sentence; one that is a number names its figure."""

    text: str
    figure: str | msgspec.UnsetType = msgspec.UNSET


class EntryListed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several subjects that a sentence lists."""

    subject: Subject
    figures: dict[str, Figure]


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to say of the year."""

    section: str
    kind: str
    form: str
    significance: Annotated[float, Meta(ge=0, le=1)]
    sentence: str
    parts: list[Part]
    subject: Subject
    measure: str
    rows: Rows
    address: Annotated[
        str | None, Meta(description="page of the site with these rows; null where there are none")
    ]
    figures: dict[str, Figure]
    entries: list[EntryListed]
    evidence: list[Evidence]


class YearSums(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sums of a fiscal year with a report."""

    fiscal_year: int
    trainings: int
    students: int | None
    cost_usd: float | None


class TakeawaysData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The takeaways of a year; see `docs/takeaways.md` for every field."""

    schema: int
    title: str
    country: str
    country_iso3: str
    fiscal_year: int
    language: str
    data_version: str
    source: str
    citation: str
    known_years: Annotated[list[int], Meta(description="fiscal years with a report on the country")]
    findings: list[Finding]
    caveat_findings: list[Finding]
    caveats: Annotated[list[str], Meta(description="what to know before quoting a figure")]
    series: list[YearSums]


class TakeawaysAsked(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The takeaways of a country's fiscal year."""

    country: Country
    year: Annotated[Year, Meta(description="fiscal year", examples=[2019])]
    lang: Language = "en"


CSV_COLUMNS: Final = ("section", "kind", "significance", "sentence", "address", "evidence")


def takeaways(api: Api, asked: TakeawaysAsked) -> Answer:
    """Return the takeaways of a year, each finding with its figures, rows and pages."""
    code = known_country(api, asked.country, "path")
    covered = api.reading.covered_years(code)
    if asked.year not in covered:
        known = ", ".join(str(year) for year in covered) or "none"
        raise ProblemError(
            "not_found",
            f"The tables have no report on {code} for fiscal year {asked.year}.",
            where="year",
            what_to_do=f"Years with a report: {known}.",
        )
    language = LANGUAGES[asked.lang]
    brief = make_brief(api.reading, code, asked.year, language)
    # Made by the same function as the site's own file, so that the two cannot differ.
    data: dict[str, Any] = msgspec.json.decode(as_json(brief, api.origin))
    page = takeaways_address(language, code, asked.year)
    return Answer(data, page, csv=(CSV_COLUMNS, _lines(brief, api)))


def _lines(brief: Brief, api: Api) -> list[list[Any]]:
    """Return the findings, caveats after them, as lines."""
    return [
        [
            line.finding.section,
            line.finding.kind,
            round(line.finding.significance, 4),
            line.sentence.text,
            api.page(line.address) if line.address else None,
            [page.training_id for page in line.pages],
        ]
        for line in (*brief.lines, *brief.caveat_lines)
    ]


ENDPOINTS: Final = (
    Endpoint(
        name="takeaways",
        path="/takeaways/{country}/{year}",
        tag="takeaways",
        summary="What stands out in a country's fiscal year",
        description="Findings in sentences, English or Spanish, each with its figures, how they "
        f"were reckoned, the rows, and the pages of the largest. {ROOT}/countries lists countries.",
        asked=TakeawaysAsked,
        row=TakeawaysData,
        answer=takeaways,
        examples=("/takeaways/MEX/2019", "/takeaways/MEX/2019?lang=es&format=csv"),
    ),
)
