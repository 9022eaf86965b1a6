"""What a model may read before it answers: the dictionary of the tables, and the caveats."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from foja.meaning.flags import all_flags
from foja.site.downloads import SOURCE
from foja.site.language import LANGUAGES
from foja.site.templating import environment
from foja.tables.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

MEDIA_TYPE: Final = "text/markdown"
_ITEM: Final = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")


def dictionary() -> str:
    """Return every table and column with its meaning, as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Money is in nominal US dollars; boxes are in points from the top left corner of the page.",
    ]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", f"A row is {table.row}.", ""]
        for column in table.columns:
            values = f" One of: {', '.join(column.values)}." if column.values else ""
            lines.append(f"- `{column.name}` ({column.type}): {column.meaning}.{values}")
    return "\n".join(lines) + "\n"


def caveats() -> str:
    """Return what the record leaves out, what its flags mean and how to cite it, as Markdown."""
    page = environment(LANGUAGES["en"]).get_template("left_out.html").render()
    left_out = [html.unescape(_TAG.sub("", item)).strip() for item in _ITEM.findall(page)]
    lines = [
        "# Caveats",
        "",
        f"Source: {SOURCE}.",
        "",
        "## What the record leaves out",
        "",
        *(f"- {item}" for item in left_out),
        "",
        "## Flags of a training",
        "",
        *(f"- `{flag.code}`: {flag.meaning_en}" for flag in all_flags()),
        "",
        "## How to use a figure",
        "",
        "- Say which fiscal years it covers and whether trainings were completed or planned.",
        "- Say students, not people: a person on two courses is two students.",
        "- Give the page it rests on (`about.evidence`) and the citation (`about.citation`).",
        "- Where a total that a report prints differs from its rows, both are shown, never mended.",
    ]
    return "\n".join(lines) + "\n"


GUIDES: Final[dict[str, tuple[str, str, Callable[[], str]]]] = {
    "foja://dictionary": ("dictionary", "Every table and column with its meaning", dictionary),
    "foja://caveats": ("caveats", "What the record leaves out, flags, how to cite", caveats),
}
"""Resources by their address: name, what they hold, and what makes them."""
