"""The ledger with its verdicts as Markdown: one table, and the document `docs/claims.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foja.meaning.claims import all_sources
from foja.measures.claims import KINDS, ledger
from foja.site.claim_words import (
    in_language,
    ours_words,
    source_words,
    theirs_words,
    verdict_name,
    why,
)
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.measures.claims import Verdict
    from foja.site.language import Language
    from foja.tables.engine import Tables


def ledger_table(found: Sequence[Verdict], language: Language) -> str:
    """Return verdicts as a Markdown table: claim, theirs, ours, verdict, reason."""
    _ = language.gettext
    head = (_("Claim"), _("Published"), _("We find"), _("Verdict"), _("Why"))
    lines = [f"| | {' | '.join(head)} |", "| --- | --- | ---: | ---: | --- | --- |"]
    for one in found:
        ours = "" if one.decided is None else ours_words(one.decided.found, one.claim, language)
        cells = (
            one.claim.id,
            in_language(one.claim, "claim", language),
            theirs_words(one.claim, language),
            ours,
            verdict_name(one.kind, language),
            why(one, language),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def claims_document(tables: Tables) -> str:
    """Return `docs/claims.md`: every verdict with its reason, by source, in both languages."""
    found = ledger(tables)
    english, spanish = LANGUAGES["en"], LANGUAGES["es"]
    counts = "; ".join(
        f"{verdict_name(kind, english)}: {sum(one.kind == kind for one in found)}" for kind in KINDS
    )
    lines = [
        "# Claims and verdicts",
        "",
        f"{len(found)} published claims, checked against the tables. {counts}.",
        "Written by `make docs`; `foja claims` prints the same with the rows behind each figure.",
        "The claims are data (`src/foja/data/claims`), the verdicts are computed. A claim is",
        "checked in its plain meaning first, then under other definitions, each named.",
        "",
        *_by_source(found, english),
        "",
        "# Afirmaciones y veredictos",
        "",
        *_by_source(found, spanish),
    ]
    return "\n".join(lines) + "\n"


def _by_source(found: Sequence[Verdict], language: Language) -> list[str]:
    lines: list[str] = []
    for key, source in all_sources().items():
        listed = [one for one in found if one.claim.source == key]
        link = f", <{source.url}>" if source.url else ""
        lines += [
            f"## {source_words(source, 'title', language)}",
            "",
            f"{source_words(source, 'who', language)}, {language.month(source.date)}{link}",
            "",
            ledger_table(listed, language),
            "",
        ]
    return lines[:-1]
