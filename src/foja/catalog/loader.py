"""Read the catalog's data files and hold them to their rules."""

from __future__ import annotations

import re
import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import urlsplit

import msgspec

from foja.catalog.model import Catalog, CatalogDocument, Report
from foja.catalog.regions import CATALOG_FOLDER, REGIONS_FILE, region_keys
from foja.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_REPORT: Final = re.compile(r"(\d{4})-(\d{4})")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_PUBLISHED: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SUFFIXES: Final = {".pdf": "pdf", ".html": "html", ".htm": "html"}
_MSGSPEC_PLACE: Final = re.compile(r"(.*?)(?: - at `\$\.?(.*)`)?", re.DOTALL)


def load_catalog(folder: Path | None = None) -> Catalog:
    """Read every report's file of a folder, by default of the catalog that comes with Foja.

    A file is named for its report: `<first fiscal year>-<second>.toml`, and holds one `Report`.

    Keys. A document's key is `<report>/<region key>`, and the region key becomes part of permanent
    identifiers (`2020-2021.wh.41.07`). It is made from the document's regions alone: each region
    has a short key in regions.toml; a document with several regions joins their keys with `-` in
    the document's order (`sca-wh`); where several documents of one report have the same regions,
    they are numbered from 1 in reading order (`wh-1`, `wh-2`), and a region that has one document
    alone is not numbered. Since a further document of a region would change keys, a report's file
    lists all of its documents from the first day on.

    Raises CatalogError, in one sentence that names file and field, for anything that breaks the
    schema: fields unknown, absent or of another type; a key, hash, size, path, address or fiscal
    year against its rule; a path given twice.
    """
    folder = CATALOG_FOLDER if folder is None else folder
    if not folder.is_dir():
        raise CatalogError(f"The catalog's folder {folder} does not exist; name one that does.")
    files = sorted(path for path in folder.glob("*.toml") if path.name != REGIONS_FILE)
    if not files:
        raise CatalogError(f"The catalog's folder {folder} holds no report's .toml file.")
    reports = tuple(_read(file) for file in files)
    _check_paths_once(files, reports)
    return Catalog(reports)


def _read(file: Path) -> Report:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or error
        raise CatalogError(f"The catalog file {file} cannot be read ({reason}).") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"The catalog file {file} is not TOML ({error}); mend it.") from error
    try:
        report = msgspec.convert(content, Report)
    except msgspec.ValidationError as error:
        match = _MSGSPEC_PLACE.fullmatch(str(error))
        what, where = match.groups() if match else (str(error), None)
        _refuse(file, where or "the top", what)
    _check_report(file, report)
    return report


def _refuse(file: Path, where: str, what: str) -> NoReturn:
    raise CatalogError(f"The catalog file {file} is wrong at {where}: {what}.")


def _check_report(file: Path, report: Report) -> None:
    years = _REPORT.fullmatch(report.report)
    if not years or int(years[2]) != int(years[1]) + 1:
        _refuse(file, "report", f"{report.report!r} is not two years in a row, as in '2020-2021'")
    if file.stem != report.report:
        _refuse(file, "report", f"{report.report!r} is not the file's own name")
    for field in ("title", "publisher", "printed_title"):
        text = getattr(report, field)
        if text is not None and (not text or text != text.strip()):
            _refuse(file, field, "it is empty or has white space around it")
    if report.landing_page is not None:
        _check_address(file, "landing_page", report.landing_page)
    if report.published is not None and not _PUBLISHED.fullmatch(report.published):
        _refuse(file, "published", f"{report.published!r} is not '2022', '2022-03' or '2022-03-16'")
    _check_fiscal_years(file, report, int(years[1]))
    if report.status == "read" and not report.documents:
        _refuse(file, "documents", "a report with the status 'read' needs documents")
    if report.status == "published_not_yet_read" and report.documents:
        _refuse(file, "documents", "a report that is not yet read cannot list documents")
    _check_documents(file, report)


def _check_fiscal_years(file: Path, report: Report, first: int) -> None:
    """Hold a report to its first year as done; the first two reports add the next as planned."""
    listed = [(year.year, year.stage) for year in report.fiscal_years]
    if listed not in ([(first, "actual")], [(first, "actual"), (first + 1, "planned")]):
        _refuse(
            file,
            "fiscal_years",
            f"they must be {first} as actual, and may go on with {first + 1} as planned",
        )


def _check_documents(file: Path, report: Report) -> None:
    try:
        expected = region_keys([document.regions for document in report.documents])
    except CatalogError as error:
        _refuse(file, "documents.regions", str(error).rstrip("."))
    for number, (document, region_key) in enumerate(zip(report.documents, expected, strict=True)):
        _check_document(file, report, document, number, region_key)


def _check_document(
    file: Path, report: Report, document: CatalogDocument, number: int, region_key: str
) -> None:
    def refuse(field: str, what: str) -> NoReturn:
        _refuse(file, f"documents[{number}].{field}", what)

    if not document.regions or len(set(document.regions)) != len(document.regions):
        refuse("regions", "it names no region, or one twice")
    if document.region_key != region_key:
        refuse("region_key", f"{document.region_key!r} must be {region_key!r}, from its regions")
    if document.key != f"{report.report}/{region_key}":
        refuse("key", f"{document.key!r} must be '{report.report}/{region_key}'")
    _check_path(report, document, refuse)
    _check_address(file, f"documents[{number}].source_url", document.source_url)
    if document.bytes <= 0:
        refuse("bytes", f"{document.bytes} is not the size of a file")
    if not _SHA256.fullmatch(document.sha256):
        refuse("sha256", f"{document.sha256!r} is not a SHA-256: 64 digits of 0-9 and a-f")


def _check_path(
    report: Report, document: CatalogDocument, refuse: Callable[[str, str], NoReturn]
) -> None:
    """Allow `<report>/<file>` alone, of plain characters: safe inside any folder on any system."""
    folder, _, name = document.path.partition("/")
    if folder != report.report or not _FILE_NAME.fullmatch(name):
        refuse("path", f"{document.path!r} must be '{report.report}/' and a plain file name")
    suffix = PurePosixPath(name).suffix
    if suffix not in _SUFFIXES:
        refuse("path", f"{document.path!r} must end in {', '.join(_SUFFIXES)}")
    if report.published_as is not None and _SUFFIXES[suffix] != report.published_as:
        refuse("path", f"{document.path!r} does not fit published_as = '{report.published_as}'")


def _check_address(file: Path, where: str, address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        _refuse(file, where, f"{address!r} is not an address ({error})")
    plain = address.isascii() and address.isprintable() and " " not in address
    named = parts.hostname and "@" not in parts.netloc and not parts.fragment
    if parts.scheme != "https" or not plain or not named or parts.path in {"", "/"}:
        _refuse(file, where, f"{address!r} is not the https:// address of a page")


def _check_paths_once(files: list[Path], reports: tuple[Report, ...]) -> None:
    """Refuse a path given twice, also where only capitals differ: some systems see one file."""
    seen: set[str] = set()
    for file, report in zip(files, reports, strict=True):
        for number, document in enumerate(report.documents):
            if document.path.casefold() in seen:
                _refuse(file, f"documents[{number}].path", f"{document.path!r} is given twice")
            seen.add(document.path.casefold())
