"""The guides that the site shows: which there are, in which groups, and their words as Markdown.

Each is a page of the folder `docs/` of the repository, to which the package holds a link, so that
an installed package has its text, and is in every language of the site: the same headings, code and
figures, which a test asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

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

_COMMENT: Final = re.compile(r"^<!--.*?-->\n?", re.DOTALL | re.MULTILINE)
"""A comment in lines of its own: within a sentence it is one that the guide shows."""
_PICTURE: Final = re.compile(r"^!\[.*\]\(.*\)$", re.MULTILINE)
"""A picture in a line of its own: it shows the site to those who are not on it."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is listed."""

    name: str
    title: str


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
    """Return a guide in the reader's language; KeyError for none."""
    return Guide(name, markdown(name, language).partition("\n")[0].removeprefix("# "))


def markdown(name: str, language: Language) -> str:
    """Return a guide's words for the site, without its pictures.

    Each part that is written from the tables of the package names the page which tells it anew.
    Raises KeyError for a name that is none of `GROUPS`.
    """
    if not any(name in names for names in GROUPS.values()):
        raise KeyError(name)
    text = _file(name, language.code).read_text("utf-8")
    for part, page in LIVE.items():
        marked = re.compile(rf"<!-- {part}\b.*?<!-- /{part} -->", re.DOTALL)
        text = marked.sub(_live(part, page, language), text)
    return _COMMENT.sub("", _PICTURE.sub("", text))


def _live(part: str, page: str, language: Language) -> str:
    _ = language.gettext
    said = {
        "questions": _("The five questions, with the figures of the tables at hand"),
        "record": _("The record: each report, its documents and totals, in the tables at hand"),
    }
    return f"[{said[part]}](/{language.code}/{page})"


def _file(name: str, code: str) -> Traversable:
    folder = resources.files("foja") / "data" / "docs"
    return (folder if code == "en" else folder / code) / f"{name}.md"
