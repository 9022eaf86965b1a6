"""Guides written in Markdown as the HTML of a page: without raw HTML, styles or outside images."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from foja.site.docs_list import GROUPS, INSTEAD, docs_address, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foja.site.language import Language

TITLE: Final = 3
"""Tokens of the title, the first heading, which the page itself shows."""
ADDRESS: Final = re.compile(r"/(?:en|es)/[\w/.?=&%+-]*")
"""An address of the site, which the guides for readers name as they name commands."""
READERS: Final = GROUPS["readers"]
QUOTES: Final = {"en": "“”‘’", "es": "«»“”"}  # noqa: RUF001 - the quotes of print
RIGHT: Final = "text-align:right"
"""How the parser tells a column of numbers; a class says so on the site, which allows no styles."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A main heading of a guide: its anchor and its words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A guide as a page shows it: what stands under its title, and its main headings."""

    body: Markup
    headings: tuple[Heading, ...]


@cache
def text_of(name: str, language: Language) -> Text:
    """Return a guide for readers of a language; KeyError for a name that is no guide's."""
    parser = _parser(language)
    tokens = parser.parse(markdown(name, language))[TITLE:]
    headings: list[Heading] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            token.children = list(_inline(token.children or [], name, language))
            if before is not None and before.type == "heading_open":
                key = anchor_of(_plain(token))
                before.attrSet("id", key)
                if before.tag == "h2":
                    headings.append(Heading(key, _plain(token)))
        elif token.attrs.pop("style", None) == RIGHT:
            token.attrJoin("class", "number")
    html = parser.renderer.render(list(_shown(tokens, language)), parser.options, {})
    return Text(Markup(html), tuple(headings))  # noqa: S704 - the parser escapes HTML in the text


def _parser(language: Language) -> MarkdownIt:
    """Return the parser of guides in a language, which gives quotes the shape of print."""
    options = {"html": False, "typographer": True, "quotes": QUOTES[language.code]}
    return MarkdownIt("commonmark", options).enable(["table", "smartquotes"])


def anchor_of(text: str) -> str:
    """Return the anchor of a heading: `three-checks` for “Three checks”, as MkDocs writes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def target(link: str, language: Language) -> str:
    """Return where a link of a guide leads on the site; empty where the site has no such page."""
    if re.match(r"https?://|/|#", link):
        return link
    path, mark, anchor = link.partition("#")
    page = posixpath.basename(path).removesuffix(".md")
    if any(page in names for names in GROUPS.values()):
        return f"{docs_address(language, page)}{mark}{anchor}"
    return f"/{language.code}/{INSTEAD[page]}" if page in INSTEAD else ""


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def _inline(children: list[Token], name: str, language: Language) -> Iterator[Token]:
    """Give the parts of a text; a link to what the site does not have is text."""
    dropped = False
    for child in children:
        if child.type == "link_open":
            there = target(str(child.attrs["href"]), language)
            dropped = not there
            child.attrSet("href", there)
            if there.startswith("http"):
                child.attrSet("rel", "noreferrer")
        if child.type == "code_inline" and name in READERS and ADDRESS.fullmatch(child.content):
            yield Token("link_open", "a", 1, attrs={"href": child.content})
            yield child
            yield Token("link_close", "a", -1)
        elif not (dropped and child.type in {"link_open", "link_close"}):
            yield child


def _label_cells(tokens: list[Token]) -> None:
    """Make every table one whose rows are blocks on a phone: each value under its heading.

    The first value heads its block, and the last, mostly a sentence, has a line of its own.
    """
    heads: list[str] = []
    place = 0
    for token, inside in pairwise(tokens):
        if token.type == "table_open":
            heads = []
            token.attrJoin("class", "stacked")
        elif token.type == "tr_open":
            place = 0
        elif token.type == "th_open":
            heads.append(_plain(inside))
        elif token.type == "td_open":
            if place in {0, len(heads) - 1}:
                token.attrJoin("class", "whole-line")
            if place and _plain(inside):
                token.attrSet("data-label", heads[place])
            place += 1


def _shown(tokens: list[Token], language: Language) -> Iterator[Token]:
    """Give the blocks: a table that is wider than a phone scrolls in a region of its own."""
    label = escape(language.gettext("Table"))
    _label_cells(tokens)
    for token in tokens:
        if token.type == "table_open":
            region = f'<div class="scroll" role="group" aria-label="{label}" tabindex="0">\n'
            yield Token("html_block", "", 0, content=region)
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content="</div>\n")
