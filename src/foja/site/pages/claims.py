"""Claims of others with our verdict on each, and a form for a claim of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from foja.meaning.claims import all_claims, all_operators, all_sources
from foja.meaning.series import definition_of
from foja.measures.beside_series import POPULATION
from foja.measures.claims import KINDS, ledger, ledger_verdict, verdict
from foja.measures.prices import PRICES
from foja.site.addresses import claim_address
from foja.site.choice import Parameters
from foja.site.claim_evidence import shown_ways
from foja.site.claim_words import (
    conversion_words,
    difference_words,
    finding,
    in_language,
    source_words,
    theirs_words,
    verdict_name,
    why,
)
from foja.site.own_claim import (
    BASES,
    FIELDS,
    OWN_MEASURES,
    STAGES,
    measure_name,
    own_operators,
    read_own_claim,
)
from foja.site.problems import RefusalError, language_of
from foja.site.series_words import publisher_of
from foja.site.state import site_of
from foja.site.templating import page
from foja.site.tracking import is_tracking
from foja.site.value_names import value_names
from foja.tables.selection import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from foja.measures.claims import Verdict
    from foja.site.language import Language
    from foja.site.reading import Reading

ANY: Final = ""
FEATURED: Final = (
    ("newsletter", ("C008", "C010", "C011", "C012", "C013")),
    ("article", ("C168", "C194", "C195", "F001", "C196", "C193")),
)
"""The claims that the list opens with: those of one newsletter and of one article."""


def claims_address(language: Language) -> str:
    """Return the address of the list of claims."""
    return f"/{language.code}/claims"


def check_address(language: Language) -> str:
    """Return the address of the form for a claim of one's own."""
    return f"/{language.code}/claims/check"


def claims_page(request: Request) -> Response:
    """Answer `/<language>/claims`, all of them or those of one verdict."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    given = Parameters(request.query_params, language, ("verdict",))
    kind = given.one_of("verdict", (ANY, *KINDS))
    verdicts = ledger(reading.tables)
    counts = {one: sum(found.kind == one for found in verdicts) for one in KINDS}
    entries = [_entry(found, language) for found in verdicts if kind in {ANY, found.kind}]
    by_id = {entry["id"]: entry for entry in entries}
    return page(
        request,
        language,
        "claims.html",
        section="claims",
        title=_("Claims and verdicts"),
        description=_("What others published, checked against the tables."),
        count=len(verdicts),
        kind=kind,
        choices=[
            {
                "text": _("All"),
                "count": len(verdicts),
                "address": claims_address(language),
                "on": kind == ANY,
            },
            *(
                {
                    "text": verdict_name(one, language),
                    "count": counts[one],
                    "address": f"{claims_address(language)}?verdict={one}",
                    "on": kind == one,
                }
                for one in KINDS
            ),
        ],
        featured=[
            {
                "key": key,
                "title": {
                    "newsletter": _("What a newsletter of May 2022 said of fiscal year 2020"),
                    "article": _("What an article of October 2024 quoted"),
                }[key],
                "entries": [by_id[one] for one in ids if one in by_id],
            }
            for key, ids in FEATURED
        ]
        if kind == ANY
        else [],
        sources=_by_source(entries),
        check=check_address(language),
    )


def _entry(found: Verdict, language: Language) -> dict[str, Any]:
    source = all_sources()[found.claim.source]
    return {
        "id": found.claim.id,
        "address": claim_address(language, found.claim.id),
        "claim": in_language(found.claim, "claim", language),
        "kind": found.kind,
        "verdict": verdict_name(found.kind, language),
        "finding": finding(found, language),
        "source": {
            "key": source.key,
            "who": source_words(source, "who", language),
            "title": source_words(source, "title", language),
            "url": source.url,
            "lang": language.code if language.code == "es" and source.title_es else source.lang,
        },
        "date": language.month(source.date),
    }


def _by_source(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries by their source, in the ledger's order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry["source"]["key"], []).append(entry)
    return [
        {"source": listed[0]["source"], "date": listed[0]["date"], "entries": listed}
        for listed in found.values()
    ]


def claim_page(request: Request) -> Response:
    """Answer `/<language>/claims/<identifier>`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    found = _verdict_of_address(request)
    claim_id = found.claim.id
    ids = list(all_claims())
    place = ids.index(claim_id)
    entry = _entry(found, language)
    return page(
        request,
        language,
        "claim.html",
        section="claims",
        title=f"{claim_id}: {entry['verdict']}",
        description=entry["claim"],
        steps=[(_("Claims"), claims_address(language)), (claim_id, "")],
        entry=entry,
        **_verdict_parts(found, reading, language),
        before=claim_address(language, ids[place - 1]) if place else "",
        after=claim_address(language, ids[place + 1]) if place + 1 < len(ids) else "",
        check=check_address(language),
    )


def claim_of_address(request: Request) -> dict[str, Any]:
    """Return the claim that an address names, with its verdict in words.

    Raises RefusalError (404) for a claim that is not in the ledger.
    """
    return _entry(_verdict_of_address(request), language_of(request))


def _verdict_of_address(request: Request) -> Verdict:
    language = language_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    claim_id = str(request.path_params["claim"])
    if claim_id not in all_claims():
        raise RefusalError(
            404,
            _("There is no claim “%(claim)s”.", claim=claim_id[:20]),
            ((_("See all claims"), claims_address(language)),),
        )
    return ledger_verdict(claim_id, site_of(request).reading.tables)


def _verdict_parts(found: Verdict, reading: Reading, language: Language) -> dict[str, Any]:
    operator = all_operators()[found.claim.operator]
    return {
        "kind": found.kind,
        "verdict": verdict_name(found.kind, language),
        "finding": finding(found, language),
        "why": why(found, language),
        "theirs": theirs_words(found.claim, language),
        "difference": difference_words(found, language),
        "rule": in_language(operator, "rule", language),
        "conversion": _conversion(found, language),
        "ways": shown_ways(found, reading, language),
    }


def _conversion(found: Verdict, language: Language) -> dict[str, str]:
    """Return how constant dollars or a rate were made, with the source; nothing otherwise."""
    unit = found.tried[0].found.unit if found.tried else ""
    text = conversion_words(unit, language)
    if not text:
        return {}
    entry = definition_of(PRICES if unit == "usd_constant" else POPULATION)
    return {
        "text": text,
        "publisher": publisher_of(entry, language),
        "title": entry.source_title,
        "url": entry.source_url,
    }


def check_page(request: Request) -> Response:
    """Answer `/<language>/claims/check`: the form, and the verdict once a country is given.

    Nonsense is answered with 400 and the form as it was filled.
    """
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    values: dict[str, str] = {}
    parts: dict[str, Any] = {}
    problem = ""
    try:
        given = Parameters(request.query_params, language, FIELDS, several=())
        values = {name: given.text(name) for name in FIELDS}
        asked = any(values.values())
        if asked:
            claim = read_own_claim(values, reading, language)
            country = claim.ways[0].country
            stage = values["stage"] or "actual"
            found = verdict(claim, reading.tables, reading.covered_years(country, stage))
            parts = {
                "claim": in_language(claim, "claim", language),
                **_verdict_parts(found, reading, language),
            }
    except RefusalError as error:
        asked, problem = True, error.message
        values = {
            name: " ".join(request.query_params.get(name, "").split())[:200] for name in FIELDS
        }
    query = "&".join(
        part
        for part in request.url.query.split("&")
        if part and not part.endswith("=") and not is_tracking(part.partition("=")[0])
    )
    address = f"{check_address(language)}?{query}" if query else check_address(language)
    return page(
        request,
        language,
        "claim_check.html",
        status=400 if problem else 200,
        here=address,
        section="claims",
        title=_("Check a claim of your own"),
        description=_("A form that checks a claim about the trainings against the tables."),
        steps=[(_("Claims"), claims_address(language)), (_("Check a claim"), "")],
        asked=asked and not problem,
        problem=problem,
        values=values,
        form=_form(values, reading, language),
        result=parts,
        here_path=check_address(language),
    )


def _form(values: dict[str, str], reading: Reading, language: Language) -> dict[str, Any]:
    """Return the lists that the form offers, with what was chosen."""
    _ = language.gettext
    names = value_names(reading.tables, language)

    def options(name: str, found: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        chosen = values.get(name, "")
        return [{"value": code, "text": text, "on": code == chosen} for code, text in found]

    def coded(name: str, column: str, country: str = "") -> list[dict[str, Any]]:
        codes = [code for code in names.codes(column) if code.startswith(country)]
        return options(
            name,
            sorted(
                ((code, names.of(column, code)) for code in codes), key=lambda one: plain(one[1])
            ),
        )

    found = reading.find_country(values.get("country", "")) if values.get("country") else ["MEX"]
    country = found[0] if len(found) == 1 else "MEX"
    bases = {
        "report": _("of the report"),
        "start": _("of the first day, fiscal"),
        "calendar": _("of the first day, calendar"),
    }
    stages = {"actual": _("done"), "planned": _("planned"), "all": _("done or planned")}
    return {
        "measures": options(
            "measure", ((one, measure_name(one, language)) for one in OWN_MEASURES)
        ),
        "operators": options(
            "operator",
            ((one.key, in_language(one, "name", language)) for one in own_operators()),
        ),
        "bases": options("basis", ((one, bases[one]) for one in BASES)),
        "stages": options("stage", ((one, stages[one]) for one in STAGES)),
        "types": coded("type", "training_type"),
        "forces": coded("force", "recipient_force", f"{country}."),
        "programs": coded("program", "program"),
        "countries": sorted(
            (reading.country_name(code, code, language) for code in reading.listed_countries),
            key=plain,
        ),
        "rules": [
            (in_language(one, "name", language), in_language(one, "rule", language))
            for one in own_operators()
        ],
    }
