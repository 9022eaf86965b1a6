"""A document: its pages, and each page with its image, its lines, its totals and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foja.site.addresses import (
    country_address,
    document_address,
    page_image_address,
    report_address,
    training_address,
)
from foja.site.choice import Parameters
from foja.site.language import EN_DASH
from foja.site.pages.record import issue_line
from foja.site.pages.source import files_of, frame_address
from foja.site.problems import RefusalError, language_of
from foja.site.reading import Row, place_of, row_number
from foja.site.sheet import make_sheet
from foja.site.state import Site, site_of
from foja.site.templating import page
from foja.site.words import both_years, explanation, ignored

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page as the site shows it: a heading, a training or a printed total."""

    kind: str
    text: str = ""
    row: Row | None = None
    number: int = 0
    address: str = ""
    why: str = ""
    marked: bool = False


LINES: Final = 300
"""Lines and totals listed at once: a report's web page may have thousands."""
LONGEST_IDENTIFIER: Final = 80


def find_document(request: Request) -> Row:
    """Return the document an address names; RefusalError (404) if the catalog has none."""
    language, site = language_of(request), site_of(request)
    key = f"{request.path_params['report']}/{request.path_params['region']}"
    found = site.reading.documents.get(key)
    if found is None:
        _ = language.gettext
        raise RefusalError(404, _("The catalog has no document “%(key)s”.", key=key[:60]))
    return found


def document_page(request: Request) -> Response:
    """Answer `/<language>/document/<report>/<region>`: the document and a list of its pages."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    document = find_document(request)
    key = document["document"]
    region = site.reading.region_name(key, language)
    return page(
        request,
        language,
        "document.html",
        section="record",
        title=f"{region}, {document['report']}",
        description=document["report_title"],
        steps=[*_steps(document, language), (region, "")],
        heading=_heading(region, document),
        summary=_document_summary(document, language),
        document=document,
        files=files_of(site, key),
        report_url=report_address(language, document["report"]),
        pages=_pages(site, key, language),
        issues=[issue_line(row, language) for row in site.reading.issues if row["document"] == key],
    )


def page_page(request: Request) -> Response:
    """Answer `/<language>/document/<report>/<region>/<page>`: one page of the file, from 1.

    `mark` names a training or a printed total to be marked; `part` chooses among the parts in which
    a long page's lines are listed.
    """
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    given = Parameters(request.query_params, language, ("mark", "part"))
    document = find_document(request)
    key, number = document["document"], int(request.path_params["page"])
    if document["pages"] is None or not 1 <= number <= document["pages"]:
        raise _no_such_page(document, number, language)
    reading = site.reading
    rows = reading.page_rows(key, number)
    totals = reading.totals_by_page.get((key, number), [])
    marked = _marked(given.text("mark"), rows, totals, language)
    placed = in_order(rows, totals)
    part, parts = _part(given, placed, marked, language)
    covered = reading.coverage.get(key, {}).get(number)
    files = files_of(site, key)
    region = reading.region_name(key, language)
    printed = covered["printed_page"] if covered else None
    name = _("Page %(number)s", number=printed) if printed else _file_page(number, language)
    if files.web_page:
        name = _("The web page")
    here = document_address(language, key, number)
    return page(
        request,
        language,
        "document_page.html",
        section="record",
        title=f"{name}, {region}, {document['report']}",
        description=_page_summary(rows, totals, language),
        steps=[
            *_steps(document, language),
            (region, document_address(language, key)),
            (name, ""),
        ],
        heading=f"{_heading(region, document)}, {name[0].lower()}{name[1:]}",
        summary=_page_summary(rows, totals, language),
        document_url=document_address(language, key),
        before=document_address(language, key, number - 1) if number > 1 else "",
        after=document_address(language, key, number + 1) if number < document["pages"] else "",
        files=files,
        frame=frame_address(site, key, _row_of(marked)) if files.framed else "",
        view=make_sheet(
            site,
            language,
            key,
            number,
            rows,
            totals,
            label=_("The page and its lines"),
            marked=_identifier(marked),
        ),
        large_image=page_image_address(key, number, 3, site.images.version(key))
        if files.drawn
        else "",
        lines=_lines(placed[(part - 1) * LINES : part * LINES], site, language, marked),
        parts=[
            {
                "text": _line_numbers(placed, one, language),
                "address": "" if one == part else f"{here}?part={one}#lines",
            }
            for one in range(1, parts + 1)
        ]
        if parts > 1
        else [],
        covered=covered,
        ignored=[ignored(one, language) for one in covered["ignored_by"]] if covered else [],
        issues=[issue_line(row, language) for row in reading.issues_by_page.get((key, number), [])],
    )


Placed = tuple[float, int, int, Row]
"""A line of a page: its height, whether it is a total, its number, the row."""


def in_order(rows: list[Row], totals: list[Row]) -> list[Placed]:
    """Put rows and totals in the page's own order; a web page's are numbered together."""
    placed = [(row["y0"] or 0.0, 0, row_number(row["training_id"]), row) for row in rows]
    placed += [(total["y0"] or 0.0, 1, place_of(total["total_id"]), total) for total in totals]
    numbered = any(row["y0"] is None for row in (*rows, *totals))
    placed.sort(key=lambda one: one[2] if numbered else one[:2])
    return placed


def _identifier(row: Row | None) -> str:
    return "" if row is None else str(row.get("training_id") or row["total_id"])


def _row_of(row: Row | None) -> int:
    """Return the number of a marked row in its web page, 0 where none is marked."""
    if row is None:
        return 0
    return row_number(row["training_id"]) if "training_id" in row else place_of(row["total_id"])


def _marked(identifier: str, rows: list[Row], totals: list[Row], language: Language) -> Row | None:
    if not identifier:
        return None
    found = next((row for row in (*rows, *totals) if _identifier(row) == identifier), None)
    if found is None:
        _ = language.gettext
        short = identifier[:LONGEST_IDENTIFIER]
        raise RefusalError(404, _("This page has no line “%(id)s”.", id=short))
    return found


def _part(
    given: Parameters, placed: list[Placed], marked: Row | None, language: Language
) -> tuple[int, int]:
    """Return which part of the lines is shown, and how many there are."""
    parts = max(1, -(-len(placed) // LINES))
    chosen = 1
    if marked is not None:
        chosen = 1 + next(i for i, one in enumerate(placed) if one[3] is marked) // LINES
    part = given.whole("part", chosen)
    if not 1 <= part <= parts:
        _ = language.gettext
        raise RefusalError(
            404,
            _(
                "The lines of this page are in %(parts)s parts, not %(part)s.",
                parts=parts,
                part=part,
            ),
        )
    return part, parts


def _line_numbers(placed: list[Placed], part: int, language: Language) -> str:
    last = min(len(placed), part * LINES)
    return f"{language.number((part - 1) * LINES + 1)}{EN_DASH}{language.number(last)}"


def _no_such_page(document: Row, number: int, language: Language) -> RefusalError:
    _ = language.gettext
    key = document["document"]
    step = (_("Open the document"), document_address(language, key))
    if document["pages"] is None:
        return RefusalError(404, _("The document %(key)s has not been read.", key=key), (step,))
    message = _(
        "The document %(key)s has pages 1 to %(last)s, not %(page)s.",
        key=key,
        last=document["pages"],
        page=number,
    )
    return RefusalError(404, message, (step,))


def _steps(document: Row, language: Language) -> list[tuple[str, str]]:
    _ = language.gettext
    return [
        (_("The record"), f"/{language.code}/record"),
        (
            _("Report %(report)s", report=document["report"].replace("-", EN_DASH)),
            report_address(language, document["report"]),
        ),
    ]


def _heading(region: str, document: Row) -> str:
    name = f"{region[0].upper()}{region[1:]}"
    return f"{name}, {document['report'].replace('-', EN_DASH)}"


def _file_page(number: int, language: Language) -> str:
    _ = language.gettext
    return _("Page %(number)s of the file", number=number)


def _document_summary(document: Row, language: Language) -> str:
    _ = language.gettext
    if document["pages"] is None:
        return str(document["report_title"])
    return _(
        "%(pages)s, %(lines)s and %(totals)s read.",
        pages=language.ngettext("%(num)s page", "%(num)s pages", document["pages"]),
        lines=language.ngettext("%(num)s training", "%(num)s trainings", document["rows"] or 0),
        totals=language.ngettext(
            "%(num)s printed total", "%(num)s printed totals", document["totals"] or 0
        ),
    )


def _page_summary(rows: list[Row], totals: list[Row], language: Language) -> str:
    _ = language.gettext
    return _(
        "%(lines)s and %(totals)s on this page.",
        lines=language.ngettext("%(num)s training", "%(num)s trainings", len(rows)),
        totals=language.ngettext("%(num)s printed total", "%(num)s printed totals", len(totals)),
    )


def _pages(site: Site, key: str, language: Language) -> list[Row]:
    countries: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    for row in site.reading.document_pages(key):
        name = site.reading.country_name(row["country_iso3"], row["country"], language)
        countries.setdefault(row["page"], []).append(name)
        counts[row["page"]] = counts.get(row["page"], 0) + row["rows"]
    return [
        {
            "page": number,
            "printed_page": covered["printed_page"],
            "address": document_address(language, key, number),
            "countries": ", ".join(countries.get(number, [])),
            "rows": counts.get(number, 0),
            "totals": len(site.reading.totals_by_page.get((key, number), [])),
            "left_over": covered["left_over"],
        }
        for number, covered in site.reading.coverage.get(key, {}).items()
    ]


def _lines(placed: list[Placed], site: Site, language: Language, marked: Row | None) -> list[Line]:
    """Return the lines of a page under the headings they stand under."""
    _ = language.gettext
    lines: list[Line] = []
    country: str | None = ""
    program: str | None = ""
    for _height, kind, number, row in placed:
        if row["country"] != country:
            country, program = row["country"], ""
            code = row["country_iso3"]
            address = country_address(language, code) if code else ""
            lines.append(Line("country", country or _("Country not printed"), address=address))
        if row["program_printed"] and row["program_printed"] != program:
            program = row["program_printed"]
            lines.append(Line("program", program))
        if kind:
            lines.append(_total(row, site, language, marked=row is marked))
        else:
            lines.append(
                Line(
                    "training",
                    text=_("planned") if row["stage"] == "planned" else "",
                    row=row,
                    number=number,
                    address=training_address(language, row["training_id"]),
                    marked=row is marked,
                )
            )
    return lines


def _total(row: Row, site: Site, language: Language, *, marked: bool) -> Line:
    _ = language.gettext
    years = both_years(row, site.reading, language)
    names = {
        "program_year": _("Programme total, fiscal year %(year)s", year=row["fiscal_year"]),
        "program": _("Programme total, %(years)s together", years=years)
        if years
        else _("Programme total"),
        "country": _("Total of the country, %(years)s together", years=years)
        if years
        else _("Total of the country, fiscal year %(year)s", year=row["fiscal_year"]),
    }
    why = explanation(row, language)
    return Line("total", names[row["level"]], row=row, why=why, marked=marked)
