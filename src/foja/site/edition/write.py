"""Writing a static edition: pages asked of the site in several processes, and an index of all."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from foja.errors import FojaError, SettingsError
from foja.site.charts.render import end_drawing
from foja.site.edition.ask import ask
from foja.site.edition.doors import (
    POLICY,
    write_for_robots,
    write_front_door,
    write_not_found,
)
from foja.site.edition.links import ELSEWHERE, ICON, Links, place_of
from foja.site.edition.parts import parts_of_lines
from foja.site.edition.plan import known_countries, known_reports, pages
from foja.site.edition.rows import country_rows
from foja.site.edition.texts import texts
from foja.site.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from starlette.applications import Starlette

    from foja.site.reading import Reading, Row
    from foja.site.state import Site

INDEX: Final = "edition.json"
"""Names the edition: the version of its tables, its pages and files."""
CHUNK: Final = 40
"""Addresses that a process writes at a time."""
PATIENCE: Final = 3_600.0
"""Seconds that an answer may take: nobody waits for it, however busy the machine is."""
FOUND_ITSELF: Final = (ICON,)
_SCRIPT: Final = '<script src="{base}/static/js/edition.js" type="module"></script>'
"""Before the others, so that it can give the charts what they draw."""


class EditionError(FojaError):
    """A static edition that could not be written."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition is made of; the same settings over the same tables give the same files."""

    tables: str | None
    documents: str | None
    origin: str
    base: str
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    reports: tuple[str, ...]
    pictures: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What an edition became: its pages, all its files, their octets together."""

    pages: int
    files: int
    octets: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    found: set[str]
    octets: int


def write_edition(
    edition: Edition,
    out: Path,
    *,
    jobs: int,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> Written:
    """Write an edition into the folder `out`, which is new, empty or an edition before.

    `progress` is told what is written, how many are done, and of how many. It is written beside and
    takes the folder's place when whole. Raises SettingsError for a folder that holds something
    else, EditionError for a page that the site refuses.
    """
    _check_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        written = _write(edition, beside, jobs, progress)
        _replace(beside, out)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return written


def _check_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise SettingsError(f"{out} is not a folder; name one with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / INDEX).is_file():
        raise SettingsError(
            f"{out} holds something other than an edition of this site; name an empty folder."
        )


def _replace(beside: Path, out: Path) -> None:
    beside.chmod(0o755)
    if out.exists():
        before = out.with_name(f".{out.name}-before")
        shutil.rmtree(before, ignore_errors=True)
        out.rename(before)
        beside.rename(out)
        shutil.rmtree(before)
    else:
        beside.rename(out)


def _write(
    edition: Edition, folder: Path, jobs: int, progress: Callable[[str, int, int], None]
) -> Written:
    site = _site(edition).state.site
    listed = _pages(site, edition)
    asked: set[str] = set(FOUND_ITSELF)
    octets = 0
    context = multiprocessing.get_context("spawn")
    # A fork would copy the locks of the tables' threads as they happen to stand.
    with ProcessPoolExecutor(jobs, context, _begin, (edition, str(folder), listed)) as pool:
        waiting = sorted(listed) + sorted(asked)
        what = "pages"
        while waiting:
            parts = [waiting[at : at + CHUNK] for at in range(0, len(waiting), CHUNK)]
            tasks = {pool.submit(_write_chunk, part): len(part) for part in parts}
            found: set[str] = set()
            done = 0
            for task in as_completed(tasks):
                try:
                    result = task.result()
                except BaseException:
                    # Nobody waits for the rest of an edition that will not be.
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
                found |= result.found
                octets += result.octets
                done += tasks[task]
                progress(what, done, len(waiting))
            # A stylesheet or a drawing names no further files of its own beyond a second round.
            waiting = sorted(found - asked)
            asked |= found
            what = "files"
    octets += _write_rows(site, edition, folder) + _copy_static(folder)
    write_front_door(folder, edition.origin, edition.base, edition.languages)
    write_not_found(folder, edition.base, edition.languages)
    write_for_robots(folder, edition.origin, edition.base, listed)
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    index = {
        "version": site.version,
        "settings": {
            name: value
            for name, value in msgspec.to_builtins(edition).items()
            if name not in {"tables", "documents"}
        },
        "pages": sorted(listed),
    }
    (folder / INDEX).write_bytes(msgspec.json.format(msgspec.json.encode(index)))
    return Written(len(listed), files, octets)


def _write_rows(site: Site, edition: Edition, folder: Path) -> int:
    octets = 0
    place = folder / "data" / "country"
    place.mkdir(parents=True, exist_ok=True)
    for code in edition.countries:
        if code in site.reading.listed_countries:
            content = country_rows(site.reading, code)
            (place / f"{code}.json").write_bytes(content)
            octets += len(content)
    for language in edition.languages:
        content = msgspec.json.encode(texts(LANGUAGES[language]))
        (folder / "data" / f"texts.{language}.json").write_bytes(content)
        octets += len(content)
    return octets


def _copy_static(folder: Path) -> int:
    """Write the site's own files; return their octets."""
    octets = 0
    with resources.as_file(resources.files("foja.site") / "static") as static:
        for path in sorted(static.rglob("*")):
            if path.is_file():
                place = folder / "static" / path.relative_to(static)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes())
                octets += path.stat().st_size
    return octets


def _pages(site: Site, edition: Edition) -> frozenset[str]:
    found = {
        address
        for code in edition.languages
        for address in pages(
            site.reading, LANGUAGES[code], list(edition.countries), list(edition.reports)
        )
    }
    return frozenset(found | {f"/{code}/{ELSEWHERE}" for code in edition.languages})


@cache
def _site(edition: Edition) -> Starlette:
    from foja.site.app import create_app  # noqa: PLC0415 - each process makes its own

    return create_app(
        Path(edition.tables) if edition.tables else None,
        Path(edition.documents) if edition.documents else None,
        seconds=PATIENCE,
        as_files=True,
    )


# The parts of a writing process, made once in each.


class _Writer:
    """Writes addresses into files, in a process of its own."""

    def __init__(self, edition: Edition, folder: Path, listed: frozenset[str]) -> None:
        self._edition = edition
        self._folder = folder
        self._app = _site(edition)
        site: Site = self._app.state.site
        self._pages = listed
        self._loop = asyncio.new_event_loop()
        self._pages_of = _pages_of_lines(site.reading)

    def write(self, addresses: Iterable[str]) -> _Chunk:
        """Write some addresses; return the files that they name, and the octets written."""
        links = Links(
            self._pages,
            self._document_of,
            self._edition.base,
            pictures=self._edition.pictures,
            origin=self._edition.origin,
        )
        octets = 0
        for address in addresses:
            content = self._content(address, links)
            place = (self._folder / place_of(address)).resolve()
            if not place.is_relative_to(self._folder.resolve()):
                raise EditionError(f"The address {address} would lie outside the edition.")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            octets += len(content)
        return _Chunk(links.files, octets)

    def _content(self, address: str, links: Links) -> bytes:
        answer = self._loop.run_until_complete(ask(self._app, address, self._edition.origin))
        if answer.status != 200:  # noqa: PLR2004 - HTTP's own
            raise EditionError(f"The site answers {answer.status} to {address}.")
        if answer.media_type == "text/html":
            text = links.html(answer.content.decode())
            begun = f'<meta charset="utf-8">\n{POLICY}\n{_SCRIPT.format(base=self._edition.base)}'
            return text.replace('<meta charset="utf-8">', begun, 1).encode()
        rewrite = {
            "application/json": links.json,
            "application/manifest+json": links.manifest,
            "application/atom+xml": links.feed,
        }.get(answer.media_type)
        if rewrite is not None:
            return rewrite(answer.content.decode()).encode()
        return answer.content

    def _document_of(self, identifier: str) -> str | None:
        return self._pages_of.get(identifier)


def _pages_of_lines(reading: Reading) -> dict[str, str]:
    """Return the address of the page that lists each training or total, without its language."""
    table = reading.tables.table("trainings")
    rows = reading.tables.rows(table.select("training_id", "document", "page"))
    parts = parts_of_lines(reading)

    def place(identifier: str, row: Row) -> str:
        part = parts.get(identifier)
        return f"/document/{row['document']}/{row['page']}{f'?part={part}' if part else ''}"

    return {
        **{row["training_id"]: place(row["training_id"], row) for row in rows},
        **{row["total_id"]: place(row["total_id"], row) for row in reading.totals},
    }


_WRITER: list[_Writer] = []


def _begin(edition: Edition, folder: str, listed: frozenset[str]) -> None:
    # A process waits for its children at its end, and the one that draws waits for drawings.
    Finalize(None, end_drawing, exitpriority=1)
    _WRITER[:] = [_Writer(edition, Path(folder), listed)]


def _write_chunk(addresses: Sequence[str]) -> _Chunk:
    return _WRITER[0].write(addresses)


def make_edition(
    tables: Path | None,
    documents: Path | None,
    *,
    origin: str,
    languages: Sequence[str] = (),
    countries: Sequence[str] = (),
    reports: Sequence[str] = (),
    pictures: bool = True,
) -> Edition:
    """Return an edition's settings; what is not named is all of it.

    `origin` is the address at which it will lie, with the folder of the host if any. Without
    `pictures` official documents are not shown either, whatever `documents` holds. Raises
    SettingsError for a language, a country or a report there is none of, and for an origin that is
    no address.
    """
    for code in languages:
        if code not in LANGUAGES:
            raise SettingsError(f"No language “{code[:20]}”; give one of {', '.join(LANGUAGES)}.")
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
        raise SettingsError(f"“{origin[:80]}” is not an address such as https://example.org/foja.")
    edition = Edition(
        tables=str(tables) if tables else None,
        documents=str(documents) if documents and pictures else None,
        origin=f"{parts.scheme}://{parts.netloc}",
        base=parts.path.rstrip("/"),
        languages=tuple(languages) or tuple(LANGUAGES),
        countries=(),
        reports=(),
        pictures=pictures,
    )
    reading = _site(edition).state.site.reading
    return msgspec.structs.replace(
        edition,
        countries=tuple(known_countries(reading, countries)),
        reports=tuple(known_reports(reading, reports)),
    )


def processes() -> int:
    """Return how many processes write at once: one for each processor, at most eight."""
    with suppress(AttributeError):
        return max(1, min(8, len(os.sched_getaffinity(0))))
    return max(1, min(8, os.cpu_count() or 1))
