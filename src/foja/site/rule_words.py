"""The rules behind what is understood of a training, in words, with where more of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.meaning.place_names import all_place_rules
from foja.site.language import EN_DASH
from foja.site.pattern_words import pattern_words

if TYPE_CHECKING:
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

MOST_PATTERNS: Final = 3
"""A rule that looks for more is shown by its first ones; its page has them all."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule: its reason, whether that is written in English alone, and what it looks for."""

    reason: str
    english: bool = False
    looks_for: str = ""


def rule_text(kind: str, rule: str | None, reading: Reading, language: Language) -> RuleText | None:
    """Return what a rule of the table `rules` says of itself; None where no rule is named.

    `kind` is the column that it fills. A rule that the tables do not describe is named alone.
    """
    if not rule:
        return None
    row = _rules(reading).get((kind, rule))
    if row is None:
        return RuleText(rule.replace("_", " "), english=True)
    _ = language.gettext
    spanish = language.code == "es" and bool(row["reason_es"])
    reason = str(row["reason_es"] if spanish else row["reason"])
    words = [pattern_words(pattern, language) for pattern in row["patterns"]]
    readable = [
        word for word, pattern in zip(words, row["patterns"], strict=True) if word != pattern
    ]
    said = ", ".join(readable[:MOST_PATTERNS])
    more = len(row["patterns"]) - len(readable[:MOST_PATTERNS])
    looks_for = _("It looks for %(patterns)s", patterns=said) if said else ""
    if said and more:
        looks_for = language.ngettext(
            "It looks for %(patterns)s and %(num)s pattern more",
            "It looks for %(patterns)s and %(num)s patterns more",
            more,
            patterns=said,
        )
    return RuleText(as_sentence(reason), language.code != "en" and not spanish, looks_for)


def place_rule_text(rule: str | None, reading: Reading, language: Language) -> RuleText | None:
    """Return how the place of a training was found, or why there is none."""
    known = next((one for one in all_place_rules() if one.code == rule), None)
    if known is None:
        return rule_text("place_id", rule, reading, language)
    if language.code == "es":
        return RuleText(f"{known.label_es}. {known.reason_es}")
    return RuleText(f"{known.label_en}. {known.reason_en}")


def law(program: Row, language: Language) -> str:
    """Say which law a programme rests on, and in which fiscal years; empty where not known."""
    _ = language.gettext
    text = str(program[f"legal_authority_{language.code}"] or "").rstrip(".")
    first, last = program["in_law_from"], program["in_law_to"]
    if first is None and last is None:
        return f"{text}." if text else ""
    years = f"{first or ''}{EN_DASH}{last}" if last else _("since %(year)s", year=first)
    return f"{text} ({years})." if text else f"{years}."


def _rules(reading: Reading) -> dict[tuple[str, str], Row]:
    rows = reading.tables.whole("rules")
    return {(row["kind"], row["rule"]): row for row in rows}


def as_sentence(text: str) -> str:
    """Return a reason as the data has it, some without capital and full stop, as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
