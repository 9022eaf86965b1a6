"""The patterns of rules in words, for those who read no regular expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foja.site.language import Language

ANY: Final = "…"
_CHOICE: Final = re.compile(r"\[([a-z0-9]+)\]")
_OPTIONAL_GROUP: Final = re.compile(r"\((?:\?:)?([^()]*)\)\?")
_OPTIONAL_LETTER: Final = re.compile(r"([a-z0-9 ])\?")
_GROUP: Final = re.compile(r"\((?:\?:)([^()]*)\)")
_LEFT: Final = re.compile(r"[\\\[\]{}^$+*?]|\(\?")


def pattern_words(pattern: str, language: Language) -> str:
    """Say what a pattern looks for: `“isr” as a word`, `a word that begins with “geospatial”`.

    `surveil(l)ance` has or lacks the second l, `ive(s/x)` ends in either, `…` is anything. A
    pattern too intricate for this is returned as it is.
    """
    _ = language.gettext
    begins, ends = pattern.startswith(r"\b"), pattern.endswith(r"\b")
    text = pattern.removeprefix(r"\b")
    text = text.removesuffix(r"\b")
    text = _plain(text)
    if _LEFT.search(text):
        return pattern
    if begins and (ends or text.endswith(ANY)):
        return _("“%(text)s”", text=text)
    if begins:
        return _("words that begin with “%(text)s”", text=text)
    if ends:
        return _("words that end with “%(text)s”", text=text)
    return _("“%(text)s” anywhere", text=text)


def _plain(text: str) -> str:
    """Write the signs of a pattern as a reader of dictionaries knows them."""
    text = text.replace(r"\b", "").replace(r"\d", "#")
    for any_sign in (r"\w*", r"\w+", r".*?", r".*", r".+", "[a-z]*", "[a-z]+"):
        text = text.replace(any_sign, ANY)
    text = _CHOICE.sub(lambda found: f"({'/'.join(found[1])})", text)
    before = ""
    while before != text:
        before = text
        text = _OPTIONAL_GROUP.sub(lambda found: f"<{found[1]}>", text)
        text = _GROUP.sub(lambda found: f"<{found[1]}>", text)
    text = _OPTIONAL_LETTER.sub(lambda found: f"<{found[1]}>", text)
    return text.replace("<", "(").replace(">", ")").replace("|", "/")
