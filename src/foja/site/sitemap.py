"""The addresses of the site's pages for search engines, each with its other language.

Filtered pages are left out: they have no end. So are the trainings and the pages of documents,
which are found from the pages listed.
"""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final

from foja.meaning.claims import all_claims
from foja.measures.entities import units_by_country
from foja.site.addresses import (
    authority_address,
    claim_address,
    document_address,
    place_address,
    report_address,
    takeaways_address,
    type_address,
    unit_address,
)
from foja.site.choice import Choice
from foja.site.docs_list import GROUPS, docs_address
from foja.site.language import CODES, LANGUAGES
from foja.site.reading import WORLD
from foja.site.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

    from foja.site.reading import Reading, Row

SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
LARGEST: Final = 5_000
"""Addresses in one file; the protocol allows 50,000, but no answer of the site takes that long."""
FIXED: Final = (
    "",
    "countries",
    "record",
    "about",
    "help",
    "guide",
    "docs",
    "sql",
    "units",
    "authorities",
    "places",
    "types",
    "definitions",
    "cooperation",
    "claims",
    "claims/check",
    "search",
)
"""Pages of which there is one."""

ENGLISH: Final = LANGUAGES["en"]
PREFIX: Final = len(f"/{ENGLISH.code}")
UNITS: Final = "units-"


def parts(reading: Reading) -> list[str]:
    """Return the names of the sitemap's files."""
    units = sum(units_by_country(reading.tables).values())
    files = -(-units // _in_a_file())
    return [*_PARTS, *(f"{UNITS}{number + 1}" for number in range(files))]


def addresses(reading: Reading, name: str) -> list[str]:
    """Return the addresses of the English pages in a file; KeyError if none has that name."""
    if name not in parts(reading):
        raise KeyError(name)
    if name.startswith(UNITS):
        first = (int(name.removeprefix(UNITS)) - 1) * _in_a_file()
        return list(islice(_units(reading), first, first + _in_a_file()))
    return list(_PARTS[name](reading))


def index_xml(reading: Reading, origin: str) -> bytes:
    """Return the list of the sitemap's files; `origin` is the site's own address."""
    lines = [
        f"<sitemap><loc>{origin}/sitemap/{name}.xml</loc></sitemap>" for name in parts(reading)
    ]
    return _written("sitemapindex", f'xmlns="{SITEMAPS}"', lines)


def part_xml(reading: Reading, name: str, origin: str) -> bytes:
    """Return a file of the sitemap: each page in each language, with where its others are.

    Raises KeyError for a name that is none of `parts`.
    """
    lines: list[str] = []
    for english in addresses(reading, name):
        rest = escape(english[PREFIX:])
        pages = {code: f"{origin}/{code}{rest}" for code in CODES}
        # Every language names them all, itself included.
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
            for tag, address in (*pages.items(), ("x-default", pages[ENGLISH.code]))
        )
        lines.extend(f"<url><loc>{address}</loc>{others}</url>" for address in pages.values())
    return _written("urlset", f'xmlns="{SITEMAPS}" xmlns:xhtml="{XHTML}"', lines)


def _written(root: str, names: str, lines: list[str]) -> bytes:
    body = "\n".join(lines)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f"{head}\n<{root} {names}>\n{body}\n</{root}>\n".encode()


def _in_a_file() -> int:
    return LARGEST // len(CODES)


def _pages(reading: Reading) -> Iterator[str]:
    yield from (f"/{ENGLISH.code}/{name}" for name in FIXED)
    yield from (docs_address(ENGLISH, name) for names in GROUPS.values() for name in names)
    yield from (authority_address(ENGLISH, code) for code in reading.programs)
    for row in _column(reading, "training_types", "training_type"):
        yield type_address(ENGLISH, row["training_type"])


def _countries(reading: Reading) -> Iterator[str]:
    for code in (WORLD, *sorted(reading.listed_countries)):
        for view in VIEWS.values():
            if view.world or code != WORLD:
                yield Choice(code, view=view.key).address(ENGLISH)


def _takeaways(reading: Reading) -> Iterator[str]:
    for code, row in sorted(reading.listed_countries.items()):
        yield from (takeaways_address(ENGLISH, code, year) for year in row["years"])


def _documents(reading: Reading) -> Iterator[str]:
    yield from (report_address(ENGLISH, report.report) for report in reading.catalog.reports)
    yield from (document_address(ENGLISH, key) for key in reading.documents)


def _places(reading: Reading) -> Iterator[str]:
    for row in _column(reading, "places", "place_id"):
        yield place_address(ENGLISH, row["place_id"])


def _units(reading: Reading) -> Iterator[str]:
    for row in _column(reading, "units", "unit_id"):
        yield unit_address(ENGLISH, row["unit_id"])


def _claims(_reading: Reading) -> Iterator[str]:
    yield from (claim_address(ENGLISH, claim) for claim in all_claims())


def _column(reading: Reading, table: str, column: str) -> list[Row]:
    """Return the keys of a table in order."""

    def build() -> ir.Table:
        return reading.tables.table(table).select(column).order_by(column)

    return reading.tables.ask(("sitemap", table), build)


_PARTS: Final = {
    "pages": _pages,
    "countries": _countries,
    "takeaways": _takeaways,
    "documents": _documents,
    "places": _places,
    "claims": _claims,
}
