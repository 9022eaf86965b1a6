"""A country: head figures, charts and the table of its trainings, all from one address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foja.measures.figures import Cube, ask_cube
from foja.measures.training import Facets, FacetValue, facets, head_figures
from foja.site import country_words as words
from foja.site.choice import Choice
from foja.site.gaps import gaps, unmatched, unprinted
from foja.site.language import EN_DASH
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import shown_charts
from foja.site.problems import language_of
from foja.site.reading import ALL, DONE, PLANNED
from foja.site.state import Site, site_of
from foja.site.templating import page, script
from foja.site.trainings_table import trainings_table
from foja.tables.selection import plain

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.site.language import Language
    from foja.site.reading import Reading

HOME = "MEX"
SHORTEST_LIST = 2
"""A list of fewer recipient forces is no choice."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list in the form."""

    value: str
    text: str
    on: bool


def home_page(request: Request) -> Response:
    """Answer `/<language>/`: Mexico, where the project began."""
    return _country(request, HOME)


def country_page(request: Request) -> Response:
    """Answer `/<language>/country/<code>`."""
    return _country(request, country_code(request))


def _country(request: Request, code: str) -> Response:
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    reading = site.reading
    choice = asked_choice(request, code)
    filters = reading.with_parts(choice.filters)
    cube = ask_cube(reading.tables, filters)
    covered = reading.covered_years(code, filters.stage)
    left_out = unmatched(cube, filters, reading)
    head = head_figures(cube, filters, [year for year in covered if year not in left_out])
    name = reading.country_name(code, code, language)
    summary = words.summary(head, language)
    if filters.stage == PLANNED:
        summary = _("Planned, not done: %(sentence)s", sentence=summary)
    found = head.total.trainings
    nothing, offered = None, cube
    if not found:
        if filters.words:
            offered = ask_cube(reading.tables, replace(filters, words=""))
        nothing = words.empty(choice, cube, offered, reading, language)
    return page(
        request,
        language,
        "country.html",
        section="mexico" if code == HOME else "countries",
        title=name,
        heading=_("%(country)s: U.S. military and security training", country=name),
        description=summary,
        here=choice.address(language),
        name=name,
        summary=summary,
        choice=choice,
        options=_options(offered, facets(offered, filters), choice, site, language),
        chips=words.chips(choice, reading, language),
        clear=Choice(code).address(language),
        figures=words.figures(
            head,
            [year for year in covered if filters.has_year(year) and year not in left_out],
            language,
        ),
        planned=words.planned_note(
            reading.planned_reports, reading.planned_years(code), filters, language
        ),
        planned_years=reading.planned_years(code),
        done_address=choice.filtered(stage=DONE).address(language),
        planned_address=Choice(code).filtered(stage=PLANNED).address(language),
        gaps=gaps(code, name, covered, reading, filters, language),
        unprinted=unprinted(covered, left_out, reading, filters, language),
        empty=nothing,
        charts_script=script("js/charts.js") if found else "",
        charts=shown_charts(choice, site, language, cube) if found else [],
        trainings=trainings_table(reading, choice, language, head.total) if found else None,
    )


def _options(
    cube: Cube, found: Facets, choice: Choice, site: Site, language: Language
) -> dict[str, Any]:
    reading = site.reading
    countries = sorted(
        {*reading.listed_countries, choice.country},
        key=lambda code: plain(reading.country_name(code, code, language)),
    )
    filters = choice.filters
    years = {
        *reading.covered_years(choice.country, choice.filters.stage),
        *cube.years,
        *(year for year in (filters.fiscal_year_from, filters.fiscal_year_to) if year),
    }

    def values(listed: list[FacetValue], name: Any) -> list[Option]:  # noqa: ANN401 - a function of three arguments
        made = [Option(one.value, name(one.value, reading, language), one.chosen) for one in listed]
        return sorted(made, key=lambda option: plain(option.text))

    forces = _forces({one.value for one in found.recipient_forces}, choice, reading, language)
    return {
        "countries": [
            Option(code, reading.country_name(code, code, language), code == choice.country)
            for code in countries
        ],
        "years": sorted(years),
        "programs": values(found.programs, words.program_text),
        "stages": _stages(choice, reading, language),
        "forces": forces if len(forces) >= SHORTEST_LIST or filters.recipient_forces else [],
    }


def _stages(choice: Choice, reading: Reading, language: Language) -> list[Option]:
    """List what was done and what was planned, where a report lists both for the country."""
    _ = language.gettext
    stage = choice.filters.stage
    if stage == DONE and not reading.planned_years(choice.country):
        return []
    options = [
        Option("", _("done"), stage == DONE),
        Option(PLANNED, _("planned"), stage == PLANNED),
    ]
    if stage == ALL:
        options.append(Option(ALL, _("done and planned together"), True))
    return options


def _forces(found: set[str], choice: Choice, reading: Reading, language: Language) -> list[Option]:
    """List the forces that lead to trainings, each part below the force it belongs to."""
    known = found | {
        ".".join(parts[:length])
        for parts in (code.split(".") for code in found if code in reading.forces)
        for length in range(2, len(parts))
    }
    options = []
    for code in sorted(known, key=lambda code: _force_order(code, reading, language)):
        text = words.force_text(code, reading, language)
        part = code.rpartition(".")[0] in known
        options.append(
            Option(
                code,
                f"{EN_DASH} {text}" if part else text,
                code in choice.filters.recipient_forces,
            )
        )
    return options


def _force_order(code: str, reading: Reading, language: Language) -> tuple[str, ...]:
    """Order by the names of a force and of those it belongs to; what no rule names comes last."""
    if code not in reading.forces:
        return ("\uffff",)
    parts = code.split(".")
    codes = (".".join(parts[:length]) for length in range(2, len(parts) + 1))
    return tuple(plain(words.force_text(one, reading, language)) for one in codes)
