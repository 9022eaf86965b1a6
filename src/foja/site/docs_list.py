"""The guides that the site shows: which there are, in which groups, and their words as Markdown.

Each is a page of the folder `docs/` of the repository, to which the package holds a link, so that
an installed package has its text. Those for readers are in both languages, the others in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from foja.site.language import Language

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "readers": ("user", "reporter", "researcher"),
    "meaning": (
        "methodology",
        "data-dictionary",
        "takeaways",
        "places",
        "cooperation",
        "own-taxonomies",
        "reference-definitions",
    ),
    "doors": ("api", "sql", "exports", "assistants", "engines", "scale"),
    "house": ("maintainer", "how-to-add-a-report", "static-edition", "deploy", "security"),
}
"""The guides of each group, in the order in which they are listed."""
NOT_ON_SITE: Final = ("claims", "misprints", "decisions", "tasks")
"""Pages of the repository alone: the first two are live on the site, the others about the work."""
LIVE: Final = {"questions": "guide", "record": "record"}
"""Parts written from the tables of the package, and the page of the site that tells them anew."""
INSTEAD: Final = {"claims": "claims", "misprints": "record"}
"""Pages of the repository for which the site has a page of its own."""

_COMMENT: Final = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_PICTURE: Final = re.compile(r"^!\[.*\]\(.*\)$", re.MULTILINE)
"""A picture in a line of its own: it shows the site to those who are not on it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is listed; `language` is that in which it is written."""

    name: str
    title: str
    language: Language


def listed(language: Language) -> dict[str, tuple[Guide, ...]]:
    """Return the guides of each group as a reader of that language sees them."""
    return {
        group: tuple(guide(name, language) for name in names)
        for group, names in GROUPS.items()
        if names
    }


def docs_address(language: Language, name: str = "") -> str:
    """Return the address of a guide, or of the list of all."""
    return f"/{language.code}/docs{f'/{name}' if name else ''}"


@cache
def guide(name: str, language: Language) -> Guide:
    """Return a guide, in the reader's language where it is written in it; KeyError for none."""
    written = LANGUAGES["es"] if language.code == "es" and _file(name, "es").is_file() else None
    written = written or LANGUAGES["en"]
    return Guide(name, markdown(name, written).partition("\n")[0].removeprefix("# "), written)


def markdown(name: str, written: Language) -> str:
    """Return a guide's words for the site, without its pictures.

    Each part that is written from the tables of the package names the page which tells it anew.
    Raises KeyError for a name that is none of `GROUPS`.
    """
    if not any(name in names for names in GROUPS.values()):
        raise KeyError(name)
    text = _file(name, written.code).read_text("utf-8")
    for part, page in LIVE.items():
        marked = re.compile(rf"<!-- {part}\b.*?<!-- /{part} -->", re.DOTALL)
        text = marked.sub(_live(part, page, written), text)
    return _COMMENT.sub("", _PICTURE.sub("", text))


def _live(part: str, page: str, written: Language) -> str:
    _ = written.gettext
    said = {
        "questions": _("The five questions, with the figures of the tables at hand"),
        "record": _("The record: each report, its documents and totals, in the tables at hand"),
    }
    return f"[{said[part]}](/{written.code}/{page})"


def _file(name: str, code: str) -> Traversable:
    folder = resources.files("foja") / "data" / "docs"
    return (folder if code == "en" else folder / code) / f"{name}.md"
