"""The takeaways of a country's fiscal year as a page, and the files made of the same brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from foja.site.addresses import country_address, takeaways_address
from foja.site.choice import Choice, Parameters
from foja.site.pages.asked import country_code
from foja.site.problems import RefusalError, language_of
from foja.site.reading import WORLD
from foja.site.state import site_of
from foja.site.takeaway_brief import Brief, make_brief
from foja.site.takeaway_charts import as_svg, bar_charts
from foja.site.takeaway_files import as_html_part, as_json, as_markdown
from foja.site.takeaway_pdf import as_pdf
from foja.site.templating import page

if TYPE_CHECKING:
    from starlette.requests import Request

    from foja.site.language import Language

MEDIA_TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}


def takeaways_of_country(request: Request) -> Response:
    """Answer `/<language>/takeaways/<code>`: the latest year with trainings."""
    language, site = language_of(request), site_of(request)
    code = _one_country(request)
    Parameters(request.query_params, language, ())
    listed = site.reading.listed_countries.get(code)
    years = listed["years"] if listed else site.reading.covered_years(code)
    if not years:
        raise _no_report(request, code)
    return RedirectResponse(takeaways_address(language, code, years[-1]), 307)


def takeaways_page(request: Request) -> Response:
    """Answer `/<language>/takeaways/<code>/<year>`."""
    language, site = language_of(request), site_of(request)
    _ = language.gettext
    brief = brief_of_address(request)
    found = brief.takeaways
    listed = any(line.address for line in brief.lines)
    rows = Choice(found.country)
    if listed:
        rows = rows.filtered(fiscal_year_from=found.year, fiscal_year_to=found.year)
    return page(
        request,
        language,
        "takeaways.html",
        section="mexico" if found.country == "MEX" else "countries",
        title=brief.title,
        description=brief.lines[0].sentence.text,
        brief=brief,
        part=as_html_part(brief),
        charts=[as_svg(chart) for chart in bar_charts(brief)],
        trail=[
            (_("Countries"), f"/{language.code}/countries"),
            (brief.country, country_address(language, found.country)),
            (_("Takeaways"), ""),
        ],
        files=[
            (kind.upper() if kind != "md" else "Markdown", _file(language, brief, kind))
            for kind in ("pdf", "md", "json")
        ],
        years=[
            (year, takeaways_address(language, found.country, year) if year != found.year else "")
            for year in found.known
        ],
        listed=listed,
        rows=rows.address(language),
        record=site.version,
    )


def takeaways_file(request: Request) -> Response:
    """Answer `/<language>/takeaways/<code>/<year>.<md, json or pdf>`."""
    kind = str(request.path_params["kind"])
    language = language_of(request)
    if kind not in MEDIA_TYPES:
        raise RefusalError(
            404,
            language.gettext(
                "There is no file of takeaways of the kind “%(kind)s”.", kind=kind[:20]
            ),
        )
    brief = brief_of_address(request)
    origin = str(request.base_url).rstrip("/")
    if kind == "md":
        content = as_markdown(brief, origin).encode()
    else:
        content = as_json(brief, origin) if kind == "json" else as_pdf(brief)
    found = brief.takeaways
    name = f"foja-{found.country}-{found.year}-{brief.language.code}-takeaways.{kind}"
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def _file(language: Language, brief: Brief, kind: str) -> str:
    return takeaways_address(language, brief.takeaways.country, brief.takeaways.year, kind)


def brief_of_address(request: Request) -> Brief:
    """Return the brief that an address asks for; RefusalError (404) for a year without a report."""
    language, reading = language_of(request), site_of(request).reading
    code, year = _one_country(request), int(request.path_params["year"])
    Parameters(request.query_params, language, ())
    if year not in reading.covered_years(code):
        raise _no_report(request, code)
    return make_brief(reading, code, year, language)


def _one_country(request: Request) -> str:
    """Return the country of an address; RefusalError (404) for all of them together."""
    code = country_code(request)
    if code != WORLD:
        return code
    language = language_of(request)
    _ = language.gettext
    raise RefusalError(
        404,
        _("Takeaways are of one country: what stands out in its fiscal year."),
        (
            (_("Countries"), f"/{language.code}/countries"),
            (_("All countries"), country_address(language, WORLD)),
        ),
    )


def _no_report(request: Request, code: str) -> RefusalError:
    language, reading = language_of(request), site_of(request).reading
    _ = language.gettext
    steps = tuple(
        (
            _("Takeaways for fiscal year %(year)s", year=year),
            takeaways_address(language, code, year),
        )
        for year in reversed(reading.covered_years(code))
    )
    name = reading.country_name(code, code, language)
    return RefusalError(
        404,
        _("These tables have no report on %(country)s for that fiscal year.", country=name),
        steps,
    )
