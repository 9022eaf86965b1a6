"""A country: head figures, charts and the table of its trainings, all from one address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foja.measures.filters import PARAMETERS
from foja.measures.training import head_figures
from foja.site import country_words as words
from foja.site import head_words
from foja.site.choice import Choice
from foja.site.choosing import options
from foja.site.gaps import gaps, unmatched, unprinted
from foja.site.offered import offered
from foja.site.pages.asked import asked_choice, country_code
from foja.site.pages.charts import colourings, shown_charts
from foja.site.problems import language_of
from foja.site.reading import DONE, PLANNED
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.trainings_table import trainings_table
from foja.site.year_words import years_line

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from foja.measures.filters import Filters

HOME = "MEX"
IN_FORM = ("program", "force", "type", "delivery", "flag")
"""The parameters that hold codes and have a list in the form, which can choose one of them."""


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
    filters = choice.filters
    asked = offered(reading.tables, filters)
    cube = asked.cube
    covered = reading.covered_years(code, filters.stage)
    left_out = unmatched(cube, filters, reading)
    head = head_figures(cube, filters, [year for year in covered if year not in left_out])
    name = reading.country_name(code, code, language)
    chosen = [year for year in covered if filters.has_year(year) and year not in left_out]
    summary = head_words.summary(
        head,
        filters,
        chosen,
        language,
        unprinted=any(filters.has_year(year) for year in left_out if year in covered),
    )
    found = head.total.trainings
    nothing, listed = None, asked
    if not found:
        if filters.words:
            listed = offered(reading.tables, replace(filters, words=""))
        nothing = words.empty(choice, cube, listed.cube, reading, language)
    years = years_line(asked.spread, language)
    return page(
        request,
        language,
        "country.html",
        section="mexico" if code == HOME else "countries",
        heading=_("%(country)s: U.S. military and security training planned", country=name)
        if filters.stage == PLANNED
        else _("%(country)s: U.S. military and security training", country=name),
        title=name,
        description=summary,
        here=choice.address(language),
        name=name,
        summary=summary,
        choice=choice,
        options=options(listed, choice, reading, language),
        hidden=_hidden(filters),
        years_line=years.whole,
        chips=words.chips(choice, reading, language),
        clear=Choice(code).address(language),
        figures=head_words.figures(head, filters, chosen, language),
        planned=words.planned_note(
            reading.planned_reports, reading.planned_years(code), filters, language
        ),
        planned_years=reading.planned_years(code),
        done_address=choice.filtered(stage=DONE).address(language),
        planned_address=Choice(code).filtered(stage=PLANNED).address(language),
        last_year=max(reading.covered_years(code), default=None),
        gaps=gaps(code, name, covered, reading, filters, language),
        unprinted=unprinted(covered, left_out, reading, filters, language),
        empty=nothing,
        charts_script=script("js/charts.js") if found else "",
        charts_library=script("js/vega-bundle.js"),
        charts=shown_charts(choice, site, language, asked) if found else [],
        colourings=colourings(choice, language),
        trainings=trainings_table(reading, choice, language, head.total) if found else None,
    )


def _hidden(filters: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is chosen beyond what the form's lists can say, to be sent along with them."""
    return [
        (name, getattr(filters, field)[1 if name in IN_FORM else 0 :])
        for name, field in PARAMETERS.items()
    ]
