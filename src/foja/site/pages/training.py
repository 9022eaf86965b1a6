"""One training: as printed and as understood, its citation, its line on the page, its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foja.site.addresses import (
    country_address,
    document_address,
    page_image_address,
    report_address,
    training_address,
)
from foja.site.choice import Choice, Parameters
from foja.site.citation import bibtex, citations
from foja.site.citation_files import csl, ris
from foja.site.language import EN_DASH
from foja.site.pages.source import files_of, frame_address, source_of
from foja.site.problems import RefusalError, language_of
from foja.site.reading import DONE, Row, row_number
from foja.site.sheet import make_sheet
from foja.site.state import Site, site_of
from foja.site.templating import page
from foja.site.training_values import training_values
from foja.site.trainings_table import titles
from foja.site.words import Doubt, both_years, explanation, flag, level, page_name

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language

LONGEST_IDENTIFIER: Final = 80
AROUND: Final = 3
"""Lines shown before and after the training."""


def training_page(request: Request) -> Response:
    """Answer `/<language>/training/<identifier>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    Parameters(request.query_params, language, ())
    identifier = str(request.path_params["training_id"])
    row = site.reading.training(identifier) if len(identifier) <= LONGEST_IDENTIFIER else None
    if row is None:
        raise RefusalError(
            404,
            _(
                "No training has the identifier “%(id)s”. One looks like 2020-2021.wh.41.07: "
                "report, region, page and row.",
                id=identifier[:LONGEST_IDENTIFIER],
            ),
        )
    reading = site.reading
    document, number = row["document"], row["page"]
    rows = reading.page_rows(document, number)
    totals = reading.totals_by_page.get((document, number), [])
    place = next(i for i, other in enumerate(rows) if other["training_id"] == identifier)
    files = files_of(site, document)
    source = source_of(site, row)
    country = reading.country_name(row["country_iso3"], row["country"], language)
    named = titles(row)
    title = named["title"] or _("no title printed")
    where = source.place(language)
    view = make_sheet(
        site,
        language,
        document,
        number,
        rows,
        totals,
        label=_("%(place)s of the report %(report)s", place=where, report=source.edition),
        marked=identifier,
    )
    return page(
        request,
        language,
        "training.html",
        title=f"{title}, {country}, {row['fiscal_year']}",
        description=_summary(row, country, language),
        steps=_steps(site, row, country, language),
        heading=title,
        title_printed=named["title_printed"],
        summary=_summary(row, country, language),
        doubts=_doubts(row, language),
        proof_title=_("Where it is printed: %(place)s", place=where),
        files=files,
        frame=frame_address(site, document, row_number(identifier)) if files.framed else "",
        planned=_planned(row, site, language),
        view=view,
        large_image=page_image_address(document, number, 3, site.images.version(document))
        if files.drawn
        else "",
        values=training_values(reading, row, language),
        totals=[
            {
                **total,
                "name": level(total, reading, language),
                "why": explanation(total, language),
                "both": both_years(total, reading, language),
                "page_name": page_name(total, reading, language),
                "address": document_address(
                    language, total["document"], total["page"], mark=total["total_id"]
                ),
            }
            for total in reading.totals_of(row)
        ],
        citations=citations(source, language),
        bibtex=bibtex(source),
        ris=ris(source),
        csl=csl(source),
        row=row,
        around=_around(rows, place, language),
        before=training_address(language, rows[place - 1]["training_id"]) if place else "",
        after=training_address(language, rows[place + 1]["training_id"])
        if place + 1 < len(rows)
        else "",
        page_address=document_address(language, document, number, mark=identifier),
    )


def _doubts(row: Row, language: Language) -> list[tuple[Doubt, str]]:
    """Return each doubt with the address of the country's trainings that carry it."""
    code = row["country_iso3"]
    return [
        (
            flag(name, language),
            Choice(code).filtered(flags=(name,)).address(language, anchor="trainings")
            if code
            else "",
        )
        for name in row["flags"]
    ]


def _planned(row: Row, site: Site, language: Language) -> dict[str, str]:
    """Say of a planned training what that means; empty for one that was done."""
    if row["stage"] == DONE:
        return {}
    _ = language.gettext
    year = row["fiscal_year"]
    return {
        "text": _(
            "The report %(report)s lists this training as planned for fiscal year %(year)s. It is "
            "in no sum of what was done. Whether it took place, and with how many students and at "
            "what cost, this report does not say.",
            report=row["report"].replace("-", EN_DASH),
            year=year,
        ),
        "address": f"{country_address(language, row['country_iso3'])}?from={year}&to={year}"
        if row["country_iso3"] and year in site.reading.covered_years(row["country_iso3"])
        else "",
        "link": _("What was done in fiscal year %(year)s", year=year),
    }


def _summary(row: Row, country: str, language: Language) -> str:
    _ = language.gettext
    said = [country]
    if row["stage"] != DONE:
        said.append(_("planned for fiscal year %(year)s", year=row["fiscal_year"]))
    if row["quantity"] is not None:
        said.append(language.ngettext("%(num)s student", "%(num)s students", row["quantity"]))
    if row["cost_usd"] is not None:
        said.append(language.dollars(row["cost_usd"]))
    if row["start_date"] and row["end_date"]:
        said.append(
            _(
                "%(start)s to %(end)s",
                start=language.day(row["start_date"]),
                end=language.day(row["end_date"]),
            )
        )
    if row["location_printed"]:
        said.append(row["location_printed"])
    return " · ".join(said)


def _steps(site: Site, row: Row, country: str, language: Language) -> list[tuple[str, str]]:
    _ = language.gettext
    code = row["country_iso3"]
    return [
        (country, country_address(language, code) if code else f"/{language.code}/countries"),
        (
            _("Fiscal year %(year)s", year=row["fiscal_year"]),
            f"{country_address(language, code)}?from={row['fiscal_year']}&to={row['fiscal_year']}"
            if code
            else report_address(language, row["report"]),
        ),
        (
            site.reading.region_name(row["document"], language),
            document_address(language, row["document"], row["page"]),
        ),
        (row["training_id"], ""),
    ]


def _around(rows: list[Row], place: int, language: Language) -> list[dict[str, object]]:
    _ = language.gettext
    return [
        {
            "number": row_number(row["training_id"]),
            "program": row["program"] or row["program_printed"],
            "title": titles(row)["title"] or _("no title printed"),
            "printed": bool(row["course_title"]),
            "unit": row["student_unit"],
            "students": row["quantity"],
            "cost": row["cost_usd"],
            "here": row is rows[place],
            "address": training_address(language, row["training_id"]),
        }
        for row in rows[max(0, place - AROUND) : place + AROUND + 1]
    ]
