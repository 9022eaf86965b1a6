"""`foja takeaways`: the brief of a country's fiscal year, in one of four kinds of file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from foja.errors import QueryError, SettingsError
from foja.site.language import LANGUAGES, years_in_words
from foja.site.reading import Reading
from foja.site.takeaway_brief import Brief, make_brief
from foja.site.takeaway_files import as_json, as_markdown
from foja.site.takeaway_page import as_html
from foja.site.takeaway_pdf import as_pdf
from foja.tables.engine import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def brief_file(
    tables: Path | None,
    country: str,
    year: int,
    *,
    lang: str = "en",
    kind: str = "md",
    periods: Sequence[str] = (),
) -> bytes:
    """Return the brief as a file.

    `country` is a code or a name in either language; `kind` is md, html, pdf or json; `periods` are
    written 2011-2017. Raises `QueryError` for a country or year that the tables do not have,
    `SettingsError` for anything else that cannot be meant.
    """
    if lang not in LANGUAGES:
        raise SettingsError(f"No language “{lang[:20]}”; give one of {', '.join(LANGUAGES)}.")
    language = LANGUAGES[lang]
    spans = [_period(text) for text in periods]
    with Tables(tables) as opened:
        reading = Reading(opened)
        code = _country(reading, country)
        covered = reading.covered_years(code)
        if year not in covered:
            name = reading.country_name(code, code, LANGUAGES["en"])
            there_are = (
                f"there are reports on fiscal years {years_in_words(covered)}"
                if covered
                else "there is no report on it"
            )
            raise QueryError(f"No report on {name} for fiscal year {year}; {there_are}.")
        return _written(make_brief(reading, code, year, language, spans), kind)


def put(content: bytes, file: Path | None, kind: str) -> None:
    """Write the brief to a file, or to standard output; a PDF is not for a terminal's eyes."""
    if file is not None:
        try:
            file.write_bytes(content)
        except OSError as error:
            reason = error.strerror or error
            raise SettingsError(f"Cannot write {file} ({reason}); name another file.") from error
        return
    if kind == "pdf" and sys.stdout.isatty():
        raise SettingsError("A PDF cannot be shown on a terminal; name a file with --file.")
    sys.stdout.buffer.write(content)
    if kind != "pdf":
        sys.stdout.buffer.write(b"\n")


def _written(brief: Brief, kind: str) -> bytes:
    if kind == "md":
        return as_markdown(brief).encode()
    if kind == "json":
        return as_json(brief)
    if kind == "html":
        return as_html(brief).encode()
    if kind == "pdf":
        return as_pdf(brief)
    raise SettingsError(f"No format “{kind[:20]}”; give one of md, html, pdf, json.")


def _country(reading: Reading, text: str) -> str:
    """Return the code of a country given by its code or its name."""
    code = text.upper()
    if code in reading.countries:
        return code
    found = reading.find_country(text)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(found[:10])
        raise QueryError(f"“{text[:40]}” may be one of several countries: {several}.")
    raise QueryError(f"No country “{text[:40]}”; give an ISO 3166-1 code such as MEX, or a name.")


def _period(text: str) -> tuple[int, int]:
    """Read a period of fiscal years such as 2011-2017."""
    first, _dash, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        raise SettingsError(f"“{text[:20]}” is not a period of fiscal years such as 2011-2017.")
    return int(first), int(last)
