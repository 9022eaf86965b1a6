"""Small documents to damage: one to three pages cut from each official document, or its first rows.

A specimen that Foja cannot read, or in which no training stands, is of no use and left out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

import msgspec
import pypdfium2 as pdfium

from foja.catalog import Catalog, CatalogDocument, load_catalog
from foja.errors import FojaError
from foja.layouts import read_document

if TYPE_CHECKING:
    from pathlib import Path

HTML_BYTES: Final = 10_000
HTML_END: Final = b"</table></body></html>"
ROW_END: Final = b"</tr>"
TRIES: Final = 6
PAGES: Final = (1, 1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A small document: what the catalog says of the one it was cut from, its bytes."""

    source: CatalogDocument
    content: bytes

    @property
    def suffix(self) -> str:
        """`.pdf`, `.htm` or `.html`."""
        return "." + self.source.path.rpartition(".")[2]

    @property
    def is_html(self) -> bool:
        """Whether it is a page of HTML."""
        return self.suffix != ".pdf"


def specimens(
    documents: Path, work: Path, seed: int, of_each: int = 1, every: int = 1
) -> list[Specimen]:
    """Cut `of_each` specimens from `every` so many-th official document in the folder.

    `work` is a folder for scratch.
    """
    found = []
    for document in load_catalog().documents[::every]:
        path = documents / document.path
        if not path.is_file():
            continue
        chance = Random(f"{seed}/{document.key}")  # noqa: S311 - no secret
        left = of_each
        for _ in range(TRIES * of_each):
            specimen = Specimen(document, _cut(path, chance))
            if left and _has_rows(specimen, work):
                found.append(specimen)
                left -= 1
                if specimen.is_html:
                    break
    return found


def _cut(path: Path, chance: Random) -> bytes:
    if path.suffix != ".pdf":
        content = path.read_bytes()
        if len(content) <= HTML_BYTES:
            return content
        end = content.lower().rfind(ROW_END, 0, HTML_BYTES) + len(ROW_END)
        return content[:end] + HTML_END
    with pdfium.PdfDocument(path) as source, pdfium.PdfDocument.new() as target:
        first = chance.randrange(len(source))
        last = min(len(source), first + chance.choice(PAGES))
        target.import_pages(source, list(range(first, last)))
        return _saved(target)


def _saved(target: pdfium.PdfDocument) -> bytes:
    from io import BytesIO  # noqa: PLC0415 - of this function alone

    buffer = BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def _has_rows(specimen: Specimen, work: Path) -> bool:
    path = work / f"specimen{specimen.suffix}"
    path.write_bytes(specimen.content)
    try:
        return bool(read_document(path, specimen.source.key).rows)
    except FojaError:
        return False


def shelved(files: dict[str, tuple[Specimen, bytes]], documents: Path) -> Catalog:
    """Write files made of specimens into a documents folder and return a catalog that knows them.

    `files` names each by its region key.
    """
    by_report: dict[str, list[CatalogDocument]] = {}
    for name, (specimen, content) in files.items():
        source = specimen.source
        path = f"{source.report}/{name}{specimen.suffix}"
        document = msgspec.structs.replace(
            source,
            key=f"{source.report}/{name}",
            region_key=name,
            path=path,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        (documents / path).parent.mkdir(parents=True, exist_ok=True)
        (documents / path).write_bytes(content)
        by_report.setdefault(source.report, []).append(document)
    known = load_catalog()
    return Catalog(
        tuple(
            msgspec.structs.replace(known.report(report), documents=tuple(documents))
            for report, documents in sorted(by_report.items())
        )
    )
