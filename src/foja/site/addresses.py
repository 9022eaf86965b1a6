"""The addresses of the site's pages, written in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from foja.site.language import Language


def training_address(language: Language, training_id: str) -> str:
    """Return the address of a training."""
    return f"/{language.code}/training/{quote(training_id, safe='')}"


def document_address(
    language: Language, document: str, page: int | None = None, *, mark: str = ""
) -> str:
    """Return the address of a document, or of one page of its file.

    `mark` is the identifier of a line or a printed total to be marked on the page.
    """
    place = "" if page is None else f"/{page}"
    marked = f"?mark={quote(mark, safe='')}" if mark else ""
    return f"/{language.code}/document/{quote(document)}{place}{marked}"


def report_address(language: Language, report: str) -> str:
    """Return the address of a report in the record."""
    return f"/{language.code}/record/{quote(report, safe='')}"


def country_address(language: Language, code: str) -> str:
    """Return the address of a country without any filter."""
    return f"/{language.code}/country/{code}"


def takeaways_address(language: Language, country: str, year: int, kind: str = "") -> str:
    """Return the address of the takeaways of a country's fiscal year, or of a file of them."""
    return f"/{language.code}/takeaways/{country}/{year}{f'.{kind}' if kind else ''}"


def claim_address(language: Language, claim_id: str) -> str:
    """Return the address of a claim of the ledger with its verdict."""
    return f"/{language.code}/claims/{claim_id}"


def units_address(language: Language) -> str:
    """Return the address of the search for units."""
    return f"/{language.code}/units"


def unit_address(language: Language, unit_id: str) -> str:
    """Return the address of a unit below a force."""
    return f"/{language.code}/unit/{quote(unit_id, safe='')}"


def authorities_address(language: Language) -> str:
    """Return the address of the list of programmes and their laws."""
    return f"/{language.code}/authorities"


def authority_address(language: Language, program: str) -> str:
    """Return the address of a programme by its code."""
    return f"/{language.code}/authority/{quote(program, safe='')}"


def places_address(language: Language) -> str:
    """Return the address of the list of places."""
    return f"/{language.code}/places"


def place_address(language: Language, place_id: str) -> str:
    """Return the address of a place."""
    return f"/{language.code}/place/{quote(place_id, safe='')}"


def types_address(language: Language) -> str:
    """Return the address of the taxonomy of trainings."""
    return f"/{language.code}/types"


def type_address(language: Language, key: str) -> str:
    """Return the address of a training type or of a group of them."""
    return f"/{language.code}/type/{quote(key, safe='')}"


def definitions_address(language: Language) -> str:
    """Return the address of how figures change with the definition of a type."""
    return f"/{language.code}/definitions"


def page_image_address(document: str, page: int, scale: int, version: str) -> str:
    """Return the address of a page's image; `version` names the document's bytes."""
    return f"/page/{quote(document)}/{page}.webp?scale={scale}&v={version}"


def web_page_address(document: str, version: str, row: int = 0, *, around: bool = False) -> str:
    """Return the address of a document published as a web page, where one of its rows is marked.

    `around` asks for the rows around it alone. `version` names the document's bytes.
    """
    asked = [f"row={row}"] if row else []
    asked += ["around=1"] if around else []
    place = f"#row-{row}" if row else ""
    return f"/page/{quote(document)}.html?{'&'.join([*asked, f'v={version}'])}{place}"


def total_image_address(total_id: str, version: str) -> str:
    """Return the address of the image of a printed total's line."""
    return f"/total/{quote(total_id, safe='')}.webp?v={version}"


def embed_address(specification: str) -> str:
    """Return the address of a drawing for frames of other sites.

    `specification` is that of its file of JSON, which holds the same choice.
    """
    path, _mark, query = specification.partition("?")
    language, rest = path[1:].split("/", 1)
    place = rest.replace("/chart/", "/").replace("/panel/", "/").removesuffix(".json")
    return f"/{language}/embed/{place}{f'?{query}' if query else ''}"
