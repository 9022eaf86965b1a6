"""`foja claims` and `foja claim`: verdicts on the ledger, and on a claim of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from foja.errors import QueryError, SettingsError
from foja.meaning.claims import all_claims, all_sources
from foja.measures.claims import KINDS, ledger, ledger_verdict, verdict
from foja.site.claim_evidence import rows_address
from foja.site.claim_files import ledger_table
from foja.site.claim_words import (
    in_language,
    ours_words,
    sentence,
    source_words,
    verdict_name,
    way_name,
    why,
)
from foja.site.language import LANGUAGES
from foja.site.own_claim import read_own_claim
from foja.site.problems import RefusalError
from foja.site.reading import Reading
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from foja.measures.claims import Verdict
    from foja.site.language import Language

FORMATS: Final = ("text", "json", "md")


def claims_report(
    tables: Path | None, ids: Sequence[str] = (), *, lang: str = "en", kind: str = "text"
) -> str:
    """Return the verdicts on the claims of the ledger, all of them or those named.

    `kind` is text, json or md. Raises `QueryError` for a claim there is not, `SettingsError` for a
    language or format there is not.
    """
    language = _language(lang)
    known = all_claims()
    for claim_id in ids:
        if claim_id not in known:
            raise QueryError(
                f"No claim “{claim_id[:20]}”; `foja claims` lists them, {next(iter(known))} first."
            )
    _check_format(kind)
    with Tables(tables) as opened:
        found = [ledger_verdict(one, opened) for one in ids] if ids else ledger(opened)
        return _written(found, language, kind)


def own_claim_report(
    tables: Path | None, values: Mapping[str, str], *, lang: str = "en", kind: str = "text"
) -> str:
    """Return the verdict on a claim of one's own; `values` by the names of `own_claim.FIELDS`.

    Raises `QueryError` with what to do for anything that cannot be meant.
    """
    language = _language(lang)
    _check_format(kind)
    with Tables(tables) as opened:
        reading = Reading(opened)
        try:
            claim = read_own_claim(values, reading, language)
        except RefusalError as error:
            raise QueryError(error.message) from error
        stage = values.get("stage") or "actual"
        covered = reading.covered_years(claim.ways[0].country, stage)
        return _written([verdict(claim, opened, covered)], language, kind)


def _language(lang: str) -> Language:
    if lang not in LANGUAGES:
        raise SettingsError(f"No language “{lang[:20]}”; give one of {', '.join(LANGUAGES)}.")
    return LANGUAGES[lang]


def _check_format(kind: str) -> None:
    if kind not in FORMATS:
        raise SettingsError(f"No format “{kind[:20]}”; give one of {', '.join(FORMATS)}.")


def _written(found: Sequence[Verdict], language: Language, kind: str) -> str:
    if kind == "json":
        return json.dumps([_plain(one, language) for one in found], ensure_ascii=False, indent=1)
    if kind == "md":
        return ledger_table(found, language)
    blocks = ["\n".join(_text(one, language)) for one in found]
    if len(found) > 1:
        counts = (
            f"{verdict_name(one, language)}: {sum(v.kind == one for v in found)}" for one in KINDS
        )
        blocks.append("\n".join(counts))
    return "\n\n".join(blocks)


def _text(found: Verdict, language: Language) -> list[str]:
    claim = found.claim
    name = "" if not claim.source else f"{claim.id}  "
    lines = [
        f"{name}{in_language(claim, 'claim', language)}",
        f"  {sentence(found, language)}",
    ]
    reason = why(found, language)
    if reason:
        lines.append(f"  {reason}")
    for one in found.tried:
        lines.append(
            f"    {way_name(one.found.way, language)}: {ours_words(one.found, claim, language)}"
        )
        filters = one.found.filters
        if filters is not None and filters.country is not None:
            lines.append(f"      {rows_address(filters, language)}")
    return lines


def _plain(found: Verdict, language: Language) -> dict[str, Any]:
    """Return a verdict as plain values; figures are text, exact."""
    claim = found.claim
    source = all_sources().get(claim.source)
    return {
        "id": claim.id,
        "claim": in_language(claim, "claim", language),
        "source": None
        if source is None
        else {
            "who": source_words(source, "who", language),
            "title": source_words(source, "title", language),
            "url": source.url,
            "date": source.date,
        },
        "operator": claim.operator,
        "figure": claim.figure,
        "unit": claim.unit,
        "verdict": found.kind,
        "ours": None if found.ours is None else str(found.ours),
        "difference": None if found.difference is None else str(found.difference),
        "definition": None
        if found.decided is None
        else way_name(found.decided.found.way, language),
        "sentence": sentence(found, language),
        "why": why(found, language),
        "definitions": [
            {
                "definition": way_name(one.found.way, language),
                "value": None if one.found.value is None else str(one.found.value),
                "holds": one.admitted,
                "rows": None
                if one.found.filters is None or one.found.filters.country is None
                else rows_address(one.found.filters, language),
                "series": one.found.way.series,
            }
            for one in found.tried
        ],
    }
