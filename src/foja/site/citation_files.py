"""Where a row is printed, in the two formats that programs for references read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from foja.site.language import EN_DASH, LANGUAGES

if TYPE_CHECKING:
    from foja.site.citation import Source


def ris(source: Source) -> str:
    """Return the source in RIS, which Zotero, EndNote and Mendeley read: a report, a line a field.

    Lines end as the format wants, with carriage return and line feed.
    """
    fields = [
        ("TY", "RPRT"),
        ("ID", f"foja-{source.identifier}"),
        ("AU", source.publisher),
        ("TI", source.title.replace(EN_DASH, "-")),
        ("PB", source.publisher),
        ("PY", (source.published or "")[:4]),
        ("DA", _slashed(source.published)),
        ("SE", f"Section IV, {source.region}"),
        ("SP", "" if source.web_page else source.printed_page or str(source.page)),
        ("UR", source.url),
        ("LA", "en"),
        ("N1", _note(source)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in fields if text or tag == "ER")


def csl(source: Source) -> str:
    """Return the source as CSL JSON, a list of one item, which Zotero and pandoc read."""
    item: dict[str, Any] = {
        "id": f"foja-{source.identifier}",
        "type": "report",
        "title": source.title,
        "author": [{"literal": source.publisher}],
        "publisher": source.publisher,
        "section": f"Section IV, {source.region}",
        "page": None if source.web_page else source.printed_page or str(source.page),
        "URL": source.url,
        "language": "en",
        "issued": {"date-parts": [[int(part) for part in source.published.split("-")]]}
        if source.published
        else None,
        "note": _note(source),
    }
    said = [{name: value for name, value in item.items() if value is not None}]
    return json.dumps(said, ensure_ascii=False, indent=2)


def _note(source: Source) -> str:
    planned = "Planned training. " if source.planned else ""
    place = source.place(LANGUAGES["en"])
    return (
        f"{planned}{place[:1].upper()}{place[1:]}. Record {source.identifier}, read through Foja, "
        f"data version {source.version}"
    )


def _slashed(published: str | None) -> str:
    """Write a day, month or year as RIS does: `2022/03/`."""
    if not published:
        return ""
    parts = [*published.split("-"), "", ""][:3]
    return "/".join(parts)
