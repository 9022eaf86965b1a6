"""What MkDocs asks while it builds the guides: their order, and what the search looks through."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from foja.site.docs_list import GROUPS, NOT_ON_SITE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

NAMES: Final = {
    "readers": "Using Foja",
    "meaning": "What the figures mean",
    "doors": "Data, programs and servers",
    "house": "Keeping Foja",
}
SECTION: Final = re.compile(r'<h[23] id="([^"]*)">(.*?)</h[23]>', re.DOTALL)

_FOUND: list[dict[str, str]] = []


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the guides by their groups, as the site does, then the pages that it leaves out."""
    _FOUND.clear()
    config.nav = [
        {"Guides": "index.md"},
        *({NAMES[group]: _files(names)} for group, names in GROUPS.items() if names),
        {"En español": [f"es/{page}" for names in GROUPS.values() for page in _files(names)]},
        {"The work": _files(NOT_ON_SITE)},
    ]
    return config


def on_page_content(html: str, page: Page, **_: Any) -> str:  # noqa: ANN401 - MkDocs's own
    """Keep the words of each section for the search."""
    parts = SECTION.split(html)
    sections = [("", "", parts[0]), *zip(parts[1::3], parts[2::3], parts[3::3], strict=True)]
    for anchor, heading, text in sections:
        address = f"{page.url}#{anchor}" if anchor else page.url
        title = str(page.title)
        _FOUND.append(
            {"url": address, "title": title, "part": _words(heading), "text": _words(text)}
        )
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Write those words as a script: a page opened from a folder may load no other kind of file."""
    words = json.dumps(_FOUND, ensure_ascii=False, separators=(",", ":"))
    Path(config.site_dir, "words.js").write_text(f"const SECTIONS = {words};\n", "utf-8")


def _files(names: tuple[str, ...]) -> list[str]:
    return [f"{name}.md" for name in names]


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
