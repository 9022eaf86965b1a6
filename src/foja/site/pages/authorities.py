"""The programmes and laws under which trainings are listed: all of them, and one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from foja.meaning.programs import all_agencies, all_programs
from foja.measures.entities import GROUP, parts
from foja.measures.figures import Figures
from foja.measures.filters import Filters
from foja.site.addresses import authorities_address, authority_address, report_address
from foja.site.choice import Parameters
from foja.site.entities import (
    MOST_COUNTRIES,
    Link,
    asked_entity,
    figures_words,
    group_lines,
    page_citation,
    span,
    sums,
)
from foja.site.language import EN_DASH, years_in_words
from foja.site.problems import RefusalError, language_of
from foja.site.state import site_of
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.meaning.programs import Program
    from foja.measures.entities import Part
    from foja.site.language import Language
    from foja.site.reading import Reading, Row

MOST_GROUPS: Final = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme in the list: its law, its sums, and the programmes that are parts of it."""

    code: str
    name: str
    address: str
    law: str
    in_law: str
    years: str
    figures: Figures
    part: bool


def authorities_page(request: Request) -> Response:
    """Answer `/<language>/authorities`."""
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    Parameters(request.query_params, language, ())
    found = {part.value: part for part in parts(reading.tables, Filters(), "program")}
    agencies = []
    for agency, name in _agencies(reading, language):
        listed = _listed(agency, found, reading, language)
        if listed:
            agencies.append({"code": agency, "name": name, "programs": listed})
    unnamed = found.get(None)
    return page(
        request,
        language,
        "authorities.html",
        section="authorities",
        title=_("Authorities and programmes"),
        description=_("The programmes and laws under which the United States trained others."),
        agencies=agencies,
        count=sum(len(agency["programs"]) for agency in agencies),
        unnamed=unnamed.figures.trainings if unnamed else 0,
    )


def _agencies(reading: Reading, language: Language) -> list[tuple[str, str]]:
    """Return the agencies of the programmes in the tables, those of the vocabulary first."""
    names = {
        agency.code: agency.name_es if language.code == "es" else agency.name_en
        for agency in all_agencies()
    }
    for row in reading.programs.values():
        names.setdefault(row["agency"] or "", row["agency"] or language.gettext("Agency not known"))
    return list(names.items())


def _listed(
    agency: str, found: dict[Any, Part], reading: Reading, language: Language
) -> list[Listed]:
    """Return the programmes of an agency, most dollars first, each followed by its parts."""
    own = [row for row in reading.programs.values() if (row["agency"] or "") == agency]
    codes = {row["program"] for row in own}

    def rank(row: Row) -> tuple[float, str]:
        part = found.get(row["program"])
        return -float(part.figures.cost_usd or 0) if part else 1.0, row["program"]

    heads = sorted((row for row in own if row["part_of"] not in codes), key=rank)
    listed = []
    for head in heads:
        below = sorted((row for row in own if row["part_of"] == head["program"]), key=rank)
        for row in (head, *below):
            part = found.get(row["program"])
            listed.append(
                Listed(
                    row["program"],
                    row[f"name_{language.code}"],
                    authority_address(language, row["program"]),
                    row[f"legal_authority_{language.code}"] or "",
                    in_law(row, language),
                    years_in_words(list(part.years)) if part else "",
                    part.figures if part else Figures(),
                    row is not head,
                )
            )
    return listed


def in_law(row: Row, language: Language) -> str:
    """Write the fiscal years in which an authority is law, empty where they are not known."""
    _ = language.gettext
    first, last = row["in_law_from"], row["in_law_to"]
    if first and last:
        return span(first, last)
    if first:
        return _("since %(year)s", year=first)
    return _("until %(year)s", year=last) if last else ""


def authority_page(request: Request) -> Response:
    """Answer `/<language>/authority/<code>`."""
    language, site = language_of(request), site_of(request)
    reading = site.reading
    _ = language.gettext
    code = str(request.path_params["code"])
    row = reading.programs.get(code)
    if row is None:
        raise RefusalError(
            404,
            _("No programme has the code “%(code)s”.", code=code[:40]),
            ((_("See all programmes"), authorities_address(language)),),
        )
    entity = asked_entity(request, reading, language, programs=(code,))
    shown = sums(entity, reading, language, by="cost_usd")
    name = str(row[f"name_{language.code}"])
    years = [int(line.name) for line in shown["by_year"] if line.figures.trainings]
    known = next((program for program in all_programs() if program.code == code), None)
    country = entity.filters.country
    return page(
        request,
        language,
        "authority.html",
        section="authorities",
        title=name,
        steps=[(_("Authorities"), authorities_address(language)), (code, "")],
        description=str(row[f"description_{language.code}"] or name),
        row=row,
        name=name,
        about=row[f"description_{language.code}"] or "",
        law=row[f"legal_authority_{language.code}"] or "",
        in_law=in_law(row, language),
        agency=dict(_agencies(reading, language))[row["agency"] or ""],
        years=years_in_words(years),
        links=_links(code, row, reading, language),
        headings=_headings(known, reading, language),
        source=known.source if known else "",
        figures=figures_words(shown["total"], language),
        sums=shown,
        countries_title=_("The %(num)s countries with most dollars", num=MOST_COUNTRIES)
        if country is None and len(shown["by_country"]) == MOST_COUNTRIES
        else _("Countries"),
        groups=group_lines(
            parts(reading.tables, entity.filters, GROUP, order="cost_usd", limit=MOST_GROUPS),
            entity,
            reading,
            language,
            by="cost_usd",
        ),
        citation=page_citation(request, name, site.version, language),
    )


def _links(code: str, row: Row, reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the programmes that came before or after, that hold this one or are held by it."""
    _ = language.gettext

    def named(codes: list[str]) -> list[Link]:
        return [
            Link(reading.program_name(one, one, language), authority_address(language, one))
            for one in codes
            if one in reading.programs
        ]

    others = reading.programs.values()
    groups = (
        (_("Took the place of"), [r["program"] for r in others if code in r["successors"]]),
        (_("Was replaced by"), list(row["successors"])),
        (_("Part of"), [row["part_of"]] if row["part_of"] else []),
        (_("Its parts"), [r["program"] for r in others if r["part_of"] == code]),
    )
    return [{"label": label, "links": named(codes)} for label, codes in groups if named(codes)]


def _headings(known: Program | None, reading: Reading, language: Language) -> list[dict[str, Any]]:
    """Return the headings under which the reports print a programme, and which of them do."""
    if known is None:
        return []
    return [
        {
            "printed": heading.printed,
            "reports": [
                Link(
                    report.replace("-", EN_DASH),
                    report_address(language, report) if report in reading.reports else "",
                )
                for report in sorted(heading.seen)
            ],
            "expected": heading.expected or "",
        }
        for heading in known.headings
    ]
