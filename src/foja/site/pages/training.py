"""One training: as printed and as understood, its citation, its line on the page, its totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foja.site.addresses import (
    country_address,
    document_address,
    page_image_address,
    report_address,
    training_address,
)
from foja.site.choice import Parameters
from foja.site.citation import bibtex, citations
from foja.site.language import AS_PRINTED, EN_DASH, NOTHING
from foja.site.pages.source import files_of, frame_address, source_of
from foja.site.problems import RefusalError, language_of
from foja.site.reading import DONE, Row, row_number
from foja.site.sheet import make_sheet
from foja.site.state import Site, site_of
from foja.site.templating import page
from foja.site.words import both_years, explanation, flag, level, page_name, rule, stage

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language

LONGEST_IDENTIFIER: Final = 80
COLUMNS_OF: Final = {
    "location": "location_printed",
    "unit": "student_unit_printed",
    "force": "student_unit_printed",
    "us-unit": "us_unit_printed",
    "start-date": "start_date_printed",
    "end-date": "end_date_printed",
}
"""The values whose column some reports do not have."""
AROUND: Final = 3
"""Lines shown before and after the training."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a training: printed, understood, and how the one became the other.

    `in_report` is False where the report has no such column at all.
    """

    key: str
    label: str
    printed: str | None
    understood: str
    rule: str = ""
    address: str = ""
    in_report: bool = True


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
    title = row["course_title"] or _("no title printed")
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
        summary=_summary(row, country, language),
        doubts=[flag(code, language) for code in row["flags"]],
        proof_title=_("The line: %(place)s", place=where),
        files=files,
        frame=frame_address(site, document, row_number(identifier)) if files.framed else "",
        planned=_planned(row, site, language),
        view=view,
        large_image=page_image_address(document, number, 3, site.images.version(document))
        if files.drawn
        else "",
        values=_values(site, row, language),
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
        row=row,
        around=_around(rows, place, language),
        before=training_address(language, rows[place - 1]["training_id"]) if place else "",
        after=training_address(language, rows[place + 1]["training_id"])
        if place + 1 < len(rows)
        else "",
        page_address=document_address(language, document, number, mark=identifier),
    )


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


def _values(site: Site, row: Row, language: Language) -> list[Value]:
    _ = language.gettext
    reading = site.reading
    mended = _("spacing, broken words and damaged letters mended")
    as_printed = _("as printed")

    def text(key: str, label: str, printed: str | None, understood: str | None) -> Value:
        same = printed == understood or understood is None
        return Value(key, label, printed, understood or NOTHING, as_printed if same else mended)

    country = reading.country_name(row["country_iso3"], row["country"], language)
    program = reading.program_name(row["program"], row["program_printed"], language)
    values = [
        Value(
            "country",
            _("Country"),
            row["country"],
            f"{country} ({row['country_iso3']})" if row["country_iso3"] else country,
            _("name to ISO 3166-1 code")
            if row["country_iso3"]
            else _("an organisation, or a name without an ISO 3166-1 code"),
            country_address(language, row["country_iso3"]) if row["country_iso3"] else "",
        ),
        Value(
            "program",
            _("Programme"),
            row["program_printed"],
            program
            if row["program"] is None or row["program"] in program
            else f"{program} ({row['program']})",
            _("heading to programme code; agency %(agency)s", agency=row["agency"] or NOTHING)
            if row["program"]
            else _("no rule knows this heading"),
        ),
        Value(
            "fiscal-year",
            _("Fiscal year"),
            str(row["fiscal_year"]),
            f"{row['fiscal_year']}, {stage(row['stage'], language)}",
            _("the year the report lists it under"),
        ),
        text("course", _("Course"), row["course_title_printed"], row["course_title"]),
        Value(
            "students",
            _("Students"),
            _number(row["quantity"], language),
            language.number(row["quantity"]),
            _("seats in courses: a person on two courses counts twice"),
        ),
        Value(
            "cost",
            _("Cost"),
            AS_PRINTED.money(row["cost_usd"]) if row["cost_usd"] is not None else None,
            language.dollars(row["cost_usd"]) if row["cost_usd"] is not None else NOTHING,
            _("U.S. dollars of that year"),
        ),
        Value(
            "location",
            _("Training location"),
            row["location_printed"],
            row["place_id"] or row["location_printed"] or NOTHING,
            "" if row["place_id"] else as_printed,
        ),
        text("unit", _("Unit of the students"), row["student_unit_printed"], row["student_unit"]),
        Value(
            "force",
            _("Recipient force"),
            row["student_unit_printed"],
            reading.force_name(row["recipient_force"], language)
            if row["recipient_force"]
            else NOTHING,
            rule(row["recipient_rule"], language),
        ),
        text("us-unit", _("U.S. unit"), row["us_unit_printed"], row["us_unit"]),
    ]
    if row["us_quantity"] is not None:
        values.append(
            Value(
                "us-quantity",
                _("U.S. trainers"),
                row["us_unit_printed"],
                language.number(row["us_quantity"]),
                _("the number printed after the U.S. unit"),
            )
        )
    for name, label in (("start", _("First day")), ("end", _("Last day"))):
        values.append(
            Value(
                f"{name}-date",
                label,
                row[f"{name}_date_printed"],
                language.day(row[f"{name}_date"]),
                _("month/day/year, as the reports write dates"),
            )
        )
    if row["start_fiscal_year"] is not None:
        values.append(
            Value(
                "start-fiscal-year",
                _("Fiscal year of the first day"),
                row["start_date_printed"],
                str(row["start_fiscal_year"]),
                _("a fiscal year runs from 1 October to 30 September"),
            )
        )
    if row["training_type"] is not None:
        values.append(
            Value(
                "type",
                _("Type of training"),
                row["course_title_printed"],
                row["training_type"],
                row["training_type_rule"] or "",
            )
        )
    missing = reading.unprinted(row["document"])
    absent = {key for key, column in COLUMNS_OF.items() if column in missing}
    return [
        replace(value, rule=_("this report has no such column"), in_report=False)
        if value.key in absent and value.printed is None
        else value
        for value in values
    ]


def _number(value: int | None, language: Language) -> str | None:
    return None if value is None else language.number(value)


def _around(rows: list[Row], place: int, language: Language) -> list[dict[str, object]]:
    _ = language.gettext
    return [
        {
            "number": row_number(row["training_id"]),
            "program": row["program"] or row["program_printed"],
            "title": row["course_title"] or _("no title printed"),
            "unit": row["student_unit"],
            "students": row["quantity"],
            "cost": row["cost_usd"],
            "here": row is rows[place],
            "address": training_address(language, row["training_id"]),
        }
        for row in rows[max(0, place - AROUND) : place + AROUND + 1]
    ]
