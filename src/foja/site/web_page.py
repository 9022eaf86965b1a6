"""A report's web page inside a frame of the site: as it stands, one row marked, running nothing.

The page is put together from the document's own text and a style sheet of the site. It is answered
with a policy stricter than the site's: no script, no image, no other host.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from foja.site.templating import asset

POLICY: Final = (
    "default-src 'none'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox",
)
HEADERS: Final = {
    "content-security-policy": "; ".join(POLICY),
    "x-frame-options": "SAMEORIGIN",
    "x-robots-tag": "noindex",
}
STYLE: Final = "css/web-page.css"
AROUND: Final = 3
"""Rows before and after the marked one in an excerpt."""
ROW: Final = re.compile(r'<tr id="row-(\d+)">')


def version_of(document_version: str) -> str:
    """Return a short name of what is answered: the document's bytes and the style sheet."""
    return f"{document_version}-{asset(STYLE).rpartition('=')[2]}"


def has_row(body: str, number: int) -> bool:
    """Tell whether the body of a web page has a row of that number."""
    return f'<tr id="row-{number}">' in body


def mark(body: str, number: int) -> str:
    """Return the body with one row marked; see `HtmlDocument.safe_html`."""
    start = f'<tr id="row-{number}"'
    return body.replace(f"{start}>", f'{start} class="marked">', 1)


def excerpt(body: str, number: int) -> str:
    """Return a table of the row and of those around it that hold no table of their own."""
    found = list(ROW.finditer(body))
    ends = [*(match.start() for match in found[1:]), len(body)]
    rows = []
    for match, end in zip(found, ends, strict=True):
        row, closed, _rest = body[match.start() : end].partition("</tr>")
        if abs(int(match[1]) - number) <= AROUND and closed:
            rows.append(row + closed)
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def document_of(body: str, title: str) -> str:
    """Return a whole HTML document around a body; the text of the reports is English."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        f'<link rel="stylesheet" href="{asset(STYLE)}"></head><body>{body}</body></html>\n'
    )
