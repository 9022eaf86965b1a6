"""Names of units for readers, in English and Spanish, where the vocabulary knows every word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foja.meaning.unit_forms import Form
    from foja.meaning.unit_names import Term
    from foja.meaning.unit_words import Part

_ENGLISH_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
_TEENS: Final = range(11, 14)


def readable_names(forms: Sequence[Form], printed: str) -> tuple[str, str]:
    """Return the unit's name in English and in Spanish; as printed where a word is unknown."""
    if any(not _is_known(form) for form in forms):
        return printed, printed
    english = ", ".join(_english(form) for form in forms)
    spanish = ", ".join(_spanish(form) for form in forms)
    return english, spanish


def _is_known(form: Form) -> bool:
    if any(part.role == "other" for part in form.parts):
        return False
    if form.kind is None:
        return len(form.parts) == 1
    branches = [part.term for part in form.of_role("branch") if part.term]
    is_plain = all(part.term and part.term.adjective for part in form.words)
    has_noun = any(not term.adjective for term in branches)
    return is_plain and not (has_noun and any(term.agrees_with_noun for term in branches))


def ordinal(number: int) -> str:
    """Return a number as an English ordinal: 1st, 12th, 22nd."""
    ending = "th" if number % 100 in _TEENS else _ENGLISH_ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def _english(form: Form) -> str:
    if form.kind is None:
        return _single(form.parts[0], english=True)
    before = [part.term.name_en for part in (*form.words, *_branches(form)) if part.term]
    name = " ".join([*before, form.kind.name_en])
    return _numbered(form, form.kind, name, english=True)


def _spanish(form: Form) -> str:
    kind = form.kind
    if kind is None:
        return _single(form.parts[0], english=False)
    known = [part.term for part in _branches(form) if part.term]
    adjectives = [_agreeing(term.name_es, kind) for term in known if term.adjective]
    nouns = " y ".join(term.name_es for term in known if not term.adjective)
    words = [part.term.name_es for part in form.words if part.term]
    name = " ".join([kind.name_es, *([f"de {nouns}"] if nouns else []), *adjectives, *words])
    return _numbered(form, kind, name, english=False)


def _branches(form: Form) -> list[Part]:
    """Return the branches, adjectives first as English wants them: "Light Infantry"."""
    return sorted(form.of_role("branch"), key=lambda p: not (p.term and p.term.adjective))


def _agreeing(adjective: str, kind: Term) -> str:
    is_masculine = adjective.endswith("o") and " " not in adjective
    return f"{adjective[:-1]}a" if kind.feminine and is_masculine else adjective


def _single(part: Part, *, english: bool) -> str:
    if part.place:
        return part.place.name
    if part.term is None:
        return part.text
    return part.term.name_en if english else part.term.name_es


def _numbered(form: Form, kind: Term, name: str, *, english: bool) -> str:
    if form.number is None:
        return name
    if kind.style == "ordinal" and form.number.isdigit():
        if english:
            return f"{ordinal(int(form.number))} {name}"
        return f"{form.number}.{'ª' if kind.feminine else 'º'} {name}"
    return f"{name} No. {form.number.upper()}"
