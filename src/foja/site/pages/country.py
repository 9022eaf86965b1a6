"""A country: head figures, and one of the views of its trainings, all from one address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foja.measures.filters import PARAMETERS
from foja.measures.training import head_figures
from foja.site import country_words as words
from foja.site import head_words
from foja.site.choice import CHART_NAMES, OVERVIEW, Choice
from foja.site.choosing import options
from foja.site.gaps import gaps, unmatched, unprinted
from foja.site.offered import offered
from foja.site.pages.asked import asked_choice, country_code
from foja.site.problems import RefusalError, language_of
from foja.site.reading import DONE, PLANNED, WORLD
from foja.site.state import site_of
from foja.site.templating import page, script
from foja.site.views import VIEWS, Shown, View, tabs
from foja.site.world_words import of_the_years, regions_read
from foja.site.world_years import world_years
from foja.site.year_words import years_line

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HOME = "MEX"
IN_FORM = ("program", "force", "type", "delivery", "flag")
"""The parameters that hold codes and have a list in the form, which can choose one of them."""


def home_page(request: Request) -> Response:
    """Answer `/<language>/`: Mexico, where the project began."""
    return _country(request, HOME, VIEWS[OVERVIEW])


def country_page(request: Request) -> Response:
    """Answer `/<language>/country/<code>`."""
    return _country(request, country_code(request), VIEWS[OVERVIEW])


def view_page(request: Request) -> Response:
    """Answer `/<language>/country/<code>/<view>`."""
    code, key = country_code(request), str(request.path_params["view"])
    if key == OVERVIEW or key not in VIEWS or (code == WORLD and not VIEWS[key].world):
        language = language_of(request)
        _ = language.gettext
        steps = tuple((tab.text, tab.address) for tab in tabs(Choice(code, view=""), language))
        raise RefusalError(404, _("No view is called “%(name)s”.", name=key[:40]), steps)
    return _country(request, code, VIEWS[key])


def _country(request: Request, code: str, view: View) -> Response:
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    reading = site.reading
    choice = asked_choice(request, code, view=view.key)
    filters = choice.filters
    asked = offered(reading.tables, filters)
    cube = asked.cube
    world = world_years(reading, filters) if choice.is_world else None
    covered = reading.covered_years(code, filters.stage)
    if world is not None:
        covered = [one.year for one in world.years]
    left_out = unmatched(cube, filters, reading)
    known = [year for year in covered if year not in left_out]
    head = head_figures(cube, filters, known, world.like if world else None)
    name = reading.country_name(code, code, language)
    chosen = [year for year in known if filters.has_year(year)]
    summary = head_words.summary(
        head,
        filters,
        chosen,
        language,
        unprinted=any(filters.has_year(year) for year in left_out if year in covered),
    )
    if world is not None:
        together = head_words.years_together(head, filters, chosen)
        told = chosen if together else [year for year in chosen if year == head.last_year]
        summary = f"{summary} {of_the_years(world, head, told, language)}".rstrip()
    found = head.total.trainings
    nothing, listed = None, asked
    if not found:
        if filters.words:
            listed = offered(reading.tables, replace(filters, words=""))
        nothing = words.empty(choice, cube, listed.cube, reading, language)
    years = years_line(asked.spread, language)
    shown = view.build(Shown(site, language, choice, asked, head, name)) if found else {}
    title = view.title(language, name)
    return page(
        request,
        language,
        "country.html",
        section="mexico" if code == HOME else "countries",
        heading=_("%(title)s (planned)", title=title) if filters.stage == PLANNED else title,
        title=name,
        description=summary,
        here=choice.address(language),
        name=name,
        summary=summary,
        choice=choice,
        view=view,
        tabs=tabs(choice, language, reading.covered_years(code)),
        options=options(listed, choice, reading, language),
        hidden=_hidden(choice),
        years_line=years.whole,
        chips=words.chips(choice, reading, language),
        corrections=words.corrections(choice, reading, language),
        clear=Choice(code, view=view.key).address(language),
        figures=head_words.figures(
            head, filters, chosen, language, in_part=bool(world and world.partial(chosen))
        ),
        regions_read=regions_read(world, chosen, language) if world else [],
        planned=words.planned_note(
            reading.planned_reports, reading.planned_years(code), filters, language
        ),
        planned_years=reading.planned_years(code),
        done_address=choice.filtered(stage=DONE).address(language),
        planned_address=Choice(code, view=view.key).filtered(stage=PLANNED).address(language),
        gaps=gaps(code, name, covered, reading, filters, language),
        unprinted=unprinted(covered, left_out, reading, filters, language),
        empty=nothing,
        scripts=[script(each) for each in view.scripts] if found else [],
        charts_library=script("js/vega-bundle.js"),
        **shown,
    )


def _hidden(choice: Choice) -> list[tuple[str, str]]:
    """Return what is chosen beyond what the form's fields can say, to be sent along with them."""
    default = Choice(choice.country)
    filters = choice.filters
    said = [
        (name, code)
        for name, field in PARAMETERS.items()
        for code in getattr(filters, field)[1 if name in IN_FORM else 0 :]
    ]
    said.extend(
        (name, ",".join(value) if isinstance(value, tuple) else str(value))
        for name in ("view", *CHART_NAMES, "sort", "size", "cols")
        if (value := getattr(choice, name)) != getattr(default, name)
    )
    return said
