"""One word of the site, explained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the site: `key` is its anchor, `text` says what it means, `more` the fine print."""

    key: str
    name: str
    text: str
    more: str = ""
